"""What papers did with an entity, year by year: `history`."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.kinds import ClaimKind
from queries.roles import ROLES
from queries.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Year:
    """How many papers of a year mention an entity, and how many do what else with it."""

    year: int
    papers: int
    doing: Mapping[ClaimKind, int]


def history(snapshot: Snapshot, id: str) -> list[Year] | None:
    """Return the years from the first to the last in which papers mention an entity, none left out; papers
    without a date do not count. None where the snapshot has no such entity."""
    entities = len(snapshot.rows.entities)
    number = snapshot.numbers.get(id)
    if number is None or number >= entities:
        return None
    counts: dict[int, dict[ClaimKind, int]] = {}
    columns = snapshot.roles_by_entity
    for place, role in enumerate(ROLES):
        column = place * entities + number
        for paper in columns.indices[columns.indptr[column] : columns.indptr[column + 1]].tolist():
            date = snapshot.rows.paper_dates[paper]
            if date:
                of_year = counts.setdefault(int(date[:4]), {})
                of_year[role] = of_year.get(role, 0) + 1
    years = range(min(counts), max(counts) + 1) if counts else ()
    found = []
    for year in years:
        doing = dict(counts.get(year, {}))
        papers = doing.pop(ClaimKind.MENTIONS, 0)
        found.append(Year(year, papers, doing))
    return found
