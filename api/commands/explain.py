"""`papergraph explain`: a paper's text with what was found in it, in the terminal or as a page."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from api.commands import options
from api.commands.console import answers, messages, output
from api.commands.highlight import Highlighted, highlighted
from api.commands.ingest import (
    STANDARD_STREAM,
    DateOption,
    ExtractorOption,
    FormatOption,
    RejectsOption,
    Source,
    reading,
)
from api.commands.lines import claim_line, result_line
from api.commands.look_up import NotFound, PaperView, look_up
from extraction import choices
from graph.errors import InvalidValue, NotAStore
from graph.kinds import EntityKind
from graph.model import Claim, PaperFacts

STYLES = {
    EntityKind.METHOD: "black on #a6d8ff",
    EntityKind.TASK: "black on #ffd89b",
    EntityKind.DATASET: "black on #b8e6b0",
    EntityKind.METRIC: "black on #e3c4f5",
}


def explain(  # noqa: PLR0913, PLR0917
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE|ID",
            help="A file to read (- is standard input), or the id of a paper in the store.",
        ),
    ],
    page: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page instead of printing.")
    ] = None,
    store: options.StoreOption = None,
    format: FormatOption = None,
    date: DateOption = None,
    rejects: RejectsOption = None,
    extractor: ExtractorOption = choices.DEFAULT,
) -> None:
    """Show papers with the entities that they mention, and which sentence says what, how surely."""
    if source == STANDARD_STREAM or Path(source).is_file():
        with reading(Source(source, format, date), rejects, extractor, shown=page is not None) as (facts, _):
            _write(facts, page)
    else:
        _write(iter([asyncio.run(_stored(source, store))]), page)


async def _stored(id: str, store: str | None) -> PaperFacts:
    try:
        async with options.opened(store) as graph:
            view = await look_up(graph, id)
    except NotFound as error:
        raise NotFound(f"There is no file {id}. {error}") from error
    except NotAStore as error:
        raise NotFound(f"There is no file {id}, and {error}") from error
    if not isinstance(view, PaperView):
        raise InvalidValue("SOURCE|ID", f"{id!r} is an entity; `papergraph show` shows entities")
    return view.facts


def _write(facts: Iterator[PaperFacts], page: Path | None) -> None:
    if page is None:
        console = answers()
        for number, each in enumerate(facts):
            if number:
                console.print()
            _print(console, highlighted(each))
        return
    from api.commands.page import write  # noqa: PLC0415

    with output(page) as file:
        count = write(file, map(highlighted, facts))
    messages().print(f"{count} {'paper' if count == 1 else 'papers'} in {page}.")


def _print(console: Console, paper: Highlighted) -> None:
    text = Text()
    for passage in paper.passages:
        for stretch in passage.stretches:
            text.append(stretch.text, STYLES[stretch.entity.kind] if stretch.entity else "")
        if passage.number is not None:
            text.append(f" [{passage.number}]", "bold cyan")
    title_end = text.plain.find("\n")
    text.stylize("bold", 0, max(title_end, 0))
    console.print(text)
    console.print()
    for kind in EntityKind:
        names = [entity.name for entity in paper.facts.entities if entity.kind is kind]
        if names:
            console.print(Text.assemble((f" {kind} ", STYLES[kind]), " ", ", ".join(names)))
    console.print()
    number = 0
    for saying in paper.sayings:
        item = saying.item
        lead = f"[{saying.number}] " if saying.number != number else ""
        number = saying.number
        line = claim_line(item, paper.names) if isinstance(item, Claim) else result_line(item, paper.names)
        console.print(Text.assemble((lead.rjust(5), "bold cyan"), line))
    if not paper.sayings:
        console.print(Padding(Text("no claim found", "dim"), (0, 0, 0, 2)))
