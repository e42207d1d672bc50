"""What a client is told when something fails, and what is kept for the log.

Every error of ours carries `extensions.code`: BAD_USER_INPUT for a value that cannot be meant, otherwise
the name of its class in `graph.errors` (STORE_UNAVAILABLE, STORE_BUSY ...). Any other exception is a bug:
the client gets an id, and the log has the traceback under that id. Errors that GraphQL itself finds in a
query (syntax, unknown fields) pass as they are.
"""

import logging
import re
import uuid
from collections.abc import Iterator

from graphql import GraphQLError
from graphql.validation import NoSchemaIntrospectionCustomRule
from strawberry.extensions import SchemaExtension

from api.limits import exceeded_tokens
from graph.errors import InvalidValue, PapergraphError

MOST_MISTAKES = 8
"""Of a query that is refused, so many are told."""

_log = logging.getLogger("papergraph")
# What graphql-core's parser says; it stops there, so nobody knows how many there are.
_TOKENS = re.compile(r"more tha[nt] (\d+) tokens")
_SUGGESTION = re.compile(r"\s*Did you mean .*\?$")
_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


class Vanished(PapergraphError):
    """Something that was there when the query began was removed while it ran."""


class ExplainErrors(SchemaExtension):
    """Turns the errors of an answer into what `explain` makes of them."""

    def on_operation(self) -> Iterator[None]:
        """Run after the answer is there, before it is sent."""
        yield
        result = self.execution_context.result
        if result is not None and result.errors:
            # Whoever repeats one mistake a thousand times need not be told a thousand times.
            refused = all(error.path is None for error in result.errors)
            errors = result.errors[:MOST_MISTAKES] if refused else result.errors
            result.errors = [explain(error) for error in errors]


class Reticent(SchemaExtension):
    """Answers no question about the schema, and takes from errors what gives it away: "Did you mean ...?"."""

    def on_operation(self) -> Iterator[None]:
        """Forbid to ask for the schema; when the answer is there, look at its errors."""
        rules = self.execution_context.validation_rules
        self.execution_context.validation_rules = (*rules, NoSchemaIntrospectionCustomRule)
        yield
        result = self.execution_context.result
        if result is not None and result.errors:
            for error in result.errors:
                error.message = _SUGGESTION.sub("", error.message)


def code_of(error: PapergraphError) -> str:
    """Return the code of an error: the name of its class, as codes are written."""
    return _WORD_START.sub("_", type(error).__name__).upper()


def refusal(message: str, code: str, **more: object) -> dict[str, object]:
    """Return the body of an answer that says only why there is none."""
    return {"errors": [{"message": message, "extensions": {"code": code, **more}}]}


def explain(error: GraphQLError) -> GraphQLError:
    """Return the error that a client may see."""
    cause = error.original_error
    if cause is None:
        many = _TOKENS.search(error.message)
        return exceeded_tokens(int(many[1])) if many else error
    if isinstance(cause, GraphQLError):  # a variable that is missing or of another type
        return error if error.extensions else _with(error, error.message, code="BAD_USER_INPUT")
    if isinstance(cause, UnicodeEncodeError):
        # A store that is reached over a wire cannot send what JSON could write as "\\ud800".
        return _with(error, "a text holds a lone surrogate and is no valid Unicode", code="BAD_USER_INPUT")
    if isinstance(cause, InvalidValue):
        return _with(error, str(cause), code="BAD_USER_INPUT")
    if isinstance(cause, PapergraphError):
        return _with(error, str(cause), code=code_of(cause))
    reference = uuid.uuid4().hex[:12]
    _log.error("internal error %s at %s", reference, error.path, exc_info=cause)
    message = f"Internal error; the server's log tells more about {reference}."
    return _with(error, message, code="INTERNAL", id=reference)


def _with(error: GraphQLError, message: str, **extensions: str) -> GraphQLError:
    return GraphQLError(message, nodes=error.nodes, path=error.path, extensions=dict(extensions))
