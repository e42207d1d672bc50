"""The table of word embeddings in four bits: a third of the encoder's weights, and most of them rarely read.

The table is rounded before training, and stays as it is: the layers above learn with what will ship.
"""

import torch
from torch import Tensor

BLOCK = 32
"""Values of a row that share a scale."""
LEVELS = 7
"""Levels run from -7 to 7."""


def quantised(table: Tensor) -> tuple[Tensor, Tensor]:
    """Return levels, [rows, size], and scales in half precision, [rows, size / BLOCK], of a table."""
    blocks = table.float().view(len(table), -1, BLOCK)
    scales = (blocks.abs().amax(-1) / LEVELS).half()
    levels = (blocks / scales.float().clamp(min=1e-8)[..., None]).round().clamp(-LEVELS, LEVELS)
    return levels.view(table.shape).to(torch.int8), scales


def restored(levels: Tensor, scales: Tensor) -> Tensor:
    """Return the table that levels and scales stand for, [rows, size]."""
    blocks = levels.float().view(len(levels), -1, BLOCK) * scales.float()[..., None]
    return blocks.view(levels.shape)
