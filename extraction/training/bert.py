"""The encoder: BERT (Devlin et al., 2019), with what uncased word pieces do not show added to its input.

The names of its weights are those of Hugging Face's `BertModel`, whose `safetensors` files it reads.
"""

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from extraction.trained.pieces import SHAPES


class _Attention(nn.Module):
    """Without dropout, which would rule out the fused kernels."""

    def __init__(self, size: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(size, size)
        self.key = nn.Linear(size, size)
        self.value = nn.Linear(size, size)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Return the context of each piece; `mask`: [batch, 1, 1, pieces], True where there is a piece."""
        batch, pieces, size = hidden.shape
        query, key, value = (
            layer(hidden).view(batch, pieces, self.heads, -1).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        context = functional.scaled_dot_product_attention(query, key, value, mask)
        return context.transpose(1, 2).reshape(batch, pieces, size)


class Dropout(nn.Module):
    """Drops the same features of all pieces of a text (Gal and Ghahramani, 2016), which needs few random
    numbers: drawing one for every value takes a tenth of a training on a CPU."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, hidden: Tensor) -> Tensor:
        """Return [batch, pieces, size] with some features 0, the others raised for it."""
        if not self.training or not self.share:
            return hidden
        kept = hidden.new_empty(hidden.shape[0], 1, hidden.shape[2]).bernoulli_(1.0 - self.share)
        return hidden * kept.div_(1.0 - self.share)


class _Output(nn.Module):
    def __init__(self, inner: int, size: int, epsilon: float, dropout: float) -> None:
        super().__init__()
        self.dense = nn.Linear(inner, size)
        self.LayerNorm = nn.LayerNorm(size, eps=epsilon)
        self.dropout = Dropout(dropout)

    def forward(self, inner: Tensor, hidden: Tensor) -> Tensor:
        normed: Tensor = self.LayerNorm(self.dropout(self.dense(inner)) + hidden)
        return normed


class _Layer(nn.Module):
    def __init__(self, config: dict[str, Any], dropout: float) -> None:
        super().__init__()
        size, inner = int(config["hidden_size"]), int(config["intermediate_size"])
        epsilon = float(config["layer_norm_eps"])
        heads = int(config["num_attention_heads"])
        self.attention = nn.ModuleDict(
            {"self": _Attention(size, heads), "output": _Output(size, size, epsilon, dropout)}
        )
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(size, inner)})
        self.output = _Output(inner, size, epsilon, dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        hidden = self.attention["output"](self.attention["self"](hidden, mask), hidden)
        found: Tensor = self.output(functional.gelu(self.intermediate["dense"](hidden)), hidden)
        return found


class _Embeddings(nn.Module):
    def __init__(self, config: dict[str, Any], dropout: float) -> None:
        super().__init__()
        size = int(config["hidden_size"])
        self.word_embeddings = nn.Embedding(int(config["vocab_size"]), size)
        self.position_embeddings = nn.Embedding(int(config["max_position_embeddings"]), size)
        self.token_type_embeddings = nn.Embedding(int(config["type_vocab_size"]), size)
        self.LayerNorm = nn.LayerNorm(size, eps=float(config["layer_norm_eps"]))
        self.shapes = nn.Embedding(SHAPES, size)
        self.title = nn.Parameter(torch.zeros(size))
        nn.init.zeros_(self.shapes.weight)
        self.dropout = Dropout(dropout)

    def forward(self, ids: Tensor, shapes: Tensor, segments: Tensor) -> Tensor:
        positions = self.position_embeddings.weight[: ids.shape[1]]
        hidden = self.word_embeddings(ids) + positions + self.token_type_embeddings.weight[0]
        hidden = hidden + self.shapes(shapes) + segments[..., None] * self.title
        normed: Tensor = self.dropout(self.LayerNorm(hidden))
        return normed


class Bert(nn.Module):
    """The encoder; `layers` keeps only the first of those that `config` has."""

    def __init__(self, config: dict[str, Any], layers: int | None = None, dropout: float = 0.1) -> None:
        super().__init__()
        self.size = int(config["hidden_size"])
        self.pooling = str(config.get("pooling", "mean"))
        count = min(layers or int(config["num_hidden_layers"]), int(config["num_hidden_layers"]))
        self.embeddings = _Embeddings(config, dropout)
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(_Layer(config, dropout) for _ in range(count))})

    @classmethod
    def load(cls, folder: Path, layers: int | None = None, dropout: float = 0.1) -> "Bert":
        """Return the encoder with the weights of a folder with `config.json` and `model.safetensors`."""
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        bert = cls(config, layers, dropout)
        weights = {
            name.removeprefix("bert."): value.float()
            for name, value in load_file(folder / "model.safetensors").items()
        }
        own = bert.state_dict()
        missing = own.keys() - weights.keys() - {"embeddings.shapes.weight", "embeddings.title"}
        if missing:
            raise ValueError(f"{folder} is no BERT: its weights lack {', '.join(sorted(missing)[:5])}")
        bert.load_state_dict({name: weights[name] for name in own if name in weights}, strict=False)
        return bert

    def forward(self, ids: Tensor, shapes: Tensor, segments: Tensor, mask: Tensor) -> Tensor:
        """Return the hidden states, [batch, pieces, size]; all arguments are [batch, pieces], `mask` 1 where
        there is a piece."""
        hidden = self.embeddings(ids, shapes, segments)
        allowed = (mask > 0)[:, None, None, :]
        for layer in self.encoder["layer"]:
            hidden = layer(hidden, allowed)
        found: Tensor = hidden
        return found

    def embedding(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Return the embedding of each text as the base encoder makes it, unit vectors, [batch, size]: the
        mean of its pieces, or the first of them where the config's "pooling" is "first"."""
        hidden = hidden.float()
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return functional.normalize(hidden[:, 0] if self.pooling == "first" else mean, dim=-1)
