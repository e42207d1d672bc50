"""What is read from the hidden states: scores of word spans, the graph of a paper, and its embedding.

`GraphHead` computes, for a batch of papers, what `extraction.trained.graph.GraphHead` does for one.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from extraction.trained.features import BUCKETS, CLUSTER_FEATURES, PAIR_FEATURES
from extraction.trained.schema import ENTITY_KINDS, RELATION_KINDS
from extraction.trained.spans import WIDTHS
from extraction.training.bert import Dropout

CLASSES = 1 + len(ENTITY_KINDS)
"""Class 0 is "names nothing"."""
_OUT = -1e4
"""Added to a score that must not count; still a number in half precision."""


class Spans(nn.Module):
    """Scores of every span of up to `WIDTHS` words: biaffine in its first and its last word (Yu et al.,
    2020), with linear terms for those, for the mean of its pieces, and for its width."""

    def __init__(self, size: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.dropout = Dropout(dropout)
        self.start = nn.Linear(size, inner)
        self.end = nn.Linear(size, inner)
        self.product = nn.Parameter(torch.randn(inner, CLASSES * inner) * 0.02)
        self.of_start = nn.Linear(inner, CLASSES)
        self.of_end = nn.Linear(inner, CLASSES)
        self.of_inside = nn.Linear(size, CLASSES, bias=False)
        self.of_width = nn.Parameter(torch.zeros(WIDTHS, CLASSES))

    def forward(self, hidden: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Return logits, [batch, words, WIDTHS, CLASSES]; `hidden`: [batch, pieces, size]; `first`, `last`:
        first and last piece of each word, [batch, words]."""
        hidden = self.dropout(hidden)
        size = hidden.shape[-1]
        start = functional.gelu(self.start(hidden.gather(1, first[..., None].expand(-1, -1, size))))
        end = functional.gelu(self.end(hidden.gather(1, last[..., None].expand(-1, -1, size))))
        batch, words, inner = start.shape
        sums = functional.pad(self.of_inside(hidden).float().cumsum(1), (0, 0, 1, 0))
        before = sums.gather(1, first[..., None].expand(-1, -1, CLASSES))
        through = sums.gather(1, (last + 1)[..., None].expand(-1, -1, CLASSES))
        ends = _shifted(torch.cat([end, self.of_end(end)], -1))
        beyond, lasts = _shifted(through), _shifted(last[..., None].to(through.dtype))
        count = (lasts - first[..., None, None].to(through.dtype) + 1).clamp(min=1)
        inside = (beyond - before[:, :, None]) / count
        left = (start @ self.product).view(batch, words, CLASSES, inner)
        scores = ends[..., :inner] @ left.transpose(2, 3)
        found: Tensor = scores + self.of_start(start)[:, :, None] + ends[..., inner:] + inside + self.of_width
        return found


def _shifted(values: Tensor) -> Tensor:
    """Return [batch, words, WIDTHS, ...]: for each word and width, the value of the word at that distance."""
    padded = functional.pad(values, (0, 0, 0, WIDTHS - 1))
    words = values.shape[1]
    return torch.stack([padded[:, shift : shift + words] for shift in range(WIDTHS)], 2)


@dataclass(frozen=True, slots=True)
class Graphs:
    """The nodes of a batch of papers, padded; as in `extraction.trained.graph.Graph`.

    pieces: [batch, clusters, k]; firsts: [batch, clusters, m]; kinds: [batch, clusters, kinds]; features:
    [batch, clusters, CLUSTER_FEATURES]; present: [batch, clusters]; buckets: [batch, 1 + clusters, pieces];
    heads, tails: [batch, pairs]; pair_features: [batch, pairs, PAIR_FEATURES]; allowed:
    [batch, pairs, relations].
    """

    pieces: Tensor
    firsts: Tensor
    kinds: Tensor
    features: Tensor
    present: Tensor
    buckets: Tensor
    heads: Tensor
    tails: Tensor
    pair_features: Tensor
    allowed: Tensor


class GraphHead(nn.Module):
    """Which clusters are proposed or should be kept, and how the nodes of a paper are related."""

    def __init__(self, size: int, dropout: float, node: int = 256, heads: int = 4, part: int = 32) -> None:
        super().__init__()
        self.heads, self.part = heads, part
        inner = heads * part
        self.dropout = nn.Dropout(dropout)
        self.node = nn.Linear(2 * size, node)
        self.paper = nn.Linear(2 * size, node)
        self.feature_in = nn.Linear(CLUSTER_FEATURES, 64)
        self.feature_out = nn.Linear(64, node)
        self.kind = nn.Linear(len(ENTITY_KINDS), node, bias=False)
        self.mix_norm = nn.LayerNorm(node)
        self.mix_in = nn.Linear(node, 3 * node)
        self.mix_out = nn.Linear(node, node)
        self.feed_norm = nn.LayerNorm(node)
        self.feed_in = nn.Linear(node, 2 * node)
        self.feed_out = nn.Linear(2 * node, node)
        self.norm = nn.LayerNorm(node)
        self.cluster_in = nn.Linear(node + CLUSTER_FEATURES, 128)
        self.cluster_out = nn.Linear(128, 2)
        self.head_query = nn.Linear(node, inner)
        self.tail_query = nn.Linear(node, inner)
        self.head_bias = nn.Parameter(torch.zeros(BUCKETS, heads))
        self.tail_bias = nn.Parameter(torch.zeros(BUCKETS, heads))
        self.key = nn.Linear(size, inner)
        self.value = nn.Linear(size, inner)
        self.head = nn.Linear(node, node)
        self.tail = nn.Linear(node, node)
        self.pair_in = nn.Linear(3 * node + inner + PAIR_FEATURES, 256)
        self.pair_out = nn.Linear(256, len(RELATION_KINDS))

    def forward(self, hidden: Tensor, mask: Tensor, graphs: Graphs) -> tuple[Tensor, Tensor]:
        """Return the logits of (proposed, keep), [batch, clusters, 2], and of the relations,
        [batch, pairs, relations]; `hidden`: [batch, pieces, size]; `mask`: [batch, pieces]."""
        nodes = self._nodes(hidden, mask, graphs)
        joined = torch.cat([nodes[:, 1:], graphs.features], -1)
        clusters = self.cluster_out(self.dropout(functional.relu(self.cluster_in(joined))))
        head, tail = torch.tanh(self.head(nodes)), torch.tanh(self.tail(nodes))
        one, two = _rows(head, graphs.heads), _rows(tail, graphs.tails)
        context = self._context(hidden, mask, nodes, graphs)
        inner = self.pair_in(torch.cat([one, two, one * two, context, graphs.pair_features], -1))
        return clusters, self.pair_out(self.dropout(functional.relu(inner)))

    def _nodes(self, hidden: Tensor, mask: Tensor, graphs: Graphs) -> Tensor:
        batch, clusters, _ = graphs.pieces.shape
        pooled = torch.cat(
            [
                _rows(hidden, places.flatten(1)).view(batch, clusters, -1, hidden.shape[-1]).amax(2)
                for places in (graphs.pieces, graphs.firsts)
            ],
            -1,
        )
        read = self.feature_out(functional.relu(self.feature_in(graphs.features)))
        named = self.node(self.dropout(pooled)) + read + self.kind(graphs.kinds)
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        paper = self.paper(self.dropout(torch.cat([hidden[:, 0], mean.to(hidden.dtype)], -1)))
        nodes = torch.cat([paper[:, None], named], 1)
        present = functional.pad(graphs.present, (1, 0), value=True)
        query, key, value = (
            part.view(batch, clusters + 1, self.heads, -1).transpose(1, 2)
            for part in self.mix_in(self.mix_norm(nodes)).chunk(3, -1)
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, present[:, None, None, :])
        nodes = nodes + self.dropout(self.mix_out(mixed.transpose(1, 2).reshape(batch, clusters + 1, -1)))
        inner = functional.relu(self.feed_in(self.feed_norm(nodes)))
        found: Tensor = self.norm(nodes + self.dropout(self.feed_out(inner)))
        return found

    def _context(self, hidden: Tensor, mask: Tensor, nodes: Tensor, graphs: Graphs) -> Tensor:
        batch = hidden.shape[0]
        key = self.key(hidden).view(batch, -1, self.heads, self.part).permute(0, 2, 3, 1)
        value = self.value(hidden).view(batch, -1, self.heads, self.part).transpose(1, 2)
        outside = ((mask == 0) * _OUT)[:, None, None, :]
        sides = []
        for query, bias in ((self.head_query, self.head_bias), (self.tail_query, self.tail_bias)):
            asked = query(nodes).view(batch, -1, self.heads, self.part).transpose(1, 2)
            logits = (asked @ key).float() * self.part**-0.5 + bias[graphs.buckets].permute(0, 3, 1, 2)
            logits = logits + outside
            sides.append(torch.exp(logits - logits.amax(-1, keepdim=True)))
        pieces = hidden.shape[1]
        found = []
        for number in range(self.heads):
            one = sides[0][:, number].gather(1, graphs.heads[..., None].expand(-1, -1, pieces))
            two = sides[1][:, number].gather(1, graphs.tails[..., None].expand(-1, -1, pieces))
            weights = one * two
            weights = weights / weights.sum(-1, keepdim=True).clamp(min=1e-20)
            found.append(weights.to(value.dtype) @ value[:, number])
        return torch.cat(found, -1)


def _rows(values: Tensor, index: Tensor) -> Tensor:
    """Return the rows of [batch, rows, size] that `index`, [batch, n], names: [batch, n, size]."""
    return values.gather(1, index[..., None].expand(-1, -1, values.shape[-1]))


class Embedding(nn.Linear):
    """From the mean hidden state to the embedding of the paper, which is its unit vector; starts as none."""

    def __init__(self, size: int) -> None:
        super().__init__(size, size)
        nn.init.eye_(self.weight)
        nn.init.zeros_(self.bias)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Return unit vectors, [batch, size]; `hidden`: [batch, pieces, size]; `mask`: [batch, pieces]."""
        mean = (hidden.float() * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return functional.normalize(super().forward(mean).float(), dim=-1)
