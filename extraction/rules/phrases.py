"""Stretches of a text that look like names: well-known, written like one, or ending in a telling noun.

Each function takes the words of a text and yields `Candidate`s: word numbers, the end exclusive.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from spacy.lang.en.stop_words import STOP_WORDS

from extraction.annotations import Words
from extraction.rules.lexicon import (
    GENERIC,
    HEADS,
    NAME_PARTICIPLES,
    NUMBERED,
    STOPPERS,
    TASK_SETTINGS,
    UNIT_ENDINGS,
)
from extraction.spelling import singular
from extraction.wellknown import WELL_KNOWN
from graph.kinds import EntityKind

_NAME_WORD = re.compile(r"[^\W_]+(?:(?:(?<=\d)[.,](?=\d)|@)[^\W_]+)*")
_SHAPE = re.compile(r"(?=\D*[A-Z])(?:.*[A-Z].*[A-Z]|.*[A-Z]\D*\d|.*[a-z\d][A-Z]).*")
_VERSION = re.compile(r"\d+(?:\.\d+)?[A-Za-z]?|[vV]\d+(?:\.\d+)?")
_MOST_UNITS = 4
_DIMENSIONS = frozenset({"1d", "2d", "3d", "4d", "6d"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `first` to `last` (exclusive) that may be a name; `kind` is None where the form does not tell."""

    first: int
    last: int
    kind: EntityKind | None
    rule: str


@dataclass(frozen=True, slots=True)
class _Known:
    words: tuple[str, ...]
    written: tuple[str, ...] | None
    """How the words must be written, None where case does not matter."""
    kind: EntityKind


def _known_by_first_word() -> Mapping[str, tuple[_Known, ...]]:
    index: dict[str, set[_Known]] = defaultdict(set)
    for kind, entries in WELL_KNOWN.items():
        for name in (name for names in entries for name in names):
            forms = {name, name.replace("-", "")} if "-" in name and name.islower() else {name}
            for form in forms:
                written = tuple(_NAME_WORD.findall(form))
                words = (*(word.lower() for word in written[:-1]), singular(written[-1].lower()))
                index[words[0]].add(_Known(words, None if form.islower() else written, kind))
    return MappingProxyType(
        {word: tuple(sorted(known, key=lambda k: (-len(k.words), k.words))) for word, known in index.items()}
    )


_KNOWN = _known_by_first_word()


def known(words: Words) -> Iterator[Candidate]:
    """Yield the longest well-known name that begins at each word."""
    for i, lower in enumerate(words.lowers):
        for entry in _KNOWN.get(lower) or _KNOWN.get(singular(lower)) or ():
            last = i + len(entry.words)
            if last <= len(words.texts) and _is_written(words, i, last, entry):
                yield Candidate(i, last, entry.kind, "known")
                break


def _is_written(words: Words, i: int, last: int, entry: _Known) -> bool:
    if any(not joint for joint in words.joints[i : last - 1]):
        return False
    if entry.written is None:
        return words.lowers[i : last - 1] == entry.words[:-1] and (
            singular(words.lowers[last - 1]) == entry.words[-1]
        )
    if words.texts[i : last - 1] != entry.written[:-1]:
        return False
    return words.texts[last - 1] in (entry.written[-1], entry.written[-1] + "s")


def shaped(words: Words) -> Iterator[Candidate]:
    """Yield what is written like a name: "BERT", "VQ-VAE", "Wav2Vec2", with its version."""
    i = 0
    while i < len(words.texts):
        if not _SHAPE.fullmatch(words.texts[i]) and not _begins_hyphenated_name(words, i):
            i += 1
            continue
        last = i + 1
        while words.joints[last - 1] == "-" and _continues_name(words.texts[last]):
            last += 1
        if words.lowers[i] not in GENERIC or last > i + 1:
            yield Candidate(i, last, None, "shaped")
        i = last


def _is_name(words: Words, i: int) -> bool:
    """Return whether word i alone is a well-known name: a phrase such as "ImageNet classification" or
    "Transformer encoder" is not one name."""
    return any(
        entry.written is not None and len(entry.words) == 1 and _is_written(words, i, i + 1, entry)
        for entry in _KNOWN.get(words.lowers[i], ())
    )


def is_shaped(word: str) -> bool:
    """Return whether a word is written like a name, with capitals or digits inside."""
    return _SHAPE.fullmatch(word) is not None


def _begins_hyphenated_name(words: Words, i: int) -> bool:
    """Return whether word i is the "V" of "V-JEPA", the "Mini" of "Mini-GPT" or the "Qwen" of "Qwen-7B"."""
    text = words.texts[i]
    if not text[0].isupper() or words.joints[i] != "-" or words.lowers[i] in NUMBERED:
        return False
    following = words.texts[i + 1]
    return is_shaped(following) or (len(text) > 1 and _VERSION.fullmatch(following) is not None)


def _continues_name(text: str) -> bool:
    return bool(_SHAPE.fullmatch(text) or _VERSION.fullmatch(text) or (text[0].isupper() and len(text) > 1))


def headed(words: Words) -> Iterator[Candidate]:
    """Yield the phrases of at least two words that end in one of `HEADS`: "graph attention network"."""
    for i, lower in enumerate(words.lowers):
        kind = HEADS.get(singular(lower))
        if kind is None or words.joints[i] in ("-", "/") or _is_head(words, i + 1):
            continue
        first = _first_word(words, i)
        if " " in words.joints[first:i]:
            yield Candidate(first, i + 1, _kind_of_phrase(words, first, i, kind), "headed")


def _kind_of_phrase(words: Words, first: int, head: int, kind: EntityKind) -> EntityKind:
    """Return the kind of a phrase: a setting of learning ("federated learning") is a task."""
    if words.lowers[head] == "learning" and not TASK_SETTINGS.isdisjoint(words.lowers[first:head]):
        return EntityKind.TASK
    return kind


def _is_head(words: Words, i: int) -> bool:
    joined = i < len(words.texts) and words.joints[i - 1] == " "
    return joined and singular(words.lowers[i]) in HEADS


def _first_word(words: Words, head: int) -> int:
    """Return where the phrase that ends at word `head` begins."""
    first = head
    for _ in range(_MOST_UNITS):
        begin = first
        if begin < head or words.joints[begin - 1] != "-":
            begin -= 1
        if begin < 0 or not words.joints[begin]:
            break
        while begin > 0 and words.joints[begin - 1] in ("-", "/"):
            begin -= 1
        if _stops(words, begin, first):
            break
        first = begin
    return first


def _stops(words: Words, begin: int, end: int) -> bool:
    """Return whether words `begin` to `end`, one word or several with hyphens, end a phrase to its left."""
    if begin == end:
        return True
    last = words.lowers[end - 1]
    if end - begin > 1:
        if words.lowers[begin][0].isdigit() and words.lowers[begin] not in _DIMENSIONS:
            return True
        return last in UNIT_ENDINGS or "-".join(words.lowers[begin:end]) in STOPPERS
    return (
        last in STOP_WORDS
        or last in STOPPERS
        or _is_name(words, begin)
        or (last[0].isdigit() and last not in _DIMENSIONS)
        or (last.endswith("ly") and len(last) > 4)
        or singular(last) != last
        or (last.endswith("ed") and last not in NAME_PARTICIPLES)
        or (last.endswith("ing") and last not in NAME_PARTICIPLES)
    )
