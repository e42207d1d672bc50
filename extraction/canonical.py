"""Canonical names: one for all written forms of one thing, and never one for different things.

`canonical(kind, name)` gives what an id is made of. Folded are case, accents, LaTeX, British spelling, the
plural of the last word, hyphens and blanks between words, before a number and after a prefix ("ResNet50",
"pre-training"), and a name's own acronym in brackets after it. A well-known name (`extraction.wellknown`) is
also found by its aliases and with a word that only says its kind ("the ImageNet dataset"). Numbers, versions,
sizes and modifiers stay: "CIFAR-10" is not "CIFAR-100", "Llama-2-7B" is not "Llama-27B".
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from extraction.latex import plain
from extraction.spelling import american, singular
from extraction.wellknown import WELL_KNOWN
from graph.kinds import EntityKind
from graph.names import fold, one_line

_GAPS = re.compile(r"[\s\-–‐‑—−_/]+")
_ACRONYM_PLURAL = re.compile(r"(?<=[A-Z])['’]?s$")
_POSSESSIVE = re.compile(r"['’]s\b")
_EXPLAINED = re.compile(r"^([^()\[\]]*[^()\[\]\s])\s*[(\[]([^()\[\]\s]+)[)\]]")
"""What begins with a name and its acronym: "part-of-speech (POS) tagging"."""
_DATA_SET = re.compile(r"\bdata[ -]set\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)", re.IGNORECASE)

_VERSION = re.compile(
    r"(?<=[A-Za-z])(?<!con)(?<!Con)(?<!hi)(?<!ua)(?<!en)v(?=\d)|(?<=[a-z])V(?=\d)"
    r"|(?<![A-Za-z0-9])[vV](?:\.|er\.?|ersion)?\s*(?=\d)"
)
"""The v of VQAv2, MobileNetV2 and SQuAD v1.1; not that of conv1, hiv1 and UAV123."""
_NUMBERED = re.compile(r"(?<=[a-z]{2})(?=\d[\d.]*[a-z+]{0,2}$)")
"""Before the number of ResNet50, ImageNet1k and GPT4o; not in word2vec."""
_ROUND = re.compile(r"(?<![\d.])(\d+)\.0(?![\d.])")


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_PREFIXES = _words(
    "anti auto bi co counter cross data fine hyper hypo in infra inter intra macro mega meta micro mini mono",
    "multi nano neuro non omni over para poly post pre pseudo quasi re semi spatio sub super tele trans tri",
    "ultra un under uni",
)
"""Written together with the next word, with a hyphen, or apart: "pre-training", "multi task", "data sets"."""
_APART = _words("cross data fine in over para under")
"""Prefixes that are also words: joined only with these."""
_JOINED = _words(
    "set sets base bases tune tuned tuning grained fitting fit sampling sample sampled smoothing smoothed",
    "lingual attention domain validation entropy modal",
)
_GREEK: Mapping[str, str] = MappingProxyType(
    {
        c: unicodedata.name(c).removeprefix("GREEK SMALL LETTER ").removeprefix("FINAL ").lower()
        for c in "αβγδεζηθικλμνξοπρσςτυφχψω"
    }
)
_OF_KIND: Mapping[EntityKind, frozenset[str]] = MappingProxyType(
    {
        EntityKind.METHOD: _words(
            "algorithm approach architecture backbone framework method model network optimizer technique"
        ),
        EntityKind.TASK: _words("problem task"),
        EntityKind.DATASET: _words("benchmark collection corpus database dataset suite task testbed"),
        EntityKind.METRIC: _words("measure metric score value"),
    }
)
"""Last words that say no more than the kind, where the rest is well known: "BLEU score"."""


@lru_cache(maxsize=100_000)
def display(name: str) -> str:
    """Return a written form as it is shown: on one line, LaTeX as plain text, without article and quotes."""
    shown = _ARTICLE.sub("", one_line(plain(name)).strip(" \"'“”‘’`.,;:"))
    return shown or one_line(name)


@lru_cache(maxsize=100_000)
def canonical(kind: EntityKind, name: str) -> str:
    """Return the canonical name that `name` goes by: what the id of its entity is made of."""
    known = known_name(kind, name)
    return _normal(known, plural=True) if known else _normal(display(name), proper=kind is EntityKind.DATASET)


@lru_cache(maxsize=100_000)
def key(name: str) -> str:
    """Return what two written forms of one name have in common, whatever their kind."""
    return _squeezed(_normal(display(name), proper=True))


def known_name(kind: EntityKind, name: str) -> str | None:
    """Return the canonical name of the well-known entity that goes by `name`, or None."""
    return _known(kind, display(name))


def agrees(kind: EntityKind, known: str, spelled: Iterable[str]) -> bool:
    """Return whether a well-known name may be spelled out so: it shares a word with it, or is known only by
    names of one word."""
    own = {word for name in _NAMES[kind, known] for word in _spelled_words(name)}
    return not own or any(own & _spelled_words(name) for name in spelled)


def _spelled_words(name: str) -> set[str]:
    words = _normal(display(name)).split("-")
    return {word for word in words if len(word) > 3} if len(words) > 1 else set()


@lru_cache(maxsize=100_000)
def _known(kind: EntityKind, name: str) -> str | None:
    words = _DATA_SET.sub("dataset", name).split(" ")
    while words:
        for form in _forms(" ".join(words)):
            if form in _KNOWN_NAMES[kind]:
                return _KNOWN_NAMES[kind][form]
        if singular(american(words.pop().lower())) not in _OF_KIND[kind]:
            return None
    return None


def _forms(name: str) -> tuple[str, str]:
    """Return what a name is looked up by: in the singular, and as it ends (NaturalQuestions)."""
    return _squeezed(_normal(name)), _squeezed(_normal(name, plural=True))


def is_acronym(short: str, long: str) -> bool:
    """Return whether `short` is made of letters of `long`, in their order, from its first on."""
    letters = [c for c in short.casefold().removesuffix("s") if c.isalnum()]
    rest = iter(c for c in long.casefold() if c.isalnum())
    begins = bool(letters) and long.casefold().lstrip().startswith(letters[0])
    return begins and len(letters) < len(long) and all(c in rest for c in letters)


@lru_cache(maxsize=100_000)
def _normal(name: str, *, proper: bool = False, plural: bool = False) -> str:
    """Return `name` in small letters, its words joined by hyphens. It keeps its ending if it may be `plural`,
    or if it is a `proper` name of one capitalised word ("Charades")."""
    name = _EXPLAINED.sub(_unexplained, name)
    name = _POSSESSIVE.sub("", _ACRONYM_PLURAL.sub("", name.replace("&", " and ")))
    written = [part for part in _GAPS.split(_VERSION.sub(" ", name)) if part]
    keeps = plural or (proper and len(written) == 1 and not written[0].islower())
    words = [american(_greek(fold(part))) for part in written]
    if words and not keeps and words[-1].isalpha() and written[-1][1:].islower():
        words[-1] = singular(words[-1])
    numbered = [part for word in words for part in _NUMBERED.sub("-", _ROUND.sub(r"\1", word)).split("-")]
    return "-".join(_joined(numbered))


def _unexplained(match: re.Match[str]) -> str:
    return match[1] if is_acronym(match[2], match[1]) else match[0]


def _joined(words: list[str]) -> list[str]:
    found: list[str] = []
    for word in words:
        before = found[-1] if found else ""
        joins = before in _PREFIXES and word.isalpha() and (before not in _APART or word in _JOINED)
        if joins:
            found[-1] = before + word
        else:
            found.append(word)
    return found


def _greek(word: str) -> str:
    return "".join(_GREEK.get(c, c) for c in word) if not word.isascii() else word


def _squeezed(normal: str) -> str:
    """Return a normal form without its hyphens, but for those between digits."""
    return re.sub(r"(?<!\d)-|-(?!\d)", "", normal)


_KNOWN_NAMES: Mapping[EntityKind, Mapping[str, str]] = MappingProxyType(
    {
        kind: MappingProxyType(
            {form: names[0] for names in entries for name in names for form in _forms(name)}
        )
        for kind, entries in WELL_KNOWN.items()
    }
)
_NAMES: Mapping[tuple[EntityKind, str], tuple[str, ...]] = MappingProxyType(
    {(kind, names[0]): names for kind, entries in WELL_KNOWN.items() for names in entries}
)
