"""The keys that the embedded store keeps."""

import json

import apsw

from graph.keys import Key, Scope
from graph.sqlite_connections import transaction
from graph.sqlite_rows import whole

_SELECT = "SELECT id, name, scopes, digest, created FROM api_key"


def add(connection: apsw.Connection, key: Key) -> None:
    """Do what `GraphStore.add_key` says."""
    row = (key.id, key.name, json.dumps(sorted(key.scopes)), key.digest, key.created)
    with transaction(connection):
        connection.execute("INSERT INTO api_key VALUES (?, ?, ?, ?, ?)", row)


def find(connection: apsw.Connection, id: str | None = None) -> list[Key]:
    """Return all keys, the oldest first, or the one with this id."""
    rows = connection.execute(
        f"{_SELECT} WHERE :id IS NULL OR id = :id ORDER BY created, id",
        {"id": id},
    )
    found = []
    for own, name, scopes, digest, created in rows:
        with whole(own):
            found.append(Key(own, name, frozenset(map(Scope, json.loads(scopes))), digest, created))
    return found


def remove(connection: apsw.Connection, id: str) -> bool:
    """Do what `GraphStore.remove_key` says."""
    with transaction(connection):
        rows = list(connection.execute("DELETE FROM api_key WHERE id = ? RETURNING id", (id,)))
    return bool(rows)
