"""Reading entities from the embedded store: by id and by name; and searching it by words."""

import json
from collections.abc import Sequence

import apsw

from graph.kinds import EntityKind
from graph.model import Paper, kind_of
from graph.names import slug
from graph.names import words as words_of
from graph.sqlite_papers import papers_of
from graph.sqlite_rows import records_of, select_in
from graph.store import EntityRecord

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
