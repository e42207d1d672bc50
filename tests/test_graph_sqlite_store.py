"""The embedded store: its threads and processes, what survives a kill, how it finds what it reads.

What it does like every store is in test_graph_store_contract.py.
"""

import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import apsw
import pytest

from graph.errors import StoreUnavailable
from graph.kinds import ClaimKind, EntityKind
from graph.sqlite_store import SQLiteStore
from graph.store import ClaimFilter, ClaimsBy, PaperFilter, Window, paper_key
from tests.factories import bert, library, make_facts
from tests.sqlite_processes import PAPERS, state, version


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "papers.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SQLiteStore]:
    async with await SQLiteStore.open(path, create=True) as store:
        yield store


# --- processes -------------------------------------------------------------------------------------


def spawn(*arguments: str) -> subprocess.Popen[str]:
    """Start `tests.sqlite_processes` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.sqlite_processes", *arguments],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_kill_9_loses_nothing_acknowledged_and_leaves_no_half_merged_paper(tmp_path: Path) -> None:
    """50 times: a process merges and is killed at a random moment. Then the store must hold what it held
    after some whole number of merges, no fewer than were acknowledged."""
    rng = random.Random(4)
    at_work = 0
    with spawn("write") as writers:
        assert writers.stdin
        assert writers.stdout
        for turn in range(50):
            # A new file for some turns, so that its making is killed too; the others go on with the last.
            path = tmp_path / f"{min(turn, 15)}.db"
            print(path, file=writers.stdin, flush=True)
            process = int(writers.stdout.readline())
            time.sleep(rng.uniform(0.0, 0.02 if turn < 10 else 0.25))
            os.kill(process, signal.SIGKILL)
            acknowledged = list(iter(writers.stdout.readline, "dead\n"))
            revision = asyncio.run(check_whole(path))
            if acknowledged:
                assert int(acknowledged[-1]) <= revision <= int(acknowledged[-1]) + 1
                at_work += 1
            check_integrity(path)
        writers.stdin.close()
    assert at_work > 20  # else most were killed before they had done anything


async def check_whole(path: Path) -> int:
    """Check that the store holds exactly what the merges up to its revision have made; return that."""
    async with await SQLiteStore.open(path, create=True) as store:
        revision = await store.revision()
        held = state(revision)
        found = await store.facts([f"p{paper}" for paper in range(PAPERS)])
        assert {facts.paper.id: facts for facts in found if facts} == held
        assert (await store.stats()).papers == len(held)
    return revision


def check_integrity(path: Path) -> None:
    with apsw.Connection(str(path)) as connection:
        assert connection.pragma("integrity_check") == "ok"
        assert list(connection.execute("PRAGMA foreign_key_check")) == []
        for table in ("paper_words", "name_words"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
    connection.close()


async def test_another_process_reads_whole_revisions_while_one_writes(store: SQLiteStore, path: Path) -> None:
    last = 60
    await store.merge([version(paper, 0) for paper in range(PAPERS)])
    with spawn("read", str(path), str(last)) as reader:
        assert reader.stdout
        lines = [await asyncio.to_thread(reader.stdout.readline)]
        for number in range(1, last + 1):
            await store.merge([version(paper, number) for paper in range(PAPERS)])
        lines += await asyncio.to_thread(reader.stdout.readlines)
    assert reader.returncode == 0
    readings = [tuple(map(int, line.split())) for line in lines]
    # How many papers there were, and the one version that all of them had.
    assert {reading[:-1] for reading in readings} == {(PAPERS,)}
    numbers = [reading[-1] for reading in readings]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) > 3


# --- threads ---------------------------------------------------------------------------------------


def own_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("papergraph")]


async def test_close_gives_back_all_threads_and_is_final(path: Path) -> None:
    store = await SQLiteStore.open(path, create=True)
    await store.merge(library())
    await asyncio.gather(*(store.papers(["survey-1"]) for _ in range(20)))
    assert own_threads()
    await asyncio.gather(store.close(), store.close())
    assert own_threads() == []
    assert sorted(file.name for file in path.parent.iterdir()) == ["papers.db"]
    for call in (store.revision(), store.merge([])):
        with pytest.raises(StoreUnavailable, match="is closed; open it again"):
            await call
    await store.close()


async def test_a_store_that_could_not_be_opened_leaves_no_thread(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="is a folder"):
        await SQLiteStore.open(tmp_path, create=True)
    assert own_threads() == []


async def test_close_waits_for_what_has_begun(path: Path) -> None:
    store = await SQLiteStore.open(path, create=True)
    merging = asyncio.create_task(store.merge(library()))
    await asyncio.sleep(0)
    await store.close()
    assert (await merging).added == 4
    async with await SQLiteStore.open(path, create=False) as again:
        assert await again.revision() == 1


async def test_a_cancelled_close_goes_on(path: Path) -> None:
    store = await SQLiteStore.open(path, create=True)
    merging = asyncio.create_task(store.merge(library()))
    await asyncio.sleep(0)
    closing = asyncio.create_task(store.close())
    await asyncio.sleep(0)
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    assert (await merging).revision == 1
    await store.close()
    assert own_threads() == []


async def test_a_cancelled_merge_happens_whole_or_not_at_all(store: SQLiteStore) -> None:
    rng = random.Random(5)
    for turn in range(30):
        before = await store.revision()
        facts = [make_facts(f"{turn}-{n}", f"Paper {n}", f"Turn {turn}.") for n in range(20)]
        merging = asyncio.create_task(store.merge(facts))
        await asyncio.sleep(rng.uniform(0.0, 0.01))
        merging.cancel()
        with suppress(asyncio.CancelledError):  # it may have been done before
            await merging
        # The next write comes after it, so that its fate is known.
        assert await store.delete_papers(["nothing"]) == 0
        kept = [paper for paper in await store.papers([f.paper.id for f in facts]) if paper]
        assert (len(kept), await store.revision() - before) in {(0, 0), (20, 1)}


async def test_a_merge_that_is_cancelled_while_it_waits_never_begins(store: SQLiteStore) -> None:
    begun, release = threading.Event(), threading.Event()

    def block(_: object) -> None:
        begun.set()
        release.wait(10)

    blocking = asyncio.create_task(store._write(block))
    await asyncio.to_thread(begun.wait, 10)
    waiting = asyncio.create_task(store.merge(library()))
    await asyncio.sleep(0.05)
    waiting.cancel()
    await asyncio.sleep(0)  # in which the loop takes the job back, before the writer is free for it
    release.set()
    await blocking
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await store.revision() == 0


async def test_reads_and_the_event_loop_go_on_while_a_writer_works(store: SQLiteStore) -> None:
    await store.merge([bert()])
    release = threading.Event()
    writing = asyncio.create_task(store._write(lambda _: release.wait(10)))
    await asyncio.sleep(0.05)
    assert await store.facts([bert().paper.id]) == [bert()]
    assert await store.revision() == 1
    release.set()
    await writing


async def test_stores_in_memory_are_private_and_serve_readers_and_writer() -> None:
    memory = Path(":memory:")
    async with (
        await SQLiteStore.open(memory, create=True) as one,
        await SQLiteStore.open(memory, create=True) as two,
    ):
        batches = [[version(paper, number) for paper in range(PAPERS)] for number in range(1, 20)]

        async def write() -> None:
            for batch in batches:
                await one.merge(batch)

        async def read() -> None:
            for _ in range(40):
                found = await one.facts([f"p{paper}" for paper in range(PAPERS)])
                assert len({facts and facts.paper.title.split()[-1] for facts in found}) == 1

        await asyncio.gather(write(), read(), read())
        assert await one.facts([f"p{paper}" for paper in range(PAPERS)]) == batches[-1]
        assert (await two.stats()).papers == 0


# --- finding ---------------------------------------------------------------------------------------


@pytest.fixture
def statements() -> Iterator[dict[str, Any]]:
    """Every statement that any connection runs, with what it bound."""
    seen: dict[str, Any] = {}

    def trace(_: apsw.Cursor, sql: str, bindings: Any) -> bool:
        seen[sql] = bindings
        return True

    def hook(connection: apsw.Connection) -> None:
        connection.exec_trace = trace

    apsw.connection_hooks.append(hook)
    yield seen
    apsw.connection_hooks.remove(hook)


async def test_every_statement_finds_its_rows_by_an_index(statements: dict[str, Any], path: Path) -> None:
    async with await SQLiteStore.open(path, create=True) as store:
        await store.merge(library())
        papers = (await store.list_papers(PaperFilter(), Window(9))).items
        [claims] = await store.claims(ClaimsBy.EITHER, ["method:bert"], ClaimFilter(), Window(9))
        ids = ["method:bert", "dataset:glue", "task:question-answering", "arxiv:1810.04805"]
        statements.clear()
        await store.merge([make_facts("survey-1", "Changed", "x"), *library()[:3]])
        await store.delete_papers(["survey-1"])
        first, last = paper_key(papers[1]), paper_key(papers[-1])
        for window in (Window(2), Window(2, first), Window(2, None, last), Window(2, first, last, True)):
            for filter in (
                PaperFilter(),
                PaperFilter(since="2018", until="2020"),
                PaperFilter(venue="ICLR"),
                PaperFilter(listed="2025-09-02"),
                PaperFilter(entity="method:bert"),
                PaperFilter("2018", "2020", "ICLR", "method:bert", "2025-09-02"),
            ):
                await store.list_papers(filter, window)
        low, high = claims.items[1].key, claims.items[-1].key
        strict = ClaimFilter(frozenset({ClaimKind.IMPROVES_ON}), 2, 0.5, "2018", "2020")
        for by in ClaimsBy:
            for claim_filter in (ClaimFilter(), strict):
                for window in (Window(2), Window(2, low), Window(2, None, high), Window(2, low, high, True)):
                    await store.claims(by, ids, claim_filter, window)
                if by is not ClaimsBy.PAPER:
                    await store.edges(by, ids, claim_filter, 5)
        await store.results([*ids, "metric:f1"], 5)
        await store.papers(ids)
        await store.facts(ids)
        await store.entities(ids)
        await store.named(EntityKind.METHOD, ["BERT"])
        await store.search_papers(["bert", "que"], 5)
        await store.search_entities(["be"], frozenset({EntityKind.METHOD}), 5)
        await store.quotes("a", 5)
    planned = 0
    # Decisions of curators are few.
    small = {
        "curation",
        "CONSTANT",
        "json_each",
        "wanted",
        "paper_words",
        "name_words",
        "hit",
        "edge",
        "state",
        "tally",
    }
    connection = apsw.Connection(str(path))
    connection.exec_trace = None
    for sql, bindings in statements.items():
        if not re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", sql):
            continue
        for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", bindings):
            planned += 1
            table = re.match(r"SCAN (\w+)", step)
            # The list of all papers is one index from end to end.
            assert table is None or table[1] in small or step == "SCAN paper USING INDEX paper_by_date", (
                f"{step}: {sql}"
            )
            if sql.endswith("LIMIT :limit") and sql.startswith("SELECT") and "claim.paper = " not in sql:
                assert "TEMP B-TREE" not in step, f"a list is sorted: {sql}"
    connection.close()
    assert planned > 300
