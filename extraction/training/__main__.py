"""`python -m extraction.training`: the commands that make the model; docs/training.md says in which order.

Nothing that they read is part of the package, so every path is an argument.
"""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import torch
import typer

from extraction import gold
from extraction.gold import Gold
from extraction.trained.encoder import Encoder
from extraction.trained.files import Files, files
from extraction.training import distillation, figures, linear, reading, scirex, tuning
from extraction.training.bert import Bert
from extraction.training.devices import device
from extraction.training.embedding import embedded
from extraction.training.examples import Example, Reader, Reading
from extraction.training.export import write, write_heads
from extraction.training.network import Network, Shape
from extraction.training.reading import Ensemble
from extraction.training.trainer import Stage, Trainer

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Make the trained extractor's model.")

AnnotationsOption = Annotated[Path, typer.Option(exists=True, help="Annotated papers, JSON Lines.")]
OutOption = Annotated[Path, typer.Option(help="Where to write.")]
FoldOption = Annotated[
    str, typer.Option(metavar="K/N", help="Of N parts of the annotated papers, the K-th is held out.")
]
LimitOption = Annotated[
    int, typer.Option(help="Of the annotated papers, only so many are learnt from; the others are held out.")
]
BaseOption = Annotated[
    Path, typer.Option(exists=True, help="Folder of the base encoder: config.json, model.safetensors.")
]


def say(line: str) -> None:
    """Show progress."""
    typer.echo(line, err=True)


def split(golds: Sequence[Gold], fold: str, limit: int) -> tuple[list[Gold], list[Gold]]:
    """Return the papers that are learnt from, in random order, and those that are held out: by a fold such as
    "1/4", and all beyond a limit (0 is none)."""
    learnt, out = list(golds), []
    if fold:
        number, count = (int(part) for part in fold.split("/"))
        learnt = [paper for i, paper in enumerate(golds) if i % count != number - 1]
        out = [paper for i, paper in enumerate(golds) if i % count == number - 1]
    random.Random(0).shuffle(learnt)
    return learnt[: limit or None], [*out, *(learnt[limit:] if limit else ())]


def a_reader() -> Reader:
    """Return what makes examples, with the word pieces and the merging of the model that ships."""
    return Reader(files().tokenizer(), files().linear["merging"])


def _annotated(item: tuple[Gold, Reading | None]) -> Example:
    return a_reader().annotated(*item)


def _silver(item: tuple[str, Reading]) -> Example:
    return a_reader().silver(*item)


@app.command()
def train(
    base: BaseOption,
    annotations: AnnotationsOption,
    out: OutOption,
    scirex_file: Annotated[Path | None, typer.Option("--scirex", exists=True, help="SciREX, gzip.")] = None,
    windows: Annotated[int, typer.Option(help="Of SciREX.")] = 3000,
    readings: Annotated[
        Path | None, typer.Option(exists=True, help="What networks that held them out read in these papers.")
    ] = None,
    silver: Annotated[
        list[Path] | None, typer.Option(exists=True, help="What networks read in other papers.")
    ] = None,
    silver_limit: Annotated[int, typer.Option(help="At most so many of those; 0 is all.")] = 0,
    dev: Annotated[Path | None, typer.Option(exists=True, help="Annotated papers to measure with.")] = None,
    fold: FoldOption = "",
    limit: LimitOption = 0,
    start: Annotated[
        Path | None, typer.Option(exists=True, help="Begin with this network, not with fresh heads.")
    ] = None,
    layers: Annotated[int, typer.Option(help="Keep the first so many of the encoder; 0 is all.")] = 0,
    inner: Annotated[int, typer.Option(help="Width of the start and the end of a span.")] = 160,
    passes: Annotated[int, typer.Option(help="Over the annotated papers.")] = 10,
    silver_passes: Annotated[int, typer.Option(help="Over the others.")] = 1,
    rate: Annotated[float, typer.Option(help="Of the encoder's top layer.")] = 2e-4,
    head_rate: Annotated[float, typer.Option(help="Of all above the encoder.")] = 1e-3,
    size: Annotated[int, typer.Option(help="Papers in a batch.")] = 16,
    dropout: Annotated[float, typer.Option(help="In the encoder.")] = 0.1,
    seed: int = 0,
    workers: Annotated[int, typer.Option(help="Processes that prepare batches.")] = 0,
) -> None:
    """Train a network: on SciREX's spans, on papers that networks read, then on the annotated ones."""
    torch.manual_seed(seed)
    if torch.cuda.is_available():
        torch.backends.cuda.matmul.allow_tf32 = True
    golds, _ = split(gold.read(annotations), fold, limit)
    read = {r["id"]: r["reading"] for r in reading.read_file(readings)} if readings else {}
    stages: list[Stage] = []
    with ProcessPoolExecutor(max(1, workers)) as pool:
        if scirex_file and windows:
            first = scirex.examples(scirex_file, files().tokenizer(), windows, seed)
            stages.append(Stage("SciREX", first, 1, rate, head_rate, size))
        if silver:
            records = (r for path in silver for r in reading.read_file(path))
            texts = [(r["text"], r["reading"]) for r in islice(records, silver_limit or None)]
            others = list(pool.map(_silver, texts, chunksize=64))
            stages.append(Stage("silver", others, silver_passes, rate, head_rate, size))
        own = list(pool.map(_annotated, [(paper, read.get(paper.id)) for paper in golds], chunksize=64))
    if passes:
        after = 0.5 if silver else 1.0  # what is well learnt is not to be shaken
        stages.append(Stage("annotated", own, passes, rate * after, head_rate * after, size))
    say(", ".join(f"{stage.name} {len(stage.examples)}" for stage in stages))
    encoder = Bert.load(base)
    stages = [replace(s, examples=embedded(s.examples, encoder, device())) for s in stages]
    shape = Shape(layers or None, inner)
    network = Network.load(start, dropout) if start else Network.new(base, shape, dropout)
    trainer = Trainer(network, out, device(), seed, workers, say)
    trainer.run(stages)
    if dev:
        score([out / "network.pt"], dev)


@app.command()
def read(
    networks: Annotated[list[Path], typer.Option("--network", exists=True, help="They vote.")],
    out: OutOption,
    annotations: Annotated[Path | None, typer.Option(exists=True, help="Annotated papers.")] = None,
    corpus: Annotated[
        Path | None, typer.Option(exists=True, help='Papers, gzip JSON Lines: "id", "title", "abstract".')
    ] = None,
    fold: FoldOption = "",
    limit: LimitOption = 0,
    most: Annotated[int, typer.Option(help="Read so many of the corpus; 0 is all.")] = 0,
    part: Annotated[str, typer.Option(metavar="K/N", help="Read the K-th of N parts.")] = "1/1",
) -> None:
    """Write what networks read in papers: those that they were not trained on, or others."""
    if annotations:
        papers = [(paper.id, paper.text) for paper in split(gold.read(annotations), fold, limit)[1]]
    elif corpus:
        papers = list(islice(_corpus(corpus), most or None))
    else:
        raise typer.BadParameter(
            "name papers to read: with --corpus, or with --annotations and --fold or --limit"
        )
    number, count = (int(value) for value in part.split("/"))
    papers = papers[number - 1 :: count]
    torch.set_num_threads(2)
    ensemble = Ensemble([Network.load(path) for path in networks], a_reader(), device())
    with out.open("w", encoding="utf-8") as lines:
        for (id, text), found in zip(papers, ensemble.read([text for _, text in papers]), strict=True):
            record = {"id": id, "text": text, "reading": reading.to_json(found)}
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    say(f"{len(papers)} papers read into {out}")


def _corpus(path: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record: dict[str, Any] = json.loads(line)
            yield record["id"], f"{record['title']}\n{record['abstract']}"


@app.command()
def score(
    networks: Annotated[list[Path], typer.Option("--network", exists=True, help="They vote.")],
    dev: AnnotationsOption,
) -> None:
    """Show how well networks read annotated papers, at fixed thresholds."""
    reader = a_reader()
    ensemble = Ensemble([Network.load(path) for path in networks], reader, device())
    say(figures.shown(figures.figures(ensemble, gold.read(dev), reader)))


ModelOption = Annotated[Path, typer.Option("--model", help="Folder of the model that ships.")]


@app.command()
def export(
    network: Annotated[Path, typer.Option(exists=True, help="What `train` wrote, network.pt.")],
    model: ModelOption,
    exact: Annotated[bool, typer.Option("--exact", help="In single precision, to measure rounding.")] = False,
) -> None:
    """Write a network as model.onnx and heads.npz."""
    write(Network.load(network), model, exact=exact)


@app.command()
def embed(
    model: ModelOption,
    teacher: Annotated[
        Path, typer.Option(exists=True, help="Folder of a sentence encoder: config.json, model.safetensors.")
    ],
    corpus: Annotated[
        Path, typer.Option(exists=True, help='Papers, gzip JSON Lines: "id", "title", "abstract".')
    ],
    most: Annotated[int, typer.Option(help="Learn from so many papers; 0 is all.")] = 43_000,
    passes: Annotated[int, typer.Option(help="Over the papers.")] = 30,
    seed: int = 0,
) -> None:
    """Learn the embedding of papers from a sentence encoder, and write it into heads.npz."""
    encoder = Encoder(Files(model))
    texts = (text for _, text in islice(_corpus(corpus), most or None))
    read = distillation.lessons(texts, encoder, Bert.load(teacher), device(), say)
    vocabulary = encoder.tokenizer.get_vocab_size()
    weights = distillation.distilled(read, vocabulary, device(), passes=passes, seed=seed)
    write_heads(model, "embedding.", weights)


@app.command()
def fit(model: ModelOption, annotations: AnnotationsOption) -> None:
    """Fit the linear models to annotated papers, and write linear.json."""
    weights = json.dumps(linear.fit(gold.read(annotations)), indent=0, ensure_ascii=False)
    (model / "linear.json").write_text(weights + "\n", encoding="utf-8")


@app.command()
def tune(
    model: ModelOption,
    dev: AnnotationsOption,
    version: Annotated[str, typer.Option(help="Of the model, such as 2026.11.")],
) -> None:
    """Choose least scores and calibration on annotated papers, and write settings.json."""
    found = tuning.tune(Files(model), gold.read(dev), version, say)
    settings = json.dumps(found.to_json(), indent=1)
    (model / "settings.json").write_text(settings + "\n", encoding="utf-8")


if __name__ == "__main__":
    app()
