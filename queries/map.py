"""A map of the whole graph, for a browser that draws tens of thousands of nodes: `Map`, in columns."""

import asyncio
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.errors import InvalidValue
from graph.kinds import ClaimKind
from graph.model import kind_of
from graph.rows import KINDS, GraphRows
from graph.store import GraphStore
from queries.communities import communities
from queries.drawing import SHOWN, chosen, supports
from queries.labels import PAPER, labels
from queries.places import places
from queries.snapshot import Snapshot
from queries.structure import Structure

MOST = 20_000
"""Nodes."""

_NAMED_BY = 2
"""Entities of each kind: no name of a community has more."""
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Map:
    """Nodes and edges on a square from 0 to `places.SIDE`, each as columns of one length.

    Nodes come with the most tied and mentioned first: their ids, their labels, their kinds ("Paper" or an
    `EntityKind`), their communities from 0 (-1: none), how many papers mention each (a paper counts as one),
    their PageRank in 4 digits, and where they stand. Edges are claims, the most supported first: from `heads`
    to `tails`, which are places in the columns of nodes, of `claim_kinds`, made by `edge_supports` papers.
    `community_names` are by number; `left_out` counts the nodes that are not shown.
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    kinds: tuple[str, ...]
    communities: tuple[int, ...]
    supports: tuple[int, ...]
    ranks: tuple[float, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    heads: tuple[int, ...]
    tails: tuple[int, ...]
    claim_kinds: tuple[ClaimKind, ...]
    edge_supports: tuple[int, ...]
    community_names: tuple[str, ...]
    left_out: int
    revision: int


async def map_of(store: GraphStore, structure: Structure, *, first: int = 3000, papers: bool = False) -> Map:
    """Return a map of up to `first` methods, tasks and datasets, and `papers` too, that are most tied and
    mentioned; those without an edge to another of them are left out. The last maps are kept.

    Raises `InvalidValue` for fewer than 1 or over 20,000 nodes.
    """
    if not 1 <= first <= MOST:
        raise InvalidValue("first", f"must lie between 1 and {MOST:,}, got {first}")
    return await structure.once(("map", first, papers), lambda: _made(store, structure, first, papers=papers))


async def _made(store: GraphStore, structure: Structure, first: int, *, papers: bool) -> Map:
    """Return a new map."""
    snapshot, found = structure.snapshot, await structure.partition()
    numbers, where = await asyncio.to_thread(_placed, snapshot, found.members, first, papers=papers)
    members = found.members[numbers]
    held = range(int(members.max(initial=-1)) + 1)
    named = await communities(store, snapshot, found, held, shown=_NAMED_BY)
    everything = snapshot.rows.ids  # put together each time it is asked for
    ids = tuple(everything[number] for number in numbers.tolist())
    names = await labels(store, ids)
    heads, tails, kinds, edge_supports = _edges(snapshot.rows, numbers)
    return Map(
        ids=ids,
        labels=tuple(names.get(id, id) for id in ids),
        kinds=tuple(str(kind_of(id) or PAPER) for id in ids),
        communities=tuple(members.tolist()),
        supports=tuple(supports(snapshot.rows)[numbers].tolist()),
        ranks=tuple(float(f"{rank:.{_DIGITS}g}") for rank in snapshot.page_rank[numbers].tolist()),
        x=tuple(where[:, 0].tolist()),
        y=tuple(where[:, 1].tolist()),
        heads=tuple(heads.tolist()),
        tails=tuple(tails.tolist()),
        claim_kinds=tuple(KINDS[kind] for kind in kinds.tolist()),
        edge_supports=tuple(edge_supports.tolist()),
        community_names=tuple(community.name for community in named),
        left_out=len(everything) - len(ids),
        revision=snapshot.revision,
    )


def _placed(
    snapshot: Snapshot, members: NDArray[np.int32], first: int, *, papers: bool
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the numbers of the nodes to show, and where they stand."""
    numbers, ties = chosen(snapshot, first, papers=papers)
    return numbers, places(ties, members[numbers], snapshot.page_rank[numbers])


def _edges(
    rows: GraphRows, numbers: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int8], NDArray[np.int32]]:
    """Return heads and tails as places in `numbers`, kinds and supports of the edges between these nodes."""
    place = np.full(len(rows.ids), -1)
    place[numbers] = np.arange(len(numbers))
    heads, tails = place[rows.heads], place[rows.tails]
    shown = np.isin(rows.kinds, [KINDS.index(kind) for kind in SHOWN])
    shown &= (heads >= 0) & (tails >= 0) & (heads != tails)
    kept = np.flatnonzero(shown)
    kept = kept[np.lexsort((rows.kinds[kept], tails[kept], heads[kept], -rows.supports[kept]))]
    return heads[kept], tails[kept], rows.kinds[kept], rows.supports[kept]
