"""What SQLite cannot do by itself and statements call: `papergraph_shortest`, `papergraph_cursor`,
`papergraph_damaged`."""

from typing import Any, cast

import apsw
import orjson

from graph import cursors
from graph.errors import CorruptStore


def add(connection: apsw.Connection) -> None:
    """Give a connection the functions."""
    for function in (_shortest, _cursor, _damaged):
        name = f"papergraph{function.__name__}"
        connection.create_scalar_function(name, cast(Any, function), 1, deterministic=True)


def _shortest(number: float) -> str:
    """Return the shortest decimal form that reads as this number."""
    return orjson.dumps(number).decode()


def _cursor(key: str | None) -> str | None:
    """Return the cursor of a key, given as JSON."""
    return None if key is None else cursors.encode(key.encode())


def _damaged(of: str | int) -> None:
    raise CorruptStore(
        f"what is stored of {of!r} is damaged; run `papergraph verify` to find all that is, and ingest it "
        "again"
    )
