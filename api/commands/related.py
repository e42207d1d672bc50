"""`papergraph related`: what to read next, after a paper of the store or any other, and why."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from api.commands import options
from api.commands.console import answers
from api.commands.ingest import (
    STANDARD_STREAM,
    DateOption,
    ExtractorOption,
    FormatOption,
    RejectsOption,
    Source,
    reading,
)
from api.commands.look_up import NotFound, PaperView, look_up
from extraction import choices
from graph.errors import InvalidValue
from graph.model import PaperFacts
from queries.facets import Facet

if TYPE_CHECKING:
    from queries.related import Hit

FacetOption = Annotated[
    Facet,
    typer.Option(
        "--facet",
        metavar="FACET",
        help=f"What the papers are to have in common: {', '.join(Facet)}.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON, a line for each paper asked about.")]


def related(  # noqa: PLR0913, PLR0917
    source: Annotated[
        str,
        typer.Argument(
            metavar="ID|FILE",
            help="The id of a paper in the store, or a file of papers (- is standard input).",
        ),
    ],
    facet: FacetOption = Facet.ANY,
    first: Annotated[
        int, typer.Option("--first", metavar="N", help="How many to show.", min=1, max=200)
    ] = 10,
    as_json: JsonOption = False,
    store: options.StoreOption = None,
    format: FormatOption = None,
    date: DateOption = None,
    rejects: RejectsOption = None,
    extractor: ExtractorOption = choices.DEFAULT,
) -> None:
    """Show what to read next after a paper, the nearest first, and why."""
    given: list[PaperFacts] | None = None
    if source == STANDARD_STREAM or Path(source).is_file():
        with reading(Source(source, format, date), rejects, extractor, shown=not as_json) as (facts, _):
            given = list(facts)
    for number, (title, hits) in enumerate(asyncio.run(_found(store, source, given, facet, first))):
        if as_json:
            typer.echo(
                json.dumps({"title": title, "related": [to_json(hit) for hit in hits]}, ensure_ascii=False)
            )
            continue
        console = answers()
        if number:
            console.print()
        _print(console, title, hits)


async def _found(
    store: str | None, id: str, given: Sequence[PaperFacts] | None, facet: Facet, first: int
) -> list[tuple[str, "list[Hit]"]]:
    from queries.related import related, related_to  # noqa: PLC0415 -- NumPy, which few commands need
    from queries.related_index import RelatedIndexes  # noqa: PLC0415
    from queries.snapshot import Snapshots  # noqa: PLC0415

    async with options.opened(store) as graph:
        title = ""
        if given is None:
            view = await look_up(graph, id)
            if not isinstance(view, PaperView):
                raise InvalidValue("ID|FILE", f"{id!r} is an entity; name a paper, or a file of papers")
            id, title = view.facts.paper.id, view.facts.paper.title
        index = await RelatedIndexes(graph, Snapshots(graph)).current()
        if given is not None:
            return [
                (facts.paper.title, await related_to(graph, index, facts, facet=facet, limit=first))
                for facts in given
            ]
        hits = await related(graph, index, id, facet=facet, limit=first)
        if hits is None:
            raise NotFound(f"{id} was removed meanwhile.")
        return [(title, hits)]


def to_json(hit: "Hit") -> dict[str, Any]:
    """Return a related paper as plain values."""
    return {
        "id": hit.paper.id,
        "title": hit.paper.title,
        "date": hit.paper.date,
        "score": round(hit.score, 4),
        "parts": {
            name: round(getattr(hit.parts, name), 4) for name in ("meaning", "words", "things", "lineage")
        },
        "why": hit.why,
        "reasons": [
            {
                "kinship": reason.kinship.value,
                "entity": reason.entity,
                "name": reason.name,
                "role": reason.role and reason.role.value,
                "words": list(reason.words),
            }
            for reason in hit.reasons
        ],
    }


def _print(console: Console, title: str, hits: "Sequence[Hit]") -> None:
    console.print(Text.assemble("Related to ", (title, "bold")))
    for hit in hits:
        console.print()
        console.print(Text.assemble((f"{hit.score:.2f}  ", "cyan"), (hit.paper.title, "bold")))
        below = " · ".join(part for part in (hit.paper.id, hit.paper.date, hit.paper.venue) if part)
        console.print(Padding(Text(below, "dim"), (0, 0, 0, 6), expand=False))
        console.print(Padding(Text(hit.why), (0, 0, 0, 6), expand=False))
    if not hits:
        console.print("The store has no other paper.")
