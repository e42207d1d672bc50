"""Reading the whole graph from the embedded store, for those who compute on all of it."""

# ruff: noqa: S608 -- statements are put together from constants of this package

import apsw
import numpy as np
from numpy.typing import NDArray

from graph import sqlite_papers
from graph.rows import KINDS, GraphRows
from graph.sqlite_rows import date_of
from graph.vectors import PaperVectors

# Of keys, which are small and dense, their places are looked up in arrays. A claim that starts from a paper
# has no row in `edge`; SQLite numbers the kinds, so that rows hold nothing but numbers.
_KIND = f"CASE kind {' '.join(f'WHEN {kind.value!r} THEN {number}' for number, kind in enumerate(KINDS))} END"
_EDGES = f"SELECT head, tail, {_KIND}, support FROM edge"
_CLAIMS_OF_PAPERS = f"SELECT paper, tail, {_KIND}, 1 FROM claim WHERE head IS NULL"


def rows(connection: apsw.Connection) -> GraphRows:
    """Do what `GraphStore.rows` says."""
    entities = list(connection.execute("SELECT key, id, support, first_age FROM entity ORDER BY id"))
    papers = list(connection.execute("SELECT key, id, age FROM paper ORDER BY id"))
    places = _places([key for key, *_ in entities])
    edges = _table(connection, _EDGES)
    edges[:, 0] = places[edges[:, 0]]
    edges[:, 1] = places[edges[:, 1]]
    claims = _table(connection, _CLAIMS_OF_PAPERS)
    claims[:, 0] = _places([key for key, *_ in papers])[claims[:, 0]] + len(entities)
    claims[:, 1] = places[claims[:, 1]]
    return GraphRows.of(
        sqlite_papers.revision(connection),
        [(id, support, date_of(age) or "") for _, id, support, age in entities],
        [(id, date_of(age) or "") for _, id, age in papers],
        np.concatenate([edges, claims]),
    )


def vectors(connection: apsw.Connection) -> PaperVectors:
    """Do what `GraphStore.vectors` says."""
    rows = connection.execute("SELECT id, extractor, vector FROM embedding JOIN paper ON key = paper")
    return PaperVectors.of(sqlite_papers.revision(connection), list(rows))


def _table(connection: apsw.Connection, sql: str) -> NDArray[np.int64]:
    """Return all rows of four integers, one a row of the array."""
    return np.fromiter(connection.execute(sql), dtype=np.dtype((np.int64, 4)))


def _places(keys: list[int]) -> NDArray[np.int64]:
    """Return the place of each key among `keys`, by the key."""
    places = np.zeros(max(keys, default=0) + 1, np.int64)
    places[keys] = np.arange(len(keys))
    return places
