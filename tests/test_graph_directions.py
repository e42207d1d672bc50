"""Which way metrics are better."""

import pytest

from graph.directions import Direction, direction_of


@pytest.mark.parametrize(
    "metric",
    ["accuracy", "Top-1 accuracy", "BLEU", "F1", "F1 score", "mAP", "mean IoU", "ROUGE-L", "NDCG@10", "AUC",
     "win rate", "pass@1", "PSNR", "error reduction", "log-likelihood"],
)  # fmt: skip
def test_more_is_better(metric: str) -> None:
    assert direction_of(metric) is Direction.HIGHER


@pytest.mark.parametrize(
    "metric",
    ["word error rate", "WER", "FID", "Fréchet inception distance", "perplexity", "RMSE",
     "mean squared error", "latency", "inference time", "negative log-likelihood loss", "FLOPs",
     "expected calibration error"],
)  # fmt: skip
def test_less_is_better(metric: str) -> None:
    assert direction_of(metric) is Direction.LOWER


@pytest.mark.parametrize("metric", ["sparsity pattern", "batch size", "∎"])
def test_a_name_may_not_tell(metric: str) -> None:
    assert direction_of(metric) is None
