"""Annotated papers: how they are read, and where their mentions stand."""

import json
from pathlib import Path
from typing import Any

import pytest

from extraction import gold
from extraction.errors import SourceError
from graph.kinds import ClaimKind, EntityKind
from graph.model import PAPER
from tests.factories import gold_record


def write(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_a_paper_is_read(tmp_path: Path) -> None:
    [paper] = gold.read(write(tmp_path / "gold.jsonl", gold_record()))
    assert paper.id == "p1"
    assert paper.kinds == {"foonet": EntityKind.METHOD, "glue": EntityKind.DATASET, "acc": EntityKind.METRIC}
    assert [entity.proposed for entity in paper.entities] == [True, False, False]
    assert paper.relations == {
        (ClaimKind.EVALUATED_ON, "foonet", "glue"),
        (ClaimKind.MEASURED_BY, PAPER, "acc"),
    }
    assert [(result.value, result.metric, result.dataset) for result in paper.results] == [
        ("91.2%", "acc", "glue")
    ]


def test_mentions_are_whole_words_and_the_longest_wins(tmp_path: Path) -> None:
    record = gold_record(
        title="FooNet",
        abstract="FooNet-XL, not FooNets, extends FooNet (FooNet).",
        entities=[
            {"id": "a", "type": "Method", "mentions": ["FooNet"]},
            {"id": "b", "type": "Method", "mentions": ["FooNet-XL"]},
        ],
        relations=[],
        results=[],
    )
    [paper] = gold.read(write(tmp_path / "gold.jsonl", record))
    assert [(paper.text[span.start : span.end], id) for span, id in paper.mentions] == [
        ("FooNet", "a"),
        ("FooNet-XL", "b"),
        ("FooNet", "a"),
        ("FooNet", "a"),
    ]


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ("not json", "line 2"),
        ('{"id": "x"}', "line 2: an annotated paper lacks 'entities'"),
        (json.dumps(gold_record(entities=[])), "names"),
        (
            json.dumps({**gold_record(), "relations": [{"type": "LIKES", "head": "paper", "tail": "glue"}]}),
            "LIKES",
        ),
        ("[1]", "line 2"),
    ],
)
def test_what_is_no_annotated_paper_is_said_with_its_line(record: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{json.dumps(gold_record())}\n{record}\n", encoding="utf-8")
    with pytest.raises(SourceError, match="line 2") as caught:
        gold.read(path)
    assert problem in str(caught.value)


def test_a_file_without_papers_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no annotated paper"):
        gold.read(write(tmp_path / "gold.jsonl"))
    with pytest.raises(SourceError, match="cannot be read"):
        gold.read(tmp_path / "none.jsonl")
