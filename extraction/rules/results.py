"""Reported numbers: `doc._.numbers`, with the metric and the dataset that their sentence names."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Cluster, Number
from extraction.rules import patterns
from extraction.rules.relations import main_contribution
from graph.kinds import EntityKind
from graph.model import Span


def find(text: str, sentences: Sequence[Span], clusters: Sequence[Cluster]) -> Iterator[Number]:
    """Yield the numbers that the abstract's sentences report for the contribution."""
    main = main_contribution(clusters)
    if main is not None and clusters[main].kind is not EntityKind.METHOD:
        main = None
    named = sorted((mention.span, i) for i, cluster in enumerate(clusters) for mention in cluster.mentions)
    starts = [span.start for span, _ in named]
    for sentence in sentences:
        if sentence.start == 0 or not patterns.REPORTING.search(text, sentence.start, sentence.end):
            continue
        present = named[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        metrics = [(span, i) for span, i in present if clusters[i].kind is EntityKind.METRIC]
        datasets = [(span, i) for span, i in present if clusters[i].kind is EntityKind.DATASET]
        methods = [(span, i) for span, i in present if clusters[i].kind is EntityKind.METHOD]
        others = [span for span, i in methods if not clusters[i].proposed]
        for match in patterns.VALUE.finditer(text, sentence.start, sentence.end):
            if (
                any(span.start < match.end() and match.start() < span.end for span, _ in present)
                or _is_aside(text, sentence, match)
                or _is_of_another(text, match, others)
            ):
                continue
            metric = _metric(text, match, metrics)
            if metric is None and match["unit"] is None:
                continue
            yield Number(
                span=Span(*match.span()),
                sentence=sentence,
                number=float(match["number"].replace(",", "")),
                unit=match["unit"] and match["unit"].lstrip("\\"),
                method=main,
                task=None,
                dataset=_nearest(match, datasets),
                metric=metric,
                confidence=patterns.RESULT_CONFIDENCE,
            )


def _is_aside(text: str, sentence: Span, match: re.Match[str]) -> bool:
    """Return whether the number is a baseline's, a share of the data, a size or a date."""
    before = text[max(sentence.start, match.start() - 80) : match.start()]
    after = text[match.end() : match.end() + 25]
    return bool(patterns.ASIDE_BEFORE.search(before) or patterns.ASIDE_AFTER.match(after))


def _is_of_another(text: str, match: re.Match[str], others: Sequence[Span]) -> bool:
    """Return whether the number stands beside a method that the paper does not propose."""
    return any(
        (span.end <= match.start() and patterns.METHOD_TO_VALUE.fullmatch(text, span.end, match.start()))
        or (match.end() <= span.start and patterns.VALUE_TO_METHOD.fullmatch(text, match.end(), span.start))
        for span in others
    )


def _metric(text: str, match: re.Match[str], metrics: list[tuple[Span, int]]) -> int | None:
    """Return the metric that a number belongs to: the one right beside it; with a unit, the nearest one."""
    for span, i in metrics:
        if span.end <= match.start() and patterns.METRIC_TO_VALUE.fullmatch(text, span.end, match.start()):
            return i
        if match.end() <= span.start and patterns.VALUE_TO_METRIC.fullmatch(text, match.end(), span.start):
            return i
    return _nearest(match, metrics) if match["unit"] else None


def _nearest(match: re.Match[str], mentions: list[tuple[Span, int]]) -> int | None:
    def distance(mention: tuple[Span, int]) -> int:
        span = mention[0]
        return max(span.start - match.end(), match.start() - span.end)

    return min(mentions, key=distance)[1] if mentions else None


@Language.component(
    "papergraph_rule_results",
    requires=["doc._.sentences", "doc._.clusters"],
    assigns=["doc._.numbers"],
)
def annotate(doc: Doc) -> Doc:
    """Find the reported numbers."""
    doc._.numbers = tuple(find(doc._.words.text, doc._.sentences, doc._.clusters))
    return doc
