"""Well-known methods, tasks, datasets and metrics of machine learning, and their other names.

Names that differ only as `extraction.canonical` folds them need no alias. One entity a line, its canonical
name first, other names after "|", which also continues it. The rules take them for names in a text, too: one
with a capital letter only as it is written (its plural apart: "LLMs"), one in small letters in any case.
Acronyms that stand for several things ("MDS", "SAM", "SSL") are left out: they count only where a paper
spells them out.
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
process reward model
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
generative adversarial network | GAN | generative adversarial net
conditional GAN
Wasserstein GAN | WGAN
StyleGAN
StyleGAN2
CycleGAN
BigGAN
DCGAN
Progressive GAN
pix2pix
variational autoencoder | VAE | variational auto-encoder
VQ-VAE
VQGAN
autoencoder
denoising autoencoder
masked autoencoder | MAE
convolutional neural network | CNN | ConvNet | convolutional network | convolutional neural net | convnet
deep convolutional neural network | DCNN | deep convolutional network
fully convolutional network
recurrent neural network | RNN | recurrent network | recurrent neural net
long short-term memory | LSTM | long short-term memory network
bidirectional LSTM | BiLSTM | bidirectional long short-term memory
gated recurrent unit | GRU | gated recurrent network
graph neural network | GNN | graph neural net
graph convolutional network | GCN
graph attention network | GAT
message passing neural network | MPNN
GraphSAGE
deep neural network | DNN | deep neural net
neural network | neural net
artificial neural network
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
deep Q-network | DQN | deep Q-learning network
Double DQN
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
DreamerV3
Decision Transformer
imitation learning
behavior cloning | behavioral cloning | behaviour cloning
diffusion policy
model predictive control
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
mixture of experts | MoE | mixtures of experts
Switch Transformer
GShard
BERT | bidirectional encoder representations from transformers
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
CLIP | contrastive language-image pre-training
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
segment anything model
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
GloVe | global vectors for word representation
fastText
doc2vec
skip-gram
sequence-to-sequence model | seq2seq | sequence-to-sequence | seq2seq model
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
instruction tuning | instruction fine-tuning
supervised fine-tuning | SFT
fine-tuning
full fine-tuning
parameter-efficient fine-tuning | PEFT
low-rank adaptation | LoRA
QLoRA
adapter
pre-training
post-training
self-supervised learning
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
batch normalization | BatchNorm | batch norm
layer normalization | LayerNorm | layer norm
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
Adam | adaptive moment estimation
AdamW
RMSProp
AdaGrad
ADMM
backpropagation
expectation-maximization | EM algorithm | expectation-maximization algorithm
k-means
k-nearest neighbors | kNN | k-nearest neighbor | k-NN
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
principal component analysis | PCA | principal components analysis
t-SNE | t-distributed stochastic neighbor embedding
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
sequential Monte Carlo
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
sparse autoencoder
Monte Carlo dropout | MC dropout
evidence lower bound | ELBO
Grad-CAM | gradient-weighted class activation mapping
GradNorm
naive Bayes
independent component analysis | ICA
latent Dirichlet allocation | LDA
linear discriminant analysis
variational Bayes
mean-field variational inference
stochastic variational inference | SVI
Langevin dynamics
stochastic gradient Langevin dynamics | SGLD
singular value decomposition | SVD
non-negative matrix factorization | NMF
matrix factorization
tensor decomposition
spectral clustering
hierarchical clustering
DBSCAN
self-organizing map
radial basis function network
extreme learning machine
echo state network
reservoir computing
restricted Boltzmann machine | RBM
deep belief network | DBN
Hopfield network
graph autoencoder
graph transformer
heterogeneous graph neural network
temporal convolutional network | TCN
dilated convolution
depthwise separable convolution
deformable convolution
group normalization
instance normalization
spectral normalization
gradient clipping
gradient checkpointing
learning rate warmup
cosine annealing
stochastic weight averaging | SWA
exponential moving average
Adafactor
Muon
Shampoo
K-FAC
L-BFGS
Newton's method
Frank-Wolfe
mirror descent
proximal gradient descent
primal-dual method
alternating least squares
coordinate descent
teacher forcing
scheduled sampling
nucleus sampling | top-p sampling
top-k sampling
contrastive decoding
constrained decoding
prompt compression
test-time training | TTT
test-time scaling
best-of-N sampling
rejection sampling
self-training
co-training
pseudo-labeling
consistency regularization
mean teacher
FixMatch
MixMatch
Barlow Twins
VICReg
masked image modeling
masked language model pre-training
hard negative mining
triplet loss
contrastive loss
InfoNCE
cross-entropy loss
focal loss
Dice loss
hinge loss
KL divergence | Kullback-Leibler divergence
maximum mean discrepancy | MMD
Wasserstein distance
Sinkhorn algorithm
hindsight experience replay | HER
prioritized experience replay
advantage actor-critic
REINFORCE
conservative Q-learning | CQL
implicit Q-learning | IQL
generative adversarial imitation learning | GAIL
DAgger
option framework
hierarchical reinforcement learning | HRL
multi-armed bandit
contextual bandit
epsilon-greedy
A* search
particle filter
extended Kalman filter | EKF
iterative closest point | ICP
RANSAC
bundle adjustment
structure from motion
SIFT
histogram of oriented gradients | HOG
optical flow
GraphCast
Pangu-Weather
Mask2Former
MaskFormer
Deformable DETR
Grounding DINO
GLIP
ViLBERT
LXMERT
UNITER
ALBEF
CoCa
SigLIP
InstructBLIP
MiniGPT-4
Qwen-VL
Qwen2-VL
InternVL
GPT-5
Grok
Baichuan
ChatGLM
OLMo
Pythia
StarCoder
CodeLlama | Code Llama
CodeBERT
CodeT5
Galactica
BioGPT
Med-PaLM
ClinicalBERT
PubMedBERT
FinBERT
LegalBERT
E5
BGE
SimCSE
SPLADE
HyDE
GraphRAG
LangChain
AutoGPT
MetaGPT
Voyager
Reflexion
Self-Refine
least-to-most prompting
program of thoughts
DSPy
SmoothQuant
BitNet
SparseGPT
PagedAttention
vLLM
ZeRO
DeepSpeed
Megatron-LM
PyTorch
TensorFlow
JAX
FaceNet
ArcFace
OpenPose
PoseNet
MonoDepth
MiDaS
Depth Anything
SuperGlue
SuperPoint
COLMAP
Instant-NGP
Mip-NeRF
DreamFusion
Zero-1-to-3
AnimateDiff
Sora
AudioLM
MusicLM
VALL-E
FastSpeech 2
HiFi-GAN
Demucs
DeepSpeech
ESM-2
RoseTTAFold
ProteinMPNN
SchNet
DimeNet
EGNN | E(n)-equivariant graph neural network
Fourier neural operator | FNO
DeepONet
neural operator
GraphGPS
node2vec
DeepWalk
TransE
RotatE
ComplEx
DistMult
LightGCN
SASRec
BERT4Rec
DeepFM
Wide & Deep
neural collaborative filtering
ARIMA
Informer
Autoformer
PatchTST
N-BEATS
DeepAR
isolation forest
one-class SVM
SMOTE
SHAP
LIME
integrated gradients
influence function
counterfactual explanation
probing classifier
activation patching
Platt scaling
temperature scaling
deep ensemble
bagging
AdaBoost
CatBoost
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
part-of-speech tagging | POS tagging | PoS tagging
semantic role labeling | SRL
semantic textual similarity | STS
word sense disambiguation | WSD
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
person re-identification | person re-ID | person ReID
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
image matting
image deblurring
image dehazing
image deraining
low-light image enhancement
image colorization
style transfer | neural style transfer
text-to-video generation
text-to-3D generation
image-text retrieval
video question answering
video captioning
video object segmentation
temporal action localization
action segmentation
lane detection
3D human pose estimation
hand pose estimation
6D pose estimation
point cloud segmentation
point cloud registration
point cloud completion
shape completion
stereo matching
visual odometry
visual object tracking
crowd counting
optical character recognition | OCR
document layout analysis
table recognition
medical image analysis
medical image registration
tumor segmentation
retinal vessel segmentation
disease diagnosis
deepfake detection
face anti-spoofing
facial expression recognition
gesture recognition
sign language recognition
sign language translation
lip reading
speaker diarization
speech enhancement
speech separation
speech translation
speech emotion recognition
keyword spotting
voice conversion
sound event detection
audio captioning
music generation
music transcription
emotion recognition
aspect-based sentiment analysis | ABSA
sarcasm detection
stance detection
rumor detection
fake news detection
argument mining
grammatical error correction | GEC
text simplification
paraphrase generation
paraphrase identification
question generation
keyphrase extraction
topic modeling
text style transfer
data-to-text generation
table question answering
knowledge base question answering | KBQA
knowledge graph embedding
entity resolution
entity alignment
ontology matching
taxonomy induction
document classification
document retrieval
passage retrieval
dense retrieval
passage ranking
query expansion
conversational search
citation recommendation
news recommendation
session-based recommendation
cold-start recommendation
code search
code summarization
program repair | automated program repair
vulnerability detection
theorem proving | automated theorem proving
symbolic regression
visual place recognition
object goal navigation | ObjectNav
task and motion planning | TAMP
bin picking
in-hand manipulation
legged locomotion
quadrotor control
traffic signal control
portfolio optimization
fraud detection
stock prediction
demand forecasting
time series classification
time series anomaly detection
survival analysis
molecular dynamics
retrosynthesis
drug-target interaction prediction
protein design
gene expression prediction
cell segmentation
EEG decoding
sleep staging
arrhythmia detection
graph generation
graph matching
influence maximization
learning to rank
extreme multi-label classification
imbalanced learning
noisy label learning | learning with noisy labels
open-set recognition
novel class discovery
class-incremental learning
test-time training
membership inference
model extraction
watermarking
red teaming
bias mitigation
explainability
interpretability
"""

_DATASETS = """
ImageNet | Image Net
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
PASCAL VOC 2007 | Pascal VOC 2007 | VOC 2007 | VOC07
PASCAL VOC 2012 | Pascal VOC 2012 | VOC 2012 | VOC12
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
NYU Depth V2 | NYUv2 | NYU-v2
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
SQuAD | Stanford Question Answering Dataset
SQuAD 1.1 | SQuAD v1.1
SQuAD 2.0 | SQuAD v2.0
SNLI | Stanford Natural Language Inference
MultiNLI | MNLI | Multi-Genre Natural Language Inference
QNLI
QQP
MRPC
SST-2 | Stanford Sentiment Treebank 2
CoLA
RTE
RACE
CoNLL-2003 | CoNLL 2003
CoNLL-2012
OntoNotes
Penn Treebank | PTB
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
MMLU | Massive Multitask Language Understanding
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
Natural Questions | NQ
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
Kinetics-600
Kinetics-700
COCO-Stuff
Open Images
Objects365
iNaturalist
Oxford Flowers
Oxford-IIIT Pet
Food-101
Caltech-101
Caltech-256
Stanford Dogs
FGVC-Aircraft
SUN397
DTD
EuroSAT
BDD100K
Mapillary Vistas
CrowdHuman
MOT17
DAVIS
YouTube-VOS
Human3.6M
MPII
3DPW
AMASS
FreiHAND
Objaverse
CO3D
DTU
Tanks and Temples
BraTS
LiTS
ISIC
CAMELYON16
MIMIC-IV
eICU
UK Biobank
ADNI
PhysioNet
MedQA
PubMedQA
MedMCQA
BioASQ
SciFact
QASPER
SQuADShifts
NarrativeQA
QuALITY
BoolQ
DROP
CoQA
QuAC
WikiSQL
BIRD
Multi30k
OPUS
Europarl
XNLI
XTREME
TyDi QA
mC4
OSCAR
ROOTS
Dolma
S2ORC
StackExchange
ShareGPT
OpenAssistant
UltraFeedback
HH-RLHF
AlpacaFarm
ToxiGen
CrowS-Pairs
StereoSet
WinoBias
AdvBench
HarmBench
IFEval
Arena-Hard
BigCodeBench
APPS
DS-1000
ARC-AGI
ARC-Easy
OpenBookQA
SocialIQA
LogiQA
ProofWriter
FOLIO
MathQA
SVAMP
ASDiv
AQuA-RAT
MiniF2F
ProofNet
AIME 2025 | AIME25
HLE | Humanity's Last Exam
GAIA
OSWorld
Mind2Web
ToolBench
ScienceWorld
BabyAI
NetHack
Crafter
ProcTHOR
AI2-THOR
Gibson
HM3D
R2R | Room-to-Room
RxR
ALFRED
TEACh
BridgeData V2
DROID
MetaWorld ML45
FB15k
WN18
NELL-995
YAGO
ConceptNet
ATOMIC
OGB-LSC
PCQM4M
MoleculeNet
Tox21
PCBA
OC20
QM7
MD17
UniRef50
CATH
ETTh1
METR-LA
PEMS-BAY
Criteo
Avazu
Taobao
Last.fm
MovieLens-20M
MS MARCO Passage
TREC-COVID
TREC DL
CORD-19
GigaSpeech
AISHELL-1
FLEURS
CoVoST 2
MuST-C
ESC-50
FSD50K
MusicNet
MAESTRO
GTZAN
IEMOCAP
RAVDESS
CMU-MOSEI
MELD
DailyDialog
PersonaChat
Taskmaster
Schema-Guided Dialogue
ATIS
SNIPS
CLINC150
Banking77
AG News
DBpedia-14
20 Newsgroups | 20NG
Yahoo Answers
Amazon Polarity
Sentiment140
TweetEval
ACE 2005 | ACE05
SciERC
TACRED
DocRED
WNUT 2017
BC5CDR
NCBI Disease
GENIA
WebNLG
ToTTo
E2E NLG
Gigaword
PubMed summarization
Multi-News
BookSum
GovReport
CodeSearchNet
Defects4J
The Stack
MNIST-M
USPS
Rotated MNIST
Colored MNIST
WILDS
Waterbirds
COMPAS
German Credit
"""

_METRICS = """
accuracy
classification accuracy
prediction accuracy
test accuracy
top-1 accuracy | top-1 acc
top-5 accuracy | top-5 acc
top-1 error | top-1 error rate
top-5 error | top-5 error rate
error rate
test error
recall
F1 | F1 score | F-measure | F-score | F1-measure | f-1 score
macro-F1
micro-F1
exact match | EM
BLEU | BLEU score | bilingual evaluation understudy
SacreBLEU
ROUGE
ROUGE-L
METEOR
CIDEr
BERTScore
COMET
chrF
perplexity | PPL
bits per dimension | bits/dim | bpd
bits per character
word error rate | WER
character error rate | CER
mean opinion score | MOS
Fréchet inception distance | FID | Frechet inception distance | FID score
Inception Score
PSNR | peak signal-to-noise ratio
SSIM | structural similarity index | structural similarity | structural similarity index measure
MS-SSIM
LPIPS | learned perceptual image patch similarity
mean average precision | mAP
average precision | AP
box AP
mask AP
mean intersection over union | mIoU | mean IoU
intersection over union | IoU | Jaccard index
Dice score | Dice coefficient | Dice similarity coefficient | DSC
AUC
AUROC | area under the ROC curve
| area under the receiver operating characteristic curve
| area under the receiver operating characteristic | ROC-AUC | AUC-ROC
mean squared error | MSE | mean square error
root mean squared error | RMSE | root mean square error
mean absolute error | MAE
negative log-likelihood
log-likelihood
expected calibration error | ECE
calibration error
NDCG | nDCG | normalized discounted cumulative gain
NDCG@10
mean reciprocal rank | MRR
Recall@1 | R@1 | recall at 1
Recall@10 | R@10 | recall at 10
hit rate
Hits@10
pass@1
pass@k
success rate | SR
win rate
attack success rate | ASR
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
FLOPs | FLOPS | floating-point operations
FPS | frames per second
faithfulness
fluency
Spearman correlation
| Spearman's rank correlation | Spearman's rho | Spearman rank correlation coefficient
| Spearman correlation coefficient
Pearson correlation | Pearson correlation coefficient | Pearson's r
Cohen's kappa
Elo rating | Elo
GDT
TM-score
cumulative reward
generalization error
reconstruction error
estimation error
approximation error
false positive rate | FPR
true positive rate | TPR
balanced accuracy
pixel accuracy
top-k accuracy
mean class accuracy
specificity
sensitivity
Matthews correlation coefficient | MCC
area under the precision-recall curve | AUPRC | AUC-PR
average recall
Recall@5 | R@5
Recall@20
Recall@100
Precision@1 | P@1
Precision@k | P@k
NDCG@5
MRR@10
Hits@1 | H@1
mAP@50 | mAP50
mAP@75
panoptic quality | PQ
Hausdorff distance
Chamfer distance
earth mover's distance | EMD
end-point error | EPE
absolute relative error | AbsRel
average displacement error | ADE
final displacement error | FDE
MPJPE | mean per joint position error
multiple object tracking accuracy | MOTA
IDF1
HOTA
BLEU-1
BLEU-2
BLEU-4
ROUGE-1
ROUGE-2
SPICE
BLEURT
MoverScore
translation edit rate | TER
slot F1
joint goal accuracy
labeled attachment score | LAS
unlabeled attachment score | UAS
equal error rate | EER
SI-SDR
PESQ
STOI
mel cepstral distortion
Fréchet video distance | FVD
Fréchet audio distance
kernel inception distance | KID
CLIP score
aesthetic score
human preference score
R-squared | R2 | coefficient of determination
mean absolute percentage error | MAPE
symmetric mean absolute percentage error | SMAPE
continuous ranked probability score | CRPS
Brier score
evidence lower bound
Kendall's tau | Kendall tau
Krippendorff's alpha
Fleiss' kappa
normalized mutual information | NMI
adjusted Rand index | ARI
silhouette score
silhouette coefficient
pass@5
pass@10
pass@100
code coverage
tokens per second
time to first token
wall-clock time
peak memory
number of parameters | parameter count
compression ratio
bit error rate
signal-to-noise ratio | SNR
episode return
average return
normalized score
path length
SPL | success weighted by path length
collision rate
hallucination rate
refusal rate
toxicity score
demographic parity
equalized odds
robust accuracy
certified accuracy
generalization gap
"""


def _parse(lines: str) -> tuple[tuple[str, ...], ...]:
    entries = lines.strip().replace("\n|", " |").splitlines()
    return tuple(tuple(name.strip() for name in entry.split("|")) for entry in entries)


WELL_KNOWN = MappingProxyType(
    {
        EntityKind.METHOD: _parse(_METHODS),
        EntityKind.TASK: _parse(_TASKS),
        EntityKind.DATASET: _parse(_DATASETS),
        EntityKind.METRIC: _parse(_METRICS),
    }
)
"""For each kind its entities, each as its names, the canonical one first."""
