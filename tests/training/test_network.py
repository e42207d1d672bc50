"""The network and what ships compute the same; a training can be stopped and goes on where it was.

These need the optional dependencies `[train]`: `pytest tests/training` runs them (docs/training.md).
"""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from extraction.gold import Gold
from extraction.trained.embedding import PaperEmbedding, features, pieces_of
from extraction.trained.encoder import Encoder, padded
from extraction.trained.files import Files, files
from extraction.trained.graph import GraphHead
from extraction.trained.pieces import windows
from extraction.training import distillation, linear, reading
from extraction.training.batches import Batch, inputs
from extraction.training.bert import Bert
from extraction.training.embedding import embedded
from extraction.training.examples import Example, Reader, Reading
from extraction.training.export import write, write_heads
from extraction.training.losses import losses
from extraction.training.network import Network, Shape
from extraction.training.reading import Ensemble
from extraction.training.table import quantised, restored
from extraction.training.trainer import Stage, Trainer
from graph.model import Span
from tests.factories import gold_record

CPU = torch.device("cpu")
GOLDS = [
    Gold.from_json(gold_record(id=f"p{i}", title=f"FooNet{'s' * i}: Fast Things, Once and {'Again ' * i}"))
    for i in range(3)
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base encoder of two layers with weights of chance, as wide as the shipped one."""
    folder = tmp_path_factory.mktemp("base")
    config = {
        "hidden_size": 384,
        "num_hidden_layers": 2,
        "intermediate_size": 96,
        "num_attention_heads": 12,
        "layer_norm_eps": 1e-12,
        "vocab_size": 30522,
        "max_position_embeddings": 512,
        "type_vocab_size": 2,
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    torch.manual_seed(0)
    weights = {name: value.half() for name, value in Bert(config).state_dict().items()}
    save_file(weights, folder / "model.safetensors")
    return folder


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(files().tokenizer(), files().linear["merging"])


@pytest.fixture(scope="module")
def network(base: Path) -> Network:
    torch.manual_seed(1)
    return Network.new(base, Shape(inner=16)).eval()


def batch_of(examples: list[Example]) -> Batch:
    return Batch.of(examples, [example.graphs[0] if example.graphs else None for example in examples])


def test_annotations_become_targets(reader: Reader) -> None:
    example = reader.annotated(GOLDS[0])
    [target] = example.graphs
    written = [
        example.pieces.text[example.pieces.offsets[first, 0] : example.pieces.offsets[first + width, 1]]
        for first, width in example.spans.tolist()
    ]
    assert written == ["FooNet", "FooNet", "GLUE", "FooNet", "accuracy"]
    assert target.clusters.tolist() == [[1, 1], [0, 1], [0, 1]]
    assert target.relations.sum() == 2


def test_the_graph_head_computes_what_numpy_computes(network: Network, reader: Reader) -> None:
    batch = batch_of([reader.annotated(gold) for gold in GOLDS])
    assert batch.graphs is not None
    arrays = {name: value.numpy() for name, value in network.graph.state_dict().items()}
    hidden = torch.randn(*batch.inputs.ids.shape, 384)
    with torch.no_grad():
        of_clusters, of_pairs = network.graph(hidden, batch.inputs.mask, batch.graphs)
    for row, gold in enumerate(GOLDS):
        example = reader.annotated(gold)
        graph = example.graphs[0].graph
        ours, theirs = GraphHead(arrays)(hidden[row, : len(example.pieces.ids)].numpy(), graph)
        np.testing.assert_allclose(of_clusters[row, : len(ours)].sigmoid(), ours, atol=1e-4)
        pairs = of_pairs[row, : len(theirs)].sigmoid().numpy() * graph.allowed
        np.testing.assert_allclose(pairs, theirs, atol=1e-4)


def test_padding_changes_nothing(network: Network, reader: Reader) -> None:
    examples = [reader.annotated(gold) for gold in GOLDS]
    with torch.no_grad():
        together = losses(network, batch_of(examples)).relations
        alone = [losses(network, batch_of([example])).relations for example in examples]
    assert together.item() == pytest.approx(float(sum(alone)) / len(alone), abs=1e-4)


@pytest.mark.filterwarnings(
    "ignore"
)  # PyTorch wants its other exporter to be used, which writes no named axes
def test_what_is_exported_computes_the_same(network: Network, reader: Reader, tmp_path: Path) -> None:
    import onnxruntime  # noqa: PLC0415

    arrays = padded([reader.pieces(gold.text) for gold in GOLDS])
    moved = inputs(arrays)
    with torch.no_grad():
        hidden = network.bert(moved.ids, moved.shapes, moved.segments, moved.mask)
        scores = network.spans(hidden, moved.first, moved.last).softmax(-1).numpy()
    for exact, bound in ((True, 1e-4), (False, 0.15)):
        write(network, tmp_path, exact=exact)
        session = onnxruntime.InferenceSession(str(tmp_path / "model.onnx"))
        ours, probabilities = session.run(["hidden", "spans"], arrays)
        inside = arrays["mask"] > 0
        assert np.abs(ours - hidden.numpy())[inside].max() < bound
        assert np.abs(probabilities - scores)[:, :10].max() < bound
    with np.load(tmp_path / "heads.npz") as heads:
        assert {name.partition(".")[0] for name in heads} == {"graph"}


def test_the_embedding_is_learnt_and_computes_the_same_where_it_ships(base: Path, tmp_path: Path) -> None:
    shipped = files()
    encoder = Encoder(shipped)
    topics = ("diffusion models for images", "parsing of sentences", "graphs of papers")
    texts = [f"On {topic}\nWe study {topic}, case {n}." for topic in topics for n in range(8)]
    read = distillation.lessons(texts, encoder, Bert.load(base), CPU, lambda _: None)
    assert read.features.shape == (24, 768)
    assert read.teacher.shape == (24, 384)
    vocabulary = encoder.tokenizer.get_vocab_size()
    weights = distillation.distilled(read, vocabulary, CPU, passes=20, size=12)
    for name in ("model.onnx", "tokenizer.json", "settings.json", "linear.json"):
        (tmp_path / name).symlink_to(shipped.folder / name)
    write_heads(tmp_path, "embedding.", weights)
    model = Files(tmp_path)
    rows = [
        encoder.encode([windows(text, [Span(0, text.find("\n"))], encoder.tokenizer)])[0] for text in texts
    ]
    embedding = PaperEmbedding(model)
    ours = torch.from_numpy(np.stack([embedding(row.windows, row.hidden) for row in rows]))
    torch.testing.assert_close(ours.norm(dim=1), torch.ones(24), atol=1e-5, rtol=0)
    taught = torch.from_numpy(read.teacher)
    taught = torch.nn.functional.normalize(taught - taught.mean(0), dim=-1)
    before = distillation.distilled(read, vocabulary, CPU, passes=1, size=24)
    write_heads(tmp_path, "embedding.", before)
    embedding = PaperEmbedding(Files(tmp_path))
    fresh = torch.from_numpy(np.stack([embedding(row.windows, row.hidden) for row in rows]))
    assert distillation.loss(ours, taught) < 0.5 * distillation.loss(fresh, taught)


def test_the_pupil_computes_what_ships(base: Path, tmp_path: Path) -> None:
    text = "On graphs of papers\nWe study them."
    encoder = Encoder(files())
    read = windows(text, [Span(0, text.find("\n"))], encoder.tokenizer)
    [(hidden, _)] = encoder.run(read)
    torch.manual_seed(3)
    told = torch.from_numpy(features([hidden]))[None]
    pupil = distillation.Pupil(
        encoder.tokenizer.get_vocab_size(), torch.full((768,), 0.1), torch.full((768,), 2.0), 384
    )
    write_heads(tmp_path, "embedding.", pupil.weights(torch.full((encoder.tokenizer.get_vocab_size(),), 9)))
    wanted = pupil([torch.from_numpy(pieces_of(read))], told)[0].detach().numpy()
    found = PaperEmbedding(Files(tmp_path))(read, [hidden])
    assert float(found @ wanted) > 0.995  # its word pieces are in four bits


def test_a_table_in_four_bits_stays_as_it_is() -> None:
    table = torch.randn(50, 384)
    once = restored(*quantised(table))
    assert (once - table).abs().max() <= table.abs().max() / 14 + 1e-3
    torch.testing.assert_close(restored(*quantised(once)), once, atol=1e-3, rtol=1e-3)


def test_a_training_learns_and_goes_on_where_it_was_stopped(
    base: Path, reader: Reader, tmp_path: Path
) -> None:
    examples = embedded([reader.annotated(gold) for gold in GOLDS], Bert.load(base), CPU)
    stages = [Stage("annotated", examples, 6, 1e-3, 3e-3, 3)]

    def trained(out: Path, *, stopped_after: int | None = None) -> list[str]:
        torch.manual_seed(0)
        lines: list[str] = []

        def log(line: str) -> None:
            lines.append(line)
            if len(lines) == stopped_after:
                raise KeyboardInterrupt

        Trainer(Network.new(base, Shape(inner=16), 0.0), out, CPU, 0, 0, log).run(stages)
        return lines

    whole = trained(tmp_path / "whole")
    first, last = (float(line.split("spans ")[1].split(",")[0]) for line in (whole[0], whole[-1]))
    assert last < first / 2
    # The log speaks before a pass is saved: what was stopped in its third pass goes on with the third.
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path / "part", stopped_after=3)
    rest = trained(tmp_path / "part")
    assert [line.split(":")[0] for line in rest] == [f"annotated {i}/6" for i in range(3, 7)]
    assert Network.load(tmp_path / "part" / "network.pt").shape == Shape(inner=16)


def test_readings_survive_their_file(network: Network, reader: Reader) -> None:
    [found] = Ensemble([network], reader, CPU).read([GOLDS[0].text], least=0.0)
    again = reading.from_json(json.loads(json.dumps(reading.to_json(found))))
    assert again.clusters == found.clusters
    np.testing.assert_allclose(again.kinds, found.kinds, atol=1e-3)
    assert again.relations == pytest.approx(found.relations, abs=1e-3)
    silver = reader.silver(GOLDS[0].text, again)
    assert len(silver.spans) == len(found.spans)


def test_held_out_readings_give_a_second_graph(reader: Reader) -> None:
    example = reader.annotated(GOLDS[0])
    kinds = np.full((1, 4), 0.2, dtype=np.float32)
    wrong = Reading(np.array([[2, 1]]), kinds)
    gold, read = reader.annotated(GOLDS[0], wrong).graphs
    assert gold.clusters[:, 1].tolist() == [1, 1, 1, 0]
    assert read.clusters.tolist() == [[0, 0]]
    assert len(example.graphs) == 1


def test_linear_models_tell_what_they_were_shown() -> None:
    def paper(i: int) -> Gold:
        abstract = (
            f"FooNet, the Foo Network, has {i} layers. On GLUE, unlike on SQuAD, it reaches an accuracy of "
            f"{i}.2%, whatever the recall. A graph network is no graph neural network."
        )
        entities = [
            {"id": "foonet", "type": "Method", "mentions": ["FooNet", "Foo Network"], "proposed": True},
            {"id": "graph", "type": "Method", "mentions": ["graph network"]},
            {"id": "neural", "type": "Method", "mentions": ["graph neural network"]},
            {"id": "glue", "type": "Dataset", "mentions": ["GLUE"]},
            {"id": "squad", "type": "Dataset", "mentions": ["SQuAD"]},
            {"id": "acc", "type": "Metric", "mentions": ["accuracy"]},
            {"id": "recall", "type": "Metric", "mentions": ["recall"]},
        ]
        result = {"value": f"{i}.2%", "metric": "acc", "dataset": "glue"}
        return Gold.from_json(
            gold_record(id=f"p{i}", abstract=abstract, entities=entities, relations=[], results=[result])
        )

    weights = linear.fit([paper(i) for i in range(10, 40)])
    assert set(weights) == {"merging", "value", "Metric", "Dataset"}
    assert weights["value"]["unit=percent"] > 0 > weights["value"]["R0=layers"]
    assert weights["merging"]["more=neur"] < 0  # the stem
