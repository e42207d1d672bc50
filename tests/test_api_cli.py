"""The command line in this process: what each command prints, where, and with which exit code."""

import asyncio
import io
import json
import re
import socket
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.cli import commands, main
from graph.facts_json import from_json
from graph.open import open_store
from tests.factories import gold_record, library


@dataclass
class Result:
    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command with PAPERGRAPH_STORE set to a store that is not there yet."""
    monkeypatch.setenv("PAPERGRAPH_STORE", f"sqlite:///{tmp_path}/papers.db")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Result:
        code = main(arguments)
        return Result(code, *capsys.readouterr())

    return run


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    async def fill() -> None:
        async with await open_store(f"sqlite:///{tmp_path}/papers.db") as store:
            await store.merge(library())

    asyncio.run(fill())
    return run


RECORDS = [
    {
        "id": "arxiv:1",
        "title": "FooNet: Fast Things",
        "abstract": "We propose FooNet. FooNet outperforms BERT on the GLUE dataset.",
        "date": "2020",
    },
    {
        "id": "arxiv:2",
        "title": "BarNet: Other Things",
        "abstract": "We propose BarNet, which extends FooNet.",
    },
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two papers with a line between them that is none."""
    path = tmp_path / "papers.jsonl"
    first, second = (json.dumps(record) for record in RECORDS)
    path.write_text(f"{first}\nnot json\n{second}\n", encoding="utf-8")
    return path


def test_every_command_explains_itself(run: Run) -> None:
    for command in commands():
        result = run(command, "--help")
        assert result.code == 0
        assert f" {command} " in result.out


def test_ingest_then_ask(run: Run, source: Path) -> None:
    result = run("ingest", str(source))
    assert result.code == 0
    assert result.out == ""
    assert "rejected line 2: " in result.err
    assert "2 new, 0 changed, 0 as they were; 1 record rejected." in result.err
    answer = run("query", '{ method(name: "FooNet") { support } papers { nodes { id } } }')
    assert answer.code == 0
    assert json.loads(answer.out) == {
        "data": {
            "method": {"support": 2},
            "papers": {"nodes": [{"id": "arxiv:1"}, {"id": "arxiv:2"}]},
        }
    }
    again = run("ingest", str(source))
    assert "0 new, 0 changed, 2 as they were" in again.err


def test_rejects_are_kept_in_a_file(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"title": "A title", "abstract": "Text."}\n' + "nonsense\n" * 12, encoding="utf-8")
    result = run("ingest", str(bad), "--rejects", "rejects.jsonl")
    assert result.code == 0
    assert result.err.count("rejected line") == 10
    assert "and 2 more; the file has them" in result.err
    rejects = [json.loads(line) for line in Path("rejects.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rejects) == 12
    assert rejects[0]["place"] == "line 2"
    assert rejects[0]["raw"] == "nonsense"
    assert rejects[0]["reason"]
    assert "and 2 more; --rejects FILE keeps them" in run("ingest", str(bad)).err


def test_a_source_of_nothing_but_rejects_has_failed(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("nonsense\n", encoding="utf-8")
    assert run("ingest", str(bad), "--format", "jsonl").code == 1


def test_a_missing_source_leaves_no_store_behind(run: Run, tmp_path: Path) -> None:
    result = run("ingest", "nowhere.jsonl")
    assert result.code == 1
    assert result.err.startswith("papergraph: nowhere.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_extract_writes_one_paper_a_line(run: Run, source: Path) -> None:
    result = run("extract", str(source))
    assert result.code == 0
    facts = [from_json(json.loads(line)) for line in result.out.splitlines()]
    assert [each.paper.id for each in facts] == ["arxiv:1", "arxiv:2"]
    assert "method:foonet" in {entity.id for entity in facts[0].entities}
    assert "2 papers in " in result.err
    assert run("extract", str(source), "-o", "facts.jsonl").out == ""
    assert Path("facts.jsonl").read_text(encoding="utf-8") == result.out


def test_extract_writes_the_embedding_if_asked(run: Run, source: Path) -> None:
    plain = run("extract", str(source))
    assert "embedding" not in json.loads(plain.out.splitlines()[0])
    result = run("extract", str(source), "--with", "embedding")
    assert result.code == 0
    for line in result.out.splitlines():
        facts = from_json(json.loads(line))
        assert len(facts.embedding) == 384
    refused = run("extract", str(source), "--with", "embedding", "--extractor", "rules")
    assert refused.code == 2
    assert "--extractor model" in refused.err


def test_resolve_prints_id_and_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("resolve", "dataset", "CIFAR10", "the ImageNet dataset", "ZooQA [v2]")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        "dataset:cifar-10\tCIFAR-10",
        "dataset:imagenet\tImageNet",
        "dataset:zooqa-2\tZooQA [v2]",
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("CNNs\nconvolutional neural network\n"))
    assert len(set(run("resolve", "Method", "-").out.splitlines())) == 1


def test_explain_prints_the_text_and_what_its_sentences_say(run: Run, source: Path) -> None:
    result = run("explain", str(source), "--extractor", "rules")
    assert result.code == 0
    assert "FooNet outperforms BERT on the GLUE dataset." in result.out
    [number] = re.findall(r"GLUE dataset\. \[(\d)\]", result.out)
    assert re.search(rf"\[{number}\] .*\n?.*FooNet IMPROVES_ON BERT  0\.\d\d", result.out)
    assert "Dataset  GLUE" in result.out


def test_explain_writes_a_page(filled: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = filled("explain", "arxiv:1907.11692", "--html", str(page))
    assert (result.code, result.out) == (0, "")
    text = page.read_text(encoding="utf-8")
    assert '<mark class="method" title="RoBERTa">RoBERTa<small>Method</small></mark>' in text
    assert "<b>IMPROVES_ON</b> BERT" in text
    assert text.count('<span class="says"') == len(set(re.findall(r'href="#(p1-\d+)"', text))) > 0


def test_explain_escapes_what_a_paper_says(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text(json.dumps({"title": "<b>Foo</b> & [red]", "abstract": "We propose <script>."}))
    page = tmp_path / "page.html"
    assert run("explain", str(path), "--html", str(page)).code == 0
    assert "<script>" not in page.read_text(encoding="utf-8")
    assert "<b>Foo</b> & [red]" in run("explain", str(path)).out


def test_explain_shows_papers_only(filled: Run) -> None:
    assert "is an entity" in filled("explain", "method:bert").err
    result = filled("explain", "nothing")
    assert result.code == 1
    assert "There is no file nothing" in result.err


def test_evaluate_measures_an_extractor_beside_the_rules(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(gold_record()) + "\n", encoding="utf-8")
    result = run("evaluate", str(path), "--json")
    assert result.code == 0
    model, rules = json.loads(result.out)
    assert (model["extractor"].partition(" ")[0], rules["extractor"]) == ("model", "rules")
    for each in (model, rules):
        assert each["rows"]["mentions"]["f1"] > 0.5
        assert each["evidence"] == 1
        assert 0 <= each["calibration_error"] <= 1
        assert each["papers_per_second"] > 0
    table = run("evaluate", str(path), "--extractor", "rules").out
    assert re.search(r"^mentions +5 +\d", table, re.MULTILINE)
    assert "quotes that stand in the text" in table


def test_show_an_entity(filled: Run) -> None:
    result = filled("show", "bert")
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0] == "BERT  Method"
    assert lines[2] == "method:bert · mentioned by 3 papers, the first of 2018-10-11"
    place = lines.index("← IMPROVES_ON")
    assert lines[place + 1 : place + 3] == [
        "  RoBERTa  2 papers",
        "    “RoBERTa: A Robustly Optimized BERT Pretraining Approach”  arxiv:1907.11692",
    ]


@pytest.mark.parametrize("id", ["arxiv:1810.04805", "1810.04805"])
def test_show_a_paper(filled: Run, id: str) -> None:
    lines = filled("show", id).out.splitlines()
    assert lines[0] == "BERT: Pre-training of Deep Bidirectional Transformers"
    place = lines.index("“It improves on GPT by 7.7 points of GLUE score.”")
    assert lines[place + 1] == "  BERT IMPROVES_ON GPT  0.85"
    assert "  80.5% BERT · GLUE  1.00" in lines
    assert "Datasets: GLUE, SQuAD 1.1" in lines


def test_show_says_what_may_be_meant(filled: Run) -> None:
    result = filled("show", "robustly optimized")
    assert result.code == 1
    assert "did you mean arxiv:1907.11692?" in result.err


def test_stats(filled: Run) -> None:
    rows = dict(line.rsplit(maxsplit=1) for line in filled("stats").out.splitlines())
    assert rows["Papers"] == "4"
    assert rows["Entities"] == "8"
    assert rows["  Method"] == "5"


def test_verify_names_each_fault(filled: Run, tmp_path: Path) -> None:
    result = filled("verify")
    assert (result.code, result.out) == (0, "")
    assert result.err == "35 quotes, each as its paper's text has it.\n"
    connection = sqlite3.connect(tmp_path / "papers.db")
    with connection:
        connection.execute("UPDATE paper SET abstract = 'Other.' WHERE id = 'survey-1'")
    connection.close()
    result = filled("verify")
    assert result.code == 1
    assert result.out.startswith("survey-1: contribution: the quote is not in the text: 'We review")
    assert result.err == "1 fault in 35 quotes.\n"


def test_query_with_variables(filled: Run) -> None:
    result = filled(
        "query",
        "query($n: String!) { task(name: $n) { name } }",
        "--variables",
        '{"n": "Question Answering"}',
    )
    assert json.loads(result.out) == {"data": {"task": {"name": "question answering"}}}


def test_a_query_with_errors_fails_and_prints_them(filled: Run) -> None:
    result = filled("query", "{ papers(first: 0) { nodes { id } } }")
    assert result.code == 1
    answer = json.loads(result.out)
    assert answer["data"] is None
    assert answer["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}
    assert answer["errors"][0]["path"] == ["papers"]


@pytest.mark.parametrize(
    "arguments",
    [("stats",), ("verify",), ("show", "BERT"), ("query", "{ stats { papers } }"), ("serve", "--port", "0")],
)
def test_reading_makes_no_store(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.code == 1
    assert result.err.startswith("papergraph: no store is at ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nonsense",), "No such command"),
        (("stats", "--store", "redis://x"), "no store is called 'redis'"),
        (("ingest", "x.jsonl", "--batch-size", "0"), "--batch-size"),
        (("ingest", "x.jsonl", "--format", "pdf"), "--format"),
        (("ingest", "papers.jsonl", "--extractor", "magic"), "magic"),
        (("ingest", "papers.jsonl", "--date", "Sep 2"), "date"),
        (("query", "{ stats { papers } }", "--variables", "{"), "--variables"),
        (("query", "{ stats { papers } }", "--variables", "[]"), "--variables"),
        (("serve", "--port", "99999"), "--port"),
    ],
)
def test_bad_usage(run: Run, source: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert message in result.err
    assert "Traceback" not in result.err


def test_a_bad_setting_is_bad_usage(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERGRAPH_PORT", "eighty")
    result = run("stats")
    assert result.code == 2
    assert "PAPERGRAPH_PORT" in result.err


def test_an_output_that_cannot_be_written(run: Run, source: Path) -> None:
    result = run("extract", str(source), "-o", "no/such/folder/facts.jsonl")
    assert result.code == 1
    assert result.err.startswith("papergraph: no/such/folder/facts.jsonl cannot be written: ")


def test_a_port_that_is_taken(filled: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = filled("serve", "--port", str(port))
    assert result.code == 1
    assert f"Port {port} is taken by another program; choose another with --port" in result.err


def test_the_schema_is_the_committed_one(run: Run) -> None:
    committed = Path(__file__).parent.parent / "api" / "schema.graphql"
    assert run("schema").out == committed.read_text(encoding="utf-8")
