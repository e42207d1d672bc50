"""Claims between clusters: `doc._.claims`; also which clusters are proposed, and which are none after all."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Cluster, Proposal, Statement
from extraction.choices import MODEL
from extraction.naming import shortened
from extraction.trained import evidence
from extraction.trained.encoder import Encoding
from extraction.trained.features import Context
from extraction.trained.files import files
from extraction.trained.graph import Graph, GraphHead
from extraction.trained.groups import Group
from extraction.trained.linear import Features, probability
from extraction.trained.pieces import Pieces
from extraction.trained.schema import RELATION_KINDS
from extraction.trained.settings import Settings
from extraction.trained.spans import WordSpan
from graph.kinds import ClaimKind
from graph.model import Span

_BETTER = RELATION_KINDS.index(ClaimKind.IMPROVES_ON)
_COMPARED = RELATION_KINDS.index(ClaimKind.COMPARED_WITH)
LEAST = 0.05
"""Score of a relation that another one is judged by."""

Ends = tuple[int, int, int]
"""A relation's number, its head and its tail; 0 is the paper, 1 the first group."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What the graph head says of the groups of a text."""

    proposed: tuple[float, ...]
    keep: tuple[float, ...]
    relations: dict[Ends, float]
    """Those that reach the least score asked for."""


def score(  # noqa: PLR0913, PLR0917
    text: str,
    sentences: Sequence[Span],
    encoding: Encoding,
    groups: Sequence[Group],
    head: GraphHead,
    least: Sequence[float],
) -> Scores:
    """Return the scores of the groups; of a text in several windows, the best that any of them gives.

    `least`: the lowest score of each relation that is wanted, in the order of `RELATION_KINDS`.
    """
    proposed, keep = [0.0] * len(groups), [0.0] * len(groups)
    relations: dict[Ends, float] = {}
    context = Context.of(text, sentences) if groups else None
    for window, hidden in zip(encoding.windows, encoding.hidden, strict=True):
        present = [(i, spans) for i, group in enumerate(groups) if (spans := _inside(group, window))]
        if not present or context is None:
            continue
        kinds = np.stack([groups[i].kinds for i, _ in present])
        kinds = kinds / np.maximum(kinds.sum(1, keepdims=True), 1e-6)
        graph = Graph.of(window, context, [spans for _, spans in present], kinds)
        of_clusters, of_pairs = head(hidden, graph)
        for (i, _), (one, two) in zip(present, of_clusters.tolist(), strict=True):
            proposed[i], keep[i] = max(proposed[i], one), max(keep[i], two)
        numbers = [0, *(i + 1 for i, _ in present)]
        for pair, kind in zip(*np.nonzero(of_pairs >= np.asarray(least)), strict=True):
            ends = (int(kind), numbers[graph.heads[pair]], numbers[graph.tails[pair]])
            relations[ends] = max(relations.get(ends, 0.0), float(of_pairs[pair, kind]))
    return Scores(tuple(proposed), tuple(keep), relations)


def _inside(group: Group, window: Pieces) -> list[WordSpan]:
    """Return the group's mentions that lie in the window, in words of the window."""
    begin, end = window.begin, window.begin + len(window)
    words = (member.words for member in group.members)
    return [(first - begin, last - begin) for first, last in words if begin <= first and last < end]


def judged(scores: Scores, settings: Settings, kept: Sequence[int]) -> dict[Ends, float]:
    """Return the scores of the relations, those of IMPROVES_ON judged anew by what else is said of the pair.

    The graph head scores each relation for itself. What is also compared is likelier to be better, and where
    the paper proposes something, that is better and not the paper.
    """
    if not settings.better:
        return scores.relations
    proposes = any(scores.proposed[i] >= settings.proposed for i in kept)
    return {
        ends: probability(settings.better, better_features(scores.relations, ends, proposes=proposes))
        if ends[0] == _BETTER
        else value
        for ends, value in scores.relations.items()
    }


def better_features(relations: Mapping[Ends, float], ends: Ends, *, proposes: bool) -> Features:
    """Return the features of "the head improves on the tail"."""
    _, head, tail = ends
    return {
        "bias": 1.0,
        "better": _logit(relations[ends]),
        "compared": _logit(relations.get((_COMPARED, head, tail), 0.0)),
        "paper beside its proposal": float(proposes and head == 0),
    }


def _logit(score: float) -> float:
    score = min(max(score, LEAST), 1.0 - LEAST)
    return math.log(score / (1.0 - score))


def chosen(scores: Scores, settings: Settings) -> tuple[list[int], dict[Ends, float]]:
    """Return which groups are kept, and the relations between them that are claimed.

    What is better than another was compared with it: that goes without saying.
    """
    kept = [i for i, keep in enumerate(scores.keep) if keep >= settings.keep]
    nodes = {0, *(i + 1 for i in kept)}
    claimed = {
        (kind, head, tail): value
        for (kind, head, tail), value in judged(scores, settings, kept).items()
        if value >= settings.relations[kind] and head in nodes and tail in nodes
    }
    return kept, {
        (kind, head, tail): value
        for (kind, head, tail), value in claimed.items()
        if not (kind == _COMPARED and (_BETTER, head, tail) in claimed)
    }


class Relations:
    """Scores the clusters and the pairs of them."""

    def __init__(self) -> None:
        self._settings = files().settings
        self._head = GraphHead(files().graph())
        self._least = [
            LEAST if kind in (_BETTER, _COMPARED) else least
            for kind, least in enumerate(self._settings.relations)
        ]

    def __call__(self, doc: Doc) -> Doc:
        """Find the claims of one text."""
        text, sentences = doc._.words.text, doc._.sentences
        scores = score(text, sentences, doc._.encoding, doc._.groups, self._head, self._least)
        kept, claimed = chosen(scores, self._settings)
        doc._.clusters = shortened([self._marked(doc, i, scores.proposed[i]) for i in kept])
        index = {group + 1: i for i, group in enumerate(kept)}  # the paper, node 0, is no cluster
        doc._.claims = tuple(
            self._statement(doc, RELATION_KINDS[kind], index.get(head), index[tail], value)
            for (kind, head, tail), value in claimed.items()
        )
        return doc

    def _marked(self, doc: Doc, group: int, score: float) -> Cluster:
        """Return the cluster of a group, marked as proposed if its score says so."""
        cluster: Cluster = doc._.clusters[group]
        if score < self._settings.proposed:
            return cluster
        place = evidence.find(doc._.words.text, doc._.sentences, ClaimKind.PROPOSES, (), cluster.mentions)
        confidence = self._settings.confidence(ClaimKind.PROPOSES, score)
        return replace(cluster, proposed=Proposal(place.sentence, place.tail, MODEL, confidence))

    def _statement(self, doc: Doc, kind: ClaimKind, head: int | None, tail: int, score: float) -> Statement:
        clusters: Sequence[Cluster] = doc._.clusters
        sources = () if head is None else clusters[head].mentions
        place = evidence.find(doc._.words.text, doc._.sentences, kind, sources, clusters[tail].mentions)
        confidence = self._settings.confidence(kind, score)
        return Statement(kind, head, tail, place.sentence, place.head, place.tail, confidence)


@Language.factory(
    "papergraph_relations",
    requires=["doc._.encoding", "doc._.groups", "doc._.clusters", "doc._.sentences"],
    assigns=["doc._.clusters", "doc._.claims"],
)
def make(nlp: Language, name: str) -> Relations:
    """Return the component."""
    return Relations()
