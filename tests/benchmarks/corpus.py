"""A store of a whole corpus for benchmarks, made once and kept.

    python -m tests.benchmarks.corpus PAPERS.jsonl.gz STORE.db [--papers N]

Papers are read by the rules, which takes 3 to 13 minutes for 86,000 on two cores where the trained extractor
takes hours, and each gets a random embedding of the size and form of the trained one: what is measured is how
long answers take, not how good they are.
"""

import argparse
import asyncio
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np

from extraction.pipeline import load
from extraction.readers import read
from graph.model import Paper, PaperFacts
from graph.sqlite_store import SQLiteStore

BATCH = 500
EMBEDDING = 384
"""Values of an embedding of the trained extractor."""


def extracted(papers: Sequence[Paper]) -> list[PaperFacts]:
    """Return the facts of papers by the rules, each with a random embedding that its id decides."""
    found = []
    for facts in load("rules").extract(papers):
        random = np.random.default_rng(list(facts.paper.id.encode()))
        vector = random.standard_normal(EMBEDDING)
        found.append(replace(facts, embedding=tuple((vector / np.linalg.norm(vector)).tolist())))
    return found


def batches(source: Path, papers: int | None) -> Iterator[list[Paper]]:
    """Yield the papers of a file, so many at once."""
    records = islice((record for record in read(source) if isinstance(record, Paper)), papers)
    while batch := list(islice(records, BATCH)):
        yield batch


async def fill(store: Path, source: Path, papers: int | None) -> int:
    """Make the store of a corpus where there is none; return how many papers it holds."""
    if not store.exists():  # noqa: ASYNC240 -- nothing else runs here
        part = store.with_suffix(".part")
        part.unlink(missing_ok=True)
        with multiprocessing.get_context("spawn").Pool() as pool:
            async with await SQLiteStore.open(part, create=True) as graph:
                for facts in pool.imap(extracted, batches(source, papers)):
                    await graph.merge(facts)
        part.rename(store)
    async with await SQLiteStore.open(store, create=False) as graph:
        return (await graph.stats()).papers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("store", type=Path)
    parser.add_argument("--papers", type=int)
    arguments = parser.parse_args()
    start = time.perf_counter()
    papers = asyncio.run(fill(arguments.store, arguments.source, arguments.papers))
    print(f"{papers:,} papers in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
