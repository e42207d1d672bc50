"""Mentions of a paper grouped by what they name: `find`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extraction.annotations import Abbreviation
from extraction.trained.arrays import Floats
from extraction.trained.spans import Scored
from extraction.trained.written import is_abbreviation, normal_form
from graph.names import one_line

_OPENING = re.compile(r"\s*\(\s*")


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions that name the same thing, in the order of the text."""

    members: tuple[Scored, ...]
    kinds: Floats
    """Mean probability of each kind, [kinds]."""
    written: tuple[str, ...]
    """What each mention writes, on one line."""

    @classmethod
    def of(cls, text: str, members: Iterable[Scored]) -> "Group":
        """Return the group of these mentions."""
        ordered = tuple(sorted(members, key=lambda scored: scored.words))
        written = tuple(one_line(text[m.place.start : m.place.end]) for m in ordered)
        return cls(ordered, np.mean([m.kinds for m in ordered], axis=0), written)

    @property
    def kind(self) -> int:
        """The likeliest kind, by its number."""
        return int(self.kinds.argmax())

    @property
    def forms(self) -> tuple[str, ...]:
        """What is written, once for each normal form, in the order of the text."""
        return tuple({normal_form(name): name for name in reversed(self.written)}.values())[::-1]


def find(text: str, mentions: Sequence[Scored], abbreviations: Sequence[Abbreviation]) -> list[Group]:
    """Return the mentions grouped by written form and by abbreviation, in the order of the text."""
    keys = [normal_form(text[m.place.start : m.place.end]) for m in mentions]
    long_of = _bracketed(text, mentions, keys)
    key_at = {m.place: key for m, key in zip(mentions, keys, strict=True)}
    for abbreviation in abbreviations:
        short, long = key_at.get(abbreviation.short), key_at.get(abbreviation.long)
        if short and long and short != long:
            long_of.setdefault(short, long)
    groups: dict[str, list[Scored]] = defaultdict(list)
    for mention, key in zip(mentions, keys, strict=True):
        groups[long_of.get(key, key)].append(mention)
    return [Group.of(text, members) for members in groups.values()]


def _bracketed(text: str, mentions: Sequence[Scored], keys: Sequence[str]) -> dict[str, str]:
    """Map the key of each mention in brackets to that of the one before, where one abbreviates the other."""
    long_of: dict[str, str] = {}
    for i, (one, two) in enumerate(pairwise(mentions)):
        if keys[i] == keys[i + 1] or not _OPENING.fullmatch(text, one.place.end, two.place.start):
            continue
        left, right = (text[m.place.start : m.place.end] for m in (one, two))
        if is_abbreviation(right, left) or is_abbreviation(left, right):
            long_of[keys[i + 1]] = long_of.get(keys[i], keys[i])
    return long_of
