"""The whole graph in memory: `Snapshot`, and `Snapshots`, which keeps the newest one at hand.

A snapshot is made once a revision, in the background; until the new one is there, the old one serves.
"""

import asyncio
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.kinds import EntityKind
from graph.model import kind_of
from graph.rows import GraphRows
from queries.newest import Newest
from queries.pagerank import pagerank
from queries.roles import roles


class Snapshot:
    """All nodes and edges of one revision, and what is computed of them. Arrays have one value a node, by its
    number in `rows`."""

    def __init__(self, rows: GraphRows) -> None:
        self.rows = rows

    @property
    def revision(self) -> int:
        """The revision of the store that it shows."""
        return self.rows.revision

    @cached_property
    def entity_kinds(self) -> NDArray[np.int8]:
        """The kind of each entity, as its place in `EntityKind`."""
        places = {kind: place for place, kind in enumerate(EntityKind)}
        kinds = map(kind_of, self.rows.entities)
        return np.array([places[kind] for kind in kinds if kind], np.int8)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each node, by its id."""
        return {id: number for number, id in enumerate(self.rows.ids)}

    @cached_property
    def roles(self) -> Any:
        """What entities play in papers: `queries.roles`, [papers, roles * entities]."""
        return roles(self.rows)

    @cached_property
    def roles_by_entity(self) -> Any:
        """The same by columns, a `scipy.sparse.csc_array`."""
        return self.roles.tocsc()

    @cached_property
    def entities_by_rank(self) -> NDArray[np.int64]:
        """The numbers of all entities, those with the highest PageRank first, then by id."""
        return np.argsort(-self.page_rank[: len(self.rows.entities)], kind="stable")

    @cached_property
    def page_rank(self) -> NDArray[np.float64]:
        """The PageRank of each node: papers pass theirs on to what they claim and mention, entities to what
        they build and improve on; an edge counts as often as papers make it. All together they are 1."""
        rows = self.rows
        rank = pagerank(len(rows.ids), rows.heads, rows.tails, rows.supports.astype(np.float64))
        # Rounded, so that who stands alike has the same rank whatever the order of the sums.
        return rank.round(12)


class Snapshots(Newest[Snapshot]):
    """The newest snapshot of a store."""

    async def make(self, old: Snapshot | None) -> Snapshot:
        """Read all of the store, and compute what nearly everybody asks for."""
        snapshot = Snapshot(await self._store.rows())
        await asyncio.to_thread(lambda: (snapshot.entities_by_rank, snapshot.entity_kinds))
        return snapshot
