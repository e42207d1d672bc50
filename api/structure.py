"""Rankings, communities, trends and likenesses as GraphQL fields, computed of the graph in memory."""

from enum import Enum
from typing import Annotated, Self

import numpy as np
import strawberry
from numpy.typing import NDArray

from api import connections as page
from api.connections import Size
from api.context import Info
from api.fields import field
from api.inputs import EntityKind, NodeKind
from api.types import Entity, Node, node_of
from graph import kinds
from graph.errors import InvalidValue
from graph.model import kind_of
from queries import communities, trends
from queries.structure import Structure

_MOST_AROUND = 50

Around = Annotated[
    list[strawberry.ID] | None,
    strawberry.argument(
        description="Up to 50 ids: rank nodes by how near they are to these (personalised PageRank)."
    ),
]


@strawberry.enum(description="What nodes are ranked by.")
class RankBy(Enum):
    PAGE_RANK = strawberry.enum_value(
        "pagerank", description="Much is built on it, by what much is built on (Page et al., 1999)."
    )
    HUBS = strawberry.enum_value("hubs", description="It draws on much of authority (Kleinberg, 1999).")
    AUTHORITIES = strawberry.enum_value("authorities", description="Good hubs draw on it.")
    BETWEENNESS = strawberry.enum_value(
        "betweenness",
        description="Shortest paths of claims lead over it (Brandes, 2001); estimated from 64 nodes.",
    )


@strawberry.type(description="A node and what it is ranked by.")
class RankedNode:
    node: Node = strawberry.field(description="The node.")
    score: float = strawberry.field(description="Its value; the highest comes first.")


@strawberry.type(description="Papers and entities that belong together (Leiden; Traag et al., 2019).")
class Community:
    id: strawberry.ID = strawberry.field(description="The id of its highest ranked entity.")
    name: str = strawberry.field(description="What most sets it apart: object detection: VGG, R-CNN.")
    papers: int = strawberry.field(description="How many papers it has.")
    entities: int = strawberry.field(description="How many entities.")
    tasks: list[Entity] = strawberry.field(description="The tasks that tell most of it.")
    methods: list[Entity] = strawberry.field(description="The methods that tell most of it.")
    members: list[Entity] = strawberry.field(description="Its entities with the highest PageRank.")

    @classmethod
    def of(cls, found: communities.Community) -> Self:
        """Return the type for a community."""
        return cls(
            id=strawberry.ID(found.id),
            name=found.name,
            papers=found.papers,
            entities=found.entities,
            tasks=[Entity.of(record) for record in found.tasks],
            methods=[Entity.of(record) for record in found.methods],
            members=[Entity.of(record) for record in found.members],
        )


@strawberry.type(description="An entity whose ties go to several communities.")
class Bridge:
    entity: Entity = strawberry.field(description="The entity.")
    score: float = strawberry.field(description="Participation times the strength of its ties.")
    participation: float = strawberry.field(
        description="0 where all ties stay in one community, near 1 where they go to many."
    )
    communities: list[Community] = strawberry.field(description="What it joins, most ties first.")


@strawberry.type(description="An entity that more papers mention than its own past would make one expect.")
class Trend:
    entity: Entity = strawberry.field(description="The entity.")
    papers: int = strawberry.field(description="How many papers of the span mention it.")
    past: int = strawberry.field(description="How many of the time before, which is as long.")
    growth: float = strawberry.field(
        description="By what its share of all papers has grown: 2 is twice. Each count plus one half."
    )
    surprise: float = strawberry.field(
        description="The papers more than expected, in standard deviations of such a count."
    )


@strawberry.type(description="What is rising in a span of time, against as long a time before it.")
class Trends:
    since: str = strawberry.field(description="The first day of the span.")
    until: str = strawberry.field(description="Its last day.")
    past_since: str = strawberry.field(description="The first day of the time before.")
    papers: int = strawberry.field(description="How many papers the span has.")
    past: int = strawberry.field(description="How many the time before has.")
    rising: list[Trend] = strawberry.field(description="What rises, the most surprising first.")


@strawberry.type(description="An entity like another.")
class Similar:
    entity: Entity = strawberry.field(description="The entity.")
    score: float = strawberry.field(description="How alike they are, from 0 to 1.")
    shared: list[Node] = strawberry.field(
        description="What both stand beside: entities, then papers, the rarest first."
    )


async def _structure(info: Info) -> Structure:
    return info.context.structures.of(await info.context.snapshots.newest())


async def _nodes(info: Info, ids: list[str]) -> dict[str, Node]:
    """Return the nodes with these ids; those that were removed since are left out."""
    papers = [id for id in ids if kind_of(id) is None]
    entities = [id for id in ids if kind_of(id) is not None]
    found: dict[str, Node] = {}
    for paper in await info.context.loaders.papers_by_id.load_many(papers):
        if paper:
            found[paper.id] = node_of(paper)
    for record in await info.context.loaders.entities_by_id.load_many(entities):
        if record:
            found[record.entity.id] = node_of(record)
    return found


async def _entities(info: Info, ids: list[str]) -> dict[str, Entity]:
    records = await info.context.loaders.entities_by_id.load_many(ids)
    return {record.entity.id: Entity.of(record) for record in records if record}


@strawberry.type
class Structures:
    """The fields of `Query` that are about the graph as a whole."""

    @field
    async def ranking(
        self,
        info: Info,
        by: Annotated[RankBy, strawberry.argument(description="What by.")] = RankBy.PAGE_RANK,
        kinds: Annotated[
            list[NodeKind] | None, strawberry.argument(description="Only these kinds; all if none is given.")
        ] = None,
        around: Around = None,
        first: Size = page.DEFAULT_PAGE,
    ) -> list[RankedNode]:
        """The highest ranked papers and entities."""
        structure = await _structure(info)
        scores = await _scores(structure, by, around)
        snapshot, size = structure.snapshot, page.size("first", first)
        kept = _of_kinds(structure, kinds)
        for id in around or ():
            kept[snapshot.numbers[id]] = False
        numbers = np.flatnonzero(kept)
        order = numbers[np.argsort(-scores[numbers], kind="stable")][:size].tolist()
        nodes = await _nodes(info, [snapshot.rows.ids[number] for number in order])
        return [
            RankedNode(node=nodes[id], score=float(scores[number]))
            for number in order
            for id in [snapshot.rows.ids[number]]
            if id in nodes
        ]

    @field
    async def communities(self, info: Info, first: Size = page.DEFAULT_PAGE) -> list[Community]:
        """The communities of papers and entities, the largest first."""
        structure = await _structure(info)
        partition = await structure.partition()
        numbers = range(min(partition.count, page.size("first", first)))
        found = await communities.communities(info.context.store, structure.snapshot, partition, numbers)
        return [Community.of(community) for community in found]

    @field
    async def community(
        self,
        info: Info,
        of: Annotated[strawberry.ID, strawberry.argument(description="The id of a paper or an entity.")],
    ) -> Community | None:
        """The community of a node; null where it is in none, or there is no such node."""
        structure = await _structure(info)
        number = structure.snapshot.numbers.get(of)
        partition = await structure.partition()
        if number is None or partition.members[number] < 0:
            return None
        [found] = await communities.communities(
            info.context.store, structure.snapshot, partition, [int(partition.members[number])]
        )
        return Community.of(found)

    @field
    async def bridges(self, info: Info, first: Size = page.DEFAULT_PAGE) -> list[Bridge]:
        """The entities that join communities, the strongest first."""
        structure = await _structure(info)
        found = await structure.bridges(page.size("first", first))
        numbers = sorted({number for bridge in found for number in bridge.communities})
        partition = await structure.partition()
        made = await communities.communities(info.context.store, structure.snapshot, partition, numbers)
        joined = {number: Community.of(each) for number, each in zip(numbers, made, strict=True)}
        entities = await _entities(info, [bridge.entity for bridge in found])
        return [
            Bridge(
                entity=entities[bridge.entity],
                score=bridge.score,
                participation=bridge.participation,
                communities=[joined[number] for number in bridge.communities],
            )
            for bridge in found
            if bridge.entity in entities
        ]

    @field
    async def trends(
        self,
        info: Info,
        kind: Annotated[
            EntityKind | None, strawberry.argument(description="Only of this kind; of any if not said.")
        ] = None,
        since: Annotated[
            str | None,
            strawberry.argument(
                description="The span begins: YYYY, YYYY-MM or YYYY-MM-DD; a year if not said."
            ),
        ] = None,
        until: Annotated[
            str | None, strawberry.argument(description="It ends; with the latest paper if not said.")
        ] = None,
        first: Size = page.DEFAULT_PAGE,
    ) -> Trends:
        """What is rising: entities that more papers mention than before. Fewer than 3 papers are no trend."""
        snapshot = await info.context.snapshots.newest()
        wanted = [kinds.EntityKind[kind.name]] if kind else []
        found = trends.trends(snapshot, wanted, since=since, until=until, limit=page.size("first", first))
        entities = await _entities(info, [trend.entity for trend in found.rising])
        return Trends(
            since=found.since,
            until=found.until,
            past_since=found.past_since,
            papers=found.papers,
            past=found.past,
            rising=[
                Trend(
                    entity=entities[trend.entity],
                    papers=trend.papers,
                    past=trend.past,
                    growth=trend.growth,
                    surprise=trend.surprise,
                )
                for trend in found.rising
                if trend.entity in entities
            ],
        )

    @field
    async def similar_methods(
        self,
        info: Info,
        method: Annotated[strawberry.ID, strawberry.argument(description="The id of a method.")],
        first: Size = page.DEFAULT_PAGE,
    ) -> list[Similar] | None:
        """The methods that have most beside them in common with one: what they build on, are compared with
        and evaluated on, and who mentions them; null if there is no such method."""
        if kind_of(method) is not kinds.EntityKind.METHOD:
            raise InvalidValue("method", f"{method!r} is no id of a method")
        structure = await _structure(info)
        found = await structure.similar(method, page.size("first", first))
        if found is None:
            return None
        entities = await _entities(info, [each.entity for each in found])
        nodes = await _nodes(info, sorted({id for each in found for id in each.shared}))
        return [
            Similar(
                entity=entities[each.entity],
                score=each.score,
                shared=[nodes[id] for id in each.shared if id in nodes],
            )
            for each in found
            if each.entity in entities
        ]


async def _scores(
    structure: Structure, by: RankBy, around: list[strawberry.ID] | None
) -> NDArray[np.float64]:
    if around:
        if by is not RankBy.PAGE_RANK:
            raise InvalidValue("around", "goes with by: PAGE_RANK only")
        if len(around) > _MOST_AROUND:
            raise InvalidValue("around", f"at most {_MOST_AROUND} ids are taken, got {len(around)}")
        return await structure.around(around)
    match by:
        case RankBy.PAGE_RANK:
            return structure.snapshot.page_rank
        case RankBy.BETWEENNESS:
            return await structure.betweenness()
    found = await structure.hits()
    return found.hubs if by is RankBy.HUBS else found.authorities


def _of_kinds(structure: Structure, wanted: list[NodeKind] | None) -> NDArray[np.bool_]:
    snapshot = structure.snapshot
    kept = np.ones(len(snapshot.rows.ids), np.bool_)
    if wanted:
        named = [kind.name for kind in wanted if kind is not NodeKind.PAPER]
        places = [list(kinds.EntityKind).index(kinds.EntityKind[name]) for name in named]
        entities = len(snapshot.rows.entities)
        kept[:entities] = np.isin(snapshot.entity_kinds, places)
        kept[entities:] = NodeKind.PAPER in wanted
    return kept
