"""The demo: one command makes a store of the bundled sample, and its queries have answers there."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from api.demo import PAPERS, Example, examples

ROOT = Path(__file__).parent.parent
PATIENCE = 240
"""Seconds until the demo is given up."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demo's store, made as users make it."""
    store = str(tmp_path_factory.mktemp("demo") / "demo.db")
    assert main(["demo", "--no-serve", "--store", store]) == 0
    return store


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.question)
def test_each_query_to_try_has_an_answer(
    store: str, example: Example, capsys: pytest.CaptureFixture[str]
) -> None:
    assert example.question.endswith("?")
    assert main(["query", example.query, "--store", store]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(sentences(answer["data"])) >= 1


def sentences(value: Any) -> list[str]:
    """Return all sentences of evidence in an answer."""
    if isinstance(value, list):
        return [sentence for item in value for sentence in sentences(item)]
    if isinstance(value, dict):
        own = [value["sentence"]] if "sentence" in value else []
        return own + [sentence for item in value.values() for sentence in sentences(item)]
    return []


def test_there_are_three() -> None:
    assert len(examples()) == 3


def test_the_whole_sample_is_in_it(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = PAPERS.read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 60
    assert main(["stats", "--store", store]) == 0
    assert re.search(rf"^Papers +{len(lines)}$", capsys.readouterr().out, re.MULTILINE)
    assert main(["verify", "--store", store]) == 0


def test_making_it_again_changes_nothing_and_says_what_to_try(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--no-serve", "--store", store]) == 0
    out, err = capsys.readouterr()
    assert "0 new, 0 changed" in err
    for example in examples():
        assert f"# {example.question}" in out
        assert example.query.splitlines()[1].strip() in out


def test_it_serves_on_another_port_where_its_own_is_taken(store: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = subprocess.Popen(
            (sys.executable, "-m", "api", "demo", "--store", store),
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PAPERGRAPH_PORT": port},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            for line in process.stdout:
                if match := re.search(r"Open (http://127\.0\.0\.1:\d+) in a browser", line):
                    break
            else:
                pytest.fail(process.stderr.read())
            with urllib.request.urlopen(f"{match[1]}/examples", timeout=PATIENCE) as response:
                assert len(json.load(response)) == 3
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 0
            err = process.stderr.read()
            assert f"Port {port} is taken by another program, so this is a free one." in err
            assert "Traceback" not in err
        finally:
            process.kill()
            process.communicate()
