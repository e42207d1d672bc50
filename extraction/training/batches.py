"""Examples as padded tensors."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Self

import numpy as np
import torch
from torch import Tensor

from extraction.trained.arrays import Ints
from extraction.trained.encoder import padded
from extraction.trained.graph import Graph
from extraction.trained.spans import WIDTHS
from extraction.training.examples import Example, Target
from extraction.training.heads import CLASSES, Graphs

_UNIT = 32
"""Pieces and words: few shapes occur if batches are padded to a multiple."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the encoder reads: ids, shapes, segments, mask, [batch, pieces]; first, last, [batch, words]."""

    ids: Tensor
    shapes: Tensor
    segments: Tensor
    mask: Tensor
    first: Tensor
    last: Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples, and what they should be read as; `graphs` and what follows are of those that have one.

    classes: [batch, words, WIDTHS, CLASSES]; valid: spans that lie in the text, [batch, words, WIDTHS];
    rows: which examples have graphs, [graphs]; clusters: [graphs, clusters, 2]; relations:
    [graphs, pairs, relations]; embeddings: [batch, size], if all examples have one.
    """

    inputs: Inputs
    classes: Tensor
    valid: Tensor
    mentions: float
    rows: Tensor
    graphs: Graphs | None
    clusters: Tensor
    relations: Tensor
    embeddings: Tensor | None

    @classmethod
    def of(cls, examples: Sequence[Example], targets: Sequence[Target | None]) -> Self:
        """Return the batch of these examples, each with the graph chosen for it."""
        arrays = padded([example.pieces for example in examples], _UNIT)
        words = arrays["first"].shape[1]
        classes = np.zeros((len(examples), words, WIDTHS, CLASSES), dtype=np.float32)
        classes[..., 0] = 1.0
        valid = np.zeros(classes.shape[:3], dtype=np.bool_)
        for row, example in enumerate(examples):
            count = len(example.pieces)
            valid[row, :count] = np.arange(count)[:, None] + np.arange(WIDTHS) < count
            first, width = example.spans[:, 0], example.spans[:, 1]
            classes[row, first, width, 1:] = example.kinds
            classes[row, first, width, 0] = 1.0 - example.kinds.sum(1)
        chosen = [(row, target) for row, target in enumerate(targets) if target is not None]
        pieces = arrays["ids"].shape[1]
        graphs, clusters, relations = _graphs([target for _, target in chosen], pieces)
        return cls(
            inputs(arrays),
            torch.from_numpy(classes),
            torch.from_numpy(valid),
            float(sum(example.kinds.sum() for example in examples)),
            torch.tensor([row for row, _ in chosen], dtype=torch.int64),
            graphs,
            clusters,
            relations,
            _embeddings(examples),
        )

    def to(self, device: torch.device) -> Self:
        """Return the batch on another device."""
        moved: Self = on(self, device)
        return moved


def _embeddings(examples: Sequence[Example]) -> Tensor | None:
    known = [example.embedding for example in examples if example.embedding is not None]
    return torch.from_numpy(np.stack(known)) if len(known) == len(examples) else None


def on(values: Any, device: torch.device) -> Any:
    """Return a record of tensors, and of such records, on another device."""
    if isinstance(values, Tensor):
        return values.to(device, non_blocking=True)
    if not is_dataclass(values) or isinstance(values, type):
        return values
    return replace(values, **{f.name: on(getattr(values, f.name), device) for f in fields(values)})


def inputs(arrays: Mapping[str, Ints]) -> Inputs:
    """Return what `extraction.trained.encoder.padded` gives, as tensors."""
    return Inputs(**{name: torch.from_numpy(array) for name, array in arrays.items()})


def _graphs(targets: Sequence[Target], pieces: int) -> tuple[Graphs | None, Tensor, Tensor]:
    if not targets:
        return None, torch.zeros(0), torch.zeros(0)
    clusters = torch.from_numpy(_stacked([target.clusters for target in targets]))
    relations = torch.from_numpy(_stacked([target.relations for target in targets]))
    return graphs([target.graph for target in targets], pieces), clusters, relations


def graphs(graphs: Sequence[Graph], pieces: int) -> Graphs:
    """Return graphs, padded, of texts that are padded to so many pieces."""
    present = _stacked([np.ones(len(graph.kinds), dtype=np.bool_) for graph in graphs])
    # Buckets of pieces beyond the text are masked away with the pieces.
    buckets = [np.pad(graph.buckets, ((0, 0), (0, pieces - graph.buckets.shape[1]))) for graph in graphs]
    arrays = {
        "pieces": _stacked([graph.pieces for graph in graphs], edge=True),
        "firsts": _stacked([graph.firsts for graph in graphs], edge=True),
        "kinds": _stacked([graph.kinds for graph in graphs]),
        "features": _stacked([graph.features for graph in graphs]),
        "present": present,
        "buckets": _stacked(buckets),
        "heads": _stacked([graph.heads for graph in graphs]),
        "tails": _stacked([graph.tails for graph in graphs]),
        "pair_features": _stacked([graph.pair_features for graph in graphs]),
        "allowed": _stacked([graph.allowed for graph in graphs]),
    }
    return Graphs(**{field.name: torch.from_numpy(arrays[field.name]) for field in fields(Graphs)})


def _stacked(arrays: Sequence[np.ndarray], *, edge: bool = False) -> np.ndarray:
    """Return arrays of one rank as one, padded with 0, or in the last dimension with the last value."""
    shape = np.max([array.shape for array in arrays], axis=0)
    found = np.zeros((len(arrays), *shape), dtype=arrays[0].dtype)
    for row, array in enumerate(arrays):
        lacking = shape[-1] - array.shape[-1] if edge else 0
        wide = np.pad(array, [(0, 0)] * (array.ndim - 1) + [(0, lacking)], "edge") if lacking else array
        place: tuple[int | slice, ...] = (row, *(slice(0, n) for n in wide.shape))
        found[place] = wide
    return found


def shuffled(examples: Sequence[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Yield all examples in random batches, those of one batch about as long as each other."""
    order = sorted(examples, key=lambda example: len(example.pieces.ids) + rng.uniform(-25, 25))
    batches = [order[begin : begin + size] for begin in range(0, len(order), size)]
    rng.shuffle(batches)
    yield from batches
