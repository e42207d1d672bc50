"""Versions of the embedded store's schema: which are read, upgraded and refused."""

import asyncio
from pathlib import Path

import apsw
import pytest

from graph import sqlite_schema
from graph.errors import StoreError, VersionMismatch
from graph.sqlite_store import SQLiteStore
from tests.factories import library, survey


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "papers.db"


async def fill(path: Path) -> None:
    async with await SQLiteStore.open(path, create=True) as store:
        await store.merge(library())


def contents(path: Path) -> bytes:
    return path.read_bytes()


def pragma(path: Path, name: str) -> object:
    connection = apsw.Connection(str(path))
    value: object = connection.pragma(name)
    connection.close()
    return value


async def test_a_store_says_whose_it_is_and_of_which_version(path: Path) -> None:
    await fill(path)
    assert pragma(path, "application_id") == sqlite_schema.APPLICATION_ID
    assert pragma(path, "user_version") == len(sqlite_schema.MIGRATIONS)
    assert pragma(path, "journal_mode") == "wal"
    # Tools that know nothing of SQLite find the former in the header.
    assert contents(path)[68:72] == b"PpGr"


async def test_a_store_of_an_older_version_is_upgraded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await fill(path)
    current = len(sqlite_schema.MIGRATIONS)
    later = (
        "CREATE TABLE note (text TEXT NOT NULL) STRICT; INSERT INTO note SELECT title FROM paper",
        "ALTER TABLE note ADD COLUMN stars INTEGER NOT NULL DEFAULT 3",
    )
    monkeypatch.setattr(sqlite_schema, "MIGRATIONS", (*sqlite_schema.MIGRATIONS, *later))
    stores = await asyncio.gather(*(SQLiteStore.open(path, create=False) for _ in range(3)))
    for store in stores:
        assert await store.facts([facts.paper.id for facts in library()]) == library()
        await store.close()
    assert pragma(path, "user_version") == current + 2
    connection = apsw.Connection(str(path))
    assert connection.execute("SELECT count(*), sum(stars) FROM note").fetchall() == [(4, 12)]
    connection.close()


async def test_an_upgrade_that_fails_leaves_the_store_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(path)
    with monkeypatch.context() as patch:
        broken = "CREATE TABLE note (text TEXT) STRICT; INSERT INTO nowhere VALUES (1)"
        patch.setattr(sqlite_schema, "MIGRATIONS", (*sqlite_schema.MIGRATIONS, broken))
        with pytest.raises(StoreError, match="nowhere"):
            await SQLiteStore.open(path, create=False)
    assert pragma(path, "user_version") == len(sqlite_schema.MIGRATIONS)
    async with await SQLiteStore.open(path, create=False) as store:
        assert await store.facts([facts.paper.id for facts in library()]) == library()
    connection = apsw.Connection(str(path))
    assert connection.table_exists(None, "note") is False
    connection.close()


async def test_a_newer_store_is_refused_with_both_versions(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = len(sqlite_schema.MIGRATIONS)
    with monkeypatch.context() as patch:
        patch.setattr(sqlite_schema, "MIGRATIONS", (*sqlite_schema.MIGRATIONS, "SELECT 1", "SELECT 1"))
        await fill(path)
    before = contents(path)
    for create in (True, False):
        with pytest.raises(
            VersionMismatch, match=rf"version {known + 2}.* up to {known}; upgrade Papergraph"
        ):
            await SQLiteStore.open(path, create=create)
    assert contents(path) == before


async def test_a_store_that_was_upgraded_while_it_was_open_is_not_written_by_the_old_code(path: Path) -> None:
    async with await SQLiteStore.open(path, create=True) as store:
        await store.merge(library())
        connection = apsw.Connection(str(path))
        newer = len(sqlite_schema.MIGRATIONS) + 1
        connection.pragma("user_version", newer)
        connection.close()
        for call in (store.merge([survey()]), store.delete_papers(["survey-1"])):
            with pytest.raises(VersionMismatch, match=rf"papers\.db has schema version {newer}.*upgrade"):
                await call
        assert await store.facts(["survey-1"]) == [survey()]


async def test_a_store_whose_making_was_cut_short_is_finished(path: Path) -> None:
    """What a kill leaves between the file's first page and its tables."""
    connection = apsw.Connection(str(path))
    connection.pragma("application_id", sqlite_schema.APPLICATION_ID)
    connection.close()
    await fill(path)
    async with await SQLiteStore.open(path, create=False) as store:
        assert (await store.stats()).papers == 4
