"""Rankings, communities and trends through GraphQL and on the command line."""

import json

import pytest
from graphql import parse

from api.cost import Asked
from api.limits import Limits
from graph.store import GraphStore
from tests.api_client import SCHEMA, ask, refused
from tests.test_api_cli import Run, filled, run  # noqa: F401  # fixtures
from tests.test_queries_structure import dated, fields


async def test_rankings(store: GraphStore) -> None:
    await store.merge(fields())
    query = """query R($by: RankBy!, $kinds: [NodeKind!], $around: [ID!]) {
      ranking(by: $by, kinds: $kinds, around: $around, first: 5) { score node { id label } } }"""
    for by in ("PAGE_RANK", "HUBS", "AUTHORITIES", "BETWEENNESS"):
        found = (await ask(store, query, by=by, kinds=["METHOD"]))["ranking"]
        assert len(found) == 5
        assert [each["score"] for each in found] == sorted((each["score"] for each in found), reverse=True)
        assert all(each["node"]["id"].startswith("method:") for each in found)
    near = (await ask(store, query, by="PAGE_RANK", kinds=["PAPER", "TASK"], around=["dataset:coco"]))[
        "ranking"
    ]
    vision = {"task:object-detection", *(f"p{number:02}" for number in range(1, 12, 2))}
    assert {each["node"]["id"] for each in near} <= vision
    error = await refused(store, '{ ranking(by: HUBS, around: ["p01"]) { score } }')
    assert "PAGE_RANK only" in error["message"]
    assert "no node" in (await refused(store, '{ ranking(around: ["p99"]) { score } }'))["message"]


async def test_communities_and_what_joins_them(store: GraphStore) -> None:
    await store.merge(fields())
    answer = await ask(
        store,
        """{ communities { id name papers entities tasks { id } methods { name } members { id pageRank } }
             of: community(of: "p01") { name }
             none: community(of: "metric:accuracy") { name }
             missing: community(of: "p99") { name }
             bridges(first: 1) { entity { id } score participation communities { name } } }""",
    )
    assert [each["name"].split(":")[0] for each in answer["communities"]] == [
        "object detection",
        "parsing",
    ] or [each["name"].split(":")[0] for each in answer["communities"]] == ["parsing", "object detection"]
    ranks = [member["pageRank"] for member in answer["communities"][0]["members"]]
    assert ranks == sorted(ranks, reverse=True)
    assert answer["of"]["name"].startswith("object detection")
    assert answer["none"] is None
    assert answer["missing"] is None
    [bridge] = answer["bridges"]
    assert bridge["entity"]["id"] == "method:attention"
    assert len(bridge["communities"]) == 2


async def test_trends_and_histories(store: GraphStore) -> None:
    await store.merge(dated({"Rising": (1, 8), "Steady": (6, 6)}))
    answer = await ask(
        store,
        """{ trends(kind: METHOD, since: "2021", until: "2021") { since until papers past
               rising { entity { id history { year papers buildsOn } } papers past growth surprise } } }""",
    )
    [trend] = answer["trends"]["rising"]
    assert (trend["entity"]["id"], trend["papers"], trend["past"]) == ("method:rising", 8, 1)
    assert trend["entity"]["history"] == [
        {"year": 2020, "papers": 1, "buildsOn": 0},
        {"year": 2021, "papers": 8, "buildsOn": 0},
    ]
    assert "since" in (await refused(store, '{ trends(since: "soon") { papers } }'))["message"]


async def test_similar_methods(store: GraphStore) -> None:
    await store.merge(fields())
    query = """query S($method: ID!) {
      similarMethods(method: $method, first: 3) { score entity { id } shared { id } } }"""
    found = (await ask(store, query, method="method:visionnet1"))["similarMethods"]
    assert found
    assert all(each["entity"]["id"].startswith("method:") for each in found)
    assert all(each["shared"] for each in found)
    assert (await ask(store, query, method="method:nothing"))["similarMethods"] is None
    error = await refused(store, '{ similarMethods(method: "dataset:coco") { score } }')
    assert "no id of a method" in error["message"]


_MAP = """query M($first: Int!, $papers: Boolean!) { map(first: $first, papers: $papers) {
  ids labels kinds communities supports ranks x y heads tails claimKinds edgeSupports communityNames leftOut
  revision } }"""
_OF_NODES = ("ids", "labels", "kinds", "communities", "supports", "ranks", "x", "y")
_OF_EDGES = ("heads", "tails", "claimKinds", "edgeSupports")


async def test_a_map_has_columns_of_nodes_and_of_edges(store: GraphStore) -> None:
    await store.merge(fields())
    found = (await ask(store, _MAP, first=20_000, papers=True))["map"]
    assert {len(found[name]) for name in _OF_NODES} == {len(found["ids"])}
    assert {len(found[name]) for name in _OF_EDGES} == {len(found["heads"])}
    assert set(found["kinds"]) == {"PAPER", "METHOD", "TASK", "DATASET"}
    assert set(found["claimKinds"]) == {"PROPOSES", "BUILDS_ON", "ADDRESSES", "EVALUATED_ON"}
    nodes = {id: place for place, id in enumerate(found["ids"])}
    attention, paper = nodes["method:attention"], nodes["p01"]
    assert found["labels"][attention] == "Attention"
    assert found["labels"][paper] == "Vision 1"
    assert found["supports"][attention] == 12
    said = set(zip(found["heads"], found["tails"], found["claimKinds"], found["edgeSupports"], strict=True))
    assert (paper, attention, "BUILDS_ON", 1) in said
    names = [name.split(":")[0] for name in found["communityNames"]]
    assert sorted(names) == ["object detection", "parsing"]
    assert names[found["communities"][nodes["dataset:coco"]]] == "object detection"
    assert found["leftOut"] == 1  # accuracy, a metric
    assert found["revision"] == await store.revision()
    assert len(set(zip(found["x"], found["y"], strict=True))) == len(nodes)
    assert all(0 <= place <= 1000 for place in found["x"] + found["y"])


async def test_a_map_of_too_few_or_too_many_nodes_is_refused(store: GraphStore) -> None:
    for first in (0, -1, 20_001):
        error = await refused(store, f"{{ map(first: {first}) {{ ids }} }}")
        assert error["message"] == f"first: must lie between 1 and 20,000, got {first}"
        assert error["extensions"]["code"] == "BAD_USER_INPUT"


def test_the_largest_map_is_within_the_limits_once() -> None:
    def cost(query: str) -> int:
        return Asked.of(parse(query), SCHEMA._schema, {"first": 20_000}, None).cost

    whole = _MAP[_MAP.index("map(") : -2]
    assert cost(_MAP) == 1 + 20_000 * 15 <= Limits().cost
    assert cost(f"query M($first: Int!, $papers: Boolean!) {{ {whole} again: {whole} }}") > Limits().cost


async def test_an_empty_graph_has_nothing_to_rank(store: GraphStore) -> None:
    answer = await ask(
        store,
        "{ ranking { score } communities { id } bridges { score } trends { papers rising { papers } } "
        "map { ids x heads communityNames leftOut } }",
    )
    assert answer["ranking"] == answer["communities"] == answer["bridges"] == []
    assert answer["trends"]["rising"] == []
    assert answer["map"] == {"ids": [], "x": [], "heads": [], "communityNames": [], "leftOut": 0}


@pytest.mark.parametrize("by", ["pagerank", "hubs", "authorities", "betweenness"])
def test_top_ranks(filled: Run, by: str) -> None:  # noqa: F811
    result = filled("top", "--by", by, "--kind", "method", "--first", "3")
    assert result.code == 0, result.err
    assert len(result.out.splitlines()) == 4
    rows = [json.loads(line) for line in filled("top", "--by", by, "--json").out.splitlines()]
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


def test_top_refuses_what_it_does_not_know(filled: Run) -> None:  # noqa: F811
    assert "is none of Paper, Method" in filled("top", "--kind", "thing").err
    assert "goes with --by pagerank only" in filled("top", "--by", "hubs", "--around", "method:bert").err
    assert "no node of the graph" in filled("top", "--around", "method:nothing").err
    assert filled("top", "--around", "method:bert", "--kind", "paper").code == 0


def test_trends_and_communities_are_shown(filled: Run) -> None:  # noqa: F811
    shown = filled("trends", "--since", "2018", "--until", "2020")
    assert shown.code == 0, shown.err
    assert shown.out.startswith("2018-01-01 to 2020-12-31: ")
    [record] = [json.loads(line) for line in filled("trends", "--json", "--kind", "task").out.splitlines()]
    assert record["rising"] == []
    assert filled("trends", "--since", "soon").code == 2
    assert filled("communities").out
    for line in filled("communities", "--json").out.splitlines():
        assert json.loads(line)["members"]
