"""What is computed of a snapshot only for those who ask for it, once, and off the event loop."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.errors import InvalidValue
from graph.kinds import ClaimKind
from graph.rows import KINDS
from queries.betweenness import SOURCES, betweenness
from queries.bridges import Bridge, bridges
from queries.communities import Partition, adjacency, partition
from queries.hits import Hits, hits
from queries.pagerank import pagerank
from queries.similar import Neighbours, Similar
from queries.snapshot import Snapshot

Made = TypeVar("Made")

KEPT = 4
"""Things that `Structure.once` keeps: a map of 20,000 nodes takes 10 MB."""


class Structure:
    """Communities, hubs, authorities, betweenness and neighbours of the nodes of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._lock = asyncio.Lock()
        self._making = asyncio.Lock()
        self._made: dict[Hashable, Any] = {}

    async def partition(self) -> Partition:
        """Return the communities."""
        found: Partition = await self._ready("_partition")
        return found

    async def hits(self) -> Hits:
        """Return hubs and authorities."""
        found: Hits = await self._ready("_hits")
        return found

    async def betweenness(self) -> NDArray[np.float64]:
        """Return the betweenness of each node over claims (not mentions), estimated from 64 nodes."""
        found: NDArray[np.float64] = await self._ready("_betweenness")
        return found

    async def similar(self, id: str, limit: int) -> list[Similar] | None:
        """Do what `Neighbours.similar` does."""
        neighbours: Neighbours = await self._ready("_neighbours")
        return await asyncio.to_thread(neighbours.similar, id, limit)

    async def bridges(self, limit: int) -> list[Bridge]:
        """Do what `queries.bridges` does."""
        found = await self.partition()
        return await asyncio.to_thread(bridges, self.snapshot, self._ties, found, limit)

    async def around(self, ids: Sequence[str]) -> NDArray[np.float64]:
        """Return the PageRank of each node for a surfer who always begins anew at one of these, whichever way
        edges point. Raises `InvalidValue` for an id that the snapshot does not have."""
        start = np.zeros(len(self.snapshot.rows.ids))
        for id in ids:
            number = self.snapshot.numbers.get(id)
            if number is None:
                raise InvalidValue("around", f"{id!r} is no node of the graph")
            start[number] = 1.0
        rows = self.snapshot.rows
        weights = np.tile(rows.supports.astype(np.float64), 2)
        heads = np.concatenate([rows.heads, rows.tails])
        tails = np.concatenate([rows.tails, rows.heads])
        return await asyncio.to_thread(pagerank, len(rows.ids), heads, tails, weights, start=start)

    async def once(self, key: Hashable, make: Callable[[], Awaitable[Made]]) -> Made:
        """Return what `make` makes; who asks for the same key again gets the same. The last few are kept, and
        one is made at a time."""
        if key not in self._made:
            async with self._making:
                if key not in self._made:
                    self._made[key] = await make()
        made: Made = self._made.pop(key)
        self._made[key] = made  # the last that was asked for is the last to go
        while len(self._made) > KEPT:
            del self._made[next(iter(self._made))]
        return made

    async def _ready(self, name: str) -> Any:
        async with self._lock:  # who asks for the same meanwhile waits for it
            return await asyncio.to_thread(getattr, self, name)

    @cached_property
    def _ties(self) -> Any:
        return adjacency(self.snapshot.rows, self.snapshot.entity_kinds)

    @cached_property
    def _partition(self) -> Partition:
        return partition(self._ties)

    @cached_property
    def _hits(self) -> Hits:
        rows = self.snapshot.rows
        return hits(len(rows.ids), rows.heads, rows.tails, rows.supports.astype(np.float64))

    @cached_property
    def _betweenness(self) -> NDArray[np.float64]:
        rows = self.snapshot.rows
        claims = rows.kinds != KINDS.index(ClaimKind.MENTIONS)
        return betweenness(len(rows.ids), rows.heads[claims], rows.tails[claims], sources=SOURCES)

    @cached_property
    def _neighbours(self) -> Neighbours:
        return Neighbours(self.snapshot)


class Structures:
    """The structure of the snapshot that was asked about last."""

    def __init__(self) -> None:
        self._last: Structure | None = None

    def of(self, snapshot: Snapshot) -> Structure:
        """Return the structure of a snapshot."""
        if self._last is None or self._last.snapshot is not snapshot:
            self._last = Structure(snapshot)
        return self._last
