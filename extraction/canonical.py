"""Canonical keys of names: equal for the written forms of one thing, different for different things.

Folded are case, accents, the plural of the last word, and blanks and hyphens except between two digits
("CIFAR 10" is "CIFAR-10", "Llama-2-7B" is not "Llama-27B"). Numbers, versions and modifiers stay.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from extraction.wellknown import WELL_KNOWN
from graph.kinds import EntityKind
from graph.names import fold

_SEPARATORS = re.compile(r"(?<!\d)[\s\-–‐‑_/]+|[\s\-–‐‑_/]+(?!\d)")
_GAPS = re.compile(r"[\s\-–‐‑_/]+")
_ACRONYM_PLURAL = re.compile(r"(?<=[A-Z])s$")
_NO_PLURAL = ("ss", "us", "is", "as", "os", "ics", "series", "species", "lens", "bias", "atlas")


@lru_cache(maxsize=100_000)
def singular(word: str) -> str:
    """Return an English noun in small letters in its singular, by its ending."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(_NO_PLURAL):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=100_000)
def canonical(name: str) -> str:
    """Return `name` in small letters with one blank or hyphen between words and its last word in the
    singular. A capitalised name of one word ("Charades") keeps its ending."""
    name = _ACRONYM_PLURAL.sub("", " ".join(name.split()))
    head, _, last = name.rpartition(" ")
    if head or last.islower() or "-" in last:
        stem = _GAPS.split(last)[-1]
        if stem.isalpha() and stem[1:].islower():
            name = name[: len(name) - len(stem)] + singular(stem.lower())
    return name if name.isupper() else fold(name)


@lru_cache(maxsize=100_000)
def key(name: str) -> str:
    """Return what two names of one entity have in common."""
    return _GAPS.sub("-", _SEPARATORS.sub("", fold(canonical(name))))


def _known_names() -> Mapping[tuple[EntityKind, str], str]:
    return MappingProxyType(
        {
            (kind, key(name)): names[0]
            for kind, entries in WELL_KNOWN.items()
            for names in entries
            for name in names
        }
    )


_KNOWN_NAMES = _known_names()


def known_name(kind: EntityKind, name: str) -> str | None:
    """Return the canonical name of the well-known entity that goes by `name` or its plural, or None."""
    return _KNOWN_NAMES.get((kind, key(name))) or _KNOWN_NAMES.get((kind, key(name.removesuffix("s"))))
