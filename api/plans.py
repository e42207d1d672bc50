"""What is known of queries that were asked before: their documents, and the questions that answer them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import orjson
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    parse,
    validate,
)

from api.cost import Asked
from api.documents import BadDocuments
from api.limits import Limits
from api.observations import UNNAMED
from api.questions import NotCompiled, question
from api.schema import Schema
from graph.selection import Question

MOST_DOCUMENTS = 500
MOST_PLANS = 2000
"""For documents with their variables."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to answer an operation."""

    name: str
    question: Question


class Plans:
    """The plans of one schema, for queries within these limits. Trusted documents are read at once, however
    long, and kept."""

    def __init__(self, schema: Schema, limits: Limits, trusted: Iterable[str] = ()) -> None:
        self._schema, self._limits = schema, limits
        self._trusted = {text: self._checked(text) for text in trusted}
        self._document: Callable[[str], DocumentNode | None] = lru_cache(MOST_DOCUMENTS)(self._read)
        self.find: Callable[[str, str | None, bytes], Plan | None] = lru_cache(MOST_PLANS)(self._make)
        """Return the plan for a query, its operation's name and its variables as a JSON object; None where
        the resolvers are to answer."""

    def _checked(self, text: str) -> DocumentNode:
        """Return the document of a trusted text; raises `BadDocuments` where the schema refuses it."""
        try:
            return self._valid(text)
        except GraphQLError as error:
            raise BadDocuments(f"a trusted document is not valid ({error.message}): {text[:200]}") from error

    def _valid(self, text: str, most_tokens: int | None = None) -> DocumentNode:
        """Return the document of a text; raises `GraphQLError` where it is none or not of the schema."""
        document = parse(text, max_tokens=most_tokens)
        for error in validate(self._schema._schema, document):
            raise error
        return document

    def _read(self, query: str) -> DocumentNode | None:
        """Return the document of a query; None where it is not valid, or too long."""
        if query in self._trusted:
            return self._trusted[query]
        if len(query) > self._limits.characters:
            return None
        try:
            return self._valid(query, self._limits.tokens)
        except GraphQLError:
            return None

    def _make(self, query: str, operation: str | None, variables: bytes) -> Plan | None:
        document = self._document(query)
        if document is None:
            return None
        operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
        wanted = [o for o in operations if operation is None or (o.name and o.name.value == operation)]
        if len(wanted) != 1 or wanted[0].operation is not OperationType.QUERY:
            return None
        values = orjson.loads(variables)
        asked = Asked.of(document, self._schema._schema, values, operation)
        if any(getattr(asked, name) > getattr(self._limits, name) for name in Asked.__slots__):
            return None
        fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        try:
            found = question(self._schema, wanted[0], fragments, values)
        except NotCompiled:
            return None
        return Plan(wanted[0].name.value if wanted[0].name else UNNAMED, found)
