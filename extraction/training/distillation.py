"""The embedding of papers, learnt from a sentence encoder: `distilled`.

The pupil (`Pupil`, which `extraction.trained.embedding` computes in NumPy) is to find the same neighbours as
the teacher: within a batch, its similarities as a distribution are drawn to the teacher's (Passalis and
Tefas: Learning Deep Representations with Probabilistic Knowledge Transfer, 2018), and so are their values.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from extraction.trained.arrays import Floats, Ints
from extraction.trained.embedding import features, pieces_of
from extraction.trained.encoder import BATCH, Encoder, padded
from extraction.trained.pieces import Pieces, windows
from extraction.trained.rounding import rounded
from extraction.training.batches import inputs, on
from extraction.training.bert import Bert
from extraction.training.devices import autocast
from graph.model import Span

WIDTH = 64
"""Of the vector of a word piece."""
_LEVELS = 7
"""Of the vectors of word pieces: four bits, which costs nothing that can be measured."""
_TEMPERATURE = 0.05
_SQUARES = 20.0
"""Weight of the squared differences of similarities."""
_RARE = 2
"""A word piece that fewer texts write keeps no vector."""

Weights = dict[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is learnt from: of each text its word pieces, what the encoder makes of it, [texts, 2 * size], and
    the teacher's unit vectors, [texts, teacher's size]."""

    pieces: Sequence[Ints]
    features: Floats
    teacher: Floats


class Pupil(nn.Module):
    """From word pieces and features of a text to its embedding; features are standardised."""

    def __init__(self, vocabulary: int, mean: Tensor, deviation: Tensor, size: int) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag(vocabulary, WIDTH, mode="sum")
        self.norm = nn.LayerNorm(WIDTH)
        self.out = nn.Linear(WIDTH + len(mean), size)
        nn.init.normal_(self.table.weight, std=0.02)
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)

    def forward(self, pieces: Sequence[Tensor], features: Tensor) -> Tensor:
        """Return unit vectors, [texts, size]."""
        lengths = torch.tensor([len(each) for each in pieces], device=features.device)
        starts = lengths.cumsum(0) - lengths
        words = self.table(torch.cat(list(pieces)), starts) / (lengths[:, None] + 1.0).sqrt()
        told = (features - self.mean) / self.deviation
        return functional.normalize(self.out(torch.cat([self.norm(words), told], dim=1)), dim=-1)

    def weights(self, counts: Tensor) -> Weights:
        """Return the weights that ship, "embedding.*"; `counts`: how many texts write each word piece."""
        table = self.table.weight.detach().clone()
        table[counts < _RARE] = 0.0
        out = self.out.weight.detach().clone()
        out[:, WIDTH:] /= self.deviation
        bias = self.out.bias.detach() - out[:, WIDTH:] @ self.mean
        levels, scales = rounded(table.cpu().numpy(), _LEVELS)
        kept = {
            "norm.weight": self.norm.weight,
            "norm.bias": self.norm.bias,
            "out.weight": out,
            "out.bias": bias,
        }
        halves = {f"embedding.{name}": value.detach().cpu().half().numpy() for name, value in kept.items()}
        return {"embedding.table": levels, "embedding.table.scale": scales, **halves}


def lessons(
    texts: Iterable[str], encoder: Encoder, teacher: Bert, device: torch.device, say: Callable[[str], None]
) -> Lessons:
    """Return what the encoder that ships and the teacher make of texts, which are cut where a window ends."""
    teacher = teacher.eval().to(device)
    read: list[Pieces] = []
    told: list[Floats] = []
    taught: list[Floats] = []
    remaining = iter(texts)
    while block := list(islice(remaining, BATCH)):
        # Of the sentences, the encoder reads only where the title ends.
        batch = [windows(text, [Span(0, max(text.find("\n"), 1))], encoder.tokenizer)[0] for text in block]
        read += batch
        told += [features([hidden]) for hidden, _ in encoder.run(batch)]
        taught += list(_taught(batch, teacher, device))
        if len(read) % 1000 < BATCH:
            say(f"{len(read)} texts read")
    return Lessons([pieces_of([window]) for window in read], np.stack(told), np.stack(taught))


@torch.no_grad()
def _taught(batch: Sequence[Pieces], teacher: Bert, device: torch.device) -> Floats:
    moved = on(inputs(padded(batch)), device)
    # Shapes and segments are ours: the teacher never saw them.
    blank = torch.zeros_like(moved.ids)
    with autocast(device):
        hidden = teacher(moved.ids, blank, blank, moved.mask)
    found: Floats = teacher.embedding(hidden, moved.mask).float().cpu().numpy()
    return found


def distilled(
    lessons: Lessons,
    vocabulary: int,
    device: torch.device,
    *,
    passes: int = 30,
    rate: float = 3e-3,
    size: int = 1024,
    seed: int = 0,
) -> Weights:
    """Return the weights of a pupil that went over the lessons so many times, `size` texts a batch."""
    torch.manual_seed(seed)
    told = torch.from_numpy(lessons.features).float().to(device)
    # What all texts have in common tells none from another.
    taught = torch.from_numpy(lessons.teacher).float().to(device)
    taught = functional.normalize(taught - taught.mean(0), dim=-1)
    pieces = [torch.from_numpy(each).to(device) for each in lessons.pieces]
    pupil = Pupil(vocabulary, told.mean(0), told.std(0) + 1e-6, taught.shape[1]).to(device)
    groups = [
        {"params": pupil.table.parameters(), "lr": rate, "weight_decay": 0.0},
        {"params": [*pupil.norm.parameters(), *pupil.out.parameters()], "lr": rate / 3, "weight_decay": 0.05},
    ]
    size = min(size, len(pieces))
    optimizer = torch.optim.AdamW(groups)
    steps = passes * (len(pieces) // size)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [rate, rate / 3], total_steps=steps, pct_start=0.1
    )
    for _ in range(passes):
        order = torch.randperm(len(pieces))
        for begin in range(0, len(pieces) - size + 1, size):
            rows = order[begin : begin + size].tolist()
            error = loss(pupil([pieces[row] for row in rows], told[rows]), taught[rows])
            optimizer.zero_grad()
            error.backward()
            optimizer.step()
            schedule.step()
    counts = torch.zeros(vocabulary, device=device)
    for each in pieces:
        counts[each.unique()] += 1
    return pupil.weights(counts)


def loss(own: Tensor, teacher: Tensor) -> Tensor:
    """Return how far the similarities of unit vectors, [texts, size], are from the teacher's."""
    others = ~torch.eye(len(own), dtype=torch.bool, device=own.device)
    pupil, wanted = own @ own.T, teacher @ teacher.T
    far = torch.finfo(pupil.dtype).min / 1e6
    nearness = functional.kl_div(
        (pupil / _TEMPERATURE).masked_fill(~others, far).log_softmax(1),
        (wanted / _TEMPERATURE).masked_fill(~others, far).log_softmax(1),
        log_target=True,
        reduction="batchmean",
    )
    squares = (pupil - wanted)[others].pow(2).mean()
    direct = (1.0 - (own * teacher).sum(-1)).mean()
    return nearness + _SQUARES * squares + direct
