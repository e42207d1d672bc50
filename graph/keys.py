"""Keys that let their holders do more than read: what a store keeps of them, and how they are made and
checked.

A key is `pg_<id>_<secret>`. A store keeps the SHA-256 of the secret: 256 random bits cannot be guessed from
it, however fast the hash.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from graph import checks
from graph.errors import InvalidValue

_KEY = re.compile(r"pg_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")


class Scope(StrEnum):
    """What a key allows."""

    READ = "read"
    """To ask; only needed where the service does not answer everybody."""
    WRITE = "write"
    """To ingest and to delete papers."""
    CURATE = "curate"
    """To correct what was extracted."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key as a store keeps it: without its secret. `created` is a date, YYYY-MM-DD."""

    id: str
    name: str
    scopes: frozenset[Scope]
    digest: str
    created: str

    def __post_init__(self) -> None:
        checks.line(self.name, "key.name")
        if not self.scopes:
            raise InvalidValue("key.scopes", f"are missing; choose among {', '.join(Scope)}")


def new(name: str, scopes: frozenset[Scope]) -> tuple[Key, str]:
    """Return a new key, and the text that its holder shows; it cannot be had again."""
    id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    created = datetime.now(UTC).date().isoformat()
    return Key(id, name, scopes, _digest(secret), created), f"pg_{id}_{secret}"


def id_of(shown: str) -> str | None:
    """Return the id of a key that somebody shows, or None where it is none."""
    match = _KEY.fullmatch(shown)
    return match[1] if match else None


def opens(key: Key, shown: str) -> bool:
    """Return whether what is shown is this key."""
    match = _KEY.fullmatch(shown)
    return match is not None and match[1] == key.id and hmac.compare_digest(_digest(match[2]), key.digest)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
