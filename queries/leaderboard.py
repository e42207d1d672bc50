"""Who reports the best number on a dataset: `leaderboard`.

Numbers are compared only with numbers of the same metric in the same unit. What cannot be compared is set
apart and never mixed in: a number without a metric, a range, a gain ("1.6 times", "4.2 points").
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.directions import direction_of
from graph.model import Result
from graph.store import LARGEST_PAGE, EntityRecord, GraphStore

_GAINS = frozenset(
    {"times", "x", "×", "fold", "points", "point", "percentage points", "pp", "orders of magnitude"}
)
_PERCENT = frozenset({"%", "percent"})


@dataclass(frozen=True, slots=True)
class Board:
    """Results in one metric and unit, the best first; equal ones by date, then by id. `direction` is
    "higher" or "lower", or None where the metric's name does not tell: then the newest come first."""

    metric: EntityRecord
    unit: str | None
    direction: str | None
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """The boards of a dataset, the longest first, and the results that stand on none, the newest first."""

    boards: tuple[Board, ...]
    apart: tuple[Result, ...]


async def leaderboard(
    store: GraphStore, dataset: str, *, task: str | None = None, metric: str | None = None
) -> Leaderboard:
    """Return what papers report on a dataset; with `task` or `metric`, only results that name it.

    A board holds one result of each method and paper, the best. Looks at the newest thousand results.
    """
    [results] = await store.results([dataset], LARGEST_PAGE)
    wanted = [r for r in results if task in (None, r.task) and metric in (None, r.metric)]
    metrics = await store.entities(sorted({r.metric for r in wanted if r.metric}))
    records = {record.entity.id: record for record in metrics if record}
    groups: dict[tuple[str, str | None], list[Result]] = defaultdict(list)
    apart: list[Result] = []
    for result in wanted:
        if result.metric in records and result.number is not None and result.unit not in _GAINS:
            groups[result.metric, "%" if result.unit in _PERCENT else result.unit].append(result)
        else:
            apart.append(result)
    boards = [_board(records[id], unit, group) for (id, unit), group in groups.items()]
    boards.sort(key=lambda b: (-len(b.results), b.metric.entity.id, b.unit or ""))
    return Leaderboard(tuple(boards), tuple(apart))


def _board(metric: EntityRecord, unit: str | None, results: Sequence[Result]) -> Board:
    direction = direction_of(metric.entity.name)
    ordered = sorted(results, key=lambda r: r.id)
    ordered.sort(key=lambda r: r.paper.date or "", reverse=True)
    if direction:
        sign = -1 if direction == "higher" else 1
        ordered.sort(key=lambda r: sign * (r.number or 0.0))
    return Board(metric, unit, direction, tuple(_first_of_each(ordered)))


def _first_of_each(results: Iterable[Result]) -> Iterable[Result]:
    seen: set[tuple[str, str | None]] = set()
    for result in results:
        if (result.paper.id, result.method) not in seen:
            seen.add((result.paper.id, result.method))
            yield result
