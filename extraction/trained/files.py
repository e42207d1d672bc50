"""The files of the trained model, `extraction/model/`: `files()`.

model.onnx      the encoder and the scores of spans, 8-bit
heads.npz       weights of the graph head ("graph.*") and of the paper's embedding ("embedding.*"), large
                ones rounded, with the scales of their rows (".scale", `extraction.trained.rounding`)
tokenizer.json  the word pieces
linear.json     weights of the linear models: "merging", "value", "Metric", "Dataset"
settings.json   least scores and calibration, `Settings`
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from extraction.errors import ModelError
from extraction.trained.arrays import Floats
from extraction.trained.linear import Weights
from extraction.trained.rounding import restored
from extraction.trained.settings import Settings

FOLDER = Path(__file__).parent.parent / "model"
"""The model that ships with the package."""

_GRAPH = "graph."
_SCALE = ".scale"


@dataclass(frozen=True)
class Files:
    """A model in a folder; raises `ModelError` where a file is missing or damaged."""

    folder: Path

    @property
    def encoder(self) -> Path:
        """The ONNX file."""
        return self._existing("model.onnx")

    @cached_property
    def settings(self) -> Settings:
        """Thresholds and calibration."""
        return Settings.from_json(self._json("settings.json"))

    @cached_property
    def linear(self) -> Mapping[str, Weights]:
        """Weights of the linear models, by their names."""
        found: Mapping[str, Weights] = self._json("linear.json")
        return found

    def tokenizer(self) -> Tokenizer:
        """Return the tokenizer, without padding and truncation."""
        tokenizer = Tokenizer.from_file(str(self._existing("tokenizer.json")))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    def weights(self, *names: str) -> tuple[Floats, ...]:
        """Return arrays of `heads.npz`, in single precision."""
        return tuple(self._weight(name) for name in names)

    def graph(self) -> dict[str, Floats]:
        """Return the weights of the graph head, by the names that PyTorch gives them."""
        return {
            name.removeprefix(_GRAPH): self.weights(name)[0]
            for name in self._arrays
            if name.startswith(_GRAPH) and not name.endswith(_SCALE)
        }

    def _weight(self, name: str) -> Floats:
        values, scales = self._arrays[name], self._arrays.get(f"{name}{_SCALE}")
        whole: Floats = values.astype(np.float32) if scales is None else restored(values, scales)
        return whole

    @cached_property
    def _arrays(self) -> dict[str, Any]:
        with np.load(self._existing("heads.npz")) as arrays:
            return dict(arrays)

    def _json(self, name: str) -> Any:
        return json.loads(self._existing(name).read_text(encoding="utf-8"))

    def _existing(self, name: str) -> Path:
        path = self.folder / name
        if not path.is_file():
            raise ModelError(
                f"the trained model lacks {name} in {self.folder}: install the package again, "
                "or choose the extractor rules"
            )
        return path


@cache
def files() -> Files:
    """Return the model that ships with the package."""
    return Files(FOLDER)
