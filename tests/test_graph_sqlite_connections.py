"""What can be wrong with the file of an embedded store, and what it says then; read-only and busy files."""

import asyncio
import os
import shutil
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import apsw
import pytest

from graph import sqlite_connections, sqlite_schema
from graph.errors import (
    CorruptStore,
    NotAStore,
    ReadOnlyStore,
    StoreAddressError,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreUnavailable,
)
from graph.sqlite_store import SQLiteStore
from graph.store import ClaimFilter, ClaimsBy, PaperFilter, Window
from tests.factories import bert, library, make_facts, roberta, survey


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "papers.db"


async def fill(path: Path) -> None:
    async with await SQLiteStore.open(path, create=True) as store:
        await store.merge(library())


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


# --- what is at the path ---------------------------------------------------------------------------


@pytest.mark.parametrize("create", [True, False])
async def test_a_folder_is_refused(tmp_path: Path, create: bool) -> None:
    with pytest.raises(StoreAddressError, match="is a folder; name a file in it"):
        await SQLiteStore.open(tmp_path, create=create)


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreAddressError, match=r"the folder .*nowhere does not exist; make it first"):
        await SQLiteStore.open(tmp_path / "nowhere" / "papers.db", create=True)
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("name", ["papers.db", "empty.db"])
async def test_without_create_nothing_is_made(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    (tmp_path / "empty.db").touch()
    before = contents(path.parent)
    with pytest.raises(NotAStore, match=r"no store is at .*\.db; `papergraph ingest` makes one"):
        await SQLiteStore.open(path, create=False)
    assert contents(path.parent) == before


async def test_a_store_is_made_in_an_empty_file(path: Path) -> None:
    write_nothing(path)
    await fill(path)
    async with await SQLiteStore.open(path, create=False) as store:
        assert (await store.stats()).papers == 4


def write_nothing(path: Path) -> None:
    path.touch()


def write_text(path: Path) -> None:
    path.write_text("title,abstract\n" * 1000)


def write_few_bytes(path: Path) -> None:
    path.write_bytes(b"SQLite")


def write_database(path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "WAL")
    connection.execute("CREATE TABLE photo (id); INSERT INTO photo VALUES (1)")
    connection.close()


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("write", [write_text, write_few_bytes, write_database])
async def test_what_is_no_store_is_refused_and_never_touched(
    path: Path, write: Callable[[Path], None], create: bool
) -> None:
    write(path)
    before = contents(path.parent)
    with pytest.raises(NotAStore, match=r"is (no SQLite|an SQLite) database.*; name another file") as caught:
        await SQLiteStore.open(path, create=create)
    assert not isinstance(caught.value, CorruptStore)
    assert contents(path.parent) == before


async def test_a_name_may_hold_any_sign(tmp_path: Path) -> None:
    path = tmp_path / "a b?c=d&mode=memory#100%25 é.db"
    await fill(path)
    assert list(contents(tmp_path)) == [path.name]
    async with await SQLiteStore.open(path, create=False) as store:
        assert (await store.stats()).papers == 4


async def test_a_name_that_no_system_takes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be read or written"):
        await SQLiteStore.open(tmp_path / ("x" * 300 + ".db"), create=True)


async def test_a_relative_path_stays_where_it_was_opened(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with await SQLiteStore.open(Path(path.name), create=True) as store:
        monkeypatch.chdir("/")
        await store.merge(library())
        assert (await store.stats()).papers == 4
    assert list(contents(tmp_path)) == [path.name]


# --- damage ----------------------------------------------------------------------------------------


def overwrite(path: Path, table: str) -> None:
    """Fill the pages of a table with nonsense, but not the first of the file: it says what that is."""
    connection = apsw.Connection(str(path))
    pages = list(connection.execute("SELECT pageno FROM dbstat WHERE name = ? AND pageno > 1", (table,)))
    connection.close()
    data = bytearray(path.read_bytes())
    for (page,) in pages:
        data[(page - 1) * 4096 : page * 4096] = b"\xaa" * 4096
    assert pages
    path.write_bytes(data)


async def test_a_file_whose_tables_are_lost_is_called_damaged(path: Path) -> None:
    await fill(path)
    overwrite(path, "sqlite_schema")
    with pytest.raises(CorruptStore, match=r"papers\.db is damaged .*; restore a copy") as caught:
        await SQLiteStore.open(path, create=True)
    assert isinstance(caught.value.__cause__, apsw.CorruptError)


async def test_damage_that_is_met_later_is_called_so(path: Path) -> None:
    await fill(path)
    overwrite(path, "mention")
    async with await SQLiteStore.open(path, create=False) as store:
        assert await store.revision() == 1
        for call in (store.facts(["survey-1"]), store.merge([make_facts("survey-1", "Changed", "x")])):
            with pytest.raises(CorruptStore, match=r"papers\.db is damaged .*; restore a copy"):
                await call
        assert await store.revision() == 1


def edit(path: Path, sql: str) -> None:
    connection = apsw.Connection(str(path))
    connection.execute(sql)
    connection.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sentence SET text = replace(text, 'improves', 'IMPROVES') WHERE text LIKE 'It improves%'",
        "UPDATE paper SET abstract = replace(abstract, 'It improves', 'It builds') WHERE id LIKE '%4805'",
        "UPDATE claim SET doubt = -7.0 WHERE kind = 'BUILDS_ON'",
        "UPDATE claim SET kind = 'LIKES' WHERE kind = 'BUILDS_ON'",
        "DELETE FROM sentence WHERE text LIKE 'It improves%'",
        "DELETE FROM entity WHERE id = 'method:transformer'",
    ],
)
async def test_what_was_changed_by_hand_is_refused_with_the_paper_and_shown_as_quotes(
    path: Path, sql: str
) -> None:
    await fill(path)
    edit(path, sql)
    async with await SQLiteStore.open(path, create=False) as store:
        with pytest.raises(CorruptStore, match=r"'arxiv:1810\.04805' is damaged .*`papergraph verify`"):
            await store.facts(["arxiv:1810.04805"])
        with pytest.raises(CorruptStore, match=r"arxiv:1810\.04805"):
            await store.claims(ClaimsBy.PAPER, ["arxiv:1810.04805"], ClaimFilter(), Window(200))
        assert await store.facts(["arxiv:1907.11692"]) == [roberta()]
        page = (await store.quotes(None, 1))[0]
        assert page.paper == "arxiv:1810.04805"
        assert len(page.quotes) == len(bert().claims) + len(bert().results) + 1
        wrong = [q.owner for q in page.quotes if page.text[q.span[0] : q.span[1]] != q.sentence]
        assert bool(wrong) == ("sentence" in sql or "abstract" in sql)


@pytest.mark.parametrize("sql", ["UPDATE paper SET authors = '['", "UPDATE paper SET title = ''"])
async def test_a_paper_that_was_changed_by_hand_is_refused(path: Path, sql: str) -> None:
    await fill(path)
    edit(path, sql)
    async with await SQLiteStore.open(path, create=False) as store:
        with pytest.raises(CorruptStore, match="survey-1"):
            await store.papers(["survey-1"])
        with pytest.raises(CorruptStore, match="iclr2020-albert"):
            await store.list_papers(PaperFilter(), Window(1))
        # Its new version replaces it.
        await store.merge([make_facts("survey-1", "A survey", "Repaired.")])
        [repaired] = await store.papers(["survey-1"])
        assert repaired is not None


async def test_claims_of_a_paper_that_was_removed_by_hand_are_refused(path: Path) -> None:
    await fill(path)
    edit(path, "DELETE FROM paper WHERE id = 'arxiv:1810.04805'")
    async with await SQLiteStore.open(path, create=False) as store:
        with pytest.raises(CorruptStore, match="papers that are gone"):
            await store.claims(ClaimsBy.TAIL, ["method:bert"], ClaimFilter(), Window(9))
        with pytest.raises(CorruptStore, match="papers that are gone"):
            await store.results(["dataset:glue"], 9)


async def test_text_that_is_no_unicode_is_damage(path: Path) -> None:
    await fill(path)
    edit(path, "UPDATE paper SET title = CAST(x'ff' AS TEXT)")
    async with await SQLiteStore.open(path, create=False) as store:
        with pytest.raises(CorruptStore):
            await store.papers(["survey-1"])


# --- a full disk -----------------------------------------------------------------------------------


async def test_a_full_disk_is_said_and_loses_nothing(path: Path) -> None:
    async with await SQLiteStore.open(path, create=True) as store:
        await store.merge(library())
        pages: int = await store._write(lambda connection: connection.pragma("page_count"))
        await store._write(lambda connection: connection.pragma("max_page_count", pages + 2))
        long = [make_facts(f"p{n}", f"Paper {n}", "A long abstract. " * 200) for n in range(50)]
        with pytest.raises(StoreFull, match=r"no room is left for .*papers\.db; free some space"):
            await store.merge(long)
        assert await store.revision() == 1
        assert await store.facts([facts.paper.id for facts in library()]) == library()
        assert await store.papers(["p0"]) == [None]
        await store._write(lambda connection: connection.pragma("max_page_count", 1_000_000))
        assert (await store.merge(long)).revision == 2


# --- read-only files -------------------------------------------------------------------------------


@pytest.fixture
def guest() -> Iterator[Path]:
    """A folder of a user who is not the superuser, whom no permission stops; the test runs as that user
    once it has called `lock`."""
    folder = Path(tempfile.mkdtemp(prefix="papergraph-"))
    folder.chmod(0o755)
    yield folder
    unlock(folder)
    shutil.rmtree(folder)


def lock(folder: Path, *, files: int = 0o444, mode: int = 0o555) -> None:
    """Set these permissions, and give up being the superuser."""
    for file in folder.iterdir():
        file.chmod(files)
    folder.chmod(mode)
    if os.getuid() == 0:
        os.seteuid(65534)


def unlock(folder: Path) -> None:
    if os.getuid() == 0:
        os.seteuid(0)
    folder.chmod(0o755)
    for file in folder.iterdir():
        file.chmod(0o644)


async def refused(writing: Awaitable[object]) -> None:
    with pytest.raises(ReadOnlyStore, match=r"papers\.db only allows reading; make the file and its folder"):
        await writing


@pytest.mark.parametrize(
    ("files", "mode"), [(0o444, 0o555), (0o666, 0o555), (0o444, 0o777)], ids=["both", "folder", "file"]
)
async def test_what_is_read_only_can_be_read(guest: Path, files: int, mode: int) -> None:
    path = guest / "papers.db"
    await fill(path)
    lock(guest, files=files, mode=mode)
    for create in (True, False):
        async with await SQLiteStore.open(path, create=create) as store:
            assert await store.facts([facts.paper.id for facts in library()]) == library()
            await refused(store.merge([make_facts("new", "New", "x")]))
            await refused(store.delete_papers(["survey-1"]))
            # The store still serves readers.
            assert await store.revision() == 1


async def test_a_store_in_a_read_only_folder_may_change_from_elsewhere(guest: Path) -> None:
    path = guest / "papers.db"
    await fill(path)
    lock(guest)
    async with await SQLiteStore.open(path, create=False) as store:
        assert await store.revision() == 1
        unlock(guest)
        async with await SQLiteStore.open(path, create=False) as other:
            await other.merge([make_facts("new", "New", "x")])
        lock(guest)
        assert await store.revision() == 2
        assert (await store.stats()).papers == 5


async def test_a_log_that_cannot_be_read_is_not_ignored(guest: Path) -> None:
    """A file that was not closed, moved with its log into a folder that only allows reading: what is in the
    log cannot be read there, and leaving it out would show an old state."""
    async with await SQLiteStore.open(guest / "live.db", create=True) as store:
        await store.merge(library())
        shutil.copy(guest / "live.db", guest / "papers.db")
        shutil.copy(guest / "live.db-wal", guest / "papers.db-wal")
    lock(guest)
    with pytest.raises(ReadOnlyStore, match="only allows reading"):
        await SQLiteStore.open(guest / "papers.db", create=False)


async def test_a_store_cannot_be_made_in_a_read_only_folder(guest: Path) -> None:
    lock(guest)
    await refused(SQLiteStore.open(guest / "papers.db", create=True))


async def test_a_store_of_an_older_version_cannot_be_upgraded_there(
    guest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(guest / "papers.db")
    monkeypatch.setattr(sqlite_schema, "MIGRATIONS", (*sqlite_schema.MIGRATIONS, "SELECT 1"))
    lock(guest)
    await refused(SQLiteStore.open(guest / "papers.db", create=False))


async def test_what_may_not_be_read_is_said(guest: Path) -> None:
    await fill(guest / "papers.db")
    lock(guest, files=0o000, mode=0o777)
    with pytest.raises(StoreError, match=r"papers\.db cannot be read"):
        await SQLiteStore.open(guest / "papers.db", create=False)


# --- several writers -------------------------------------------------------------------------------


async def test_a_writer_waits_for_another_and_then_says_that_the_store_is_busy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_connections, "BUSY_TIMEOUT_S", 0.2)
    await fill(path)
    other = apsw.Connection(str(path))
    async with await SQLiteStore.open(path, create=True) as store:
        other.execute("BEGIN IMMEDIATE")
        merging = asyncio.create_task(store.merge([make_facts("new", "New", "x")]))
        # Readers don't wait.
        assert await store.facts(["survey-1"]) == [survey()]
        with pytest.raises(StoreBusy, match=r"another process has been writing .*; try again"):
            await merging
        other.execute("ROLLBACK")
        assert (await store.merge([make_facts("new", "New", "x")])).revision == 2
    other.close()


async def test_two_stores_write_in_turns(path: Path) -> None:
    async with (
        await SQLiteStore.open(path, create=True) as one,
        await SQLiteStore.open(path, create=True) as two,
    ):
        for turn in range(10):
            await asyncio.gather(
                *(
                    store.merge([make_facts(f"{name}{turn}", "Paper", f"By {name}.")])
                    for name, store in (("a", one), ("b", two))
                )
            )
        assert await one.revision() == await two.revision() == 20
        assert (await one.stats()).papers == 20


async def test_many_make_the_same_store_at_once(path: Path) -> None:
    stores = await asyncio.gather(*(SQLiteStore.open(path, create=True) for _ in range(8)))
    await asyncio.gather(*(store.merge([survey()]) for store in stores))
    assert [await store.revision() for store in stores] == [1] * 8
    for store in stores:
        await store.close()
    assert list(contents(path.parent)) == [path.name]
    assert not [t for t in threading.enumerate() if t.name.startswith("papergraph")]
