"""What a resolver has at hand: one `Context` is made for each request."""

import strawberry

from api.limits import Limits
from api.loaders import Loaders
from graph.store import GraphStore


class Context:
    """The store, loaders that remember what this request has read, and what it may ask at most."""

    def __init__(self, store: GraphStore, limits: Limits | None = None) -> None:
        self.store = store
        self.limits = limits or Limits()
        self.loaders = Loaders(store)


Info = strawberry.Info[Context, None]
