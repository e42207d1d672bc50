"""What curators decide, and what papers say under it.

Extraction and curation are kept apart: a store keeps what was extracted of a paper and all decisions, and
shows `Curation.apply` of both. So a decision also holds for papers that come later, survives that they are
ingested again, and can be taken back.

Decisions are applied in the order in which they were made; each speaks of ids as they are after those before
it.
"""

import dataclasses
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from graph import checks
from graph.errors import InvalidValue
from graph.facts_json import from_json, to_json
from graph.kinds import ClaimKind
from graph.model import Claim, Entity, Evidence, Mention, PaperFacts, Result, kind_of
from graph.names import one_line, slug


class DecisionKind(StrEnum):
    """What is decided."""

    MERGE = "MERGE"
    """The entity is the same as `into`; its name is `name` where a paper has only the other."""
    SPLIT = "SPLIT"
    """What papers write as one of `names` is an entity of its own, `into`, called `name`."""
    RENAME = "RENAME"
    """The entity is called `name`."""
    REJECT = "REJECT"
    """The claim is wrong."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about `subject`, the id of an entity or of a claim; who made it and when (ISO 8601)."""

    id: str
    kind: DecisionKind
    subject: str
    into: str | None = None
    name: str | None = None
    names: tuple[str, ...] = ()
    by: str = ""
    made: str = ""

    def __post_init__(self) -> None:
        checks.id(self.id, "decision.id")
        for field in ("subject", "into", "name", "by", "made"):
            value = getattr(self, field)
            if value is not None:
                checks.text(value, f"decision.{field}")
        if self.kind is DecisionKind.REJECT:
            paper, *rest = self.subject.rsplit("|", 3)
            if len(rest) != 3 or not paper:
                raise InvalidValue("decision.subject", f"{self.subject!r} is no id of a claim")
            if rest[1] == ClaimKind.MENTIONS:
                raise InvalidValue(
                    "decision.subject",
                    "that a paper mentions something cannot be rejected; reject what it claims",
                )
            return
        kind = kind_of(self.subject)
        if kind is None:
            raise InvalidValue("decision.subject", f"{self.subject!r} is no id of an entity")
        if self.name is None:
            raise InvalidValue("decision.name", "is missing")
        Entity(self.into or self.subject, kind_of(self.into or self.subject) or kind, self.name)
        if self.kind is not DecisionKind.RENAME:
            if self.into == self.subject or kind_of(self.into or "") is not kind:
                raise InvalidValue(
                    "decision.into", f"must be another {kind.lower()}, got {self.into!r} for {self.subject!r}"
                )
            if self.kind is DecisionKind.SPLIT and not self.names:
                raise InvalidValue("decision.names", "must name what belongs to the new entity")

    @property
    def paper(self) -> str | None:
        """The paper whose claim is rejected."""
        return self.subject.rsplit("|", 3)[0] if self.kind is DecisionKind.REJECT else None

    def to_json(self) -> str:
        """Return the decision as a JSON object."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the decision that `to_json` wrote."""
        record = json.loads(text)
        kind, names = DecisionKind(record["kind"]), tuple(record["names"])
        return cls(**{**record, "kind": kind, "names": names})


@dataclass(frozen=True, slots=True)
class Shown:
    """What a paper says under decisions, the digest of what was extracted of it, and where the decisions
    touch that, itself as JSON."""

    facts: PaperFacts
    digest: str
    original: str | None


class Curation:
    """All decisions, in their order."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self.decisions = tuple(decisions)
        self._entities = {d.subject for d in decisions if d.paper is None}
        self._papers = {d.paper for d in decisions if d.paper is not None}

    def apply(self, facts: PaperFacts) -> PaperFacts:
        """Return what a paper says under the decisions: the same object where none of them touches it."""
        if facts.paper.id not in self._papers and not any(e.id in self._entities for e in facts.entities):
            return facts
        for decision in self.decisions:
            facts = _APPLY[decision.kind](facts, decision)
        return facts

    def shown(self, extracted: PaperFacts, digest: str) -> Shown:
        """Return what is shown of a paper of which these facts, with this digest, were extracted."""
        facts = self.apply(extracted)
        original = None if facts is extracted else json.dumps(to_json(extracted), ensure_ascii=False)
        return Shown(facts, digest, original)

    def renewed(self, stored: Shown) -> Shown | None:
        """Return what is to be shown of a paper that was stored under other decisions; None where that is
        what is stored."""
        extracted = stored.facts
        if stored.original:
            extracted = dataclasses.replace(
                from_json(json.loads(stored.original)), embedding=stored.facts.embedding
            )
        now = self.shown(extracted, stored.digest)
        same = now.facts == stored.facts and (now.original is None) == (stored.original is None)
        return None if same else now


def _merge(facts: PaperFacts, decision: Decision) -> PaperFacts:
    return _moved(facts, decision, {m for m in facts.mentions if m.entity == decision.subject})


def _split(facts: PaperFacts, decision: Decision) -> PaperFacts:
    slugs = {slug(name) for name in decision.names}
    own = {m for m in facts.mentions if m.entity == decision.subject}
    return _moved(facts, decision, {m for m in own if slug(_written(facts, m)) in slugs})


def _rename(facts: PaperFacts, decision: Decision) -> PaperFacts:
    name = decision.name or ""
    if all(entity.id != decision.subject or entity.name == name for entity in facts.entities):
        return facts
    entities = tuple(
        _named(entity.id, name, entity.names) if entity.id == decision.subject else entity
        for entity in facts.entities
    )
    return dataclasses.replace(facts, entities=entities)


def _reject(facts: PaperFacts, decision: Decision) -> PaperFacts:
    if facts.paper.id != decision.paper:
        return facts
    claims = tuple(claim for claim in facts.claims if claim.id != decision.subject)
    return facts if len(claims) == len(facts.claims) else dataclasses.replace(facts, claims=claims)


_SLOTS = ("method", "task", "dataset", "metric")
_APPLY = {
    DecisionKind.MERGE: _merge,
    DecisionKind.SPLIT: _split,
    DecisionKind.RENAME: _rename,
    DecisionKind.REJECT: _reject,
}


def _named(id: str, name: str, names: Iterable[str]) -> Entity:
    kind = kind_of(id)
    assert kind is not None  # noqa: S101 -- decisions name entities
    return Entity(id, kind, name, tuple(sorted(set(names) - {name})))


def _written(facts: PaperFacts, mention: Mention) -> str:
    return one_line(facts.paper.text[mention.span.start : mention.span.end])


def _moved(facts: PaperFacts, decision: Decision, moved: set[Mention]) -> PaperFacts:
    """Return the facts with some mentions of the decision's subject as mentions of `into`, and with them the
    claims and results that they carry: all where none stays, else those whose evidence points at one."""
    source, target = decision.subject, decision.into or ""
    if not moved:
        return facts
    entities = {entity.id: entity for entity in facts.entities}
    written = {_written(facts, mention) for mention in moved}
    staying = [m for m in facts.mentions if m.entity == source and m not in moved]
    names = entities[source].names if not staying else sorted(written)
    known = entities.get(target)
    entities[target] = _named(
        target, known.name if known else decision.name or "", (*(known.names if known else ()), *names)
    )
    if not staying:
        del entities[source]
    else:
        left = {_written(facts, mention) for mention in staying}
        kept = [name for name in entities[source].names if name in left or name not in written]
        name = entities[source].name
        entities[source] = _named(source, name if name in kept else min(left), kept)
    spans = {mention.span for mention in moved}

    def end(id: str, evidence: Evidence, name: str) -> str:
        moves = not staying or getattr(evidence, name) in spans
        return target if id == source and moves else id

    claims = []
    for claim in facts.claims:
        head, tail = end(claim.head, claim.evidence, "head"), end(claim.tail, claim.evidence, "tail")
        if claim.kind is ClaimKind.MENTIONS and tail == source and staying and known is None:
            first = min(spans)
            evidence = dataclasses.replace(claim.evidence, tail=first)
            claims.append(dataclasses.replace(claim, tail=target, evidence=evidence))
        if claim.kind is ClaimKind.MENTIONS and tail == target != claim.tail and staying:
            # The sentence that says that the paper mentions it stays with what else is written there.
            evidence = dataclasses.replace(claim.evidence, tail=min(m.span for m in staying))
            claims.append(dataclasses.replace(claim, evidence=evidence))
        if head != tail:
            claims.append(dataclasses.replace(claim, head=head, tail=tail))
    results = []
    for result in facts.results:
        sentence = result.evidence.span
        moves = not staying or any(sentence.start <= span.start < sentence.end for span in spans)
        ends: dict[str, Any] = {slot: target for slot in _SLOTS if moves and getattr(result, slot) == source}
        results.append(dataclasses.replace(result, **ends) if ends else result)
    return dataclasses.replace(
        facts,
        entities=tuple(entities.values()),
        mentions=tuple({Mention(target, m.span) if m in moved else m for m in facts.mentions}),
        claims=_surest(claims),
        results=_surest(results),
    )


def _surest(items: Iterable[Any]) -> tuple[Any, ...]:
    """Return each claim or result once, as it is surest."""
    found: dict[str, Claim | Result] = {}
    for item in items:
        if item.id not in found or found[item.id].confidence < item.confidence:
            found[item.id] = item
    return tuple(found.values())
