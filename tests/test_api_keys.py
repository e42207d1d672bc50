"""Keys and what they allow: made, kept as hashes, shown, revoked; mutations by their holders."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.cli import main
from api.settings import Settings
from graph import keys
from graph.errors import InvalidValue
from graph.keys import Key, Scope
from graph.open import open_store
from graph.store import GraphStore
from tests.factories import library

ALL = frozenset(Scope)


def test_a_key_opens_with_what_its_holder_was_given_only() -> None:
    key, shown = keys.new("front end", frozenset({Scope.WRITE}))
    other, shown_other = keys.new("front end", frozenset({Scope.WRITE}))
    assert keys.opens(key, shown)
    assert keys.id_of(shown) == key.id
    assert not keys.opens(key, shown_other)
    assert not keys.opens(replace(other, id=key.id), shown)
    assert not keys.opens(key, shown[:-1])
    assert shown.split("_", 2)[2] not in repr(key)
    assert keys.id_of("Basic abc") is None
    with pytest.raises(InvalidValue, match="scopes"):
        keys.new("nobody", frozenset())


async def test_stores_keep_keys(store: GraphStore) -> None:
    one, _ = keys.new("one", ALL)
    two = replace(keys.new("two", frozenset({Scope.READ}))[0], created="2001-01-01")
    for key in (one, two):
        await store.add_key(key)
    assert await store.keys() == [two, one]
    assert await store.key(one.id) == one
    assert await store.key("none") is None
    revision = await store.revision()
    assert await store.remove_key(one.id)
    assert not await store.remove_key(one.id)
    assert await store.keys() == [two]
    assert await store.revision() == revision
    await store.merge(library())
    assert await store.keys() == [two]


def test_the_command_line_makes_lists_and_revokes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = ("--store", str(tmp_path / "papers.db"))
    assert main(["key", "create", "my page", "--scope", "write", "--scope", "read", *store]) == 0
    made = capsys.readouterr()
    id = keys.id_of(made.out.strip())
    assert id is not None
    assert "only its hash" in made.err
    assert main(["key", "list", *store]) == 0
    listed = capsys.readouterr().out
    assert id in listed
    assert "read, write" in listed
    assert made.out.strip() not in listed
    assert main(["key", "revoke", id, *store]) == 0
    assert main(["key", "revoke", id, *store]) == 1
    assert "no key has the id" in capsys.readouterr().err
    assert main(["key", "create", "x", "--scope", "all", *store]) == 2
    assert "all is none of read, write, curate" in capsys.readouterr().err


class Service:
    """A service with a store of its own, asked over HTTP."""

    def __init__(self, client: httpx.AsyncClient, shown: dict[Scope, str]) -> None:
        self.client, self.shown = client, shown

    async def ask(
        self, query: str, scope: Scope | None = None, key: str = "", **variables: Any
    ) -> httpx.Response:
        shown = self.shown[scope] if scope else key
        headers = {"authorization": f"Bearer {shown}"} if shown else {}
        body = {"query": query, "variables": variables}
        return await self.client.post("/graphql", json=body, headers=headers)


@pytest.fixture(params=[True, False])
def open_reading(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
async def service(tmp_path: Path, open_reading: bool) -> AsyncIterator[Service]:
    path, shown = str(tmp_path / "papers.db"), {}
    async with await open_store(path) as store:
        await store.merge(library())
        for scope in Scope:
            key, shown[scope] = keys.new(scope, frozenset({scope}))
            await store.add_key(key)
    app = create_app(Settings(store=path, open_reading=open_reading))
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://papergraph") as client,
    ):
        yield Service(client, shown)


STATS = "{ stats { papers } }"
DELETE = 'mutation { deletePaper(id: "survey-1") }'


def code(response: httpx.Response) -> str:
    [error] = response.json()["errors"]
    return str(error["extensions"]["code"])


async def test_reading_is_open_or_for_holders_of_a_key(service: Service, open_reading: bool) -> None:
    for scope in Scope:
        assert (await service.ask(STATS, scope)).json() == {"data": {"stats": {"papers": 4}}}
    anonymous = await service.ask(STATS)
    if open_reading:
        assert anonymous.json() == {"data": {"stats": {"papers": 4}}}
    else:
        assert code(anonymous) == "UNAUTHENTICATED"
        assert "data" not in anonymous.json()


async def test_writing_needs_the_scope(service: Service) -> None:
    assert code(await service.ask(DELETE)) == "UNAUTHENTICATED"
    assert code(await service.ask(DELETE, Scope.CURATE)) == "FORBIDDEN"
    assert (await service.ask(DELETE, Scope.WRITE)).json() == {"data": {"deletePaper": True}}
    assert (await service.ask(DELETE, Scope.WRITE)).json() == {"data": {"deletePaper": False}}


async def test_a_key_that_opens_nothing_is_told_so(service: Service) -> None:
    for shown in ("nonsense", service.shown[Scope.READ][:-2] + "xx", keys.new("x", ALL)[1]):
        response = await service.ask(STATS, key=shown)
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"
        assert code(response) == "UNAUTHENTICATED"


INGEST = """
    mutation ($papers: [PaperInput!]!) { ingestPapers(papers: $papers) {
        added changed unchanged
        papers { errors paper { id date url proposes { tail { name } evidence { sentence } } } }
    } }
"""


async def test_ingested_papers_come_back_with_their_facts_or_their_error(service: Service) -> None:
    good = {
        "id": "arxiv:9",
        "title": "ZebraNet: Counting Stripes",
        "abstract": "We propose ZebraNet, a method for counting stripes. ZebraNet outperforms BERT on GLUE.",
        "date": "2026-01-02",
    }
    papers = [good, {"title": " ", "abstract": "x"}, {"title": "T", "abstract": "", "url": "ftp://x"}, good]
    answer = (await service.ask(INGEST, Scope.WRITE, papers=papers)).json()["data"]["ingestPapers"]
    assert (answer["added"], answer["changed"], answer["unchanged"]) == (2, 0, 0)
    first, blank, flawed, again = answer["papers"]
    assert (first["paper"]["id"], first["errors"]) == ("arxiv:9", [])
    assert first["paper"]["proposes"][0]["tail"]["name"] == "ZebraNet"
    assert blank["paper"] is None
    assert "paper.title: is empty" in blank["errors"][0]
    assert flawed["paper"]["url"] is None
    assert "the paper is kept without it" in flawed["errors"][0]
    assert again["paper"] is None
    assert "repeats papers[0]" in again["errors"][0]
    again = (await service.ask(INGEST, Scope.WRITE, papers=[good])).json()["data"]["ingestPapers"]
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 1)
    assert code(await service.ask(INGEST, Scope.WRITE, papers=[])) == "BAD_USER_INPUT"
    assert code(await service.ask(INGEST, papers=[good])) == "UNAUTHENTICATED"


async def test_mutations_do_not_come_by_get(service: Service) -> None:
    headers = {"authorization": f"Bearer {service.shown[Scope.WRITE]}"}
    response = await service.client.get("/graphql", params={"query": DELETE}, headers=headers)
    assert response.status_code == 400
    assert (await service.ask(STATS, Scope.READ)).json() == {"data": {"stats": {"papers": 4}}}


def test_a_key_s_name_is_a_line() -> None:
    with pytest.raises(InvalidValue, match=r"key\.name"):
        Key("a" * 12, "two\nlines", ALL, "0" * 64, "2026-01-01")
