"""Sentences in which each mention is one sign, so that patterns can speak of mentions.

"BERT outperforms ELMo on SQuAD." becomes "[M0] outperforms [M1] on [D2].", with the first letter of the kind
and the number of the mention, between two characters of Unicode's private use instead of brackets. A bracket
that only repeats an entity, "(RNNs)", is left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from extraction.annotations import Found
from graph.kinds import EntityKind
from graph.model import Span

OPEN, CLOSE = "\ue000", "\ue001"
LETTERS = MappingProxyType(
    {EntityKind.METHOD: "M", EntityKind.TASK: "T", EntityKind.DATASET: "D", EntityKind.METRIC: "R"}
)
_MARK = re.compile(f"{OPEN}[MTDR](\\d+){CLOSE}")
_SIGNS = str.maketrans(dict.fromkeys((OPEN, CLOSE, "\n", "\t", "\r", "\u00a0"), " "))


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence's place and its text with signs for mentions; `number` counts sentences, the title is 0."""

    number: int
    span: Span
    text: str


def mask(
    text: str, sentences: Sequence[Span], mentions: Sequence[Found], owners: Sequence[int]
) -> list[Masked]:
    """Return the sentences masked; `owners` holds the cluster of each mention. A mention that crosses the
    end of a sentence is in neither."""
    masked: list[Masked] = []
    following = 0
    for number, sentence in enumerate(sentences):
        parts: list[str] = []
        position = sentence.start
        last: int | None = None
        while following < len(mentions) and mentions[following].span.start < sentence.end:
            index, span = following, mentions[following].span
            following += 1
            if span.start < position or span.end > sentence.end:
                continue
            gap = text[position : span.start]
            again = last is not None and owners[last] == owners[index] and gap.strip() == "("
            if again and text[span.end : span.end + 1] == ")":
                position = span.end + 1
                continue
            parts += (gap.translate(_SIGNS), OPEN, LETTERS[mentions[index].kind], str(index), CLOSE)
            position = span.end
            last = index
        parts.append(text[position : sentence.end].translate(_SIGNS))
        masked.append(Masked(number, sentence, "".join(parts)))
    return masked


def mentions_in(text: str) -> Iterator[int]:
    """Yield the numbers of the mentions in a piece of masked text."""
    return (int(match[1]) for match in _MARK.finditer(text))
