"""SQLite and Neo4j give the same answers, to the byte, about the papers of the bundled sample."""

import asyncio
import json
from pathlib import Path

import pytest

from api.cli import main
from api.demo import PAPERS, examples
from extraction import pipeline
from extraction.readers import read
from graph.model import Paper, PaperFacts
from graph.store import GraphStore
from tests.api_client import ask
from tests.neo4j_server import Neo4jServer

CLAIM = """
    fragment Whole on Claim {
        id kind support confidence head { __typename label } tail { name } evidence { sentence start end }
    }
"""

QUERIES = [
    *(example.query for example in examples()),
    "{ stats { papers results entities { kind count } claims { kind count } } }",
    "{ entities(first: 200) { edges { cursor node { id support firstSeen } } pageInfo { hasNextPage } } }",
    "{ entities(kind: METHOD, orderBy: NEWEST, filter: {minSupport: 2}) { edges { cursor node { id } } } }",
    '{ entities(orderBy: NAME, last: 30, filter: {until: "2016"}) { edges { cursor node { id } } } }',
    "{ papers(first: 200) { edges { cursor node { id authors mentions { entity { id support } } } } } }",
    "{ papers(first: 80) { nodes { claims(first: 100) { nodes { ...Whole } } } } }" + CLAIM,
    """
    { papers(last: 50) { nodes {
        contribution { sentence }
        results { id method { label } task { name } dataset { name } metric { name } }
    } } }
    """,
    """
    { method(name: "transformer") {
        aliases support firstSeen
        papers { edges { cursor node { id } } }
        in: claims(direction: INCOMING, first: 7) {
            edges { cursor }
            nodes { ...Whole }
            pageInfo { hasNextPage hasPreviousPage }
        }
        both: claims(last: 7, filter: {kinds: [BUILDS_ON, MENTIONS], minSupport: 2}) { nodes { id } }
    } }
    """
    + CLAIM,
    """
    { lineage(method: "transformer", depth: 4) {
        generations { number entities { id support } }
        edges { cyclic edge { id support confidence claims(first: 2) { ...Whole } } }
        leftOut
    } }
    """
    + CLAIM,
    """
    { leaderboard(dataset: "ImageNet") {
        boards { metric { id } unit direction results { id value method { label } } } apart { id }
    } }
    """,
    """
    { graph(around: ["method:bert", "task:machine-translation"], depth: 2, first: 40) {
        nodes { id label } edges { id support } leftOut more
    } }
    """,
    """
    { path(from: "method:bert", to: "dataset:imagenet", longest: 8, first: 20) {
        complete paths { steps { forward edge { id claims(first: 3) { ...Whole } } } }
    } }
    """
    + CLAIM,
    '{ days { date paperCount } daily(date: "2025-01-22") { papers { id } newEntities { id } } }',
    '{ papers(filter: {since: "2014-06", until: "2017"}) { nodes { id } pageInfo { endCursor } } }',
    "{ entities(orderBy: RANK, kind: METHOD, first: 60) { edges { cursor node { id } } } }",
    '{ paper(id: "arxiv:1706.03762") { proposes { tail { name } } mentions { spans { start } } } }',
    '{ task(name: "image classification") { results { value } claims(last: 5) { nodes { id } } } }',
    '{ metric(name: "accuracy") { id aliases results(first: 5) { value dataset { name } } } }',
    '{ entity(id: "method:bert") { __typename name ... on Method { papers(last: 2) { nodes { title } } } } }',
    '{ papers(filter: {entity: "dataset:imagenet"}, first: 3) { edges { cursor } } }',
]

SEARCH = "query($text: String!) { search(text: $text, first: 50) { node { __typename id } } }"
TEXTS = ["attention", "image classif", "BERT", "deep reinforcement learning", "generative adv", "re"]


@pytest.fixture(scope="module")
def sample() -> list[PaperFacts]:
    papers = [record for record in read(PAPERS) if isinstance(record, Paper)]
    return list(pipeline.load().extract(papers))


async def test_the_same_queries_give_the_same_answers(
    sample: list[PaperFacts], sqlite_store: GraphStore, neo4j_store: GraphStore
) -> None:
    for store in (sqlite_store, neo4j_store):
        await store.merge(sample)
    for query in QUERIES:
        answer = json.dumps(await ask(sqlite_store, query))
        assert json.dumps(await ask(neo4j_store, query)) == answer, query
    for text in TEXTS:
        hits = (await ask(sqlite_store, SEARCH, text=text))["search"]
        assert (await ask(neo4j_store, SEARCH, text=text))["search"] == hits, text
        assert hits, text


async def test_the_command_line_works_alike_on_both(
    tmp_path: Path,
    empty_neo4j: Neo4jServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PAPERGRAPH_STORE_PASSWORD", empty_neo4j.password)
    stores = [str(tmp_path / "papers.db"), empty_neo4j.url.replace("://", f"://{empty_neo4j.user}@")]
    answers = []
    for store in stores:
        # In a thread: this one has an event loop, and each command brings its own.
        assert (
            await asyncio.to_thread(main, ["ingest", str(PAPERS), "--store", store, "--batch-size", "30"])
            == 0
        )
        assert " 0 changed, 0 as they were." in capsys.readouterr().err
        for command in (["show", "BERT"], ["show", "1706.03762"], ["stats"], ["query", QUERIES[0]]):
            assert await asyncio.to_thread(main, [*command, "--store", store]) == 0
        assert await asyncio.to_thread(main, ["verify", "--store", store]) == 0
        answers.append(capsys.readouterr())
    assert answers[0] == answers[1]
