"""Hubs and authorities (Kleinberg: Authoritative Sources in a Hyperlinked Environment, 1999)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_TOLERANCE = 1e-10
_MOST_ITERATIONS = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """One value a node, all together 1: a good hub points at good authorities, and the other way round."""

    hubs: NDArray[np.float64]
    authorities: NDArray[np.float64]


def hits(
    nodes: int, heads: NDArray[np.integer], tails: NDArray[np.integer], weights: NDArray[np.float64]
) -> Hits:
    """Return hubs and authorities by power iteration, as `networkx.hits` computes them.

    Edge i goes from `heads[i]` to `tails[i]`, both below `nodes`; parallel edges add up.
    """
    matrix = sparse.csr_array((weights, (heads, tails)), shape=(nodes, nodes))
    back = matrix.T.tocsr()
    hubs = np.full(nodes, 1.0 / max(nodes, 1))
    for _ in range(_MOST_ITERATIONS if matrix.nnz else 0):
        new = matrix @ (back @ hubs)
        new /= new.sum()
        change = np.abs(new - hubs).sum()
        hubs = new
        if change < _TOLERANCE:
            break
    authorities = back @ hubs
    total = authorities.sum()
    return Hits(hubs, authorities / total if total else np.full(nodes, 1.0 / max(nodes, 1)))
