"""`papergraph draw`: a picture of the graph."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands import options
from api.commands.console import counted, messages
from api.commands.files import replaced
from api.commands.look_up import find
from api.svg import Colour, svg
from graph.model import Paper

if TYPE_CHECKING:
    from queries.drawing import Drawing


def draw(  # noqa: PLR0913, PLR0917
    out: Annotated[Path, typer.Option("--out", metavar="FILE.svg", help="The file that takes the picture.")],
    top: Annotated[
        int, typer.Option("--top", metavar="N", help="How many nodes to draw at most.", min=1, max=1000)
    ] = 120,
    around: Annotated[
        str | None,
        typer.Option(
            "--around", metavar="ID", help="Draw what is nearest to this paper or entity; a name will do."
        ),
    ] = None,
    papers: Annotated[
        bool, typer.Option("--papers", help="Draw papers too, not only methods, tasks and datasets.")
    ] = False,
    color: Annotated[
        Colour, typer.Option("--color", metavar="BY", help="What colours tell: community or kind.")
    ] = Colour.COMMUNITY,
    store: options.StoreOption = None,
) -> None:
    """Draw the graph as SVG: what is most tied and mentioned, or nearest to a node."""
    with replaced(out) as file:
        drawing = asyncio.run(_drawing(store, top, around, papers=papers))
        file.write(svg(drawing, color))
    nodes, edges = counted(len(drawing.nodes), "node"), counted(len(drawing.edges), "edge")
    messages().print(f"{out}: {nodes} and {edges}.", markup=False, soft_wrap=True)


async def _drawing(store: str | None, top: int, around: str | None, *, papers: bool) -> "Drawing":
    from queries.drawing import drawing  # noqa: PLC0415 -- NumPy, which few commands need
    from queries.snapshot import Snapshots  # noqa: PLC0415
    from queries.structure import Structure  # noqa: PLC0415

    async with options.opened(store) as graph:
        if around is not None:
            found = await find(graph, around)
            around = found.id if isinstance(found, Paper) else found.entity.id
        structure = Structure(await Snapshots(graph).current())
        return await drawing(graph, structure, top=top, around=around, papers=papers)
