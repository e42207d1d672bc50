"""What a store answers at once is what the resolvers answer, to the byte: random queries on both stores."""

import json
import logging
import re
from random import Random
from typing import Any

import apsw
import orjson
import pytest

from api.context import Context
from api.limits import Limits
from api.plans import Plan, Plans
from graph import sqlite_answers
from graph.kept import KeptAnswers
from graph.model import PaperFacts
from graph.neo4j_store import Neo4jStore
from graph.selection import Question
from graph.sqlite_store import SQLiteStore
from graph.store import GraphStore
from tests.api_client import SCHEMA, ask
from tests.factories import library, make_facts
from tests.random_queries import RandomQueries

QUERIES = 60
BOUNDLESS = Limits(cost=10**12, aliases=10**4, directives=10**4)
POOLS = {
    "id": ["arxiv:1810.04805", "odd-1", "method:bert", "dataset:glue", "task:question-answering", "nothing"],
    "method": ["BERT", "roberta", "Net’s “best” \\ {1}", "nothing"],
    "task": ["question answering", "nothing"],
    "dataset": ["glue", "SQuAD 1.1", "BERT"],
    "metric": ["accuracy", "nothing"],
}


def odd() -> list[PaperFacts]:
    """Papers with what is hard to write: quotes, backslashes, other scripts, odd numbers, all dates."""
    text = (
        'Net’s “best” \\ {1} reaches an accuracy of 1e-7 and "0.1" on GLUE 😀.\nIt is faster than BERT by '
        "3 times. Ünïcode \u2028 BERT / RoBERTa \x7f ends."
    )
    results: list[dict[str, Any]] = [
        {"value": "1e-7", "number": 1e-7, "metric": "accuracy", "dataset": "GLUE", "confidence": 1 / 3},
        {"value": "0.1", "number": 0.1 + 0.2, "metric": "accuracy", "method": "paper"},
        {"value": "3", "number": 1e300, "unit": "times", "method": "Net’s “best” \\ {1}", "confidence": 0.0},
        {"value": "1", "number": -0.0},
        {"value": "7"},
    ]
    entities = (
        "Method: Net’s “best” \\ {1}",
        "Method: BERT",
        "Method: RoBERTa",
        "Metric: accuracy",
        "Dataset: GLUE",
    )
    claims = (
        ("IMPROVES_ON", "Net’s “best” \\ {1}", "BERT", 2 / 3),
        ("IMPROVES_ON", "RoBERTa", "BERT", 1e-9),
        ("MEASURED_BY", "paper", "accuracy", 0.1 + 0.2),
        ("EVALUATED_ON", "paper", "GLUE", 1.0),
    )
    dates = [None, "2017", "2018-10", "2018-10-11", "0999", "2025-01-22"]
    return [
        make_facts(
            f"odd-{i}",
            f'Title “{i}” with \\ and "quotes"',
            text,
            entities,
            claims[: i + 1],
            results[: i + 1],
            date=date,
            listed="2025-01-22" if i % 2 else None,
            upvotes=i if i % 3 else None,
            venue="NeurIPS" if i > 3 else None,
            authors=('Zoë "Z" Ñandú', "李雷")[:i],
            code_url="https://example.org/a?b=c&d=“e”" if i == 2 else None,
        )
        for i, date in enumerate(dates)
    ]


@pytest.fixture
async def filled(store: GraphStore) -> GraphStore:
    """A store with papers."""
    await store.merge([*library(), *odd()])
    return store


async def cursors(store: GraphStore) -> dict[str, list[str]]:
    """Return cursors of each list, also of items that are gone."""
    found = await ask(
        store,
        """{ papers(first: 200) { edges { cursor node { claims(first: 200) { edges { cursor } } } } }
        support: entities(first: 200) { edges { cursor } } }""",
    )
    papers = found["papers"]["edges"]
    claims = [edge["cursor"] for paper in papers for edge in paper["node"]["claims"]["edges"]]
    return {
        "papers": [paper["cursor"] for paper in papers],
        "entities": [edge["cursor"] for edge in found["support"]["edges"]],
        "claims": claims[::5],
    }


def plan(query: str, variables: dict[str, Any] | None = None) -> Plan | None:
    return Plans(SCHEMA, BOUNDLESS).find(query, None, json.dumps(variables or {}).encode())


async def test_random_queries_are_answered_alike(filled: GraphStore) -> None:
    pools = {**POOLS, **await cursors(filled)}
    compiled = 0
    for seed in range(QUERIES):
        query, variables = RandomQueries(SCHEMA._schema, Random(seed), pools).query()
        result = await SCHEMA.execute(query, variables, Context(filled, BOUNDLESS))
        found = plan(query, variables)
        if result.errors:
            # A cursor of another order: only the resolvers say what is wrong.
            assert found is None, (seed, result.errors, query)
            assert "is no cursor of this list" in result.errors[0].message, (seed, result.errors, query)
            continue
        if "orderBy: RANK" in query:
            assert found is None, (seed, query)
            continue
        assert found is not None, (seed, query)
        compiled += 1
        assert await filled.answer(found.question) == orjson.dumps(result.data), (seed, query, variables)
    assert compiled > 0.7 * QUERIES


@pytest.mark.parametrize(
    "query",
    [
        "{ stats { papers } }",
        '{ paper(id: "x") { id } stats { papers } }',
        "{ papers(first: 500) { nodes { id } } }",
        "{ papers(first: 1, last: 1) { nodes { id } } }",
        '{ papers(after: "x") { nodes { id } } }',
        '{ papers(filter: {since: "soon"}) { nodes { id } } }',
        "{ __schema { types { name } } }",
        'mutation { deletePaper(id: "x") }',
        "subscription { paperIngested { id } }",
        "{ papers { nodes { nothing } } }",
        "{ papers",
        "query A { papers { nodes { id } } } query B { papers { nodes { id } } }",
        "query ($n: Int!) { papers(first: $n) { nodes { id } } }",
        "{ papers { nodes { " + " ".join(f"a{i}: id" for i in range(61)) + " } } }",
    ],
)
def test_what_is_for_the_resolvers_has_no_plan(query: str) -> None:
    assert plan(query) is None


def test_limits_hold_for_plans() -> None:
    query = "{ papers(first: 20) { nodes { id } } }"
    assert Plans(SCHEMA, Limits(cost=41)).find(query, None, b"{}") is not None
    for limits in (Limits(cost=40), Limits(depth=2), Limits(characters=10), Limits(tokens=5)):
        assert Plans(SCHEMA, limits).find(query, None, b"{}") is None


def test_a_plan_is_made_once() -> None:
    plans = Plans(SCHEMA, Limits())
    query = "query Few($n: Int) { papers(first: $n) { nodes { id } } }"
    first = plans.find(query, "Few", b'{"n":1}')
    assert first is not None
    assert first.name == "Few"
    assert plans.find(query, "Few", b'{"n":1}') is first
    assert plans.find(query, "Few", b'{"n":2}') is not first
    assert plans.find(query, "Many", b'{"n":2}') is None


async def test_a_kept_answer_goes_with_its_revision(filled: GraphStore) -> None:
    found = plan('{ paper(id: "arxiv:1810.04805") { title } }')
    assert found is not None
    before = await filled.answer(found.question)
    assert await filled.answer(found.question) == before
    await filled.delete_papers(["arxiv:1810.04805"])
    assert await filled.answer(found.question) == b'{"paper":null}'


def test_the_last_answers_are_kept_as_long_as_there_is_room() -> None:
    kept = KeptAnswers(100)
    first, second, third = (Question(()) for _ in range(3))
    for question in (first, second, third):
        kept.keep(question, 1, b"x" * 25)
    kept.keep(third, 1, b"y" * 25)
    kept.keep(Question(()), 1, b"x" * 25)
    assert kept.find(first, 1) is not None
    kept.keep(Question(()), 1, b"x" * 25)
    assert kept.find(second, 1) is None
    assert kept.find(first, 1) == b"x" * 25
    assert kept.find(third, 1) == b"y" * 25
    large = Question(())
    kept.keep(large, 1, b"x" * 26)
    assert kept.find(large, 1) is None
    kept.keep(first, 0, b"old")
    assert kept.find(first, 1) == b"x" * 25
    assert kept.find(first, 2) is None
    kept.keep(second, 2, b"new")
    assert kept.find(first, 1) is None
    assert kept.find(second, 2) == b"new"


async def test_neo4j_answers_in_one_round_trip(
    neo4j_store: Neo4jStore, caplog: pytest.LogCaptureFixture
) -> None:
    await neo4j_store.merge(library())
    found = plan("{ papers(first: 3) { nodes { claims { nodes { tail { name results { value } } } } } } }")
    assert found is not None
    await neo4j_store.answer(found.question)
    caplog.clear()
    with caplog.at_level(logging.DEBUG, "neo4j.io"):
        assert await neo4j_store.answer(found.question)
    assert sum("C: RUN" in record.getMessage() for record in caplog.records) == 1


async def test_compiled_statements_find_their_rows_by_an_index(sqlite_store: SQLiteStore) -> None:
    await sqlite_store.merge(library())
    for query in (
        "{ papers(first: 5) { nodes { mentions { entity { name } } results { value } proposes { id } } } }",
        '{ papers(filter: {entity: "method:bert"}, last: 2) { pageInfo { hasPreviousPage } } }',
        '{ entity(id: "method:bert") { aliases papers { nodes { id } } ... on Method { results { id } } } }',
        """{ method(name: "BERT") { claims(filter: {kinds: [IMPROVES_ON], minSupport: 2}) {
            nodes { id support head { id } tail { id } evidence { sentence } paper { title } } } } }""",
        "{ entities(kind: METHOD, orderBy: NEWEST) { edges { cursor node { claims { nodes { id } } } } } }",
    ):
        found = plan(query)
        assert found is not None
        statement = sqlite_answers.statement(found.question)

        def explained(
            connection: apsw.Connection, statement: sqlite_answers.Statement = statement
        ) -> list[str]:
            rows = connection.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.values)
            return [str(row[3]) for row in rows]

        steps = await sqlite_store._read(explained)
        tables = "paper|claim|result|mention|name|paper_entity|sentence|contribution"
        scans = [step for step in steps if re.match(rf"SCAN ({tables})\b(?!.*INDEX)", step)]
        assert scans == [], query
