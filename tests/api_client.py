"""Asking the API without a server."""

from typing import Any

from api.context import Context
from api.schema import build_schema
from graph.store import GraphStore

SCHEMA = build_schema()


async def ask(store: GraphStore, query: str, **variables: Any) -> dict[str, Any]:
    """Return the data of the answer, which must have no errors."""
    result = await SCHEMA.execute(query, variables, Context(store))
    assert result.errors is None, result.errors
    assert result.data is not None
    return result.data


async def refused(store: GraphStore, query: str, **variables: Any) -> dict[str, Any]:
    """Return the only error of the answer, as a client sees it."""
    result = await SCHEMA.execute(query, variables, Context(store))
    assert result.errors is not None
    [error] = result.errors
    return dict(error.formatted)
