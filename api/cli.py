"""The command line: `papergraph COMMAND`, also `python -m api`.

Exit codes: 0 done, 1 failed, 2 bad usage, 130 ended by Ctrl-C.
"""

import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer

from api.commands.console import messages
from api.commands.draw import draw
from api.commands.evaluate import evaluate
from api.commands.explain import explain
from api.commands.ingest import extract, ingest
from api.commands.inspect import stats, verify
from api.commands.keys import app as keys
from api.commands.names import resolve
from api.commands.query import query, schema
from api.commands.rank import rank
from api.commands.related import related
from api.commands.serve import demo, serve
from api.commands.show import show
from api.commands.snapshot import snapshot
from api.commands.structure import communities, top, trends
from extraction.errors import UnknownExtractor
from graph.errors import InvalidValue, PapergraphError, StoreAddressError

COMMANDS: tuple[Callable[..., Any], ...] = (
    demo,
    ingest,
    extract,
    serve,
    query,
    show,
    explain,
    resolve,
    stats,
    verify,
    related,
    rank,
    top,
    trends,
    communities,
    draw,
    snapshot,
    evaluate,
    schema,
)

FAILED = 1
BAD_USAGE = 2

app = typer.Typer(
    help="A knowledge graph of research papers in which every edge shows the sentence that says it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in COMMANDS:
    app.command()(command)
app.add_typer(keys)


def commands() -> list[str]:
    """Return the names of all commands."""
    return [command.__name__ for command in COMMANDS]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with these arguments, or those of the process, and return its exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # Papers are not written in the locale's encoding, and nothing may fail for a sign that it lacks.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = _run(arguments)
    try:
        sys.stdout.flush()
    except OSError as error:
        # Nobody reads any more, as after `head`, or the device is full. Python flushes once more when it
        # ends, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED if isinstance(error, BrokenPipeError) else _fail(error, FAILED)
    return code


def _run(arguments: Sequence[str] | None) -> int:
    try:
        app(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    except (InvalidValue, StoreAddressError, UnknownExtractor) as error:
        return _fail(error, BAD_USAGE)
    except (PapergraphError, OSError) as error:
        return _fail(error, FAILED)
    return 0


def _fail(error: Exception, code: int) -> int:
    messages().print(f"papergraph: {error}", style="red", markup=False)
    return code
