"""Fields that a resolver answers, once or on and on."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry

Resolver = TypeVar("Resolver", bound=Callable[..., Any])


def field(resolver: Resolver) -> Resolver:
    """Make a method the resolver of a GraphQL field; its docstring is the field's description."""
    description = " ".join((resolver.__doc__ or "").split())
    return cast(Resolver, strawberry.field(resolver, description=description))


def subscription(resolver: Resolver) -> Resolver:
    """Make an asynchronous generator the source of a GraphQL subscription; as `field`."""
    description = " ".join((resolver.__doc__ or "").split())
    return cast(Resolver, strawberry.subscription(resolver, description=description))
