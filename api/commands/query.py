"""`papergraph query` and `papergraph schema`: GraphQL without a server."""

import asyncio
import json
import sys
from typing import Annotated, Any

import typer

from api.commands import options
from api.commands.console import answers


def query(
    query: Annotated[
        str, typer.Argument(metavar="GRAPHQL", help="The query; - reads it from standard input.")
    ],
    store: options.StoreOption = None,
    variables: Annotated[
        str | None, typer.Option("--variables", metavar="JSON", help="The values of the query's variables.")
    ] = None,
) -> None:
    """Ask the store a GraphQL query and print the answer as JSON.

    Exits with 1 if the answer has errors.
    """
    values = _variables(variables)
    answer = asyncio.run(_answer(sys.stdin.read() if query == "-" else query, values, store))
    console = answers()
    if console.is_terminal:
        console.print_json(data=answer)
    else:
        print(json.dumps(answer, ensure_ascii=False, indent=2))  # noqa: T201
    if "errors" in answer:
        raise typer.Exit(1)


def schema() -> None:
    """Print the schema of the API in GraphQL's own language (SDL)."""
    from api.schema import build_schema  # noqa: PLC0415

    print(build_schema().as_str())  # noqa: T201


def _variables(text: str | None) -> dict[str, Any]:
    try:
        values = json.loads(text) if text is not None else {}
    except json.JSONDecodeError as error:
        raise typer.BadParameter(f"is no JSON: {error}", param_hint="--variables") from error
    if not isinstance(values, dict):
        raise typer.BadParameter('must be an object such as {"name": "BERT"}', param_hint="--variables")
    return values


async def _answer(query: str, variables: dict[str, Any], store: str | None) -> dict[str, Any]:
    from api.context import Context  # noqa: PLC0415
    from api.schema import build_schema  # noqa: PLC0415

    async with options.opened(store) as graph:
        result = await build_schema().execute(query, variables, Context(graph))
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = [error.formatted for error in result.errors]
    return answer
