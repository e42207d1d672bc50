"""The embeddings of all papers in one array: `PaperVectors`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class PaperVectors:
    """The embeddings of the papers that have one, in the order of their ids, at one revision.

    `matrix` is [papers, size], rows of length 1. Embeddings of two extractors have nothing to do with each
    other: here are those of `extractor`, which made the most; `left_out` counts the others.
    """

    revision: int
    extractor: str
    papers: tuple[str, ...]
    matrix: NDArray[np.float32]
    left_out: int

    @classmethod
    def of(cls, revision: int, rows: Iterable[tuple[str, str, bytes]]) -> "PaperVectors":
        """Return the vectors of rows of id, extractor and `graph.embeddings.packed` vector."""
        found = sorted(rows)
        made = Counter((extractor, len(vector)) for _, extractor, vector in found)
        # Of two that made as many, the later version.
        most, size = max(made, key=lambda each: (made[each], each), default=("", 0))
        kept = [(id, vector) for id, extractor, vector in found if (extractor, len(vector)) == (most, size)]
        halves = np.frombuffer(b"".join(vector for _, vector in kept), np.dtype("<f2"))
        matrix = halves.reshape(len(kept), size // halves.itemsize).astype(np.float32)
        matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
        return cls(revision, most, tuple(id for id, _ in kept), matrix, len(found) - len(kept))
