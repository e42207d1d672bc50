"""An event loop in a thread of its own, so that a store can work beside a busy main thread."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

from graph.store import GraphStore

T = TypeVar("T")


class Background:
    """Runs coroutines for the main thread, which stays free to read, to extract, and to be interrupted.

    Ctrl-C reaches the main thread only: what runs here goes on until it is done or the process ends.
    """

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="store", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Start `work` and return what it will give."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    @contextmanager
    def holding(self, opening: Coroutine[Any, Any, GraphStore]) -> Iterator[GraphStore]:
        """Give the store that `opening` opens, and close it when all that was begun is done."""
        store = self.submit(opening).result()
        try:
            yield store
        finally:
            self.submit(_close(store)).result()


async def _close(store: GraphStore) -> None:
    # An interrupt may leave work that nobody waits for.
    begun = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.gather(*begun, return_exceptions=True)
    await store.close()
