"""What a client can listen to: `Subscription`. Messages come for whatever is merged, from another process
too."""

from collections.abc import AsyncIterator
from typing import Annotated

import strawberry

from api.context import Info
from api.fields import subscription
from api.inputs import ClaimKind, EntityKind
from api.types import Claim, Paper
from graph import kinds as graph_kinds
from graph.model import PaperFacts
from graph.store import ClaimRecord, Ends

EntityId = Annotated[
    strawberry.ID | None, strawberry.argument(description="The id of an entity; any if not given.")
]


@strawberry.type(
    description="What a client can listen to, over `graphql-transport-ws` or server-sent events."
)
class Subscription:
    @subscription
    async def paper_ingested(
        self,
        info: Info,
        entity: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only papers that mention this entity.")
        ] = None,
        kinds: Annotated[
            list[EntityKind] | None,
            strawberry.argument(description="Only papers that propose something of one of these kinds."),
        ] = None,
    ) -> AsyncIterator[Paper]:
        """Each paper that is merged from now on, new or changed, whoever merges it."""
        wanted = {graph_kinds.EntityKind[kind.name] for kind in kinds or ()}
        async for facts in _merged(info):
            by_id = {each.id: each for each in facts.entities}
            proposed = {
                by_id[claim.tail].kind
                for claim in facts.claims
                if claim.kind is graph_kinds.ClaimKind.PROPOSES
            }
            if (entity is None or entity in by_id) and (not wanted or wanted & proposed):
                yield Paper.of(facts.paper)

    @subscription
    async def claim_added(
        self,
        info: Info,
        kind: Annotated[
            ClaimKind | None,
            strawberry.argument(description="Only of this kind; of any but MENTIONS if not given."),
        ] = None,
        head: EntityId = None,
        tail: EntityId = None,
    ) -> AsyncIterator[Claim]:
        """Each claim of a paper that is merged from now on, with its sentence; of a changed paper all that it
        claims now."""
        mentions = graph_kinds.ClaimKind.MENTIONS
        async for facts in _merged(info):
            claims = [
                claim
                for claim in facts.claims
                if (claim.kind.name == kind.name if kind else claim.kind is not mentions)
                and head in (None, claim.head)
                and tail in (None, claim.tail)
            ]
            ends = [Ends(claim.head, claim.kind, claim.tail) for claim in claims]
            lists = await info.context.store.claims_of_edges(ends, 1)
            for claim, records in zip(claims, lists, strict=True):
                yield Claim.of(ClaimRecord(claim, records[0].support if records else 1))


async def _merged(info: Info) -> AsyncIterator[PaperFacts]:
    """Yield the facts of each paper that is merged; one that is gone by then is passed over."""
    async for change in info.context.changes():
        [facts] = await info.context.store.facts([change.paper])
        if facts is not None:
            yield facts
