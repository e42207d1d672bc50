"""An extractor measured on annotated papers: `evaluate`."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extraction.gold import Gold
from extraction.pipeline import Extractor
from extraction.scoring import Extracted, Row, calibration_error, judged, score
from graph.model import Paper, PaperFacts


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an extractor is worth: `rows` by `extraction.scoring.score`, the expected calibration error of its
    claims, the share of its claims and results whose quote stands in the text, and papers a second."""

    extractor: str
    rows: Mapping[str, Row]
    calibration_error: float
    evidence: float
    speed: float


def evaluate(extractor: Extractor, golds: Sequence[Gold]) -> Evaluation:
    """Return how well an extractor reads annotated papers, at least one."""
    papers = [Paper(gold.id, gold.title, gold.abstract) for gold in golds]
    start = time.perf_counter()
    facts = list(extractor.extract(papers))
    seconds = time.perf_counter() - start
    pairs = [(gold, Extracted.of(found)) for gold, found in zip(golds, facts, strict=True)]
    confidences = [(sure, right) for pair in pairs for _, sure, right in judged(*pair)]
    return Evaluation(
        extractor.name,
        score(pairs),
        calibration_error(confidences),
        _evidence(facts),
        len(papers) / seconds,
    )


def _evidence(facts: Sequence[PaperFacts]) -> float:
    quotes = [(claim.evidence, claim.paper.text) for found in facts for claim in found.claims]
    quotes += [(result.evidence, result.paper.text) for found in facts for result in found.results]
    stand = sum(text[e.span.start : e.span.end] == e.sentence for e, text in quotes)
    return stand / len(quotes) if quotes else 1.0
