"""How many shortest paths lead over a node (Brandes: A Faster Algorithm for Betweenness Centrality, 2001)."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

SOURCES = 64
"""Nodes that paths start from, where not from all (Brandes and Pich: Centrality Estimation in Large Networks,
2007)."""


def betweenness(
    nodes: int,
    heads: NDArray[np.integer],
    tails: NDArray[np.integer],
    *,
    sources: int | None = SOURCES,
    seed: int = 0,
) -> NDArray[np.float64]:
    """Return of each node the share of all pairs whose shortest paths lead over it, as
    `networkx.betweenness_centrality` of an undirected graph: directions and parallel edges do not count.

    Estimated from paths that start at `sources` nodes, chosen at random; None: exactly, from all.
    """
    if nodes < 3:
        return np.zeros(nodes)
    ones = np.ones(2 * len(heads))
    ends = np.concatenate([heads, tails]), np.concatenate([tails, heads])
    matrix = sparse.csr_array((ones, ends), shape=(nodes, nodes))
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    matrix.setdiag(0.0)
    matrix.eliminate_zeros()
    chosen = np.arange(nodes)
    if sources is not None and sources < nodes:
        chosen = np.sort(np.random.default_rng(seed).choice(nodes, sources, replace=False))
    total = np.zeros(nodes)
    for source in chosen.tolist():
        total += _dependencies(matrix, source)
    return total * (nodes / len(chosen)) / ((nodes - 1) * (nodes - 2))


def _dependencies(matrix: "sparse.csr_array", source: int) -> NDArray[np.float64]:
    """Return how much paths from a node depend on each other one, a whole breadth of nodes at a time."""
    nodes = matrix.shape[0]
    paths = np.zeros(nodes)
    paths[source] = 1.0
    seen = np.zeros(nodes, np.bool_)
    seen[source] = True
    levels = [np.array([source])]
    while True:
        frontier = np.zeros(nodes)
        frontier[levels[-1]] = paths[levels[-1]]
        reached = matrix @ frontier
        new = np.flatnonzero((reached > 0) & ~seen)
        if not len(new):
            break
        seen[new] = True
        paths[new] = reached[new]
        levels.append(new)
    found = np.zeros(nodes)
    for level, before in zip(levels[:0:-1], levels[-2::-1], strict=True):
        passed = np.zeros(nodes)
        passed[level] = (1.0 + found[level]) / paths[level]
        found[before] += paths[before] * (matrix @ passed)[before]
    found[source] = 0.0
    return found
