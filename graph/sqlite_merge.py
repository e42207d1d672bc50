"""Writing into the embedded store: papers merged and papers deleted, each call in one transaction.

A merge deletes what its changed papers said before and inserts what they say now; in between, both are
summed up, so that an entity or name which stays is not lost and found again. Every step is a whole batch of
rows, `executemany` on a prepared statement, and its work is that of the batch, however large the store is.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import apsw

from graph import checks, sqlite_curation, sqlite_papers, sqlite_parts
from graph.curation import Curation, Decision, Shown
from graph.facts_json import digest
from graph.model import PaperFacts
from graph.sqlite_connections import transaction
from graph.sqlite_counts import Changes, count, settle, settle_names
from graph.sqlite_rows import next_key, select_in, whole
from graph.sqlite_schema import version
from graph.store import MergeReport

_AT_ONCE = 500
"""Papers that are read and written again under new decisions."""


def merge(connection: apsw.Connection, facts: Sequence[PaperFacts]) -> MergeReport:
    """Do what `GraphStore.merge` says."""
    checks.distinct([each.paper.id for each in facts], "facts.paper.id")
    batch = [(each, digest(each)) for each in facts]
    with _writing(connection):
        stored = _stored(connection, [each.paper.id for each in facts])
        fresh = [
            (each, new)
            for each, new in batch
            if each.paper.id not in stored or not stored[each.paper.id].has(each, new)
        ]
        old = [stored[each.paper.id].key for each, _ in fresh if each.paper.id in stored]
        if fresh:
            curation = Curation(sqlite_curation.decisions(connection))
            revision = _next_revision(connection)
            _replace(connection, old, [curation.shown(each, new) for each, new in fresh], revision)
        else:
            revision = sqlite_papers.revision(connection)
    return MergeReport(len(fresh) - len(old), len(old), len(facts) - len(fresh), revision)


def delete(connection: apsw.Connection, ids: Sequence[str]) -> int:
    """Do what `GraphStore.delete_papers` says."""
    with _writing(connection):
        keys = [each.key for each in _stored(connection, ids).values()]
        if keys:
            _replace(connection, keys, [], _next_revision(connection))
    return len(keys)


def curate(connection: apsw.Connection, decisions: Sequence[Decision]) -> int:
    """Do what `GraphStore.curate` says."""
    with _writing(connection):
        sqlite_curation.add(connection, decisions)
        touched = {id for decision in decisions for id in sqlite_curation.touched_by(connection, decision)}
        return _apply(connection, sorted(touched))


def withdraw(connection: apsw.Connection, id: str) -> int | None:
    """Do what `GraphStore.withdraw` says."""
    with _writing(connection):
        if not sqlite_curation.remove(connection, id):
            return None
        return _apply(connection, sqlite_curation.touched(connection))


def _apply(connection: apsw.Connection, papers: Sequence[str]) -> int:
    """Make these papers say what they say under the decisions that there are; return how many say something
    else then."""
    curation = Curation(sqlite_curation.decisions(connection))
    revision, changed = _next_revision(connection), 0
    for start in range(0, len(papers), _AT_ONCE):
        ids = papers[start : start + _AT_ONCE]
        stored = _stored(connection, ids)
        renewed, old = [], []
        for facts in sqlite_papers.facts(connection, ids):
            if facts is None:
                continue
            row = stored[facts.paper.id]
            with whole(facts.paper.id):
                now = curation.renewed(Shown(facts, row.digest, row.original))
            if now is not None:
                renewed.append(now)
                old.append(row.key)
                changed += now.facts != facts
        _replace(connection, old, renewed, revision)
    return changed


def _replace(connection: apsw.Connection, old: Sequence[int], new: Sequence[Shown], revision: int) -> None:
    """Take back what the papers with the keys `old` say, and write what is to be shown of `new`."""
    changes = Changes()
    _take_back(connection, old, changes)
    entities = _entities(connection, [each.facts for each in new], changes)
    for each in new:
        count(each.facts, entities, changes)
    names = settle_names(connection, changes)
    sqlite_parts.insert(connection, new, revision, entities, names)
    settle(connection, changes)


class _Stored(NamedTuple):
    """The row of a paper: its key, the digest of what was extracted of it, and that itself where decisions
    touch it."""

    key: int
    digest: str
    original: str | None
    embedded: bool
    """Whether it has an embedding."""

    def has(self, facts: PaperFacts, digest: str) -> bool:
        """Whether it holds these facts. Embeddings are no part of them, but one that is missing is."""
        return self.digest == digest and (self.embedded or not facts.embedding)


def _stored(connection: apsw.Connection, ids: Sequence[str]) -> dict[str, _Stored]:
    """Return the rows of those of these papers that there are."""
    rows = select_in(
        connection,
        "SELECT id, key, digest, original, EXISTS (SELECT 1 FROM embedding WHERE paper = paper.key) "
        "FROM paper WHERE id",
        ids,
    )
    return {id: _Stored(key, digest.hex(), *rest) for id, key, digest, *rest in rows}


@contextmanager
def _writing(connection: apsw.Connection) -> Iterator[None]:
    """A transaction on a store that nobody has upgraded meanwhile beyond what this code knows."""
    with transaction(connection):
        version(connection)
        yield


def _next_revision(connection: apsw.Connection) -> int:
    revision: int = connection.execute("UPDATE state SET revision = revision + 1 RETURNING revision").get
    return revision


def _take_back(connection: apsw.Connection, keys: Sequence[int], changes: Changes) -> None:
    """Delete the papers with these keys and subtract all that they say."""
    for entity, name in select_in(
        connection,
        "SELECT paper_entity.entity, name.name FROM paper_entity JOIN name ON name.key = paper_entity.name "
        "WHERE paper",
        keys,
    ):
        changes.support[entity] -= 1
        changes.chosen[entity, name] -= 1
        changes.written[entity, name] -= 1
        changes.revised.add(entity)
    for entity, name in select_in(
        connection,
        "SELECT paper_alias.entity, name.name FROM paper_alias JOIN name ON name.key = paper_alias.name "
        "WHERE paper",
        keys,
    ):
        changes.written[entity, name] -= 1
    for head, kind, tail in select_in(connection, "SELECT head, kind, tail FROM claim WHERE paper", keys):
        changes.tally["claims", kind] -= 1
        if head is not None:
            changes.edges[head, kind, tail] -= 1
    results = select_in(connection, "SELECT count(*) FROM result WHERE paper", keys)
    changes.tally["results", ""] -= results[0][0]
    changes.tally["papers", ""] -= len(keys)
    sqlite_parts.delete(connection, keys)


def _entities(
    connection: apsw.Connection, facts: Iterable[PaperFacts], changes: Changes
) -> dict[str, tuple[int, str]]:
    """Return the keys and present names of the entities of `facts`; those that are new are made."""
    wanted = {entity.id: entity for each in facts for entity in each.entities}
    found = {
        id: (key, name)
        for id, key, name in select_in(connection, "SELECT id, key, name FROM entity WHERE id", wanted)
    }
    new = [entity for id, entity in wanted.items() if id not in found]
    for key, entity in enumerate(new, next_key(connection, "entity")):
        found[entity.id] = (key, entity.name)
        changes.tally["entities", entity.kind] += 1
    connection.executemany(
        "INSERT INTO entity (key, id, kind, name, support, first_age) VALUES (?, ?, ?, ?, 0, 0)",
        [(found[entity.id][0], entity.id, entity.kind, entity.name) for entity in new],
    )
    return found
