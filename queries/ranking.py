"""Entities by their rank in the whole graph."""

from bisect import bisect_left, bisect_right

import numpy as np
from numpy.typing import NDArray

from graph import checks
from graph.errors import InvalidValue
from graph.kinds import EntityKind
from graph.store import EntityFilter, EntityRecord, GraphStore, Key, Page, Window
from queries.snapshot import Snapshot

Ranked = tuple[float, EntityRecord]
_KINDS = tuple(EntityKind)


async def ranked(store: GraphStore, snapshot: Snapshot, filter: EntityFilter, window: Window) -> Page[Ranked]:
    """Return a page of the entities that pass, each with its PageRank: the highest first, then by id. The
    keys of this list are the rank and the id; one of an older snapshot still names a place.

    Raises `InvalidValue` for a key that is none.
    """
    order = snapshot.entities_by_rank
    passing = np.flatnonzero(_passing(snapshot, filter)[order])
    first = np.searchsorted(passing, _place(snapshot, window.after, after=True)) if window.after else 0
    last = np.searchsorted(passing, _place(snapshot, window.before)) if window.before else len(passing)
    inside = passing[first:last]
    chosen = order[inside[-window.limit :] if window.backwards else inside[: window.limit]]
    left = len(inside) > len(chosen)
    records = await store.entities([snapshot.rows.entities[number] for number in chosen])
    ranks = snapshot.page_rank[chosen].tolist()
    return Page(
        # What was removed since the snapshot was made is passed over.
        tuple((rank, record) for rank, record in zip(ranks, records, strict=True) if record),
        has_previous=bool(first > 0 or (left and window.backwards)),
        has_next=bool(last < len(passing) or (left and not window.backwards)),
    )


def _passing(snapshot: Snapshot, filter: EntityFilter) -> NDArray[np.bool_]:
    """Return for each entity whether it passes."""
    rows = snapshot.rows
    passing: NDArray[np.bool_] = rows.entity_supports >= filter.min_support
    if filter.kinds:
        passing &= np.isin(snapshot.entity_kinds, [_KINDS.index(kind) for kind in filter.kinds])
    if filter.since is not None or filter.until is not None:
        dates = np.array(rows.entity_dates, "U10")
        passing &= dates >= (filter.since or "0")
        if filter.until is not None:
            passing &= (dates != "") & (dates.astype(f"U{len(filter.until)}") <= filter.until)
    return passing


def _place(snapshot: Snapshot, key: Key, *, after: bool = False) -> int:
    """Return how many entities come before a key, with `after` including what stands at it."""
    match key:
        case (rank, str(id)) if isinstance(rank, float | int):
            checks.text(id, "cursor")
        case _:
            raise InvalidValue("cursor", f"{key!r} is no place in a list of ranked entities")
    order = snapshot.entities_by_rank
    falling = -snapshot.page_rank[order]
    low, high = np.searchsorted(falling, -rank, "left"), np.searchsorted(falling, -rank, "right")
    ids = [snapshot.rows.entities[number] for number in order[low:high]]
    return int(low) + (bisect_right if after else bisect_left)(ids, id)
