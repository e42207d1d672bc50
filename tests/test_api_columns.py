"""Lists that are written at once are what graphql-core makes of them, item by item."""

from enum import Enum
from typing import Any

import pytest
import strawberry
from strawberry.scalars import JSON

from api.columns import Columns


@strawberry.enum
class Colour(Enum):
    RED = "r"
    BLUE = strawberry.enum_value("b", description="Like the sky.")


async def later() -> int:
    return 1


LISTS: dict[str, tuple[Any, Any]] = {
    "integers": (list[int], [1, -5, 2**31 - 1, True, 3.0]),
    "floats": (list[float], [1, 0.1, 1e300]),
    "strings": (list[str], ["a", "", "ü", 1, True]),
    "ids": (list[strawberry.ID], ["a", 7]),
    "booleans": (list[bool], [True, False]),
    "colours": (list[Colour], [Colour.RED, Colour.BLUE, Colour.RED]),
    "no items": (list[int], []),
    "what is no list": (list[int], (1, 2)),
    "perhaps null": (list[int | None], [1, None]),
    "lists": (list[list[int]], [[1], [2, 3]]),
    "of our own": (list[JSON], [{"a": None}, "b"]),
    "too large": (list[int], [1, 2**31]),
    "null among integers": (list[int], [1, None]),
    "null among strings": (list[str], [None]),
    "null among booleans": (list[bool], [None]),
    "null among our own": (list[JSON], [None]),
    "null among colours": (list[Colour], [Colour.RED, None]),
    "no number": (list[float], [float("nan")]),
    "no colour": (list[Colour], [Colour.RED, "green"]),
    "what has no hash": (list[Colour], [[]]),
    "to be waited for": (list[int], [later, later]),
}


def answer(name: str, **settings: Any) -> strawberry.Schema:
    kind, values = LISTS[name]

    def listed() -> Any:
        return (
            [value() if value is later else value for value in values] if isinstance(values, list) else values
        )

    listed.__annotations__["return"] = kind

    @strawberry.type
    class Query:
        values = strawberry.field(listed)

    return strawberry.Schema(query=Query, **settings)


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_is_written_as_it_would_be(name: str) -> None:
    ours = await answer(name, execution_context_class=Columns).execute("{ values }")
    theirs = await answer(name).execute("{ values }")
    assert repr(ours.data) == repr(theirs.data)
    assert [str(error) for error in ours.errors or ()] == [str(error) for error in theirs.errors or ()]
