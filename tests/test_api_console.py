"""The bar and the rejects, on a terminal and where none is."""

import io

import pytest
from rich.console import Console

from api.commands.console import Rejects, counted
from api.commands.progress import bar
from extraction.readers import Reject


def console(*, terminal: bool) -> tuple[Console, io.StringIO]:
    file = io.StringIO()
    return Console(file=file, force_terminal=terminal, width=100), file


def test_the_bar_shows_count_and_rate_on_a_terminal() -> None:
    terminal, file = console(terminal=True)
    with bar(terminal, "Papers", lambda: 3) as advance:
        for _ in range(3):
            advance()
    assert "Papers" in file.getvalue()
    assert "/s" in file.getvalue()


def test_the_bar_is_quiet_elsewhere() -> None:
    pipe, file = console(terminal=False)
    with bar(pipe, "Papers", lambda: pytest.fail("nobody looks")) as advance:
        advance()
    assert file.getvalue() == ""


def test_the_first_rejects_are_shown_and_the_others_counted() -> None:
    pipe, file = console(terminal=False)
    with Rejects(pipe, None) as rejects:
        for line in range(1, 13):
            rejects(Reject(f"line {line}", "has no title [b]", "{}"))
    lines = file.getvalue().splitlines()
    assert lines[0] == "rejected line 1: has no title [b]"
    assert lines[10:] == ["and 2 more; --rejects FILE keeps them"]
    assert rejects.count == 12
    assert rejects.summary() == "; 12 records rejected"


def test_counts_are_spelled() -> None:
    assert [counted(n, "paper") for n in (0, 1, 2, 2000)] == [
        "0 papers",
        "1 paper",
        "2 papers",
        "2,000 papers",
    ]
