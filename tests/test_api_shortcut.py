"""The short way of a query over HTTP: the same answers, errors, headers and counts as the ordinary way."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.documents import BadDocuments
from api.http import GRAPHQL_JSON, JSON
from api.settings import Settings
from graph.errors import StoreError, TimeLimitExceeded
from graph.keys import Scope, new
from graph.selection import Question
from graph.sqlite_store import SQLiteStore
from tests.factories import library

QUERY = "query Named($name: String!) { method(name: $name) { id claims(first: 2) { nodes { confidence } } } }"
BERT = {"query": QUERY, "variables": {"name": "BERT"}}
ORDINARY = {"accept": "application/json, text/plain"}
"""What the short way does not know."""
DOCUMENTS = {"abc": QUERY, "def": "{ stats { papers } }"}


async def serve(folder: Path, **settings: Any) -> AsyncIterator[httpx.AsyncClient]:
    path = folder / "papers.db"
    async with await SQLiteStore.open(path, create=True) as store:
        await store.merge(library())
    app = create_app(Settings(store=str(path), **settings))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://papergraph") as client,
    ):
        yield client


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async for each in serve(tmp_path):
        yield each


@pytest.fixture
async def trusting(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A service that knows trusted documents."""
    (tmp_path / "documents.json").write_text(json.dumps(DOCUMENTS), "utf-8")
    async for each in serve(tmp_path, documents=tmp_path / "documents.json"):
        yield each


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[Question]:
    """What a store has been asked at once."""
    asked: list[Question] = []
    answer = SQLiteStore.answer

    async def counted(self: SQLiteStore, question: Question) -> bytes:
        asked.append(question)
        return await answer(self, question)

    monkeypatch.setattr(SQLiteStore, "answer", counted)
    return asked


async def test_both_ways_answer_alike(client: httpx.AsyncClient, answered: list[Question]) -> None:
    short = await client.post("/graphql", json=BERT)
    assert len(answered) == 1
    ordinary = await client.post("/graphql", json=BERT, headers=ORDINARY)
    assert len(answered) == 1
    assert short.content == ordinary.content
    assert short.status_code == ordinary.status_code == 200
    assert dict(short.headers) == dict(ordinary.headers)
    modern = await client.post("/graphql", json=BERT, headers={"accept": GRAPHQL_JSON})
    assert (modern.content, modern.headers["content-type"]) == (
        short.content,
        f"{GRAPHQL_JSON}; charset=utf-8",
    )
    again = await client.post("/graphql", json=BERT)
    assert again.content == short.content
    assert answered[0] is answered[1] is answered[2]


@pytest.mark.parametrize(
    "body",
    [
        {"query": "{ stats { papers } }"},
        {"query": "{ papers(first: 0) { nodes { id } } }"},
        {"query": QUERY},
        {"query": "{ nothing }"},
        {"query": "{"},
        {"query": ""},
        {"variables": {}},
        {**BERT, "variables": []},
        {**BERT, "operationName": "Other"},
        {**BERT, "operationName": 5},
        [BERT],
        "text",
    ],
)
async def test_everything_else_is_handed_on(
    client: httpx.AsyncClient, answered: list[Question], body: Any
) -> None:
    short = await client.post("/graphql", json=body)
    ordinary = await client.post("/graphql", json=body, headers=ORDINARY)
    assert (short.status_code, short.content) == (ordinary.status_code, ordinary.content)
    assert answered == []


async def test_other_paths_and_types_are_handed_on(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).status_code == 200
    got = await client.get("/graphql", params={"query": "{ stats { papers } }"})
    assert got.json() == {"data": {"stats": {"papers": 4}}}
    assert (await client.post("/graphql", content="{}")).status_code >= 400


async def test_it_is_counted_and_logged(client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "papergraph.operations")
    await client.post("/graphql", json=BERT)
    await client.post("/graphql", json=BERT, headers=ORDINARY)
    counted = 'papergraph_operations_total{name="Named",outcome="ok",type="query"} 2.0'
    assert counted in (await client.get("/metrics")).text
    short, ordinary = (
        json.loads(record.message) for record in caplog.records if record.name == "papergraph.operations"
    )
    assert {**short, "milliseconds": 0} == {**ordinary, "milliseconds": 0}


async def test_what_fails_is_answered_by_the_resolvers(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    expected = (await client.post("/graphql", json=BERT)).content
    for error in (StoreError("gone"), RuntimeError("a bug")):

        async def fail(self: SQLiteStore, question: Question, error: Exception = error) -> bytes:
            raise error

        monkeypatch.setattr(SQLiteStore, "answer", fail)
        assert (await client.post("/graphql", json=BERT)).content == expected
    # Only a bug is news.
    assert [record.levelname for record in caplog.records if record.name == "papergraph"] == ["WARNING"]


async def test_what_takes_too_long_is_not_asked_again(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(self: SQLiteStore, question: Question) -> bytes:
        raise TimeLimitExceeded("this took longer than 20 s; ask for less at once")

    monkeypatch.setattr(SQLiteStore, "answer", slow)
    answer = (await client.post("/graphql", json=BERT)).json()
    assert answer["data"] is None
    assert answer["errors"][0]["extensions"] == {"code": "TIME_LIMIT_EXCEEDED"}


async def test_a_closed_service_wants_a_key(tmp_path: Path, answered: list[Question]) -> None:
    async for client in serve(tmp_path, open_reading=False):
        refused = await client.post("/graphql", json=BERT)
        assert refused.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        wrong = {"authorization": "Bearer pg_0_wrong"}
        assert (await client.post("/graphql", json=BERT, headers=wrong)).status_code == 401
        assert answered == []
        key, shown = new("front end", frozenset({Scope.READ}))
        async with await SQLiteStore.open(tmp_path / "papers.db", create=False) as store:
            await store.add_key(key)
        held = {"authorization": f"Bearer {shown}"}
        assert (await client.post("/graphql", json=BERT, headers=held)).json()["data"]["method"]
        assert len(answered) == 1


async def test_a_trusted_document_is_asked_for_by_its_id(
    trusting: httpx.AsyncClient, answered: list[Question]
) -> None:
    expected = (await trusting.post("/graphql", json=BERT)).json()
    asked: dict[str, Any]
    for asked in (
        {"documentId": "abc"},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "abc"}}},
    ):
        answer = await trusting.post("/graphql", json={**asked, "variables": BERT["variables"]})
        assert answer.json() == expected
        given = {name: part if isinstance(part, str) else json.dumps(part) for name, part in asked.items()}
        got = await trusting.get("/graphql", params={**given, "variables": json.dumps(BERT["variables"])})
        assert got.json() == expected
    assert len(answered) == 3
    assert (await trusting.post("/graphql", json={"documentId": "def"})).json() == {
        "data": {"stats": {"papers": 4}}
    }


async def test_an_unknown_document_is_refused_so_that_clients_send_its_text(
    trusting: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    persisted = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "xyz"}}}
    for each in (trusting, client):
        [error] = (await each.post("/graphql", json=persisted)).json()["errors"]
        assert error["message"] == "PersistedQueryNotFound"
        [error] = (await each.post("/graphql", json={"documentId": "xyz"})).json()["errors"]
        assert error["extensions"]["code"] == "DOCUMENT_NOT_FOUND"
    modern = await trusting.get("/graphql", params={"documentId": "xyz"}, headers={"accept": GRAPHQL_JSON})
    assert (modern.status_code, modern.headers["content-type"]) == (400, f"{GRAPHQL_JSON}; charset=utf-8")
    old = await trusting.post("/graphql", json={"documentId": "xyz"}, headers={"accept": JSON})
    assert old.status_code == 200


async def test_only_trusted_documents_can_be_answered(tmp_path: Path) -> None:
    path = tmp_path / "documents.json"
    path.write_text(json.dumps(DOCUMENTS), "utf-8")
    async for client in serve(tmp_path, documents=path, documents_only=True):
        assert (await client.post("/graphql", json=BERT)).json()["data"]
        for response in (
            await client.post("/graphql", json={"query": "{ days { date } }"}),
            await client.get("/graphql", params={"query": "{ days { date } }"}),
        ):
            assert response.json()["errors"][0]["extensions"]["code"] == "UNTRUSTED_DOCUMENT"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "cannot be read"),
        ("{", "cannot be read"),
        ("[]", "holds no trusted documents"),
        ('{"a": 1}', "holds no trusted documents"),
        ('{"a": "{ nothing }"}', "is not valid .Cannot query field 'nothing'"),
        ('{"a": "{"}', "is not valid .Syntax Error"),
    ],
)
def test_a_wrong_file_of_documents_is_refused_at_the_start(
    tmp_path: Path, text: str | None, message: str
) -> None:
    path = tmp_path / "documents.json"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(BadDocuments, match=message):
        create_app(Settings(store=str(tmp_path / "papers.db"), documents=path))
    with pytest.raises(BadDocuments, match="PAPERGRAPH_DOCUMENTS"):
        create_app(Settings(store=str(tmp_path / "papers.db"), documents_only=True))
