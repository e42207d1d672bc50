"""Pairs of names: those of one thing, and those of different things."""

from collections.abc import Iterator

from graph.kinds import EntityKind

_SAME = {
    EntityKind.METHOD: r"""
convolutional neural networks = CNN
Convolutional Neural Network = CNNs
ResNet50 = ResNet-50
ResNet 50 = ResNet-50
pre-training = pretraining
U-Net = UNet
U-Nets = UNet
Fréchet mean = Frechet mean
Fr\'echet mean = Fréchet mean
$\beta$-VAE = beta-VAE
β-VAE = beta-VAE
$k$-means = k-means
k means = k-means
kNN = k-nearest neighbors
k-nearest neighbour = k-NN
neural colour transfer = neural color transfer
Transformer = Transformers
Autoencoders = autoencoder
auto-encoder = autoencoder
Variational Auto-Encoder = VAE
fine-tuning = finetuning
long short-term memory (LSTM) = LSTM
long short term memory = LSTMs
Bi-LSTM = BiLSTM
bi-directional LSTM = bidirectional LSTM
generalised linear models = generalized linear model
GPT4 = GPT-4
GPT 4 = GPT-4
Llama2 = LLaMA-2
Llama-2-7B = LLaMA 2 7B
DINO v2 = DINOv2
YOLO-v3 = YOLOv3
YOLO v3 = YOLOv3
yolov3 = YOLOv3
MobileNet-V2 = MobileNetV2
MobileNet v2 = MobileNetV2
DeepLab v3+ = DeepLabv3+
policy gradients = policy gradient
policy gradient methods = policy gradient
stochastic gradient descent = SGD
Adam optimizer = Adam
Adam optimiser = Adam
BERT model = BERT
graph neural nets = GNN
GNNs = graph neural network
Markov Decision Processes = MDP
large language models (LLMs) = LLM
LLMs = large language model
RL = reinforcement learning
LM = language model
SVMs = support vector machines
principal components analysis = PCA
Principal Component Analysis = PCA
RAG = retrieval augmented generation
CoT = chain of thought prompting
MoE = mixture-of-experts
Mixture of Experts = mixtures of experts
ViTs = Vision Transformer
vision transformers = ViT
NeRFs = Neural Radiance Fields
RNNs = recurrent neural network
recurrent network = recurrent neural network
seq2seq = sequence to sequence
skip gram = skip-gram
Word2Vec = word2vec
back-propagation = backpropagation
dropout = Dropout
batch normalisation = batch norm
Grad-CAM = GradCAM
attention mechanisms = attention mechanism
MCMC = Markov-chain Monte Carlo
Gaussian Processes = Gaussian process
Naive Bayes = naïve Bayes
L2 regularization = ℓ2 regularisation
$\ell_2$ regularization = L2 regularization
XGBoost = XG-Boost
Wasserstein GANs = WGAN
CycleGANs = CycleGAN
Cycle-GAN = CycleGAN
StyleGAN 2 = StyleGAN2
T-SNE = t-SNE
tSNE = t-distributed stochastic neighbor embedding
LoRA = Low-Rank Adaptation
low rank adaptation = LoRA
DPO = Direct Preference Optimisation
RLHF = reinforcement learning from human feedback
PPO = proximal policy optimization
GRPO = Group Relative Policy Optimization
Sentence BERT = SBERT
SAC = soft actor critic
encoder–decoder = encoder-decoder
Mamba model = Mamba
Stable-Diffusion = Stable Diffusion
Flash Attention = FlashAttention
Deep Q-Networks = DQN
deep Q network = DQN
multi-layer perceptrons = MLP
feed forward network = feedforward network
logistic regressions = logistic regression
MC dropout = Monte Carlo dropout
Kalman filters = Kalman filter
ELBO = evidence lower bound
""",
    EntityKind.TASK: r"""
image summarisation = image summarization
modelling = modeling
language modelling = language modeling
named-entity recognition = NER
Named Entity Recognition = named entity recognition
question-answering = QA
question answering task = question answering
super resolution = super-resolution
superresolution = super-resolution
multi-task learning = multitask learning
semi supervised learning = semi-supervised learning
time series forecasting = time-series forecasting
text to image generation = text-to-image generation
re-identification = reidentification
person re-ID = person re-identification
optimisation = optimization
behaviour cloning = behavior cloning
ASR = automatic speech recognition
TTS = text to speech
VQA = visual question answering
NMT = neural machine translation
NLI = natural language inference
WSD = word sense disambiguation
POS tagging = part of speech tagging
part-of-speech (POS) tagging = POS tagging
out of distribution detection = OOD detection
few shot learning = few-shot learning
zero shot classification = zero-shot classification
object detections = object detection
anomaly-detection = anomaly detection
neural architecture search = NAS
CTR prediction = click-through-rate prediction
SLAM = simultaneous localisation and mapping
dialogue systems = dialog system
image denoising = Image Denoising
""",
    EntityKind.DATASET: r"""
ImageNet dataset = ImageNet
the CIFAR10 data set = CIFAR-10
MS-COCO = MSCOCO
Microsoft COCO = COCO
SQuAD v1.1 = SQuAD 1.1
SQuAD2.0 = SQuAD 2.0
VQA v2 = VQAv2
VQA v2.0 = VQAv2
Penn TreeBank = Penn Treebank
PTB = Penn Treebank
Wikitext-103 = WikiText103
CNN/DailyMail = CNN/Daily Mail
CNN-DailyMail = CNN/Daily Mail
LibriSpeech = Librispeech
Fashion MNIST = FashionMNIST
Tiny-ImageNet = TinyImageNet
ADE-20K = ADE20K
NYU-Depth V2 = NYUv2
PASCAL-VOC 2012 = Pascal VOC 2012
VOC2012 = PASCAL VOC 2012
WMT14 = WMT 2014
WMT'14 = WMT14
MultiNLI = MNLI
Natural Questions = NaturalQuestions
NQ = Natural Questions
GSM-8K = GSM8K
GSM8k = GSM8K
Human Eval = HumanEval
SWE-Bench = SWE-bench
BIG-Bench Hard = BBH
Human3.6M = Human 3.6M
UCF-101 = UCF101
corpora = corpus
""",
    EntityKind.METRIC: r"""
BLEU score = BLEU
BLEU scores = BLEU
F1-score = F1
F_1 score = F1
$F_1$ = F1
F-measure = F1
mAP = mean average precision
mIoU = mean intersection-over-union
IoU = intersection over union
WER = word error rate
Word Error Rates = WER
Fréchet Inception Distance = FID
top-1 accuracy = Top-1 Acc
top1 accuracy = top-1 accuracy
AUROC = area under the ROC curve
root-mean-square error = RMSE
mean squared error = MSE
mean-squared error = MSE
perplexities = perplexity
PPL = perplexity
accuracies = accuracy
recall@10 = Recall@10
R@10 = Recall@10
NDCG@10 = nDCG@10
ROUGE-L = RougeL
R-squared = $R^2$
pass@1 = Pass@1
success rates = success rate
word-error-rate = WER
PSNR = peak signal to noise ratio
SSIM = structural similarity index
MRR = mean reciprocal rank
MAE = mean absolute error
ECE = expected calibration error
Dice coefficient = Dice score
Dice similarity coefficient = Dice score
AUC-ROC = ROC AUC
""",
}

_DIFFERENT = {
    EntityKind.METHOD: r"""
Llama-2-7B = Llama-2-13B
GPT-3 = GPT-4
GPT-4 = GPT-4o
GPT-3 = GPT-3.5
BERT = BERT-large
BERT-base = BERT-large
ResNet = ResNet-50
ResNet-50 = ResNet-101
YOLOv3 = YOLOv4
YOLO = YOLOv3
DINO = DINOv2
GAN = conditional GAN
reinforcement learning = deep reinforcement learning
RL = offline RL
MDS = multidimensional scaling
SDP = semidefinite programming
LSTM = BiLSTM
RNN = LSTM
transformer = vision transformer
Llama = Llama 2
Llama 3 = Llama 3.1
Qwen2 = Qwen2.5
T5 = mT5
T5 = Flan-T5
BERT = mBERT
BERT = RoBERTa
CLIP = BLIP
U-Net = U-Net++
PointNet = PointNet++
DeepLabv3 = DeepLabv3+
wav2vec = wav2vec 2.0
C++ = C
A3C = A2C
k-means = k-means++
L1 regularization = L2 regularization
StyleGAN = StyleGAN2
MobileNetV2 = MobileNetV3
Inception-v3 = Inception-v4
EfficientNet-B0 = EfficientNet-B7
ViT-B/16 = ViT-L/16
ViT-B/16 = ViT-B/32
linear regression = logistic regression
SSL = self-supervised learning
Mistral 7B = Mistral
adversarial training = adversarial attack
Fast R-CNN = Faster R-CNN
R-CNN = CNN
GPT-2 small = GPT-2 medium
ANN = artificial neural network
""",
    EntityKind.TASK: r"""
object detection = 3D object detection
MDS = multi-document summarization
SDP = semantic dependency parsing
question answering = visual question answering
question answering = open-domain question answering
machine translation = neural machine translation
segmentation = semantic segmentation
semantic segmentation = instance segmentation
supervised learning = semi-supervised learning
supervised learning = unsupervised learning
classification = image classification
few-shot learning = zero-shot learning
pose estimation = human pose estimation
depth estimation = monocular depth estimation
""",
    EntityKind.DATASET: r"""
CIFAR-10 = CIFAR-100
SQuAD 1.1 = SQuAD 2.0
SQuAD = SQuAD 2.0
ImageNet = Tiny ImageNet
ImageNet-1K = ImageNet-21K
MNIST = Fashion-MNIST
COCO = COCO-Stuff
WMT 2014 = WMT 2016
Kinetics-400 = Kinetics-600
MMLU = MMLU-Pro
AIME 2024 = AIME 2025
PASCAL VOC 2007 = PASCAL VOC 2012
MIMIC-III = MIMIC-IV
ImageNet = ImageNet-C
LAION-400M = LAION-5B
WikiText-2 = WikiText-103
GLUE = SuperGLUE
MATH = MATH-500
Switchboard = Switchboard-2
MultiWOZ 2.0 = MultiWOZ 2.1
CoNLL-2003 = CoNLL-2012
""",
    EntityKind.METRIC: r"""
precision = average precision
average precision = mean average precision
ROUGE-1 = ROUGE-2
ROUGE = ROUGE-L
Recall@1 = Recall@10
recall = Recall@10
pass@1 = pass@10
top-1 accuracy = top-5 accuracy
accuracy = top-1 accuracy
error rate = word error rate
MSE = RMSE
F1 = macro-F1
macro-F1 = micro-F1
IoU = mean IoU
PSNR = SSIM
BLEU = BLEU-4
Spearman correlation = Pearson correlation
mAP = mAP@50
mAP@50 = mAP@75
""",
}


def _pairs(lines: dict[EntityKind, str]) -> Iterator[tuple[EntityKind, str, str]]:
    for kind, text in lines.items():
        for line in text.strip().splitlines():
            one, _, other = line.partition(" = ")
            yield kind, one, other


SAME = tuple(_pairs(_SAME))
DIFFERENT = tuple(_pairs(_DIFFERENT))
