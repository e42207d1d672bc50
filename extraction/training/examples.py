"""What the network learns from, one text at a time: its pieces, and what they should be read as."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from tokenizers import Tokenizer

from extraction import abbreviations, sentences
from extraction.gold import Gold
from extraction.trained import groups
from extraction.trained.arrays import Floats, Ints
from extraction.trained.features import Context
from extraction.trained.graph import Graph
from extraction.trained.linear import Weights
from extraction.trained.merging import merge
from extraction.trained.pieces import Pieces, windows
from extraction.trained.schema import ENTITY_KINDS, RELATION_KINDS
from extraction.trained.spans import WIDTHS, Scored, WordSpan, decode
from graph.model import PAPER, Span

_SURE = 0.94
"""Probability of an annotated kind: what the network itself gives is never 1."""
_UNSURE = 0.5
"""How much an extracted cluster should be kept that only overlaps an annotated one."""
MERGE = 0.5
"""Likelihood from which two groups are joined while learning."""

Relation = tuple[int, int, int]
"""Number of the relation, of its head and of its tail among the nodes; node 0 is the paper."""


@dataclass(frozen=True, slots=True)
class Target:
    """A graph, and what should be read from it.

    clusters: (proposed, keep), [clusters, 2]; relations: [pairs, relations]. Values are probabilities.
    """

    graph: Graph
    clusters: Floats
    relations: Floats


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what it should be read as.

    spans: first word, width (less one), [spans, 2]; kinds: probability of each kind, [spans, kinds], the rest
    is that of "names nothing", which every other span is for sure. Of several graphs, each pass takes one.
    embedding: the unit vector that the paper's should be, [size].
    """

    pieces: Pieces
    spans: Ints
    kinds: Floats
    graphs: tuple[Target, ...] = field(default=())
    embedding: Floats | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a network reads in a text, as far as it is likely.

    spans: first word, width (less one); kinds: [spans, kinds]. `clusters` are grouped mentions, `scores`
    their (proposed, keep), and `relations` the probabilities of the likely ones.
    """

    spans: Ints
    kinds: Floats
    clusters: tuple[tuple[WordSpan, ...], ...] = ()
    cluster_kinds: Floats = field(default_factory=lambda: np.zeros((0, len(ENTITY_KINDS)), np.float32))
    scores: Floats = field(default_factory=lambda: np.zeros((0, 2), np.float32))
    relations: Mapping[Relation, float] = field(default_factory=dict)


class Reader:
    """Makes examples of texts."""

    def __init__(self, tokenizer: Tokenizer, merging: Weights) -> None:
        self._tokenizer = tokenizer
        self._merging = merging

    def pieces(self, text: str) -> Pieces:
        """Return the first window of the text: abstracts seldom need a second."""
        return windows(text, tuple(sentences.spans(text)), self._tokenizer)[0]

    def groups(self, pieces: Pieces, spans: Sequence[Scored]) -> list[groups.Group]:
        """Return the mentions grouped by what they name."""
        short = tuple(abbreviations.find(pieces.text, pieces.sentences))
        return merge(pieces.text, groups.find(pieces.text, spans, short), self._merging, MERGE)

    def annotated(self, gold: Gold, reading: Reading | None = None) -> Example:
        """Return the example of an annotated paper.

        `reading` is what a network reads in it that was not trained on it; its errors are what there is to
        learn for the graph head.
        """
        pieces = self.pieces(gold.text)
        mentions = list(_mentions(pieces, gold))
        number = {id: i for i, id in enumerate(dict.fromkeys(id for _, id in mentions))}
        clusters: list[list[WordSpan]] = [[] for _ in number]
        for words, id in mentions:
            clusters[number[id]].append(words)
        kinds = [ENTITY_KINDS.index(gold.kinds[id]) for id in number]
        node = {PAPER: 0, **{id: i + 1 for id, i in number.items()}}
        truth = _Truth(
            clusters,
            kinds,
            [next(e.proposed for e in gold.entities if e.id == id) for id in number],
            {
                (RELATION_KINDS.index(kind), node[head], node[tail])
                for kind, head, tail in gold.relations
                if {head, tail} <= node.keys() and kind in RELATION_KINDS
            },
        )
        graphs: list[Target] = []
        read = [] if reading is None else self.groups(pieces, _scored(pieces, reading))
        false = [group for group in read if not any(_overlaps(group, cluster) for cluster in clusters)]
        if number:
            graphs.append(truth.target(pieces, clusters, kinds, false))
        if read:
            graphs.append(truth.target(pieces, [], [], read))
        return Example(
            pieces,
            np.array([(a, b - a) for (a, b), _ in mentions], dtype=np.int64).reshape(-1, 2),
            one_hot([ENTITY_KINDS.index(gold.kinds[id]) for _, id in mentions]),
            tuple(graphs),
        )

    def silver(self, text: str, reading: Reading) -> Example:
        """Return the example of a text as networks read it."""
        pieces = self.pieces(text)
        graphs: tuple[Target, ...] = ()
        if reading.clusters:
            context = Context.of(pieces.text, pieces.sentences)
            graph = Graph.of(pieces, context, reading.clusters, reading.cluster_kinds)
            graphs = (Target(graph, reading.scores, _relations(graph, reading.relations)),)
        return Example(pieces, reading.spans, reading.kinds, graphs)


@dataclass(frozen=True, slots=True)
class _Truth:
    """Annotated clusters, as they are numbered: words, kind, and whether proposed; and their relations."""

    clusters: Sequence[Sequence[WordSpan]]
    kinds: Sequence[int]
    proposed: Sequence[bool]
    relations: set[Relation]

    def target(
        self,
        pieces: Pieces,
        clusters: Sequence[Sequence[WordSpan]],
        kinds: Sequence[int],
        read: Sequence[groups.Group],
    ) -> Target:
        """Return the target of the annotated `clusters` (all or none) and of the groups that were `read`."""
        nodes = [list(cluster) for cluster in clusters]
        nodes += [[(m.words[0], m.words[1]) for m in group.members] for group in read]
        of_kinds = np.concatenate([_soft(kinds), *(_normed(group.kinds)[None] for group in read)])
        matches = [*range(1, len(clusters) + 1), *self._matches(read, taken=bool(clusters))]
        keep = np.array([1.0] * len(clusters) + [self._keep(group) for group in read], dtype=np.float32)
        proposed = np.array([m > 0 and self.proposed[m - 1] for m in matches], dtype=np.float32)
        graph = Graph.of(pieces, Context.of(pieces.text, pieces.sentences), nodes, of_kinds)
        at = {0: 0, **{match: node for node, match in enumerate(matches, 1) if match}}
        relations = {
            (kind, at[head], at[tail]): 1.0
            for kind, head, tail in self.relations
            if head in at and tail in at
        }
        return Target(graph, np.stack([proposed, keep], 1), _relations(graph, relations))

    def _matches(self, read: Sequence[groups.Group], *, taken: bool) -> list[int]:
        """Return the number (from 1) of the annotated cluster that each group is, 0 for none: of the same
        kind, one to one, exact mentions before overlapping ones."""
        found = [0] * len(read)
        if taken:
            return found
        votes = []
        for number, (cluster, kind) in enumerate(zip(self.clusters, self.kinds, strict=True), 1):
            for i, group in enumerate(read):
                exact = sum(m.words in cluster for m in group.members)
                if group.kind == kind and (exact or _overlaps(group, cluster)):
                    votes.append((-exact, number, i))
        for _, number, i in sorted(votes):
            if not found[i] and number not in found:
                found[i] = number
        return found

    def _keep(self, group: groups.Group) -> float:
        best = 0.0
        for cluster, kind in zip(self.clusters, self.kinds, strict=True):
            if kind == group.kind:
                if any(m.words in cluster for m in group.members):
                    return 1.0
                best = max(best, _UNSURE * _overlaps(group, cluster))
        return best


def _mentions(pieces: Pieces, gold: Gold) -> Iterable[tuple[WordSpan, str]]:
    """Yield the words of each mention that begins and ends with a word of the window."""
    first = {start: i for i, start in enumerate(pieces.offsets[:, 0].tolist())}
    last = {end: i for i, end in enumerate(pieces.offsets[:, 1].tolist())}
    for span, id in gold.mentions:
        if span.start in first and span.end in last and last[span.end] - first[span.start] < WIDTHS:
            yield (first[span.start], last[span.end]), id


def _scored(pieces: Pieces, reading: Reading, least: float = 0.4) -> list[Scored]:
    scores = np.zeros((len(pieces), WIDTHS, 1 + len(ENTITY_KINDS)), dtype=np.float32)
    scores[..., 0] = 1.0
    first, width = reading.spans[:, 0], reading.spans[:, 1]
    scores[first, width, 1:] = reading.kinds
    scores[first, width, 0] = 1.0 - reading.kinds.sum(1)
    return decode(scores, pieces.offsets, [least] * len(ENTITY_KINDS))


def _overlaps(group: groups.Group, cluster: Sequence[WordSpan]) -> bool:
    return any(m.words[0] <= b and a <= m.words[1] for m in group.members for a, b in cluster)


def _relations(graph: Graph, relations: Mapping[Relation, float]) -> Floats:
    pair = {ends: i for i, ends in enumerate(zip(graph.heads.tolist(), graph.tails.tolist(), strict=True))}
    found = np.zeros(graph.allowed.shape, dtype=np.float32)
    for (kind, head, tail), value in relations.items():
        if (head, tail) in pair:
            found[pair[head, tail], kind] = value
    return found * graph.allowed


def one_hot(kinds: Sequence[int]) -> Floats:
    """Return sure probabilities of these kinds, [n, kinds]."""
    return np.eye(len(ENTITY_KINDS), dtype=np.float32)[np.asarray(kinds, dtype=np.int64)]


def _soft(kinds: Sequence[int]) -> Floats:
    rest = (1.0 - _SURE) / (len(ENTITY_KINDS) - 1)
    return (one_hot(kinds) * (_SURE - rest) + rest).astype(np.float32)


def _normed(kinds: Floats) -> Floats:
    return (kinds / max(float(kinds.sum()), 1e-6)).astype(np.float32)


def place(pieces: Pieces, words: WordSpan) -> Span:
    """Return where these words stand in the text."""
    return Span(int(pieces.offsets[words[0], 0]), int(pieces.offsets[words[1], 1]))
