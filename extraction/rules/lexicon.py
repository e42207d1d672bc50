"""Words that the noun phrases of abstracts are cut by: heads that give a phrase its kind, words that no
name contains, and names that say nothing."""

from types import MappingProxyType

from graph.kinds import EntityKind

_METHOD_HEADS = """
adapter agent aggregation attack attention augmentation autoencoder backpropagation bert bootstrapping
bottleneck cache classifier cloning clustering cnn controller convolution decoder decoding decomposition
descent detector diffusion discriminator distillation embedding encoder ensemble estimator factorization
field filter finetuning forest fusion gan gate generator gnn graph guidance hashing head learning llm lora
loss lstm machine masking matching maximization mechanism minimization mixup mlp module net network
normalization optimisation optimization optimizer parser planner policy pooling pretraining probe
programming prompting propagation pruning quantization regularization regularizer retriever rnn sampler
sampling scheduler search sgd simulator smoothing solver splatting supervision training transformer
transport tuning vae verifier vit weighting
"""
_TASK_HEADS = """
acquisition adaptation alignment answering assessment attribution bandit calibration captioning
classification collapse colorization completion comprehension compression control debiasing deblurring
defence defense dehazing denoising detection diagnosis disambiguation discovery drift driving editing
entailment estimation exploration extraction fairness forecasting forgetting generalization generation
grasping grounding hallucination identification induction inference inpainting interpretability linking
localisation localization locomotion making manipulation mining modeling modelling moderation navigation
parsing personalization planning prediction quantification reasoning recognition recommendation
reconstruction registration regression rendering restoration retrieval robustness segmentation selection
shift solving summarization synthesis tagging teaming tracking transfer translation understanding unlearning
verification writing
"""
_DATASET_HEADS = "bench treebank gym"
_METRIC_HEADS = """
accuracy auc bleu complexity consumption cost efficiency error fid footprint iou latency miou ndcg overhead
psnr rate regret speed ssim throughput usage wer
"""

# Words that end a phrase to its left, beside the English function words that spaCy knows.
_STOPPERS = """
able accelerate accelerates accelerating accept accurate accurately achieve achieved achieves achieving
across actual adapt adapting add adding additional additionally address addressed addresses addressing adopt
adopted advance advanced advances advancing affect aim aimed aiming aims al align alleviate allow allowing
allows alternative although analyse analyze analyzes analyzing answer answers any applicable application
applications applied applies apply applying approach approaches appropriate arbitrary argue arise art assess
assesses assessing associated assume assumes attempt attempts automatic auxiliary available average avoid
avoiding avoids aware balance base based baseline baselines basic become becomes benchmark benchmarks
benefit benefits besides best better beyond big boost boosts bridge bridging bring brings broad broader
build building builds built bypass called can candidate capability capable capture captures capturing
carefully case cases cause certain cf challenge challenges challenging class classic coherent combine
combined combines combining commercial common commonly comparable compare compared compares comparing
competitive complete complex comprehensive compute computes concrete conduct conducted confident consider
considered considering consist consistent consistently consists constant construct constructing constructs
contain contains contemporary contribute conventional corpora corpus correct corresponding cost-effective
could cover covers create created creates creating critical crucial curate current currently dataset
datasets deal dealing dedicated deeper define defined demonstrate demonstrated demonstrates demonstrating
denote depend deploy deploying derive derived derives describe describes design designed designing designs
desired despite detailed detect detecting determine develop developed developing develops different
difficult direct directly discover discuss distinct diverse downstream drive drives due e.g easily easy
easy-to-use effective effectively efficient efficiently eg eliminate eliminates empirical empirically employ
employed employing employs enable enabled enables enabling encode encodes encourage encourages end-to-end
enhance enhanced enhances enhancing ensure ensures ensuring entire equivalent especially essential establish
established establishes estimate estimates estimating et etc evaluate evaluated evaluates evaluating exceed
exceeds excellent exhaustive exhibit exhibits existing expected expensive experiment experimental
experiments explicit explicitly exploit exploiting exploits explore explored explores exploring extend
extended extending extends extensive external extra extract extracting extracts face faces facilitate
facilitates fail fails faithful fast faster favorable fewer final finally find finding findings finds
fine-tuned first first-ever fix flexible focus focused focuses focusing follow following follows formulate
formulated formulates framework full fully fundamental further furthermore gain general general-purpose
generalize generalizes generalizing generally generate generated generates generating generic genuine get
give given gives giving good grammatical great greater greatly guarantee guarantees guide guided guides
handle handles handling hard heavy help helps hence heterogeneous high high-fidelity high-level high-quality
higher highest highly hinder holistic however huge human-like i.e ideal identifies identify identifying ie
illustrate impact implement implementation implementing implicitly important importantly impressive improve
improved improvement improvements improves improving in-depth inaccurate include included includes including
incomplete incorporate incorporates incorporating increase increased increases increasing increasingly
individual inference inherent initial innovative input inspired instead insufficient integrate integrated
integrates integrating intelligent intensive interesting intermediate internal intricate introduce
introduced introduces introducing intuitive investigate investigated investigates investigating involve
involves involving isolated issue issues joint key known labeled lack lacks large largely larger latest lead
leading leads learn learned learns lets level leverage leveraged leverages leveraging light lightweight like
likely limit limitation limitations limited limits little low low-level lower main mainly mainstream
maintain maintaining maintains major make makes manner manual many massive maximize mean meaningful means
meanwhile measure measured measuring method methods minimal minimize minimizes mitigate mitigates mitigating
model's modern modest modified module's moreover motivated multiple namely natural naturally necessary need
needs negligible new newly noisy normal notable notably novel nuanced number numerous observe observed
obtain obtained obtaining obtains off-the-shelf offer offering offers often open operational optimal
optimally optimize optimizes optimizing ordinary original other outperform outperformed outperforming
outperforms output overall overcome overcomes overcoming own paper paradigm paradigms particular
particularly per perform performance performant performed performing performs permit poor popular possible
potential powerful practical practically precise predefined predict predicting predicts present presented
presenting presents preserve preserves preserving prevalent prevent preventing prevents previous previously
primarily primary principled prior problem problems produce produced produces producing prohibitive
prominent promising promote promotes proper propose proposed proposes proposing proprietary prove proven
proves provide provided provides providing public publicly quality question questions rapid rapidly rather
raw reach reaches real real-world realistic recent recently reduce reduced reduces reducing refined related
release relevant reliable reliably relies rely relying remain remains remarkable repeated replace replaces
replacing report reported reports representative require required requires requiring research resolve
respective respectively result resulting results reveal reveals rich rigorous robust robustly role s same
satisfy scalable scale scenario scenarios scheme score scored scores scoring seamless second seek seeks
selected separate series serve serves serving set setting settings several severe shape share show showed
showing shown shows significant significantly similar simple simplistic simply simulated simultaneous
simultaneously since single slow small smaller so-called solution solutions solve solves solving some
sophisticated specialized specific specifically standard start state state-of-the-art step-by-step still
straightforward strategy strong stronger studies study studying suboptimal subsequent substantial
substantially success successful successfully such suffer suffers sufficient suggest suggests suitable
superior support supporting supports surpass surpasses surpassing systematic systematically t tackle tackles
tackling tailored take takes target task tasks technique techniques tedious term termed test tested tests
theoretical thereby therefore third thorough three thus time time-consuming tool total toward towards
traditional train trained trains transform transforms true two type types typical typically ubiquitous
underlying understand unified unique unprecedented upon use used useful user uses using utilize utilized
utilizes utilizing vanilla various vast verify versatile versus via viable vital vs ways well well-known
while whole wide widely widespread will with within without work works would yet yield yielding yields
zero-cost
"""

# Participles and gerunds that are part of names although other words of their form end a phrase.
_NAME_PARTICIPLES = """
attributed augmented bagging boosting captioning clustering computing conditioned constrained decoding
denoising dilated directed distributed driving editing embedding embodied encoding factored federated
finetuning gated gating generalized grounded grounding guided hashing imaging labeling learning
machine-learning mapping masked matching meaning mixed modeling modelling parsing planning pooling
pretrained pretraining processing programming prompting pruning randomized ranking reasoning regularized
rendering routing sampling scaling self-supervised sensing setting shared spiking stacked string structured
supervised tagging training tuning unified unsupervised weighted
"""

# Names and phrases that say nothing, or say only what nearly every paper says.
_GENERIC_WORDS = """
2d 3d 4d 6d aaai acl acm ai am api apis ar cad cpu cpus csv ct cv cvpr deepmind dl dof dr eccv ecg eeg emnlp
eu faq gb github google gpu gpus gui html http https hz iccv iclr icml ieee ii iid iii imu in-distribution
inference-time iot ip iv json kb khz kl kv l1 l2 lidar mb meta mhz microsoft ml mr mri multi-agent naacl
neurips nips nlp nn nns np np-hard nvidia ood oov openai out-of-distribution pdf phd pm poi pois pre-trained
rgb rgb-d roi rq rqs self-driving sota sql state-of-the-art tb tpu tpus uav uavs ui uk url urls us usa usd
vi vii vr xml
"""
_GENERIC_PHRASES = """
accuracy loss, data set, decision making process, deep architecture, deep model, deep network, denoising
process, error propagation, estimated accuracy, feature learning, generation process, inference process,
learning algorithm, learning method, learning model, learning process, learning rate, linear complexity,
machine learning, model accuracy, model training, multi-modal, neural model, optimization problem,
optimization process, quadratic complexity, reasoning process, sampling rate, self-supervised, social
network, task performance, test set, training loss, training process, training time and cost
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HEADS = MappingProxyType(
    {
        **dict.fromkeys(_words(_TASK_HEADS), EntityKind.TASK),
        **dict.fromkeys(_words(_METHOD_HEADS), EntityKind.METHOD),
        **dict.fromkeys(_words(_METRIC_HEADS), EntityKind.METRIC),
        **dict.fromkeys(_words(_DATASET_HEADS), EntityKind.DATASET),
    }
)
"""The last word of a phrase, in the singular, and the kind of entity that it makes of the phrase."""

STOPPERS = _words(_STOPPERS)
NAME_PARTICIPLES = _words(_NAME_PARTICIPLES)
GENERIC = _words(_GENERIC_WORDS) | frozenset(
    " ".join(phrase.split()) for phrase in _GENERIC_PHRASES.split(",")
)
UNIT_ENDINGS = _words(
    """
    agnostic art based dimensional driven effective efficient end fold free friendly known level performing
    play purpose quality scale source specific trained world
    """
)
"""The last words of hyphenated modifiers that belong to no name ("transformer-based", "large-scale")."""

TASK_SETTINGS = _words(
    """
    agent class continual federated few incremental label labels lifelong mobility multi multimodal noisy
    online open policy robot shot structure tailed unsupervised vocabulary zero
    """
)
"""Words that make of "learning" a task: "few-shot learning", "policy learning"."""

NUMBERED = _words("a chapter eq figure fig layer level part phase section stage step table the top type")
"""Words whose number or letter after a hyphen makes no name of them: "Level-3"."""
