"""What is rising: entities that more papers mention in a span of time than their own past would make one
expect."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph import checks
from graph.errors import InvalidValue
from graph.kinds import ClaimKind, EntityKind
from graph.rows import KINDS
from queries.snapshot import Snapshot

LEAST = 3
"""Papers in the span: fewer are no trend."""
_EARLIEST = 366
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Trend:
    """An entity, by its id: how many papers of the span and of the past mention it, by how much its share of
    all papers has grown (each count plus one half, so that nothing is divided by 0), and how surprising that
    is: the papers more than expected, in standard deviations of such a count, (n - e) / sqrt(e + 1)."""

    entity: str
    papers: int
    past: int
    growth: float
    surprise: float


@dataclass(frozen=True, slots=True)
class Trends:
    """What rises from `since` to `until`, both inclusive, against as long a time before (from
    `past_since`), the most surprising first; and how many papers with a date both spans have."""

    since: str
    until: str
    past_since: str
    papers: int
    past: int
    rising: tuple[Trend, ...]


def trends(
    snapshot: Snapshot,
    kinds: Sequence[EntityKind] = (),
    *,
    since: str | None = None,
    until: str | None = None,
    limit: int = 20,
) -> Trends:
    """Return what is rising. Without `until` the span ends with the latest paper, without `since` it is a
    year long. A paper dated by its year counts as of its first day. Nothing rises where the time before has
    no paper to compare with. Raises `InvalidValue` for what is no date, or no span."""
    rows = snapshot.rows
    first, last = _span(rows.paper_dates, since, until)
    past_first = _as_long_before(first, last)
    days = np.array([_first_day(date).toordinal() if date else 0 for date in rows.paper_dates], np.int64)
    now = (days >= first.toordinal()) & (days <= last.toordinal())
    before = (days >= past_first.toordinal()) & (days < first.toordinal())
    mentions = rows.kinds == KINDS.index(ClaimKind.MENTIONS)
    heads, tails = rows.heads[mentions] - len(rows.entities), rows.tails[mentions]
    count = np.bincount(tails[now[heads]], minlength=len(rows.entities))
    past = np.bincount(tails[before[heads]], minlength=len(rows.entities))
    papers, papers_past = int(now.sum()), int(before.sum())
    expected = past * (papers / max(papers_past, 1))
    surprise = (count - expected) / np.sqrt(expected + 1.0)
    kept = (count >= LEAST) & (surprise > 0) & (papers_past > 0) & _of(snapshot, kinds)
    numbers = np.flatnonzero(kept)
    order = numbers[np.argsort(-surprise[numbers], kind="stable")][:limit]
    return Trends(
        first.isoformat(),
        last.isoformat(),
        past_first.isoformat(),
        papers,
        papers_past,
        tuple(
            Trend(
                rows.entities[number],
                int(count[number]),
                int(past[number]),
                _growth(int(count[number]), papers, int(past[number]), papers_past),
                float(surprise[number]),
            )
            for number in order.tolist()
        ),
    )


def _growth(count: int, papers: int, past: int, papers_past: int) -> float:
    return ((count + 0.5) / (papers + 0.5)) / ((past + 0.5) / (papers_past + 0.5))


def _of(snapshot: Snapshot, kinds: Sequence[EntityKind]) -> NDArray[np.bool_]:
    if not kinds:
        return np.ones(len(snapshot.rows.entities), np.bool_)
    places = [list(EntityKind).index(kind) for kind in kinds]
    return np.isin(snapshot.entity_kinds, places)


def _span(dates: Sequence[str], since: str | None, until: str | None) -> tuple[datetime.date, datetime.date]:
    for name, date in (("since", since), ("until", until)):
        if date is not None:
            checks.date(date, name)
    newest = max((date for date in dates if date), default=datetime.date.today().isoformat())
    last = _last_day(until or newest)
    first = _first_day(since) if since else _months_before(last + _DAY, 12)
    if first > last:
        raise InvalidValue("since", f"{since} comes after {until or newest}; give an earlier date")
    if 2 * first.toordinal() - last.toordinal() < _EARLIEST:
        raise InvalidValue("since", f"{since} leaves no time before it to compare with; give a later date")
    return first, last


def _as_long_before(first: datetime.date, last: datetime.date) -> datetime.date:
    """Return the first day of a span that ends before `first` and is as long as the one from `first` to
    `last`: of as many months where that is of whole months, since a paper may be dated by its year alone."""
    following = last + _DAY
    if first.day == following.day:
        return _months_before(first, 12 * (following.year - first.year) + following.month - first.month)
    return first - (following - first)


def _months_before(day: datetime.date, months: int) -> datetime.date:
    """Return the same day so many months earlier, or the last one of that month where it has no such day."""
    year, month = divmod(12 * day.year + day.month - 1 - months, 12)
    start = datetime.date(year, month + 1, 1)
    return start.replace(day=min(day.day, _last_day(start.isoformat()[:7]).day))


def _first_day(date: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{date}-01-01"[:10])


def _last_day(date: str) -> datetime.date:
    first = _first_day(date)
    match len(date):
        case 4:  # a year
            return first.replace(month=12, day=31)
        case 7:  # a month
            following = first.replace(day=28) + datetime.timedelta(days=4)
            return following - datetime.timedelta(days=following.day)
        case _:
            return first
