"""What the embedded store counts: the support of entities and edges, names by their use, the totals.

A batch sums up in `Changes` by how much each count moves, and `settle_names` and `settle` write every
entity, name and edge that it touches once. Nothing that it doesn't touch is read.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import apsw

from graph.model import PaperFacts
from graph.names import slug, spelled
from graph.sqlite_rows import age_of, next_key, select_in

# Where papers were only added and all call the entity what it is called.
_GROW = """
    UPDATE entity SET
        support = support + ?2,
        first_age = iif(first_age = 0 OR ?3 BETWEEN first_age AND -1, ?3, first_age)
    WHERE key = ?1
"""
# An entity that is left without a name has no support either, and is removed next.
_REVISE = """
    UPDATE entity SET
        support = support + ?2,
        name = coalesce((SELECT name FROM name WHERE entity = ?1 ORDER BY chosen DESC, name LIMIT 1), name),
        first_age = coalesce((SELECT max(age) FROM paper_entity WHERE entity = ?1 AND age < 0), 0)
    WHERE key = ?1
"""
_EDGE = """
    INSERT INTO edge (head, kind, tail, support) VALUES (?, ?, ?, ?)
    ON CONFLICT (head, kind, tail) DO UPDATE SET support = support + excluded.support
"""
_TALLY = """
    INSERT INTO tally (part, kind, total) VALUES (?, ?, ?)
    ON CONFLICT (part, kind) DO UPDATE SET total = total + excluded.total
"""


@dataclass(slots=True)
class Changes:
    """By how much a batch moves each count; entities are named by their keys."""

    support: Counter[int] = field(default_factory=Counter)
    chosen: Counter[tuple[int, str]] = field(default_factory=Counter)
    written: Counter[tuple[int, str]] = field(default_factory=Counter)
    edges: Counter[tuple[int, str, int]] = field(default_factory=Counter)
    tally: Counter[tuple[str, str]] = field(default_factory=Counter)
    oldest: dict[int, int] = field(default_factory=dict)
    """The age of the oldest paper with a date that was added for an entity."""
    revised: set[int] = field(default_factory=set)
    """The entities whose name or first date must be looked up again."""


def count(facts: PaperFacts, entities: Mapping[str, tuple[int, str]], changes: Changes) -> None:
    """Add what a paper says; `entities` holds the key of each entity and the name that it goes by now."""
    age = age_of(facts.paper.date)
    for entity in facts.entities:
        key, name = entities[entity.id]
        changes.support[key] += 1
        changes.chosen[key, entity.name] += 1
        for each in entity.names:
            changes.written[key, each] += 1
        if entity.name != name:
            changes.revised.add(key)
        if age:
            changes.oldest[key] = max(age, changes.oldest.get(key, age))
    changes.edges.update(
        [
            (entities[claim.head][0], claim.kind, entities[claim.tail][0])
            for claim in facts.claims
            if claim.head in entities  # and is not the paper itself
        ]
    )
    changes.tally.update([("claims", claim.kind) for claim in facts.claims])
    changes.tally["results", ""] += len(facts.results)
    changes.tally["papers", ""] += 1


def settle_names(connection: apsw.Connection, changes: Changes) -> dict[tuple[int, str], int]:
    """Write the counts of names, with those that are new and without those that no paper writes any more.

    Returns the keys of the names of the entities that the batch touches, by entity and name.
    """
    keys: dict[tuple[int, str], int] = {}
    moved, gone = [], []
    for entity, name, key, written in select_in(
        connection, "SELECT entity, name, key, written FROM name WHERE entity", changes.support
    ):
        keys[entity, name] = key
        more = changes.written[entity, name]
        if written + more == 0:
            gone.append((key,))
        elif more or changes.chosen[entity, name]:
            moved.append((changes.chosen[entity, name], more, key))
    new = [(each, number) for each, number in changes.written.items() if each not in keys]
    keys.update((each, key) for key, (each, _) in enumerate(new, next_key(connection, "name")))
    connection.executemany(
        "INSERT INTO name (key, entity, name, slug, chosen, written) VALUES (?, ?, ?, ?, ?, ?)",
        [(keys[each], *each, slug(each[1]), changes.chosen[each], number) for each, number in new],
    )
    connection.executemany(
        "INSERT INTO name_words (rowid, words) VALUES (?, ?)",
        [(keys[each], spelled(each[1])) for each, _ in new],
    )
    connection.executemany(
        "UPDATE name SET (chosen, written) = (chosen + ?, written + ?) WHERE key = ?", moved
    )
    connection.executemany("DELETE FROM name_words WHERE rowid = ?", gone)
    connection.executemany("DELETE FROM name WHERE key = ?", gone)
    return keys


def settle(connection: apsw.Connection, changes: Changes) -> None:
    """Write the counts of edges and entities, without those that have no support any more, and the totals.

    The papers and the names must have been written.
    """
    edges = sorted((*edge, number) for edge, number in changes.edges.items() if number)
    connection.executemany(_EDGE, edges)
    connection.executemany(
        "DELETE FROM edge WHERE (head, kind, tail) = (?, ?, ?) AND support = 0",
        [edge[:3] for edge in edges if edge[3] < 0],
    )
    support = sorted(changes.support.items())
    connection.executemany(
        _GROW,
        [(key, number, changes.oldest.get(key, 0)) for key, number in support if key not in changes.revised],
    )
    connection.executemany(_REVISE, [each for each in support if each[0] in changes.revised])
    orphans = connection.executemany(
        "DELETE FROM entity WHERE key = ? AND support = 0 RETURNING kind",
        [(key,) for key, number in support if number < 0],
    )
    for (kind,) in orphans:
        changes.tally["entities", kind] -= 1
    connection.executemany(_TALLY, [(*of, number) for of, number in changes.tally.items() if number])
