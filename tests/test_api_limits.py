"""What a query may ask at most: measured before it runs, refused with limit and value, ended when time is up.
What a query may ask at most: measured before it runs, refused with limit and value, ended when time is up."""

import time

import graphql
import pytest

from api.context import Context
from api.cost import Asked
from api.limits import Limits
from api.schema import build_schema
from graph import deadline
from graph.errors import TimeLimitExceeded
from graph.sqlite_store import SQLiteStore
from graph.store import GraphStore, PaperFilter, Window
from tests.api_client import SCHEMA, ask
from tests.factories import library, make_facts

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def asked(query: str, **variables: object) -> Asked:
    return Asked.of(graphql.parse(query), SCHEMA._schema, variables, None)


@pytest.mark.parametrize(
    ("query", "cost"),
    [
        ("{ stats { papers } }", 2),
        ("{ papers(first: 5) { nodes { id title } } }", 1 + 5 * (1 + 2)),
        ("{ papers { nodes { id } } }", 1 + 20 * 2),
        ("{ papers(last: 3) { nodes { claims(first: 4) { nodes { id } } } } }", 1 + 3 * (1 + 1 + 4 * 2)),
        ('{ paper(id: "x") { mentions { spans { start } } } }', 1 + 1 + 10 * (1 + 10)),
        ("{ ...F ...F } fragment F on Query { stats { papers } }", 4),
        ("{ ... on Query { stats { papers } } }", 2),
    ],
)
def test_cost_counts_items(query: str, cost: int) -> None:
    assert asked(query).cost == cost


def test_sizes_in_variables_count() -> None:
    query = "query ($n: Int) { papers(first: $n) { nodes { id } } }"
    assert asked(query, n=7).cost == 1 + 7 * 2
    assert asked(query).cost == 1 + 20 * 2
    assert asked(query, n="many").cost == 1 + 20 * 2


def test_depth_aliases_and_directives() -> None:
    query = '{ a: stats { papers } paper(id: "x") @skip(if: true) { contribution { head { start } } } }'
    found = asked(query)
    assert (found.depth, found.aliases, found.directives) == (4, 1, 1)


def test_fragments_that_double_and_circles_are_measured_at_once() -> None:
    doubling = "".join(f"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }} " for i in range(60))
    query = f"{{ ...F0 }} {doubling} fragment F60 on Query {{ stats {{ papers }} }}"
    assert asked(query).cost == 2 * 2**60
    assert asked("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }").cost == 0
    assert asked("{ ...Nowhere nothing { at { all } } }").depth == 3


async def refusal(query: str, limits: Limits, store: GraphStore) -> dict[str, object]:
    result = await SCHEMA.execute(query, context_value=Context(store, limits))
    assert result.data is None
    assert result.errors is not None
    [error] = result.errors
    assert error.extensions is not None
    return {"message": error.message, **error.extensions}


@pytest.mark.parametrize(
    ("limits", "query", "limit", "number"),
    [
        (Limits(characters=10), "{ stats { papers } }", "characters", 20),
        (Limits(depth=1), "{ stats { papers } }", "depth", 2),
        (Limits(aliases=1), "{ a: stats { papers } b: stats { papers } }", "aliases", 2),
        (Limits(directives=0), "{ stats @include(if: true) { papers } }", "directives", 1),
        (Limits(cost=40), "{ papers(first: 20) { nodes { id } } }", "cost", 41),
    ],
)
async def test_a_refusal_names_limit_and_value(
    limits: Limits, query: str, limit: str, number: int, sqlite_store: SQLiteStore
) -> None:
    error = await refusal(query, limits, sqlite_store)
    assert error["code"] == "LIMIT_EXCEEDED"
    assert (error["limit"], error["most"], error["asked"]) == (limit, getattr(limits, limit), number)
    assert f"{getattr(limits, limit):,}" in str(error["message"])


async def test_too_many_tokens_are_refused_while_they_are_read(sqlite_store: SQLiteStore) -> None:
    context = Context(sqlite_store, Limits(tokens=3))
    result = await SCHEMA.execute("{ stats { papers } }", context_value=context)
    assert result.errors is not None
    assert result.errors[0].message == "The query asks for too much: at most 3 tokens are allowed."
    assert result.errors[0].extensions == {"code": "LIMIT_EXCEEDED", "limit": "tokens", "most": 3}


async def test_introspection_and_the_examples_pass_the_default_limits(sqlite_store: SQLiteStore) -> None:
    await ask(sqlite_store, graphql.get_introspection_query())


async def test_a_closed_schema_says_nothing_of_itself(sqlite_store: SQLiteStore) -> None:
    closed = build_schema(introspection=False)
    for query in ("{ __schema { types { name } } }", "{ statz { papers } }", "{ stats { paperz } }"):
        result = await closed.execute(query, context_value=Context(sqlite_store))
        assert result.errors is not None
        assert "Did you mean" not in result.errors[0].message
        opened = await SCHEMA.execute(query, context_value=Context(sqlite_store))
        assert opened.errors is None or "Did you mean" in opened.errors[0].message


async def read_on_and_on(store: GraphStore) -> None:
    # One short statement may be over before anybody looks at the clock.
    for _ in range(10_000):
        await store.list_papers(PaperFilter(), Window(100))


async def test_a_store_stops_reading_when_time_is_up(store: GraphStore) -> None:
    await store.merge(library())
    with deadline.within(0.0), pytest.raises(TimeLimitExceeded, match="longer than 0 s"):
        await read_on_and_on(store)
    with deadline.within(60.0):
        assert len((await store.list_papers(PaperFilter(), Window(100))).items) == 4
    assert await store.revision() == 1


async def test_sqlite_stops_in_the_middle_of_a_statement(sqlite_store: SQLiteStore) -> None:
    start = time.monotonic()
    with deadline.within(0.2), pytest.raises(TimeLimitExceeded):
        await sqlite_store._read(lambda connection: connection.execute(ENDLESS).get)
    assert time.monotonic() - start < 30
    await sqlite_store.merge([make_facts("p", "A title", "Text.")])
    assert await sqlite_store.papers(["p"]) != [None]


async def test_the_shorter_of_two_deadlines_holds(sqlite_store: SQLiteStore) -> None:
    with deadline.within(60.0):
        with deadline.within(5.0):
            inner = deadline.current()
        with deadline.within(600.0):
            outer = deadline.current()
    assert inner is not None
    assert outer is not None
    assert (inner.seconds, outer.seconds) == (5.0, 60.0)
    assert deadline.current() is None


async def test_a_query_that_takes_too_long_says_so(
    sqlite_store: SQLiteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def endless(filter: PaperFilter, window: Window) -> None:
        await sqlite_store._read(lambda connection: connection.execute(ENDLESS).get)

    monkeypatch.setattr(sqlite_store, "list_papers", endless)
    context = Context(sqlite_store, Limits(seconds=0.2))
    result = await SCHEMA.execute("{ papers { nodes { id } } }", context_value=context)
    assert result.errors is not None
    [error] = result.errors
    assert error.message == "this took longer than 0.2 s; ask for less at once"
    assert error.extensions == {"code": "TIME_LIMIT_EXCEEDED"}
