"""What every reader yields, and how the fields of one record become a paper.

A record that is no paper is one `Reject`. A paper with a malformed optional field (an address without https://,
a date such as "13/2020") is kept without that field, and a `Reject` after it says so: nothing that a source
holds is lost without a word.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graph import checks, names
from graph.errors import InvalidValue
from graph.model import Paper

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Format(StrEnum):
    """The kinds of source that can be read."""

    DAILY_PAGE = "daily-page"
    DAILY_JSON = "daily-json"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Reject:
    """What could not be read: `place` is where it stands ("line 7", "paragraph 12", "item 3"), `reason` says
    why, `raw` is the text of the record as it was found."""

    place: str
    reason: str
    raw: str


class Records:
    """Makes papers of the fields of records, and knows the ids that the source has had.

    `listed` is the day that every paper counts as listed on, whatever its record says. Only ids are
    remembered, about 150 bytes a paper.
    """

    def __init__(self, listed: str | None = None) -> None:
        self._listed = listed
        self._places: dict[str, str] = {}

    def paper(self, place: str, raw: str, fields: Mapping[str, Any]) -> Iterator[Paper | Reject]:
        """Yield the paper that these fields of `Paper` make and a `Reject` for each field left out of it,
        or the one `Reject` that says why they make none. Values may be of any type that JSON has."""
        flawed: list[str] = []
        try:
            title = blank_controls(required(fields, "title"))
            id = required(fields, "id")
            abstract = required(fields, "abstract").replace("\x00", " ")
            kept = {name: _kept(name, fields.get(name), flawed) for name in _OPTIONAL}
            if self._listed:
                kept["listed"] = self._listed
            paper = Paper(id=id, title=title, abstract=abstract, **kept)
        except InvalidValue as error:
            yield reject(place, str(error), raw)
            return
        if first := self._places.get(paper.id):
            yield reject(place, f"paper.id: {paper.id!r} repeats {first}", raw)
            return
        self._places[paper.id] = place
        yield paper
        for reason in flawed:
            yield reject(place, f"{reason}; the paper is kept without it", raw)


def reject(place: str, reason: str, raw: str) -> Reject:
    """Return a `Reject` whose texts are valid Unicode, so that it can be written as JSON in UTF-8."""
    reason, raw = (_valid(text) for text in (reason, raw))
    return Reject(place, reason, raw)


def required(fields: Mapping[str, Any], name: str) -> str:
    """Return the text of a field that a paper must have."""
    value = fields.get(name)
    if value is None:
        raise InvalidValue(f"paper.{name}", "is missing")
    return _text(value, f"paper.{name}")


def blank_controls(text: str) -> str:
    """Return `text` with each line break and control character as one blank: offsets stay as they were."""
    return _CONTROL.sub(" ", text)


def one_line(text: str) -> str:
    """Return `text` with every run of blanks and line breaks as one blank, and none at its ends."""
    return names.one_line(blank_controls(text))


def _valid(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if _escaped(text) else text


def _escaped(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _kept(name: str, value: Any, flawed: list[str]) -> Any:
    """Return an optional field's value as `Paper` takes it; where it is malformed, say so in `flawed`."""
    read = _OPTIONAL[name]
    empty = () if name == "authors" else None
    if value is None or value in ("", [], ()):
        return empty
    try:
        return read(value, f"paper.{name}")
    except InvalidValue as error:
        flawed.append(str(error))
        return empty


def _text(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise InvalidValue(field, f"should be a text, is {str(value)[:40]!r}")
    return value


def _line(value: Any, field: str) -> str:
    line = one_line(_text(value, field))
    checks.line(line, field)
    return line


def _authors(value: Any, field: str) -> tuple[str, ...]:
    authors = [value] if isinstance(value, str) else value
    if not isinstance(authors, list | tuple):
        raise InvalidValue(field, f"should be a list of names, is {str(value)[:40]!r}")
    return tuple(_line(name, field) for name in authors if name)


def _url(value: Any, field: str) -> str:
    url = _text(value, field).strip()
    checks.url(url, field)
    return url


def _date(value: Any, field: str) -> str:
    date = str(value).strip()
    checks.date(date, field)
    return date


def _day(value: Any, field: str) -> str:
    day = _text(value, field)
    checks.date(day, field, whole=True)
    return day


def _count(value: Any, field: str) -> int:
    checks.count(value, field)
    return int(value)


_OPTIONAL: Mapping[str, Callable[[Any, str], Any]] = {
    "authors": _authors,
    "date": _date,
    "venue": _line,
    "url": _url,
    "code_url": _url,
    "project_url": _url,
    "listed": _day,
    "upvotes": _count,
    "source": _line,
}
