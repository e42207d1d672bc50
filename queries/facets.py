"""What about a paper others are to be related by: `Facet`, and which of its sentences speak of that.

Sentences are told by phrases that papers use for it (cues of "zones": Teufel and Moens, 2002), and by where
they stand.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from graph.kinds import ClaimKind, EntityKind


class Facet(StrEnum):
    """What two papers are to have in common."""

    ANY = "any"
    """All of it."""
    TASK = "task"
    """What they are for."""
    METHOD = "method"
    """How they do it."""
    DATASET = "dataset"
    """On what they show it, and what comes out."""
    TEXT = "text"
    """What they say, whatever the graph knows of them."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part of the likeness of two papers counts, and which entities count more."""

    meaning: float = 1.0
    words: float = 4.0
    things: float = 0.5
    lineage: float = 0.5
    of_role: Mapping[ClaimKind, float] = field(default_factory=dict)
    of_kind: Mapping[EntityKind, float] = field(default_factory=dict)


_TASK = frozenset({ClaimKind.ADDRESSES})
_METHOD = frozenset({ClaimKind.PROPOSES, ClaimKind.IMPROVES_ON, ClaimKind.BUILDS_ON, ClaimKind.COMPARED_WITH})
_DATA = frozenset({ClaimKind.EVALUATED_ON, ClaimKind.TRAINED_ON, ClaimKind.MEASURED_BY})
_RAISED, _LOWERED = 2.0, 0.4


def _steered(roles: frozenset[ClaimKind], kinds: frozenset[EntityKind], lineage: float) -> Weights:
    return Weights(
        things=0.8,
        lineage=lineage,
        of_role=dict.fromkeys(roles, _RAISED),
        of_kind={kind: _RAISED if kind in kinds else _LOWERED for kind in EntityKind},
    )


WEIGHTS: Mapping[Facet, Weights] = {
    Facet.ANY: Weights(),
    Facet.TASK: _steered(_TASK, frozenset({EntityKind.TASK}), 0.3),
    Facet.METHOD: _steered(_METHOD, frozenset({EntityKind.METHOD}), 1.0),
    Facet.DATASET: _steered(_DATA, frozenset({EntityKind.DATASET, EntityKind.METRIC}), 0.3),
    Facet.TEXT: Weights(things=0.0, lineage=0.0),
}
"""Chosen on pools of papers of the corpus (docs/related.md)."""

_SENTENCE = re.compile(r"[^.!?]*(?:[.!?](?!\s)[^.!?]*)*[.!?]*")
_CUES: Mapping[Facet, re.Pattern[str]] = {
    Facet.TASK: re.compile(
        r"\b(problem|task|challeng\w+|goal|aim\w*|motivat\w+|important|difficult\w*|need\w*|lack\w*|however"
        r"|limit\w+|crucial|essential|question|remain\w*|suffer\w*|recent\w*|existing)\b",
        re.I,
    ),
    Facet.METHOD: re.compile(
        r"\b(we (?:\w+ )?(?:propose|present|introduce|develop|design|use|employ|apply|train|formulate|model"
        r"|derive|combine|extend|leverage)"
        r"|our (?:\w+ )?(?:method|model|approach|algorithm|framework|system|architecture)"
        r"|this paper (?:proposes|presents|introduces|describes)|based on|consists? of|using|novel)\b",
        re.I,
    ),
    Facet.DATASET: re.compile(
        r"\b(experiment\w*|results?|evaluat\w+|outperform\w*|state[- ]of[- ]the[- ]art|benchmarks?|datasets?"
        r"|corpus|corpora|demonstrat\w+|shows? that|we (?:\w+ )?(?:show|find|observe|achieve)|achiev\w+"
        r"|accuracy|improvements?|empirical\w*|significant\w*|\d+(?:\.\d+)? ?%)",
        re.I,
    ),
}
_FIRST, _LAST = 0.34, 0.67
"""Shares of an abstract: what it is for stands in its first third, what comes out in its last."""


def spoken(title: str, abstract: str, facet: Facet) -> str:
    """Return the title and the sentences that speak of a facet, "" for a facet that all of it speaks of, or
    where no sentence does."""
    cues = _CUES.get(facet)
    if cues is None:
        return ""
    sentences = [match[0].strip() for match in _SENTENCE.finditer(abstract) if match[0].strip()]
    kept = [
        sentence
        for number, sentence in enumerate(sentences)
        if _said(facet, cues, sentence, (number + 0.5) / len(sentences))
    ]
    return f"{title}\n{' '.join(kept)}" if kept else ""


def _said(facet: Facet, cues: re.Pattern[str], sentence: str, place: float) -> bool:
    cued = cues.search(sentence) is not None
    other = any(_CUES[each].search(sentence) for each in _CUES if each is not facet)
    expected = {
        Facet.TASK: place < _FIRST,
        Facet.METHOD: _FIRST / 2 < place < _LAST,
        Facet.DATASET: place > _LAST,
    }[facet]
    return (cued and (expected or not other)) or (expected and not other)
