"""GraphQL over HTTP as its specification says: audited by graphql-http, whose 61 audits all must pass."""

import json
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.http import GRAPHQL_JSON, JSON, preferred
from api.settings import Settings
from graph.open import open_store
from tests.factories import library
from tests.processes import serving
from tests.requirements import skip_or_fail

AUDITS = Path(__file__).parent / "graphql_http"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", JSON),
        ("*/*", JSON),
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (f"{GRAPHQL_JSON}, {JSON};q=0.9", GRAPHQL_JSON),
        (f"{JSON}, {GRAPHQL_JSON};q=0.9", JSON),
        (f"{GRAPHQL_JSON};q=0", JSON),
        (f"{GRAPHQL_JSON};q=much, text/html", JSON),
    ],
)
def test_the_media_type_that_a_client_prefers(accept: str, expected: str) -> None:
    assert preferred(accept) == expected


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(
        Settings(store=str(tmp_path / "papers.db"), max_body=2_000, queries_by_get=False, page=False),
        create=True,
    )
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://papergraph") as client,
    ):
        yield client


async def test_a_wrong_request_is_400_only_for_those_who_understand(client: httpx.AsyncClient) -> None:
    for query in ("{", "{ nothing }", "query ($n: Int!) { papers(first: $n) { nodes { id } } }"):
        old = await client.post("/graphql", json={"query": query}, headers={"accept": JSON})
        assert (old.status_code, old.headers["content-type"]) == (200, f"{JSON}; charset=utf-8")
        new = await client.post("/graphql", json={"query": query}, headers={"accept": GRAPHQL_JSON})
        assert (new.status_code, new.headers["content-type"]) == (400, f"{GRAPHQL_JSON}; charset=utf-8")
        assert "data" not in new.json()
    # What fails while it runs is an answer.
    failed = await client.post(
        "/graphql", json={"query": "{ days(first: 0) { date } }"}, headers={"accept": GRAPHQL_JSON}
    )
    assert (failed.status_code, failed.json()["data"]) == (200, None)


async def test_a_body_that_is_too_large_is_refused(client: httpx.AsyncClient) -> None:
    body = json.dumps({"query": "{ stats { papers } }" + " " * 3_000})

    async def in_pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 500):
            yield body[start : start + 500].encode()

    for content in (body, in_pieces()):
        response = await client.post("/graphql", content=content, headers={"content-type": JSON})
        assert response.status_code == 413
        [error] = response.json()["errors"]
        assert error["extensions"] == {"code": "LIMIT_EXCEEDED", "limit": "body", "most": 2000}


async def test_what_is_switched_off(client: httpx.AsyncClient) -> None:
    refused = await client.get("/graphql", params={"query": "{ stats { papers } }"})
    assert refused.status_code == 400
    assert (await client.get("/")).status_code == 404
    assert (await client.get("/examples")).status_code == 404


async def test_every_error_of_a_request_is_json(client: httpx.AsyncClient) -> None:
    for content, type in (("{", JSON), ("x=1", "application/x-www-form-urlencoded"), ("[]", JSON)):
        response = await client.post("/graphql", content=content, headers={"content-type": type})
        assert response.status_code == 400
        assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.fixture
async def store(tmp_path: Path) -> str:
    path = str(tmp_path / "papers.db")
    async with await open_store(path) as store:
        await store.merge(library())
    return path


def test_all_audits_of_graphql_http_pass(store: str, tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        skip_or_fail("Node", "the audits of graphql-http run on Node and npm; install them")
    folder = shutil.copytree(AUDITS, tmp_path / "audit")
    install = ("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent")
    subprocess.run(install, cwd=folder, check=True, timeout=120)
    with serving(store, tmp_path) as (_, address):
        node = ("node", "audit.mjs", f"{address}/graphql")
        found = subprocess.run(node, cwd=folder, check=True, timeout=120, capture_output=True, text=True)
    audits = [json.loads(line) for line in found.stdout.splitlines()]
    assert len(audits) == 61
    assert [audit for audit in audits if audit["status"] != "ok"] == []
