"""`papergraph stats` and `papergraph verify`: what a store holds, and whether it is sound."""

import asyncio
from typing import TYPE_CHECKING

import typer
from rich.table import Table

from api.commands import options
from api.commands.console import answers, counted, messages

if TYPE_CHECKING:
    from graph.store import Stats


def stats(store: options.StoreOption = None) -> None:
    """Show how much the store holds."""
    held = asyncio.run(_stats(store))
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    rows: list[tuple[str, int | None]] = [("Papers", held.papers), ("Results", held.results)]
    rows += [("Entities", sum(held.entities.values()))]
    rows += [(f"  {kind}", held.entities[kind]) for kind in sorted(held.entities)]
    rows += [("Claims", sum(held.claims.values()))]
    rows += [(f"  {kind}", held.claims[kind]) for kind in sorted(held.claims)]
    rows += [("Revision", held.revision)]
    for name, count in rows:
        table.add_row(name, f"{count:,}")
    answers().print(table)


def verify(store: options.StoreOption = None) -> None:
    """Check that every quote in the store still stands in its paper's text.

    Names each that does not, and exits with 1 if there is one.
    """
    quotes, faults = asyncio.run(_verify(store))
    if faults:
        messages().print(f"{counted(faults, 'fault')} in {counted(quotes, 'quote')}.")
        raise typer.Exit(1)
    messages().print(f"{counted(quotes, 'quote')}, each as its paper's text has it.")


async def _stats(store: str | None) -> "Stats":
    async with options.opened(store) as graph:
        return await graph.stats()


async def _verify(store: str | None) -> tuple[int, int]:
    """Print each fault; return how many quotes and how many faults there are."""
    from api.commands.progress import bar  # noqa: PLC0415
    from queries.verify import verify as verdicts  # noqa: PLC0415

    quotes = faults = 0
    console = answers()
    async with options.opened(store) as graph:
        papers = (await graph.stats()).papers
        with bar(messages(), "Papers", lambda: papers) as advance:
            async for verdict in verdicts(graph):
                advance()
                quotes += verdict.quotes
                faults += len(verdict.faults)
                for fault in verdict.faults:
                    console.print(f"{verdict.paper}: {fault.owner}: {fault.problem}", markup=False)
    return quotes, faults
