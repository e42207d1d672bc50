"""The embedding of a paper: what its word pieces say by themselves, and what the encoder makes of them.

A learnt vector for each word piece, summed over the text (a "deep averaging network" of one layer: Iyyer et
al., 2015), knows what a text is about; the mean and the first hidden state of the encoder know how it says
that. Both are mapped to one vector, learnt from a sentence encoder (`extraction.training.distillation`).
"""

from collections.abc import Sequence

import numpy as np

from extraction.trained.arrays import Floats, Ints
from extraction.trained.files import Files
from extraction.trained.pieces import Pieces

_EPSILON = np.float32(1e-5)


class PaperEmbedding:
    """Makes embeddings with the weights "embedding.*" of a model."""

    def __init__(self, model: Files) -> None:
        self._table, self._scale, self._shift, self._weight, self._bias = model.weights(
            *(f"embedding.{name}" for name in ("table", "norm.weight", "norm.bias", "out.weight", "out.bias"))
        )

    def __call__(self, windows: Sequence[Pieces], hidden: Sequence[Floats]) -> Floats:
        """Return the unit vector, [size], of a text in windows with the hidden states, [pieces, size], of
        each."""
        joined = np.concatenate([self._words(pieces_of(windows)), features(hidden)])
        vector: Floats = self._weight @ joined + self._bias
        unit: Floats = vector / np.maximum(np.linalg.norm(vector), np.float32(1e-12))
        return unit

    def _words(self, ids: Ints) -> Floats:
        """Return the sum of the vectors of pieces, normed (Ba et al., 2016), [width]."""
        total = self._table[ids].sum(axis=0) / np.sqrt(np.float32(len(ids) + 1))
        centred = total - total.mean()
        normed: Floats = centred / np.sqrt((centred * centred).mean() + _EPSILON) * self._scale + self._shift
        return normed


def pieces_of(windows: Sequence[Pieces]) -> Ints:
    """Return the ids of the word pieces of windows without [CLS] and [SEP]; what two windows share counts
    twice."""
    return np.concatenate([window.ids[1:-1] for window in windows])


def features(hidden: Sequence[Floats]) -> Floats:
    """Return the mean hidden state of all windows and the first of the first, [2 * size]."""
    count = sum(len(states) for states in hidden)
    mean = np.sum([states.sum(axis=0) for states in hidden], axis=0) / np.float32(count)
    return np.concatenate([mean, hidden[0][0]])
