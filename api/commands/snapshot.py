"""`papergraph snapshot`: the whole graph as a file for other tools."""

import asyncio
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands import options
from api.commands.console import counted, messages
from api.commands.files import replaced
from queries.formats import Format

if TYPE_CHECKING:
    from queries.networks import Network


def snapshot(
    out: Annotated[
        Path,
        typer.Option("--out", metavar="FILE", help="The file; how its name ends says the format."),
    ],
    format: Annotated[
        Format | None,
        typer.Option("--format", metavar="FORMAT", help=f"One of {', '.join(Format)}."),
    ] = None,
    mentions: Annotated[
        bool, typer.Option("--mentions/--no-mentions", help="With or without what papers only mention.")
    ] = True,
    store: options.StoreOption = None,
) -> None:
    """Write the whole graph to a file: GraphML, GEXF, node-link JSON, CSV, JSON-LD or Cypher."""
    from queries.exports import WRITERS  # noqa: PLC0415 -- NetworkX, which few commands need

    parts = WRITERS[format or Format.of(out)]
    # Nodes and edges in CSV are two tables: graph.csv stands for graph.nodes.csv and graph.edges.csv.
    paths = [out.with_suffix(f".{part}{out.suffix}") if part else out for part in parts]
    with ExitStack() as files:
        opened = [files.enter_context(replaced(path)) for path in paths]
        graph = asyncio.run(_network(store, mentions=mentions))
        for write, file in zip(parts.values(), opened, strict=True):
            write(graph, file)
    nodes, edges = counted(len(graph), "node"), counted(graph.number_of_edges(), "edge")
    told = f"{nodes} and {edges} of revision {graph.graph['revision']}"
    messages().print(f"{' and '.join(map(str, paths))}: {told}.", markup=False, soft_wrap=True)


async def _network(store: str | None, *, mentions: bool) -> "Network":
    from queries.networks import network  # noqa: PLC0415
    from queries.snapshot import Snapshots  # noqa: PLC0415

    async with options.opened(store) as graph:
        return await network(graph, await Snapshots(graph).current(), mentions=mentions)
