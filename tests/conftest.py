"""The stores that the contract runs on: SQLite in a temporary folder and a real Neo4j server."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import neo4j
import pytest

from graph.neo4j_store import Neo4jStore
from graph.sqlite_store import SQLiteStore
from graph.store import GraphStore
from tests.neo4j_server import Neo4jServer, available, from_environment
from tests.requirements import skip_or_fail


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4jServer]:
    """One real server for the whole run; skips loudly, or fails under REQUIRE_NEO4J=1, where none can be."""
    server = from_environment()
    if server is None:
        reason = available()
        if reason is not None:
            skip_or_fail("Neo4j", reason)
        server = Neo4jServer()
    with server:
        yield server


@pytest.fixture
async def empty_neo4j(neo4j_server: Neo4jServer) -> Neo4jServer:
    """The server without any data (its indexes stay): Community has one database for all tests."""
    auth = (neo4j_server.user, neo4j_server.password)
    async with neo4j.AsyncGraphDatabase.driver(neo4j_server.url, auth=auth) as driver:
        await driver.execute_query("MATCH (n) DETACH DELETE n")
    return neo4j_server


@pytest.fixture
async def neo4j_store(empty_neo4j: Neo4jServer) -> AsyncIterator[GraphStore]:
    """An empty Neo4j store."""
    url = empty_neo4j.url.replace("://", f"://{empty_neo4j.user}@")
    async with await Neo4jStore.open(url, create=True, password=empty_neo4j.password) as store:
        yield store


@pytest.fixture
async def sqlite_store(tmp_path: Path) -> AsyncIterator[GraphStore]:
    """An empty SQLite store."""
    async with await SQLiteStore.open(tmp_path / "papers.db", create=True) as store:
        yield store


@pytest.fixture(params=["sqlite", "neo4j"])
def store(request: pytest.FixtureRequest) -> GraphStore:
    """An empty store of each kind: a test that takes it is part of the contract."""
    empty: GraphStore = request.getfixturevalue(f"{request.param}_store")
    return empty
