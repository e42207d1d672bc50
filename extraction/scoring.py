"""Extracted facts measured against annotations: `score`, and `calibration_error` of their confidences.

Rows of precision, recall and F1, as micro averages:

mentions          exact start, end and kind
entities          an annotated and an extracted entity match when they are of one kind and share a mention,
                  one to one
claims            same kind, and both ends match; MENTIONS is not scored, PROPOSES has a row of its own
results           same value with at least the same metric or dataset
... (overlap)     the same, where entities match when their mentions merely overlap
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from extraction.gold import Gold
from graph.kinds import ClaimKind, EntityKind
from graph.model import PAPER, PaperFacts, Span

OVERLAP = " (overlap)"
_BINS = 10

Ends = tuple[ClaimKind, str, str]
"""Kind, head and tail of a claim; an end is the id of an entity, or `PAPER`."""


@dataclass(frozen=True, slots=True)
class ExtractedEntity:
    """An entity with where it is mentioned; `proposed` is the confidence that the paper proposes it."""

    id: str
    kind: EntityKind
    mentions: tuple[Span, ...]
    proposed: float | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """What is scored of a paper's facts: claims (without MENTIONS and PROPOSES) by their confidence, and
    results as (value, metric, dataset)."""

    entities: Sequence[ExtractedEntity] = ()
    claims: Mapping[Ends, float] = field(default_factory=dict)
    results: Sequence[tuple[str, str | None, str | None]] = ()

    @classmethod
    def of(cls, facts: PaperFacts) -> Self:
        """Return what is scored of these facts."""
        mentions: dict[str, list[Span]] = defaultdict(list)
        for mention in facts.mentions:
            mentions[mention.entity].append(mention.span)
        proposed = {c.tail: c.confidence for c in facts.claims if c.kind is ClaimKind.PROPOSES}
        return cls(
            [
                ExtractedEntity(e.id, e.kind, tuple(mentions[e.id]), proposed.get(e.id))
                for e in facts.entities
            ],
            {
                (c.kind, PAPER if c.head == facts.paper.id else c.head, c.tail): c.confidence
                for c in facts.claims
                if c.kind not in (ClaimKind.MENTIONS, ClaimKind.PROPOSES)
            },
            [(result.value, result.metric, result.dataset) for result in facts.results],
        )


@dataclass(slots=True)
class Row:
    """How many items are right, extracted and annotated."""

    right: int = 0
    extracted: int = 0
    annotated: int = 0

    def add(self, extracted: set[Hashable], annotated: set[Hashable]) -> None:
        """Count the items of one paper."""
        self.right += len(extracted & annotated)
        self.extracted += len(extracted)
        self.annotated += len(annotated)

    @property
    def precision(self) -> float:
        """Share of the extracted that is right, 0 where nothing is extracted."""
        return self.right / self.extracted if self.extracted else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotated that is extracted, 0 where nothing is annotated."""
        return self.right / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.extracted + self.annotated) if self.right else 0.0


def matched(gold: Gold, entities: Iterable[ExtractedEntity], *, overlap: bool = False) -> dict[str, str]:
    """Return the annotated entity that each extracted one matches, one to one, most shared mentions first."""
    votes: list[tuple[int, str, str]] = []
    for entity in entities:
        shared: dict[str, int] = defaultdict(int)
        for mention in entity.mentions:
            for span, id in gold.mentions:
                same = span == mention or (overlap and span.start < mention.end and mention.start < span.end)
                if same and gold.kinds[id] is entity.kind:
                    shared[id] += 1
        votes += [(-count, id, entity.id) for id, count in shared.items()]
    found: dict[str, str] = {}
    for _, id, extracted in sorted(votes):
        if extracted not in found and id not in found.values():
            found[extracted] = id
    return found


def score(papers: Iterable[tuple[Gold, Extracted]]) -> dict[str, Row]:
    """Return the rows by their names; "mentions" and "claims" also by kind ("claims BUILDS_ON")."""
    rows: dict[str, Row] = defaultdict(Row)
    for gold, extracted in papers:
        _add_mentions(rows, gold, extracted)
        for suffix in (OVERLAP, ""):
            match = matched(gold, extracted.entities, overlap=bool(suffix))
            _add_entities(rows, suffix, gold, extracted, match)
            if not suffix:
                _add_proposed_and_results(rows, gold, extracted, match)
    return dict(sorted(rows.items()))


def _add_mentions(rows: dict[str, Row], gold: Gold, extracted: Extracted) -> None:
    found = {(span, entity.kind) for entity in extracted.entities for span in entity.mentions}
    truth = {(span, gold.kinds[id]) for span, id in gold.mentions}
    rows["mentions"].add(set(found), set(truth))
    for kind in EntityKind:
        rows[f"mentions {kind}"].add(
            {item for item in found if item[1] is kind}, {item for item in truth if item[1] is kind}
        )


def _resolver(match: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that names an end in the annotations' terms: an unmatched one gets a "?"."""
    return lambda end: PAPER if end == PAPER else match.get(end, f"?{end}")


def _add_entities(
    rows: dict[str, Row], suffix: str, gold: Gold, extracted: Extracted, match: Mapping[str, str]
) -> None:
    resolve = _resolver(match)
    rows["entities" + suffix].add(
        {resolve(entity.id) for entity in extracted.entities}, {id for _, id in gold.mentions}
    )
    claims = {(kind, resolve(head), resolve(tail)) for kind, head, tail in extracted.claims}
    rows["claims" + suffix].add(set(claims), set(gold.relations))
    for kind in {claim[0] for claim in claims | gold.relations}:
        rows[f"claims {kind}{suffix}"].add(
            {claim for claim in claims if claim[0] is kind},
            {claim for claim in gold.relations if claim[0] is kind},
        )


def _add_proposed_and_results(
    rows: dict[str, Row], gold: Gold, extracted: Extracted, match: Mapping[str, str]
) -> None:
    resolve = _resolver(match)
    rows[ClaimKind.PROPOSES].add(
        {resolve(entity.id) for entity in extracted.entities if entity.proposed is not None},
        {entity.id for entity in gold.entities if entity.proposed},
    )
    have = {
        (value, end)
        for value, metric, dataset in extracted.results
        for end in _ends(*(resolve(end) for end in (metric, dataset) if end))
    }
    want = {
        (result.value, end)
        for result in gold.results
        for end in _ends(*(end for end in (result.metric, result.dataset) if end))
    }
    rows["results"].add(set(have), set(want))


def _ends(*ends: str) -> Sequence[str | None]:
    """Return what a result is scored with: each of its metric and dataset, or that it has neither."""
    return ends or (None,)


def judged(gold: Gold, extracted: Extracted) -> list[tuple[ClaimKind, float, bool]]:
    """Return kind, confidence and rightness of each claim, PROPOSES included."""
    match = matched(gold, extracted.entities)
    resolve = _resolver(match)
    proposed = {entity.id for entity in gold.entities if entity.proposed}
    return [
        *(
            (kind, confidence, (kind, resolve(head), resolve(tail)) in gold.relations)
            for (kind, head, tail), confidence in extracted.claims.items()
        ),
        *(
            (ClaimKind.PROPOSES, entity.proposed, resolve(entity.id) in proposed)
            for entity in extracted.entities
            if entity.proposed is not None
        ),
    ]


def calibration_error(judged: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error (Guo et al., 2017) of confidences and whether each is right: the
    mean gap between confidence and accuracy in ten equal bins, weighted by their sizes; 0 of nothing."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for confidence, right in judged:
        bins[min(int(confidence * _BINS), _BINS - 1)].append((confidence, right))
    gaps = (abs(sum(c for c, _ in items) - sum(right for _, right in items)) for items in bins)
    return sum(gaps) / len(judged) if judged else 0.0
