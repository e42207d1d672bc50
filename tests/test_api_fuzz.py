"""Whatever valid query comes, with whatever values: it is answered, or refused with a code that says why."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis_graphql import queries

from api.context import Context, Services
from api.ingestor import Ingestor
from graph.sqlite_store import SQLiteStore
from graph.store import GraphStore
from tests.api_client import SCHEMA
from tests.factories import library

EXPECTED = {"BAD_USER_INPUT", "LIMIT_EXCEEDED"}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[asyncio.Runner, GraphStore, Services]]:
    path: Path = tmp_path_factory.mktemp("fuzz") / "papers.db"
    with asyncio.Runner() as runner:
        store, ingestor = runner.run(SQLiteStore.open(path, create=True)), Ingestor()
        runner.run(store.merge(library()))
        yield runner, store, Services.of(store, extract=ingestor.extract)
        ingestor.close()
        runner.run(store.close())


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(query=queries(SCHEMA.as_str()))
def test_no_query_meets_a_bug(asked: tuple[asyncio.Runner, GraphStore, Services], query: str) -> None:
    runner, store, services = asked
    result = runner.run(SCHEMA.execute(query, context_value=Context(store, services=services)))
    for error in result.errors or ():
        assert (error.extensions or {}).get("code") in EXPECTED, (query, error)


async def test_one_mistake_is_not_told_a_hundred_times(sqlite_store: GraphStore) -> None:
    result = await SCHEMA.execute("{ __typename " + "@no" * 30 + " }", context_value=Context(sqlite_store))
    assert result.errors is not None
    assert len(result.errors) == 8
