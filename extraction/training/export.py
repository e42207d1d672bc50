"""From a network to what ships: `model.onnx`, rounded where that does no harm, and `heads.npz`.

The encoder's layers and the large matrices of the heads are in eight bits, the table of word embeddings in
four (`extraction.training.table`); what is left is kept in half precision, and computed in single.
"""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization.matmul_nbits_quantizer import (
    DefaultWeightOnlyQuantConfig,
    MatMulNBitsQuantizer,
)
from torch import Tensor, nn

from extraction.trained.rounding import rounded
from extraction.training.network import Network
from extraction.training.table import BLOCK, LEVELS, quantised

_OPSET = 18
_BLOCK = 128
"""Weights of a column, and activations of a row, that share a scale."""
_LARGE = 100_000
"""Bytes."""
_TABLE = "network.bert.embeddings.word_embeddings.weight"
GRAPH = "graph."
_ROUNDED = 4096
"""Values: a matrix of so many is rounded."""
_AXES = {
    "ids": "pieces",
    "shapes": "pieces",
    "segments": "pieces",
    "mask": "pieces",
    "first": "words",
    "last": "words",
}


class _Run(nn.Module):
    """What one run of the encoder gives: hidden states, and the probability of each class of each span."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, ids: Tensor, shapes: Tensor, segments: Tensor, mask: Tensor, first: Tensor, last: Tensor
    ) -> tuple[Tensor, Tensor]:
        hidden = self.network.bert(ids, shapes, segments, mask)
        return hidden, self.network.spans(hidden, first, last).softmax(-1)


def write(network: Network, folder: Path, *, exact: bool = False) -> None:
    """Write `model.onnx` and `heads.npz` into a folder; `exact` keeps single precision, to measure what the
    rounding costs."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        _traced(network.eval(), whole)
        model = onnx.load(whole)
        if not exact:
            model = _in_eight_bits(model)
            _pack_table(model.graph)
            _halve(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, folder / "model.onnx")
    weights = network.state_dict().items()
    write_heads(folder, GRAPH, {name: value.numpy() for name, value in weights if name.startswith(GRAPH)})


def write_heads(folder: Path, prefix: str, weights: Mapping[str, np.ndarray]) -> None:
    """Write weights whose names begin with `prefix` into `heads.npz`, in place of those that it has; large
    ones that are not rounded yet in eight bits, the others in half precision."""
    kept: dict[str, np.ndarray] = {}
    if (folder / "heads.npz").exists():
        with np.load(folder / "heads.npz") as heads:
            kept = {name: heads[name] for name in heads if not name.startswith(prefix)}
    for name, value in weights.items():
        if value.dtype == np.float32 and value.ndim > 1 and value.size >= _ROUNDED:
            kept[name], kept[f"{name}.scale"] = rounded(value)
        else:
            kept[name] = value.astype(np.float16) if value.dtype == np.float32 else value
    np.savez_compressed(folder / "heads.npz", **kept)  # type: ignore[arg-type]


def _traced(network: Network, file: Path) -> None:
    pieces, words = torch.ones(2, 40, dtype=torch.int64), torch.ones(2, 20, dtype=torch.int64)
    torch.onnx.export(
        _Run(network),
        (pieces, pieces, pieces, pieces, words, words),
        file,
        input_names=list(_AXES),
        output_names=["hidden", "spans"],
        dynamic_axes={
            **{name: {0: "batch", 1: axis} for name, axis in _AXES.items()},
            "hidden": {0: "batch", 1: "pieces"},
            "spans": {0: "batch", 1: "words"},
        },
        opset_version=_OPSET,
        dynamo=False,
    )


def _in_eight_bits(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the model with the weights of the encoder's layers in eight bits, a scale for each `_BLOCK` of a
    column.

    Activations are rounded block by block as they come. (To round a whole batch with one scale is faster by a
    third, but what is read in a paper then depends on what else is in its batch.)
    """
    weights = {weight.name for weight in model.graph.initializer}
    products = [node for node in model.graph.node if node.op_type == "MatMul"]
    others = [n.name for n in products if n.input[1] not in weights or not n.name.startswith("/bert/")]
    config = DefaultWeightOnlyQuantConfig(block_size=_BLOCK, is_symmetric=True, accuracy_level=4, bits=8)
    quantizer = MatMulNBitsQuantizer(model, algo_config=config, nodes_to_exclude=others)
    quantizer.process()
    rounded: onnx.ModelProto = quantizer.model.model
    return rounded


def _pack_table(graph: onnx.GraphProto) -> None:
    """Replace the table of word embeddings by two levels a byte and their scales, unpacked row by row."""
    table = next(weights for weights in graph.initializer if weights.name == _TABLE)
    gather = next(node for node in graph.node if node.op_type == "Gather" and node.input[0] == _TABLE)
    levels, scales = quantised(torch.from_numpy(numpy_helper.to_array(table).copy()))
    size = levels.shape[1]
    shifted = (levels + LEVELS).numpy().astype(np.uint8)
    packed = shifted[:, : size // 2] | (shifted[:, size // 2 :] << 4)
    constants = {
        "table.packed": packed,
        "table.scales": scales.numpy(),
        "table.low": np.array(15, dtype=np.uint8),
        "table.four": np.array(4, dtype=np.uint8),
        "table.middle": np.array(LEVELS, dtype=np.float32),
        "table.blocks": np.array([0, 0, size // BLOCK, BLOCK], dtype=np.int64),
        "table.rows": np.array([0, 0, size], dtype=np.int64),
        "table.last": np.array([-1], dtype=np.int64),
    }
    ids, out = gather.input[1], gather.output[0]
    nodes = [
        helper.make_node("Gather", ["table.packed", ids], ["table.row"]),
        helper.make_node("BitwiseAnd", ["table.row", "table.low"], ["table.first"]),
        helper.make_node("BitShift", ["table.row", "table.four"], ["table.second"], direction="RIGHT"),
        helper.make_node("Concat", ["table.first", "table.second"], ["table.levels"], axis=-1),
        helper.make_node("Cast", ["table.levels"], ["table.float"], to=TensorProto.FLOAT),
        helper.make_node("Sub", ["table.float", "table.middle"], ["table.centred"]),
        helper.make_node("Reshape", ["table.centred", "table.blocks"], ["table.split"]),
        helper.make_node("Gather", ["table.scales", ids], ["table.half"]),
        helper.make_node("Cast", ["table.half"], ["table.scale"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["table.scale", "table.last"], ["table.wide"]),
        helper.make_node("Mul", ["table.split", "table.wide"], ["table.scaled"]),
        helper.make_node("Reshape", ["table.scaled", "table.rows"], [out]),
    ]
    at = list(graph.node).index(gather)
    graph.node.remove(gather)
    for position, node in enumerate(nodes, at):
        graph.node.insert(position, node)
    graph.initializer.remove(table)
    graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in constants.items())


def _halve(graph: onnx.GraphProto) -> None:
    """Keep large weights that are left in half precision; ONNX Runtime widens them when it loads them."""
    for weight in list(graph.initializer):
        if weight.data_type == TensorProto.FLOAT and len(weight.raw_data) >= _LARGE:
            half = numpy_helper.from_array(
                numpy_helper.to_array(weight).astype(np.float16), f"{weight.name}.half"
            )
            graph.initializer.remove(weight)
            graph.initializer.append(half)
            graph.node.insert(0, helper.make_node("Cast", [half.name], [weight.name], to=TensorProto.FLOAT))
