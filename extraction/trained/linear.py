"""Logistic models with named features: `probability`."""

import math
from collections.abc import Mapping

Features = dict[str, float]
Weights = Mapping[str, float]


def probability(weights: Weights, features: Features) -> float:
    """Return the logistic function of the weighted sum; a feature without a weight counts for nothing."""
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
