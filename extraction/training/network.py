"""The whole network: the encoder with its heads, from the base encoder or from a checkpoint."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from extraction.training.bert import Bert
from extraction.training.heads import Embedding, GraphHead, Spans
from extraction.training.table import quantised, restored


@dataclass(frozen=True, slots=True)
class Shape:
    """What the network is made of, beside the base encoder."""

    layers: int | None = None
    """Of the base encoder; None is all of them."""
    inner: int = 160
    """Width of the start and the end of a span."""


class Network(nn.Module):
    """The encoder with its heads; the word embeddings of the base encoder stay as they are."""

    def __init__(self, config: dict[str, Any], shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.config, self.shape = config, shape
        self.bert = Bert(config, shape.layers, dropout)
        self.spans = Spans(self.bert.size, shape.inner, dropout=0.2)
        self.graph = GraphHead(self.bert.size, dropout=0.2)
        self.embedding = Embedding(self.bert.size)
        self.bert.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)

    @classmethod
    def new(cls, base: Path, shape: Shape, dropout: float = 0.1) -> "Network":
        """Return a network with the encoder of the folder `base` and fresh heads."""
        config = json.loads((base / "config.json").read_text(encoding="utf-8"))
        network = cls(config, shape, dropout)
        network.bert = Bert.load(base, shape.layers, dropout)
        words = network.bert.embeddings.word_embeddings.weight
        words.requires_grad_(requires_grad=False).copy_(restored(*quantised(words)))
        return network

    @classmethod
    def load(cls, checkpoint: Path, dropout: float = 0.1) -> "Network":
        """Return the network that `save` wrote."""
        found = torch.load(checkpoint, map_location="cpu", weights_only=True)
        network = cls(found["config"], Shape(**found["shape"]), dropout)
        network.load_state_dict({name: value.float() for name, value in found["weights"].items()})
        return network

    def save(self, checkpoint: Path, weights: dict[str, Tensor] | None = None) -> None:
        """Write the network, in half precision; `weights` replace its own."""
        half = {name: value.detach().half().cpu() for name, value in (weights or self.state_dict()).items()}
        torch.save({"config": self.config, "shape": asdict(self.shape), "weights": half}, checkpoint)
