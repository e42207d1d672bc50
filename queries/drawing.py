"""A drawing of the graph: which nodes and edges it shows, and where they stand. `api.svg` draws it."""

import asyncio
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.errors import InvalidValue
from graph.kinds import ClaimKind, EntityKind
from graph.model import kind_of
from graph.rows import KINDS, GraphRows
from graph.store import GraphStore
from queries import layout
from queries.communities import communities
from queries.labels import PAPER, labels, shortened
from queries.snapshot import Snapshot
from queries.structure import Structure

SHOWN = (
    ClaimKind.IMPROVES_ON,
    ClaimKind.BUILDS_ON,
    ClaimKind.PROPOSES,
    ClaimKind.SUBCLASS_OF,
    ClaimKind.EVALUATED_ON,
    ClaimKind.TRAINED_ON,
    ClaimKind.ADDRESSES,
    ClaimKind.BENCHMARK_FOR,
    ClaimKind.COMPARED_WITH,
)
"""The kinds of edges that are drawn, those that say most first."""

_LONGEST_LABEL = 42
_LETTER = 6.2
"""Of a label, in pixels on average: a little more than most fonts need."""
_LINE = 16.0
_NAMED_BY = 10
_AREA = 9000.0
"""Square pixels of paper a node."""
_ASPECT = 1.5


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node: `x` and `y` are the middle of its mark, `radius` its size, all in pixels; its label stands
    right of it. `community` counts from 0; -1 is none."""

    id: str
    label: str
    kind: str
    support: int
    community: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """An edge, from and to a node by its place, and all kinds of claims that it stands for."""

    head: int
    tail: int
    kinds: tuple[ClaimKind, ...]
    support: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Nodes, the highest ranked first, and edges on a paper of `width` times `height` pixels. `names` are
    those of the communities by their numbers; `left_out` counts the nodes that are not drawn."""

    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]
    names: dict[int, str]
    width: float
    height: float
    left_out: int
    revision: int


async def drawing(
    store: GraphStore,
    structure: Structure,
    *,
    top: int = 120,
    around: str | None = None,
    papers: bool = False,
) -> Drawing:
    """Return a drawing of the `top` methods, tasks and datasets, and `papers` too, that are most tied and
    mentioned, or nearest to the node `around`. Nodes without a drawn edge are left out.

    Raises `InvalidValue` for a node that the graph does not have, and for fewer than 1 or over 1,000 nodes.
    """
    if not 1 <= top <= layout.MOST:
        raise InvalidValue("top", f"must lie between 1 and {layout.MOST:,}, got {top}")
    snapshot, found = structure.snapshot, await structure.partition()
    nearness = None if around is None else await structure.around([around])
    numbers, ties = await asyncio.to_thread(chosen, snapshot, top, nearness, papers=papers)
    members = found.members[numbers]
    held = sorted(set(members[members >= 0].tolist()))
    named = await communities(store, snapshot, found, held, shown=_NAMED_BY)
    ids = [snapshot.rows.ids[number] for number in numbers.tolist()]
    names = await labels(store, ids)
    shown = [shortened(names.get(id, id), _LONGEST_LABEL) for id in ids]
    mentions = supports(snapshot.rows)[numbers]
    radii = 4.0 + 2.0 * np.log1p(mentions)
    boxes = np.array([_box(label, radius) for label, radius in zip(shown, radii.tolist(), strict=True)])
    boxes = boxes.reshape(-1, 2)
    height = max((_AREA * len(ids) / _ASPECT) ** 0.5, boxes[:, 1].max(initial=_LINE))
    width = max(height * _ASPECT, boxes[:, 0].max(initial=1.0))
    places = await asyncio.to_thread(layout.layout, ties, members, boxes, width, height)
    nodes = tuple(
        DrawnNode(
            id=id,
            label=label,
            kind=str(kind_of(id) or PAPER),
            support=support,
            community=community,
            x=middle[0] - box[0] / 2 + radius,
            y=middle[1],
            radius=radius,
        )
        for id, label, support, community, middle, box, radius in zip(
            ids,
            shown,
            mentions.tolist(),
            members.tolist(),
            places.tolist(),
            boxes,
            radii.tolist(),
            strict=True,
        )
    )
    edges = _edges(snapshot.rows, numbers)
    called = {number: each.name for number, each in zip(held, named, strict=True)}
    left_out = len(snapshot.rows.ids) - len(ids)
    return Drawing(nodes, edges, called, width, height, left_out, snapshot.revision)


def chosen(
    snapshot: Snapshot, top: int, nearness: NDArray[np.float64] | None = None, *, papers: bool
) -> tuple[NDArray[np.int64], Any]:
    """Return the numbers of the `top` nodes to draw, those with the most ties and mentions (or the highest
    `nearness`, if given) first, and the ties between them: a symmetric sparse array, [nodes, nodes]."""
    rows, entities = snapshot.rows, len(snapshot.rows.entities)
    wanted = np.ones(len(rows.ids), np.bool_)
    wanted[:entities] = snapshot.entity_kinds != tuple(EntityKind).index(EntityKind.METRIC)
    wanted[entities:] = papers
    if nearness is not None:
        wanted[nearness.argmax()] = True  # what was asked about, whatever it is
    shown = np.isin(rows.kinds, [KINDS.index(kind) for kind in SHOWN])
    shown &= wanted[rows.heads] & wanted[rows.tails] & (rows.heads != rows.tails)
    pairs = (rows.heads[shown], rows.tails[shown])
    one_way = sparse.csr_array((np.ones(len(pairs[0])), pairs), shape=(len(rows.ids), len(rows.ids)))
    ties: Any = (one_way + one_way.T).tocsr()
    degrees = np.asarray(ties.sum(axis=1)).ravel()
    ranks = degrees + supports(rows) if nearness is None else nearness
    ranks = np.where(wanted & (degrees > 0), ranks, -1.0)
    if nearness is not None:
        ranks[nearness.argmax()] = np.inf
    order = np.argsort(-ranks, kind="stable")[:top]
    order = order[ranks[order] >= 0]
    inside = ties[order][:, order].tocsr()
    # What is tied to nothing that is drawn says nothing; what was asked about stays.
    tied = np.asarray(inside.sum(axis=1)).ravel() > 0
    if nearness is not None and len(tied):
        tied[0] = True
    kept = np.flatnonzero(tied)
    return order[kept], inside[kept][:, kept].tocsr()


def _edges(rows: GraphRows, numbers: NDArray[np.int64]) -> tuple[DrawnEdge, ...]:
    """Return the edges between these nodes, those of a pair in one direction as one."""
    place = np.full(len(rows.ids), -1)
    place[numbers] = np.arange(len(numbers))
    drawn = (place[rows.heads] >= 0) & (place[rows.tails] >= 0) & (rows.heads != rows.tails)
    found: dict[tuple[int, int], list[tuple[ClaimKind, int]]] = {}
    for head, tail, kind, support in zip(
        place[rows.heads[drawn]].tolist(),
        place[rows.tails[drawn]].tolist(),
        rows.kinds[drawn].tolist(),
        rows.supports[drawn].tolist(),
        strict=True,
    ):
        if KINDS[kind] in SHOWN:
            found.setdefault((head, tail), []).append((KINDS[kind], support))
    edges = []
    for (head, tail), told in found.items():
        kinds = tuple(sorted((kind for kind, _ in told), key=SHOWN.index))
        edges.append(DrawnEdge(head, tail, kinds, max(support for _, support in told)))
    return tuple(edges)


def supports(rows: GraphRows) -> NDArray[np.int64]:
    """Return how many papers mention each node; a paper counts as one."""
    return np.concatenate([rows.entity_supports, np.ones(len(rows.papers), np.int32)]).astype(np.int64)


def _box(label: str, radius: float) -> tuple[float, float]:
    """Return the width and height of a node with its label, and some room around them."""
    letters = sum(2.0 if east_asian_width(letter) in "WF" else 1.0 for letter in label)
    return 2 * radius + _LETTER * letters + 10.0, max(2 * radius, _LINE) + 2.0
