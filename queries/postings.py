"""Which papers have a term, and how much it weighs in each: `Postings`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Sparse = Any
"""A `scipy.sparse.csr_array`."""

_COMMON = 0.1
"""A term that a greater share of the papers has tells little, and costs most of the time."""
_FEW = 1000
"""Papers that no term is too common for."""


class Postings:
    """Papers as vectors of length 1 (or less: `prior`) over terms: of each term its weight in the paper times
    its rarity, `log(1 + (N - n + 1/2) / (n + 1/2))` (Robertson and Zaragoza, 2009)."""

    def __init__(
        self, counts: Sparse, factors: NDArray[np.float32] | None = None, prior: float = 0.0
    ) -> None:
        """Take [papers, terms] of weights before rarity; `factors`, [terms], weigh terms in all papers.
        `prior` is the length of what every paper and every text has beside its terms: with it, two that have
        but one common term each are not the same."""
        self._prior = prior
        papers, terms = counts.shape
        self.papers = papers
        held = np.bincount(counts.indices, minlength=terms)
        rarity = np.asarray(rarity_of(held, papers), np.float32)
        rarity[held > max(_COMMON * papers, _FEW)] = 0.0
        self.rarity: NDArray[np.float32] = rarity if factors is None else rarity * factors
        weights = counts.data.astype(np.float32) * self.rarity[counts.indices]
        owners = np.repeat(np.arange(papers), np.diff(counts.indptr))
        lengths = np.sqrt(np.bincount(owners, weights * weights, papers) + prior**2).astype(np.float32)
        weights /= np.maximum(lengths, np.float32(1e-12))[owners]
        columns = sparse.csr_array((weights, counts.indices, counts.indptr), shape=counts.shape).tocsc()
        self._starts = columns.indptr
        self._papers = columns.indices
        self._weights = columns.data

    def vector(
        self, terms: NDArray[np.integer], weights: NDArray[np.float32]
    ) -> tuple[NDArray[np.integer], NDArray[np.float32]]:
        """Return the terms that count and their weights, together of length 1 at most, of a text that has
        these terms with these weights before rarity."""
        weighed = weights.astype(np.float32) * self.rarity[terms]
        kept = weighed > 0
        terms, weighed = terms[kept], weighed[kept]
        return terms, weighed / max(float(np.hypot(np.linalg.norm(weighed), self._prior)), 1e-12)

    def scores(self, terms: NDArray[np.integer], weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the cosine of each paper, [papers], with a vector."""
        places = [slice(self._starts[term], self._starts[term + 1]) for term in terms.tolist()]
        if not places:
            return np.zeros(self.papers, np.float32)
        papers = np.concatenate([self._papers[place] for place in places])
        shares = np.concatenate(
            [self._weights[place] * weight for place, weight in zip(places, weights, strict=True)]
        )
        return np.bincount(papers, shares, self.papers).astype(np.float32)


def rarity_of(held: Any, papers: int) -> Any:
    """Return how rare a term is that so many of all papers have."""
    return np.log1p((papers - held + 0.5) / (held + 0.5))


def saturated(counts: Sparse) -> Sparse:
    """Return counts n as n / (n + 1): a term's second time says less than its first."""
    often = counts.data.astype(np.float32)
    return sparse.csr_array((often / (often + 1), counts.indices, counts.indptr), shape=counts.shape)
