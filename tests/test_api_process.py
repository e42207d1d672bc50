"""The command line as processes of its own: signals, pipes, sockets, and what starting costs."""

import json
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from graph.errors import NotAStore
from graph.open import open_store
from tests.factories import library
from tests.processes import PAPERGRAPH, PATIENCE, environment, serving, started


@pytest.fixture
async def store(tmp_path: Path) -> str:
    async with await open_store(str(tmp_path / "papers.db")) as store:
        await store.merge(library())
    return str(tmp_path / "papers.db")


async def held(path: Path) -> int:
    """Return how many papers a store holds, 0 while it is not there."""
    try:
        async with await open_store(str(path), create=False) as store:
            return (await store.stats()).papers
    except NotAStore:
        return 0


async def test_ctrl_c_keeps_what_is_merged_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "papers.db"
    with started("ingest", "-", "--store", str(path), "--batch-size", "10", cwd=tmp_path) as process:
        assert process.stdin is not None
        for i in range(1500):
            record = {"id": f"p{i}", "title": f"FooNet{i}: a model", "abstract": f"We propose FooNet{i}."}
            process.stdin.write(json.dumps(record) + "\n")
        # The pipe stays open: the command waits for more when the signal comes.
        process.stdin.flush()
        deadline = time.monotonic() + PATIENCE
        while await held(path) == 0:
            assert process.poll() is None
            assert time.monotonic() < deadline
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
        out, err = process.stdout.read(), process.stderr.read()  # type: ignore[union-attr]
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    match = re.search(r"Interrupted\. Kept (\d+) papers", err)
    assert match
    assert int(match[1]) == await held(path) > 0


def test_a_reader_that_leaves_ends_it_quietly(tmp_path: Path) -> None:
    with started("schema", cwd=tmp_path) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait(PATIENCE) == 1
        assert process.stderr.read() == ""


def test_input_and_output_are_utf_8_in_any_locale(store: str, tmp_path: Path) -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}

    def run(*arguments: str, input: str = "") -> str:
        finished = subprocess.run(
            (*PAPERGRAPH, *arguments, "--store", store),
            env=environment(**ascii_only),
            cwd=tmp_path,
            input=input.encode("utf-8"),
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
        return finished.stdout.decode("utf-8")

    assert "← IMPROVES_ON" in run("show", "BERT")
    answer = run("query", "-", input='{ papers(filter: {venue: "Zürich ∆"}) { nodes { id } } }')
    assert json.loads(answer) == {"data": {"papers": {"nodes": []}}}


def ask(address: str, query: str) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{address}/graphql", json.dumps({"query": query}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


def test_serve_answers_on_a_real_socket_until_ctrl_c(store: str, tmp_path: Path) -> None:
    with serving(store, tmp_path) as (process, address):
        assert process.stderr is not None
        assert ask(address, "{ stats { papers } }") == {"data": {"stats": {"papers": 4}}}
        with urllib.request.urlopen(f"{address}/healthz", timeout=PATIENCE) as response:
            assert json.load(response) == {"status": "ok"}
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert "Traceback" not in process.stderr.read()


def test_serve_logs_each_operation_and_ends_though_somebody_listens(store: str, tmp_path: Path) -> None:
    with serving(store, tmp_path, PAPERGRAPH_MAX_SECONDS="1") as (process, address):
        assert process.stderr is not None
        ask(address, "query Few { papers(first: 1) { nodes { id } } }")
        request = urllib.request.Request(
            f"{address}/graphql",
            json.dumps({"query": "subscription { paperIngested { id } }"}).encode(),
            {"Content-Type": "application/json", "Accept": "text/event-stream"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as stream:
            assert stream.status == 200
            process.send_signal(signal.SIGTERM)
            # Uvicorn shuts down in order, then ends by the signal that it was sent.
            assert process.wait(PATIENCE) in (0, -signal.SIGTERM)
        lines = [json.loads(line) for line in process.stderr.read().splitlines() if line.startswith("{")]
        assert lines[0]["operation"] == "Few"
        assert lines[0]["outcome"] == "ok"


def test_starting_imports_nothing_heavy(tmp_path: Path) -> None:
    heavy = ("spacy", "strawberry", "fastapi", "uvicorn", "pydantic_settings", "apsw", "neo4j", "numpy")
    code = f"import sys, api.cli; print(*[name for name in {heavy!r} if name in sys.modules])"
    finished = subprocess.run(
        (sys.executable, "-c", code),
        env=environment(),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert finished.stdout.strip() == ""
