"""A paper's text with what was found in it, cut into stretches that are printed or marked up alike."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.kinds import ClaimKind
from graph.model import Claim, Entity, PaperFacts, Result, Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of the text, and the entity that it mentions."""

    text: str
    entity: Entity | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Some of the text; `number` counts the sentences that say something, and is None for what does not."""

    stretches: tuple[Stretch, ...]
    number: int | None


@dataclass(frozen=True, slots=True)
class Saying:
    """A claim or a result, and the number of the sentence that says it."""

    item: Claim | Result
    number: int


@dataclass(frozen=True, slots=True)
class Highlighted:
    """A paper's passages, in order, and what its sentences say (but MENTIONS), the surest of each first."""

    facts: PaperFacts
    passages: tuple[Passage, ...]
    sayings: tuple[Saying, ...]

    @property
    def names(self) -> Mapping[str, str]:
        """The name of each entity, and of the paper, by id."""
        names = {entity.id: entity.name for entity in self.facts.entities}
        return {**names, self.facts.paper.id: "this paper"}


def highlighted(facts: PaperFacts) -> Highlighted:
    """Return the paper with all that was found in it."""
    items: list[Claim | Result] = [
        *(claim for claim in facts.claims if claim.kind is not ClaimKind.MENTIONS),
        *facts.results,
    ]
    sentences: dict[Span, list[Claim | Result]] = defaultdict(list)
    for item in items:
        sentences[item.evidence.span].append(item)
    ordered = sorted(sentences)
    sayings = [
        Saying(item, number)
        for number, span in enumerate(ordered, 1)
        for item in sorted(sentences[span], key=lambda item: -item.confidence)
    ]
    return Highlighted(facts, tuple(_passages(facts, ordered)), tuple(sayings))


def _passages(facts: PaperFacts, sentences: Sequence[Span]) -> Iterator[Passage]:
    text, position = facts.paper.text, 0
    for number, span in enumerate(sentences, 1):
        start = max(position, span.start)  # one sentence may lie in another
        if position < start:
            yield Passage(tuple(_stretches(facts, position, start)), None)
        if start < span.end:
            yield Passage(tuple(_stretches(facts, start, span.end)), number)
        position = max(position, span.end)
    if position < len(text):
        yield Passage(tuple(_stretches(facts, position, len(text))), None)


def _stretches(facts: PaperFacts, start: int, end: int) -> Iterator[Stretch]:
    entities = {entity.id: entity for entity in facts.entities}
    text, position = facts.paper.text, start
    for mention in sorted(facts.mentions, key=lambda mention: mention.span):
        span = mention.span
        if span.start < position or span.end > end:
            continue
        if position < span.start:
            yield Stretch(text[position : span.start])
        yield Stretch(text[span.start : span.end], entities[mention.entity])
        position = span.end
    if position < end:
        yield Stretch(text[position:end])
