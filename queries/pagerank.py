"""PageRank by power iteration over sparse arrays (Page, Brin, Motwani, Winograd: The PageRank Citation
Ranking, 1999), as NetworkX computes it, without making its matrix at each call."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

DAMPING = 0.85
TOLERANCE = 1e-9
"""Of the sum of absolute changes between two iterations."""
_MOST_ITERATIONS = 500


def pagerank(  # noqa: PLR0913
    nodes: int,
    heads: NDArray[np.integer],
    tails: NDArray[np.integer],
    weights: NDArray[np.float64],
    *,
    start: NDArray[np.float64] | None = None,
    damping: float = DAMPING,
    tolerance: float = TOLERANCE,
) -> NDArray[np.float64]:
    """Return the rank of each node, all together 1.

    Edge i goes from `heads[i]` to `tails[i]`, both below `nodes`; parallel edges add up. `start`, one value
    a node, none negative and some positive, says where the surfer begins anew (personalised PageRank);
    everywhere alike if not given. What a node without edges has goes there, too.
    """
    if not nodes:
        return np.zeros(0)
    out = np.bincount(heads, weights, nodes)
    share = np.divide(weights, out[heads], out=np.zeros_like(weights), where=out[heads] > 0)
    matrix = sparse.csr_array((share, (tails, heads)), shape=(nodes, nodes))
    anew = np.full(nodes, 1.0 / nodes) if start is None else start / start.sum()
    leaking = np.flatnonzero(out == 0)
    rank: NDArray[np.float64] = anew.copy()
    for _ in range(_MOST_ITERATIONS):
        new = damping * (matrix @ rank + rank[leaking].sum() * anew) + (1.0 - damping) * anew
        change = np.abs(new - rank).sum()
        rank = new
        if change < tolerance:
            break
    rank /= rank.sum()
    return rank
