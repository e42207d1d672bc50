"""The reader of the Daily Papers API's JSON."""

import json
from typing import Any

import pytest

from extraction.readers import Reject
from extraction.readers.daily_json import papers
from extraction.readers.records import Records
from graph.model import Paper

ITEM: dict[str, Any] = {
    "paper": {
        "id": "2503.17439",
        "authors": [{"_id": "67", "name": "Ann Lee", "hidden": False}, {"name": "Bo Li"}],
        "publishedAt": "2025-03-21T17:59:43.000Z",
        "submittedOnDailyAt": "2025-03-25T01:18:45.212Z",
        "title": "Of whales:\n  counting them",
        "summary": "We count\nwhales.  Twice.",
        "upvotes": 12,
        "githubRepo": "https://github.com/ann/whales",
        "projectPage": "https://whales.example.org",
    },
    "title": "Of whales: counting them",
    "numComments": 2,
}


def read(text: str) -> list[Paper | Reject]:
    return list(papers(text, Records()))


def item(**fields: Any) -> dict[str, Any]:
    return {"paper": {**ITEM["paper"], **fields}}


def test_all_fields() -> None:
    (paper,) = read(json.dumps([ITEM]))
    assert paper == Paper(
        id="arxiv:2503.17439",
        title="Of whales: counting them",
        abstract="We count whales. Twice.",
        authors=("Ann Lee", "Bo Li"),
        date="2025-03-21",
        url="https://arxiv.org/abs/2503.17439",
        code_url="https://github.com/ann/whales",
        project_url="https://whales.example.org",
        listed="2025-03-25",
        upvotes=12,
        source="daily-papers",
    )


@pytest.mark.parametrize(
    ("given", "id"),
    [
        ("2503.17439v3", "arxiv:2503.17439"),
        ("arXiv:2503.17439", "arxiv:2503.17439"),
        ("cs/9901002v1", "arxiv:cs/9901002"),
        ("something-else", "something-else"),
    ],
)
def test_ids_lose_their_version(given: str, id: str) -> None:
    (paper,) = read(json.dumps([item(id=given)]))
    assert isinstance(paper, Paper)
    assert paper.id == id
    assert (paper.url is None) == (id == given)


def test_items_may_stand_alone_or_one_after_another_or_be_the_paper_itself() -> None:
    for text in (json.dumps(ITEM), json.dumps(ITEM) + "\n" + json.dumps(item(id="1706.03762")) + "\n"):
        assert all(isinstance(paper, Paper) for paper in read(text))
    (paper,) = read(json.dumps([ITEM["paper"]]))
    assert isinstance(paper, Paper)
    assert read("[]") == []


def test_bad_items_are_told_and_spoil_no_other() -> None:
    items = [ITEM, 7, {"paper": None}, item(id="1706.03762", title=None), item(id="1810.04805"), ITEM]
    first, number, nothing, untitled, last, again = read(json.dumps(items))
    assert isinstance(first, Paper)
    assert isinstance(last, Paper)
    assert last.id == "arxiv:1810.04805"
    places = []
    for reject in (number, nothing, untitled, again):
        assert isinstance(reject, Reject)
        places.append((reject.place, reject.reason))
    assert places == [
        ("item 2", "is no item with a paper"),
        ("item 3", "is no item with a paper"),
        ("item 4", "paper.title: is missing"),
        ("item 6", "paper.id: 'arxiv:2503.17439' repeats item 1"),
    ]


def test_malformed_optional_fields_cost_only_themselves() -> None:
    paper, *rejects = read(
        json.dumps([item(upvotes="many", projectPage="whales.org", publishedAt="yesterday", authors=None)])
    )
    assert isinstance(paper, Paper)
    assert (paper.upvotes, paper.project_url, paper.date, paper.authors) == (None, None, None, ())
    assert len(rejects) == 3


def test_json_that_breaks_off_keeps_what_came_before() -> None:
    text = json.dumps([ITEM, item(id="1706.03762")])
    paper, reject = read(text[:-40])
    assert isinstance(paper, Paper)
    assert isinstance(reject, Reject)
    assert reject.place == "item 2"
    assert "breaks off" in reject.reason
    assert reject.raw == text[:-40].partition('"numComments": 2}, ')[2]
    (_, _, missing_end) = read(text[:-1])
    assert isinstance(missing_end, Reject)
    assert missing_end.place == "item 3"


def test_a_count_beyond_what_stores_hold_does_not_cost_the_paper() -> None:
    paper, reject = papers(json.dumps([item(upvotes=2**31)]), Records())
    assert isinstance(paper, Paper)
    assert paper.upvotes is None
    assert isinstance(reject, Reject)
    assert reject.reason.startswith("paper.upvotes: should be a count")
