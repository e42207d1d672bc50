"""`SQLiteStore`, the embedded default: the whole graph in one file, beside nothing but the process.

SQLite's calls block, so each method is one job on a thread: writes on one thread of their own, in their
order; reads on a few others. A caller who is cancelled while its job waits takes it back; a job that has
begun runs on to its end, so that a merge commits or rolls back whether or not anybody still listens.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar
from weakref import WeakKeyDictionary

import apsw

from graph import (
    deadline,
    sqlite_answers,
    sqlite_claims,
    sqlite_curation,
    sqlite_entities,
    sqlite_keys,
    sqlite_merge,
    sqlite_papers,
    sqlite_schema,
)
from graph.curation import Decision
from graph.errors import StoreUnavailable
from graph.kept import KeptAnswers
from graph.keys import Key
from graph.kinds import EntityKind
from graph.model import Edge, Paper, PaperFacts, Result
from graph.selection import Question
from graph.sqlite_connections import Connections
from graph.sqlite_errors import translated
from graph.store import (
    Change,
    ClaimFilter,
    ClaimRecord,
    ClaimsBy,
    Day,
    Ends,
    EntityFilter,
    EntityOrder,
    EntityRecord,
    MergeReport,
    Page,
    PaperFilter,
    PaperQuotes,
    Stats,
    Window,
)

if TYPE_CHECKING:
    from graph.rows import GraphRows
    from graph.vectors import PaperVectors

KEPT_BYTES = 32_000_000
_READERS = 4
_STEPS = 20_000
"""Of SQLite's machine between two looks at the clock: about a millisecond."""

T = TypeVar("T")


class SQLiteStore:
    """A `GraphStore` in the SQLite file at `path`; open one with `SQLiteStore.open`."""

    def __init__(self, path: Path, kept_bytes: int = KEPT_BYTES) -> None:
        self.path = path
        self._connections = Connections(path)
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="papergraph-writer")
        self._reading = ThreadPoolExecutor(_READERS, thread_name_prefix="papergraph-reader")
        self._closing: Future[None] | None = None
        self._kept = KeptAnswers(kept_bytes)
        self._statements = WeakKeyDictionary[Question, sqlite_answers.Statement]()

    @classmethod
    async def open(cls, path: Path, *, create: bool, kept_bytes: int = KEPT_BYTES) -> Self:
        """Open the store at `path`, made where there is none if `create`; upgraded if it is of an older
        version. The path ":memory:" gives a store of its own that vanishes when it is closed. Answers of up
        to `kept_bytes` together are kept until the store changes.

        Raises `StoreAddressError`, `NotAStore`, `CorruptStore`, `VersionMismatch`, `StoreUnavailable`; and
        `ReadOnlyStore`, `StoreFull` or `StoreBusy` where it has to write.
        """
        store = cls(path, kept_bytes)
        try:
            await store._run(store._writing, lambda: sqlite_schema.prepare(store._connections, create))
        except BaseException:
            await store.close()
            raise
        return store

    async def _run(self, threads: ThreadPoolExecutor, job: Callable[[], T]) -> T:
        if self._closing is not None:
            raise StoreUnavailable(f"the store at {self.path} is closed; open it again")

        def translated_job() -> T:
            with translated(self.path):
                return job()

        return await asyncio.wrap_future(threads.submit(translated_job))

    async def _write(self, work: Callable[[apsw.Connection], T]) -> T:
        return await self._run(self._writing, lambda: work(self._connections.writer()))

    async def _read(self, work: Callable[[apsw.Connection], T]) -> T:
        limit = deadline.current()

        def job() -> T:
            with self._connections.reader() as connection:
                if limit is None:
                    return work(connection)
                connection.set_progress_handler(limit.passed, _STEPS)
                try:
                    return work(connection)
                except apsw.InterruptError:
                    raise limit.error() from None
                finally:
                    connection.set_progress_handler(None)

        return await self._run(self._reading, job)

    async def merge(self, facts: Sequence[PaperFacts]) -> MergeReport:
        return await self._write(lambda connection: sqlite_merge.merge(connection, facts))

    async def delete_papers(self, ids: Sequence[str]) -> int:
        return await self._write(lambda connection: sqlite_merge.delete(connection, ids))

    async def curate(self, decisions: Sequence[Decision]) -> int:
        return await self._write(lambda connection: sqlite_merge.curate(connection, decisions))

    async def withdraw(self, id: str) -> int | None:
        return await self._write(lambda connection: sqlite_merge.withdraw(connection, id))

    async def decisions(self) -> list[Decision]:
        return await self._read(sqlite_curation.decisions)

    async def revision(self) -> int:
        return await self._read(sqlite_papers.revision)

    async def changes(self, after: Change, limit: int) -> list[Change]:
        return await self._read(lambda connection: sqlite_papers.changes(connection, after, limit))

    async def stats(self) -> Stats:
        return await self._read(sqlite_papers.stats)

    async def papers(self, ids: Sequence[str]) -> list[Paper | None]:
        return await self._read(lambda connection: sqlite_papers.papers(connection, ids))

    async def facts(self, ids: Sequence[str]) -> list[PaperFacts | None]:
        return await self._read(lambda connection: sqlite_papers.facts(connection, ids))

    async def list_papers(self, filter: PaperFilter, window: Window) -> Page[Paper]:
        return await self._read(lambda connection: sqlite_papers.list_papers(connection, filter, window))

    async def entities(self, ids: Sequence[str]) -> list[EntityRecord | None]:
        return await self._read(lambda connection: sqlite_entities.entities(connection, ids))

    async def list_entities(
        self, filter: EntityFilter, order: EntityOrder, window: Window
    ) -> Page[EntityRecord]:
        return await self._read(
            lambda connection: sqlite_entities.list_entities(connection, filter, order, window)
        )

    async def named(self, kind: EntityKind, names: Sequence[str]) -> list[EntityRecord | None]:
        return await self._read(lambda connection: sqlite_entities.named(connection, kind, names))

    async def claims(
        self, by: ClaimsBy, ids: Sequence[str], filter: ClaimFilter, window: Window
    ) -> list[Page[ClaimRecord]]:
        return await self._read(lambda connection: sqlite_claims.claims(connection, by, ids, filter, window))

    async def edges(
        self, by: ClaimsBy, ids: Sequence[str], filter: ClaimFilter, limit: int
    ) -> list[list[Edge]]:
        return await self._read(lambda connection: sqlite_claims.edges(connection, by, ids, filter, limit))

    async def claims_of_edges(self, edges: Sequence[Ends], limit: int) -> list[list[ClaimRecord]]:
        return await self._read(lambda connection: sqlite_claims.claims_of_edges(connection, edges, limit))

    async def days(self, before: str | None, limit: int) -> list[Day]:
        return await self._read(lambda connection: sqlite_papers.days(connection, before, limit))

    async def results(self, ids: Sequence[str], limit: int) -> list[list[Result]]:
        return await self._read(lambda connection: sqlite_papers.results(connection, ids, limit))

    async def rows(self) -> "GraphRows":
        from graph import sqlite_scan  # noqa: PLC0415 -- NumPy, which few need

        return await self._read(sqlite_scan.rows)

    async def vectors(self) -> "PaperVectors":
        from graph import sqlite_scan  # noqa: PLC0415 -- as above

        return await self._read(sqlite_scan.vectors)

    async def search_papers(self, words: Sequence[str], limit: int) -> list[Paper]:
        return await self._read(lambda connection: sqlite_entities.search_papers(connection, words, limit))

    async def search_entities(
        self, words: Sequence[str], kinds: frozenset[EntityKind], limit: int
    ) -> list[EntityRecord]:
        return await self._read(
            lambda connection: sqlite_entities.search_entities(connection, words, kinds, limit)
        )

    async def answer(self, question: Question) -> bytes:
        statement = self._statements.get(question)
        if statement is None:
            statement = self._statements[question] = sqlite_answers.statement(question)

        def work(connection: apsw.Connection) -> bytes:
            revision = sqlite_papers.revision(connection)
            answer = self._kept.find(question, revision)
            if answer is None:
                answer = sqlite_answers.answer(connection, statement)
                self._kept.keep(question, revision, answer)
            return answer

        return await self._read(work)

    async def quotes(self, after: str | None, limit: int) -> list[PaperQuotes]:
        return await self._read(lambda connection: sqlite_papers.quotes(connection, after, limit))

    async def add_key(self, key: Key) -> None:
        await self._write(lambda connection: sqlite_keys.add(connection, key))

    async def keys(self) -> list[Key]:
        return await self._read(sqlite_keys.find)

    async def key(self, id: str) -> Key | None:
        found = await self._read(lambda connection: sqlite_keys.find(connection, id))
        return found[0] if found else None

    async def remove_key(self, id: str) -> bool:
        return await self._write(lambda connection: sqlite_keys.remove(connection, id))

    async def close(self) -> None:
        """Give back connections and threads, when what has begun is done. Closing twice is fine."""
        if self._closing is None:
            self._closing = self._writing.submit(self._close)
            self._writing.shutdown(wait=False)
        # A caller who is cancelled here leaves the closing to go on.
        await asyncio.shield(asyncio.wrap_future(self._closing))
        self._writing.shutdown(wait=True)  # its last job is done: this waits for the thread's last breath

    def _close(self) -> None:
        self._reading.shutdown(wait=True)
        with translated(self.path):
            self._connections.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()
