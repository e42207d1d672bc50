"""The loop: stages of examples, each with its own schedule, resumable after every pass."""

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from extraction.training.batches import Batch, shuffled
from extraction.training.devices import autocast
from extraction.training.examples import Example
from extraction.training.losses import losses
from extraction.training.network import Network

_WARM = 0.1
"""Share of a stage's steps in which its rate rises."""
_DECAY = 0.9
"""Of the rate, from each layer of the encoder to the one below it."""
_AVERAGE = 0.998
"""Of the moving average of the weights, a step."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Examples to learn from, how often, and how fast: `rate` of the encoder, `head_rate` of the rest."""

    name: str
    examples: Sequence[Example]
    passes: int
    rate: float
    head_rate: float
    size: int = 16


class Average:
    """The moving average of a network's weights, which does better than the weights of any one step."""

    def __init__(self, network: Network) -> None:
        self.steps = 0
        self.weights = {name: value.detach().clone() for name, value in network.state_dict().items()}

    @torch.no_grad()
    def update(self, network: Network) -> None:
        """Take in the weights after a step."""
        self.steps += 1
        keep = min(_AVERAGE, (1 + self.steps) / (10 + self.steps))
        own = network.state_dict()
        torch._foreach_lerp_(list(self.weights.values()), [own[name] for name in self.weights], 1.0 - keep)


class Trainer:
    """Trains a network through stages; `state.pt` in `out` says where it is, `network.pt` is the result."""

    def __init__(
        self,
        network: Network,
        out: Path,
        device: torch.device,
        seed: int,
        workers: int,
        log: Callable[[str], None],
    ) -> None:
        self.network = network.to(device)
        self._out, self._device, self._workers, self._log = out, device, workers, log
        self._rng = random.Random(seed)
        self._average = Average(network)
        out.mkdir(parents=True, exist_ok=True)

    def run(self, stages: Sequence[Stage]) -> None:
        """Train; goes on after the last finished pass where an earlier run was stopped."""
        state = self._out / "state.pt"
        saved = torch.load(state, map_location=self._device, weights_only=False) if state.exists() else None
        stage, passes = saved["done"] if saved else (0, 0)
        if saved:
            self._average.weights, self._average.steps = saved["average"], saved["steps"]
            self._rng.setstate(saved["rng"])
        for number in range(stage, len(stages)):
            begun = passes if number == stage else 0
            self._stage(number, stages[number], begun, saved if begun else None)
        self.network.save(self._out / "network.pt", self._average.weights)

    def _stage(self, number: int, stage: Stage, begun: int, saved: dict[str, Any] | None) -> None:
        steps = math.ceil(len(stage.examples) / stage.size) * stage.passes
        optimiser = torch.optim.AdamW(_groups(self.network, stage), weight_decay=0.01, fused=True)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min(step / max(1, _WARM * steps), (steps - step) / ((1 - _WARM) * steps))
        )
        if saved:
            self.network.load_state_dict(saved["network"])
            optimiser.load_state_dict(saved["optimiser"])
            schedule.load_state_dict(saved["schedule"])
        elif number:
            self.network.load_state_dict(self._average.weights)
            self._average.steps = 0
        for number_of_pass in range(begun, stage.passes):
            self._pass(f"{stage.name} {number_of_pass + 1}/{stage.passes}", stage, optimiser, schedule)
            last = number_of_pass + 1 == stage.passes
            self._save((number + 1, 0) if last else (number, number_of_pass + 1), optimiser, schedule)

    def _pass(
        self,
        name: str,
        stage: Stage,
        optimiser: torch.optim.Optimizer,
        schedule: torch.optim.lr_scheduler.LambdaLR,
    ) -> None:
        self.network.train()
        start, total, count = time.monotonic(), torch.zeros(4, device=self._device), 0
        for batch in self._batches(stage):
            moved = batch.to(self._device)
            with autocast(self._device):
                parts = losses(self.network, moved)
            parts.total.backward()
            nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            self._average.update(self.network)
            total += torch.stack([part.detach().float() for part in parts.parts])
            count += 1
        means = ", ".join(
            f"{part} {value:.3f}"
            for part, value in zip(
                ("spans", "relations", "clusters", "embedding"), (total / count).tolist(), strict=True
            )
        )
        self._log(f"{name}: {means}; {time.monotonic() - start:.0f} s")

    def _batches(self, stage: Stage) -> Any:
        chosen = [
            [(example, self._rng.choice(example.graphs) if example.graphs else None) for example in batch]
            for batch in shuffled(stage.examples, stage.size, self._rng)
        ]
        return DataLoader(
            chosen,
            batch_size=None,
            collate_fn=_collated,
            num_workers=self._workers,
            prefetch_factor=4 if self._workers else None,
        )

    def _save(
        self,
        done: tuple[int, int],
        optimiser: torch.optim.Optimizer,
        schedule: torch.optim.lr_scheduler.LambdaLR,
    ) -> None:
        state = {
            "done": done,
            "network": self.network.state_dict(),
            "average": self._average.weights,
            "steps": self._average.steps,
            "optimiser": optimiser.state_dict(),
            "schedule": schedule.state_dict(),
            "rng": self._rng.getstate(),
        }
        torch.save(state, self._out / "state.part")
        (self._out / "state.part").replace(self._out / "state.pt")


def _collated(batch: list[tuple[Example, Any]]) -> Batch:
    return Batch.of([example for example, _ in batch], [target for _, target in batch])


def _groups(network: Network, stage: Stage) -> list[dict[str, Any]]:
    """Return the weights with their rates: a layer of the encoder learns slower than the one above it."""
    layers = len(network.bert.encoder["layer"])
    rates: dict[float, list[Tensor]] = {}
    for name, weight in network.named_parameters():
        if not weight.requires_grad:
            continue
        if not name.startswith("bert."):
            rate = stage.head_rate
        elif name.startswith("bert.encoder.layer."):
            rate = stage.rate * _DECAY ** (layers - 1 - int(name.split(".")[3]))
        elif name in {"bert.embeddings.shapes.weight", "bert.embeddings.title"}:
            rate = stage.rate
        else:
            rate = stage.rate * _DECAY**layers
        rates.setdefault(rate, []).append(weight)
    return [{"params": weights, "lr": rate} for rate, weights in rates.items()]
