"""Where nodes stand in a drawing, so that what belongs together stands together and every label can be read.

Tied nodes pull at each other and all push each other away (Fruchterman and Reingold: Graph Drawing by
Force-directed Placement, 1991), as NetworkX computes it; then places are spread over the paper, and labels
that still cover each other are moved apart.
"""

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    Graph = nx.Graph[int]

MOST = 1000
"""Nodes: all pairs are looked at."""

_ITERATIONS = 300
_SEED = 1
_INSIDE = 3.0
"""How much more a tie pulls inside a community."""
_DISTANCE = 2.2
_SPREAD = 0.65
"""How much of a place is its rank among all: 0 leaves dense parts dense, 1 makes all parts alike."""
_APART = 400
_GAP = 0.5
"""Pixels."""


def layout(
    ties: Any, members: NDArray[np.int32], boxes: NDArray[np.float64], width: float, height: float
) -> NDArray[np.float64]:
    """Return the middle of each node's box, [nodes, 2], inside a paper of this width and height.

    `ties` is a symmetric sparse array, [nodes, nodes]; `members` the community of each node, -1 for none;
    `boxes` the width and height of each node with its label, [nodes, 2]. No two boxes overlap where there is
    room for all. The same input gives the same places.
    """
    size = np.array([width, height])
    room = np.maximum(size - boxes, 0.0)
    places = _spread(_forces(ties, members)) * room + boxes / 2
    return _apart(places, boxes, size)


def _forces(ties: Any, members: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return places that the forces lead to."""
    nodes = len(members)
    graph: Graph = nx.Graph()
    graph.add_nodes_from(range(nodes))
    pairs = ties.tocoo()
    for one, other, weight in zip(pairs.row.tolist(), pairs.col.tolist(), pairs.data.tolist(), strict=True):
        inside = members[one] == members[other] >= 0
        graph.add_edge(one, other, weight=weight * (_INSIDE if inside else 1.0))
    for node in np.flatnonzero(members >= 0).tolist():
        graph.add_edge(node, nodes + int(members[node]), weight=1.0)  # a hidden middle of the community
    distance = _DISTANCE / max(len(graph), 1) ** 0.5
    found = nx.spring_layout(graph, k=distance, iterations=_ITERATIONS, seed=_SEED, method="force")
    return np.array([found[node] for node in range(nodes)]).reshape(-1, 2)


def _spread(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places from 0 to 1 that leave less of the paper empty."""
    low, high = places.min(axis=0, initial=np.inf), places.max(axis=0, initial=-np.inf)
    even = (places - low) / np.maximum(high - low, 1e-9)
    ranks = places.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    spread: NDArray[np.float64] = (1 - _SPREAD) * even + _SPREAD * ranks / max(len(places) - 1, 1)
    return spread


def _apart(
    places: NDArray[np.float64], boxes: NDArray[np.float64], size: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return places where boxes that overlapped have pushed each other away, the shorter way."""
    low, high = boxes / 2, np.maximum(size - boxes / 2, boxes / 2)
    need = (boxes[:, None] + boxes[None]) / 2
    for _ in range(_APART):
        near = (np.abs(places[:, None, 0] - places[None, :, 0]) < need[..., 0]) & (
            np.abs(places[:, None, 1] - places[None, :, 1]) < need[..., 1]
        )
        first, second = np.nonzero(np.triu(near, 1))
        if not len(first):
            break
        between = places[first] - places[second]
        lacking = need[first, second] - np.abs(between)
        axis = lacking.argmin(axis=1)[:, None] == np.arange(2)
        # Of two on the very same spot, the first goes back and the second on.
        way = np.where(between > 0, 1.0, -1.0)
        push = np.where(axis, way * (lacking + _GAP) / 2, 0.0)
        moved = places.copy()
        np.add.at(moved, first, push)
        np.add.at(moved, second, -push)
        places = np.clip(moved, low, high)
    return places
