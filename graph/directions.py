"""Which way a metric is better: up for accuracy, down for an error."""

from enum import StrEnum
from functools import lru_cache

from graph.names import words

# Words of metrics, folded.
_LOWER = frozenset(
    (
        *("bpc", "bpd", "bpp", "brier", "calibration", "cer", "complexity", "cost", "crps", "delay", "der"),
        *(
            "discrepancy",
            "distance",
            "distortion",
            "divergence",
            "ece",
            "eer",
            "energy",
            "entropy",
            "epe",
            "error",
        ),
        *(
            "errors",
            "fad",
            "fde",
            "ade",
            "fid",
            "flop",
            "flops",
            "forgetting",
            "fpr",
            "frechet",
            "fvd",
            "gflops",
        ),
        *("hallucination", "hamming", "hausdorff", "inconsistency", "kid", "kl", "latency", "loss", "losses"),
        *("lpips", "mae", "mape", "mcd", "memory", "mmd", "mpjpe", "mse", "nll", "nmse", "nrmse", "overhead"),
        *("parameters", "pehe", "perplexity", "ppl", "regret", "residual", "rmse", "rmsle", "runtime", "ser"),
        *("smape", "storage", "stress", "ter", "time", "toxicity", "variance", "wape", "wasserstein", "wer"),
    )
)
_HIGHER = frozenset(
    (
        *(
            "accuracy",
            "agreement",
            "alignment",
            "ap",
            "area",
            "auc",
            "auprc",
            "auroc",
            "average",
            "bertscore",
        ),
        *("bleu", "chrf", "cider", "coherence", "comet", "consistency", "correlation", "coverage", "dice"),
        *("diversity", "efficiency", "elo", "f1", "faithfulness", "fidelity", "fluency", "fmeasure", "fps"),
        *(
            "gain",
            "gains",
            "hits",
            "iou",
            "kappa",
            "likelihood",
            "map",
            "mauve",
            "mcc",
            "meteor",
            "miou",
            "mos",
        ),
        *(
            "mrr",
            "ndcg",
            "novelty",
            "pass",
            "pck",
            "pearson",
            "pesq",
            "pr",
            "precision",
            "preservation",
            "psnr",
        ),
        *("purity", "quality", "r2", "ranking", "rate", "realism", "recall", "relevance", "return", "reward"),
        *(
            "robustness",
            "rouge",
            "score",
            "sdr",
            "similarity",
            "snr",
            "spearman",
            "speed",
            "speedup",
            "spice",
        ),
        *("ssim", "stability", "stoi", "success", "throughput", "utility", "validity", "vmaf", "win"),
    )
)
# What is gained when something bad is lost: "error reduction" is better when higher.
_LOST = frozenset(("reduction", "reductions", "decrease", "saving", "savings", "improvement"))


class Direction(StrEnum):
    """Whether more or less is better."""

    HIGHER = "higher"
    LOWER = "lower"


@lru_cache(maxsize=10_000)
def direction_of(metric: str) -> Direction | None:
    """Return which way the metric of this name is better, None where its name does not tell.

    A word that says "lower" outweighs one that says "higher" ("word error rate", "average distance").
    """
    found = set(words(metric)) | {"".join(words(metric))}
    if found & _LOST:
        return Direction.HIGHER
    if found & _LOWER:
        return Direction.LOWER
    return Direction.HIGHER if found & _HIGHER else None
