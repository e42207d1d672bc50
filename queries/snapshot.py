"""The whole graph in memory: `Snapshot`, and `Snapshots`, which keeps the newest one at hand.

A snapshot is made once a revision, in the background; until the new one is there, the old one serves.
"""

import asyncio
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.kinds import EntityKind
from graph.model import kind_of
from graph.rows import GraphRows
from graph.store import GraphStore
from queries.pagerank import pagerank


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


class Snapshots:
    """The newest snapshot of a store."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._snapshot: Snapshot | None = None
        self._making: asyncio.Task[Snapshot] | None = None

    async def newest(self) -> Snapshot:
        """Return a snapshot at once, where there is one: also an older one, while a newer one is made."""
        revision = await self._store.revision()
        if self._snapshot is not None and self._snapshot.revision >= revision:
            return self._snapshot
        making = self._make()
        # Who asks first has to wait; a failure then belongs to the asker, and the next one tries again.
        return self._snapshot if self._snapshot is not None else await asyncio.shield(making)

    async def current(self) -> Snapshot:
        """Return a snapshot that is at least as new as the store is now."""
        revision = await self._store.revision()
        while self._snapshot is None or self._snapshot.revision < revision:
            await asyncio.shield(self._make())
        return self._snapshot

    def _make(self) -> "asyncio.Task[Snapshot]":
        if self._making is None or self._making.done():
            self._making = asyncio.create_task(self._read())
        return self._making

    async def _read(self) -> Snapshot:
        snapshot = Snapshot(await self._store.rows())
        await asyncio.to_thread(lambda: (snapshot.entities_by_rank, snapshot.entity_kinds))
        self._snapshot = snapshot
        return snapshot

    async def close(self) -> None:
        """Stop making one."""
        if self._making is not None and not self._making.done():
            self._making.cancel()
            await asyncio.gather(self._making, return_exceptions=True)
