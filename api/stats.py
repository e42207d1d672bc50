"""How much the store holds, as GraphQL types."""

from typing import Self

import strawberry

from api.inputs import ClaimKind, EntityKind
from graph import store


@strawberry.type(description="How many entities there are of one kind.")
class EntityCount:
    kind: EntityKind = strawberry.field(description="The kind.")
    count: int = strawberry.field(description="How many.")


@strawberry.type(description="How many claims there are of one kind.")
class ClaimCount:
    kind: ClaimKind = strawberry.field(description="The kind.")
    count: int = strawberry.field(description="How many.")


@strawberry.type(description="How much the store holds.")
class Stats:
    revision: int = strawberry.field(description="The number of changes that the store has seen.")
    papers: int = strawberry.field(description="How many papers.")
    results: int = strawberry.field(description="How many reported numbers.")
    entities: list[EntityCount] = strawberry.field(description="How many entities, by kind.")
    claims: list[ClaimCount] = strawberry.field(description="How many claims, by kind.")

    @classmethod
    def of(cls, stats: store.Stats) -> Self:
        """Return the type for the store's count, kinds in the order of their enumeration."""
        entities = {EntityKind[kind.name]: count for kind, count in stats.entities.items()}
        claims = {ClaimKind[kind.name]: count for kind, count in stats.claims.items()}
        return cls(
            revision=stats.revision,
            papers=stats.papers,
            results=stats.results,
            entities=[
                EntityCount(kind=kind, count=entities[kind]) for kind in EntityKind if kind in entities
            ],
            claims=[ClaimCount(kind=kind, count=claims[kind]) for kind in ClaimKind if kind in claims],
        )
