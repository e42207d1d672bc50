"""The graph in memory as NetworkX knows graphs: what exports are made from, and what notebooks start with.

    async with await open_store("sqlite:papers.db") as store:
        graph = await network(store, await Snapshots(store).current())

Each node has `kind` ("Paper" or a kind of entity), `label` (its title or name), `date` ("" where none is
known), `support` (how many papers mention it; 1 for a paper), `pageRank` and `community` (its number from 0,
the largest first; -1 for none). Each edge has `id`, `kind` and `support` (how many papers make it), and its
kind as key. The graph itself has `revision`.
"""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import networkx as nx

from graph.kinds import ClaimKind
from graph.model import edge_id, kind_of
from graph.rows import KINDS
from graph.store import GraphStore
from queries.communities import Partition, adjacency, partition
from queries.labels import PAPER, labels
from queries.snapshot import Snapshot

if TYPE_CHECKING:
    Network: TypeAlias = nx.MultiDiGraph[str]


async def network(
    store: GraphStore, snapshot: Snapshot, found: Partition | None = None, *, mentions: bool = True
) -> "Network":
    """Return all nodes and edges of a snapshot; without `mentions`, of edges only claims. `found` holds the
    communities where they are known.

    Names are those of the store: nodes that it has lost since the snapshot was made are left out.
    """
    names = await labels(store, snapshot.rows.ids)
    return await asyncio.to_thread(_network, snapshot, found, names, mentions=mentions)


def _network(
    snapshot: Snapshot, found: Partition | None, names: Mapping[str, str], *, mentions: bool
) -> "Network":
    rows, ids = snapshot.rows, snapshot.rows.ids
    if found is None:
        found = partition(adjacency(rows, snapshot.entity_kinds))
    supports = [*rows.entity_supports.tolist(), *([1] * len(rows.papers))]
    dates = rows.entity_dates + rows.paper_dates
    described = zip(ids, dates, supports, snapshot.page_rank.tolist(), found.members.tolist(), strict=True)
    graph: Network = nx.MultiDiGraph(revision=rows.revision)
    for id, date, support, rank, community in described:
        if id in names:
            graph.add_node(
                id,
                kind=str(kind_of(id) or PAPER),
                label=names[id],
                date=date,
                support=support,
                pageRank=rank,
                community=community,
            )
    edges = zip(
        rows.heads.tolist(), rows.tails.tolist(), rows.kinds.tolist(), rows.supports.tolist(), strict=True
    )
    for head, tail, place, support in edges:
        kind, start, end = KINDS[place], ids[head], ids[tail]
        if start in graph and end in graph and (mentions or kind is not ClaimKind.MENTIONS):
            id = edge_id(start, kind, end)
            graph.add_edge(start, end, str(kind), id=id, kind=str(kind), support=support)
    return graph
