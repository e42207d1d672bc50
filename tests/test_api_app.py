"""The service over HTTP: GraphQL, the page, the health check, and the store's life."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.demo import examples
from api.observations import MOST_NAMES, Observations
from api.settings import Settings
from graph.errors import NotAStore, StoreUnavailable
from graph.sqlite_store import SQLiteStore
from tests.factories import library


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    path = tmp_path / "papers.db"
    async with await SQLiteStore.open(path, create=True) as store:
        await store.merge(library())
    app = create_app(Settings(store=str(path)))
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://papergraph") as client,
    ):
        yield client


QUERY = "query($name: String!) { method(name: $name) { id } }"
ANSWER = {"data": {"method": {"id": "method:bert"}}}


async def test_a_query_by_post(client: httpx.AsyncClient) -> None:
    response = await client.post("/graphql", json={"query": QUERY, "variables": {"name": "BERT"}})
    assert response.status_code == 200
    assert response.json() == ANSWER


async def test_a_query_by_get(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphql", params={"query": QUERY, "variables": '{"name": "BERT"}'})
    assert response.json() == ANSWER


async def test_errors_come_with_their_code(client: httpx.AsyncClient) -> None:
    response = await client.post("/graphql", json={"query": "{ papers(first: 0) { nodes { id } } }"})
    [error] = response.json()["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("{", "application/json"),
        ("query=%7Bstats%7D", "application/x-www-form-urlencoded"),
        ("{}", "text/plain"),
    ],
)
async def test_what_is_no_request_is_refused(client: httpx.AsyncClient, body: str, content_type: str) -> None:
    response = await client.post("/graphql", content=body, headers={"Content-Type": content_type})
    assert response.status_code == 400
    assert "Traceback" not in response.text


async def test_the_page_asks_no_other_host(client: httpx.AsyncClient) -> None:
    response = await client.get("/")
    assert response.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in response.headers["content-security-policy"]
    addresses = re.findall(r"https?://[^\s'\"]+", response.text)
    assert set(addresses) <= {"http://www.w3.org/2000/svg"}, "a name of an XML namespace, never fetched"


async def test_the_page_offers_the_queries_of_the_demo(client: httpx.AsyncClient) -> None:
    offered = (await client.get("/examples")).json()
    assert offered == [{"question": e.question, "query": e.query} for e in examples()]
    assert len(offered) == 3


async def test_health(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
async def test_no_page_loads_scripts_from_elsewhere(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_no_graphiql_from_a_cdn(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphql", headers={"Accept": "text/html"})
    assert response.status_code == 404


async def test_without_a_store_it_does_not_start(tmp_path: Path) -> None:
    app = create_app(Settings(store=str(tmp_path / "none.db")))
    with pytest.raises(NotAStore):
        async with app.router.lifespan_context(app):
            pass
    assert not (tmp_path / "none.db").exists()


async def test_the_store_is_closed_at_the_end(tmp_path: Path) -> None:
    app = create_app(Settings(store=str(tmp_path / "papers.db")), create=True)
    async with app.router.lifespan_context(app):
        assert await app.state.store.revision() == 0
    with pytest.raises(Exception, match="closed"):
        await app.state.store.revision()


async def test_it_is_ready_while_the_store_answers(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = await client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ready", "revision": 1})

    async def gone(self: SQLiteStore) -> int:
        raise StoreUnavailable("the disk is gone")

    monkeypatch.setattr(SQLiteStore, "revision", gone)
    response = await client.get("/readyz")
    assert (response.status_code, response.json()["reason"]) == (503, "the disk is gone")
    assert (await client.get("/healthz")).status_code == 200


async def test_operations_are_counted_and_logged_without_their_text(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "papergraph.operations")
    for query in (
        "query Secret { stats { papers } }",
        "query Bad { days(first: 0) { date } }",
        "{ nothing }",
        "{",
    ):
        await client.post("/graphql", json={"query": query})
    text = (await client.get("/metrics")).text
    for line in (
        'papergraph_operations_total{name="Secret",outcome="ok",type="query"} 1.0',
        'papergraph_operations_total{name="Bad",outcome="failed",type="query"} 1.0',
        'papergraph_operations_total{name="(unnamed)",outcome="refused",type="query"} 1.0',
        'papergraph_operations_total{name="(unnamed)",outcome="refused",type="unknown"} 1.0',
        'papergraph_operation_seconds_count{type="query"} 3.0',
    ):
        assert line in text
    logged = [
        json.loads(record.message) for record in caplog.records if record.name == "papergraph.operations"
    ]
    assert [line["outcome"] for line in logged] == ["ok", "failed", "refused", "refused"]
    assert logged[1]["errors"] == ["BAD_USER_INPUT"]
    assert "papers" not in json.dumps(logged)


def test_many_names_of_operations_do_not_fill_the_memory() -> None:
    observations = Observations()
    for i in range(MOST_NAMES + 50):
        observations.operation("query", f"Name{i}", "{ days { date } }", "ok", 0.1)
    text = observations.text().decode()
    assert text.count("papergraph_operations_total{") == MOST_NAMES + 1
    assert 'papergraph_operations_total{name="(other)",outcome="ok",type="query"} 50.0' in text


async def test_graphiql_comes_from_our_own_files(client: httpx.AsyncClient) -> None:
    page = await client.get("/graphiql")
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    files = re.findall(r'(?:src|href)="\./(assets/[^"]+)"', page.text)
    assert any(name.endswith(".js") for name in files)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.text)
    for name in files:
        asset = await client.get(f"/{name}", headers={"accept-encoding": "gzip"})
        assert asset.status_code == 200
        assert "immutable" in asset.headers["cache-control"]
        assert asset.headers["x-content-type-options"] == "nosniff"
    missing = await client.get("/assets/nothing.js")
    assert missing.status_code == 404
    assert "cache-control" not in missing.headers


async def test_pages_that_were_not_built_say_so(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("api.app.GRAPHIQL", tmp_path / "nothing.html")
    page = await client.get("/graphiql")
    assert (page.status_code, "PAPERGRAPH_NO_EXPLORER" in page.text) == (404, True)
