"""The decisions of curators that the embedded store keeps, and which papers they touch."""

from collections.abc import Sequence

import apsw

from graph.curation import Decision
from graph.sqlite_rows import whole


def decisions(connection: apsw.Connection) -> list[Decision]:
    """Do what `GraphStore.decisions` says."""
    found = []
    for id, record in connection.execute("SELECT id, decision FROM curation ORDER BY number"):
        with whole(id):
            found.append(Decision.from_json(record))
    return found


def add(connection: apsw.Connection, decisions: Sequence[Decision]) -> None:
    """Keep decisions after those that there are."""
    connection.executemany(
        "INSERT INTO curation (id, decision) VALUES (?, ?)",
        [(each.id, each.to_json()) for each in decisions],
    )


def remove(connection: apsw.Connection, id: str) -> bool:
    """Forget a decision; return whether there was one."""
    return bool(list(connection.execute("DELETE FROM curation WHERE id = ? RETURNING id", (id,))))


def touched_by(connection: apsw.Connection, decision: Decision) -> list[str]:
    """Return the papers that a new decision may change."""
    if decision.paper is not None:
        return [decision.paper]
    rows = connection.execute(
        "SELECT paper_id FROM paper_entity WHERE entity = (SELECT key FROM entity WHERE id = ?)",
        (decision.subject,),
    )
    return [id for (id,) in rows]


def touched(connection: apsw.Connection) -> list[str]:
    """Return the papers that some decision touches."""
    return [id for (id,) in connection.execute("SELECT id FROM paper WHERE original IS NOT NULL ORDER BY id")]
