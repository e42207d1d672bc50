"""Weights in eight bits or less: whole levels, and a scale for each row."""

import numpy as np
from numpy.typing import NDArray

from extraction.trained.arrays import Floats

Levels = NDArray[np.int8]
Scales = NDArray[np.float16]

MOST = 127
"""The highest level of eight bits."""


def rounded(weights: Floats, most: int = MOST) -> tuple[Levels, Scales]:
    """Return levels from -most to most, [rows, columns], and scales, [rows], of [rows, columns]."""
    scales = (np.abs(weights).max(axis=1) / most).astype(np.float16)
    steps = np.maximum(scales.astype(np.float32), np.float32(1e-7))[:, None]
    return np.clip(np.round(weights / steps), -most, most).astype(np.int8), scales


def restored(levels: Levels, scales: Scales) -> Floats:
    """Return the weights that levels and scales stand for, [rows, columns]."""
    found: Floats = levels.astype(np.float32) * scales.astype(np.float32)[:, None]
    return found
