"""What networks read in texts: for errors to learn from, for texts that no one annotated, and to measure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from extraction.trained.arrays import Floats, Ints
from extraction.trained.encoder import padded
from extraction.trained.features import Context
from extraction.trained.graph import Graph
from extraction.trained.pieces import Pieces
from extraction.trained.schema import ENTITY_KINDS
from extraction.trained.spans import WIDTHS, decode
from extraction.training.batches import graphs, inputs, on
from extraction.training.devices import autocast
from extraction.training.examples import Reader, Reading
from extraction.training.network import Network

LEAST = 0.02
"""Probability of a span or a relation that is worth remembering."""
_UNIT = 32


class Ensemble:
    """Networks that vote by the mean of their probabilities."""

    def __init__(self, networks: Sequence[Network], reader: Reader, device: torch.device) -> None:
        self._networks = [network.eval().to(device) for network in networks]
        self._reader = reader
        self._device = device

    def read(self, texts: Sequence[str], least: float = 0.5, batch: int = 32) -> Iterator[Reading]:
        """Yield what is read in each text; mentions are spans that are at least as likely as `least`."""
        pieces = [self._reader.pieces(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda i: len(pieces[i].ids))
        found: dict[int, Reading] = {}
        for begin in range(0, len(order), batch):
            rows = order[begin : begin + batch]
            found.update(zip(rows, self._batch([pieces[i] for i in rows], least), strict=True))
        yield from (found[i] for i in range(len(texts)))

    @torch.no_grad()
    def _batch(self, pieces: Sequence[Pieces], least: float) -> Iterator[Reading]:
        moved = on(inputs(padded(pieces, _UNIT)), self._device)
        hidden, votes = [], []
        with autocast(self._device):
            for network in self._networks:
                hidden.append(network.bert(moved.ids, moved.shapes, moved.segments, moved.mask))
                votes.append(network.spans(hidden[-1], moved.first, moved.last).float().softmax(-1))
        scores = torch.stack(votes).mean(0).cpu().numpy()
        spans = [self._spans(scores[row], text) for row, text in enumerate(pieces)]
        grouped = [
            self._reader.groups(text, decode(scores[row, : len(text)], text.offsets, [least] * 4))
            for row, text in enumerate(pieces)
        ]
        clusters = [
            tuple(tuple((m.words[0], m.words[1]) for m in group.members) for group in found)
            for found in grouped
        ]
        kinds = [
            np.array([group.kinds / group.kinds.sum() for group in found], np.float32).reshape(-1, 4)
            for found in grouped
        ]
        rows = [row for row, found in enumerate(clusters) if found]
        built = [self._graph(pieces[row], clusters[row], kinds[row]) for row in rows]
        heads = self._heads([states[rows] for states in hidden], moved.mask[rows], built) if rows else ()
        of_row = dict(zip(rows, zip(built, *heads, strict=True), strict=True)) if rows else {}
        for row in range(len(pieces)):
            yield _reading(*spans[row], clusters[row], kinds[row], of_row.get(row))

    def _spans(self, scores: Floats, text: Pieces) -> tuple[Ints, Floats]:
        count = len(text)
        own = scores[:count].copy()
        for width in range(1, WIDTHS):
            own[max(0, count - width) :, width] = np.eye(1, 1 + len(ENTITY_KINDS), dtype=np.float32)
        scores[:count] = own
        first, widths = np.nonzero(1.0 - own[..., 0] >= LEAST)
        return np.stack([first, widths], 1), own[first, widths, 1:]

    @staticmethod
    def _graph(text: Pieces, clusters: Sequence[Sequence[tuple[int, int]]], kinds: Floats) -> Graph:
        return Graph.of(text, Context.of(text.text, text.sentences), clusters, kinds)

    def _heads(self, hidden: Sequence[Tensor], mask: Tensor, built: Sequence[Graph]) -> tuple[Floats, Floats]:
        moved = on(graphs(built, mask.shape[1]), self._device)
        clusters, relations = [], []
        with autocast(self._device):
            for network, states in zip(self._networks, hidden, strict=True):
                one, two = network.graph(states, mask, moved)
                clusters.append(one.float().sigmoid())
                relations.append(two.float().sigmoid() * moved.allowed)
        return (
            torch.stack(clusters).mean(0).cpu().numpy(),
            torch.stack(relations).mean(0).cpu().numpy(),
        )


def _reading(
    spans: Ints,
    kinds: Floats,
    clusters: tuple[tuple[tuple[int, int], ...], ...],
    cluster_kinds: Floats,
    heads: tuple[Graph, Floats, Floats] | None,
) -> Reading:
    if heads is None:
        return Reading(spans, kinds)
    graph, scores, relations = heads
    likely = np.nonzero(relations[: len(graph.heads)] >= LEAST)
    return Reading(
        spans,
        kinds,
        clusters,
        cluster_kinds.astype(np.float32),
        scores[: len(clusters)],
        {
            (kind, int(graph.heads[pair]), int(graph.tails[pair])): float(relations[pair, kind])
            for pair, kind in zip(*(axis.tolist() for axis in likely), strict=True)
        },
    )


def to_json(reading: Reading) -> dict[str, Any]:
    """Return plain values, probabilities with three digits."""
    return {
        "spans": reading.spans.tolist(),
        "kinds": np.round(reading.kinds, 3).astype(float).tolist(),
        "clusters": reading.clusters,
        "cluster_kinds": np.round(reading.cluster_kinds, 3).astype(float).tolist(),
        "scores": np.round(reading.scores, 3).astype(float).tolist(),
        "relations": [[*ends, round(value, 3)] for ends, value in reading.relations.items()],
    }


def from_json(values: Mapping[str, Any]) -> Reading:
    """Return what `to_json` wrote."""
    kinds = len(ENTITY_KINDS)
    return Reading(
        np.array(values["spans"], dtype=np.int64).reshape(-1, 2),
        np.array(values["kinds"], dtype=np.float32).reshape(-1, kinds),
        tuple(tuple((a, b) for a, b in cluster) for cluster in values["clusters"]),
        np.array(values["cluster_kinds"], dtype=np.float32).reshape(-1, kinds),
        np.array(values["scores"], dtype=np.float32).reshape(-1, 2),
        {(kind, head, tail): value for kind, head, tail, value in values["relations"]},
    )


def read_file(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a file of readings: "id", "text" and "reading"."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield {**record, "reading": from_json(record["reading"])}
