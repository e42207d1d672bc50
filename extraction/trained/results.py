"""Reported numbers: `doc._.numbers`, each with its metric, dataset, task and method.

A logistic model with readable features says which numbers are results of the paper; two more choose the
metric and the dataset among the clusters.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Cluster, Number
from extraction.trained.files import files
from extraction.trained.linear import Features, Weights, probability
from extraction.trained.settings import Settings
from extraction.trained.values import Value
from extraction.trained.values import find as find_values
from graph.kinds import EntityKind
from graph.model import Span

RESULT = "result"
"""The name of the calibration curve."""

_WORD = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?|[^\sA-Za-z\d]")
_AFTER_FROM = re.compile(r"\bfrom\s+\S*$")
_CUES = MappingProxyType(
    {
        name: re.compile(pattern, re.IGNORECASE)
        for name, pattern in {
            "gain": r"\b(?:improv|gain|increas|boost|enhanc|higher|raise|rais)\w*",
            "cut": r"\b(?:reduc|decreas|lower|less|fewer|save|saving|cut|drop)\w*",
            "reach": r"\b(?:achiev|attain|reach|obtain|yield|score|rank|record|report|get)\w*",
            "beat": (
                r"\b(?:outperform|surpass|exceed|beat|superior|faster|speed\s?-?up|state-of-the-art|ahead)\w*"
            ),
            "experiment": r"\b(?:experiment|evaluat|result|benchmark|demonstrat|show)\w*",
            "ours": r"\b(?:we|our|ours|this (?:paper|work))\b",
            "data": (
                r"\b(?:dataset|corpus|contain|consist|compris|annotat|collect|sampl|imag|parameters?"
                r"|participants?)\w*"
            ),
            "existing": (
                r"\b(?:existing|previous|prior|current|only|even|suffer|despite|however|most|many)\b"
            ),
        }.items()
    }
)


@dataclass(frozen=True, slots=True)
class Named:
    """A mention of a cluster, by its index."""

    span: Span
    kind: EntityKind
    cluster: int
    proposed: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A text with what may be a result in it, and what it may be a result for."""

    text: str
    sentences: Sequence[Span]
    mentions: Sequence[Named]
    values: Sequence[Value]

    @classmethod
    def of(cls, text: str, sentences: Sequence[Span], clusters: Sequence[Cluster]) -> "Text":
        """Return the text with its numbers and mentions, in order."""
        mentions = sorted(
            (
                Named(mention.span, cluster.kind, i, cluster.proposed is not None)
                for i, cluster in enumerate(clusters)
                for mention in cluster.mentions
            ),
            key=lambda named: named.span,
        )
        return cls(text, sentences, mentions, tuple(find_values(text, sentences)))

    def beside(self, value: Value) -> list[Named]:
        """Return the mentions in the sentence of a number."""
        return [m for m in self.mentions if _holds(self.sentences[value.row], m.span)]

    def candidates(self, value: Value, kind: EntityKind) -> dict[int, list[Named]]:
        """Return the mentions of each cluster of a kind: in the sentence, else before it, else anywhere."""
        sentence = self.sentences[value.row]
        of_kind = [m for m in self.mentions if m.kind is kind]
        inside = [m for m in of_kind if _holds(sentence, m.span)]
        found: dict[int, list[Named]] = {}
        for mention in inside or [m for m in of_kind if m.span.start < sentence.start] or of_kind:
            found.setdefault(mention.cluster, []).append(mention)
        return found


def value_features(text: Text, value: Value) -> Features:
    """Return the features of "this number is a result of the paper"."""
    inside, sentence, sort = text.beside(value), text.sentences[value.row], value.sort
    found: Features = {"bias": 1.0, f"unit={sort}": 1.0}
    before = _words(text.text, sentence.start, value.span.start, inside)[::-1][:4]
    after = _words(text.text, value.span.end, sentence.end, inside)[:4]
    for side, words in (("L", before), ("R", after)):
        for position, word in enumerate(words):
            found[f"{side}{position}={word}"] = 1.0
            found[f"{side}={word}"] = 1.0
        if words:
            found[f"{side}0={words[0]}&{sort}"] = 1.0
        found[f"{side}01={'_'.join(words[:2])}"] = 1.0
    for name, cue in _CUES.items():
        if cue.search(text.text, sentence.start, sentence.end):
            found[f"cue={name}"] = 1.0
            found[f"cue={name}&{sort}"] = 1.0
    for kind in EntityKind:
        if any(m.kind is kind for m in inside):
            found[f"has={kind.value}"] = 1.0
    if any(m.proposed for m in inside):
        found["has=proposed"] = 1.0
    found["place"] = value.row / max(1, len(text.sentences) - 1)
    found["first"] = float(value.row <= 2)
    same = [v for v in text.values if v.row == value.row]
    found[f"together={min(len(same), 4)}"] = 1.0
    found[f"order={min(sum(v.span < value.span for v in same), 3)}"] = 1.0
    if _AFTER_FROM.search(text.text[max(0, value.span.start - 8) : value.span.start]):
        found["after from"] = 1.0
    return found


def end_features(
    text: Text, value: Value, candidates: Mapping[int, Sequence[Named]], cluster: int
) -> Features:
    """Return the features of "the number was measured by this metric (on this dataset)"."""
    sentence = text.sentences[value.row]
    nearest = min(candidates[cluster], key=lambda m: (not _holds(sentence, m.span), _gap(value.span, m.span)))
    ordered = sorted(candidates, key=lambda c: min(_gap(value.span, m.span) for m in candidates[c]))
    rank, count = ordered.index(cluster), f"count={min(len(candidates), 4)}"
    found: Features = {"bias": 1.0, f"rank={min(rank, 3)}": 1.0, count: 1.0}
    if not _holds(sentence, nearest.span):
        return found | {"other sentence": 1.0, f"other sentence&{count}": 1.0}
    side = "R" if nearest.span.start >= value.span.end else "L"
    low, high = (value.span.end, nearest.span.start) if side == "R" else (nearest.span.end, value.span.start)
    between = text.text[low:high]
    words = len(between.split())
    crossed = sum(low <= v.span.start <= high and v.span.start != value.span.start for v in text.values)
    found |= {
        f"{side}{min(words, 3) if words < 4 else 4 if words < 8 else 5}": 1.0,
        f"{side}&rank={min(rank, 2)}": 1.0,
        f"{side}&crossed={min(crossed, 2)}": 1.0,
        f"{side}&comma": float("," in between or ";" in between),
        f"unit={value.sort}&{side}": 1.0,
    }
    near = re.findall(r"[a-z]+", between.lower())
    return found | {f"{side}&word={word}": 1.0 for word in (near[:1] + near[-1:] if near else ["adjacent"])}


def _words(text: str, start: int, end: int, mentions: Sequence[Named]) -> list[str]:
    """Return the words of a stretch of text, mentions as their kinds, numbers as 0."""
    words: list[str] = []
    position = start
    for mention in mentions:
        if mention.span.start >= position and mention.span.end <= end:
            words += _plain(text[position : mention.span.start])
            words.append(f"<{mention.kind.value}>")
            position = mention.span.end
    return words + _plain(text[position:end])


def _plain(text: str) -> list[str]:
    return ["0" if word[0].isdigit() else word.lower() for word in _WORD.findall(text)]


def _holds(sentence: Span, span: Span) -> bool:
    return sentence.start <= span.start and span.end <= sentence.end


def _gap(value: Span, mention: Span) -> int:
    return mention.start - value.end if mention.start >= value.end else value.start - mention.end


def find(text: Text, weights: Mapping[str, Weights], settings: Settings) -> Iterator[Number]:
    """Yield the numbers that are results of the paper."""

    def end(value: Value, kind: EntityKind, least: float) -> int | None:
        candidates = text.candidates(value, kind)
        scored = [
            (probability(weights[kind.value], end_features(text, value, candidates, cluster)), -cluster)
            for cluster in candidates
        ]
        best, negative = max(scored, default=(0.0, 0))
        return -negative if scored and best >= least else None

    for value in text.values:
        score = probability(weights["value"], value_features(text, value))
        if score < settings.value:
            continue
        inside = text.beside(value)
        proposed = [m for m in text.mentions if m.proposed and m.kind is EntityKind.METHOD]
        methods = [m.cluster for m in inside if m in proposed] or [m.cluster for m in proposed]
        tasks = [m.cluster for m in inside if m.kind is EntityKind.TASK]
        yield Number(
            span=value.span,
            sentence=text.sentences[value.row],
            number=value.number,
            unit=value.unit,
            method=methods[0] if methods else None,
            task=tasks[0] if tasks else None,
            dataset=end(value, EntityKind.DATASET, settings.dataset),
            metric=end(value, EntityKind.METRIC, settings.metric),
            confidence=settings.confidence(RESULT, score),
        )


class Results:
    """Finds the reported numbers."""

    def __init__(self) -> None:
        self._settings = files().settings
        self._weights = files().linear

    def __call__(self, doc: Doc) -> Doc:
        """Find the results of one text."""
        text = Text.of(doc._.words.text, doc._.sentences, doc._.clusters)
        doc._.numbers = tuple(find(text, self._weights, self._settings))
        return doc


@Language.factory(
    "papergraph_results",
    requires=["doc._.sentences", "doc._.clusters"],
    assigns=["doc._.numbers"],
)
def make(nlp: Language, name: str) -> Results:
    """Return the component."""
    return Results()
