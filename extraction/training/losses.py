"""What the network is trained for, as one number a batch."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from extraction.training.batches import Batch
from extraction.training.heads import Graphs
from extraction.training.network import Network

_RELATION, _CLUSTER, _EMBEDDING = 0.5, 0.5, 0.5
"""Weights of the losses beside that of the spans."""
_PRIOR = 3.0
"""Added to the number of relations of a paper, so that those of papers with few do not weigh too much."""


@dataclass(frozen=True, slots=True)
class Losses:
    """The parts of the loss."""

    spans: Tensor
    relations: Tensor
    clusters: Tensor
    embedding: Tensor

    @property
    def parts(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """All of them, in order."""
        return self.spans, self.relations, self.clusters, self.embedding

    @property
    def total(self) -> Tensor:
        """Their weighted sum."""
        rest = _RELATION * self.relations + _CLUSTER * self.clusters + _EMBEDDING * self.embedding
        return self.spans + rest


def losses(network: Network, batch: Batch) -> Losses:
    """Return the losses of a batch."""
    inputs = batch.inputs
    hidden = network.bert(inputs.ids, inputs.shapes, inputs.segments, inputs.mask)
    logits = network.spans(hidden, inputs.first, inputs.last).float()[batch.valid]
    spans = functional.cross_entropy(logits, batch.classes[batch.valid], reduction="sum")
    zero = hidden.new_zeros((), dtype=torch.float32)
    relations = clusters = embedding = zero
    if batch.graphs is not None:
        relations, clusters = _graph_losses(network, batch, batch.graphs, hidden)
    if batch.embeddings is not None:
        own = network.embedding(hidden, inputs.mask)
        embedding = (1.0 - (own * batch.embeddings).sum(-1)).mean()
    return Losses(spans / max(batch.mentions, 1.0), relations, clusters, embedding)


def _graph_losses(network: Network, batch: Batch, graphs: Graphs, hidden: Tensor) -> tuple[Tensor, Tensor]:
    of_clusters, of_pairs = network.graph(hidden[batch.rows], batch.inputs.mask[batch.rows], graphs)
    each = functional.binary_cross_entropy_with_logits(of_pairs.float(), batch.relations, reduction="none")
    summed = (each * graphs.allowed).sum((1, 2))
    relations = (summed / (batch.relations.sum((1, 2)) + _PRIOR)).mean()
    each = functional.binary_cross_entropy_with_logits(of_clusters.float(), batch.clusters, reduction="none")
    present = graphs.present
    clusters = ((each.sum(-1) * present).sum(1) / present.sum(1)).mean()
    return relations, clusters
