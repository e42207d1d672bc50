"""What is merged, as it happens, whoever merges it: `Live`.

One task looks at the store's revision for all who listen; each of them then reads what has changed since the
last change that it has seen. So nothing is lost, nothing comes twice, and a slow listener keeps nobody else
waiting.
"""

import asyncio
from collections.abc import AsyncIterator

from graph.store import Change, GraphStore

SECONDS = 1.0
"""Between two looks at the revision."""
_AT_ONCE = 100
_LAST = "\U0010ffff"
"""After every id."""


class Live:
    """The changes of a store, for those who listen."""

    def __init__(self, store: GraphStore, seconds: float = SECONDS) -> None:
        self._store, self._seconds = store, seconds
        self._revision = 0
        self._listeners = 0
        self._looking: asyncio.Task[None] | None = None
        self._changed = asyncio.Condition()

    async def changes(self) -> AsyncIterator[Change]:
        """Yield every change from now on."""
        last = Change(await self._store.revision(), _LAST)
        self._listeners += 1
        self._looking = self._looking or asyncio.create_task(self._look())
        try:
            while True:
                # Read before the changes are: what is merged in between is no reason to wait.
                revision = await self._store.revision()
                found = await self._store.changes(last, _AT_ONCE)
                for change in found:
                    last = change
                    yield change
                if not found:
                    await self._beyond(revision)
        finally:
            self._listeners -= 1
            if not self._listeners and self._looking:
                self._looking.cancel()
                self._looking = None

    async def _beyond(self, revision: int) -> None:
        """Wait until the store has a later revision; raise what keeps from looking at it."""
        async with self._changed:
            while self._revision <= revision:
                looking = self._looking
                if looking is not None and looking.done():
                    self._looking = None
                    looking.result()
                await self._changed.wait()

    async def _look(self) -> None:
        try:
            while True:
                revision = await self._store.revision()
                if revision != self._revision:
                    async with self._changed:
                        self._revision = revision
                        self._changed.notify_all()
                await asyncio.sleep(self._seconds)
        finally:
            # Who waits learns from the task why nobody looks any more.
            async with self._changed:
                self._changed.notify_all()
