"""How often a client may come, which other sites may ask, and what OpenTelemetry is told."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from opentelemetry import trace

from api.app import create_app
from api.rate import RateLimit
from api.settings import Settings

STATS = {"query": "{ stats { papers } }"}


def client(folder: Path, address: str = "10.0.0.1", **settings: Any) -> tuple[Any, httpx.AsyncClient]:
    app = create_app(Settings(store=str(folder / "papers.db"), **settings), create=True)
    transport = httpx.ASGITransport(app, client=(address, 5000))
    return app, httpx.AsyncClient(transport=transport, base_url="http://papergraph")


async def test_who_asks_too_often_is_told_when_to_come_back(tmp_path: Path) -> None:
    app, one = client(tmp_path, requests_a_minute=30)
    other = httpx.AsyncClient(
        transport=httpx.ASGITransport(app, client=("10.0.0.2", 5000)), base_url="http://papergraph"
    )
    async with app.router.lifespan_context(app), one, other:
        assert [(await one.post("/graphql", json=STATS)).status_code for _ in range(3)] == [200] * 3
        refused = await one.post("/graphql", json=STATS)
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "2"
        assert refused.json()["errors"] == [
            {
                "message": "Too many requests: at most 30 a minute; try again in 2 s.",
                "extensions": {"code": "RATE_LIMITED", "seconds": 2},
            }
        ]
        # The others, and other paths, have nothing to do with it.
        assert (await other.post("/graphql", json=STATS)).status_code == 200
        assert (await one.get("/healthz")).status_code == 200
        keyed = await one.post("/graphql", json=STATS, headers={"authorization": "Bearer x"})
        assert keyed.status_code == 401


def test_a_bucket_fills_up_again() -> None:
    limit = RateLimit(lambda *_: None, path="/", a_minute=60)  # type: ignore[arg-type]
    assert [limit._wait("one", 0.0) for _ in range(7)] == [0] * 6 + [1]
    assert limit._wait("one", 0.5) == 1
    assert limit._wait("one", 1.0) == 0
    assert [limit._wait("one", 1000.0) for _ in range(7)] == [0] * 6 + [1]
    for number in range(10_000):
        limit._wait(str(number), 1000.0)
    # The one that was seen longest ago is forgotten, so memory stays.
    assert limit._wait("one", 1000.0) == 0
    assert len(limit._buckets) == 10_000


async def test_pages_of_other_sites_may_ask_where_they_are_named(tmp_path: Path) -> None:
    preflight = {
        "origin": "https://example.org",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    app, asking = client(tmp_path, origins=["https://example.org"])
    async with app.router.lifespan_context(app), asking:
        allowed = await asking.options("/graphql", headers=preflight)
        assert allowed.headers["access-control-allow-origin"] == "https://example.org"
        answered = await asking.post("/graphql", json=STATS, headers={"origin": "https://example.org"})
        assert answered.headers["access-control-allow-origin"] == "https://example.org"
        refused = await asking.options("/graphql", headers={**preflight, "origin": "https://evil.example"})
        assert "access-control-allow-origin" not in refused.headers
    app, asking = client(tmp_path)
    async with app.router.lifespan_context(app), asking:
        refused = await asking.options("/graphql", headers=preflight)
        assert "access-control-allow-origin" not in refused.headers


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
async def test_what_a_page_can_send_unasked_is_refused(tmp_path: Path, content_type: str) -> None:
    app, asking = client(tmp_path)
    async with app.router.lifespan_context(app), asking:
        body = json.dumps({"query": 'mutation { deletePaper(id: "p") }'})
        refused = await asking.post("/graphql", content=body, headers={"content-type": content_type})
        assert refused.status_code == 400
        got = await asking.get("/graphql", params={"query": 'mutation { deletePaper(id: "p") }'})
        assert got.status_code in (400, 405)


async def test_opentelemetry_is_told_of_operations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spans: list[tuple[str, dict[str, str]]] = []

    class Tracer(trace.NoOpTracer):
        def start_span(self, name: str, *_: Any, attributes: Any = None, **__: Any) -> trace.Span:
            spans.append((name, dict(attributes)))
            return trace.INVALID_SPAN

    monkeypatch.setattr("api.observations._tracer", Tracer())
    app, asking = client(tmp_path)
    async with app.router.lifespan_context(app), asking:
        await asking.post("/graphql", json={"query": "query Few { papers(first: 2) { nodes { id } } }"})
        await asking.post("/graphql", json={"query": "query Bad { days(first: 0) { date } }"})
    assert [name for name, _ in spans] == ["query Few", "query Bad"]
    assert [attributes["papergraph.outcome"] for _, attributes in spans] == ["ok", "failed"]
