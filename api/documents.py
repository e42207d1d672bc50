"""Trusted documents: queries that are known beforehand, asked for by their hash.

The file is what graphql-codegen writes as `persisted-documents.json`: one object, the hash of each document
and its text. A client sends `documentId` in place of `query`, or as Apollo's clients do
`extensions.persistedQuery.sha256Hash`.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from graph.errors import PapergraphError


class BadDocuments(PapergraphError):
    """The file of trusted documents is none."""


class Refused(Exception):
    """A request is not answered, because of the document that it asks for."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class Documents:
    """Trusted documents by their hash; with `only`, no others are answered."""

    def __init__(self, by_hash: Mapping[str, str] = MappingProxyType({}), *, only: bool = False) -> None:
        self.texts = frozenset(by_hash.values())
        self._by_hash, self._only = by_hash, only

    @classmethod
    def load(cls, path: Path | None, *, only: bool) -> Self:
        """Read the file; raises `BadDocuments`. Without one there are no documents."""
        if path is None:
            if only:
                raise BadDocuments(
                    "only trusted documents are to be answered, and none are given: set "
                    "PAPERGRAPH_DOCUMENTS to a persisted-documents.json"
                )
            return cls()
        try:
            found = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise BadDocuments(f"{path} cannot be read as trusted documents: {error}") from error
        if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
            raise BadDocuments(
                f'{path} holds no trusted documents; graphql-codegen writes them as {{"hash": "query"}}'
            )
        return cls(found, only=only)

    def resolve(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the request with the text of the document that it asks for. Raises `Refused`."""
        id = request.get("documentId")
        extensions = request.get("extensions")
        persisted = extensions.get("persistedQuery") if isinstance(extensions, dict) else None
        if isinstance(persisted, dict) and id is None and "query" not in request:
            id = persisted.get("sha256Hash")
            if id not in self._by_hash:
                # Clients know this very message, and send the text then.
                raise Refused("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND")
        if isinstance(id, str):
            if id not in self._by_hash:
                raise Refused(
                    f"No trusted document has the id {id[:80]!r}; send its text as `query`.",
                    "DOCUMENT_NOT_FOUND",
                )
            request = {name: part for name, part in request.items() if name != "documentId"}
            request["query"] = self._by_hash[id]
        if self._only and request.get("query") not in self.texts:
            raise Refused(
                "This service answers trusted documents only: send the `documentId` of one.",
                "UNTRUSTED_DOCUMENT",
            )
        return request

    def resolve_get(self, query_string: bytes) -> bytes:
        """Return a request's query string, with the text of the document it asks for. Raises `Refused`."""
        given = dict(parse_qsl(query_string.decode("latin-1"), keep_blank_values=True))
        if not self._only and not given.keys() & {"documentId", "extensions"}:
            return query_string
        request: dict[str, Any] = dict(given)
        try:
            request["extensions"] = json.loads(given.get("extensions", "{}"))
        except ValueError:
            return query_string
        resolved = self.resolve(request)
        given = {name: part for name, part in given.items() if name != "documentId"}
        if "query" in resolved:
            given["query"] = resolved["query"]
        return urlencode(given).encode()
