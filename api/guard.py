"""Keeps queries within the limits of their context: what asks for too much, what takes too long."""

from collections.abc import Iterator
from contextlib import suppress

from graphql import GraphQLError
from strawberry.extensions import ParserCache, SchemaExtension
from strawberry.types.graphql import OperationType

from api.context import Context
from api.cost import Asked
from api.limits import Limits, exceeded
from graph.deadline import within
from graph.keys import Scope

CLOSED = "this service answers holders of a key only: send it as `Authorization: Bearer <key>`"


class RememberedParse(ParserCache):
    """Strawberry's cache of documents, which leaves texts that cannot be parsed to its parser: an error from
    there becomes part of the answer, and can be counted."""

    def on_parse(self) -> Iterator[None]:
        """Look the document up, or parse it."""
        context = self.execution_context
        if context.query:
            with suppress(GraphQLError):
                context.graphql_document = self.cached_parse_document(context.query, **context.parse_options)
        yield


class QueryLimits(SchemaExtension):
    """Refuses what goes beyond the limits of the request's context."""

    def on_operation(self) -> Iterator[None]:
        """Look at the text before it is parsed."""
        limits = self._limits()
        context = self.execution_context.context
        if isinstance(context, Context) and Scope.READ not in context.asking.scopes:
            raise GraphQLError(CLOSED, extensions={"code": "UNAUTHENTICATED"})
        query = self.execution_context.query or ""
        self.execution_context.parse_options["max_tokens"] = limits.tokens
        if len(query) > limits.characters:
            raise exceeded("characters", limits.characters, len(query))
        yield

    def on_execute(self) -> Iterator[None]:
        """Set the time for what is asked; who subscribes waits for as long as he likes."""
        if self.execution_context.operation_type is OperationType.SUBSCRIPTION:
            yield
        else:
            with within(self._limits().seconds):
                yield

    def on_validate(self) -> Iterator[None]:
        """Look at the document before it is validated."""
        document = self.execution_context.graphql_document
        if document is not None:
            asked = Asked.of(
                document,
                self.execution_context.schema._schema,
                self.execution_context.variables or {},
                self.execution_context.operation_name,
            )
            limits = self._limits()
            for name in ("depth", "aliases", "directives", "cost"):
                most, value = getattr(limits, name), getattr(asked, name)
                if value > most:
                    raise exceeded(name, most, value)
        yield

    def _limits(self) -> Limits:
        context = self.execution_context.context
        return context.limits if isinstance(context, Context) else Limits()
