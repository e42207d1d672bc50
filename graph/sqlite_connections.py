"""The connections of one embedded store: one that writes, several that read beside it.

The file is in WAL mode: readers of any process see the last whole commit and never wait for the writer.
Of all processes one writes at a time; another waits `BUSY_TIMEOUT_S`. Only connections that write move
the log into the file (SQLite's passive checkpoint after a commit, which never waits for anybody, and the
final one when the last of them closes); readers are opened read-only and cannot, so nobody fights for it.

An in-memory store has the same connections on a database of its own in SQLite's "memdb". There is no WAL
in memory: readers and writer wait for each other there.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import apsw

from graph import sqlite_functions
from graph.errors import StoreAddressError

MEMORY = ":memory:"
BUSY_TIMEOUT_S = 30.0

_WRITER_CACHE_KIB = 65536
_READER_CACHE_KIB = 16384
_CHECKPOINT_PAGES = 4000  # 16 MB of log
_LARGEST_LOG_BYTES = 64 << 20  # what a log keeps for reuse after a large merge
_STATEMENTS = 250

_READ = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
_WRITE = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI


@contextmanager
def transaction(connection: apsw.Connection, begin: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """One transaction: committed at the end of the block, rolled back when it raises."""
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    finally:
        # SQLite has rolled back by itself after some errors, a full disk for one.
        if connection.in_transaction:
            connection.execute("ROLLBACK")


class Connections:
    """The connections to the store at `path`. The writer belongs to one thread, `reader` to any number."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._in_memory = str(path) == MEMORY
        if self._in_memory:
            self._uri = f"file:/papergraph-{uuid4().hex}?vfs=memdb"
        else:
            self._uri = f"file:{quote(str(path.absolute()))}?"
        self._writer: apsw.Connection | None = None
        self._idle: deque[apsw.Connection] = deque()

    def application_id(self) -> int | None:
        """Return whose file this is, by its header; None where there is no file or an empty one.

        Looks without locking, and without making the files beside it that a reader makes: what is no
        store of ours stays untouched.
        """
        if self._in_memory:
            return None
        if self.path.is_dir():
            raise StoreAddressError(f"{self.path} is a folder; name a file in it")
        if not self.path.exists() or self.path.stat().st_size == 0:
            return None
        connection = self._connect(f"{self._uri}&immutable=1", _READ)
        try:
            found: int = connection.pragma("application_id")
        finally:
            connection.close()
        return found

    def create(self, application_id: int) -> None:
        """Make an empty database that says whose it is; harmless where another process has just done so."""
        if not self._in_memory and not self.path.parent.is_dir():
            raise StoreAddressError(f"the folder {self.path.parent} does not exist; make it first")
        connection = self._connect(self._uri, _WRITE | apsw.SQLITE_OPEN_CREATE)
        # Written before there is a log, so that the header in the file says it from the first moment on;
        # and without a journal, so that a kill leaves an empty file or a stamped one.
        with suppress(apsw.BusyError):  # another process has just made it and has its log already
            connection.pragma("journal_mode", "MEMORY")
        connection.pragma("application_id", application_id)
        self._writer = self._for_writing(connection)

    def writer(self) -> apsw.Connection:
        """Return the connection that writes, opened when it is first wanted."""
        if self._writer is None:
            self._writer = self._for_writing(self._connect(self._uri, _WRITE))
        return self._writer

    @staticmethod
    def _for_writing(connection: apsw.Connection) -> apsw.Connection:
        connection.pragma("journal_mode", "WAL")
        # In WAL mode a commit survives a kill of the process at any setting: its pages are with the
        # operating system. FULL also syncs the log at each commit, so that it survives a loss of power;
        # NORMAL could lose the last commits then. One sync a batch costs little.
        connection.pragma("synchronous", "FULL")
        connection.pragma("foreign_keys", True)
        connection.pragma("cache_size", -_WRITER_CACHE_KIB)
        connection.pragma("wal_autocheckpoint", _CHECKPOINT_PAGES)
        connection.pragma("journal_size_limit", _LARGEST_LOG_BYTES)
        return connection

    @contextmanager
    def reader(self) -> Iterator[apsw.Connection]:
        """Lend a connection that reads, in a transaction: all that it shows is of one revision."""
        try:
            connection, lasting = self._idle.pop(), True
        except IndexError:
            connection, lasting = self._for_reading()
        try:
            with transaction(connection, "BEGIN"):
                yield connection
        except BaseException:
            connection.close()
            raise
        if lasting:
            self._idle.append(connection)
        else:
            connection.close()

    def _for_reading(self) -> tuple[apsw.Connection, bool]:
        """Return a connection that reads, and whether it may be kept for the next one who reads."""
        connection = self._connect(self._uri, _READ)
        try:
            connection.pragma("schema_version")  # opens the log
        except (apsw.ReadOnlyError, apsw.CantOpenError):
            connection.close()
            log = Path(f"{self.path}-wal")
            if log.exists() and log.stat().st_size > 0:
                raise
            # The folder is read-only, so that the log cannot be opened, and there is none: all is in the
            # file. SQLite then takes it for one that nobody changes. Somebody might through another mount,
            # so such a connection serves one read, and the next looks again.
            return self._connect(f"{self._uri}&immutable=1", _READ), False
        connection.pragma("cache_size", -_READER_CACHE_KIB)
        return connection, True

    @staticmethod
    def _connect(uri: str, flags: int) -> apsw.Connection:
        connection = apsw.Connection(uri, flags=flags, statementcachesize=_STATEMENTS)
        connection.set_busy_timeout(round(BUSY_TIMEOUT_S * 1000))
        sqlite_functions.add(connection)
        return connection

    def close(self) -> None:
        """Close them all, the writer last: it moves the log into the file and removes it."""
        while self._idle:
            self._idle.pop().close()
        if self._writer is not None:
            self._writer.close()
