"""The sentence that says a claim, and the mentions in it: `find`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from extraction.annotations import Found
from extraction.sentences import holding
from extraction.trained.features import CUES
from graph.kinds import ClaimKind
from graph.model import Span

_CUE_OF: Mapping[ClaimKind, str] = MappingProxyType(
    {
        ClaimKind.PROPOSES: "propose",
        ClaimKind.IMPROVES_ON: "better",
        ClaimKind.BUILDS_ON: "build",
        ClaimKind.COMPARED_WITH: "versus",
        ClaimKind.EVALUATED_ON: "evaluate",
        ClaimKind.TRAINED_ON: "train",
        ClaimKind.SUBCLASS_OF: "suchas",
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence, and where it mentions both ends; the head may stand elsewhere, or nowhere."""

    sentence: Span
    head: Span | None
    tail: Span


def find(
    text: str, sentences: Sequence[Span], kind: ClaimKind, head: Sequence[Found], tail: Sequence[Found]
) -> Place:
    """Return where the text says a claim between mentions of its head (none for the paper) and its tail.

    A sentence with both, one with a word that says such a claim first, then where they are nearest; else the
    sentence of the tail nearest to the head. For the paper, the abstract says more than the title.
    """
    cue = CUES[_CUE_OF[kind]] if kind in _CUE_OF else None
    best: tuple[tuple[bool, bool, bool, int], Place] | None = None
    for target in tail:
        sentence = holding(sentences, target.span.start)
        lacks_cue = cue is None or cue.search(text, sentence.start, sentence.end) is None
        in_title = sentence.start == sentences[0].start
        for source in head or (None,):
            if source is None:
                rank = (False, lacks_cue, in_title, target.span.start)
                place = Place(sentence, None, target.span)
            else:
                inside = sentence.start <= source.span.start < sentence.end
                gap = max(target.span.start - source.span.end, source.span.start - target.span.end)
                rank = (not inside, inside and lacks_cue, False, gap)
                place = Place(sentence, source.span, target.span)
            if best is None or rank < best[0]:
                best = (rank, place)
    if best is None:
        raise ValueError("a claim needs a mention of its tail")
    return best[1]
