"""Mentions of entities: `doc._.mentions`, none overlapping another."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Abbreviation, Found, Words
from extraction.canonical import key, known_name
from extraction.naming import LONGEST_NAME, is_nameable
from extraction.rules import patterns, phrases
from extraction.rules.lexicon import GENERIC, HEADS
from extraction.spelling import singular
from graph.kinds import EntityKind
from graph.model import Span
from graph.names import one_line

# Which rule wins where two candidates overlap: the lower rank; of equals, the longer candidate.
_RANKS = MappingProxyType(
    {
        "title": 0,
        "abbreviation": 0,
        "named": 1,
        "known": 2,
        "shaped": 2,
        "headed": 2,
        "means": 2,
        "repeated": 3,
    }
)
_KNOWN_KIND_VOTES = 10


@dataclass(frozen=True, slots=True)
class _Candidate:
    span: Span
    kind: EntityKind | None
    """None where nothing tells."""
    rule: str


def find(words: Words, abbreviations: Sequence[Abbreviation]) -> list[Found]:
    """Return the mentions in the order of the text."""
    text = words.text
    candidates = [*_formed(text, words), *_abbreviated(text, abbreviations), *_introduced(text)]
    kept = _without_overlaps(candidate for candidate in candidates if not _is_generic(text, candidate.span))
    kept = _without_overlaps([*kept, *_repeated(text, kept)])
    kinds = _kinds(text, kept, abbreviations)
    return [
        Found(c.span, kinds[_key(text, c.span)], c.rule, patterns.MENTION_CONFIDENCE[c.rule]) for c in kept
    ]


def _key(text: str, span: Span) -> str:
    return key(text[span.start : span.end])


def _formed(text: str, words: Words) -> Iterator[_Candidate]:
    for candidate in (*phrases.known(words), *phrases.shaped(words), *phrases.headed(words)):
        span = Span(words.starts[candidate.first], words.ends[candidate.last - 1])
        yield _Candidate(span, candidate.kind or _kind_by_context(text, span), candidate.rule)


def _abbreviated(text: str, abbreviations: Sequence[Abbreviation]) -> Iterator[_Candidate]:
    for abbreviation in abbreviations:
        kind = _kind_by_head(text[abbreviation.long.start : abbreviation.long.end])
        yield _Candidate(abbreviation.long, kind, "abbreviation")
        yield _Candidate(
            abbreviation.short, kind or _kind_by_context(text, abbreviation.short), "abbreviation"
        )


def _introduced(text: str) -> Iterator[_Candidate]:
    title_end = text.find("\n")
    match = patterns.TITLE_NAME.match(text, 0, title_end)
    if match and _is_name(match["name"], text[title_end:]):
        dataset = patterns.DATASET_TITLE.search(text, match.end("name"), title_end)
        yield _Candidate(Span(*match.span("name")), EntityKind.DATASET if dataset else None, "title")
    for match in patterns.TITLE_MEANS.finditer(text, 0, title_end):
        yield _Candidate(Span(*match.span("name")), EntityKind.METHOD, "means")
    for pattern in patterns.NAMED:
        for match in pattern.finditer(text, title_end + 1):
            span = Span(*match.span("name"))
            yield _Candidate(span, _kind_by_context(text, span), "named")


def _is_name(name: str, abstract: str) -> bool:
    """Return whether what stands before the colon of a title is a name, not a motto."""
    words = name.split()
    return len(words) == 1 or any(phrases.is_shaped(word) for word in words) or name in abstract


def _kind_by_head(name: str) -> EntityKind | None:
    """Return the kind of a spelled-out name, by the well-known names and by its last word."""
    for kind in EntityKind:
        if known_name(kind, name):
            return kind
    last = singular(re.split(r"[\s-]", name)[-1].lower())
    return patterns.NAMING_HEADS.get(last) or HEADS.get(last)


def _kind_by_context(text: str, span: Span) -> EntityKind | None:
    """Return the kind of a name by what it looks like and what stands around it, as far as that tells."""
    name = text[span.start : span.end]
    for kind in EntityKind:
        if known_name(kind, name):
            return kind
    if (
        patterns.DATASET_NAME.search(name)
        or patterns.DATASET_AFTER.match(text, span.end)
        or patterns.DATASET_BEFORE.search(text, max(0, span.start - 40), span.start)
    ):
        return EntityKind.DATASET
    if patterns.METRIC_AFTER.match(text, span.end):
        return EntityKind.METRIC
    if patterns.TASK_AFTER.match(text, span.end):
        return EntityKind.TASK
    return None


def _is_generic(text: str, span: Span) -> bool:
    if span.end - span.start > LONGEST_NAME:
        return True
    name = " ".join(text[span.start : span.end].lower().split())
    head, blank, last = name.rpartition(" ")
    return (
        len(name) < 2
        or not is_nameable(one_line(text[span.start : span.end]))
        or name in GENERIC
        or head + blank + singular(last) in GENERIC
    )


def _without_overlaps(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    ordered = sorted(
        candidates, key=lambda c: (_RANKS[c.rule], c.span.start - c.span.end, c.span.start, c.rule != "known")
    )
    taken: set[int] = set()
    kept: list[_Candidate] = []
    for candidate in ordered:
        places = range(candidate.span.start, candidate.span.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(candidate)
    return sorted(kept, key=lambda candidate: candidate.span)


def _repeated(text: str, found: Iterable[_Candidate]) -> Iterator[_Candidate]:
    """Yield the places that write a found name in the same way, its plural included."""
    for name in {text[c.span.start : c.span.end] for c in found}:
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            end += text.startswith("s", end)
            if not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum():
                yield _Candidate(Span(start, end), None, "repeated")
            start = text.find(name, end)


def _kinds(
    text: str, found: Sequence[_Candidate], abbreviations: Sequence[Abbreviation]
) -> dict[str, EntityKind]:
    """Return the kind of each name that is found: the one that most of its places tell, short and long
    form together, Method where none does."""
    long_of = {_key(text, a.short): _key(text, a.long) for a in abbreviations}
    votes: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    for candidate in found:
        name = _key(text, candidate.span)
        if candidate.kind:
            weight = _KNOWN_KIND_VOTES if candidate.rule in ("known", "abbreviation") else 1
            votes[long_of.get(name, name)][candidate.kind] += weight
    kinds: dict[str, EntityKind] = {}
    for candidate in found:
        name = _key(text, candidate.span)
        count = votes[long_of.get(name, name)]
        kinds[name] = min(count, key=lambda kind: (-count[kind], kind)) if count else EntityKind.METHOD
    return kinds


@Language.component(
    "papergraph_rule_entities",
    requires=["doc._.words", "doc._.abbreviations"],
    assigns=["doc._.mentions"],
)
def annotate(doc: Doc) -> Doc:
    """Find the mentions of entities."""
    doc._.mentions = tuple(find(doc._.words, doc._.abbreviations))
    return doc
