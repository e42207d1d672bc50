"""Relay connections over the pages of a store: cursors, and which part of a list is asked for.

A cursor is the base64url form of the JSON of an item's key (`graph.store.Key`), so it stays right when
items are added or removed before it. It is opaque: clients hand it back as they got it.
"""

import base64
import json
import math
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Generic, Self, TypeVar

import orjson
import strawberry
from strawberry.relay import PageInfo

from api.fields import field
from graph import checks, cursors
from graph.errors import InvalidValue
from graph.store import EntityOrder, Key, Page, Window

DEFAULT_PAGE = 20
LARGEST_PAGE = 200

Shape = tuple[type[str] | type[float], ...]
"""The types of a key's values."""
RANK_KEY: Shape = (float, str)
PAPER_KEY: Shape = (str, str)
CLAIM_KEY: Shape = (float, str)
ENTITY_KEYS: Mapping[EntityOrder, Shape] = MappingProxyType(
    {
        EntityOrder.SUPPORT: (float, str),
        EntityOrder.NAME: (str,),
        EntityOrder.NEWEST: (str, str),
    }
)

First = Annotated[
    int | None,
    strawberry.argument(
        description=f"How many items from the front, at most {LARGEST_PAGE}; {DEFAULT_PAGE} if not said."
    ),
]
After = Annotated[str | None, strawberry.argument(description="Only items after the one with this cursor.")]
Last = Annotated[
    int | None,
    strawberry.argument(
        description=f"How many items from the back, at most {LARGEST_PAGE}; not with `first`."
    ),
]
Before = Annotated[str | None, strawberry.argument(description="Only items before the one with this cursor.")]
Size = Annotated[int, strawberry.argument(description=f"How many at most: 1 to {LARGEST_PAGE}.")]

Total = Callable[[], Awaitable[int]]
Record = TypeVar("Record")
Item = TypeVar("Item")


@strawberry.type(description="An item of a list and where it stands there.")
class Edge(Generic[Item]):
    cursor: str = strawberry.field(description="Where the item stands: hand it to `after` or `before`.")
    node: Item = strawberry.field(description="The item itself.")


@strawberry.type(description="A part of a list, in the order of the list.")
class Connection(Generic[Item]):
    edges: list[Edge[Item]] = strawberry.field(description="The items with their cursors.")
    nodes: list[Item] = strawberry.field(description="The items alone.")
    page_info: PageInfo = strawberry.field(description="Whether the list goes on, and from where.")
    total: strawberry.Private[Total | None] = None

    @field
    async def total_count(self) -> int | None:
        """How many items the whole list has; null where that would have to be counted, as with filters."""
        return await self.total() if self.total else None

    @classmethod
    def of(
        cls,
        page: Page[Record],
        key: Callable[[Record], Key],
        item: Callable[[Record], Item],
        total: Total | None = None,
    ) -> Self:
        """Return the connection that shows `page`; `total` says how many items its list has, where a store
        knows that without counting."""
        edges = [Edge(cursor=encode(key(record)), node=item(record)) for record in page.items]
        info = PageInfo(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        )
        return cls(edges=edges, nodes=[edge.node for edge in edges], page_info=info, total=total)


def window(
    shape: Shape, first: int | None, after: str | None, last: int | None, before: str | None
) -> Window:
    """Return the window that Relay's four arguments ask for in a list whose keys are of this shape.

    Raises `InvalidValue` for a page of no or too many items, for both `first` and `last`, and for a
    cursor that is not of this list.
    """
    if first is not None and last is not None:
        raise InvalidValue("first", "cannot be given together with last; page from one end")
    after_key = None if after is None else decode("after", after, shape)
    before_key = None if before is None else decode("before", before, shape)
    if last is not None:
        return Window(size("last", last), after_key, before_key, backwards=True)
    return Window(size("first", DEFAULT_PAGE if first is None else first), after_key, before_key)


def size(argument: str, value: int) -> int:
    """Return how many items an argument asks for; raises `InvalidValue` unless it is 1 to 200."""
    if not 1 <= value <= LARGEST_PAGE:
        raise InvalidValue(argument, f"must lie between 1 and {LARGEST_PAGE}, got {value}")
    return value


def encode(key: Key) -> str:
    """Return the cursor of a key."""
    return cursors.encode(orjson.dumps(key))


def decode(argument: str, cursor: str, shape: Shape) -> Key:
    """Return the key of a cursor; raises `InvalidValue` if no list with keys of this shape gave it."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if not isinstance(values, list) or len(values) != len(shape):
            raise ValueError
        return tuple(_value(value, kind) for value, kind in zip(values, shape, strict=True))
    except (ValueError, OverflowError, RecursionError):
        raise InvalidValue(
            argument, f"{cursor[:80]!r} is no cursor of this list; hand back one as it was given"
        ) from None


def _value(value: object, kind: type[str] | type[float]) -> str | float:
    if kind is str and isinstance(value, str):
        checks.text(value, "cursor")
        return value
    if kind is float and isinstance(value, int | float) and math.isfinite(number := float(value)):
        return number
    raise ValueError
