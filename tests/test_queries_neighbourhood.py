"""What stands around nodes, and the paths between them."""

import itertools
import random

import networkx as nx
import pytest

from graph.errors import InvalidValue
from graph.kinds import ClaimKind
from graph.model import Paper
from graph.sqlite_store import SQLiteStore
from graph.store import GraphStore
from queries.neighbourhood import Neighbourhood, neighbourhood
from queries.paths import Paths, paths
from tests.factories import library, make_facts


@pytest.fixture
async def filled(store: GraphStore) -> GraphStore:
    await store.merge(library())
    return store


def ids(found: Neighbourhood) -> list[str]:
    return [node.id if isinstance(node, Paper) else node.entity.id for node in found.nodes]


def walked(found: Paths) -> list[list[str]]:
    return [[step.end for step in path] for path in found.steps]


async def test_the_most_supported_neighbours_come_first(filled: GraphStore) -> None:
    found = await neighbourhood(filled, ["method:bert"])
    assert ids(found)[:2] == ["method:bert", "method:roberta"]
    assert set(ids(found)) == {
        *("method:bert", "method:roberta", "method:albert", "method:gpt", "method:transformer"),
        *("dataset:glue", "dataset:squad-1.1", "task:question-answering", "arxiv:1810.04805"),
    }
    assert found.edges[0].support == 2
    assert all(edge.kind is not ClaimKind.MENTIONS for edge in found.edges)
    # RoBERTa is evaluated on SQuAD: an edge between two neighbours belongs to the picture.
    assert "method:roberta|EVALUATED_ON|dataset:squad-1.1" in {edge.id for edge in found.edges}


async def test_what_is_left_out_is_said(filled: GraphStore) -> None:
    found = await neighbourhood(filled, ["method:bert"], limit=3)
    assert len(found.nodes) == 3
    assert found.left_out > 0
    assert "method:bert" in found.more
    whole = await neighbourhood(filled, ["method:bert"], depth=4)
    assert (whole.left_out, whole.more) == (0, frozenset())
    edges = {edge.id for edge in found.edges}
    assert all(edge.head in ids(found) and edge.tail in ids(found) for edge in found.edges)
    assert edges <= {edge.id for edge in whole.edges}


async def test_kinds_support_and_unknown_ids(filled: GraphStore) -> None:
    kinds = frozenset({ClaimKind.BUILDS_ON})
    assert ids(await neighbourhood(filled, ["method:bert"], kinds=kinds)) == [
        "method:bert",
        "method:transformer",
    ]
    assert ids(await neighbourhood(filled, ["method:bert"], min_support=2)) == [
        "method:bert",
        "method:roberta",
    ]
    assert ids(await neighbourhood(filled, ["method:none", "survey-1"])) == [
        "survey-1",
        "task:question-answering",
    ]
    assert ids(await neighbourhood(filled, [])) == []
    for arguments in ({"depth": 0}, {"depth": 9}, {"limit": 0}, {"limit": 9999}):
        with pytest.raises(InvalidValue):
            await neighbourhood(filled, ["method:bert"], **arguments)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="around"):
        await neighbourhood(filled, [f"method:m{i}" for i in range(51)])


async def test_the_shortest_paths_whichever_way_edges_point(filled: GraphStore) -> None:
    assert walked(await paths(filled, "method:gpt", "method:roberta")) == [["method:bert", "method:roberta"]]
    found = await paths(filled, "method:roberta", "method:gpt")
    [steps] = found.steps
    assert [(step.edge.id, step.forward) for step in steps] == [
        ("method:roberta|IMPROVES_ON|method:bert", True),
        ("method:bert|IMPROVES_ON|method:gpt", True),
    ]
    assert found.complete
    assert walked(await paths(filled, "survey-1", "method:bert")) == [
        ["task:question-answering", "method:bert"]
    ]


async def test_no_path(filled: GraphStore) -> None:
    assert await paths(filled, "method:bert", "method:none") == Paths((), True)
    assert await paths(filled, "method:gpt", "method:roberta", longest=1) == Paths((), True)
    with pytest.raises(InvalidValue, match="same node"):
        await paths(filled, "method:bert", "method:bert")
    with pytest.raises(InvalidValue, match="longest"):
        await paths(filled, "method:bert", "method:gpt", longest=9)


async def test_paths_are_those_that_networkx_finds(sqlite_store: SQLiteStore) -> None:
    chance = random.Random(5)
    names = [f"M{i}" for i in range(40)]
    # No two edges between the same nodes: they would be two paths, which NetworkX counts as one.
    pairs = sorted({tuple(sorted(chance.sample(names, 2))) for _ in range(55)})
    claims = [("BUILDS_ON", head, tail) for head, tail in (chance.sample(pair, 2) for pair in pairs)]
    text = "We join " + ", ".join(names) + "."
    await sqlite_store.merge([make_facts("p", "A title", text, [f"Method: {n}" for n in names], claims)])
    graph = nx.Graph((f"method:{a.lower()}", f"method:{b.lower()}") for a, b in pairs)
    for one, two in itertools.islice(itertools.combinations(sorted(graph), 2), 0, None, 9):
        found = await paths(sqlite_store, one, two, longest=8, limit=20)
        if not nx.has_path(graph, one, two) or nx.shortest_path_length(graph, one, two) > 8:
            assert found.steps == ()
        else:
            expected = {tuple(path[1:]) for path in nx.all_shortest_paths(graph, one, two)}
            assert {tuple(path) for path in walked(found)} == expected
