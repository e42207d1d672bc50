"""Reading entities from the embedded store: by id and by name; and searching it by words."""

import json
from collections.abc import Sequence

import apsw

from graph import checks
from graph.errors import InvalidValue
from graph.kinds import EntityKind
from graph.model import Paper, kind_of
from graph.names import slug
from graph.names import words as words_of
from graph.sqlite_pages import Listing, Place, read
from graph.sqlite_papers import papers_of
from graph.sqlite_rows import age_bounds, age_of, records_of, select_in
from graph.store import EntityFilter, EntityOrder, EntityRecord, Key, Page, Window

# Ties are broken by the order of lists. Only what can be among the first ones is looked up for that.
_SEARCH_PAPERS = """
    WITH hit AS MATERIALIZED (
        SELECT rowid AS key, bm25(paper_words, 10.0, 1.0) AS score
        FROM paper_words WHERE paper_words MATCH :query
    )
    SELECT hit.key FROM hit JOIN paper ON paper.key = hit.key
    WHERE score <= coalesce((SELECT score FROM hit ORDER BY score LIMIT 1 OFFSET :limit - 1), 0)
    ORDER BY score, paper.age, paper.id LIMIT :limit
"""
_ORDERS = {
    EntityOrder.SUPPORT: ("-support", "id"),
    EntityOrder.NAME: ("id",),
    EntityOrder.NEWEST: ("first_age", "id"),
}
_SEARCH_ENTITIES = """
    SELECT key FROM entity
    WHERE key IN (
        SELECT entity FROM name WHERE key IN (SELECT rowid FROM name_words WHERE name_words MATCH :query)
    )
    AND kind IN (SELECT value FROM json_each(:kinds))
    ORDER BY support DESC, id LIMIT :limit
"""


def entities(connection: apsw.Connection, ids: Sequence[str]) -> list[EntityRecord | None]:
    """Do what `GraphStore.entities` says."""
    keys: dict[str, int] = dict(select_in(connection, "SELECT id, key FROM entity WHERE id", ids))
    records = records_of(connection, keys.values())
    return [records[keys[id]] if id in keys else None for id in ids]


def list_entities(
    connection: apsw.Connection, filter: EntityFilter, order: EntityOrder, window: Window
) -> Page[EntityRecord]:
    """Do what `GraphStore.list_entities` says."""
    after, before = place(window.after, order), place(window.before, order)
    rows, previous, more = read(connection, listing(filter, order, "entity.key"), window, after, before)
    records = records_of(connection, [key for (key,) in rows])
    return Page(tuple(records[key] for (key,) in rows), previous, more)


def listing(filter: EntityFilter, order: EntityOrder, columns: str) -> Listing:
    """Return the list of the entities that pass, in this order."""
    youngest, oldest = age_bounds(filter.since, filter.until, "filter")
    conditions, values = "", dict[str, str | float]()
    for name, sign, column, value in (
        ("min_support", "<=", "-support", -filter.min_support if filter.min_support > 1 else None),
        ("youngest", ">=", "first_age", youngest),
        ("oldest", "<=", "first_age", oldest),
    ):
        if value is not None:
            conditions += f" AND {column} {sign} :{name}"
            values[name] = value
    kinds = sorted(filter.kinds or EntityKind)
    # A kind is one stretch of each index; what is bound is named apart for each.
    bodies = tuple(f"FROM entity WHERE kind = :kind_{i}{conditions}" for i in range(len(kinds)))
    values.update({f"kind_{i}": kind for i, kind in enumerate(kinds)})
    return Listing(_ORDERS[order], columns, bodies, values)


def place(key: Key | None, order: EntityOrder) -> Place | None:
    """Return the place of an `EntityOrder.key`; raises `InvalidValue` for what is none."""
    match order, key:
        case _, None:
            return None
        case EntityOrder.SUPPORT, (support, str(id)) if isinstance(support, float | int):
            checks.text(id, "cursor")
            return (-support, id)
        case EntityOrder.NAME, (str(id),):
            checks.text(id, "cursor")
            return (id,)
        case EntityOrder.NEWEST, (str(date), str(id)):
            if date:
                checks.date(date, "cursor")
            checks.text(id, "cursor")
            return (age_of(date), id)
    raise InvalidValue("cursor", f"{key!r} is no place in a list of entities; take one from a page")


def named(connection: apsw.Connection, kind: EntityKind, names: Sequence[str]) -> list[EntityRecord | None]:
    """Do what `GraphStore.named` says. An entity goes by its canonical name too, of which its id is made."""
    slugs = {name: slug(name) for name in names}
    own_ids = {f"{kind.lower()}:{each}": each for each in slugs.values()}
    by_id = select_in(connection, "SELECT id, support, key FROM entity WHERE id", own_ids)
    candidates = [(own_ids[id], id, support, key) for id, support, key in by_id]
    candidates += select_in(
        connection,
        "SELECT slug, entity.id, support, entity.key FROM name JOIN entity ON entity.key = entity WHERE slug",
        slugs.values(),
    )
    candidates.sort(key=lambda row: (own_ids.get(row[1]) != row[0], -row[2], row[1]))
    best: dict[str, int] = {}
    for each, id, _, key in candidates:
        if kind_of(id) is kind:
            best.setdefault(each, key)
    records = records_of(connection, best.values())
    return [records[best[slugs[name]]] if slugs[name] in best else None for name in names]


def search_papers(connection: apsw.Connection, words: Sequence[str], limit: int) -> list[Paper]:
    """Do what `GraphStore.search_papers` says; the measure is BM25, a word of the title counts tenfold."""
    query = _query(words)
    if not query:
        return []
    keys = [key for (key,) in connection.execute(_SEARCH_PAPERS, {"query": query, "limit": limit})]
    found = papers_of(connection, keys)
    return [found[key] for key in keys]


def search_entities(
    connection: apsw.Connection, words: Sequence[str], kinds: frozenset[EntityKind], limit: int
) -> list[EntityRecord]:
    """Do what `GraphStore.search_entities` says."""
    query = _query(words)
    if not query:
        return []
    wanted = json.dumps(sorted(kinds or EntityKind))
    rows = connection.execute(_SEARCH_ENTITIES, {"query": query, "kinds": wanted, "limit": limit})
    keys = [key for (key,) in rows]
    records = records_of(connection, keys)
    return [records[key] for key in keys]


def _query(words: Sequence[str]) -> str:
    """Return the full-text query for all words, the last one as a prefix; "" for none. Folded once more
    and in quotes, no word can be an operator of that language."""
    folded = words_of(" ".join(words))
    return " ".join(f'"{word}"' for word in folded) + "*" if folded else ""
