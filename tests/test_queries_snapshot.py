"""The graph in memory: its rows from both stores, PageRank beside NetworkX, and which snapshot is given."""

import asyncio

import networkx as nx
import numpy as np
import pytest

from graph.errors import InvalidValue
from graph.kinds import ClaimKind, EntityKind
from graph.rows import KINDS
from graph.store import EntityFilter, EntityOrder, GraphStore, Key, Window
from queries.pagerank import pagerank
from queries.ranking import Ranked, ranked
from queries.snapshot import Snapshot, Snapshots
from tests.api_client import ask, refused
from tests.factories import albert, bert, library, roberta

TOLERANCE = 1e-7
"""Of a rank, where all are 1 together; NetworkX itself stops at a change of 1e-6 a node."""


async def test_rows_are_the_whole_graph(store: GraphStore) -> None:
    await store.merge(library())
    rows = await store.rows()
    assert rows.revision == 1
    assert list(rows.entities) == sorted(rows.entities)
    assert list(rows.papers) == sorted(facts.paper.id for facts in library())
    records = await store.entities(rows.entities)
    assert [record and record.support for record in records] == rows.entity_supports.tolist()
    assert [(record and record.first_seen) or "" for record in records] == list(rows.entity_dates)
    edges = {
        (rows.ids[head], KINDS[kind], rows.ids[tail]): support
        for head, tail, kind, support in zip(
            rows.heads.tolist(), rows.tails.tolist(), rows.kinds.tolist(), rows.supports.tolist(), strict=True
        )
    }
    claims = [claim for facts in library() for claim in facts.claims]
    assert edges == {
        (claim.head, claim.kind, claim.tail): sum(other.edge_id == claim.edge_id for other in claims)
        for claim in claims
    }
    assert edges["method:roberta", ClaimKind.IMPROVES_ON, "method:bert"] == 2
    order = list(zip(rows.heads.tolist(), rows.tails.tolist(), rows.kinds.tolist(), strict=True))
    assert order == sorted(order)


async def test_an_empty_store_has_no_rows(store: GraphStore) -> None:
    rows = await store.rows()
    assert (rows.ids, len(rows.heads)) == ((), 0)
    assert Snapshot(rows).page_rank.tolist() == []


@pytest.mark.parametrize("seed", range(8))
def test_pagerank_is_that_of_networkx(seed: int) -> None:
    random = np.random.default_rng(seed)
    nodes = int(random.integers(1, 60))
    edges = int(random.integers(0, 4 * nodes))
    heads, tails = random.integers(0, nodes, edges), random.integers(0, nodes, edges)
    weights = random.integers(1, 5, edges).astype(float)
    start = random.random(nodes) + 0.01 if seed % 2 else None
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_weighted_edges_from(zip(heads.tolist(), tails.tolist(), weights.tolist(), strict=True))
    expected = nx.pagerank(
        graph,
        personalization=None if start is None else dict(enumerate(start.tolist())),
        tol=1e-12,
        max_iter=1000,
        weight="weight",
    )
    found = pagerank(nodes, heads, tails, weights, start=start)
    assert found.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(found, [expected[node] for node in range(nodes)], atol=TOLERANCE)


async def test_entities_are_listed_by_rank(store: GraphStore) -> None:
    await store.merge(library())
    snapshot = await Snapshots(store).current()
    everything = await ranked(store, snapshot, EntityFilter(), Window(100))
    keys = [(-rank, record.entity.id) for rank, record in everything.items]
    assert keys == sorted(keys)
    assert len(keys) == len(snapshot.rows.entities)
    assert everything.items[0][1].entity.id == "method:bert"
    assert not everything.has_next
    # Pages of two join to the whole list, both ways.
    forwards: list[Ranked] = []
    after: Key | None = None
    while True:
        page = await ranked(store, snapshot, EntityFilter(), Window(2, after))
        assert page.has_previous == (after is not None)
        forwards += page.items
        if not page.has_next:
            break
        rank, record = page.items[-1]
        after = (rank, record.entity.id)
    assert tuple(forwards) == everything.items
    rank, record = everything.items[3]
    back = await ranked(store, snapshot, EntityFilter(), Window(2, None, (rank, record.entity.id), True))
    assert back.items == everything.items[1:3]
    assert (back.has_previous, back.has_next) == (True, True)


@pytest.mark.parametrize(
    "filter",
    [
        EntityFilter(frozenset({EntityKind.METHOD})),
        EntityFilter(min_support=2),
        EntityFilter(since="2019"),
        EntityFilter(until="2018-10"),
        EntityFilter(frozenset({EntityKind.DATASET, EntityKind.TASK}), 1, "2018", "2018"),
    ],
)
async def test_ranked_entities_pass_the_same_filters(sqlite_store: GraphStore, filter: EntityFilter) -> None:
    await sqlite_store.merge(library())
    snapshot = await Snapshots(sqlite_store).current()
    found = await ranked(sqlite_store, snapshot, filter, Window(100))
    expected = await sqlite_store.list_entities(filter, EntityOrder.NAME, Window(100))
    assert {record.entity.id for _, record in found.items} == {r.entity.id for r in expected.items}


async def test_a_wrong_place_is_refused(sqlite_store: GraphStore) -> None:
    snapshot = await Snapshots(sqlite_store).current()
    with pytest.raises(InvalidValue, match="is no place"):
        await ranked(sqlite_store, snapshot, EntityFilter(), Window(2, ("x",)))


async def test_an_old_snapshot_serves_until_the_new_one_is_there(sqlite_store: GraphStore) -> None:
    await sqlite_store.merge([bert()])
    snapshots = Snapshots(sqlite_store)
    first = await snapshots.newest()
    assert await snapshots.newest() is first
    await sqlite_store.merge([roberta(), albert()])
    assert await snapshots.newest() is first
    second = await snapshots.current()
    assert (second.revision, len(second.rows.papers)) == (2, 3)
    assert await snapshots.newest() is second
    await snapshots.close()


async def test_snapshots_are_made_once_for_all_who_ask(
    sqlite_store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, made = sqlite_store.rows, 0

    async def counted() -> object:
        nonlocal made
        made += 1
        return await read()

    monkeypatch.setattr(sqlite_store, "rows", counted)
    snapshots = Snapshots(sqlite_store)
    found = await asyncio.gather(*(snapshots.newest() for _ in range(5)))
    assert made == 1
    assert all(snapshot is found[0] for snapshot in found)


async def test_the_api_lists_by_rank_in_pages(store: GraphStore) -> None:
    await store.merge(library())
    query = """query ($after: String) { entities(orderBy: RANK, kind: METHOD, first: 2, after: $after) {
        edges { cursor node { id } } pageInfo { hasNextPage } } }"""
    first = (await ask(store, query))["entities"]
    assert first["edges"][0]["node"] == {"id": "method:bert"}
    assert first["pageInfo"] == {"hasNextPage": True}
    second = (await ask(store, query, after=first["edges"][1]["cursor"]))["entities"]
    assert len({edge["node"]["id"] for page in (first, second) for edge in page["edges"]}) == 4
    error = await refused(store, query, after="WyJ4Il0")
    assert "is no cursor of this list" in error["message"]
