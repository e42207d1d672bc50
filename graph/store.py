"""`GraphStore`, the port through which everything else reads and writes the graph.

Every method takes many ids and answers in their order, so that no caller needs a loop of calls. Lists
are paged by the key of the last item seen and never by offset, so that a page stays right while papers
are merged. Both adapters (`graph.sqlite_store`, `graph.neo4j_store`) give equal answers: one contract
suite, `tests/test_graph_store_contract.py`, runs on both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar

from graph.curation import Decision
from graph.errors import InvalidValue
from graph.keys import Key as ApiKey
from graph.kinds import ClaimKind, EntityKind
from graph.model import Claim, Edge, Entity, Paper, PaperFacts, Result

if TYPE_CHECKING:
    from graph.rows import GraphRows
    from graph.selection import Question
    from graph.vectors import PaperVectors

Key = tuple[str | float, ...]
"""Where an item stands in its list: the values that the list is sorted by, the last one unique."""

LARGEST_PAGE = 1000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is wanted: `limit` items after the key `after` and before the key `before`
    (both exclusive, None for the ends), counted from the front, or from the back when `backwards`."""

    limit: int
    after: Key | None = None
    before: Key | None = None
    backwards: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= LARGEST_PAGE:
            raise InvalidValue("window.limit", f"must lie between 1 and {LARGEST_PAGE}, got {self.limit}")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The items of one window, always in the order of the list, and whether the list goes on."""

    items: tuple[T, ...]
    has_previous: bool = False
    has_next: bool = False


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """An entity as the whole graph knows it.

    Its name is the one that most papers give it (of equals, the first by code point), its aliases all
    the others. `support` counts the papers that mention it; `first_seen` is the earliest of their dates.
    """

    entity: Entity
    support: int
    first_seen: str | None


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim and the support of its edge: how many papers make it."""

    claim: Claim
    support: int

    @property
    def key(self) -> Key:
        """Claims are listed by confidence, the highest first, then by id."""
        return (self.claim.confidence, self.claim.id)


@dataclass(frozen=True, slots=True)
class Ends:
    """Which edge: its head, kind and tail."""

    head: str
    kind: ClaimKind
    tail: str


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A paper, and the revision of the store at which it came to say what it says now."""

    revision: int
    paper: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of Daily Papers, YYYY-MM-DD, and how many papers it listed."""

    date: str
    papers: int


class ClaimsBy(StrEnum):
    """Whose claims are asked for."""

    PAPER = "paper"
    """The claims that these papers state."""
    HEAD = "head"
    """The claims that start from these entities (or from these papers themselves)."""
    TAIL = "tail"
    """The claims that point at these entities."""
    EITHER = "either"
    """The claims that start from or point at these entities."""


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """Which papers are wanted; every condition that is given must hold.

    `since` and `until` are dates as exact as one likes, both inclusive: until="2017" takes all of 2017.
    A paper without a date passes neither. `entity` is the id of an entity that the paper mentions.
    `listed` is a day of Daily Papers.
    """

    since: str | None = None
    until: str | None = None
    venue: str | None = None
    entity: str | None = None
    listed: str | None = None


class EntityOrder(StrEnum):
    """How entities are listed; of equals, by id."""

    SUPPORT = "support"
    """The most mentioned first."""
    NAME = "name"
    """By id, which is made of the canonical name."""
    NEWEST = "newest"
    """The last first seen first, those without a date last."""

    def key(self, record: EntityRecord) -> Key:
        """Return where an entity stands in a list of this order."""
        id = record.entity.id
        match self:
            case EntityOrder.SUPPORT:
                return (record.support, id)
            case EntityOrder.NAME:
                return (id,)
            case EntityOrder.NEWEST:
                return (record.first_seen or "", id)


@dataclass(frozen=True, slots=True)
class EntityFilter:
    """Which entities are wanted; dates are those when they were first seen, as in `PaperFilter`. `kinds`
    empty: all."""

    kinds: frozenset[EntityKind] = frozenset()
    min_support: int = 1
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims are wanted; dates are those of the papers, as in `PaperFilter`. `kinds` empty: all."""

    kinds: frozenset[ClaimKind] = frozenset()
    min_support: int = 1
    min_confidence: float = 0.0
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge did: how many papers were new, how many said something else before, how many were
    the same; and the revision of the store afterwards."""

    added: int
    changed: int
    unchanged: int
    revision: int


@dataclass(frozen=True, slots=True)
class Stats:
    """How much a store holds."""

    revision: int
    papers: int
    results: int
    entities: dict[EntityKind, int] = field(default_factory=dict)
    claims: dict[ClaimKind, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote as it is stored, unchecked: `owner` is the id of the claim or result that it supports,
    or "contribution"."""

    owner: str
    sentence: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PaperQuotes:
    """All quotes of a paper as they are stored, unchecked, and the text that they should stand in."""

    paper: str
    text: str
    quotes: tuple[Quote, ...]


def paper_key(paper: Paper) -> Key:
    """Papers are listed by date, the newest first and those without one last, then by id."""
    return (paper.date or "", paper.id)


class GraphStore(Protocol):
    """Where the graph is kept. Open one with `graph.open.open_store`; close it, or use `async with`."""

    async def merge(self, facts: Sequence[PaperFacts]) -> MergeReport:
        """Make each paper say exactly this, in one transaction: all of it is kept, or nothing.

        What a paper said before is replaced. Entities that nothing mentions any more are removed. The
        revision grows by one if anything changed, and papers whose facts are the same stay untouched.
        Raises `InvalidValue` if a paper occurs twice; `StoreFull`, `ReadOnlyStore`, `StoreBusy`,
        `ConnectionLost`.
        """
        ...

    async def delete_papers(self, ids: Sequence[str]) -> int:
        """Remove these papers with their claims, results and the entities that nothing else mentions.

        Returns how many existed; the revision grows by one if any did.
        """
        ...

    async def curate(self, decisions: Sequence[Decision]) -> int:
        """Keep decisions of curators, and make papers say what they say under them, in one transaction: also
        those that are merged later. Return how many papers say something else now."""
        ...

    async def withdraw(self, id: str) -> int | None:
        """Forget the decision with this id, and make papers say what they say without it. Return how many
        papers say something else now, None where there is no such decision."""
        ...

    async def decisions(self) -> list[Decision]:
        """Return all decisions, in the order in which they were made."""
        ...

    async def revision(self) -> int:
        """Return the number of changes that the store has seen; 0 when it is new."""
        ...

    async def changes(self, after: Change, limit: int) -> list[Change]:
        """Return at most `limit` changes after this one, by revision, then by id. A paper counts once, as it
        was merged last; who goes on after the last change that was returned misses none."""
        ...

    async def stats(self) -> Stats:
        """Return how much the store holds; kinds that it holds none of are left out."""
        ...

    async def papers(self, ids: Sequence[str]) -> list[Paper | None]:
        """Return the papers with these ids, None where there is none."""
        ...

    async def facts(self, ids: Sequence[str]) -> list[PaperFacts | None]:
        """Return what these papers say: what `merge` was given, under the decisions of curators."""
        ...

    async def list_papers(self, filter: PaperFilter, window: Window) -> Page[Paper]:
        """Return papers in the order of `paper_key`: the newest first."""
        ...

    async def entities(self, ids: Sequence[str]) -> list[EntityRecord | None]:
        """Return the entities with these ids, None where there is none."""
        ...

    async def list_entities(
        self, filter: EntityFilter, order: EntityOrder, window: Window
    ) -> Page[EntityRecord]:
        """Return entities in this order, of all wanted kinds together."""
        ...

    async def named(self, kind: EntityKind, names: Sequence[str]) -> list[EntityRecord | None]:
        """Return the entity of this kind that goes by each name, or None.

        Names are compared by their `graph.names.slug`. Of several entities, the one with that id wins,
        then the one that more papers mention, then the first id.
        """
        ...

    async def claims(
        self, by: ClaimsBy, ids: Sequence[str], filter: ClaimFilter, window: Window
    ) -> list[Page[ClaimRecord]]:
        """Return for each id a page of its claims in the order of `ClaimRecord.key`."""
        ...

    async def edges(
        self, by: ClaimsBy, ids: Sequence[str], filter: ClaimFilter, limit: int
    ) -> list[list[Edge]]:
        """Return for each id its edges, the most supported first, then by confidence, then by id; at
        most `limit` of them. `ClaimsBy.PAPER` is refused with `InvalidValue`: edges span papers.

        Support and confidence of an edge count only the claims that pass `filter`.
        """
        ...

    async def claims_of_edges(self, edges: Sequence[Ends], limit: int) -> list[list[ClaimRecord]]:
        """Return for each edge at most `limit` of the claims that make it, in the order of
        `ClaimRecord.key`; none where there is no such edge."""
        ...

    async def days(self, before: str | None, limit: int) -> list[Day]:
        """Return at most `limit` days on which papers were listed, before the day `before` (None: from the
        last one), the newest first."""
        ...

    async def results(self, ids: Sequence[str], limit: int) -> list[list[Result]]:
        """Return for each id at most `limit` results that name it: all that a paper reports, or all on a
        dataset, by a method, in a metric or for a task; the newest paper first, then by result id."""
        ...

    async def answer(self, question: "Question") -> bytes:
        """Return all that a question asks for as JSON in UTF-8, from one statement: an object with the keys
        of its fields, in their order and without blanks.

        The other methods give the same, object by object. Raises `InvalidValue` for what cannot be asked.
        """
        ...

    async def rows(self) -> "GraphRows":
        """Return all nodes and edges: for those who compute on the whole graph."""
        ...

    async def vectors(self) -> "PaperVectors":
        """Return the embeddings of all papers that were merged with one."""
        ...

    async def search_papers(self, words: Sequence[str], limit: int) -> list[Paper]:
        """Return papers whose title or abstract holds every one of these `graph.names.words`, the last
        one also as a prefix; the best matches first by the store's own measure."""
        ...

    async def search_entities(
        self, words: Sequence[str], kinds: frozenset[EntityKind], limit: int
    ) -> list[EntityRecord]:
        """Return entities of these kinds (none given: all) one of whose names holds every word, the last
        one also as a prefix; the most mentioned first, then by id."""
        ...

    async def quotes(self, after: str | None, limit: int) -> list[PaperQuotes]:
        """Return the stored quotes of up to `limit` papers with an id greater than `after`, by id,
        unchecked: for `queries.verify`."""
        ...

    async def add_key(self, key: ApiKey) -> None:
        """Keep a key."""
        ...

    async def keys(self) -> list[ApiKey]:
        """Return all keys, the oldest first, then by id."""
        ...

    async def key(self, id: str) -> ApiKey | None:
        """Return the key with this id, or None."""
        ...

    async def remove_key(self, id: str) -> bool:
        """Forget a key; return whether there was one."""
        ...

    async def close(self) -> None:
        """Give back connections and threads. Closing twice is fine."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *exc: object) -> None: ...
