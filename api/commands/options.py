"""What several commands have in common: options, and how settings and stores are had from them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.store import GraphStore

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        help="The store, sqlite:///papers.db or neo4j://user@host:7687; PAPERGRAPH_STORE if not said.",
        show_default=False,
    ),
]


def settings(**given: object) -> Settings:
    """Return the settings of the environment, with those that an option gives in their place."""
    from pydantic import ValidationError  # noqa: PLC0415

    from api.settings import Settings  # noqa: PLC0415

    try:
        return Settings.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        wrong = [f"PAPERGRAPH_{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors()]
        raise typer.BadParameter("; ".join(wrong)) from error


@asynccontextmanager
async def opened(store: str | None) -> AsyncIterator[GraphStore]:
    """Open the store for reading: none is made where there is none."""
    async with await settings(store=store).open_store(create=False) as graph:
        yield graph
