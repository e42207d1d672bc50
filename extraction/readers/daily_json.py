"""The JSON of the Daily Papers API: a list of items `{"paper": {...}, ...}`, or such items one after another.

An item's `paper` has `id` (an arXiv id), `title`, `summary`, `authors[].name`, `publishedAt`,
`submittedOnDailyAt`, `upvotes`, `githubRepo` and `projectPage`; an item may also be that object itself. The
paper's id is `arxiv:` and the id without its version; blanks in title and summary are collapsed.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from extraction.readers.records import Records, Reject, one_line, reject
from graph.model import Paper

SOURCE = "daily-papers"

_ARXIV_ID = re.compile(r"(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,]*")


def papers(text: str, records: Records) -> Iterator[Paper | Reject]:
    """Yield the paper of each item, or a `Reject`; where the JSON breaks off, one `Reject` holds the rest."""
    decoder = json.JSONDecoder()
    position = len(text) - len(text.lstrip())
    in_list = text.startswith("[", position)
    position += in_list
    number = 0
    while True:
        position = _end_of(_BETWEEN, text, position)
        if in_list and text.startswith("]", position):
            return
        if position == len(text) and not in_list:
            return
        number += 1
        place = f"item {number}"
        try:
            item, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            yield reject(place, f"the JSON breaks off here, the rest is not read: {error}", text[position:])
            return
        yield from _paper(place, text[position:end], item, records)
        position = end


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _paper(place: str, raw: str, item: Any, records: Records) -> Iterator[Paper | Reject]:
    record = item.get("paper", item) if isinstance(item, dict) else None
    if isinstance(record, dict):
        yield from records.paper(place, raw, _fields(record))
    else:
        yield reject(place, "is no item with a paper", raw)


def _fields(record: dict[str, Any]) -> dict[str, Any]:
    """Return the record's fields under the names that `Paper` has for them."""
    fields = {
        "id": record.get("id"),
        "title": _collapsed(record.get("title")),
        "abstract": _collapsed(record.get("summary")),
        "authors": _names(record.get("authors")),
        "date": _day(record.get("publishedAt")),
        "listed": _day(record.get("submittedOnDailyAt")),
        "upvotes": record.get("upvotes"),
        "code_url": record.get("githubRepo"),
        "project_url": record.get("projectPage"),
        "source": SOURCE,
    }
    if isinstance(fields["id"], str) and (arxiv := _ARXIV_ID.fullmatch(fields["id"].strip())):
        fields["id"] = f"arxiv:{arxiv[1]}"
        fields["url"] = f"https://arxiv.org/abs/{arxiv[1]}"
    return fields


def _collapsed(value: Any) -> Any:
    return one_line(value) if isinstance(value, str) else value


def _names(authors: Any) -> Any:
    if not isinstance(authors, list):
        return authors
    return [author.get("name") if isinstance(author, dict) else author for author in authors]


def _day(timestamp: Any) -> Any:
    """Return the day of an ISO timestamp, "2025-09-01T17:59:00.000Z"."""
    return timestamp.partition("T")[0] if isinstance(timestamp, str) else timestamp
