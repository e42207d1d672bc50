"""The decisions of curators that the embedded store keeps, and which papers they touch."""

import json
from collections.abc import Sequence

import apsw

from graph.curation import Decision
from graph.facts_json import from_json
from graph.model import PaperFacts
from graph.sqlite_rows import select_in, whole


def decisions(connection: apsw.Connection) -> list[Decision]:
    """Do what `GraphStore.decisions` says."""
    found = []
    for id, record in connection.execute("SELECT id, decision FROM curation ORDER BY number"):
        with whole(id):
            found.append(Decision.from_json(json.loads(record)))
    return found


def add(connection: apsw.Connection, decisions: Sequence[Decision]) -> None:
    """Keep decisions after those that there are."""
    connection.executemany(
        "INSERT INTO curation (id, decision) VALUES (?, ?)",
        [(each.id, json.dumps(each.to_json(), ensure_ascii=False)) for each in decisions],
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


def originals(connection: apsw.Connection, ids: Sequence[str]) -> dict[str, PaperFacts]:
    """Return what was extracted of those of these papers that decisions touch."""
    rows = select_in(connection, "SELECT id, original FROM paper WHERE original IS NOT NULL AND id", ids)
    found = {}
    for id, record in rows:
        with whole(id):
            found[id] = from_json(json.loads(record))
    return found
