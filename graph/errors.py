"""The exception tree of Papergraph.

PapergraphError
├── InvalidValue              a value that the model refuses; names the field (also a ValueError)
└── StoreError                a store could not do what it was asked
    ├── StoreAddressError     the address names no kind of store, or is malformed
    ├── StoreUnavailable      the store cannot be reached
    │   └── ConnectionLost    it was reached, then went away; retried before this is raised
    ├── AccessDenied          wrong user, wrong password, or no right to write
    │   └── ReadOnlyStore     the file, its folder or the server only allows reading
    ├── NotAStore             something is there, but it is no Papergraph store
    │   └── CorruptStore      it is one, and it is damaged
    ├── VersionMismatch       the store's schema is newer than this code, or the server is too old
    ├── StoreFull             no room left on the device
    ├── StoreBusy             another writer held the store for too long
    └── TimeLimitExceeded     reading took longer than the request has time (`graph.deadline`)

`extraction.errors` adds the errors of sources and models. Every message says in one sentence what is
wrong and what to do; drivers' own exceptions never leave a store (they stay reachable as `__cause__`).
"""


class PapergraphError(Exception):
    """Whatever Papergraph raises on purpose."""


class InvalidValue(PapergraphError, ValueError):
    """A value that the model refuses. `field` is the dotted name of what was wrong."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class StoreError(PapergraphError):
    """A store could not do what it was asked."""


class StoreAddressError(StoreError):
    """The address names no kind of store that Papergraph has, or is malformed."""


class StoreUnavailable(StoreError):
    """The store cannot be reached."""


class ConnectionLost(StoreUnavailable):
    """The store was reached and then went away; the work was retried before this was raised."""


class AccessDenied(StoreError):
    """Wrong user or password, or no right to do this."""


class ReadOnlyStore(AccessDenied):
    """The store only allows reading."""


class NotAStore(StoreError):
    """Something is at the address, but it is no Papergraph store."""


class CorruptStore(NotAStore):
    """A Papergraph store that is damaged."""


class VersionMismatch(StoreError):
    """The store's schema is newer than this code, or its server is too old for it."""


class StoreFull(StoreError):
    """No room left on the device that holds the store."""


class StoreBusy(StoreError):
    """Another writer held the store for too long."""


class TimeLimitExceeded(StoreError):
    """Reading took longer than the request has time; the store has stopped it."""
