"""What the base encoder makes of papers: the embedding that the network is to keep."""

from collections.abc import Sequence
from dataclasses import replace

import torch

from extraction.trained.encoder import padded
from extraction.training.batches import inputs, on
from extraction.training.bert import Bert
from extraction.training.devices import autocast
from extraction.training.examples import Example

_BATCH = 32


@torch.no_grad()
def embedded(examples: Sequence[Example], base: Bert, device: torch.device) -> list[Example]:
    """Return the examples, those of papers with the embeddings of the base encoder."""
    base = base.eval().to(device)
    papers = [i for i, example in enumerate(examples) if example.graphs]
    order = sorted(papers, key=lambda i: len(examples[i].pieces.ids))
    found = list(examples)
    for begin in range(0, len(order), _BATCH):
        rows = order[begin : begin + _BATCH]
        moved = on(inputs(padded([examples[i].pieces for i in rows])), device)
        # Shapes and segments are ours: the base encoder never saw them.
        blank = torch.zeros_like(moved.ids)
        with autocast(device):
            hidden = base(moved.ids, blank, blank, moved.mask)
        vectors = base.embedding(hidden, moved.mask).cpu().numpy()
        for i, vector in zip(rows, vectors, strict=True):
            found[i] = replace(examples[i], embedding=vector)
    return found
