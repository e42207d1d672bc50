"""Lists that are read by key: which part of a list a window shows, and whether the list goes on.

A list is sorted by some columns of one index, all ascending, so that whatever is asked of it is one
stretch of that index: `(these, columns) > (those, values)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import apsw

from graph.sqlite_rows import Row
from graph.store import Window

Place = tuple[float | str, ...]
"""A key as the columns hold it, or the beginning of one."""

Bound = tuple[Place, str]
"""A place, and the sign by which a row's key compares with it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of rows. `key` names the columns that it is sorted by, `columns` what is read; the bodies,
    each "FROM ... WHERE ...", say where from (several: their rows together, none of them in two), and
    `values` are what they bind. The list begins at the place `start` and goes on to `end`, exclusive."""

    key: tuple[str, ...]
    columns: str
    bodies: tuple[str, ...]
    values: Mapping[str, str | float]
    start: Place | None = None
    end: Place | None = None


def read(
    connection: apsw.Connection, listing: Listing, window: Window, after: Place | None, before: Place | None
) -> tuple[list[Row], bool, bool]:
    """Return the rows that the window shows, in the order of the list, whether the list has some before
    them, and whether it has some after them. `after` and `before` are the window's keys as `Place`."""
    direction = "DESC" if window.backwards else "ASC"
    order = ", ".join(f"{column} {direction}" for column in range(1, len(listing.key) + 1))
    within, values = stretch(listing, (after, ">") if after else None, (before, "<") if before else None)
    selects = (
        f"SELECT {', '.join(listing.key)}, {listing.columns} {body}{within}" for body in listing.bodies
    )
    sql = f"{' UNION ALL '.join(selects)} ORDER BY {order} LIMIT :limit"
    rows = list(connection.execute(sql, {**values, "limit": window.limit + 1}))
    more = len(rows) > window.limit
    rows = [row[len(listing.key) :] for row in rows[: window.limit]]
    has_previous = after is not None and _any(connection, listing, None, (after, "<="))
    has_next = before is not None and _any(connection, listing, (before, ">="), None)
    if window.backwards:
        return rows[::-1], has_previous or more, has_next
    return rows, has_previous, has_next or more


def _any(connection: apsw.Connection, listing: Listing, low: Bound | None, high: Bound | None) -> bool:
    """Return whether the list has rows between these bounds."""
    within, values = stretch(listing, low, high)
    probes = (f"EXISTS (SELECT 1 {body}{within})" for body in listing.bodies)
    return bool(connection.execute(f"SELECT {' OR '.join(probes)}", values).get)


def stretch(listing: Listing, low: Bound | None, high: Bound | None) -> tuple[str, dict[str, str | float]]:
    """Return the condition for the rows of the list between these bounds, and all that is to be bound.

    At each end only the tighter of two bounds is written: SQLite searches by one, and might choose the
    other.
    """
    lows = [low, (listing.start, ">=") if listing.start else None]
    highs = [high, (listing.end, "<") if listing.end else None]
    bounds = (
        ("low", max((bound for bound in lows if bound), default=None)),
        ("high", min((bound for bound in highs if bound), default=None)),
    )
    condition, values = "", dict(listing.values)
    for name, bound in bounds:
        if bound is not None:
            place, sign = bound
            names = [f"{name}_{number}" for number in range(len(place))]
            values.update(zip(names, place, strict=True))
            columns, binds = ", ".join(listing.key[: len(place)]), ", ".join(f":{each}" for each in names)
            condition += f" AND ({columns}) {sign} ({binds})"
    return condition, values
