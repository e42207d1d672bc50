"""The reader of a Daily Papers page saved as text."""

from datetime import date as Date
from datetime import timedelta

import pytest

from extraction.readers import Reject
from extraction.readers.daily_page import looks_like, papers
from extraction.readers.records import Records
from graph.model import Paper, paper_id

WHALES = "We count whales in the sea. " * 8
EELS = "Eels are hard to count, since they hide among stones and look alike. " * 5


def page(
    *paragraphs: str, header: str = "new\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community"
) -> str:
    return "\n\n".join([header, *paragraphs]) + "\n"


def read(text: str, name: str = "page-2025-09-02.txt") -> list[Paper | Reject]:
    return list(papers(text, Records(), name))


def titles(items: list[Paper | Reject]) -> list[str]:
    assert all(isinstance(item, Paper) for item in items), items
    return [item.title for item in items if isinstance(item, Paper)]


def test_titles_and_abstracts_in_turn() -> None:
    first, second = read(page("Sep 2", "Of Whales", WHALES, "Of Eels: Counting Them", EELS))
    assert first == Paper(
        id=paper_id("daily", "Of Whales"),
        title="Of Whales",
        abstract=WHALES.strip(),
        listed="2025-09-02",
        source="daily-papers",
    )
    assert isinstance(second, Paper)
    assert second.title == "Of Eels: Counting Them"


def test_what_the_site_prints_around_papers_is_left_out() -> None:
    text = page(
        "Sep 2",
        "Submitted by\n\nann-lee",
        "12",
        "Of Whales",
        WHALES,
        "·\n\n5 authors\n\nUpvote\n\n34\n\n1.2k",
        "Submitted by bo",
        "Of Eels",
        EELS,
        "Previous\n\nNext\n\nCompany\n\n© Site\n\nTOS",
    )
    assert titles(read(text)) == ["Of Whales", "Of Eels"]


def test_lines_that_are_wrapped_and_endings_of_other_systems() -> None:
    wrapped = WHALES.replace("sea. ", "sea.\n")
    text = page("Sep\u00a02", "Of Whales\nand Seals", wrapped, "Of\u00a0Eels", EELS).replace("\n", "\r\n")
    first, second = read(text)
    assert isinstance(first, Paper)
    assert isinstance(second, Paper)
    assert (first.title, first.abstract, first.listed) == (
        "Of Whales and Seals",
        WHALES.strip(),
        "2025-09-02",
    )
    assert second.title == "Of Eels"


def test_an_abstract_of_several_paragraphs() -> None:
    text = page("Sep 2", "Of Whales", WHALES, EELS, "Our findings:", "Code is public.", "Of Eels", EELS)
    first, second = read(text)
    assert isinstance(first, Paper)
    assert first.abstract.split("\n\n") == [WHALES.strip(), EELS.strip(), "Our findings:", "Code is public."]
    assert titles([second]) == ["Of Eels"]


def test_a_short_abstract_and_a_title_with_a_full_stop() -> None:
    text = page("Sep 2", "Of Whales", "We count whales.", "Of Eels.", EELS)
    first, second = read(text)
    assert isinstance(first, Paper)
    assert (first.title, first.abstract) == ("Of Whales", "We count whales.")
    assert titles([second]) == ["Of Eels."]


def test_titles_without_abstracts_are_told() -> None:
    lonely, paper, last = read(page("Sep 2", "Of Nothing", "Of Whales", WHALES, "Of the End"))
    assert isinstance(paper, Paper)
    assert isinstance(lonely, Reject)
    assert isinstance(last, Reject)
    assert (lonely.place, lonely.reason) == ("paragraph 6", "a title without an abstract")
    assert last.raw == "Of the End"


def test_an_abstract_without_a_title_is_told() -> None:
    reject, paper = read(page("Sep 2", EELS, "Of Whales", WHALES))
    assert isinstance(reject, Reject)
    assert reject.reason == "an abstract without a title"
    assert titles([paper]) == ["Of Whales"]


def test_the_same_title_again_is_told() -> None:
    paper, reject = read(page("Sep 2", "Of Whales", WHALES, "Of Whales", EELS))
    assert isinstance(paper, Paper)
    assert isinstance(reject, Reject)
    assert "repeats paragraph 6" in reject.reason


@pytest.mark.parametrize(
    ("day", "name", "listed"),
    [
        ("Sep 2", "page-2025-09-02.txt", "2025-09-02"),
        ("September 2", "page-2025-09-02.txt", "2025-09-02"),
        ("Tue, Sep 2", "page-2025-09-02.txt", "2025-09-02"),
        ("Sep 2, 2024", "page-2025-09-02.txt", "2024-09-02"),
        ("Published on Sep 2nd, 2024", "page.txt", "2024-09-02"),
        ("Dec 31", "page-2026-01-01.txt", "2025-12-31"),
        ("Jan 1", "page-2025-12-31.txt", "2026-01-01"),
        ("Feb 29", "page-2025-03-01.txt", "2024-02-29"),
        ("nothing", "page-2025-09-02.txt", "2025-09-02"),
        ("nothing", "page-2025-13-02.txt", None),
        ("nothing", "", None),
    ],
)
def test_the_day_of_the_page(day: str, name: str, listed: str | None) -> None:
    header = "new" if day == "nothing" else day
    (paper,) = read(page("Of Whales", WHALES, header=header), name)
    assert isinstance(paper, Paper)
    assert paper.listed == listed


def test_a_day_without_any_year_is_the_latest_one_that_has_been() -> None:
    today = Date.today()
    tomorrow = today + timedelta(days=1)
    for day in (today, tomorrow):
        (paper,) = read(page("Of Whales", WHALES, header=f"{day:%b} {day.day}"), "")
        assert isinstance(paper, Paper)
        assert paper.listed is not None
        assert paper.listed[5:] == day.isoformat()[5:]
        assert paper.listed <= today.isoformat()


def test_which_texts_look_like_a_page() -> None:
    assert looks_like(page("Sep 2", "Of Whales", WHALES))
    assert looks_like(f"Of Whales\n\n{WHALES}")
    assert not looks_like("<html>\n\nOf Whales\n\n" + WHALES)
    assert not looks_like("a,b,c\n1,2,3\n")
