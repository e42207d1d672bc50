"""How fast papers are extracted and merged, each beside a limit measured in the same run.

    python -m tests.benchmarks.ingest PAPERS.jsonl.gz [--papers 2000] [--rounds 5] [--without-neo4j]

Rounds are interleaved and medians printed. The limits are the least that any implementation must do:

- extraction: spaCy's blank tokenizer alone on the same texts;
- SQLite: one row a paper, holding the same facts as JSON, in plain tables of the same durability;
- Neo4j: the same nodes and relationships by bare UNWIND CREATE, with nothing compared or replaced.
"""

import argparse
import asyncio
import json
import sqlite3
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import neo4j
import spacy

from extraction.pipeline import load
from extraction.readers import read
from graph import facts_json
from graph.model import Paper, PaperFacts
from graph.neo4j_store import Neo4jStore
from graph.sqlite_store import SQLiteStore
from graph.store import GraphStore
from tests.neo4j_server import Neo4jServer, from_environment

BATCH = 500


def batches(facts: Sequence[PaperFacts]) -> Iterator[Sequence[PaperFacts]]:
    for start in range(0, len(facts), BATCH):
        yield facts[start : start + BATCH]


async def merge_all(store: GraphStore, facts: Sequence[PaperFacts]) -> None:
    for batch in batches(facts):
        await store.merge(batch)


async def sqlite_merge(facts: Sequence[PaperFacts]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with await SQLiteStore.open(Path(folder) / "papers.db", create=True) as store:
            await merge_all(store, facts)


async def sqlite_bare(facts: Sequence[PaperFacts]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "bare.db")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE facts (id TEXT PRIMARY KEY, json TEXT) WITHOUT ROWID")
        for batch in batches(facts):
            rows = [(f.paper.id, json.dumps(facts_json.to_json(f), ensure_ascii=False)) for f in batch]
            connection.executemany("INSERT INTO facts VALUES (?, ?)", rows)
            connection.commit()
        connection.close()


async def wipe(driver: neo4j.AsyncDriver) -> None:
    statement = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"
    async with driver.session() as session:
        await (await session.run(statement)).consume()


async def neo4j_bare(driver: neo4j.AsyncDriver, facts: Sequence[PaperFacts]) -> None:
    await driver.execute_query("CREATE INDEX bare IF NOT EXISTS FOR (n:Bare) ON (n.id)")
    for batch in batches(facts):
        nodes = {
            f.paper.id: {"id": f.paper.id, "title": f.paper.title, "abstract": f.paper.abstract}
            for f in batch
        }
        nodes |= {e.id: {"id": e.id, "name": e.name} for f in batch for e in f.entities}
        await driver.execute_query(
            "UNWIND $rows AS row MERGE (n:Bare {id: row.id}) SET n += row", rows=[*nodes.values()]
        )
        by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for claim in (claim for f in batch for claim in f.claims):
            evidence = {
                "sentence": claim.evidence.sentence,
                "paper": claim.paper.id,
                "confidence": claim.confidence,
            }
            by_kind[claim.kind].append({"head": claim.head, "tail": claim.tail, "evidence": evidence})
        for kind, rows in by_kind.items():
            statement = (
                "UNWIND $rows AS row MATCH (h:Bare {id: row.head}) MATCH (t:Bare {id: row.tail}) "
                f"CREATE (h)-[r:{kind}]->(t) SET r = row.evidence"
            )
            await driver.execute_query(statement, rows=rows)


class Stopwatch:
    """Seconds of each named contestant, round by round."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)

    async def time(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        start = time.perf_counter()
        await work()
        self.seconds[name].append(time.perf_counter() - start)

    def report(self, papers: int, pairs: Sequence[tuple[str, str]]) -> None:
        for name, limit in pairs:
            if name not in self.seconds:
                continue
            mine, theirs = (statistics.median(self.seconds[key]) for key in (name, limit))
            print(
                f"{name:22} {papers / mine:9,.0f} papers/s   {limit:34} {papers / theirs:9,.0f} papers/s"
                f"   takes {mine / theirs:5.1f} times as long"
            )


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("papers_file")
    parser.add_argument("--papers", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without-neo4j", action="store_true")
    arguments = parser.parse_args()

    papers = [p for p in islice(read(arguments.papers_file), arguments.papers) if isinstance(p, Paper)]
    extractor = load("rules")
    blank = spacy.blank("en")
    facts = list(extractor.extract(papers))
    print(
        f"{len(papers)} papers, {sum(len(f.entities) for f in facts) / len(facts):.1f} entities and "
        f"{sum(len(f.claims) for f in facts) / len(facts):.1f} claims each"
    )

    async def extract() -> None:
        for _ in extractor.extract(papers):
            pass

    async def tokenize() -> None:
        for _ in blank.pipe(paper.text for paper in papers):
            pass

    watch = Stopwatch()
    server = None if arguments.without_neo4j else (from_environment() or Neo4jServer())
    try:
        if server is not None:
            server.__enter__()
        for _ in range(arguments.rounds):
            await watch.time("extraction by rules", extract)
            await watch.time("spaCy's tokenizer alone", tokenize)
            await watch.time("merge into SQLite", partial(sqlite_merge, facts))
            await watch.time("SQLite, one JSON row a paper", partial(sqlite_bare, facts))
            if server is None:
                continue
            auth = (server.user, server.password)
            async with neo4j.AsyncGraphDatabase.driver(server.url, auth=auth) as driver:
                url = server.url.replace("://", f"://{server.user}@")
                await wipe(driver)
                async with await Neo4jStore.open(url, create=True, password=server.password) as store:
                    await watch.time("merge into Neo4j", partial(merge_all, store, facts))
                await wipe(driver)
                await watch.time("Neo4j, bare UNWIND CREATE", partial(neo4j_bare, driver, facts))
                await wipe(driver)
    finally:
        if server is not None:
            server.__exit__(None, None, None)
    watch.report(
        len(papers),
        [
            ("extraction by rules", "spaCy's tokenizer alone"),
            ("merge into SQLite", "SQLite, one JSON row a paper"),
            ("merge into Neo4j", "Neo4j, bare UNWIND CREATE"),
        ],
    )


if __name__ == "__main__":
    asyncio.run(main())
