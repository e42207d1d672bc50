"""From SQLite's errors to those of `graph.errors`: the one place that knows both."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from graph.errors import (
    CorruptStore,
    NotAStore,
    ReadOnlyStore,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreUnavailable,
)

_READ_ONLY = "{path} only allows reading; make the file and its folder writable for what you do"

# The first class that an error belongs to decides.
_MEANINGS: tuple[tuple[tuple[type[Exception], ...], type[StoreError], str], ...] = (
    (
        (apsw.BusyError, apsw.LockedError, apsw.ProtocolError),
        StoreBusy,
        "another process has been writing to {path} for too long; try again when it is done",
    ),
    ((apsw.FullError,), StoreFull, "no room is left for {path}; free some space and try again"),
    ((apsw.ReadOnlyError, apsw.PermissionsError), ReadOnlyStore, _READ_ONLY),
    ((apsw.NotADBError,), NotAStore, "{path} is no SQLite database; name another file"),
    (
        (apsw.CorruptError, UnicodeDecodeError),
        CorruptStore,
        "{path} is damaged ({error}); restore a copy, or ingest its sources into a new file",
    ),
    (
        (apsw.CantOpenError, apsw.IOError, OSError),
        StoreUnavailable,
        "{path} cannot be read or written ({error}); check its folder and its device",
    ),
    ((apsw.Error,), StoreError, "SQLite refused to work on {path} ({error}); please report this"),
)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise the store's own errors for those that SQLite and the system raise at work on `path`."""
    try:
        yield
    except (apsw.Error, OSError, UnicodeDecodeError) as error:
        if isinstance(error, apsw.CantOpenError) and not _writable(path):
            # SQLite could not make the files that it keeps beside the store.
            raise ReadOnlyStore(_READ_ONLY.format(path=path)) from error
        for classes, meaning, sentence in _MEANINGS:
            if isinstance(error, classes):
                raise meaning(sentence.format(path=path, error=error)) from error
        raise


def _writable(path: Path) -> bool:
    effective = os.access in os.supports_effective_ids
    return os.access(path.parent, os.W_OK, effective_ids=effective)
