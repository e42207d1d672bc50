"""Where the nodes of a map stand: tens of thousands at once, so no pair is looked at that is not near.

Groups of nodes become discs, which a force-directed layout of the groups puts beside each other (Fruchterman
and Reingold, 1991); inside its disc a group is a sunflower (Vogel: A better way to construct the sunflower
head, 1979); then tied nodes pull at each other, and what comes too near is pushed away.
"""

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse, spatial

if TYPE_CHECKING:
    Graph = nx.Graph[int]

SIDE = 1000.0
"""Places lie from 0 to this in both directions."""

_BY_FORCE = 300
"""Groups, the largest: all pairs of these are looked at. The others stand on rings around them."""
_ITERATIONS = 60
_SEED = 1
_ROOM = 1.5
"""Of a disc, a node; where two nodes want to be 1 apart. So a disc has holes, and its shape shows."""
_GAP = 1.2
"""Between discs."""
_SLACK = 1.2
"""How much more room than their own areas large discs have before they are packed."""
_TRIED = 64
_GOLDEN = np.pi * (3 - 5**0.5)
_STEPS = 40
_SETTLED = 8
"""Of the steps, the last, in which nothing pulls any more."""
_PULL = 0.35
_INSIDE = 3.0
"""How much more a tie pulls inside a group."""
_SPREAD = 0.3
"""How much of a place, a step, is what fills the disc."""
_BEYOND = 1.06
"""How many radii a node may go from the middle of its disc."""
_NEIGHBOURS = 7
_DECIMALS = 2


def places(ties: Any, members: NDArray[np.int32], ranks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the place of each node, [nodes, 2], from 0 to `SIDE`, no two on the same.

    `ties` is a symmetric sparse array, [nodes, nodes]; `members` the community of each node, -1 for none; of
    a community, those with the highest of `ranks` begin in the middle. The same input gives the same places.
    """
    if not len(members):
        return np.zeros((0, 2))
    groups = _groups(ties, members)
    sizes = np.bincount(groups)
    radii = np.sqrt(sizes * _ROOM / np.pi)
    middles = _middles(_between(ties, groups, sizes), radii)
    seeds = middles[groups] + _sunflowers(groups, sizes, radii, ranks)
    return _distinct(_fitted(_relaxed(seeds, ties, groups, middles, radii)))


def _groups(ties: Any, members: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return the group of each node, the largest first: its community, or what hangs together outside all."""
    pairs = ties.tocoo()
    inside = members[pairs.row] == members[pairs.col]
    loose = inside & (members[pairs.row] < 0)
    graph = sparse.csr_array((np.ones(loose.sum()), (pairs.row[loose], pairs.col[loose])), shape=ties.shape)
    _, parts = sparse.csgraph.connected_components(graph, directed=False)
    raw = np.where(members >= 0, members, members.max() + 1 + parts.astype(np.int64))
    _, first, found, sizes = np.unique(raw, return_index=True, return_inverse=True, return_counts=True)
    numbers = np.empty(len(sizes), np.int64)
    numbers[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return numbers[found]


def _between(ties: Any, groups: NDArray[np.int64], sizes: NDArray[np.int64]) -> Any:
    """Return how strongly groups are tied, for their sizes: a symmetric sparse array, [groups, groups]."""
    pairs = ties.tocoo()
    heads, tails = groups[pairs.row], groups[pairs.col]
    weights = pairs.data / np.sqrt(sizes[heads] * sizes[tails])
    apart = heads != tails
    shape = (len(sizes), len(sizes))
    return sparse.coo_array((weights[apart], (heads[apart], tails[apart])), shape=shape).tocsr()


def _middles(between: Any, radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the middle of each disc, [groups, 2]; no two discs overlap."""
    large = min(_BY_FORCE, len(radii))
    inner = _packed(_wide(_forces(between[:large][:, :large]), radii[:large]), radii[:large])
    # On the rings, each near the side where what it is tied to stands.
    drawn = between[large:][:, :large] @ inner
    return np.concatenate([inner, _rings(inner, radii, np.arctan2(drawn[:, 1], drawn[:, 0]))])


def _forces(between: Any) -> NDArray[np.float64]:
    """Return where the forces between groups lead, [groups, 2], about the place where all of them balance."""
    graph: Graph = nx.Graph()
    graph.add_nodes_from(range(between.shape[0]))
    pairs = sparse.triu(between, 1).tocoo()
    weights = pairs.data / pairs.data.mean() if pairs.nnz else pairs.data
    graph.add_weighted_edges_from(zip(pairs.row.tolist(), pairs.col.tolist(), weights.tolist(), strict=True))
    found = nx.spring_layout(graph, iterations=_ITERATIONS, seed=_SEED, method="force")
    places = np.array([found[group] for group in range(len(graph))])
    middle: NDArray[np.float64] = np.median(places, axis=0)
    return places - middle


def _wide(middles: NDArray[np.float64], radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return middles as far out as there is room for all discs that are nearer; groups that are tied to
    little are else far from all, and the others on one spot."""
    distances = np.hypot(middles[:, 0], middles[:, 1])
    order = np.argsort(distances, kind="stable")
    areas = np.square(radii[order] + _GAP / 2)
    far = np.empty(len(radii))
    far[order] = np.sqrt(_SLACK * (np.cumsum(areas) - areas / 2))
    wide: NDArray[np.float64] = middles * (far / np.maximum(distances, 1e-9))[:, None]
    return wide


def _packed(wanted: NDArray[np.float64], radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each disc, the largest first, the free middle that is next to the wanted one."""
    middles = wanted.copy()
    for disc in range(1, len(radii)):
        need = np.square(radii[:disc] + radii[disc] + _GAP)
        stride, start, some = (radii[disc] + _GAP) / 2, 0, _TRIED
        while True:
            turns = np.arange(start, start + some)
            tried = wanted[disc] + (stride * np.sqrt(turns))[:, None] * _directions(turns)
            between = tried[:, None] - middles[None, :disc]
            free = np.flatnonzero((np.square(between).sum(axis=2) >= need).all(axis=1))
            if len(free):
                middles[disc] = tried[free[0]]
                break
            start, some = start + some, some * 2
    return middles


def _directions(turns: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the directions in which the florets of a sunflower with these numbers stand, [turns, 2]."""
    angles = turns * _GOLDEN
    return np.column_stack([np.cos(angles), np.sin(angles)])


def _rings(
    inner: NDArray[np.float64], radii: NDArray[np.float64], angles: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the middles of the discs beyond the `inner` ones: on rings, in the order of these angles."""
    large = len(inner)
    edge = float((np.hypot(inner[:, 0], inner[:, 1]) + radii[:large]).max(initial=0.0))
    found: list[NDArray[np.float64]] = [np.zeros((0, 2))]
    start = large
    while start < len(radii):
        widest = float(radii[start])  # those that follow are not larger
        ring = edge + _GAP + widest
        room = max(1, int(np.pi / np.arcsin(min(1.0, (widest + _GAP / 2) / ring))))
        own = angles[start - large : start - large + room]
        turns = np.empty(len(own))
        turns[np.argsort(own, kind="stable")] = 2 * np.pi * np.arange(len(own)) / len(own) - np.pi
        found.append(ring * np.column_stack([np.cos(turns), np.sin(turns)]))
        start, edge = start + room, ring + widest
    return np.concatenate(found)


def _sunflowers(
    groups: NDArray[np.int64],
    sizes: NDArray[np.int64],
    radii: NDArray[np.float64],
    ranks: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return where each node stands from the middle of its disc, [nodes, 2]."""
    order = np.lexsort((-ranks, groups))
    place = np.empty(len(groups), np.int64)
    place[order] = np.arange(len(groups)) - (np.cumsum(sizes) - sizes)[groups[order]]
    distance = radii[groups] * np.sqrt((place + 0.5) / sizes[groups])
    return distance[:, None] * _directions(place)


def _relaxed(
    seeds: NDArray[np.float64],
    ties: Any,
    groups: NDArray[np.int64],
    middles: NDArray[np.float64],
    radii: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return places nearer to those that each node is tied to, in its disc, with room around each."""
    homes, radius, sizes = middles[groups], radii[groups], np.bincount(groups)
    starts = (np.cumsum(sizes) - sizes)[groups]
    ways, shares = _outwards(ties, groups, middles, radii)
    found = seeds - homes
    for step in range(_STEPS):
        pull = _PULL * max(0.0, 1.0 - step / (_STEPS - _SETTLED))
        if pull:
            found = found + pull * (shares @ found + ways - found)
            # Groups stay where they are, and spread over all of their disc.
            mean = [np.bincount(groups, found[:, axis]) / sizes for axis in (0, 1)]
            found = found - np.column_stack(mean)[groups]
            found = found + _SPREAD * (_even(found, groups, sizes, starts, radius) - found)
        found = found + _pushes(found + homes)
        distance = np.hypot(found[:, 0], found[:, 1])
        found = found * np.minimum(1.0, radius * _BEYOND / np.maximum(distance, 1e-9))[:, None]
    return found + homes


def _outwards(
    ties: Any, groups: NDArray[np.int64], middles: NDArray[np.float64], radii: NDArray[np.float64]
) -> tuple[NDArray[np.float64], Any]:
    """Return where ties to other groups pull each node, [nodes, 2], and how much those inside, a sparse
    array. However far the others are, they pull no farther than to the edge of the disc."""
    pairs = ties.tocoo()
    inside = groups[pairs.row] == groups[pairs.col]
    weights = pairs.data * np.where(inside, _INSIDE, 1.0)
    total = np.bincount(pairs.row, weights, minlength=len(groups))
    weights = weights / total[pairs.row]
    kept = (pairs.row[inside], pairs.col[inside])
    shares = sparse.csr_array((weights[inside], kept), shape=ties.shape)
    heads, tails, weights = pairs.row[~inside], pairs.col[~inside], weights[~inside]
    way = middles[groups[tails]] - middles[groups[heads]]
    way *= (weights * radii[groups[heads]] / np.hypot(way[:, 0], way[:, 1]))[:, None]
    ways = [np.bincount(heads, way[:, axis], minlength=len(groups)) for axis in (0, 1)]
    return np.column_stack(ways), shares


def _even(
    found: NDArray[np.float64],
    groups: NDArray[np.int64],
    sizes: NDArray[np.int64],
    starts: NDArray[np.int64],
    radius: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return places as far from the middle of their discs as leaves all rings of these equally dense."""
    distance = np.hypot(found[:, 0], found[:, 1])
    order = np.lexsort((distance, groups))
    place = np.empty(len(groups), np.int64)
    place[order] = np.arange(len(groups))
    wanted = radius * np.sqrt((place - starts + 0.5) / sizes[groups])
    even: NDArray[np.float64] = found * (wanted / np.maximum(distance, 1e-9))[:, None]
    return even


def _pushes(found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how each node moves away from its nearest neighbours that are less than 1 away."""
    nearest = min(_NEIGHBOURS, len(found))
    tree = spatial.cKDTree(found)
    distances, numbers = tree.query(found, k=np.arange(1, nearest + 1), distance_upper_bound=1.0)
    node, column = np.nonzero(np.isfinite(distances))
    other, distance = numbers[node, column], distances[node, column]
    apart = node != other
    node, other, distance = node[apart], other[apart], distance[apart]
    way = found[node] - found[other]
    # Of two on the very same spot, each goes its own way.
    way = np.where(distance[:, None] > 0, way, np.column_stack([np.cos(node), np.sin(node)]))
    push = way * ((1.0 - distance) / 2 / np.maximum(distance, 1e-3))[:, None]
    return np.column_stack([np.bincount(node, push[:, axis], minlength=len(found)) for axis in (0, 1)])


def _fitted(found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places moved and scaled, both directions alike, so that they fill the square."""
    low, high = found.min(axis=0), found.max(axis=0)
    scale = SIDE / max(float((high - low).max()), 1e-9)
    fitted: NDArray[np.float64] = np.clip((found - (low + high) / 2) * scale + SIDE / 2, 0.0, SIDE)
    return fitted


def _distinct(found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places rounded; those that would fall together stand side by side."""
    steps = 10**_DECIMALS
    width = int(SIDE * steps) + 1
    cells = np.rint(found * steps).astype(np.int64)
    keys = cells[:, 0] * width + cells[:, 1]
    while True:
        order = np.argsort(keys, kind="stable")
        again = order[1:][keys[order[1:]] == keys[order[:-1]]]
        if not len(again):
            break
        keys[again] = (keys[again] + 1 + np.arange(len(again))) % width**2
    rounded: NDArray[np.float64] = np.column_stack(np.divmod(keys, width)) / steps
    return rounded
