"""Subscriptions: what is merged arrives once, in order, whoever merges it, over WebSocket and server-sent
events."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets

from api.context import Context, Services
from api.live import Live
from graph.errors import StoreUnavailable
from graph.open import open_store
from graph.sqlite_store import SQLiteStore
from graph.store import Change, GraphStore
from tests.api_client import SCHEMA
from tests.factories import albert, bert, library, make_facts, roberta, survey
from tests.processes import PATIENCE, serving

QUICK = 0.02
PROTOCOL = websockets.Subprotocol("graphql-transport-ws")


async def take(changes: AsyncIterator[Any], count: int) -> list[Any]:
    found = []
    async with asyncio.timeout(PATIENCE):
        async for each in changes:
            found.append(each)
            if len(found) == count:
                break
    return found


async def test_changes_are_listed_by_revision(store: GraphStore) -> None:
    await store.merge([bert(), roberta()])
    await store.merge([albert()])
    await store.merge([bert(), make_facts(roberta().paper.id, "RoBERTa again", "It changed.")])
    start = Change(0, "")
    changes = await store.changes(start, 10)
    assert changes == [
        Change(1, "arxiv:1810.04805"),
        Change(2, "iclr2020-albert"),
        Change(3, "arxiv:1907.11692"),
    ]
    assert await store.changes(changes[0], 1) == changes[1:2]
    await store.delete_papers(["iclr2020-albert"])
    assert await store.changes(start, 10) == [changes[0], changes[2]]


async def test_what_is_merged_arrives_once_and_in_order(sqlite_store: SQLiteStore) -> None:
    await sqlite_store.merge([survey()])
    live = Live(sqlite_store, QUICK)
    listener = asyncio.create_task(take(live.changes(), 250))
    await asyncio.sleep(5 * QUICK)
    for batch in range(5):
        await sqlite_store.merge([make_facts(f"p{batch}-{i:02}", "Title", "Text.") for i in range(50)])
        await sqlite_store.delete_papers(["survey-1"])
    found = await listener
    assert [change.paper for change in found] == [f"p{batch}-{i:02}" for batch in range(5) for i in range(50)]


async def test_each_of_many_listeners_gets_all(sqlite_store: SQLiteStore) -> None:
    live = Live(sqlite_store, QUICK)
    listeners = [asyncio.create_task(take(live.changes(), 4)) for _ in range(20)]
    await asyncio.sleep(5 * QUICK)
    await sqlite_store.merge(library())
    for found in await asyncio.gather(*listeners):
        assert [change.paper for change in found] == sorted(facts.paper.id for facts in library())


async def test_a_store_that_is_gone_ends_the_listening(
    sqlite_store: SQLiteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = Live(sqlite_store, QUICK)
    listener = asyncio.create_task(take(live.changes(), 1))
    await asyncio.sleep(5 * QUICK)

    async def gone(self: SQLiteStore) -> int:
        raise StoreUnavailable("gone")

    monkeypatch.setattr(SQLiteStore, "revision", gone)
    with pytest.raises(StoreUnavailable):
        await listener


async def messages(store: GraphStore, query: str) -> AsyncIterator[dict[str, Any]]:
    stream = await SCHEMA.subscribe(
        query, context_value=Context(store, services=replace(Services.of(store), live=Live(store, QUICK)))
    )
    async for result in stream:
        assert result.errors is None
        assert result.data is not None
        yield result.data


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "subscription { paperIngested { id } }",
            ["arxiv:1810.04805", "arxiv:1907.11692", "iclr2020-albert"],
        ),
        (
            'subscription { paperIngested(entity: "method:roberta") { id } }',
            ["arxiv:1907.11692", "iclr2020-albert"],
        ),
        ("subscription { paperIngested(kinds: [METHOD]) { id } }", ["arxiv:1810.04805"]),
    ],
)
async def test_papers_that_are_ingested(sqlite_store: SQLiteStore, query: str, expected: list[str]) -> None:
    listener = asyncio.create_task(take(messages(sqlite_store, query), len(expected)))
    await asyncio.sleep(10 * QUICK)
    await sqlite_store.merge(library())
    assert [message["paperIngested"]["id"] for message in await listener] == expected


async def test_claims_that_are_added(sqlite_store: SQLiteStore) -> None:
    query = """
        subscription { claimAdded(kind: IMPROVES_ON, tail: "method:bert") {
            head { label } tail { name } support paper { id } evidence { sentence }
        } }
    """
    listener = asyncio.create_task(take(messages(sqlite_store, query), 3))
    await asyncio.sleep(10 * QUICK)
    await sqlite_store.merge(library())
    found = [message["claimAdded"] for message in await listener]
    assert [(claim["head"]["label"], claim["paper"]["id"], claim["support"]) for claim in found] == [
        ("RoBERTa", "arxiv:1907.11692", 2),
        ("ALBERT", "iclr2020-albert", 1),
        ("RoBERTa", "iclr2020-albert", 2),
    ]
    assert all("RoBERTa" in c["evidence"]["sentence"] or "ALBERT" in c["evidence"]["sentence"] for c in found)


async def test_another_process_s_merge_arrives_over_both_transports(tmp_path: Path) -> None:
    path = str(tmp_path / "papers.db")
    query = {"query": "subscription { paperIngested { id } }"}
    async with await open_store(path) as store:
        with serving(path, tmp_path) as (_, address):
            socket = address.replace("http:", "ws:") + "/graphql"
            client = httpx.AsyncClient(timeout=PATIENCE)
            async with (
                websockets.connect(
                    socket, subprotocols=[websockets.Subprotocol("graphql-transport-ws")]
                ) as ws,
                client,
                client.stream(
                    "POST", f"{address}/graphql", json=query, headers={"accept": "text/event-stream"}
                ) as events,
            ):
                await ws.send(json.dumps({"type": "connection_init"}))
                assert json.loads(await ws.recv())["type"] == "connection_ack"
                await ws.send(json.dumps({"id": "1", "type": "subscribe", "payload": query}))
                assert events.headers["content-type"].startswith("text/event-stream")
                await asyncio.sleep(2)
                await store.merge([survey()])
                async with asyncio.timeout(PATIENCE):
                    message = json.loads(await ws.recv())
                    assert message == {
                        "id": "1",
                        "type": "next",
                        "payload": {"data": {"paperIngested": {"id": "survey-1"}}},
                    }
                    async for line in events.aiter_lines():
                        if line.startswith("data: {"):
                            assert "survey-1" in line
                            break
