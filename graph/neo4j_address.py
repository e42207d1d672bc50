"""The address of a Neo4j store, taken apart."""

from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote, urlsplit

from graph.errors import StoreAddressError

FORM = "neo4j://user:password@host:7687/database"
_DEFAULT_PORT = 7687
_DEFAULT_NAME = "neo4j"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Neo4j store is and who asks: `uri` is what the driver connects to, `shown` names the place
    in messages. Neither holds a password."""

    uri: str
    database: str
    auth: tuple[str, str] | None = field(repr=False)

    @property
    def shown(self) -> str:
        """Server and database, for messages."""
        return f"{self.uri}/{self.database}"

    @classmethod
    def parse(cls, url: str, password: str | None) -> Self:
        """Return the parts of `url`, written as `FORM`.

        User and database are "neo4j" where the address leaves them out; `password` is used where it
        carries none, and without any the server is asked to let us in without one. User, password and
        database are percent-encoded. Raises `StoreAddressError`, whose message never quotes the address:
        a malformed one may show its password anywhere.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port = None, None
        else:
            if "/" in parts.path.strip("/") or parts.query or parts.fragment:
                host = None
        if not host:
            raise StoreAddressError(
                f"the address of the Neo4j store is malformed; write {FORM}, with signs such as @ : / # ? % "
                "in user or password percent-encoded"
            )
        if ":" in host:
            host = f"[{host}]"
        secret = unquote(parts.password) if parts.password else password
        return cls(
            uri=f"{parts.scheme}://{host}:{port or _DEFAULT_PORT}",
            database=unquote(parts.path.strip("/")) or _DEFAULT_NAME,
            auth=(unquote(parts.username or "") or _DEFAULT_NAME, secret) if secret else None,
        )
