"""The enumerations and filters of the API, and what they are in `graph`."""

from enum import Enum
from typing import Annotated

import strawberry

from graph import checks, kinds, store
from graph.errors import InvalidValue


@strawberry.enum(description="What an entity is.")
class EntityKind(Enum):
    METHOD = strawberry.enum_value(
        "Method", description="A model, algorithm, architecture or technique: BERT, Adam."
    )
    TASK = strawberry.enum_value(
        "Task", description="A problem to be solved: question answering, object detection."
    )
    DATASET = strawberry.enum_value("Dataset", description="Data or a benchmark: CIFAR-10, GLUE.")
    METRIC = strawberry.enum_value("Metric", description="What is measured: accuracy, BLEU.")


@strawberry.enum(description="What a node is: a paper, or an entity of one of the four kinds.")
class NodeKind(Enum):
    PAPER = strawberry.enum_value("Paper", description="A publication.")
    METHOD = strawberry.enum_value("Method", description="A model, algorithm, architecture or technique.")
    TASK = strawberry.enum_value("Task", description="A problem to be solved.")
    DATASET = strawberry.enum_value("Dataset", description="Data or a benchmark.")
    METRIC = strawberry.enum_value("Metric", description="What is measured.")


@strawberry.enum(description="What a claim says of its head and its tail.")
class ClaimKind(Enum):
    PROPOSES = strawberry.enum_value("PROPOSES", description="The paper introduces the tail as its own.")
    IMPROVES_ON = strawberry.enum_value(
        "IMPROVES_ON", description="The head is said to be better than the tail."
    )
    BUILDS_ON = strawberry.enum_value("BUILDS_ON", description="The head uses or extends the tail.")
    COMPARED_WITH = strawberry.enum_value(
        "COMPARED_WITH", description="The head is compared with the tail, whoever wins."
    )
    ADDRESSES = strawberry.enum_value("ADDRESSES", description="The head is meant for the task.")
    EVALUATED_ON = strawberry.enum_value("EVALUATED_ON", description="The head is tested on the dataset.")
    TRAINED_ON = strawberry.enum_value("TRAINED_ON", description="The head is trained on the dataset.")
    BENCHMARK_FOR = strawberry.enum_value(
        "BENCHMARK_FOR", description="The dataset serves to measure progress in the task."
    )
    SUBCLASS_OF = strawberry.enum_value("SUBCLASS_OF", description="The head is a kind of the tail.")
    MEASURED_BY = strawberry.enum_value("MEASURED_BY", description="The metric measures the head.")
    MENTIONS = strawberry.enum_value("MENTIONS", description="The paper mentions the entity.")


@strawberry.enum(description="Which end of a claim an entity is.")
class Direction(Enum):
    OUTGOING = strawberry.enum_value("head", description="Claims that start from the entity.")
    INCOMING = strawberry.enum_value("tail", description="Claims that point at the entity.")
    BOTH = strawberry.enum_value("either", description="Claims in which it is either end.")


_DATE = "YYYY, YYYY-MM or YYYY-MM-DD, inclusive; papers without a date do not pass."


@strawberry.input(description="Which papers are wanted; every condition that is given must hold.")
class PaperFilter:
    since: str | None = strawberry.field(
        default=None, description=f"Published on this date or later: {_DATE}"
    )
    until: str | None = strawberry.field(
        default=None, description=f"Published on this date or before: {_DATE}"
    )
    venue: str | None = strawberry.field(
        default=None, description="Published at exactly this venue: `NeurIPS`."
    )
    entity: strawberry.ID | None = strawberry.field(
        default=None, description="Mentions the entity with this id: `dataset:cifar-10`."
    )
    listed: str | None = strawberry.field(
        default=None, description="Shown on the Daily Papers page of this day: YYYY-MM-DD."
    )

    def checked(self) -> store.PaperFilter:
        """Return what the store is asked; raises `InvalidValue` for what is no date."""
        _check_dates(self.since, self.until)
        if self.listed is not None:
            checks.date(self.listed, "filter.listed", whole=True)
        return store.PaperFilter(self.since, self.until, self.venue, self.entity, self.listed)


@strawberry.enum(description="How entities are listed; of equals, by id.")
class EntityOrder(Enum):
    SUPPORT = strawberry.enum_value("support", description="The most mentioned first.")
    NAME = strawberry.enum_value("name", description="By canonical name, one kind after the other.")
    NEWEST = strawberry.enum_value(
        "newest", description="The last first seen first, those without a date last."
    )
    RANK = strawberry.enum_value(
        "rank",
        description="The highest PageRank first: what much builds on that much builds on. It follows the "
        "graph with a delay.",
    )


@strawberry.input(description="Which entities are wanted; every condition that is given must hold.")
class EntityFilter:
    min_support: int = strawberry.field(default=1, description="Mentioned by at least so many papers.")
    since: str | None = strawberry.field(
        default=None, description=f"First seen on this date or later: {_DATE}"
    )
    until: str | None = strawberry.field(
        default=None, description=f"First seen on this date or before: {_DATE}"
    )

    def checked(self, kind: EntityKind | None) -> store.EntityFilter:
        """Return what the store is asked; raises `InvalidValue` for what is out of range."""
        _check_dates(self.since, self.until)
        wanted = frozenset({kinds.EntityKind[kind.name]}) if kind else frozenset()
        return store.EntityFilter(wanted, _support(self.min_support), self.since, self.until)


@strawberry.input(description="Which claims are wanted; every condition that is given must hold.")
class ClaimFilter:
    kinds: list[ClaimKind] | None = strawberry.field(
        default=None, description="Of one of these kinds; of any kind if none is given."
    )
    min_support: int = strawberry.field(
        default=1, description="Made by at least so many papers of the graph."
    )
    min_confidence: float = strawberry.field(
        default=0.0, description="With at least this confidence, from 0 to 1."
    )
    since: str | None = strawberry.field(
        default=None, description=f"Made by a paper of this date or later: {_DATE}"
    )
    until: str | None = strawberry.field(
        default=None, description=f"Made by a paper of this date or before: {_DATE}"
    )

    def checked(self) -> store.ClaimFilter:
        """Return what the store is asked; raises `InvalidValue` for what is out of range."""
        _check_dates(self.since, self.until)
        checks.share(self.min_confidence, "filter.minConfidence")
        wanted = frozenset(kinds.ClaimKind[kind.name] for kind in self.kinds or ())
        return store.ClaimFilter(
            wanted, _support(self.min_support), self.min_confidence, self.since, self.until
        )


Entities = Annotated[
    EntityFilter | None, strawberry.argument(description="Only these entities; all if not said.")
]
Papers = Annotated[PaperFilter | None, strawberry.argument(description="Only these papers; all if not said.")]
Claims = Annotated[ClaimFilter | None, strawberry.argument(description="Only these claims; all if not said.")]


def _check_dates(since: str | None, until: str | None) -> None:
    for field, value in (("filter.since", since), ("filter.until", until)):
        if value is not None:
            checks.date(value, field)


def _support(value: int) -> int:
    if value < 1:
        raise InvalidValue("filter.minSupport", f"must be at least 1, got {value}")
    return value
