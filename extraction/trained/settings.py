"""What was chosen and measured on development data: `settings.json` beside the model."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from extraction.trained.schema import ENTITY_KINDS, RELATION_KINDS
from graph.kinds import ClaimKind

_LEAST, _MOST = 1e-4, 1 - 1e-4


@dataclass(frozen=True, slots=True)
class Curve:
    """From a score to a confidence that means what it says (Platt, 1999): the logistic function of
    `slope * logit(score) + offset`."""

    slope: float = 1.0
    offset: float = 0.0

    def __call__(self, score: float) -> float:
        """Return the confidence, from 0 to 1."""
        score = min(max(score, _LEAST), _MOST)
        x = self.slope * math.log(score / (1 - score)) + self.offset
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


@dataclass(frozen=True, slots=True)
class Settings:
    """Least scores, by kind, and the curves of confidences."""

    version: str
    spans: tuple[float, ...] = (0.5,) * len(ENTITY_KINDS)
    """Of a mention, in the order of `ENTITY_KINDS`."""
    merge: float = 0.6
    """That two clusters name the same."""
    keep: float = 0.0
    """That a cluster is an entity."""
    proposed: float = 0.5
    relations: tuple[float, ...] = (0.5,) * len(RELATION_KINDS)
    """In the order of `RELATION_KINDS`."""
    value: float = 0.5
    """That a number is a result."""
    metric: float = 0.5
    dataset: float = 0.5
    better: Mapping[str, float] | None = None
    """Weights by which IMPROVES_ON is judged anew (`extraction.trained.relations.judged`)."""
    curves: Mapping[str, Curve] | None = None
    """By kind of claim, "mention" and "result"; a score is its own confidence where there is none."""

    def confidence(self, kind: ClaimKind | str, score: float) -> float:
        """Return the confidence of a claim of this kind with this score."""
        curve = (self.curves or {}).get(kind)
        return round(curve(score) if curve else min(max(score, 0.0), 1.0), 4)

    def to_json(self) -> dict[str, Any]:
        """Return plain values, by the names of the kinds."""
        values = asdict(self)
        values["spans"] = dict(zip(ENTITY_KINDS, self.spans, strict=True))
        values["relations"] = dict(zip(RELATION_KINDS, self.relations, strict=True))
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return what `to_json` wrote."""
        curves = values["curves"]
        return cls(
            **{
                **values,
                "spans": tuple(values["spans"][kind] for kind in ENTITY_KINDS),
                "relations": tuple(values["relations"][kind] for kind in RELATION_KINDS),
                "curves": curves and {name: Curve(**curve) for name, curve in curves.items()},
            }
        )
