"""Least scores and calibration, chosen on development data with the model as it ships: `tune`.

The search is by coordinates on coarse grids, so that little is fitted to single papers.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extraction import abbreviations, sentences
from extraction.annotations import Abbreviation, Cluster, Found, Number, Proposal
from extraction.choices import MODEL
from extraction.gold import Gold
from extraction.naming import is_nameable
from extraction.scoring import (
    OVERLAP,
    Extracted,
    ExtractedEntity,
    Row,
    calibration_error,
    judged,
    matched,
    score,
)
from extraction.trained.clusters import grouped
from extraction.trained.encoder import BLOCK, Encoder, Encoding
from extraction.trained.entities import MENTION
from extraction.trained.files import Files
from extraction.trained.graph import GraphHead
from extraction.trained.groups import Group
from extraction.trained.linear import Features
from extraction.trained.pieces import windows
from extraction.trained.relations import LEAST as _LOWEST
from extraction.trained.relations import Scores, better_features, chosen
from extraction.trained.relations import score as score_graph
from extraction.trained.results import RESULT, Text
from extraction.trained.results import find as find_results
from extraction.trained.schema import ENTITY_KINDS, RELATION_KINDS
from extraction.trained.settings import Curve, Settings
from extraction.trained.spans import decode
from graph.kinds import ClaimKind
from graph.model import PAPER, Span
from graph.names import one_line

_GRID = tuple(round(0.05 * step, 2) for step in range(1, 18))
_SPANS = tuple(round(0.05 * step, 2) for step in range(5, 17))
_FINE = tuple(round(0.01 * step, 2) for step in range(5, 96))
_WANTED = {ClaimKind.IMPROVES_ON: 0.8}
"""Least precision of a kind, where its recall stays above `_RECALL`; the others take the best F1."""
_RECALL = 0.255
_LIKELY = 0.2
"""Score of an IMPROVES_ON that is worth to be judged anew: of the many below, nothing is to be learnt."""
_FEWEST = 25
"""Claims of a kind that its own curve is fitted to; with fewer it takes the curve of all."""
_FOLDS = 5
_GOALS = (
    "mentions",
    "entities",
    "entities" + OVERLAP,
    "claims",
    "claims" + OVERLAP,
    ClaimKind.PROPOSES,
    "results",
)


@dataclass(frozen=True, slots=True)
class Read:
    """An annotated paper with what does not depend on the settings."""

    gold: Gold
    sentences: tuple[Span, ...]
    abbreviations: tuple[Abbreviation, ...]
    encoding: Encoding


@dataclass(frozen=True, slots=True)
class Candidates:
    """The groups of mentions of a paper and what the graph head says of them."""

    read: Read
    groups: Sequence[Group]
    scores: Scores


class Development:
    """Annotated papers, encoded once."""

    def __init__(self, model: Files, golds: Sequence[Gold]) -> None:
        self._model = model
        self._head = GraphHead(model.graph())
        encoder, tokenizer = Encoder(model), model.tokenizer()
        self._read: list[Read] = []
        for begin in range(0, len(golds), BLOCK):
            block = golds[begin : begin + BLOCK]
            bounds = [tuple(sentences.spans(gold.text)) for gold in block]
            texts = [windows(gold.text, bound, tokenizer) for gold, bound in zip(block, bounds, strict=True)]
            for gold, bound, encoding in zip(block, bounds, encoder.encode(texts), strict=True):
                short = tuple(abbreviations.find(gold.text, bound))
                self._read.append(Read(gold, bound, short, encoding))

    def candidates(self, settings: Settings) -> list[Candidates]:
        """Return what is found with these least scores of mentions and of merging."""
        return [self._candidates(read, settings) for read in self._read]

    def _candidates(self, read: Read, settings: Settings) -> Candidates:
        text = read.gold.text
        mentions = [
            mention
            for mention in decode(read.encoding.scores, read.encoding.offsets, settings.spans)
            if is_nameable(one_line(text[mention.place.start : mention.place.end]))
        ]
        weights = self._model.linear["merging"]
        groups = [group for group, _ in grouped(text, mentions, read.abbreviations, weights, settings)]
        least = [_LOWEST] * len(RELATION_KINDS)
        scores = score_graph(text, read.sentences, read.encoding, groups, self._head, least)
        return Candidates(read, groups, scores)

    def extracted(self, found: Candidates, settings: Settings) -> Extracted:
        """Return what is claimed of these candidates with these settings; confidences are the raw scores."""
        kept, claimed = chosen(found.scores, settings)
        names = {0: PAPER, **{i + 1: str(i) for i in kept}}
        proposed = {
            i: found.scores.proposed[i] for i in kept if found.scores.proposed[i] >= settings.proposed
        }
        return Extracted(
            [
                ExtractedEntity(
                    names[i + 1],
                    ENTITY_KINDS[found.groups[i].kind],
                    tuple(member.place for member in found.groups[i].members),
                    proposed.get(i),
                )
                for i in kept
            ],
            {
                (RELATION_KINDS[kind], names[head], names[tail]): value
                for (kind, head, tail), value in claimed.items()
            },
            [
                (
                    found.read.gold.text[number.span.start : number.span.end],
                    None if number.metric is None else str(kept[number.metric]),
                    None if number.dataset is None else str(kept[number.dataset]),
                )
                for number in self.numbers(found, settings)
            ],
        )

    def numbers(self, found: Candidates, settings: Settings) -> list[Number]:
        """Return the results that are read off these candidates; ends are numbers of the kept groups."""
        kept, _ = chosen(found.scores, settings)
        clusters = [
            _cluster(found.groups[i], proposed=found.scores.proposed[i] >= settings.proposed) for i in kept
        ]
        text = Text.of(found.read.gold.text, found.read.sentences, clusters)
        return list(find_results(text, self._model.linear, settings))

    def rows(self, candidates: Sequence[Candidates], settings: Settings) -> dict[str, Row]:
        """Return the figures of these settings."""
        return score((found.read.gold, self.extracted(found, settings)) for found in candidates)


def _cluster(group: Group, *, proposed: bool) -> Cluster:
    kind = ENTITY_KINDS[group.kind]
    mentions = tuple(Found(member.place, kind, MODEL, 1.0) for member in group.members)
    proposal = Proposal(mentions[0].span, mentions[0].span, MODEL, 1.0) if proposed else None
    return Cluster(kind, "", "", mentions, None, proposal)


def _worth(rows: dict[str, Row]) -> float:
    return sum(rows[name].f1 for name in _GOALS if name in rows) / len(_GOALS)


def tune(model: Files, golds: Sequence[Gold], version: str, say: Callable[[str], None]) -> Settings:
    """Return the best settings of a model on annotated papers, with the curves of its confidences."""
    development = Development(model, golds)
    settings = Settings(
        version, (0.5,) * len(ENTITY_KINDS), 0.5, 0.3, 0.4, (0.35,) * len(RELATION_KINDS), 0.4, 0.3, 0.5
    )
    for turn in range(2):
        settings = _with_best_spans(development, settings)
        candidates = development.candidates(settings)
        settings = _with_best_rest(development, candidates, settings)
        say(f"turn {turn + 1}: {100 * _worth(development.rows(candidates, settings)):.2f} of {settings}")
    pairs = [(found.read.gold, development.extracted(found, settings)) for found in candidates]
    say(f"calibration error, fitted on four fifths and measured on the rest: {_held_out_error(pairs):.3f}")
    curves = _curves(pairs)
    curves[MENTION] = _curve(_judged_mentions(pairs, candidates))
    curves[RESULT] = _curve(_judged_results(development, candidates, settings))
    return replace(settings, curves=curves)


def _with_best_spans(development: Development, settings: Settings) -> Settings:
    def worth(trial: Settings) -> float:
        return _worth(development.rows(development.candidates(trial), trial))

    for kind in range(len(ENTITY_KINDS)):
        trials = [
            replace(settings, spans=_set(settings.spans, kind, value))
            for value in _near(settings.spans[kind])
        ]
        settings = max(trials, key=worth)
    return max((replace(settings, merge=value) for value in (0.4, 0.5, 0.6, 0.7)), key=worth)


def _near(value: float) -> list[float]:
    return [step for step in _SPANS if abs(step - value) < 0.26]


def _with_better(development: Development, candidates: Sequence[Candidates], settings: Settings) -> Settings:
    """Return the settings with the weights by which IMPROVES_ON is judged."""
    plain = replace(settings, better=None, relations=(_LOWEST,) * len(RELATION_KINDS))
    features: list[Features] = []
    right: list[bool] = []
    for found in candidates:
        gold, extracted = found.read.gold, development.extracted(found, plain)
        match = {PAPER: PAPER, **matched(gold, extracted.entities)}
        kept, _ = chosen(found.scores, plain)
        names = {0: PAPER, **{i + 1: str(i) for i in kept}}
        proposes = any(found.scores.proposed[i] >= settings.proposed for i in kept)
        for ends in found.scores.relations:
            kind, head, tail = RELATION_KINDS[ends[0]], *(names.get(end) for end in ends[1:])
            likely = found.scores.relations[ends] >= _LIKELY
            if kind is ClaimKind.IMPROVES_ON and likely and head and tail:
                features.append(better_features(found.scores.relations, ends, proposes=proposes))
                right.append((kind, match.get(head, ""), match.get(tail, "")) in gold.relations)
    vectors = DictVectorizer(sparse=False)
    fitted = LogisticRegression(C=1.0, fit_intercept=False).fit(vectors.fit_transform(features), right)
    weights = dict(zip(vectors.get_feature_names_out(), fitted.coef_[0].tolist(), strict=True))
    return replace(settings, better={name: round(value, 4) for name, value in sorted(weights.items())})


def _with_best_rest(
    development: Development, candidates: Sequence[Candidates], settings: Settings
) -> Settings:
    for name in ("keep", "proposed", "value", "metric", "dataset"):
        trials = (replace(settings, **{name: value}) for value in _GRID)  # type: ignore[arg-type]
        settings = max(trials, key=lambda trial: _worth(development.rows(candidates, trial)))
    settings = _with_better(development, candidates, settings)
    return _with_best_relations(development, candidates, settings)


def _with_best_relations(
    development: Development, candidates: Sequence[Candidates], settings: Settings
) -> Settings:
    """Return the settings with those least scores of claims at which the F1 of all claims is best."""
    every = replace(settings, relations=(_LOWEST,) * len(RELATION_KINDS))
    items: list[list[tuple[float, bool]]] = [[] for _ in RELATION_KINDS]
    annotated = [0] * len(RELATION_KINDS)
    for found in candidates:
        gold = found.read.gold
        for kind, value, right in judged(gold, development.extracted(found, every)):
            if kind in RELATION_KINDS:
                items[RELATION_KINDS.index(kind)].append((value, right))
        for kind, _, _ in gold.relations:
            annotated[RELATION_KINDS.index(kind)] += 1
    grids = [_FINE if kind in _WANTED else _GRID for kind in RELATION_KINDS]
    rows = [
        [_row(of_kind, least, count) for least in grid]
        for of_kind, count, grid in zip(items, annotated, grids, strict=True)
    ]
    best = [
        _precise(row, _WANTED[kind]) if kind in _WANTED else 5
        for kind, row in zip(RELATION_KINDS, rows, strict=True)
    ]
    for _ in range(3):
        for number, kind in enumerate(RELATION_KINDS):
            if kind not in _WANTED:
                trials = [[*best[:number], trial, *best[number + 1 :]] for trial in range(len(_GRID))]
                best = max(
                    trials, key=lambda trial: _f1([row[at] for row, at in zip(rows, trial, strict=True)])
                )
    return replace(settings, relations=tuple(grid[at] for grid, at in zip(grids, best, strict=True)))


def _row(items: Sequence[tuple[float, bool]], least: float, annotated: int) -> Row:
    reached = [right for value, right in items if value >= least]
    return Row(sum(reached), len(reached), annotated)


def _f1(rows: Sequence[Row]) -> float:
    return Row(*(sum(getattr(row, name) for row in rows) for name in ("right", "extracted", "annotated"))).f1


def _precise(rows: Sequence[Row], wanted: float) -> int:
    """Return the first of the rows, each of a higher least score, that is precise enough, or else the most
    precise of those that still find enough."""
    enough = [i for i, row in enumerate(rows) if row.recall >= _RECALL] or [0]
    good = [i for i in enough if rows[i].precision >= wanted]
    return good[0] if good else max(enough, key=lambda i: rows[i].precision)


def _set(values: tuple[float, ...], index: int, value: float) -> tuple[float, ...]:
    return (*values[:index], value, *values[index + 1 :])


Pairs = Sequence[tuple[Gold, Extracted]]


def _curves(pairs: Pairs) -> dict[str, Curve]:
    """Return the curve of each kind of claim."""
    items = [item for pair in pairs for item in judged(*pair)]
    every = _curve([(value, right) for _, value, right in items])
    found: dict[str, Curve] = {}
    for kind in (*RELATION_KINDS, ClaimKind.PROPOSES):
        own = [(value, right) for other, value, right in items if other is kind]
        curve = _curve(own) if len(own) >= _FEWEST else every
        found[kind] = curve if curve.slope > 0 else every
    return found


def _curve(items: Sequence[tuple[float, bool]]) -> Curve:
    """Return the curve fitted to scores and whether each is right (Platt, 1999)."""
    right = np.array([right for _, right in items])
    if right.all() or not right.any():
        return Curve()
    logits = np.array(
        [[math.log(s / (1 - s))] for s in np.clip([value for value, _ in items], 1e-4, 1 - 1e-4)]
    )
    fitted = LogisticRegression(C=1.0).fit(logits, right)
    return Curve(round(float(fitted.coef_[0, 0]), 4), round(float(fitted.intercept_[0]), 4))


def _held_out_error(pairs: Pairs) -> float:
    items: list[tuple[float, bool]] = []
    for fold in range(_FOLDS):
        curves = _curves([pair for i, pair in enumerate(pairs) if i % _FOLDS != fold])
        for i, pair in enumerate(pairs):
            if i % _FOLDS == fold:
                items += [(curves[kind](value), right) for kind, value, right in judged(*pair)]
    return calibration_error(items)


def _judged_mentions(pairs: Pairs, candidates: Sequence[Candidates]) -> list[tuple[float, bool]]:
    found: list[tuple[float, bool]] = []
    for (gold, _), each in zip(pairs, candidates, strict=True):
        right = {(span, gold.kinds[id]) for span, id in gold.mentions}
        found += [
            (float(member.kinds.sum()), (member.place, ENTITY_KINDS[group.kind]) in right)
            for group in each.groups
            for member in group.members
        ]
    return found


def _judged_results(
    development: Development, candidates: Sequence[Candidates], settings: Settings
) -> list[tuple[float, bool]]:
    """Return score and rightness of each result: its value with all that it names is annotated."""
    found: list[tuple[float, bool]] = []
    for each in candidates:
        gold, extracted = each.read.gold, development.extracted(each, settings)
        match = matched(gold, extracted.entities)
        numbers = development.numbers(each, settings)
        for (value, *ends), number in zip(extracted.results, numbers, strict=True):
            named = {match.get(end) for end in ends if end}
            right = any(
                result.value == value and named <= {result.metric, result.dataset} for result in gold.results
            )
            found.append((number.confidence, right))
    return found
