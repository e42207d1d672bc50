"""What a resolver has at hand: one `Context` is made for each request."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

import strawberry

from api.limits import Limits
from api.live import Live
from api.loaders import Loaders
from graph.errors import PapergraphError
from graph.keys import Scope
from graph.model import Paper
from graph.store import Change, GraphStore, MergeReport

Ingest = Callable[[Sequence[Paper]], Awaitable[MergeReport]]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who asks: the name of the key that was shown, "" for none, and what he may do."""

    name: str
    scopes: frozenset[Scope]


EVERYBODY = Holder("", frozenset({Scope.READ}))


class NothingIngests(PapergraphError):
    """There is nothing here that extracts papers."""


class Context:
    """The store, loaders that remember what this request has read, what it may ask at most, who asks, and
    how papers are ingested."""

    def __init__(
        self,
        store: GraphStore,
        limits: Limits | None = None,
        asking: Holder = EVERYBODY,
        ingest: Ingest | None = None,
        live: Live | None = None,
    ) -> None:
        self.store = store
        self.limits = limits or Limits()
        self.asking = asking
        self.loaders = Loaders(store)
        self._ingest, self._live = ingest, live

    async def changes(self) -> AsyncIterator[Change]:
        """Yield what is merged from now on; with each, what was read before is forgotten."""
        async for change in (self._live or Live(self.store)).changes():
            self.forget()
            yield change

    async def ingest(self, papers: Sequence[Paper]) -> MergeReport:
        """Extract papers and merge them; what was read before is forgotten."""
        if self._ingest is None:
            raise NothingIngests("this service only answers questions")
        report = await self._ingest(papers)
        self.forget()
        return report

    def forget(self) -> None:
        """Forget what was read: the store has changed."""
        self.loaders = Loaders(self.store)


Info = strawberry.Info[Context, None]
