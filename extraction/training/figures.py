"""How well a network reads annotated papers, before thresholds are chosen: for the log of a training."""

from collections.abc import Mapping, Sequence

from extraction.gold import Gold
from extraction.scoring import OVERLAP, Extracted, ExtractedEntity, Row, score
from extraction.trained.schema import ENTITY_KINDS, RELATION_KINDS
from extraction.training.examples import Reader, Reading, place
from extraction.training.reading import Ensemble
from graph.kinds import ClaimKind
from graph.model import PAPER

_SHOWN = ("mentions", "entities", "claims", "claims" + OVERLAP, ClaimKind.PROPOSES, "claims IMPROVES_ON")


def extracted(text: str, reading: Reading, reader: Reader, keep: float, relation: float) -> Extracted:
    """Return what the reading says at these thresholds, entities called by their numbers."""
    pieces = reader.pieces(text)
    names = [PAPER, *map(str, range(1, len(reading.clusters) + 1))]
    kept = {0, *(i for i, score in enumerate(reading.scores.tolist(), 1) if score[1] >= keep)}
    return Extracted(
        [
            ExtractedEntity(
                names[i],
                ENTITY_KINDS[int(kinds.argmax())],
                tuple(place(pieces, words) for words in cluster),
                proposed if proposed >= 0.5 else None,
            )
            for i, (cluster, kinds, (proposed, _)) in enumerate(
                zip(reading.clusters, reading.cluster_kinds, reading.scores.tolist(), strict=True), 1
            )
            if i in kept
        ],
        {
            (RELATION_KINDS[kind], names[head], names[tail]): value
            for (kind, head, tail), value in reading.relations.items()
            if value >= relation and {head, tail} <= kept
        },
    )


def figures(ensemble: Ensemble, golds: Sequence[Gold], reader: Reader) -> Mapping[str, Row]:
    """Return the rows of the scorer, at thresholds that are seldom far from the best."""
    readings = ensemble.read([gold.text for gold in golds])
    return score(
        (gold, extracted(gold.text, reading, reader, keep=0.4, relation=0.35))
        for gold, reading in zip(golds, readings, strict=True)
    )


def shown(rows: Mapping[str, Row]) -> str:
    """Return the most telling of the rows on one line: precision / recall / F1, in percent."""
    return "; ".join(
        f"{name} {100 * rows[name].precision:.1f} / {100 * rows[name].recall:.1f} / {100 * rows[name].f1:.1f}"
        for name in _SHOWN
        if name in rows
    )
