"""Checks of single values; each raises `InvalidValue` with the name of the field that it was given."""

import re
from collections.abc import Hashable, Iterable
from datetime import date as Date

from graph.errors import InvalidValue

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_REST_OF_DATE = {4: "-01-01", 7: "-01", 10: ""}
_LONGEST_ID = 500


def id(value: str, field: str) -> None:
    """1 to 500 characters, none a control character, no blank at either end."""
    line(value, field)
    if len(value) > _LONGEST_ID:
        raise InvalidValue(field, f"is longer than {_LONGEST_ID} characters")


def date(value: str, field: str, *, whole: bool = False) -> None:
    """YYYY, YYYY-MM or YYYY-MM-DD, and a day of the calendar; only the last form when `whole`."""
    rest = _REST_OF_DATE.get(len(value))
    try:
        if rest is None or (whole and rest) or not value.isascii():
            raise ValueError
        if Date.fromisoformat(value + rest).isoformat() != value + rest:
            raise ValueError
    except ValueError:
        forms = "YYYY-MM-DD" if whole else "YYYY, YYYY-MM or YYYY-MM-DD"
        raise InvalidValue(field, f"{value!r} is no date of the form {forms}") from None


def text(value: str, field: str) -> None:
    """Valid Unicode without NUL: what every store can keep."""
    if "\x00" in value:
        raise InvalidValue(field, "holds a NUL character")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InvalidValue(field, "holds a lone surrogate and is no valid Unicode text") from None


def no_controls(value: str, field: str) -> None:
    """No line break or other control character."""
    if _CONTROL.search(value):
        raise InvalidValue(field, f"{value!r} holds a line break or another control character")


def line(value: str, field: str) -> None:
    """A text of one line, not empty, without blanks at its ends."""
    if not value or value != value.strip():
        raise InvalidValue(field, f"{value!r} is empty or has blanks at its ends")
    no_controls(value, field)
    text(value, field)


def url(value: str, field: str) -> None:
    """An address of the web: a page that shows it as a link must not run a script."""
    line(value, field)
    if not value.startswith(("https://", "http://")):
        raise InvalidValue(field, f"{value!r} does not begin with https:// or http://")


def share(value: float, field: str) -> float:
    """A number from 0 to 1; returned as a float, since 1 and 1.0 are equal and written differently."""
    if not 0.0 <= value <= 1.0:
        raise InvalidValue(field, f"must lie between 0 and 1, got {value}")
    return float(value)


def count(value: int, field: str) -> None:
    """A whole number from 0 to 2**31 - 1, which every store and GraphQL's Int can hold."""
    if type(value) is not int or not 0 <= value < 2**31:
        raise InvalidValue(field, f"should be a count, is {str(value)[:40]!r}")


def number(value: float, field: str) -> float:
    """A finite number that a float can hold; returned as one."""
    try:
        converted = float(value)
    except OverflowError:
        converted = float("inf")
    if not abs(converted) < float("inf"):
        raise InvalidValue(field, f"must be a finite number, got {value}")
    return converted


def distinct(values: Iterable[Hashable], field: str) -> None:
    """No value twice."""
    seen: set[Hashable] = set()
    for value in values:
        if value in seen:
            raise InvalidValue(field, f"{value!r} occurs twice")
        seen.add(value)
