"""What is computed of a whole store, and made anew in the background when the store changes: `Newest`."""

import asyncio
from typing import Generic, Protocol, TypeVar

from graph.store import GraphStore


class Dated(Protocol):
    """Something that shows a store at one revision."""

    @property
    def revision(self) -> int:
        """Which."""
        ...


T = TypeVar("T", bound=Dated)


class Newest(Generic[T]):
    """The newest of its kind, made once a revision; until a new one is there, the old one serves."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._made: T | None = None
        self._making: asyncio.Task[T] | None = None

    async def make(self, old: T | None) -> T:
        """Make one at the store's revision, or a later one; `old` is the one before."""
        raise NotImplementedError

    async def newest(self) -> T:
        """Return one at once, where there is one: also an older one, while a newer one is made."""
        revision = await self._store.revision()
        if self._made is not None and self._made.revision >= revision:
            return self._made
        making = self._start()
        # Who asks first has to wait; a failure then belongs to the asker, and the next one tries again.
        return self._made if self._made is not None else await asyncio.shield(making)

    async def current(self) -> T:
        """Return one that is at least as new as the store is now."""
        revision = await self._store.revision()
        while self._made is None or self._made.revision < revision:
            await asyncio.shield(self._start())
        return self._made

    def _start(self) -> "asyncio.Task[T]":
        if self._making is None or self._making.done():
            self._making = asyncio.create_task(self._keep())
        return self._making

    async def _keep(self) -> T:
        self._made = await self.make(self._made)
        return self._made

    async def close(self) -> None:
        """Stop making one."""
        if self._making is not None and not self._making.done():
            self._making.cancel()
            await asyncio.gather(self._making, return_exceptions=True)
