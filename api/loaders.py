"""Loaders: the single objects that resolvers ask for, gathered into one call of the store.

A resolver asks for one key and waits; all keys that were asked for meanwhile go to the store together.
So a query costs as many calls as it is deep, whatever the number of objects. Loaders are named by access
path, answer in the order of their keys, and live as long as one request.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from strawberry.dataloader import DataLoader

from graph.model import Paper, PaperFacts, Result
from graph.selection import ByName, Claims
from graph.store import ClaimRecord, Ends, EntityRecord, GraphStore, Page

K = TypeVar("K")
A = TypeVar("A")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class ClaimsOf:
    """A page of the claims of a paper or an entity."""

    id: str
    asked: Claims


@dataclass(frozen=True, slots=True)
class ResultsOf:
    """The first results of a paper or an entity."""

    id: str
    limit: int


@dataclass(frozen=True, slots=True)
class ClaimsOfEdge:
    """The first claims of an edge."""

    edge: Ends
    limit: int


class Loaders:
    """All loaders of one request."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self.papers_by_id = DataLoader[str, Paper | None](store.papers)
        self.facts_by_paper = DataLoader[str, PaperFacts | None](store.facts)
        self.entities_by_id = DataLoader[str, EntityRecord | None](store.entities)
        self.entities_by_name = DataLoader[ByName, EntityRecord | None](self._named)
        self.claims = DataLoader[ClaimsOf, Page[ClaimRecord]](self._claims)
        self.claims_by_edge = DataLoader[ClaimsOfEdge, list[ClaimRecord]](self._claims_of_edges)
        self.results_by_end = DataLoader[ResultsOf, list[Result]](self._results)

    async def _named(self, keys: list[ByName]) -> list[EntityRecord | None]:
        return await _by_arguments(
            keys,
            lambda key: key.kind,
            lambda kind, group: self._store.named(kind, [key.name for key in group]),
        )

    async def _claims(self, keys: list[ClaimsOf]) -> list[Page[ClaimRecord]]:
        return await _by_arguments(
            keys,
            lambda key: key.asked,
            lambda asked, group: self._store.claims(
                asked.by, [key.id for key in group], asked.filter, asked.window
            ),
        )

    async def _claims_of_edges(self, keys: list[ClaimsOfEdge]) -> list[list[ClaimRecord]]:
        return await _by_arguments(
            keys,
            lambda key: key.limit,
            lambda limit, group: self._store.claims_of_edges([key.edge for key in group], limit),
        )

    async def _results(self, keys: list[ResultsOf]) -> list[list[Result]]:
        return await _by_arguments(
            keys,
            lambda key: key.limit,
            lambda limit, group: self._store.results([key.id for key in group], limit),
        )


async def _by_arguments(
    keys: list[K], arguments: Callable[[K], A], load: Callable[[A, list[K]], Awaitable[Sequence[V]]]
) -> list[V]:
    """Return the values of `keys` in their order, with one call of `load` for each distinct arguments."""
    groups: defaultdict[A, list[K]] = defaultdict(list)
    for key in keys:
        groups[arguments(key)].append(key)
    answers = await asyncio.gather(*(load(args, group) for args, group in groups.items()))
    found: dict[K, V] = {}
    for group, values in zip(groups.values(), answers, strict=True):
        found.update(zip(group, values, strict=True))
    return [found[key] for key in keys]
