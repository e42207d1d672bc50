"""`read`: from a file or standard input to papers; bytes tell gzip, the text tells its format."""

import gzip
import io
import json
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, cast

from extraction.errors import SourceError
from extraction.readers import daily_json, daily_page, jsonl
from extraction.readers.records import Format, Records, Reject
from graph import checks
from graph.model import Paper

STANDARD_INPUT = "-"

_GZIP_MAGIC = b"\x1f\x8b"
_HEAD = 65_536
"""Bytes that the format is recognised from: at least the first line, and no line that begins after these."""
_FORMATS = ", ".join(Format)


def read(
    source: str | Path, *, format: Format | None = None, date: str | None = None
) -> Iterator[Paper | Reject]:
    """Yield the papers of `source`, a path or "-" for standard input, and a `Reject` for what is not read.

    `format` is recognised from the content unless given. `date`, YYYY-MM-DD, is the day that the papers
    were listed on, whatever the source says. JSON Lines are read as they are needed, the other formats
    whole; nothing is opened before the first item is asked for. Raises `InvalidValue` for a bad `date`, and
    `SourceError` when the source itself fails, at its beginning or where it breaks off.
    """
    if date is not None:
        checks.date(date, "date", whole=True)
    with _named_errors(source), _opened(source) as stream:
        decoded = (line.decode("utf-8", "surrogateescape") for line in stream)
        head = _head(decoded, source)
        lines = chain(head, decoded)
        records = Records(date)
        match format or _recognise("".join(head), source):
            case Format.JSONL:
                yield from jsonl.papers(lines, records)
            case Format.DAILY_JSON:
                yield from daily_json.papers("".join(lines), records)
            case Format.DAILY_PAGE:
                name = "" if source == STANDARD_INPUT else Path(source).name
                yield from daily_page.papers("".join(lines), records, name)


@contextmanager
def _named_errors(source: str | Path) -> Iterator[None]:
    """Turn what can go wrong with a file into a `SourceError` that names it."""
    try:
        yield
    except FileNotFoundError as error:
        raise SourceError(f"{source}: there is no such file; check the path") from error
    except IsADirectoryError as error:
        raise SourceError(f"{source}: is a folder; name a file in it") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise SourceError(f"{source}: the gzip data are damaged or cut off; fetch the file again") from error
    except OSError as error:
        raise SourceError(f"{source}: cannot be read ({error.strerror or error}); check it") from error


@contextmanager
def _opened(source: str | Path) -> Iterator[Iterable[bytes]]:
    """Give the lines of `source`, unpacked where they are gzip; standard input is left open."""
    if source == STANDARD_INPUT:
        stream = io.BufferedReader(cast("io.FileIO", sys.stdin.buffer))  # for peek, whatever stands in
        try:
            yield _unpacked(stream)
        finally:
            stream.detach()
    else:
        with Path(source).open("rb") as file:
            yield _unpacked(file)


def _unpacked(stream: "io.BufferedReader[Any]") -> Iterable[bytes]:
    return gzip.open(stream) if stream.peek(2).startswith(_GZIP_MAGIC) else stream


def _head(lines: Iterator[str], source: str | Path) -> list[str]:
    """Return the first lines, without a byte order mark; raises `SourceError` if they are no text."""
    head: list[str] = []
    size = 0
    for line in lines:
        head.append(line)
        size += len(line)
        if size >= _HEAD and line.strip():
            break
    text = "".join(head)
    if not text.strip():
        raise SourceError(f"{source}: holds nothing; name a source with papers in it")
    if "\x00" in text[:_HEAD]:
        raise SourceError(f"{source}: is no text in UTF-8; save it as text in that encoding")
    head[0] = head[0].removeprefix("\ufeff")
    return head


def _recognise(head: str, source: str | Path) -> Format:
    text = head.lstrip()
    if re.match(r"\[\s*[{\]]", text):
        return Format.DAILY_JSON
    for line in text.splitlines():
        if isinstance(record := _json(line), dict):
            return Format.DAILY_JSON if "paper" in record or "summary" in record else Format.JSONL
    if text.startswith("{"):
        return Format.DAILY_JSON if re.search(r'"(?:paper|summary)"\s*:', text) else Format.JSONL
    if daily_page.looks_like(text):
        return Format.DAILY_PAGE
    raise SourceError(
        f"{source}: its format is none of {_FORMATS} as far as one can see; name it with --format"
    )


def _json(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
