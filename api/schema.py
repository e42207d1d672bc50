"""The questions that the API answers: each field of `Query` says where its answer comes from."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Self

import strawberry
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension, ValidationCache
from strawberry.types import ExecutionContext

from api import asked
from api import connections as page
from api.answers import Day, DayInGraph, Graph, Leaderboard, Lineage, LineageDirection, Paths
from api.columns import Columns
from api.connections import After, Before, Connection, First, Last, Size
from api.context import Info
from api.curating import Curation
from api.errors import ExplainErrors, Reticent
from api.evidence import Span
from api.fields import field
from api.guard import QueryLimits, RememberedParse
from api.inputs import ClaimKind, Entities, EntityKind, EntityOrder, NodeKind, Papers
from api.map import Maps
from api.mutations import Mutation
from api.observations import Observations, Observe
from api.related import Facet, RelatedPaper
from api.stats import Stats
from api.structure import Structures
from api.subscriptions import Subscription
from api.types import Dataset, E, Entity, Method, Metric, Node, Paper, Task, narrow, node_of
from extraction.readers.records import Records, Reject
from graph import kinds as graph_kinds
from graph import model, store
from graph.errors import InvalidValue
from graph.model import kind_of
from graph.selection import ByName
from queries import facets, related, search
from queries.daily import daily
from queries.leaderboard import leaderboard
from queries.lineage import LineageDirection as Relatives
from queries.lineage import lineage
from queries.neighbourhood import neighbourhood
from queries.paths import paths
from queries.ranking import ranked

LONGEST_ABSTRACT = 10_000
"""Characters of a text that is read for the sake of a question."""
KEPT = 500
"""Queries that are remembered with their documents and what is wrong with them."""

Id = Annotated[strawberry.ID, strawberry.argument(description="The id: `arxiv:1810.04805`, `method:bert`.")]
Name = Annotated[
    str,
    strawberry.argument(description="Its name or any alias, in any case: `CIFAR 10` finds CIFAR-10."),
]


AnyKinds = Annotated[
    list[ClaimKind] | None,
    strawberry.argument(description="Only edges of these kinds; of all but MENTIONS if none is given."),
]
AFacet = Annotated[Facet, strawberry.argument(description="What the papers are to have in common.")]
MinSupport = Annotated[int, strawberry.argument(description="Only edges that at least so many papers claim.")]


@strawberry.type(description="A text in which words of a search stand.")
class Highlight:
    text: str = strawberry.field(description="The text.")
    spans: list[Span] = strawberry.field(description="Where in it, as offsets into it.")


@strawberry.type(description="Something that a search found.")
class SearchHit:
    node: Node = strawberry.field(description="What was found.")
    score: float = strawberry.field(description="How well it matches; hits are sorted by it.")
    highlights: list[Highlight] = strawberry.field(
        description="Where the words of the search stand: in a name, or in a title and a sentence."
    )
    corrected: str | None = strawberry.field(
        description="The text that was searched instead, where the given one found nothing."
    )

    @classmethod
    def of(cls, hit: search.Hit, text: str) -> Self:
        """Return the type for a hit."""
        marked = [
            Highlight(text=each.text, spans=[Span(start=start, end=end) for start, end in each.spans])
            for each in search.highlights(hit, text)
        ]
        return cls(node=node_of(hit.node), score=hit.score, highlights=marked, corrected=hit.corrected)


@strawberry.type(description="Where all questions start.")
class Query(Structures, Maps):
    @field
    async def paper(self, info: Info, id: Id) -> Paper | None:
        """The paper with this id, or null."""
        paper = await info.context.loaders.papers_by_id.load(id)
        return Paper.of(paper) if paper else None

    @field
    async def papers(  # noqa: PLR0913
        self,
        info: Info,
        *,
        filter: Papers = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Paper]:
        """Papers, the newest first and those without a date last."""
        wanted = asked.papers(filter, first, after, last, before)
        papers = await info.context.store.list_papers(wanted.filter, wanted.window)

        async def total() -> int:
            return (await info.context.store.stats()).papers

        known = wanted.filter == store.PaperFilter()
        return Connection.of(papers, store.paper_key, Paper.of, total if known else None)

    @field
    async def entity(self, info: Info, id: Id) -> Entity | None:
        """The method, task, dataset or metric with this id, or null."""
        record = await info.context.loaders.entities_by_id.load(id)
        return Entity.of(record) if record else None

    @field
    async def entities(  # noqa: PLR0913
        self,
        info: Info,
        *,
        kind: Annotated[
            EntityKind | None, strawberry.argument(description="Only of this kind; of any if not said.")
        ] = None,
        filter: Entities = None,
        order_by: Annotated[
            EntityOrder, strawberry.argument(description="What comes first.")
        ] = EntityOrder.SUPPORT,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Entity]:
        """Methods, tasks, datasets and metrics, the most mentioned first if not said otherwise."""

        async def total() -> int:
            counts = (await info.context.store.stats()).entities
            return sum(counts.values()) if kind is None else counts.get(graph_kinds.EntityKind[kind.name], 0)

        known = total if filter is None else None
        if order_by is EntityOrder.RANK:
            wanted_by_rank = asked.ranked(
                kind=kind, filter=filter, first=first, after=after, last=last, before=before
            )
            snapshot = await info.context.snapshots.newest()
            by_rank = await ranked(info.context.store, snapshot, *wanted_by_rank)
            return Connection.of(
                by_rank, lambda item: (item[0], item[1].entity.id), lambda item: Entity.of(item[1]), known
            )
        wanted = asked.entities(
            kind=kind, filter=filter, order_by=order_by, first=first, after=after, last=last, before=before
        )
        found = await info.context.store.list_entities(wanted.filter, wanted.order, wanted.window)
        return Connection.of(found, wanted.order.key, Entity.of, known)

    @field
    async def method(self, info: Info, name: Name) -> Method | None:
        """The method that goes by this name, or null."""
        return await _named(info, Method, graph_kinds.EntityKind.METHOD, name)

    @field
    async def task(self, info: Info, name: Name) -> Task | None:
        """The task that goes by this name, or null."""
        return await _named(info, Task, graph_kinds.EntityKind.TASK, name)

    @field
    async def dataset(self, info: Info, name: Name) -> Dataset | None:
        """The dataset that goes by this name, or null."""
        return await _named(info, Dataset, graph_kinds.EntityKind.DATASET, name)

    @field
    async def metric(self, info: Info, name: Name) -> Metric | None:
        """The metric that goes by this name, or null."""
        return await _named(info, Metric, graph_kinds.EntityKind.METRIC, name)

    @field
    async def search(
        self,
        info: Info,
        text: Annotated[str, strawberry.argument(description="A few words or a name.")],
        kinds: Annotated[
            list[NodeKind] | None, strawberry.argument(description="Only these kinds; all if none is given.")
        ] = None,
        first: Size = page.DEFAULT_PAGE,
    ) -> list[SearchHit]:
        """Papers and entities whose title, abstract or names hold all words of the text, the best matches
        first. The last word may be unfinished, and a word may be mistyped."""
        wanted = frozenset(kinds or NodeKind)
        hits = await search.search(
            info.context.store,
            text,
            papers=NodeKind.PAPER in wanted,
            kinds=frozenset(graph_kinds.EntityKind[kind.name] for kind in wanted - {NodeKind.PAPER}),
            limit=page.size("first", first),
        )
        return [SearchHit.of(hit, text) for hit in hits]

    @field
    async def related_papers(
        self,
        info: Info,
        paper: Id,
        facet: AFacet = Facet.ANY,
        first: Size = page.DEFAULT_PAGE,
    ) -> list[RelatedPaper] | None:
        """What to read next: the papers related to one, the nearest first, each with its reasons; null if
        there is no such paper."""
        index = await info.context.indexes.newest()
        hits = await related.related(
            info.context.store, index, paper, facet=facets.Facet[facet.name], limit=page.size("first", first)
        )
        return None if hits is None else [RelatedPaper.of(hit) for hit in hits]

    @field
    async def related_to_text(
        self,
        info: Info,
        *,
        title: Annotated[str, strawberry.argument(description="The title of a paper.")],
        abstract: Annotated[str, strawberry.argument(description="Its abstract: at most 10,000 characters.")],
        facet: AFacet = Facet.ANY,
        first: Size = page.DEFAULT_PAGE,
    ) -> list[RelatedPaper]:
        """The papers related to one that need not be in the graph: it is read as it is asked about."""
        if len(abstract) > LONGEST_ABSTRACT:
            raise InvalidValue(
                "abstract", f"has {len(abstract):,} characters, and at most {LONGEST_ABSTRACT:,} are read"
            )
        asked_about = given_paper(title, abstract)
        index = await info.context.indexes.newest()
        hits = await related.related_to(
            info.context.store,
            index,
            await info.context.extract(asked_about),
            facet=facets.Facet[facet.name],
            limit=page.size("first", first),
        )
        return [RelatedPaper.of(hit) for hit in hits]

    @field
    async def lineage(  # noqa: PLR0913
        self,
        info: Info,
        *,
        method: Annotated[str, strawberry.argument(description="The method: an id, a name or any alias.")],
        direction: Annotated[
            LineageDirection, strawberry.argument(description="Which relatives.")
        ] = LineageDirection.BOTH,
        depth: Annotated[int, strawberry.argument(description="How many generations: 1 to 10.")] = 3,
        kinds: Annotated[
            list[ClaimKind] | None,
            strawberry.argument(description="IMPROVES_ON or BUILDS_ON; both if none is given."),
        ] = None,
        min_support: MinSupport = 1,
        first: Annotated[int, strawberry.argument(description="How many relatives: 1 to 500.")] = 100,
    ) -> Lineage | None:
        """Where a method comes from and what came of it; null if there is no such method."""
        id = await _id(info, graph_kinds.EntityKind.METHOD, method)
        found = id and await lineage(
            info.context.store,
            id,
            Relatives[direction.name],
            depth=depth,
            kinds=_kinds(kinds),
            min_support=_support(min_support),
            limit=first,
        )
        return Lineage.of(found) if found else None

    @field
    async def leaderboard(
        self,
        info: Info,
        dataset: Annotated[str, strawberry.argument(description="The dataset: an id, a name or any alias.")],
        task: Annotated[str | None, strawberry.argument(description="Only results for this task.")] = None,
        metric: Annotated[str | None, strawberry.argument(description="Only results in this metric.")] = None,
    ) -> Leaderboard | None:
        """What papers report on a dataset, the best first; null if there is no such dataset."""
        id = await _id(info, graph_kinds.EntityKind.DATASET, dataset)
        found = narrow(await info.context.loaders.entities_by_id.load(id), Dataset) if id else None
        if found is None:
            return None
        # What is not there names no result.
        of_task = (await _id(info, graph_kinds.EntityKind.TASK, task) or "") if task else None
        of_metric = (await _id(info, graph_kinds.EntityKind.METRIC, metric) or "") if metric else None
        return Leaderboard.of(
            found, await leaderboard(info.context.store, found.id, task=of_task, metric=of_metric)
        )

    @field
    async def graph(  # noqa: PLR0913
        self,
        info: Info,
        *,
        around: Annotated[
            list[strawberry.ID], strawberry.argument(description="Up to 50 ids of papers and entities.")
        ],
        depth: Annotated[int, strawberry.argument(description="How many edges away: 1 to 4.")] = 1,
        first: Annotated[int, strawberry.argument(description="How many nodes: 1 to 1000.")] = 100,
        kinds: AnyKinds = None,
        min_support: MinSupport = 1,
    ) -> Graph:
        """What stands around some nodes, the most supported edges first."""
        found = await neighbourhood(
            info.context.store,
            around,
            depth=depth,
            limit=first,
            kinds=_kinds(kinds),
            min_support=_support(min_support),
        )
        return Graph.of(found)

    @field
    async def path(  # noqa: PLR0913
        self,
        info: Info,
        *,
        start: Annotated[strawberry.ID, strawberry.argument(name="from", description="The id of one node.")],
        end: Annotated[strawberry.ID, strawberry.argument(name="to", description="The id of another.")],
        longest: Annotated[int, strawberry.argument(description="How many edges at most: 1 to 8.")] = 6,
        first: Annotated[int, strawberry.argument(description="How many paths: 1 to 20.")] = 3,
        kinds: AnyKinds = None,
        min_support: MinSupport = 1,
    ) -> Paths:
        """How two nodes hang together: the shortest chains of edges, whichever way these point."""
        found = await paths(
            info.context.store,
            start,
            end,
            longest=longest,
            limit=first,
            kinds=_kinds(kinds),
            min_support=_support(min_support),
        )
        return Paths.of(found)

    @field
    async def daily(
        self,
        info: Info,
        date: Annotated[str, strawberry.argument(description="The day of Daily Papers: YYYY-MM-DD.")],
    ) -> DayInGraph:
        """A day's papers, and what they brought to the graph."""
        return DayInGraph.of(await daily(info.context.store, date))

    @field
    async def days(
        self,
        info: Info,
        before: Annotated[
            str | None, strawberry.argument(description="Only days before this one: YYYY-MM-DD.")
        ] = None,
        first: Size = page.DEFAULT_PAGE,
    ) -> list[Day]:
        """The days on which Daily Papers listed papers of the graph, the newest first."""
        return [Day.of(day) for day in await info.context.store.days(before, page.size("first", first))]

    @field
    async def curations(self, info: Info, first: Size = page.DEFAULT_PAGE) -> list[Curation]:
        """What curators have decided, the latest first."""
        decisions = await info.context.store.decisions()
        return [Curation.of(decision) for decision in decisions[::-1][: page.size("first", first)]]

    @field
    async def stats(self, info: Info) -> Stats:
        """How much the store holds."""
        return Stats.of(await info.context.store.stats())


class Schema(strawberry.Schema):
    """Strawberry's schema, which leaves it to `ExplainErrors` what to log."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Do nothing: a client's mistake is no event for the log, and a bug is logged with its id."""


def build_schema(*, introspection: bool = True, observations: Observations | None = None) -> Schema:
    """Return the schema; `papergraph schema` prints it. Without `introspection` clients cannot ask for it,
    nor
    are they told what they may have meant."""
    extensions: list[type[SchemaExtension] | Callable[[], SchemaExtension]] = []
    if observations is not None:
        extensions.append(partial(Observe, observations))
    extensions += [QueryLimits] if introspection else [QueryLimits, Reticent]
    extensions += [lambda: RememberedParse(KEPT), lambda: ValidationCache(KEPT)]
    extensions.append(ExplainErrors)
    return Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=[Method, Task, Dataset, Metric],
        extensions=extensions,
        execution_context_class=Columns,
    )


def given_paper(title: str, abstract: str) -> model.Paper:
    """Return a paper that stands in no store, made of a text."""
    [paper, *_] = Records().paper("text", title, {"id": "text", "title": title, "abstract": abstract})
    if isinstance(paper, Reject):
        raise InvalidValue("title, abstract", paper.reason)
    return paper


def _kinds(wanted: list[ClaimKind] | None) -> frozenset[graph_kinds.ClaimKind]:
    return frozenset(graph_kinds.ClaimKind[kind.name] for kind in wanted or ())


def _support(value: int) -> int:
    if value < 1:
        raise InvalidValue("minSupport", f"must be at least 1, got {value}")
    return value


async def _id(info: Info, kind: graph_kinds.EntityKind, text: str) -> str | None:
    """Return the id of the entity of this kind that `text` is the id or a name of, or None."""
    if kind_of(text) is kind and (record := await info.context.loaders.entities_by_id.load(text)):
        return record.entity.id
    named = await info.context.loaders.entities_by_name.load(ByName(kind, text))
    return named.entity.id if named else None


async def _named(info: Info, type: type[E], kind: graph_kinds.EntityKind, name: str) -> E | None:
    return narrow(await info.context.loaders.entities_by_name.load(ByName(kind, name)), type)
