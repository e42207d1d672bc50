"""The graph head: which clusters are proposed or should be kept, and how the nodes of a paper are related.

Node 0 is the paper, the others are clusters. The same computation as `extraction.training.model.GraphHead`,
in NumPy: the nodes of a paper are few, and no two papers have the same number of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extraction.trained.arrays import Bools, Floats, Ints
from extraction.trained.features import Context, buckets, cluster_features, pair_features
from extraction.trained.pieces import Pieces
from extraction.trained.schema import PAPER, allowed_relations
from extraction.trained.spans import WordSpan


@dataclass(frozen=True, slots=True)
class Graph:
    """The nodes of a paper, in numbers.

    pieces: word pieces of all mentions, [clusters, k], and firsts: first pieces of the mentions,
    [clusters, m], both padded by repeating an index (they are pooled by maximum, which that leaves as it is);
    kinds: [clusters, kinds]; features: [clusters, CLUSTER_FEATURES]; buckets: [nodes, pieces]; heads, tails:
    the pairs that some relation allows, [pairs]; pair_features: [pairs, PAIR_FEATURES]; allowed:
    [pairs, relations].
    """

    pieces: Ints
    firsts: Ints
    kinds: Floats
    features: Floats
    buckets: Ints
    heads: Ints
    tails: Ints
    pair_features: Floats
    allowed: Bools

    @classmethod
    def of(
        cls, pieces: Pieces, context: Context, clusters: Sequence[Sequence[WordSpan]], kinds: Floats
    ) -> "Graph":
        """Return the graph of at least one cluster; `kinds`: probability of each kind, [clusters, kinds]."""
        inside = [
            [piece for a, b in spans for piece in range(pieces.first[a], pieces.last[b] + 1)]
            for spans in clusters
        ]
        firsts = [[int(pieces.first[a]) for a, _ in spans] for spans in clusters]
        allowed = allowed_relations([PAPER, *kinds.argmax(1).tolist()])
        heads, tails = np.nonzero(allowed.any(-1))
        return cls(
            pieces=_padded(inside),
            firsts=_padded(firsts),
            kinds=kinds.astype(np.float32),
            features=np.stack(
                [cluster_features(pieces, context, s, k) for s, k in zip(clusters, kinds, strict=True)]
            ),
            buckets=buckets(pieces, clusters),
            heads=heads,
            tails=tails,
            pair_features=pair_features(pieces, context, clusters)[heads, tails],
            allowed=allowed[heads, tails],
        )


def _padded(rows: Sequence[list[int]]) -> Ints:
    width = max(len(row) for row in rows)
    return np.array([row + [row[0]] * (width - len(row)) for row in rows], dtype=np.int64)


class GraphHead:
    """The head with its weights, by the names that PyTorch gives them."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._weights = {name: np.ascontiguousarray(value, np.float32) for name, value in weights.items()}
        self._heads = self._weights["head_bias"].shape[1]
        self._size = self._weights["key.weight"].shape[0] // self._heads
        node = self._weights["head.weight"].shape[0]
        pair = self._weights["pair_in.weight"]
        self._pair_head, self._pair_tail, self._pair_product = (
            pair[:, k * node : (k + 1) * node].T for k in range(3)
        )
        self._pair_rest = pair[:, 3 * node :].T

    def __call__(self, hidden: Floats, graph: Graph) -> tuple[Floats, Floats]:
        """Return the probabilities of (proposed, keep), [clusters, 2], and of the relations,
        [pairs, relations], those that are not allowed 0; `hidden`: [pieces, size]."""
        nodes = self._nodes(hidden, graph)
        joined = np.concatenate([nodes[1:], graph.features], -1)
        clusters = self._linear("cluster_out", _relu(self._linear("cluster_in", joined)))
        head, tail = np.tanh(self._linear("head", nodes)), np.tanh(self._linear("tail", nodes))
        inner = (head @ self._pair_head)[graph.heads] + (tail @ self._pair_tail)[graph.tails]
        inner += (head[graph.heads] * tail[graph.tails]) @ self._pair_product
        rest = np.concatenate([self._context(hidden, nodes, graph), graph.pair_features], -1)
        inner += rest @ self._pair_rest + self._weights["pair_in.bias"]
        relations = self._linear("pair_out", _relu(inner))
        return _sigmoid(clusters), _sigmoid(relations) * graph.allowed

    def _nodes(self, hidden: Floats, graph: Graph) -> Floats:
        """Return the vectors of the nodes, [nodes, node]: pooled pieces and features, then one layer of
        attention among the nodes."""
        pooled = np.concatenate([hidden[graph.pieces].max(1), hidden[graph.firsts].max(1)], -1)
        read = self._linear("feature_out", _relu(self._linear("feature_in", graph.features)))
        clusters = self._linear("node", pooled) + read + self._linear("kind", graph.kinds)
        paper = self._linear("paper", np.concatenate([hidden[0], hidden.mean(0)])[None])
        nodes = np.concatenate([paper, clusters])
        count, size = nodes.shape
        parts = self._linear("mix_in", self._norm("mix_norm", nodes)).reshape(count, 3, self._heads, -1)
        query, key, value = (parts[:, k].transpose(1, 0, 2) for k in range(3))
        weights = _softmax(query @ key.transpose(0, 2, 1) * query.shape[-1] ** -0.5)
        nodes = nodes + self._linear("mix_out", (weights @ value).transpose(1, 0, 2).reshape(count, size))
        inner = _relu(self._linear("feed_in", self._norm("feed_norm", nodes)))
        return self._norm("norm", nodes + self._linear("feed_out", inner))

    def _context(self, hidden: Floats, nodes: Floats, graph: Graph) -> Floats:
        """Return what each pair reads in the text, [pairs, heads * size].

        The attention of a pair adds what its head and its tail ask for, so its softmax over the pieces is a
        product of two: softmax(a + b) = e^a e^b / sum(e^a e^b).
        """
        split = (-1, self._heads, self._size)
        key = self._linear("key", hidden).reshape(split).transpose(1, 2, 0)
        value = self._linear("value", hidden).reshape(split).transpose(1, 0, 2)
        sides = []
        for side in ("head", "tail"):
            query = self._linear(f"{side}_query", nodes).reshape(split).transpose(1, 0, 2)
            logits = query @ key * np.float32(self._size**-0.5)
            logits += self._weights[f"{side}_bias"][graph.buckets].transpose(2, 0, 1)
            sides.append(np.exp(logits - logits.max(-1, keepdims=True)))
        found = np.empty((len(graph.heads), self._heads, self._size), dtype=np.float32)
        for number in range(self._heads):
            weights = sides[0][number][graph.heads] * sides[1][number][graph.tails]
            total = np.maximum(weights.sum(-1, keepdims=True), np.float32(1e-30))
            found[:, number] = (weights @ value[number]) / total
        return found.reshape(len(found), -1)

    def _linear(self, name: str, values: Floats) -> Floats:
        found: Floats = values @ self._weights[f"{name}.weight"].T
        bias = self._weights.get(f"{name}.bias")
        return found if bias is None else found + bias

    def _norm(self, name: str, values: Floats) -> Floats:
        centred = values - values.mean(-1, keepdims=True)
        deviation = np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(1e-5))
        found: Floats = centred / deviation * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return found


def _relu(values: Floats) -> Floats:
    return np.maximum(values, np.float32(0))


def _sigmoid(values: Floats) -> Floats:
    found: Floats = np.float32(1) / (np.float32(1) + np.exp(-np.clip(values, -40, 40)))
    return found


def _softmax(values: Floats) -> Floats:
    exp = np.exp(values - values.max(-1, keepdims=True))
    found: Floats = exp / exp.sum(-1, keepdims=True)
    return found
