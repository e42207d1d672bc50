"""`open_store`: from an address to a store."""

import re
from pathlib import Path
from urllib.parse import unquote

from graph.errors import StoreAddressError
from graph.store import GraphStore

NEO4J_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
FORMS = "sqlite:///papers.db, sqlite:////absolute/papers.db or neo4j://user:password@host:7687"


_PASSWORD = re.compile(r"(://[^:@/]*):.*@", re.DOTALL)


async def open_store(
    url: str, *, create: bool = True, password: str | None = None, kept_bytes: int | None = None
) -> GraphStore:
    """Open the store at `url`, one of `FORMS` or the path of an SQLite file.

    `create`: make a new store where none is; otherwise `NotAStore` is raised there. `password` is for
    Neo4j where the address carries none, `kept_bytes` for SQLite: how much of its answers is kept until the
    store changes. Raises the errors of `graph.errors`.
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "sqlite", "/" + url
    # A driver is imported only where its store is used: each costs a command line a part of a second.
    if scheme == "sqlite":
        if not rest.startswith("/") or rest == "/":
            raise StoreAddressError(f"{url!r} names no file; write {FORMS}")
        from graph.sqlite_store import KEPT_BYTES, SQLiteStore  # noqa: PLC0415

        path = Path(unquote(rest[1:]) if separator else url)
        kept_bytes = KEPT_BYTES if kept_bytes is None else kept_bytes
        return await SQLiteStore.open(path, create=create, kept_bytes=kept_bytes)
    if scheme in NEO4J_SCHEMES:
        from graph.neo4j_store import Neo4jStore  # noqa: PLC0415

        return await Neo4jStore.open(url, create=create, password=password)
    raise StoreAddressError(f"no store is called {scheme!r}; write {FORMS}")


def redact(url: str) -> str:
    """Return `url` without its password, for messages and logs.

    Also where the password holds a "/", "#" or "@" that should have been percent-encoded: all between the
    user and the last "@" is hidden.
    """
    return _PASSWORD.sub(r"\1:…@", url)
