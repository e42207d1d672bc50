"""Lists of plain values in an answer, written at once: `Columns`.

graphql-core completes each item of a list on its own, with its path and whether it has to be waited for. For
a map of 20,000 nodes this takes 0.4 s instead of 0.06 s, in which the process answers nobody else.
"""

from collections.abc import Callable
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    is_specified_scalar_type,
)
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext


class Columns(StrawberryGraphQLCoreExecutionContext):
    """Strawberry's executor, which takes a short way for lists of scalars and enumerations without null."""

    def complete_list_value(self, return_type: GraphQLList[Any], *where: Any) -> Any:
        """Return the values of a list as they are sent. `where` is what graphql-core says of the field: its
        nodes, information, path, the list and a position."""
        item, values = return_type.of_type, where[3]
        type = item.of_type if isinstance(item, GraphQLNonNull) else None
        few = isinstance(type, GraphQLEnumType)
        # Of other scalars nobody knows what they make of null.
        known = isinstance(type, GraphQLScalarType) and is_specified_scalar_type(type)
        if isinstance(values, list) and type is not None and (few or known):
            written = _written(values, type.coerce_output_value, few=few)
            if written is not None:
                return written
        return super().complete_list_value(return_type, *where)


def _written(values: list[Any], write: Callable[[Any], Any], *, few: bool) -> list[Any] | None:
    """Return all values written, or None if one cannot be. Of a `few` different ones each is written once."""
    try:
        if not few:
            return [write(value) for value in values]
        known = {value: write(value) for value in set(values)}
        return [known[value] for value in values]
    except Exception:  # noqa: BLE001 -- whatever it is, graphql-core finds it again and says where
        return None
