"""The questions that the API answers: each field of `Query` says where its answer comes from."""

from typing import Annotated

import strawberry
from graphql import GraphQLError
from strawberry.types import ExecutionContext

from api import connections as page
from api.connections import After, Before, Connection, First, Last, Size
from api.context import Info
from api.errors import ExplainErrors
from api.fields import field
from api.inputs import NodeKind, Papers
from api.loaders import Named
from api.stats import Stats
from api.types import Dataset, E, Entity, Method, Metric, Node, Paper, Task, narrow, node_of
from graph import store
from graph.kinds import EntityKind
from queries.search import search

Id = Annotated[strawberry.ID, strawberry.argument(description="The id: `arxiv:1810.04805`, `method:bert`.")]
Name = Annotated[
    str,
    strawberry.argument(description="Its name or any alias, in any case: `CIFAR 10` finds CIFAR-10."),
]


@strawberry.type(description="Something that a search found.")
class SearchHit:
    node: Node = strawberry.field(description="What was found.")


@strawberry.type(description="Where all questions start.")
class Query:
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
        window = page.window(page.PAPER_KEY, first, after, last, before)
        wanted = filter.checked() if filter else store.PaperFilter()
        papers = await info.context.store.list_papers(wanted, window)
        return Connection.of(papers, store.paper_key, Paper.of)

    @field
    async def entity(self, info: Info, id: Id) -> Entity | None:
        """The method, task, dataset or metric with this id, or null."""
        record = await info.context.loaders.entities_by_id.load(id)
        return Entity.of(record) if record else None

    @field
    async def method(self, info: Info, name: Name) -> Method | None:
        """The method that goes by this name, or null."""
        return await _named(info, Method, EntityKind.METHOD, name)

    @field
    async def task(self, info: Info, name: Name) -> Task | None:
        """The task that goes by this name, or null."""
        return await _named(info, Task, EntityKind.TASK, name)

    @field
    async def dataset(self, info: Info, name: Name) -> Dataset | None:
        """The dataset that goes by this name, or null."""
        return await _named(info, Dataset, EntityKind.DATASET, name)

    @field
    async def metric(self, info: Info, name: Name) -> Metric | None:
        """The metric that goes by this name, or null."""
        return await _named(info, Metric, EntityKind.METRIC, name)

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
        first. The last word may be unfinished."""
        wanted = frozenset(kinds or NodeKind)
        hits = await search(
            info.context.store,
            text,
            papers=NodeKind.PAPER in wanted,
            kinds=frozenset(EntityKind[kind.name] for kind in wanted - {NodeKind.PAPER}),
            limit=page.size("first", first),
        )
        return [SearchHit(node=node_of(hit.node)) for hit in hits]

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


def build_schema() -> Schema:
    """Return the schema; `papergraph schema` prints it."""
    return Schema(query=Query, types=[Method, Task, Dataset, Metric], extensions=[ExplainErrors])


async def _named(info: Info, type: type[E], kind: EntityKind, name: str) -> E | None:
    return narrow(await info.context.loaders.entities_by_name.load(Named(kind, name)), type)
