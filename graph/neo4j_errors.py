"""From the Neo4j driver's exceptions to those of `graph.errors`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConnectionAcquisitionTimeoutError,
    DatabaseError,
    DatabaseUnavailable,
    DriverError,
    Forbidden,
    ForbiddenOnReadOnlyDatabase,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
    UnsupportedServerProduct,
)

from graph.errors import (
    AccessDenied,
    ConnectionLost,
    CorruptStore,
    ReadOnlyStore,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreUnavailable,
)


class _Meaning(NamedTuple):
    """What an exception of class `kind`, whose code ends with `ending`, means for the store called {}."""

    kind: type[Exception]
    ending: str
    error: type[StoreError]
    sentence: str


# The first that fits is taken.
_MEANINGS = (
    _Meaning(AuthError, "", AccessDenied, "{} refuses this user and password; correct them"),
    _Meaning(
        ClientError,
        "CredentialsExpired",
        AccessDenied,
        "the password of this user of {} has to be changed before it can be used; change it",
    ),
    _Meaning(
        ClientError,
        "AuthenticationRateLimit",
        AccessDenied,
        "{} was given too many wrong passwords; wait some seconds, then give the right one",
    ),
    _Meaning(
        ClientError,
        "WriteOnReadOnlyAccessDatabase",
        ReadOnlyStore,
        "{} is read-only; let its server accept writes",
    ),
    _Meaning(ForbiddenOnReadOnlyDatabase, "", ReadOnlyStore, "{} is read-only; let its server accept writes"),
    _Meaning(Forbidden, "", AccessDenied, "{} does not allow this user to do that; use one that may"),
    _Meaning(
        UnsupportedServerProduct,
        "",
        StoreUnavailable,
        "no Neo4j server answers at {}, or a very old one; correct the address or upgrade the server",
    ),
    _Meaning(
        ClientError,
        "DatabaseNotFound",
        StoreUnavailable,
        "there is no database {}; correct its name, or create it on the server",
    ),
    _Meaning(
        ClientError,
        "ProcedureCallFailed",
        CorruptStore,
        "a full-text search of {} failed; ingest something, which makes indexes that were lost",
    ),
    _Meaning(
        DatabaseError,
        "TransactionLogError",
        StoreFull,
        "{} could not write its log, as when its disk is full; make room and restart the server",
    ),
    _Meaning(
        DatabaseError,
        "TransactionStartFailed",
        StoreUnavailable,
        "{} has failed and must be restarted; its log says why",
    ),
    _Meaning(
        ConnectionAcquisitionTimeoutError, "", StoreBusy, "all connections to {} are in use; ask less at once"
    ),
    _Meaning(
        TransientError,
        "MemoryPoolOutOfMemoryError",
        StoreBusy,
        "{} has not enough memory for this; do less at once, or give the server more",
    ),
    _Meaning(TransientError, "", StoreBusy, "{} is too busy with other work; try again"),
)

_GONE = (ServiceUnavailable, SessionExpired, DatabaseUnavailable)


@contextmanager
def translated(shown: str, *, opening: bool = False) -> Iterator[None]:
    """Let no exception of the driver out: raise what it means for the store called `shown`.

    `opening` tells a store that could not be reached from one that went away.
    """
    try:
        yield
    except (DriverError, Neo4jError) as error:
        raise _meaning(error, shown, opening) from error


def _meaning(error: DriverError | Neo4jError, shown: str, opening: bool) -> StoreError:
    if isinstance(error, _GONE):
        if opening:
            return StoreUnavailable(f"no Neo4j server answers at {shown}; start it, or correct the address")
        return ConnectionLost(f"the connection to {shown} was lost and came not back; is the server running?")
    code, problem = (error.code, error.message) if isinstance(error, Neo4jError) else ("", str(error))
    for meaning in _MEANINGS:
        if isinstance(error, meaning.kind) and code.endswith(meaning.ending):
            return meaning.error(meaning.sentence.format(shown))
    return StoreError(f"{shown} failed: {problem}")
