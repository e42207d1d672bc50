"""What a resolver has at hand: one `Context` is made for each request."""

import strawberry

from api.loaders import Loaders
from graph.store import GraphStore


class Context:
    """The store, and loaders that remember what this request has read."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self.loaders = Loaders(store)


Info = strawberry.Info[Context, None]
