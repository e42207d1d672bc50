"""What curators can change and have decided: merged, split and renamed entities, rejected claims."""

from collections.abc import Sequence
from enum import Enum
from typing import Annotated, Self

import strawberry

from api.access import require
from api.context import Info
from api.fields import field
from api.types import Entity
from graph.curation import Decision
from graph.keys import Scope
from queries import curation

EntityId = Annotated[strawberry.ID, strawberry.argument(description="The id of an entity.")]
ClaimId = Annotated[strawberry.ID, strawberry.argument(description="The id of a claim.")]


@strawberry.enum(description="What a curator decides.")
class CurationKind(Enum):
    MERGE = strawberry.enum_value("MERGE", description="The entity is the same as another.")
    SPLIT = strawberry.enum_value("SPLIT", description="Some of its names are those of another entity.")
    RENAME = strawberry.enum_value("RENAME", description="The entity is called otherwise.")
    REJECT = strawberry.enum_value("REJECT", description="The claim is wrong.")


@strawberry.type(
    description="A curator's decision. It also holds for papers that come later, and can be taken back."
)
class Curation:
    id: strawberry.ID = strawberry.field(description="Its id.")
    kind: CurationKind = strawberry.field(description="What was decided.")
    subject: strawberry.ID = strawberry.field(description="The id of the entity or claim that it is about.")
    into: strawberry.ID | None = strawberry.field(
        description="The id of the entity that it became, or whose its names became."
    )
    name: str | None = strawberry.field(description="The name that was given.")
    names: list[str] = strawberry.field(description="The names that were split off.")
    by: str = strawberry.field(description="The name of the key that was used.")
    made: str = strawberry.field(description="When: YYYY-MM-DDThh:mm:ss+00:00.")

    @classmethod
    def of(cls, decision: Decision) -> Self:
        """Return the type for a decision."""
        return cls(
            id=strawberry.ID(decision.id),
            kind=CurationKind[decision.kind.name],
            subject=strawberry.ID(decision.subject),
            into=strawberry.ID(decision.into) if decision.into else None,
            name=decision.name,
            names=list(decision.names),
            by=decision.by,
            made=decision.made,
        )


@strawberry.type(description="What a correction did.")
class Curated:
    curations: list[Curation] = strawberry.field(description="The decisions that were made or taken back.")
    changed_papers: int = strawberry.field(description="How many papers say something else now.")
    entity: Entity | None = strawberry.field(
        description="The entity that resulted; null where the correction is of a claim, or was taken back."
    )


@strawberry.type
class Curating:
    """The mutations of curators. All need a key with the scope `curate`."""

    @field
    async def merge_entities(
        self,
        info: Info,
        entities: Annotated[
            list[strawberry.ID], strawberry.argument(description="The ids of entities of one kind.")
        ],
        into: Annotated[strawberry.ID, strawberry.argument(description="The id of the one that they are.")],
    ) -> Curated:
        """Make several entities one, with all their names, claims and results. Needs a key with the scope
        `curate`."""
        require(info, Scope.CURATE)
        return await _made(
            info, await curation.merge(info.context.store, entities, into, info.context.asking.name), into
        )

    @field
    async def split_entity(
        self,
        info: Info,
        entity: EntityId,
        names: Annotated[
            list[str], strawberry.argument(description="The names of it that mean something else.")
        ],
        name: Annotated[str, strawberry.argument(description="What that is called.")],
    ) -> Curated:
        """Make some names of an entity an entity of their own, with what is claimed where they are written.
        Needs a key with the scope `curate`."""
        require(info, Scope.CURATE)
        decisions = await curation.split(info.context.store, entity, names, name, info.context.asking.name)
        return await _made(info, decisions, decisions[0].into)

    @field
    async def rename_entity(
        self,
        info: Info,
        entity: EntityId,
        name: Annotated[str, strawberry.argument(description="What it is called from now on.")],
    ) -> Curated:
        """Give an entity another name; its id stays, and the old name is an alias. Needs a key with the scope
        `curate`."""
        require(info, Scope.CURATE)
        return await _made(
            info, await curation.rename(info.context.store, entity, name, info.context.asking.name), entity
        )

    @field
    async def reject_claim(self, info: Info, id: ClaimId) -> Curated:
        """Take a wrong claim out of the graph, also when its paper is ingested again. Needs a key with the
        scope `curate`."""
        require(info, Scope.CURATE)
        return await _made(
            info, await curation.reject(info.context.store, id, info.context.asking.name), None
        )

    @field
    async def restore_claim(self, info: Info, id: ClaimId) -> Curated:
        """Bring a rejected claim back. Needs a key with the scope `curate`."""
        require(info, Scope.CURATE)
        return await _withdrawn(info, await curation.rejection(info.context.store, id))

    @field
    async def undo_curation(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The id of a `Curation`.")],
    ) -> Curated:
        """Take a decision back; those that were made after it stay. Needs a key with the scope `curate`."""
        require(info, Scope.CURATE)
        return await _withdrawn(info, await curation.decision(info.context.store, id))


async def _made(info: Info, decisions: Sequence[Decision], entity: str | None) -> Curated:
    changed = await info.context.store.curate(decisions)
    info.context.forget()
    record = await info.context.loaders.entities_by_id.load(entity) if entity else None
    return Curated(
        curations=[Curation.of(decision) for decision in decisions],
        changed_papers=changed,
        entity=Entity.of(record) if record else None,
    )


async def _withdrawn(info: Info, decision: Decision) -> Curated:
    changed = await info.context.store.withdraw(decision.id)
    info.context.forget()
    return Curated(curations=[Curation.of(decision)], changed_papers=changed or 0, entity=None)
