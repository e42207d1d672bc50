"""Answers that span many papers, as GraphQL types: lineage, leaderboard, graph, paths, day."""

from enum import Enum
from typing import Self

import strawberry

from api import connections as page
from api.connections import Size
from api.context import Info
from api.errors import Vanished
from api.fields import field
from api.inputs import ClaimKind
from api.loaders import ClaimsOfEdge
from api.types import Claim, Dataset, Entity, Metric, Node, Paper, Result, node_of
from graph import kinds, model, store
from graph.model import kind_of
from queries import daily, leaderboard, lineage, neighbourhood
from queries import paths as ways


@strawberry.type(
    description="All claims with the same head, kind and tail: what several papers may say alike."
)
class GraphEdge:
    id: strawberry.ID = strawberry.field(description="Made of the head, the kind and the tail.")
    kind: ClaimKind = strawberry.field(description="What it says of its two ends.")
    support: int = strawberry.field(description="How many papers make this claim.")
    confidence: float = strawberry.field(description="That of the surest of them, from 0 to 1.")
    head_id: strawberry.ID = strawberry.field(description="The id of its head.")
    tail_id: strawberry.ID = strawberry.field(description="The id of its tail.")

    @classmethod
    def of(cls, edge: model.Edge) -> Self:
        """Return the type for an edge."""
        return cls(
            id=strawberry.ID(edge.id),
            kind=ClaimKind[edge.kind.name],
            support=edge.support,
            confidence=edge.confidence,
            head_id=strawberry.ID(edge.head),
            tail_id=strawberry.ID(edge.tail),
        )

    @field
    async def head(self, info: Info) -> Node:
        """Where it starts: an entity, or a paper."""
        return await _node(info, self.head_id)

    @field
    async def tail(self, info: Info) -> Entity:
        """Where it points."""
        found = await _node(info, self.tail_id)
        if not isinstance(found, Entity):
            raise Vanished(f"{self.tail_id} was removed while the query ran; ask again.")
        return found

    @field
    async def claims(self, info: Info, first: Size = page.DEFAULT_PAGE) -> list[Claim]:
        """The claims themselves with their sentences, the most confident first."""
        ends = store.Ends(self.head_id, kinds.ClaimKind[self.kind.name], self.tail_id)
        key = ClaimsOfEdge(ends, page.size("first", first))
        return [Claim.of(record) for record in await info.context.loaders.claims_by_edge.load(key)]


@strawberry.enum(description="Which relatives of a method are wanted.")
class LineageDirection(Enum):
    ANCESTORS = strawberry.enum_value("ancestors", description="What it improves on and builds on.")
    DESCENDANTS = strawberry.enum_value("descendants", description="What improves on it and builds on it.")
    BOTH = strawberry.enum_value("both", description="Both.")


@strawberry.type(description="The relatives of one generation.")
class Generation:
    number: int = strawberry.field(
        description="0 is the method itself, -1 what it comes from, 1 what came of it, and so on."
    )
    entities: list[Entity] = strawberry.field(description="The relatives, the most supported first.")


@strawberry.type(description="A step of descent: the head improves on the tail, or builds on it.")
class LineageEdge:
    edge: GraphEdge = strawberry.field(description="The edge.")
    cyclic: bool = strawberry.field(
        description="Whether its tail is also said to come from its head, so that neither is older."
    )


@strawberry.type(description="Where a method comes from and what came of it.")
class Lineage:
    generations: list[Generation] = strawberry.field(
        description="The generations, the oldest first. An entity stands in the one that is nearest."
    )
    edges: list[LineageEdge] = strawberry.field(
        description="The edges between them, the most supported first."
    )
    left_out: int = strawberry.field(
        description="How many edges lead further than what is shown: ask with a greater `depth` or `first`."
    )

    @classmethod
    def of(cls, found: lineage.Lineage) -> Self:
        """Return the type for a lineage."""
        numbers = sorted({relative.generation for relative in found.relatives})
        return cls(
            generations=[
                Generation(
                    number=number,
                    entities=[Entity.of(r.entity) for r in found.relatives if r.generation == number],
                )
                for number in numbers
            ],
            edges=[LineageEdge(edge=GraphEdge.of(each.edge), cyclic=each.cyclic) for each in found.edges],
            left_out=found.left_out,
        )


@strawberry.enum(description="Which values of a metric are better.")
class MetricDirection(Enum):
    HIGHER = strawberry.enum_value("higher", description="Higher ones, as of accuracy.")
    LOWER = strawberry.enum_value("lower", description="Lower ones, as of an error.")


@strawberry.type(description="Results that can be compared: in one metric and unit.")
class Board:
    metric: Metric = strawberry.field(description="What the values measure.")
    unit: str | None = strawberry.field(description="Their unit; `%` also for percent.")
    direction: MetricDirection | None = strawberry.field(
        description="Which values are better; null if the metric's name does not tell."
    )
    results: list[Result] = strawberry.field(
        description="The best result of each method and paper, the best first; of equal ones, the newest. "
        "Without a direction, the newest first."
    )


@strawberry.type(description="What papers report on a dataset.")
class Leaderboard:
    dataset: Dataset = strawberry.field(description="The dataset.")
    boards: list[Board] = strawberry.field(description="One for each metric and unit, the longest first.")
    apart: list[Result] = strawberry.field(
        description="What cannot be compared: no metric, a range, a gain such as `1.6 times`."
    )

    @classmethod
    def of(cls, dataset: Dataset, found: leaderboard.Leaderboard) -> Self:
        """Return the type for a leaderboard."""
        return cls(
            dataset=dataset,
            boards=[_board(board) for board in found.boards],
            apart=[Result.of(result) for result in found.apart],
        )


def _board(board: leaderboard.Board) -> Board:
    metric = Entity.of(board.metric)
    assert isinstance(metric, Metric)  # noqa: S101 -- the model lets a result name no other kind
    return Board(
        metric=metric,
        unit=board.unit,
        direction=MetricDirection[board.direction.upper()] if board.direction else None,
        results=[Result.of(result) for result in board.results],
    )


@strawberry.type(description="Nodes and the edges between them, for a drawing.")
class Graph:
    nodes: list[Node] = strawberry.field(description="Those that were asked for first, then the nearest.")
    edges: list[GraphEdge] = strawberry.field(
        description="All edges between these nodes, the most supported first."
    )
    left_out: int = strawberry.field(description="How many edges lead from these nodes to others.")
    more: list[strawberry.ID] = strawberry.field(
        description="The nodes that have edges which are not shown: there the graph can be expanded."
    )

    @classmethod
    def of(cls, found: neighbourhood.Neighbourhood) -> Self:
        """Return the type for a neighbourhood."""
        return cls(
            nodes=[node_of(node) for node in found.nodes],
            edges=[GraphEdge.of(edge) for edge in found.edges],
            left_out=found.left_out,
            more=[strawberry.ID(id) for id in sorted(found.more)],
        )


@strawberry.type(description="One edge of a path.")
class Step:
    edge: GraphEdge = strawberry.field(description="The edge, whose claims say why it is there.")
    forward: bool = strawberry.field(description="Whether the path goes from its head to its tail.")


@strawberry.type(description="A chain of edges between two nodes.")
class Path:
    steps: list[Step] = strawberry.field(description="Its edges, in order.")


@strawberry.type(description="The shortest connections between two nodes.")
class Paths:
    paths: list[Path] = strawberry.field(
        description="All equally short, those of well supported edges first; none if there is none in reach."
    )
    complete: bool = strawberry.field(
        description="Whether all was searched; false where nodes had too many edges to follow them all."
    )

    @classmethod
    def of(cls, found: ways.Paths) -> Self:
        """Return the type for paths."""
        return cls(
            paths=[
                Path(steps=[Step(edge=GraphEdge.of(step.edge), forward=step.forward) for step in steps])
                for steps in found.steps
            ],
            complete=found.complete,
        )


@strawberry.type(description="A day of Daily Papers, and how many papers it listed.")
class Day:
    date: str = strawberry.field(description="YYYY-MM-DD.")
    paper_count: int = strawberry.field(description="How many papers were listed.")

    @classmethod
    def of(cls, day: store.Day) -> Self:
        """Return the type for a day."""
        return cls(date=day.date, paper_count=day.papers)


@strawberry.type(description="A day's papers, and what they brought to the graph.")
class DayInGraph:
    date: str = strawberry.field(description="YYYY-MM-DD.")
    papers: list[Paper] = strawberry.field(description="Its papers, the most upvoted first.")
    new_entities: list[Entity] = strawberry.field(
        description="What no earlier paper mentions, the most mentioned first."
    )
    new_claims: list[Claim] = strawberry.field(
        description="IMPROVES_ON and BUILDS_ON that no earlier paper says, the most confident first."
    )

    @classmethod
    def of(cls, found: daily.DayInGraph) -> Self:
        """Return the type for a day."""
        return cls(
            date=found.date,
            papers=[Paper.of(paper) for paper in found.papers],
            new_entities=[Entity.of(record) for record in found.new_entities],
            new_claims=[Claim.of(record) for record in found.new_claims],
        )


async def _node(info: Info, id: str) -> Node:
    loaders = info.context.loaders
    record = await (loaders.entities_by_id.load(id) if kind_of(id) else loaders.papers_by_id.load(id))
    if record is None:
        raise Vanished(f"{id} was removed while the query ran; ask again.")
    return node_of(record)
