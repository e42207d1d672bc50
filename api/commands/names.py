"""`papergraph resolve`: the one name and id of written forms."""

import sys
from typing import Annotated

import typer

from graph.errors import InvalidValue
from graph.kinds import EntityKind
from graph.model import entity_id

STANDARD_INPUT = "-"


def resolve(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help=f"What the names are of: {', '.join(EntityKind)}.")
    ],
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="The names; - reads them from standard input.")
    ],
) -> None:
    """Print the id and the canonical name of each name, one a line."""
    from extraction.naming import resolved  # noqa: PLC0415

    found = {each.lower(): each for each in EntityKind}.get(kind.lower())
    if found is None:
        raise InvalidValue("KIND", f"{kind!r} is none of {', '.join(EntityKind)}")
    for name in sys.stdin if names == [STANDARD_INPUT] else names:
        if not name.strip():
            raise InvalidValue("NAME", "is empty")
        best = resolved(found, name)
        typer.echo(f"{entity_id(found, best.key)}\t{best.name}")
