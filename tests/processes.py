"""The command line as a process of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAPERGRAPH = (sys.executable, "-m", "api")
PATIENCE = 120
"""Seconds until a process that should do something is given up."""


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PAPERGRAPH_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **more}


def heed_interrupts() -> None:
    """Undo what a shell does to its jobs in the background, under which these tests may run: such a job, and
    all it starts, ignores Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def started(*arguments: str, cwd: Path, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Start a command in a folder of its own; kill it if the test fails."""
    process = subprocess.Popen(
        (*PAPERGRAPH, *arguments),
        cwd=cwd,
        env=environment(**more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=heed_interrupts,  # noqa: PLW1509  # no other thread runs here
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@contextmanager
def serving(store: str, cwd: Path, **more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve a store on a free port, with more settings in the environment; give process and address."""
    with started("serve", "--store", store, "--port", "0", cwd=cwd, **more) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        match = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert match, line
        yield process, match[0]
