"""Where a method comes from and what came of it, generation by generation: `lineage`.

An ancestor is what a method improves on or builds on, a descendant what improves on it or builds on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import networkx as nx

from graph.errors import InvalidValue
from graph.kinds import ClaimKind
from graph.model import Edge, kind_of
from graph.store import ClaimFilter, ClaimsBy, EntityRecord, GraphStore

KINDS = frozenset({ClaimKind.IMPROVES_ON, ClaimKind.BUILDS_ON})
DEEPEST = 10
MOST_ENTITIES = 500
MOST_EDGES = 50
"""Of one entity, in one direction: the most supported."""


class LineageDirection(StrEnum):
    """Which relatives are wanted."""

    ANCESTORS = "ancestors"
    DESCENDANTS = "descendants"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Relative:
    """An entity and its generation: 0 is the one that was asked for, -1 what it comes from, 1 what came of
    it. Of two ways to an entity the shorter one counts, and an ancestor before a descendant."""

    entity: EntityRecord
    generation: int


@dataclass(frozen=True, slots=True)
class LineageEdge:
    """An edge between relatives; `cyclic` if its tail is also said to come from its head."""

    edge: Edge
    cyclic: bool


@dataclass(frozen=True, slots=True)
class Lineage:
    """Relatives by generation, the most supported of each first; their edges, the most supported first; and
    how many edges were seen that lead further, or were too many to follow."""

    relatives: tuple[Relative, ...]
    edges: tuple[LineageEdge, ...]
    left_out: int


async def lineage(  # noqa: PLR0913
    store: GraphStore,
    id: str,
    direction: LineageDirection = LineageDirection.BOTH,
    *,
    depth: int = 3,
    kinds: frozenset[ClaimKind] = KINDS,
    min_support: int = 1,
    limit: int = 100,
) -> Lineage | None:
    """Return the relatives of an entity up to `depth` generations away, at most `limit`, None if there is no
    such entity. Costs a call of the store for each generation and direction. Raises `InvalidValue`."""
    _check(depth, kinds, limit)
    if (await store.entities([id]))[0] is None:
        return None
    walk = _Walk(store, ClaimFilter(kinds or KINDS, min_support), limit)
    generations = {id: 0}
    if direction is not LineageDirection.DESCENDANTS:
        await walk.away(generations, id, -1, depth)
    if direction is not LineageDirection.ANCESTORS:
        await walk.away(generations, id, 1, depth)
    records = {r.entity.id: r for r in await store.entities(list(generations)) if r}
    relatives = [Relative(records[each], g) for each, g in generations.items() if each in records]
    relatives.sort(key=lambda r: (r.generation, -r.entity.support, r.entity.entity.id))
    shown = [edge for edge in walk.edges.values() if edge.head in records and edge.tail in records]
    return Lineage(tuple(relatives), tuple(_marked(shown)), walk.left_out + len(walk.edges) - len(shown))


def _check(depth: int, kinds: frozenset[ClaimKind], limit: int) -> None:
    if not 1 <= depth <= DEEPEST:
        raise InvalidValue("depth", f"must lie between 1 and {DEEPEST}, got {depth}")
    if not 1 <= limit <= MOST_ENTITIES:
        raise InvalidValue("limit", f"must lie between 1 and {MOST_ENTITIES}, got {limit}")
    if not kinds <= KINDS:
        raise InvalidValue("kinds", f"lineage follows {' and '.join(sorted(KINDS))} only")


class _Walk:
    """The edges that were seen on the way from an entity to its relatives."""

    def __init__(self, store: GraphStore, filter: ClaimFilter, limit: int) -> None:
        self._store, self._filter, self._limit = store, filter, limit
        self.edges: dict[str, Edge] = {}
        self.left_out = 0

    async def away(self, generations: dict[str, int], start: str, step: int, depth: int) -> None:
        """Add the relatives in one direction to `generations`, nearest first, until there are enough."""
        by = ClaimsBy.HEAD if step < 0 else ClaimsBy.TAIL
        frontier = [start]
        for distance in range(1, depth + 1):
            lists = await self._store.edges(by, frontier, self._filter, MOST_EDGES + 1)
            self.left_out += sum(len(edges) > MOST_EDGES for edges in lists)
            found = [edge for edges in lists for edge in edges[:MOST_EDGES] if kind_of(edge.head)]
            # A paper that names no method of its own is nobody's relative.
            frontier = []
            for edge in sorted(found, key=lambda edge: (-edge.support, -edge.confidence, edge.id)):
                self.edges[edge.id] = edge
                other = edge.tail if step < 0 else edge.head
                if other not in generations and len(generations) <= self._limit:
                    generations[other] = distance * step
                    frontier.append(other)
            if not frontier:
                return


def _marked(edges: Iterable[Edge]) -> list[LineageEdge]:
    edges = sorted(edges, key=lambda edge: (-edge.support, -edge.confidence, edge.id))
    graph = nx.DiGraph((edge.head, edge.tail) for edge in edges)
    component = {node: i for i, nodes in enumerate(nx.strongly_connected_components(graph)) for node in nodes}
    return [LineageEdge(edge, component[edge.head] == component[edge.tail]) for edge in edges]
