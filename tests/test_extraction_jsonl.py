"""The reader of JSON Lines."""

import json
from typing import Any

import pytest

from extraction.readers import Reject
from extraction.readers.jsonl import papers
from extraction.readers.records import Records
from graph.model import Paper, paper_id


def read(*records: Any) -> list[Paper | Reject]:
    lines = [record if isinstance(record, str) else json.dumps(record) + "\n" for record in records]
    return list(papers(lines, Records()))


def one(record: dict[str, Any]) -> Paper:
    (paper,) = read(record)
    assert isinstance(paper, Paper), paper
    return paper


def test_all_fields() -> None:
    paper = one(
        {
            "id": "nips2017-abc",
            "title": "Of whales",
            "abstract": "We count whales.",
            "authors": ["Ann Lee", " Bo  Li ", ""],
            "venue": "NeurIPS",
            "year": 2017,
            "url": "https://example.org/whales",
            "pages": "1-9",
        }
    )
    assert paper == Paper(
        id="nips2017-abc",
        title="Of whales",
        abstract="We count whales.",
        authors=("Ann Lee", "Bo Li"),
        date="2017",
        venue="NeurIPS",
        url="https://example.org/whales",
        source="jsonl",
    )


def test_a_date_goes_before_the_year() -> None:
    assert one({"title": "T", "abstract": "A", "date": "2017-06-12", "year": 2016}).date == "2017-06-12"
    assert one({"title": "T", "abstract": "A", "year": "2016"}).date == "2016"


def test_without_an_id_venue_year_and_title_make_one() -> None:
    paper = one({"title": "Of whales", "abstract": "A", "venue": "ICML", "year": 2020})
    assert paper.id == paper_id("ICML-2020", "Of whales")
    assert one({"title": "Of whales", "abstract": "A"}).id == paper_id("paper", "Of whales")
    assert one({"id": None, "title": "Of whales", "abstract": "A"}).id.startswith("paper-")


def test_a_given_id_is_kept_as_it_is() -> None:
    assert one({"id": "arXiv:2503.17439v2", "title": "T", "abstract": "A"}).id == "arXiv:2503.17439v2"
    assert one({"id": 17, "title": "T", "abstract": "A"}).id == "17"


def test_offsets_stay_those_of_the_record() -> None:
    title, abstract = " A\ttitle\r\nof lines ", "  An abstract.\nOf lines.\x00 "
    paper = one({"title": title, "abstract": abstract})
    assert len(paper.text) == len(title + "\n" + abstract)
    assert paper.title == " A title  of lines "
    assert paper.abstract == "  An abstract.\nOf lines.  "


def test_one_author_as_text_is_a_list_of_one() -> None:
    assert one({"title": "T", "abstract": "A", "authors": "Ann Lee"}).authors == ("Ann Lee",)


def test_an_empty_abstract_is_one_and_a_missing_one_is_not() -> None:
    assert one({"title": "T", "abstract": ""}).abstract == ""
    (reject,) = read({"title": "T"})
    assert isinstance(reject, Reject)
    assert reject.reason == "paper.abstract: is missing"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ('{"id": 1, "title": \n', "is no JSON"),
        ("[" * 100_000 + "\n", "is no JSON"),
        ("[1, 2]\n", "is no JSON object"),
        ('"text"\n', "is no JSON object"),
        ({"abstract": "A"}, "paper.title: is missing"),
        ({"title": "  ", "abstract": "A"}, "paper.title: is empty"),
        ({"title": 3, "abstract": "A"}, "paper.title: should be a text"),
        ({"title": "T", "abstract": ["A"]}, "paper.abstract: should be a text"),
        ({"title": "T", "abstract": "\ud800"}, "lone surrogate"),
        ({"id": "method:bert", "title": "T", "abstract": "A"}, "reads like an entity's id"),
        ({"id": " a ", "title": "T", "abstract": "A"}, "paper.id"),
        ({"id": {"a": 1}, "title": "T", "abstract": "A"}, "paper.id: should be a text"),
    ],
)
def test_a_bad_record_is_told_and_spoils_no_other(record: Any, reason: str) -> None:
    first, reject, last = read({"title": "A", "abstract": ""}, record, {"title": "B", "abstract": ""})
    assert isinstance(first, Paper)
    assert isinstance(last, Paper)
    assert isinstance(reject, Reject)
    assert reject.place == "line 2"
    assert reason in reject.reason
    json.dumps(reject.raw).encode("utf-8")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "www.example.org"),
        ("url", "javascript:alert(1)"),
        ("url", 7),
        ("year", "last year"),
        ("year", 99999),
        ("date", "12/06/2017"),
        ("authors", {"name": "Ann"}),
        ("authors", [1]),
        ("venue", ["NeurIPS"]),
    ],
)
def test_a_malformed_optional_field_is_told_and_costs_only_itself(field: str, value: Any) -> None:
    paper, reject = read({"title": "T", "abstract": "A", field: value})
    assert isinstance(paper, Paper)
    assert isinstance(reject, Reject)
    assert reject.reason.startswith(f"paper.{'date' if field == 'year' else field}:")
    assert reject.reason.endswith("the paper is kept without it")


def test_an_id_that_comes_again_is_told() -> None:
    record = {"id": "a", "title": "T", "abstract": "A"}
    paper, same, other = read(record, record, {**record, "abstract": "B"})
    assert isinstance(paper, Paper)
    for reject in (same, other):
        assert isinstance(reject, Reject)
        assert reject.reason == "paper.id: 'a' repeats line 1"


def test_empty_lines_are_skipped_and_counted() -> None:
    paper, reject = read("\n", {"title": "T", "abstract": "A"}, "  \r\n", "{\n")
    assert isinstance(paper, Paper)
    assert isinstance(reject, Reject)
    assert reject.place == "line 4"
