"""`papergraph key`: make, list and revoke the keys of a store."""

import asyncio
from typing import Annotated

import typer
from rich.table import Table

from api.commands import options
from api.commands.console import answers, messages
from graph import keys
from graph.errors import InvalidValue, PapergraphError
from graph.keys import Key, Scope

app = typer.Typer(name="key", help="Make, list and revoke keys that let clients write.", no_args_is_help=True)


class NoSuchKey(PapergraphError):
    """The store has no key with this id."""


@app.command()
def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose it is, or what for.")],
    scope: Annotated[
        list[str], typer.Option("--scope", metavar="SCOPE", help=f"{', '.join(Scope)}; may be given again.")
    ],
    store: options.StoreOption = None,
) -> None:
    """Make a key and print it: it is shown this once."""
    unknown = set(scope) - set(Scope)
    if unknown:
        raise InvalidValue("--scope", f"{', '.join(sorted(unknown))} is none of {', '.join(Scope)}")
    key, shown = keys.new(name, frozenset(map(Scope, scope)))

    async def add() -> None:
        async with await options.settings(store=store).open_store(create=True) as graph:
            await graph.add_key(key)

    asyncio.run(add())
    messages().print(f"The key {key.id} for {name}. Keep it: only its hash is stored.", markup=False)
    typer.echo(shown)


@app.command(name="list")
def list_(store: options.StoreOption = None) -> None:
    """Show the keys of the store, without their secrets."""

    async def read() -> list[Key]:
        async with options.opened(store) as graph:
            return await graph.keys()

    table = Table("id", "name", "scopes", "created", box=None, pad_edge=False)
    for key in asyncio.run(read()):
        table.add_row(key.id, key.name, ", ".join(sorted(key.scopes)), key.created)
    answers().print(table)


@app.command()
def revoke(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of the key.")],
    store: options.StoreOption = None,
) -> None:
    """Make a key open nothing any more."""

    async def remove() -> bool:
        async with options.opened(store) as graph:
            return await graph.remove_key(id)

    if not asyncio.run(remove()):
        raise NoSuchKey(f"no key has the id {id}; `papergraph key list` shows them")
    messages().print(f"The key {id} opens nothing any more.", markup=False)
