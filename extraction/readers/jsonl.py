"""JSON Lines: a paper a line, `{"id"?, "title", "abstract", "authors"?, "venue"?, "year"?, "date"?, "url"?}`.

Fields of other names are ignored. A given id is kept as it is; without one, it is made of the venue, the
year and a hash of the title. `date` goes before `year`. Offsets into `title + "\\n" + abstract` of the record
are offsets into the paper's text: nothing is trimmed, and a control character in the title becomes a blank.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from extraction.readers.records import Records, Reject, reject
from graph.model import Paper, paper_id

SOURCE = "jsonl"


def papers(lines: Iterable[str], records: Records) -> Iterator[Paper | Reject]:
    """Yield the paper of each line, or a `Reject`, one line at a time; empty lines are skipped."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"line {number}"
        raw = line.rstrip("\r\n")
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield reject(place, f"is no JSON: {error}", raw)
            continue
        if isinstance(record, dict):
            yield from records.paper(place, raw, _fields(record))
        else:
            yield reject(place, "is no JSON object with a title and an abstract", raw)


def _fields(record: dict[str, Any]) -> dict[str, Any]:
    """Return the record's fields under the names that `Paper` has for them."""
    id, title, year = record.get("id"), record.get("title"), record.get("year")
    if type(id) is int:
        id = str(id)
    if id in (None, "") and isinstance(title, str):
        venue = record.get("venue")
        id = paper_id("-".join(str(part) for part in (venue, year) if part) or "paper", title)
    names = ("title", "abstract", "authors", "venue", "url")
    date = record.get("date") or year
    return {**{name: record.get(name) for name in names}, "id": id, "date": date, "source": SOURCE}
