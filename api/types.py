"""The nodes of the graph as GraphQL types: papers, entities, and what joins them.

A plain field was copied when its object was made; a field with a resolver asks a loader of the request.
"""

from collections import defaultdict
from typing import Annotated, Self, TypeVar

import strawberry

from api import asked
from api import connections as page
from api.connections import After, Before, Connection, First, Last, Size
from api.context import Info
from api.errors import Vanished
from api.evidence import Evidence, Span
from api.fields import field
from api.inputs import ClaimKind, Claims, Direction, EntityKind
from api.loaders import ClaimsOf, ResultsOf
from graph import kinds, model, store
from queries.history import Year, history


@strawberry.interface(
    description="Anything that claims can join: a paper, a method, a task, a dataset, a metric."
)
class Node:
    id: strawberry.ID = strawberry.field(
        description="Readable, and the same in every store: `arxiv:1810.04805`, `method:bert`."
    )
    label: str = strawberry.field(description="What to call it in a list: a paper's title, an entity's name.")


@strawberry.type(description="A publication.")
class Paper(Node):
    title: str = strawberry.field(description="Its title.")
    abstract: str = strawberry.field(description="Its abstract; empty if none is known.")
    authors: list[str] = strawberry.field(description="Its authors' names, in the paper's order.")
    date: str | None = strawberry.field(
        description="When it was published, as exactly as is known: YYYY, YYYY-MM or YYYY-MM-DD."
    )
    year: int | None = strawberry.field(description="The year of `date`.")
    venue: str | None = strawberry.field(description="The conference or journal.")
    url: str | None = strawberry.field(description="Where to read it.")
    code_url: str | None = strawberry.field(description="Where its code is.")
    project_url: str | None = strawberry.field(description="Its project page.")
    listed: str | None = strawberry.field(description="The day on which Daily Papers showed it: YYYY-MM-DD.")
    upvotes: int | None = strawberry.field(description="Its votes there, when it was read.")
    source: str | None = strawberry.field(description="Where its record came from.")

    @classmethod
    def of(cls, paper: model.Paper) -> Self:
        """Return the type for a paper."""
        return cls(
            id=strawberry.ID(paper.id),
            label=paper.title,
            title=paper.title,
            abstract=paper.abstract,
            authors=list(paper.authors),
            date=paper.date,
            year=paper.year,
            venue=paper.venue,
            url=paper.url,
            code_url=paper.code_url,
            project_url=paper.project_url,
            listed=paper.listed,
            upvotes=paper.upvotes,
            source=paper.source,
        )

    @field
    async def contribution(self, info: Info) -> Evidence | None:
        """The sentence in which the paper says what it contributes."""
        facts = await info.context.loaders.facts_by_paper.load(self.id)
        return Evidence.of(facts.contribution) if facts and facts.contribution else None

    @field
    async def proposes(self, info: Info) -> list["Claim"]:
        """What the paper introduces: its claims of the kind PROPOSES."""
        claims = await info.context.loaders.claims.load(ClaimsOf(self.id, asked.proposed()))
        return [Claim.of(record) for record in claims.items]

    @field
    async def claims(  # noqa: PLR0913
        self,
        info: Info,
        *,
        filter: Claims = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection["Claim"]:
        """All claims that the paper states, the most confident first."""
        wanted = asked.claims_of_paper(filter, first, after, last, before)
        claims = await info.context.loaders.claims.load(ClaimsOf(self.id, wanted))
        return Connection.of(claims, _claim_key, Claim.of)

    @field
    async def page_rank(self, info: Info) -> float | None:
        """Its PageRank, where all nodes together have 1; null until the graph in memory has it."""
        return await _page_rank(info, self.id)

    @field
    async def mentions(self, info: Info) -> list["Mention"]:
        """The entities that the paper mentions, in the order of their first mention."""
        facts = await info.context.loaders.facts_by_paper.load(self.id)
        spans: defaultdict[str, list[Span]] = defaultdict(list)
        for mention in facts.mentions if facts else ():
            spans[mention.entity].append(Span.of(mention.span))
        entities = await info.context.loaders.entities_by_id.load_many(list(spans))
        return [
            Mention(entity=Entity.of(record), spans=spans[record.entity.id]) for record in entities if record
        ]

    @field
    async def results(self, info: Info) -> list["Result"]:
        """The numbers that the paper reports, in the order of its text."""
        facts = await info.context.loaders.facts_by_paper.load(self.id)
        return [Result.of(result) for result in sorted(facts.results, key=_place)] if facts else []


@strawberry.interface(description="One thing that papers write about, under all its names.")
class Entity(Node):
    kind: EntityKind = strawberry.field(description="What it is.")
    name: str = strawberry.field(description="The name that most papers give it.")
    aliases: list[str] = strawberry.field(description="Its other names, sorted.")
    support: int = strawberry.field(description="How many papers mention it.")
    first_seen: str | None = strawberry.field(
        description="The date of the earliest paper that mentions it; null if none has a date."
    )

    @staticmethod
    def of(record: store.EntityRecord) -> "Entity":
        """Return the type for an entity."""
        entity = record.entity
        return _TYPES[entity.kind](
            id=strawberry.ID(entity.id),
            label=entity.name,
            kind=EntityKind[entity.kind.name],
            name=entity.name,
            aliases=list(entity.aliases),
            support=record.support,
            first_seen=record.first_seen,
        )

    @field
    async def claims(  # noqa: PLR0913
        self,
        info: Info,
        *,
        direction: Annotated[
            Direction, strawberry.argument(description="Which end of the claim it is.")
        ] = Direction.BOTH,
        filter: Claims = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection["Claim"]:
        """Claims about it, the most confident first."""
        wanted = asked.claims_about(
            direction=direction, filter=filter, first=first, after=after, last=last, before=before
        )
        claims = await info.context.loaders.claims.load(ClaimsOf(self.id, wanted))
        return Connection.of(claims, _claim_key, Claim.of)

    @field
    async def papers(
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Paper]:
        """The papers that mention it, those that mention it most surely first."""
        wanted = asked.papers_about(first, after, last, before)
        claims = await info.context.loaders.claims.load(ClaimsOf(self.id, wanted))

        async def total() -> int:
            return self.support

        return Connection.of(claims, _claim_key, lambda record: Paper.of(record.claim.paper), total)

    @field
    async def page_rank(self, info: Info) -> float | None:
        """Its PageRank, where all nodes together have 1; null until the graph in memory has it."""
        return await _page_rank(info, self.id)

    @field
    async def history(self, info: Info) -> list["YearOfEntity"]:
        """How many papers wrote about it, from the first year to the last."""
        years = history(await info.context.snapshots.newest(), self.id)
        return [YearOfEntity.of(year) for year in years or ()]

    @field
    async def results(
        self,
        info: Info,
        first: Size = page.DEFAULT_PAGE,
    ) -> list["Result"]:
        """Numbers that name it: by the method, on the dataset, in the metric, for the task."""
        key = ResultsOf(self.id, asked.results(first).limit)
        return [Result.of(result) for result in await info.context.loaders.results_by_end.load(key)]


@strawberry.type(description="What papers of a year did with an entity: how many papers each.")
class YearOfEntity:
    year: int = strawberry.field(description="The year.")
    papers: int = strawberry.field(description="Papers that mention it.")
    proposes: int = strawberry.field(description="Papers that propose it.")
    improves_on: int = strawberry.field(description="Papers that improve on it.")
    builds_on: int = strawberry.field(description="Papers that build on it.")
    compared_with: int = strawberry.field(description="Papers that compare with it.")
    evaluated_on: int = strawberry.field(description="Papers that are evaluated on it.")
    addresses: int = strawberry.field(description="Papers that address it.")

    @classmethod
    def of(cls, year: Year) -> Self:
        """Return the type for a year."""
        kind = kinds.ClaimKind
        return cls(
            year=year.year,
            papers=year.papers,
            proposes=year.doing.get(kind.PROPOSES, 0),
            improves_on=year.doing.get(kind.IMPROVES_ON, 0),
            builds_on=year.doing.get(kind.BUILDS_ON, 0),
            compared_with=year.doing.get(kind.COMPARED_WITH, 0),
            evaluated_on=year.doing.get(kind.EVALUATED_ON, 0),
            addresses=year.doing.get(kind.ADDRESSES, 0),
        )


@strawberry.type(description="A model, algorithm, architecture or technique: BERT, Adam.")
class Method(Entity):
    pass


@strawberry.type(description="A problem to be solved: question answering, object detection.")
class Task(Entity):
    pass


@strawberry.type(description="Data or a benchmark: CIFAR-10, GLUE.")
class Dataset(Entity):
    pass


@strawberry.type(description="What is measured: accuracy, BLEU.")
class Metric(Entity):
    pass


@strawberry.type(description="An entity, and every place where a paper's text writes it.")
class Mention:
    entity: Entity = strawberry.field(description="What is mentioned.")
    spans: list[Span] = strawberry.field(description="Where, in the order of the text.")


@strawberry.type(description="One paper's statement, head - kind -> tail, with the sentence that says it.")
class Claim:
    id: strawberry.ID = strawberry.field(description="Made of the paper, the head, the kind and the tail.")
    kind: ClaimKind = strawberry.field(description="What it says of its two ends.")
    confidence: float = strawberry.field(description="How sure the extraction is, from 0 to 1.")
    support: int = strawberry.field(description="How many papers of the graph make this same claim.")
    paper: Paper = strawberry.field(description="The paper that states it.")
    evidence: Evidence = strawberry.field(description="The sentence that says it.")
    head_id: strawberry.Private[str]
    tail_id: strawberry.Private[str]

    @classmethod
    def of(cls, record: store.ClaimRecord) -> Self:
        """Return the type for a claim."""
        claim = record.claim
        return cls(
            id=strawberry.ID(claim.id),
            kind=ClaimKind[claim.kind.name],
            confidence=claim.confidence,
            support=record.support,
            paper=Paper.of(claim.paper),
            evidence=Evidence.of(claim.evidence),
            head_id=claim.head,
            tail_id=claim.tail,
        )

    @field
    async def head(self, info: Info) -> Node:
        """What the claim is about: an entity, or the paper itself."""
        return self.paper if self.head_id == self.paper.id else await _entity(info, self.head_id)

    @field
    async def tail(self, info: Info) -> Entity:
        """The entity that it relates the head to."""
        return await _entity(info, self.tail_id)


@strawberry.type(
    description="A number that a paper reports, and what it was measured on, where the text says."
)
class Result:
    id: strawberry.ID = strawberry.field(
        description="Made of the paper, the place of the value and its ends."
    )
    value: str = strawberry.field(description="The value as written: `88.5%`.")
    number: float | None = strawberry.field(description="The value as a number.")
    unit: str | None = strawberry.field(description="The unit as written after it: `%`, `times`, `points`.")
    span: Span = strawberry.field(description="Where the value stands.")
    confidence: float = strawberry.field(description="How sure the extraction is, from 0 to 1.")
    paper: Paper = strawberry.field(description="The paper that reports it.")
    evidence: Evidence = strawberry.field(description="The sentence that says it.")
    record: strawberry.Private[model.Result]

    @classmethod
    def of(cls, result: model.Result) -> Self:
        """Return the type for a result."""
        return cls(
            id=strawberry.ID(result.id),
            value=result.value,
            number=result.number,
            unit=result.unit,
            span=Span.of(result.span),
            confidence=result.confidence,
            paper=Paper.of(result.paper),
            evidence=Evidence.of(result.evidence),
            record=result,
        )

    @field
    async def method(self, info: Info) -> Node | None:
        """What reached it: a method, or the paper itself where its method has no name."""
        id = self.record.method
        return self.paper if id == self.paper.id else await _find(info, Entity, id)

    @field
    async def task(self, info: Info) -> Task | None:
        """The task at which it was reached."""
        return await _find(info, Task, self.record.task)

    @field
    async def dataset(self, info: Info) -> Dataset | None:
        """The dataset on which it was reached."""
        return await _find(info, Dataset, self.record.dataset)

    @field
    async def metric(self, info: Info) -> Metric | None:
        """What the value measures."""
        return await _find(info, Metric, self.record.metric)


_TYPES = {
    kinds.EntityKind.METHOD: Method,
    kinds.EntityKind.TASK: Task,
    kinds.EntityKind.DATASET: Dataset,
    kinds.EntityKind.METRIC: Metric,
}

E = TypeVar("E", bound=Entity)


def node_of(record: model.Paper | store.EntityRecord) -> Node:
    """Return the type for a paper or an entity."""
    return Paper.of(record) if isinstance(record, model.Paper) else Entity.of(record)


def narrow(record: store.EntityRecord | None, type: type[E]) -> E | None:
    """Return the type for an entity, which is of this kind, or None where there is none."""
    entity = Entity.of(record) if record else None
    return entity if isinstance(entity, type) else None


async def _page_rank(info: Info, id: str) -> float | None:
    snapshot = await info.context.snapshots.newest()
    number = snapshot.numbers.get(id)
    return None if number is None else float(snapshot.page_rank[number])


async def _entity(info: Info, id: str) -> Entity:
    entity = await _find(info, Entity, id)
    if entity is None:
        raise Vanished(f"{id} was removed while the query ran; ask again.")
    return entity


async def _find(info: Info, type: type[E], id: str | None) -> E | None:
    return narrow(await info.context.loaders.entities_by_id.load(id), type) if id else None


def _claim_key(record: store.ClaimRecord) -> store.Key:
    return record.key


def _place(result: model.Result) -> tuple[model.Span, str]:
    return (result.span, result.id)
