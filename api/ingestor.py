"""Extraction for the service: one thread of its own, so that answers go on while papers are read."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from extraction.choices import DEFAULT
from graph.model import Paper, PaperFacts
from graph.store import GraphStore, MergeReport

if TYPE_CHECKING:
    from extraction.pipeline import Extractor


class Ingestor:
    """Extracts papers and merges them, one call after the other; the model is loaded at the first."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="papergraph-ingest")
        self._extractor: Extractor | None = None

    async def ingest(self, store: GraphStore, papers: Sequence[Paper]) -> MergeReport:
        """Make each paper say in the store what is extracted from it, all of them or none."""
        return await store.merge(await self.extract(papers))

    async def extract(self, papers: Sequence[Paper]) -> list[PaperFacts]:
        """Return what is extracted from papers."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._extract, papers)

    def _extract(self, papers: Sequence[Paper]) -> list[PaperFacts]:
        if self._extractor is None:
            from extraction import pipeline  # noqa: PLC0415 -- a service that only reads starts without it

            self._extractor = pipeline.load(DEFAULT)
        return list(self._extractor.extract(papers))

    def close(self) -> None:
        """Wait for what is under way, and end the thread."""
        self._thread.shutdown(wait=True, cancel_futures=True)
