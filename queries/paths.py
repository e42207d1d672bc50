"""How two nodes hang together: `paths`, the shortest chains of edges between them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from graph.errors import InvalidValue
from graph.kinds import ClaimKind
from graph.model import Edge
from graph.store import ClaimFilter, ClaimsBy, GraphStore
from queries.neighbourhood import STATED

LONGEST = 8
MOST_PATHS = 20
MOST_EDGES = 300
"""Of one node: the most supported."""
MOST_NODES = 20_000
"""Visited from both ends; a search that would need more says that it gave up."""


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a path, and whether it is walked from its head to its tail."""

    edge: Edge
    forward: bool

    @property
    def end(self) -> str:
        """Where the step leads."""
        return self.edge.tail if self.forward else self.edge.head


@dataclass(frozen=True, slots=True)
class Paths:
    """The shortest paths, those of the most supported edges first (a path counts as its weakest edge); none
    where there is none within reach. `complete` is False if the search gave up before it had looked
    everywhere."""

    steps: tuple[tuple[Step, ...], ...]
    complete: bool


async def paths(  # noqa: PLR0913
    store: GraphStore,
    start: str,
    end: str,
    *,
    longest: int = 6,
    limit: int = 3,
    kinds: frozenset[ClaimKind] = STATED,
    min_support: int = 1,
) -> Paths:
    """Return up to `limit` of the shortest paths between two nodes, whatever way their edges point.

    A search from both ends: at each step all nodes of the smaller side are asked for their edges in one call.
    Raises `InvalidValue`.
    """
    for field, value, most in (("longest", longest, LONGEST), ("first", limit, MOST_PATHS)):
        if not 1 <= value <= most:
            raise InvalidValue(field, f"must lie between 1 and {most}, got {value}")
    if start == end:
        raise InvalidValue("to", "is the same node; a path has two ends")
    filter = ClaimFilter(kinds or STATED, min_support)
    one, two = _Side(start), _Side(end)
    complete = True
    for _ in range(longest):
        side = min(one, two, key=lambda side: len(side.frontier))
        if not side.frontier or len(one.distance) + len(two.distance) > MOST_NODES:
            complete = complete and not side.frontier
            break
        lists = await store.edges(ClaimsBy.EITHER, sorted(side.frontier), filter, MOST_EDGES + 1)
        complete = complete and all(len(edges) <= MOST_EDGES for edges in lists)
        side.grow([edge for edges in lists for edge in edges[:MOST_EDGES]])
        met = one.distance.keys() & two.distance.keys()
        if met:
            shortest = min(one.distance[node] + two.distance[node] for node in met)
            middle = [node for node in met if one.distance[node] + two.distance[node] == shortest]
            return Paths(_joined(one, two, middle, limit), complete)
    return Paths((), complete)


class _Side:
    """What was reached from one end: how far away each node is, and by which edges it was first reached."""

    def __init__(self, start: str) -> None:
        self.distance = {start: 0}
        self.frontier = {start}
        self.before: dict[str, list[Step]] = defaultdict(list)
        """Of each node, the steps to it from a node that is one nearer."""

    def grow(self, edges: list[Edge]) -> None:
        """Go one step on from the frontier along its edges."""
        far = self.distance[next(iter(self.frontier))] + 1
        reached: set[str] = set()
        for edge in {edge.id: edge for edge in edges}.values():
            for step, begin in ((Step(edge, True), edge.head), (Step(edge, False), edge.tail)):
                if begin in self.frontier and self.distance.setdefault(step.end, far) == far:
                    reached.add(step.end)
                    self.before[step.end].append(step)
        self.frontier = reached

    def ways(self, node: str) -> Iterator[tuple[Step, ...]]:
        """Yield the ways from the start to a node, those of well supported edges first."""
        if not self.distance[node]:
            yield ()
            return
        for step in sorted(self.before[node], key=_rank):
            begin = step.edge.head if step.forward else step.edge.tail
            for way in self.ways(begin):
                yield (*way, step)


def _joined(one: _Side, two: _Side, middle: list[str], limit: int) -> tuple[tuple[Step, ...], ...]:
    found: list[tuple[Step, ...]] = []
    for node in sorted(middle):
        for number, way in enumerate(one.ways(node)):
            if number == MOST_PATHS:
                break
            for other, back in enumerate(two.ways(node)):
                if other == MOST_PATHS:
                    break
                found.append((*way, *(Step(s.edge, not s.forward) for s in reversed(back))))
    found.sort(key=lambda path: (-min(s.edge.support for s in path), [_rank(s) for s in path]))
    return tuple(found[:limit])


def _rank(step: Step) -> tuple[int, float, str]:
    return -step.edge.support, -step.edge.confidence, step.edge.id
