"""A corpus in memory: how soon it is there, what it takes, and how fast related papers come from it.

    python -m tests.benchmarks.related PAPERS.jsonl.gz --store STORE.db [--papers N] [--questions 400]

STORE.db is made where it is not there (`tests.benchmarks.corpus`), and changed by a paper at a time. Printed
are:

- the snapshot of the store and the index of related papers: seconds and the peak of the process's memory,
  from nothing and after a paper was merged;
- related papers of random papers, 10 each: median and p95, beside an exact search by the embedding alone;
- queries that a process of its own sends over HTTP while nothing is made, and while both are made anew, in
  turns.
"""

import argparse
import asyncio
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import uvicorn

from api.app import create_app
from api.settings import Settings
from graph.sqlite_store import SQLiteStore
from graph.store import GraphStore
from queries.related import related
from queries.related_index import RelatedIndex, RelatedIndexes
from queries.snapshot import Snapshots
from tests.benchmarks.api import asker
from tests.benchmarks.corpus import extracted, fill

QUIET_SECONDS = 10.0
ROUNDS = 3


def percentile(seconds: Sequence[float], share: float) -> float:
    return float(np.percentile(np.array(seconds) * 1000, share))


def told(name: str, seconds: Sequence[float]) -> str:
    middle, high = percentile(seconds, 50), percentile(seconds, 95)
    return f"  {name:44} median {middle:7.1f} ms   p95 {high:7.1f} ms   ({len(seconds):,})"


def peak() -> float:
    """Return the most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def change(store: GraphStore, number: int) -> None:
    """Merge a paper that says something else than before."""
    [paper] = await store.papers([(await store.rows()).papers[0]])
    assert paper
    await store.merge(extracted([replace(paper, abstract=f"{paper.abstract} We try it {number} times.")]))


async def build(store: GraphStore) -> RelatedIndex:
    print(f"  before: peak {peak():,.0f} MiB")
    snapshots = Snapshots(store)
    indexes = RelatedIndexes(store, snapshots)
    for what in ("from nothing", "after one paper"):
        start = time.perf_counter()
        snapshot = await snapshots.current()
        took, most = time.perf_counter() - start, peak()
        print(f"  snapshot {what}: {took:.1f} s (to reach: 20), peak {most:,.0f} MiB (to reach: 2,048)")
        start = time.perf_counter()
        index = await indexes.current()
        took, most = time.perf_counter() - start, peak()
        print(f"  index of related papers {what}: {took:.1f} s, peak {most:,.0f} MiB")
        rows = snapshot.rows
        await change(store, random.randrange(10**9))
    print(f"  {len(rows.papers):,} papers, {len(rows.entities):,} entities, {len(rows.heads):,} edges")
    return index


async def ask(store: GraphStore, index: RelatedIndex, questions: int) -> None:
    picked = random.Random(1).sample(index.snapshot.rows.papers, questions)
    ours: list[float] = []
    bare: list[float] = []
    for id in picked:
        start = time.perf_counter()
        hits = await related(store, index, id, limit=10)
        ours.append(time.perf_counter() - start)
        assert hits
        vector = index.meaning[index.papers[id]]
        start = time.perf_counter()
        scores = index.meaning @ vector
        np.argpartition(-scores, 10)[:10]
        bare.append(time.perf_counter() - start)
    print(told("related papers (p95 to reach: 50 ms)", ours))
    print(told("the nearest by the embedding alone", bare))


def client(port: int, seconds: float) -> None:
    """Ask a server for so long, and print when each answer was asked for and how long it took, in seconds."""
    send = asker(port, "/graphql")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.monotonic()
        send("few")
        print(start, time.monotonic() - start)
        time.sleep(0.002)


async def answers_meanwhile(path: Path) -> None:
    app = create_app(Settings(store=f"sqlite:///{path}", requests_a_minute=0, kept_megabytes=0))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 -- it has no event to wait for
        await asyncio.sleep(0.1)
    port = server.servers[0].sockets[0].getsockname()[1]
    store, services = app.state.store, app.state.services
    await services.indexes.current()
    command = (sys.executable, "-m", "tests.benchmarks.related", "--client", str(port))
    asking = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    spans: list[tuple[float, float]] = []
    for number in range(ROUNDS):
        await asyncio.sleep(QUIET_SECONDS)
        await change(store, number)
        start = time.monotonic()
        await services.indexes.current()
        spans.append((start, time.monotonic()))
    asking.terminate()
    printed, _ = await asking.communicate()
    lines = [line.split() for line in printed.decode().splitlines()]
    times = [(float(line[0]), float(line[1])) for line in lines if len(line) == 2]
    times = [each for each in times if each[0] > spans[0][0] - QUIET_SECONDS + 1]
    during = [took for start, took in times if any(a <= start + took and start <= b for a, b in spans)]
    quiet = [took for start, took in times if not any(a <= start + took and start <= b for a, b in spans)]
    built = statistics.median(b - a for a, b in spans)
    print(told("queries while nothing is made", quiet))
    print(told(f"queries while both are made anew ({built:.1f} s)", during))
    print(f"  p95 grows {percentile(during, 95) / percentile(quiet, 95):.2f} times (to reach: 2)")
    server.should_exit = True
    await serving


async def run(arguments: argparse.Namespace) -> None:
    papers = await fill(arguments.store, arguments.source, arguments.papers)
    print(f"{papers:,} papers")
    async with await SQLiteStore.open(arguments.store, create=False) as store:
        index = await build(store)
        await ask(store, index, arguments.questions)
    del index
    await answers_meanwhile(arguments.store)


def main() -> None:
    if sys.argv[1:2] == ["--client"]:
        client(int(sys.argv[2]), seconds=3600)
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--papers", type=int)
    parser.add_argument("--questions", type=int, default=400)
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
