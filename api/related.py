"""Related papers as GraphQL types: what came of `queries.related`, and the sentences behind each reason."""

from enum import Enum
from typing import Self

import strawberry

from api.context import Info
from api.evidence import Evidence
from api.fields import field
from api.inputs import ClaimKind
from api.types import Entity, Paper, narrow
from graph import kinds, model
from queries import reasons, related

_MOST_SENTENCES = 2
"""Of each paper, for one reason."""


@strawberry.enum(description="What two papers are to have in common.")
class Facet(Enum):
    ANY = strawberry.enum_value("any", description="All of it.")
    TASK = strawberry.enum_value("task", description="What they are for.")
    METHOD = strawberry.enum_value("method", description="How they do it.")
    DATASET = strawberry.enum_value("dataset", description="On what they show it, and what comes out.")
    TEXT = strawberry.enum_value("text", description="What they say, whatever the graph knows of them.")


@strawberry.enum(description="How a related paper stands to the given one.")
class Kinship(Enum):
    SHARES = strawberry.enum_value(
        "shares", description="Both do the same with a thing: improve on it, evaluate on it, mention it."
    )
    ANCESTOR = strawberry.enum_value(
        "ancestor", description="It proposes what the given paper improves or builds on."
    )
    DESCENDANT = strawberry.enum_value(
        "descendant", description="It improves or builds on what the given paper proposes."
    )
    WORDS = strawberry.enum_value("words", description="Both use the same rare words.")
    MEANING = strawberry.enum_value("meaning", description="Both say much the same in other words.")


@strawberry.type(description="What the score of a related paper is the weighted sum of.")
class RelatedParts:
    meaning: float = strawberry.field(description="The cosine of the embeddings, from -1 to 1.")
    words: float = strawberry.field(description="The cosine of the words by their rarity, from 0 to 1.")
    things: float = strawberry.field(description="That of the entities in their roles, from 0 to 1.")
    lineage: float = strawberry.field(description="How much one builds or improves on the other's work.")


@strawberry.type(description="Why a paper is related.")
class Reason:
    kinship: Kinship = strawberry.field(description="How it stands to the given paper.")
    role: ClaimKind | None = strawberry.field(
        description="What both do with the entity, or what the later paper does with it."
    )
    words: list[str] = strawberry.field(description="The words that both write, where that is the reason.")
    weight: float = strawberry.field(description="How much it tells, beside the other reasons.")
    entity_id: strawberry.Private[str | None]
    paper_id: strawberry.Private[str]

    @classmethod
    def of(cls, reason: reasons.Reason, paper: str) -> Self:
        """Return the type for a reason of a paper."""
        return cls(
            kinship=Kinship(reason.kinship.value),
            role=ClaimKind[reason.role.name] if reason.role else None,
            words=list(reason.words),
            weight=reason.weight,
            entity_id=reason.entity,
            paper_id=paper,
        )

    @field
    async def entity(self, info: Info) -> Entity | None:
        """What both papers write about, where that is the reason."""
        if self.entity_id is None:
            return None
        return narrow(await info.context.loaders.entities_by_id.load(self.entity_id), Entity)

    @field
    async def evidence(self, info: Info) -> list[Evidence]:
        """The sentences of the related paper that say so, the surest first."""
        facts = await info.context.loaders.facts_by_paper.load(self.paper_id) if self.entity_id else None
        if facts is None or self.role is None:
            return []
        proposed = self.kinship is Kinship.ANCESTOR
        kind = kinds.ClaimKind.PROPOSES if proposed else kinds.ClaimKind[self.role.name]
        return [Evidence.of(claim.evidence) for claim in _claims(facts, self.entity_id, kind)]


def _claims(facts: model.PaperFacts, entity: str | None, kind: kinds.ClaimKind) -> list[model.Claim]:
    """Return the claims of a kind about an entity, the surest of each sentence, or else of any kind."""
    about = [claim for claim in facts.claims if claim.tail == entity]
    telling = [claim for claim in about if claim.kind is kind] or about
    found: dict[str, model.Claim] = {}
    for claim in sorted(telling, key=lambda claim: (-claim.confidence, claim.id)):
        found.setdefault(claim.evidence.sentence, claim)
    return list(found.values())[:_MOST_SENTENCES]


@strawberry.type(description="A paper that is related to another, or to a text, and why.")
class RelatedPaper:
    paper: Paper = strawberry.field(description="The related paper.")
    score: float = strawberry.field(description="How near it is; the nearest comes first.")
    parts: RelatedParts = strawberry.field(description="What the score is made of.")
    why: str = strawberry.field(
        description="The reasons as a sentence: both evaluate on CIFAR-10 and improve on DDPM."
    )
    reasons: list[Reason] = strawberry.field(description="The reasons, the most telling first.")

    @classmethod
    def of(cls, hit: related.Hit) -> Self:
        """Return the type for a related paper."""
        return cls(
            paper=Paper.of(hit.paper),
            score=hit.score,
            parts=RelatedParts(
                meaning=hit.parts.meaning,
                words=hit.parts.words,
                things=hit.parts.things,
                lineage=hit.parts.lineage,
            ),
            why=hit.why,
            reasons=[Reason.of(reason, hit.paper.id) for reason in hit.reasons],
        )
