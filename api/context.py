"""What a resolver has at hand: one `Context` is made for each request."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Self

import strawberry

from api.limits import Limits
from api.live import Live
from api.loaders import Loaders
from graph.errors import PapergraphError
from graph.keys import Scope
from graph.model import Paper, PaperFacts
from graph.store import Change, GraphStore, MergeReport
from queries.related_index import RelatedIndexes
from queries.snapshot import Snapshots
from queries.structure import Structures

Ingest = Callable[[Sequence[Paper]], Awaitable[MergeReport]]
Extract = Callable[[Sequence[Paper]], Awaitable[list[PaperFacts]]]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who asks: the name of the key that was shown, "" for none, and what he may do."""

    name: str
    scopes: frozenset[Scope]


EVERYBODY = Holder("", frozenset({Scope.READ}))


class NothingIngests(PapergraphError):
    """There is nothing here that extracts papers."""


@dataclass(frozen=True, slots=True)
class Services:
    """What lives longer than a request: who looks for changes, the graph in memory, its papers side by side,
    and how papers are ingested and read, if they are."""

    live: Live
    snapshots: Snapshots
    indexes: RelatedIndexes
    structures: Structures
    ingest: Ingest | None = None
    extract: Extract | None = None

    @classmethod
    def of(cls, store: GraphStore, ingest: Ingest | None = None, extract: Extract | None = None) -> Self:
        """Return the services of a store."""
        snapshots = Snapshots(store)
        return cls(Live(store), snapshots, RelatedIndexes(store, snapshots), Structures(), ingest, extract)

    async def close(self) -> None:
        """Stop what is made in the background."""
        await self.indexes.close()
        await self.snapshots.close()


class Context:
    """The store, loaders that remember what this request has read, what it may ask at most, who asks, and
    what lives longer."""

    def __init__(
        self,
        store: GraphStore,
        limits: Limits | None = None,
        asking: Holder = EVERYBODY,
        services: Services | None = None,
    ) -> None:
        self.store = store
        self.limits = limits or Limits()
        self.asking = asking
        self.loaders = Loaders(store)
        self._services = services or Services.of(store)

    @property
    def snapshots(self) -> Snapshots:
        """The graph in memory."""
        return self._services.snapshots

    @property
    def structures(self) -> Structures:
        """What is computed of it for those who ask."""
        return self._services.structures

    @property
    def indexes(self) -> RelatedIndexes:
        """The papers side by side."""
        return self._services.indexes

    async def extract(self, paper: Paper) -> PaperFacts:
        """Return what is extracted from a paper, which is not kept."""
        if self._services.extract is None:
            raise NothingIngests("this service only answers questions")
        [facts] = await self._services.extract([paper])
        return facts

    async def changes(self) -> AsyncIterator[Change]:
        """Yield what is merged from now on; with each, what was read before is forgotten."""
        async for change in self._services.live.changes():
            self.forget()
            yield change

    async def ingest(self, papers: Sequence[Paper]) -> MergeReport:
        """Extract papers and merge them; what was read before is forgotten."""
        if self._services.ingest is None:
            raise NothingIngests("this service only answers questions")
        report = await self._services.ingest(papers)
        self.forget()
        return report

    def forget(self) -> None:
        """Forget what was read: the store has changed."""
        self.loaders = Loaders(self.store)


Info = strawberry.Info[Context, None]
