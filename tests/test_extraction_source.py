"""`read`: files, standard input, gzip, recognition of the format, and what ends a source."""

import gzip
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extraction.errors import SourceError
from extraction.readers import Format, Reject, read
from graph.errors import InvalidValue
from graph.model import Paper

RECORDS = [
    {"id": "a1", "title": "Of whales", "abstract": "We count whales."},
    {"id": "a2", "title": "Of eels", "abstract": "We count eels."},
]
JSONL = "".join(json.dumps(record) + "\n" for record in RECORDS)
API = json.dumps([{"paper": {"id": "2503.17439", "title": "Of whales", "summary": "We count whales."}}])
PAGE = "Daily Papers\n\nSep 2\n\nOf whales\n\n" + "We count whales in the sea again and again. " * 5


def written(tmp_path: Path, content: str | bytes, name: str = "source") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def papers(items: Iterator[Paper | Reject]) -> list[Paper]:
    found = list(items)
    assert all(isinstance(item, Paper) for item in found), found
    return [item for item in found if isinstance(item, Paper)]


@pytest.mark.parametrize(
    ("content", "id"),
    [
        (JSONL, "a1"),
        ("\ufeff" + JSONL, "a1"),
        ("\n\n" + JSONL, "a1"),
        (API, "arxiv:2503.17439"),
        (json.dumps(json.loads(API), indent=2), "arxiv:2503.17439"),
        (json.dumps(json.loads(API)[0], indent=2), "arxiv:2503.17439"),
        (json.dumps(json.loads(API)[0]) + "\n", "arxiv:2503.17439"),
        (PAGE, "daily-"),
    ],
)
def test_the_format_is_recognised(tmp_path: Path, content: str, id: str) -> None:
    (first, *_) = papers(read(written(tmp_path, content)))
    assert first.id.startswith(id)
    assert first.title == "Of whales"


def test_a_broken_first_line_does_not_hide_json_lines(tmp_path: Path) -> None:
    reject, *rest = read(written(tmp_path, '{"id": "a0", "title": \n' + JSONL))
    assert isinstance(reject, Reject)
    assert reject.place == "line 1"
    assert [paper.id for paper in rest if isinstance(paper, Paper)] == ["a1", "a2"]


def test_format_overrides_recognition(tmp_path: Path) -> None:
    path = written(tmp_path, PAGE)
    assert all(isinstance(item, Reject) for item in read(path, format=Format.JSONL))
    assert len(papers(read(path, format=Format.DAILY_PAGE))) == 1


def test_gzip_is_told_by_its_bytes_and_not_by_the_name(tmp_path: Path) -> None:
    packed = written(tmp_path, gzip.compress(JSONL.encode()), "papers.jsonl")
    plain = written(tmp_path, JSONL, "papers.jsonl.gz")
    assert papers(read(packed)) == papers(read(str(plain)))


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_standard_input_is_read_and_left_open(monkeypatch: pytest.MonkeyPatch, pack: Any) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(pack(JSONL.encode())))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert [paper.id for paper in papers(read("-"))] == ["a1", "a2"]
    assert not stdin.buffer.closed


def test_json_lines_are_read_as_they_are_needed(tmp_path: Path) -> None:
    lines = (json.dumps({"id": f"p{n}", "title": f"T {n}", "abstract": "A"}) for n in range(20_000))
    with written(tmp_path, "\n".join(lines) + "\n").open("rb") as file:
        items = read(file.name)
        first = next(items)
        assert isinstance(first, Paper)
        assert first.id == "p0"
    assert sum(isinstance(item, Paper) for item in items) == 19_999


def test_a_date_given_is_the_day_of_listing(tmp_path: Path) -> None:
    for content in (JSONL, API, PAGE):
        (first, *_) = papers(read(written(tmp_path, content), date="2024-02-29"))
        assert first.listed == "2024-02-29"
    with pytest.raises(InvalidValue, match="date: '2023-02-29'"):
        next(read(written(tmp_path, JSONL), date="2023-02-29"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "holds nothing"),
        (b" \n\r\n\t", "holds nothing"),
        (b"PK\x03\x04\x00\x00\x00\x08", "no text in UTF-8"),
        ("titles and abstracts".encode("utf-16"), "no text in UTF-8"),
        (b"<html><body><p>Daily Papers</p></body></html>", "--format"),
        (b"title,abstract\nOf whales,We count whales.\n", "--format"),
        (b"[1, 2, 3]", "--format"),
        (gzip.compress(JSONL.encode())[:-12], "gzip"),
        (gzip.compress(b""), "holds nothing"),
    ],
)
def test_what_is_no_source_is_said(tmp_path: Path, content: bytes, reason: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(SourceError) as caught:
        list(read(path))
    assert str(path) in str(caught.value)
    assert reason in str(caught.value)


def test_a_path_that_is_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        next(read(tmp_path / "nothing.jsonl"))
    with pytest.raises(SourceError, match="is a folder"):
        next(read(tmp_path))


def test_bytes_that_are_no_text_cost_only_their_line(tmp_path: Path) -> None:
    bad = b'{"id": "a0", "title": "caf\xe9", "abstract": "x"}\n'
    first, reject, second = read(
        written(tmp_path, JSONL.encode().replace(b"\n", b"\n" + bad, 1)), format=Format.JSONL
    )
    assert isinstance(first, Paper)
    assert isinstance(second, Paper)
    assert isinstance(reject, Reject)
    assert reject.place == "line 2"
    assert "Unicode" in reject.reason
    assert json.loads(json.dumps(reject.raw, ensure_ascii=False).encode("utf-8")) == reject.raw
