"""The words and pairs of words of many texts as numbers, without a vocabulary: `counted`.

A term is the place that its hash has among 2**20 ("feature hashing": Weinberger et al., 2009), so that a text
that comes later needs no other numbers. All texts of a block are cut and hashed at once: the hash of a word
is the difference of two prefix sums (Karp and Rabin, 1987).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.names import fold

PLACES = 1 << 20
_BLOCK = 200
"""Texts that are cut at once: few milliseconds, so that others get their turn."""

_BASE = 0x100000001B3
_INVERSE = pow(_BASE, -1, 1 << 64)
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT = np.uint64(64 - 20)
_S = ord("s")
_SHORT = 3
_END = "\0"
_MOST_COUNTED = 255

_INSIDE = np.zeros(256, np.bool_)
_INSIDE[[*range(ord("0"), ord("9") + 1), *range(ord("a"), ord("z") + 1), *range(0x80, 0x100)]] = True

Counts = Any
"""A `scipy.sparse.csr_array` of [texts, PLACES]."""


def counted(texts: Sequence[str]) -> Counts:
    """Return how often each text has each term, at most 255 times, as a sparse array, [texts, PLACES].

    Words are folded runs of letters and digits, without the s of a plural; pairs are words that follow each
    other.
    """
    blocks = [_block(texts[begin : begin + _BLOCK]) for begin in range(0, len(texts), _BLOCK)]
    if not blocks:
        return sparse.csr_array((0, PLACES), dtype=np.uint8)
    return sparse.vstack(blocks, format="csr") if len(blocks) > 1 else blocks[0]


def terms(text: str) -> dict[str, int]:
    """Return the words of a text, as they are hashed, with their places."""
    folded = [word.removesuffix("s") if _plural(word) else word for word in _words(text)]
    if not folded:
        return {}
    distinct = sorted(set(folded))
    return dict(zip(distinct, _places(_hashes("\0".join(distinct))[0]).tolist(), strict=True))


def _words(text: str) -> list[str]:
    raw = np.frombuffer(fold(text).encode(), np.uint8)
    begins, ends = _runs(raw)
    whole = raw.tobytes()
    return [whole[b:e].decode(errors="replace") for b, e in zip(begins.tolist(), ends.tolist(), strict=True)]


def _plural(word: str) -> bool:
    return len(word.encode()) > _SHORT and word.endswith("s") and not word.endswith("ss")


def _block(texts: Sequence[str]) -> Counts:
    joined = _END.join(text.replace(_END, " ") for text in texts)
    hashes, owners = _hashes(fold(joined))
    together = owners[1:] == owners[:-1]
    pairs = (hashes[:-1] * _FIRST + hashes[1:] * _SECOND)[together]
    places = _places(np.concatenate([hashes, pairs]))
    rows = np.concatenate([owners, owners[1:][together]])
    keys, counts = np.unique(rows * PLACES + places, return_counts=True)
    values = np.minimum(counts, _MOST_COUNTED).astype(np.uint8)
    starts = np.searchsorted(keys, np.arange(len(texts) + 1) * PLACES)
    indices = (keys % PLACES).astype(np.int32)
    return sparse.csr_array((values, indices, starts.astype(np.int32)), shape=(len(texts), PLACES))


def _hashes(folded: str) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the hash of each word, and the number of the text that it stands in."""
    raw = np.frombuffer(folded.encode(), np.uint8)
    begins, ends = _runs(raw)
    longer = ends - begins > _SHORT
    plural = longer & (raw[ends - 1] == _S) & (raw[ends - 2] != _S) if len(begins) else longer
    ends = ends - plural
    powers = _powers(_BASE, len(raw))
    sums = np.concatenate(
        [np.zeros(1, np.uint64), np.cumsum((raw.astype(np.uint64) + np.uint64(1)) * powers)]
    )
    hashes = (sums[ends] - sums[begins]) * _powers(_INVERSE, len(raw))[begins]
    owners = np.cumsum(raw == 0)[begins] if len(begins) else np.zeros(0, np.int64)
    return hashes, owners.astype(np.int64)


def _runs(raw: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where words begin and end."""
    inside = np.concatenate([[False], _INSIDE[raw], [False]]).astype(np.int8)
    change = np.diff(inside)
    return np.flatnonzero(change == 1), np.flatnonzero(change == -1)


def _powers(base: int, count: int) -> NDArray[np.uint64]:
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors)


def _places(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    mixed = hashes ^ (hashes >> np.uint64(29))
    return ((mixed * _FIRST) >> _SHIFT).astype(np.int64)
