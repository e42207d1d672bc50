"""From scores of word spans to mentions: `decode`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extraction.trained.arrays import Floats, Ints
from graph.model import Span

WIDTHS = 14
"""Words in the longest span that is scored."""

WordSpan = tuple[int, int]
"""The first and the last word, both included."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A span that names something: its words (numbered through the text), where it stands in the text, and
    the probability of each kind, [kinds]."""

    words: WordSpan
    place: Span
    kinds: Floats


def decode(scores: Floats, offsets: Ints, least: Sequence[float]) -> list[Scored]:
    """Return the spans that name something, none overlapping another, in the order of the text.

    The likeliest span is taken first (greedily), if it is at least as likely as its kind's `least`.
    `scores`: [words, widths, classes], class 0 is "names nothing" and sure for spans that leave the text;
    `offsets`: start and end of each word, [words, 2].
    """
    mass = 1.0 - scores[..., 0]
    firsts, widths = np.nonzero(mass >= min(least))
    order = np.argsort(-mass[firsts, widths], kind="stable")
    used = np.zeros(len(scores) + WIDTHS, dtype=np.bool_)
    found: list[Scored] = []
    for first, width in zip(firsts[order].tolist(), widths[order].tolist(), strict=True):
        kinds = scores[first, width, 1:]
        last = first + width
        if mass[first, width] >= least[int(kinds.argmax())] and not used[first : last + 1].any():
            used[first : last + 1] = True
            found.append(Scored((first, last), Span(int(offsets[first, 0]), int(offsets[last, 1])), kinds))
    return sorted(found, key=lambda scored: scored.words)
