"""`papergraph top`, `trends` and `communities`: rankings of the whole graph, in the terminal or as JSON."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.commands import options
from api.commands.console import answers, counted
from graph.errors import InvalidValue
from graph.kinds import EntityKind
from graph.model import kind_of
from queries.labels import PAPER, labels

if TYPE_CHECKING:
    from graph.store import GraphStore
    from queries.structure import Structure

T = TypeVar("T")


class By(StrEnum):
    """What nodes are ranked by."""

    PAGERANK = "pagerank"
    HUBS = "hubs"
    AUTHORITIES = "authorities"
    BETWEENNESS = "betweenness"


KindOption = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help=f"Only of this kind: {', '.join(EntityKind)}."),
]
FirstOption = Annotated[int, typer.Option("--first", metavar="N", help="How many.", min=1, max=1000)]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON, one a line.")]


def top(  # noqa: PLR0913, PLR0917
    by: Annotated[
        By, typer.Option("--by", metavar="MEASURE", help=f"One of {', '.join(By)}; betweenness is estimated.")
    ] = By.PAGERANK,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help=f"Only of this kind: {PAPER}, {', '.join(EntityKind)}."),
    ] = None,
    around: Annotated[
        list[str] | None,
        typer.Option(
            "--around", metavar="ID", help="Rank by how near nodes are to this one; may be repeated."
        ),
    ] = None,
    first: FirstOption = 20,
    as_json: JsonOption = False,
    store: options.StoreOption = None,
) -> None:
    """Show the highest ranked papers and entities."""
    if around and by is not By.PAGERANK:
        raise InvalidValue("--around", f"goes with --by {By.PAGERANK} only")
    wanted = _kind(kind, paper=True)

    async def found(graph: "GraphStore", structure: "Structure") -> list[dict[str, Any]]:
        import numpy as np  # noqa: PLC0415 -- few commands need it

        snapshot = structure.snapshot
        scores = (
            await structure.around(around)
            if around
            else snapshot.page_rank
            if by is By.PAGERANK
            else await structure.betweenness()
            if by is By.BETWEENNESS
            else getattr(await structure.hits(), by)
        )
        ids = snapshot.rows.ids
        kept = [
            number
            for number in np.argsort(-scores, kind="stable").tolist()
            if ids[number] not in (around or ())
            and (wanted is None or wanted == (kind_of(ids[number]) or PAPER))
        ][:first]
        names = await labels(graph, [ids[number] for number in kept])
        return [
            {"id": ids[number], "label": names[ids[number]], "score": float(scores[number])}
            for number in kept
            if ids[number] in names
        ]

    rows = _run(store, found)
    if as_json:
        return _json(rows)
    table = _table(by.value, "", "id")
    for row in rows:
        table.add_row(f"{row['score']:.5f}", Text(row["label"], "bold"), Text(row["id"], "dim"))
    answers().print(table)
    return None


def trends(  # noqa: PLR0913, PLR0917
    kind: KindOption = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD; a year before the end if not said."
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="With the latest paper if not said.")
    ] = None,
    first: FirstOption = 20,
    as_json: JsonOption = False,
    store: options.StoreOption = None,
) -> None:
    """Show what is rising: entities that more papers mention than in as long a time before."""
    wanted = _kind(kind)

    async def found(
        graph: "GraphStore", structure: "Structure"
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        from queries.trends import trends  # noqa: PLC0415 -- NumPy, which few commands need

        kinds = [EntityKind(wanted)] if wanted else []
        result = trends(structure.snapshot, kinds, since=since, until=until, limit=first)
        names = await labels(graph, [trend.entity for trend in result.rising])
        span = {"since": result.since, "until": result.until, "papers": result.papers, "past": result.past}
        return span, [
            {
                "id": trend.entity,
                "name": names[trend.entity],
                "papers": trend.papers,
                "past": trend.past,
                "growth": round(trend.growth, 3),
                "surprise": round(trend.surprise, 3),
            }
            for trend in result.rising
            if trend.entity in names
        ]

    span, rows = _run(store, found)
    if as_json:
        return _json([span | {"rising": rows}])
    console = answers()
    console.print(
        f"{span['since']} to {span['until']}: {counted(span['papers'], 'paper')}; "
        f"{counted(span['past'], 'paper')} in as long a time before"
    )
    table = _table("papers", "before", "growth", "", "id")
    for row in rows:
        name, id = Text(row["name"], "bold"), Text(row["id"], "dim")
        table.add_row(str(row["papers"]), str(row["past"]), f"×{row['growth']:.1f}", name, id)
    console.print(
        table if rows else "Nothing rises: a trend needs three papers that its past does not explain."
    )
    return None


def communities(
    first: FirstOption = 20, as_json: JsonOption = False, store: options.StoreOption = None
) -> None:
    """Show what belongs together: communities of papers and entities, the largest first."""

    async def found(graph: "GraphStore", structure: "Structure") -> list[dict[str, Any]]:
        from queries.communities import communities  # noqa: PLC0415 -- NumPy, which few commands need

        partition = await structure.partition()
        numbers = range(min(partition.count, first))
        made = await communities(graph, structure.snapshot, partition, numbers)
        return [
            {
                "id": each.id,
                "name": each.name,
                "papers": each.papers,
                "entities": each.entities,
                "members": [record.entity.name for record in each.members],
            }
            for each in made
        ]

    rows = _run(store, found)
    if as_json:
        return _json(rows)
    console = answers()
    for row in rows:
        sizes = f"{counted(row['papers'], 'paper')}, {row['entities']:,} entities"
        console.print(Text.assemble((row["name"], "bold"), (f"  {sizes}", "dim")))
        console.print(Padding(Text(", ".join(row["members"])), (0, 0, 0, 2), expand=False))
    if not rows:
        console.print("The graph has no communities yet.")
    return None


def _kind(given: str | None, *, paper: bool = False) -> str | None:
    if given is None:
        return None
    known = [*([PAPER] if paper else []), *EntityKind]
    for kind in known:
        if kind.casefold() == given.casefold():
            return str(kind)
    raise InvalidValue("--kind", f"{given!r} is none of {', '.join(known)}")


def _run(store: str | None, found: "Callable[[GraphStore, Structure], Awaitable[T]]") -> T:
    async def run() -> T:
        from queries.snapshot import Snapshots  # noqa: PLC0415 -- NumPy, which few commands need
        from queries.structure import Structure  # noqa: PLC0415

        async with options.opened(store) as graph:
            return await found(graph, Structure(await Snapshots(graph).current()))

    return asyncio.run(run())


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="left" if column in ("", "id") else "right", header_style="dim")
    return table


def _json(rows: Sequence[dict[str, Any]]) -> None:
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False))
