"""Rankings and communities beside NetworkX, and what rises, joins and resembles."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import graspologic_native
import networkx as nx
import numpy as np
import pytest

from graph.errors import InvalidValue
from graph.kinds import ClaimKind, EntityKind
from graph.model import PaperFacts
from graph.sqlite_store import SQLiteStore
from queries.betweenness import betweenness
from queries.communities import SMALLEST, adjacency, communities, leiden
from queries.history import history
from queries.hits import hits
from queries.snapshot import Snapshot
from queries.structure import Structure, Structures
from queries.trends import trends
from tests.factories import library, make_facts

TOLERANCE = 1e-6
"""Of a value where all are 1 together."""


def random_edges(seed: int) -> tuple[int, np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    nodes = int(random.integers(3, 40))
    edges = int(random.integers(nodes, 4 * nodes))
    heads, tails = random.integers(0, nodes, edges), random.integers(0, nodes, edges)
    return nodes, heads, tails, random.integers(1, 5, edges).astype(float)


@pytest.mark.parametrize("seed", range(8))
def test_hubs_and_authorities_are_those_of_networkx(seed: int) -> None:
    nodes, heads, tails, weights = random_edges(seed)
    graph: Any = nx.DiGraph()
    graph.add_nodes_from(range(nodes))
    for head, tail, weight in zip(heads.tolist(), tails.tolist(), weights.tolist(), strict=True):
        before = graph.get_edge_data(head, tail, {"weight": 0.0})["weight"]
        graph.add_edge(head, tail, weight=before + weight)
    hubs, authorities = nx.hits(graph, max_iter=1000, tol=1e-12)
    ours = hits(nodes, heads, tails, weights)
    np.testing.assert_allclose(ours.hubs, [hubs[node] for node in range(nodes)], atol=TOLERANCE)
    np.testing.assert_allclose(ours.authorities, [authorities[node] for node in range(nodes)], atol=TOLERANCE)


def test_without_edges_all_are_alike() -> None:
    none = np.zeros(0, int)
    ours = hits(4, none, none, np.zeros(0))
    assert ours.hubs.tolist() == ours.authorities.tolist() == [0.25] * 4


@pytest.mark.parametrize("seed", range(8))
def test_betweenness_is_that_of_networkx(seed: int) -> None:
    nodes, heads, tails, _ = random_edges(seed)
    graph: Any = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from((a, b) for a, b in zip(heads.tolist(), tails.tolist(), strict=True) if a != b)
    wanted = nx.betweenness_centrality(graph)
    exact = betweenness(nodes, heads, tails, sources=None)
    np.testing.assert_allclose(exact, [wanted[node] for node in range(nodes)], atol=1e-9)
    np.testing.assert_allclose(betweenness(nodes, heads, tails, sources=nodes), exact, atol=1e-12)
    # From half of the nodes it is right on average.
    sampled = [betweenness(nodes, heads, tails, sources=nodes // 2, seed=each) for each in range(200)]
    np.testing.assert_allclose(np.mean(sampled, axis=0), exact, atol=0.03)


def test_leiden_is_that_of_graspologic_and_finds_cliques() -> None:
    graph: Any = nx.connected_caveman_graph(6, 8)
    matrix = nx.to_scipy_sparse_array(graph, dtype=np.dtype(float), format="csr")
    found = leiden(matrix)
    assert found.count == 6
    assert np.bincount(found.members).tolist() == [8] * 6
    groups = [{int(node) for node in np.flatnonzero(found.members == number)} for number in range(6)]
    assert found.modularity == pytest.approx(nx.community.modularity(graph, groups), abs=1e-9)
    quality, direct = graspologic_native.leiden_csr(
        matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data, 48, iterations=2, seed=1
    )
    assert found.modularity == pytest.approx(quality)
    assert {frozenset(n for n in direct if direct[n] == c) for c in set(direct.values())} == {
        frozenset(group) for group in groups
    }
    again = leiden(matrix)
    assert again.members.tolist() == found.members.tolist()


def test_what_is_too_small_is_no_community() -> None:
    graph: Any = nx.disjoint_union(nx.complete_graph(6), nx.complete_graph(SMALLEST - 1))
    found = leiden(nx.to_scipy_sparse_array(graph, dtype=np.dtype(float), format="csr"))
    assert found.members.tolist() == [0] * 6 + [-1] * (SMALLEST - 1)
    empty = leiden(nx.to_scipy_sparse_array(nx.empty_graph(3), dtype=np.dtype(float), format="csr"))
    assert (empty.count, empty.modularity) == (0, 0.0)


def fields() -> list[PaperFacts]:
    """Papers of two fields, vision and language; one method stands in both."""
    found = []
    for number in range(12):
        field, task, data = (
            ("Vision", "object detection", "COCO") if number % 2 else ("Language", "parsing", "Treebank")
        )
        found.append(
            make_facts(
                f"p{number:02}",
                f"{field} {number}",
                f"{field}Net{number} builds on {field}Base for {task} on {data}, with Attention. "
                "It reaches good accuracy.",
                [
                    f"Method: {field}Net{number}",
                    f"Method: {field}Base",
                    "Method: Attention",
                    f"Task: {task}",
                    f"Dataset: {data}",
                    "Metric: accuracy",
                ],
                [
                    ("PROPOSES", "paper", f"{field}Net{number}"),
                    ("BUILDS_ON", "paper", f"{field}Base"),
                    ("ADDRESSES", "paper", task),
                    ("EVALUATED_ON", "paper", data),
                    ("BUILDS_ON", "paper", "Attention"),
                ],
                date=f"{2015 + number // 2}-06",
            )
        )
    return found


async def snapshot_of(store: SQLiteStore, facts: list[PaperFacts]) -> Snapshot:
    await store.merge(facts)
    return Snapshot(await store.rows())


@pytest.fixture
async def store() -> AsyncIterator[SQLiteStore]:
    async with await SQLiteStore.open(Path(":memory:"), create=True) as store:
        yield store


async def test_communities_are_named_by_what_sets_them_apart(store: SQLiteStore) -> None:
    snapshot = await snapshot_of(store, fields())
    structure = Structure(snapshot)
    found = await structure.partition()
    both = await communities(store, snapshot, found, range(found.count))
    assert found.count == 2
    assert {community.name.split(":")[0] for community in both} == {"object detection", "parsing"}
    [vision] = [community for community in both if community.name.startswith("object")]
    assert "VisionBase" in vision.name
    assert vision.papers == 6
    assert vision.id == vision.members[0].entity.id
    metric = snapshot.numbers["metric:accuracy"]
    assert found.members[metric] == -1
    assert adjacency(snapshot.rows, snapshot.entity_kinds)[[metric]].nnz == 0


async def test_what_both_fields_use_is_a_bridge(store: SQLiteStore) -> None:
    snapshot = await snapshot_of(store, fields())
    first, *_ = await Structure(snapshot).bridges(5)
    assert first.entity == "method:attention"
    assert first.participation == pytest.approx(0.5)
    assert sorted(first.communities) == [0, 1]


async def test_methods_of_one_field_are_alike(store: SQLiteStore) -> None:
    structure = Structure(await snapshot_of(store, fields()))
    found = await structure.similar("dataset:coco", 5)
    assert found is not None
    assert [each.entity for each in found] in ([], ["dataset:treebank"])
    alike = await structure.similar("method:visionbase", 3)
    assert alike
    assert alike[0].entity == "method:attention" or alike[0].entity.startswith("method:visionnet")
    assert alike[0].score > alike[-1].score or len(alike) == 1
    assert alike[0].shared
    assert await structure.similar("method:nothing", 3) is None
    assert await structure.similar("p01", 3) is None


async def test_personal_ranks_stay_near_where_they_start(store: SQLiteStore) -> None:
    snapshot = await snapshot_of(store, fields())
    structure = Structures().of(snapshot)
    ranks = await structure.around(["dataset:coco"])
    number = snapshot.numbers
    assert ranks.sum() == pytest.approx(1)
    assert ranks[number["method:visionbase"]] > ranks[number["method:languagebase"]]
    with pytest.raises(InvalidValue, match="no node of the graph"):
        await structure.around(["method:nothing"])
    graph: Any = nx.DiGraph()
    rows = snapshot.rows
    for head, tail, support in zip(
        rows.heads.tolist(), rows.tails.tolist(), rows.supports.tolist(), strict=True
    ):
        for a, b in ((head, tail), (tail, head)):
            before = graph.get_edge_data(a, b, {"weight": 0})["weight"]
            graph.add_edge(a, b, weight=before + support)
    wanted = nx.pagerank(graph, personalization={number["dataset:coco"]: 1}, tol=1e-12, max_iter=500)
    np.testing.assert_allclose(ranks, [wanted[node] for node in range(len(rows.ids))], atol=TOLERANCE)


async def test_one_structure_serves_a_snapshot(store: SQLiteStore) -> None:
    snapshot = await snapshot_of(store, library())
    structures = Structures()
    assert structures.of(snapshot) is structures.of(snapshot)
    assert structures.of(Snapshot(snapshot.rows)).snapshot is not snapshot
    structure = structures.of(snapshot)
    assert (await structure.hits()).authorities.sum() == pytest.approx(1)
    assert len(await structure.betweenness()) == len(snapshot.rows.ids)


def dated(counts: dict[str, tuple[int, int]]) -> list[PaperFacts]:
    """Papers of which so many mention a method in 2020 and in 2021."""
    found = []
    for year, which in ((2020, 0), (2021, 1)):
        for number in range(10):
            names = [name for name, count in counts.items() if number < count[which]]
            text = f"About {' and '.join(names) or 'nothing'}."
            entities = [f"Method: {name}" for name in names]
            found.append(
                make_facts(f"p{year}-{number}", f"Paper {number}", text, entities, date=f"{year}-03-05")
            )
    return found


async def test_what_rises_is_what_its_past_does_not_explain(store: SQLiteStore) -> None:
    facts = dated({"Rising": (1, 8), "Steady": (6, 6), "Falling": (8, 3), "New": (0, 4), "Rare": (0, 2)})
    facts.append(make_facts("undated", "Undated", "About Rising.", ["Method: Rising"]))
    snapshot = await snapshot_of(store, facts)
    found = trends(snapshot, [EntityKind.METHOD], since="2021", until="2021")
    assert (found.since, found.until, found.past_since) == ("2021-01-01", "2021-12-31", "2020-01-01")
    assert (found.papers, found.past) == (10, 10)
    assert [trend.entity for trend in found.rising] == ["method:rising", "method:new"]
    rising = found.rising[0]
    assert (rising.papers, rising.past) == (8, 1)
    assert rising.growth == pytest.approx(8.5 / 1.5)
    assert rising.surprise == pytest.approx(7 / 2**0.5)
    assert trends(snapshot, [EntityKind.TASK], since="2021").rising == ()
    # Without a span it is the year that ends with the latest paper.
    assert trends(snapshot).since == "2020-03-06"
    assert trends(snapshot).papers == 10


@pytest.mark.parametrize(
    ("since", "until", "past"),
    [
        ("2025", "2025", "2024-01-01"),  # a leap year, whose papers may be dated by no more than it
        ("2024", "2025", "2022-01-01"),
        ("2024-03", "2024-03", "2024-02-01"),
        ("2024-03-31", "2024-04-29", "2024-03-01"),
        ("2023-05-31", "2023-06-30", "2023-04-30"),
        ("2024-03-15", "2024-03-17", "2024-03-12"),
    ],
)
async def test_the_past_is_as_long(store: SQLiteStore, since: str, until: str, past: str) -> None:
    found = trends(await snapshot_of(store, library()), since=since, until=until)
    assert found.past_since == past


async def test_spans_that_are_none_are_refused(store: SQLiteStore) -> None:
    snapshot = await snapshot_of(store, library())
    for since, until in (("yesterday", None), ("2021", "2020"), ("0002", "2020")):
        with pytest.raises(InvalidValue):
            trends(snapshot, since=since, until=until)
    assert trends(Snapshot(await store.rows()), since="2021-02", until="2021-02").until == "2021-02-28"


async def test_a_history_leaves_no_year_out(store: SQLiteStore) -> None:
    snapshot = await snapshot_of(store, fields())
    found = history(snapshot, "method:attention")
    assert found
    assert [year.year for year in found] == list(range(2015, 2021))
    assert [year.papers for year in found] == [2] * 6
    assert found[0].doing == {ClaimKind.BUILDS_ON: 2}
    assert history(snapshot, "method:nothing") is None
    assert history(snapshot, "p01") is None
