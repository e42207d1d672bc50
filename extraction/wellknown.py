"""Names that the rules know: methods, tasks, datasets and metrics of machine learning, with their kinds.

One entity a line, its canonical name first, other names after "|". A name with a capital letter is
found only as it is written (its plural apart: "LLMs"); one in small letters is found in any case. Acronyms
that stand for several things ("MDS", "SDP") are left out: they count only where a paper spells them out.
"""

from types import MappingProxyType

from graph.kinds import EntityKind

_METHODS = """
large language model | LLM
language model | LM
small language model | SLM
pre-trained language model | PLM
masked language model | MLM
neural language model
vision-language model | VLM | vision language model
large vision-language model | LVLM
vision-language-action model | VLA model | vision-language-action
multimodal large language model | MLLM | multimodal LLM
code language model | code LLM
foundation model
world model
reward model
process reward model | PRM
diffusion model
latent diffusion model | LDM
denoising diffusion probabilistic model | DDPM
denoising diffusion implicit model | DDIM
score-based generative model
consistency model
flow matching
rectified flow
normalizing flow
energy-based model | EBM
generative model
generative adversarial network | GAN
conditional GAN
Wasserstein GAN | WGAN
StyleGAN
StyleGAN2
CycleGAN
BigGAN
DCGAN
Progressive GAN
pix2pix
variational autoencoder | VAE
VQ-VAE
VQGAN
autoencoder
denoising autoencoder
masked autoencoder | MAE
convolutional neural network | CNN | ConvNet | convolutional network
deep convolutional neural network | DCNN | deep convolutional network
fully convolutional network | FCN
recurrent neural network | RNN
long short-term memory | LSTM
bidirectional LSTM | BiLSTM
gated recurrent unit | GRU
graph neural network | GNN
graph convolutional network | GCN
graph attention network | GAT
message passing neural network | MPNN
GraphSAGE
deep neural network | DNN
neural network
artificial neural network | ANN
spiking neural network | SNN
Bayesian neural network | BNN
physics-informed neural network | PINN
multilayer perceptron | MLP | multi-layer perceptron
feedforward network | feed-forward network | feedforward neural network
deep learning
deep reinforcement learning | deep RL | DRL
reinforcement learning | RL
offline reinforcement learning | offline RL
inverse reinforcement learning | IRL
model-based reinforcement learning
reinforcement learning from human feedback | RLHF
reinforcement learning from AI feedback | RLAIF
reinforcement learning with verifiable rewards | RLVR
direct preference optimization | DPO
proximal policy optimization | PPO
group relative policy optimization | GRPO
trust region policy optimization | TRPO
soft actor-critic | SAC
deep deterministic policy gradient | DDPG
TD3
A3C
A2C
deep Q-network | DQN
Double DQN
Rainbow
Q-learning
SARSA
temporal difference learning | TD learning
policy gradient
actor-critic
value iteration
policy iteration
Monte Carlo tree search | MCTS
AlphaGo
AlphaGo Zero
AlphaZero
MuZero
AlphaStar
AlphaFold
AlphaFold2 | AlphaFold 2
Dreamer
DreamerV3
Decision Transformer
imitation learning
behavior cloning | behavioral cloning | behaviour cloning
diffusion policy
model predictive control | MPC
transformer | Transformer
vision transformer | ViT
Swin Transformer
DeiT
Transformer-XL
Reformer
Longformer
Performer
Linformer
BigBird
XLNet
RetNet
RWKV
Mamba
state space model | SSM
structured state space model | S4
attention mechanism
self-attention
cross-attention
multi-head attention
linear attention
FlashAttention
mixture of experts | MoE
Switch Transformer
GShard
BERT
RoBERTa
DistilBERT
ALBERT
ELECTRA
DeBERTa
SpanBERT
SciBERT
BioBERT
mBERT
XLM-R | XLM-RoBERTa
Sentence-BERT | SBERT
ELMo
ULMFiT
GPT
GPT-1
GPT-2
GPT-3
GPT-3.5
GPT-3.5-turbo
GPT-4
GPT-4V
GPT-4o
GPT-4o-mini
ChatGPT
InstructGPT
Codex
T5 | Text-to-Text Transfer Transformer
Flan-T5
mT5
BART
mBART
UL2
PaLM
PaLM 2
Gopher
Chinchilla
LaMDA
OPT
BLOOM
LLaMA | Llama
LLaMA 2 | Llama 2 | LLaMA-2 | Llama-2 | LLaMA2 | Llama2
Llama 3 | LLaMA-3 | Llama-3 | LLaMA3 | Llama3
Llama 3.1 | Llama-3.1
Vicuna
Mistral
Mistral 7B | Mistral-7B
Mixtral
Gemma
Gemini
Claude
Falcon
Qwen
Qwen2
Qwen2.5
DeepSeek-R1
DeepSeek-V3
Phi-3
CLIP
ALIGN
BLIP
BLIP-2
Flamingo
LLaVA
DALL-E
DALL-E 2
Imagen
Stable Diffusion
SDXL
ControlNet
DreamBooth
DiT
DINO
DINOv2
MoCo
SimCLR
BYOL
SwAV
SimSiam
BEiT
segment anything model | SAM
Whisper
wav2vec 2.0
HuBERT
Conformer
WaveNet
Tacotron
Tacotron 2
neural radiance field | NeRF
3D Gaussian splatting | 3DGS | Gaussian splatting
signed distance function
PointNet
PointNet++
LeNet
LeNet-5
AlexNet
VGG
VGGNet
VGG-16
VGG-19
GoogLeNet
Inception
Inception-v3
ResNet | residual network
ResNet-18
ResNet-34
ResNet-50
ResNet-101
ResNet-152
ResNeXt
Wide ResNet
DenseNet
Highway Network
SENet
MobileNet
MobileNetV2
ShuffleNet
SqueezeNet
EfficientNet
NASNet
ConvNeXt
U-Net | UNet
SegNet
DeepLab
PSPNet
R-CNN
Fast R-CNN
Faster R-CNN
Mask R-CNN
YOLO
SSD
RetinaNet
DETR
SegFormer
capsule network
word2vec
GloVe
fastText
doc2vec
skip-gram
sequence-to-sequence model
sequence-to-sequence learning
encoder-decoder
TF-IDF
BM25
ColBERT
dense passage retrieval | DPR
retrieval-augmented generation | RAG | retrieval augmented generation
chain-of-thought prompting | chain-of-thought | chain of thought | CoT | CoT prompting
tree of thoughts
self-consistency
ReAct
Toolformer
in-context learning | ICL
prompt engineering
prompt tuning
prefix tuning
prompt learning
few-shot prompting
zero-shot prompting
instruction tuning
supervised fine-tuning | SFT
fine-tuning
full fine-tuning
parameter-efficient fine-tuning | PEFT
low-rank adaptation | LoRA
QLoRA
adapter
pre-training
post-training
self-supervised learning | SSL
supervised learning
contrastive learning
transfer learning
meta-learning
MAML
prototypical network
multi-task learning
curriculum learning
active learning
metric learning
knowledge distillation | KD
distillation
self-distillation
data augmentation
mixup
CutMix
dropout | Dropout
batch normalization | BatchNorm
layer normalization | LayerNorm
weight decay
label smoothing
early stopping
adversarial training
quantization
post-training quantization | PTQ
pruning
speculative decoding
beam search
greedy decoding
masked language modeling
next sentence prediction
byte pair encoding | BPE
WordPiece
SentencePiece
stochastic gradient descent | SGD
gradient descent
Adam
AdamW
RMSProp
AdaGrad
ADMM
backpropagation
expectation-maximization
k-means
k-nearest neighbors | kNN
support vector machine | SVM
random forest
decision tree
gradient boosting
XGBoost
LightGBM
logistic regression
linear regression
ridge regression
Lasso
principal component analysis | PCA
t-SNE
UMAP
conditional random field | CRF
hidden Markov model | HMM
Gaussian mixture model | GMM
Gaussian process
kernel method
Kalman filter
Bayesian network
Bayesian inference
Bayesian optimization
variational inference
Markov chain Monte Carlo | MCMC
Hamiltonian Monte Carlo | HMC
Monte Carlo
sequential Monte Carlo | SMC
importance sampling
Thompson sampling
upper confidence bound | UCB
optimal transport
differential privacy
empirical risk minimization | ERM
minimum description length | MDL
Markov decision process | MDP
partially observable Markov decision process | POMDP
neural tangent kernel | NTK
neural ordinary differential equation | neural ODE
stochastic differential equation | SDE
information bottleneck
conformal prediction
knowledge graph | KG
causal model
LLM agent
language agent
LLM-as-a-judge
GPTQ
AWQ
DARTS
FedAvg
AutoML
evolutionary algorithm
genetic algorithm
simulated annealing
softmax
ReLU
rectified linear unit
GELU
SwiGLU
residual connection
skip connection
positional encoding
rotary position embedding | RoPE
KV cache
sparse autoencoder | SAE
"""

_TASKS = """
machine translation
neural machine translation | NMT
language modeling | language modelling
text generation
natural language generation | NLG
natural language understanding | NLU
language understanding
natural language inference | NLI
textual entailment
question answering | QA
open-domain question answering | open-domain QA
multi-hop question answering | multi-hop QA
visual question answering | VQA
reading comprehension
machine reading comprehension
summarization
text summarization
abstractive summarization
dialogue generation
dialogue state tracking
sentiment analysis
text classification
named entity recognition | NER
relation extraction
event extraction
information extraction
information retrieval
coreference resolution
semantic parsing
dependency parsing
constituency parsing
part-of-speech tagging | POS tagging
semantic role labeling
semantic textual similarity
word sense disambiguation
entity linking
fact checking | fact-checking
fact verification
hate speech detection
code generation
code completion
program synthesis
text-to-SQL
mathematical reasoning | math reasoning
arithmetic reasoning
commonsense reasoning
logical reasoning
multi-hop reasoning
visual reasoning
task planning
motion planning
tool use
instruction following
image classification
image recognition
object recognition
visual recognition
object detection
3D object detection
object tracking
multi-object tracking
semantic segmentation
instance segmentation
panoptic segmentation
image segmentation
medical image segmentation
pose estimation
human pose estimation
depth estimation
monocular depth estimation
optical flow estimation
action recognition
video understanding
video classification
video generation
video prediction
face recognition
face verification
person re-identification
image generation
image synthesis
image-to-image translation
text-to-image generation | text-to-image synthesis
image editing
image restoration
image inpainting
super-resolution
image super-resolution
denoising
image denoising
image captioning
visual grounding
image retrieval
novel view synthesis
3D reconstruction
scene understanding
scene graph generation
inverse rendering
simultaneous localization and mapping | SLAM
visual localization
speech recognition
automatic speech recognition | ASR
speech synthesis
text-to-speech | TTS
speaker verification
recommendation
recommender system
recommendation system
sequential recommendation
collaborative filtering
click-through rate prediction | CTR prediction
link prediction
node classification
graph classification
knowledge graph completion
community detection
anomaly detection
out-of-distribution detection | OOD detection
time series forecasting | time-series forecasting
weather forecasting
trajectory prediction
motion forecasting
traffic forecasting
autonomous driving
robotic manipulation | robot manipulation
dexterous manipulation
mobile manipulation
robotic grasping
grasping
locomotion
robot navigation
robot learning
robotic control | robot control
continuous control
visual navigation
vision-and-language navigation | VLN
sim-to-real transfer
protein structure prediction
protein folding
drug discovery
molecular property prediction
molecule generation
classification
regression
binary classification
multi-label classification
multi-class classification
density estimation
dimensionality reduction
generative modeling
representation learning
few-shot learning
zero-shot learning
few-shot classification
continual learning
lifelong learning
federated learning
online learning
semi-supervised learning
unsupervised learning
multi-agent reinforcement learning | MARL
domain adaptation
unsupervised domain adaptation | UDA
domain generalization
test-time adaptation
cross-lingual transfer
model compression
model selection
neural architecture search | NAS
hyperparameter optimization
hyperparameter tuning
machine unlearning
unlearning
model editing
causal inference
causal discovery
uncertainty quantification
uncertainty estimation
out-of-distribution generalization | OOD generalization
adversarial robustness
catastrophic forgetting
safety alignment
hallucination
hallucination detection
jailbreaking
backdoor attack
privacy preservation
debiasing
mechanistic interpretability
sequential decision-making | sequential decision making
decision-making | decision making
policy learning
policy evaluation
off-policy evaluation
combinatorial optimization
black-box optimization
board games
"""

_DATASETS = """
ImageNet
ImageNet-1K | ImageNet-1k
ImageNet-21K | ImageNet-21k
ImageNet-C
Tiny ImageNet | TinyImageNet | Tiny-ImageNet
miniImageNet | mini-ImageNet
ILSVRC
ILSVRC 2010 | ILSVRC-2010
ILSVRC 2012 | ILSVRC-2012
ILSVRC 2013 | ILSVRC-2013
ILSVRC 2014 | ILSVRC-2014
ILSVRC 2015 | ILSVRC-2015
ILSVRC 2016 | ILSVRC-2016
ILSVRC 2017 | ILSVRC-2017
IMDB
CIFAR-10 | CIFAR10
CIFAR-100 | CIFAR100
CIFAR
MNIST
Fashion-MNIST | FashionMNIST | Fashion MNIST
EMNIST
SVHN
STL-10
Omniglot
CelebA
CelebA-HQ
FFHQ
LSUN
LFW
MS COCO | COCO | MS-COCO | MSCOCO | Microsoft COCO
LVIS
PASCAL VOC | Pascal VOC
PASCAL VOC 2007 | Pascal VOC 2007
PASCAL VOC 2012 | Pascal VOC 2012
Cityscapes
ADE20K
KITTI
nuScenes
SemanticKITTI
Waymo Open Dataset
Argoverse
ScanNet
S3DIS
ShapeNet
ModelNet40
NYUv2
NYU Depth V2
Visual Genome
VQAv2
GQA
OK-VQA
TextVQA
ChartQA
DocVQA
MMMU
MMBench
MathVista
Flickr30k | Flickr30K
Conceptual Captions
LAION-5B
LAION-400M
JFT-300M
Kinetics
Kinetics-400
UCF101 | UCF-101
HMDB51 | HMDB-51
Something-Something V2
ActivityNet
Charades
Ego4D
EPIC-KITCHENS
DomainNet
Office-Home
PACS
CUB-200-2011
Stanford Cars
Places365
WMT
WMT 2014 | WMT14 | WMT'14
WMT 2016 | WMT16
IWSLT
FLORES
GLUE
SuperGLUE
SQuAD
SQuAD 1.1 | SQuAD v1.1
SQuAD 2.0 | SQuAD v2.0
SNLI
MultiNLI | MNLI
QNLI
QQP
MRPC
SST-2
CoLA
RTE
RACE
CoNLL-2003 | CoNLL 2003
CoNLL-2012
OntoNotes
Penn Treebank
WikiText-2
WikiText-103
One Billion Word Benchmark
LAMBADA
Wikipedia
Wikidata
Freebase
DBpedia
WordNet
Common Crawl | CommonCrawl
C4
The Pile
RedPajama
FineWeb
OpenWebText
WebText
BookCorpus | BooksCorpus
MMLU
MMLU-Pro
GPQA
BIG-bench
BIG-Bench Hard | BBH
HellaSwag
WinoGrande
PIQA
ARC-Challenge
CommonsenseQA
StrategyQA
TruthfulQA
GSM8K
MATH
MATH-500 | MATH500
AIME
AIME 2024 | AIME24
OlympiadBench
HumanEval
MBPP
LiveCodeBench
SWE-bench
CodeContests
Spider
HotpotQA
Natural Questions
TriviaQA
MuSiQue
2WikiMultihopQA
MS MARCO
BEIR
MTEB
FEVER
CNN/DailyMail | CNN/Daily Mail
XSum
SAMSum
MultiWOZ
LongBench
RULER
Needle-in-a-Haystack
MT-Bench
AlpacaEval
Chatbot Arena
Alpaca
WebArena
WebShop
ALFWorld
AgentBench
LibriSpeech
TIMIT
Switchboard
VoxCeleb
AudioSet
Common Voice
LJ Speech
VCTK
Atari | Atari 2600 | Atari games
Atari 100k
Arcade Learning Environment
OpenAI Gym
MuJoCo
DeepMind Control Suite
D4RL
Meta-World
RLBench
LIBERO
CALVIN
robomimic
Procgen
Minecraft
StarCraft II
SMAC
Dota 2
CARLA
AirSim
Gazebo
Habitat
Matterport3D
Open X-Embodiment
Cora
Citeseer | CiteSeer
Pubmed | PubMed
Reddit
OGB
ZINC
QM9
FB15k-237
WN18RR
MovieLens
MovieLens-1M
Amazon Reviews
Yelp
Netflix Prize
MIMIC-III
MIMIC-CXR
CheXpert
UCI
PDB | Protein Data Bank
CASP14
CASP13
WMDP
TOFU
RealToxicityPrompts
BBQ
"""

_METRICS = """
accuracy
classification accuracy
prediction accuracy
test accuracy
top-1 accuracy
top-5 accuracy
top-1 error | top-1 error rate
top-5 error | top-5 error rate
error rate
test error
recall
F1 | F1 score
macro-F1
micro-F1
exact match
BLEU | BLEU score
SacreBLEU
ROUGE
ROUGE-L
METEOR
CIDEr
BERTScore
COMET
chrF
perplexity
bits per dimension
bits per character
word error rate | WER
character error rate | CER
mean opinion score
Fréchet inception distance | FID | Frechet inception distance | FID score
Inception Score
PSNR | peak signal-to-noise ratio
SSIM
MS-SSIM
LPIPS
mean average precision | mAP
average precision | AP
box AP
mask AP
mean intersection over union | mIoU | mean IoU
intersection over union | IoU
Dice score
AUC
AUROC
ROC-AUC
mean squared error | MSE
root mean squared error | RMSE
mean absolute error | MAE
negative log-likelihood
log-likelihood
expected calibration error | ECE
calibration error
NDCG | nDCG
NDCG@10
mean reciprocal rank | MRR
Recall@1
Recall@10
hit rate
Hits@10
pass@1
pass@k
success rate
win rate
attack success rate
human evaluation
regret
sample complexity
sample efficiency
convergence rate
computational cost
computational complexity
computational efficiency
computational overhead
communication cost
training time
training cost
inference time
inference speed
inference cost
inference latency
memory usage
memory consumption
memory footprint
GPU memory
energy consumption
latency
throughput
runtime
running time
speedup
FLOPs | FLOPS
FPS
faithfulness
fluency
Spearman correlation
Pearson correlation
Cohen's kappa
Elo rating | Elo
GDT
TM-score
cumulative reward
generalization error
reconstruction error
estimation error
approximation error
false positive rate
true positive rate
"""


def _parse(lines: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(name.strip() for name in line.split("|")) for line in lines.strip().splitlines())


WELL_KNOWN = MappingProxyType(
    {
        EntityKind.METHOD: _parse(_METHODS),
        EntityKind.TASK: _parse(_TASKS),
        EntityKind.DATASET: _parse(_DATASETS),
        EntityKind.METRIC: _parse(_METRICS),
    }
)
"""For each kind its entities, each as its names, the canonical one first."""
