"""Where commands print: answers on standard output, everything about the work on standard error."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from rich.console import Console

from graph.errors import PapergraphError

if TYPE_CHECKING:
    from extraction.readers import Reject

SHOWN_REJECTS = 10

_UNBROKEN = 10_000
"""The width where no terminal sets one: who reads a pipe or a file wants no line broken."""


class OutputError(PapergraphError):
    """A file cannot be written."""


def answers() -> Console:
    """Return the console for what was asked for."""
    return _console(stderr=False)


def messages() -> Console:
    """Return the console for messages, progress and errors."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, highlight=False)
    if not console.is_terminal:
        console.width = _UNBROKEN
    return console


def counted(number: int, noun: str) -> str:
    """Return "1 paper", "2,000 papers"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@contextmanager
def output(file: Path) -> Iterator[IO[str]]:
    """Open a file to write; raises `OutputError` where it cannot be."""
    try:
        stream = file.open("w", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error.strerror}; name another file.") from error
    with stream:
        yield stream


class Rejects:
    """Counts the records that could not be read, shows the first few, and keeps all in a file if wanted."""

    def __init__(self, console: Console, file: IO[str] | None) -> None:
        self.count = 0
        self._console = console
        self._file = file

    def __call__(self, reject: "Reject") -> None:
        """Take one reject."""
        self.count += 1
        if self.count <= SHOWN_REJECTS:
            self._console.print(f"rejected {reject.place}: {reject.reason}", markup=False, style="yellow")
        if self._file:
            record = {"place": reject.place, "reason": reject.reason, "raw": reject.raw}
            self._file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def summary(self) -> str:
        """Return "; 3 records rejected", or nothing if none was."""
        return f"; {counted(self.count, 'record')} rejected" if self.count else ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        hidden = self.count - SHOWN_REJECTS
        if hidden > 0:
            where = "the file has them" if self._file else "--rejects FILE keeps them"
            self._console.print(f"and {hidden:,} more; {where}", style="yellow")
