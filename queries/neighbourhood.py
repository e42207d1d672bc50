"""What stands around some nodes, for a drawing: `neighbourhood`."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import InvalidValue
from graph.kinds import ClaimKind
from graph.model import Edge, Paper, kind_of
from graph.store import ClaimFilter, ClaimsBy, EntityRecord, GraphStore

STATED = frozenset(ClaimKind) - {ClaimKind.MENTIONS}
"""Every paper mentions its entities; a drawing shows what it says of them unless asked for that too."""
DEEPEST = 4
MOST_NODES = 1000
MOST_STARTS = 50
MOST_EDGES = 200
"""Of one node: the most supported."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Nodes (those that were asked for first, then the nearest) and all seen edges between them, the most
    supported first. `left_out`: how many edges were seen that lead to no node of these. `more`: the nodes
    that have yet other edges."""

    nodes: tuple[Paper | EntityRecord, ...]
    edges: tuple[Edge, ...]
    left_out: int
    more: frozenset[str]


async def neighbourhood(  # noqa: PLR0913
    store: GraphStore,
    around: Sequence[str],
    *,
    depth: int = 1,
    limit: int = 100,
    kinds: frozenset[ClaimKind] = STATED,
    min_support: int = 1,
) -> Neighbourhood:
    """Return up to `limit` nodes that are at most `depth` edges away from the nodes `around`, the most
    supported edges followed first. Costs a call of the store for each step. Ids of nothing are passed over.
    Raises `InvalidValue`."""
    for field, value, most in (("depth", depth, DEEPEST), ("limit", limit, MOST_NODES)):
        if not 1 <= value <= most:
            raise InvalidValue(field, f"must lie between 1 and {most}, got {value}")
    if len(around) > MOST_STARTS:
        raise InvalidValue("around", f"must name at most {MOST_STARTS} nodes, got {len(around)}")
    filter = ClaimFilter(kinds or STATED, min_support)
    nodes = dict.fromkeys(around)
    seen: dict[str, Edge] = {}
    more: set[str] = set()
    frontier = list(nodes)
    for step in range(depth + 1):
        # One step beyond finds the edges between the outermost nodes, and which of them go on.
        lists = await store.edges(ClaimsBy.EITHER, frontier, filter, MOST_EDGES + 1)
        more |= {node for node, edges in zip(frontier, lists, strict=True) if len(edges) > MOST_EDGES}
        found = {edge.id: edge for edges in lists for edge in edges[:MOST_EDGES]}
        seen.update(found)
        frontier = []
        for edge in sorted(found.values(), key=_rank):
            for end in (edge.head, edge.tail):
                if step < depth and end not in nodes and len(nodes) < limit:
                    nodes[end] = None
                    frontier.append(end)
        if not frontier:
            break
    records = await _read(store, list(nodes))
    edges = sorted((e for e in seen.values() if e.head in records and e.tail in records), key=_rank)
    for edge in seen.values():
        more |= {end for end in (edge.head, edge.tail) if not {edge.head, edge.tail} <= records.keys()}
    return Neighbourhood(
        tuple(records.values()), tuple(edges), len(seen) - len(edges), frozenset(more & records.keys())
    )


async def _read(store: GraphStore, ids: Sequence[str]) -> dict[str, Paper | EntityRecord]:
    """Return the nodes that there are, in the order of `ids`."""
    found: dict[str, Paper | EntityRecord] = {
        record.entity.id: record
        for record in await store.entities([id for id in ids if kind_of(id)])
        if record
    }
    found |= {p.id: p for p in await store.papers([id for id in ids if not kind_of(id)]) if p}
    return {id: found[id] for id in ids if id in found}


def _rank(edge: Edge) -> tuple[int, float, str]:
    return -edge.support, -edge.confidence, edge.id
