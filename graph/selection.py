"""What is wanted of the graph at once: a tree of fields, which a store answers with one statement.

A `Question` starts at the graph itself. Each `Field` names what is wanted ("title", "claims") and what the
answer calls it; where that is more than a value, `of` says which fields of it are wanted, by the type that it
turns out to have. Fields of the graph itself and lists carry what was `asked` of them.

Types and fields are those of the API in snake case; a list in pages has the fields "nodes", "edges" and
"page_info", as Relay has them. "typename" is the name of the type.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from graph.kinds import EntityKind
from graph.store import ClaimFilter, ClaimsBy, EntityFilter, EntityOrder, PaperFilter, Window


@dataclass(frozen=True, slots=True)
class ById:
    """The paper or the entity with this id."""

    id: str


@dataclass(frozen=True, slots=True)
class ByName:
    """The entity of this kind that goes by this name, as `GraphStore.named` finds it."""

    kind: EntityKind
    name: str


@dataclass(frozen=True, slots=True)
class Papers:
    """A page of papers, as of `GraphStore.list_papers`."""

    filter: PaperFilter
    window: Window


@dataclass(frozen=True, slots=True)
class Entities:
    """A page of entities, as of `GraphStore.list_entities`."""

    filter: EntityFilter
    order: EntityOrder
    window: Window


@dataclass(frozen=True, slots=True)
class Claims:
    """A page of claims, as of `GraphStore.claims`."""

    by: ClaimsBy
    filter: ClaimFilter
    window: Window


@dataclass(frozen=True, slots=True)
class First:
    """So many results, as of `GraphStore.results`."""

    limit: int


_FIELDS = {
    "Query": "paper papers entity entities method task dataset metric",
    "Paper": "id label title abstract authors date year venue url code_url project_url listed upvotes source "
    "contribution proposes claims mentions results",
    "Entity": "id label kind name aliases support first_seen claims papers results",
    "Claim": "id kind confidence support paper evidence head tail",
    "Result": "id value number unit span confidence paper evidence method task dataset metric",
    "Mention": "entity spans",
}
FIELDS = MappingProxyType({type: frozenset(names.split()) for type, names in _FIELDS.items()})
"""All fields that can be wanted, besides "typename"; an entity has them whatever its kind."""

Asked = ById | ByName | Papers | Entities | Claims | First


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is wanted, and the key that it has in the answer."""

    key: str
    name: str
    asked: Any = None
    """One of `Asked`, where the field takes arguments."""
    of: "Selection | None" = None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which fields are wanted of a thing, by the name of its type."""

    types: tuple[tuple[str, tuple[Field, ...]], ...]

    def fields(self, type: str) -> tuple[Field, ...]:
        """Return what is wanted of this type; nothing of one that the selection does not know."""
        return next((fields for name, fields in self.types if name == type), ())

    @property
    def only(self) -> tuple[str, tuple[Field, ...]]:
        """The type that this can have, where it is one, and its fields."""
        [found] = self.types
        return found


@dataclass(frozen=True, eq=False)
class Question:
    """The fields of the graph that are wanted. Equal only to itself, so that what a store has made of it can
    be kept for it."""

    fields: tuple[Field, ...]
