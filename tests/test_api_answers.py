"""Lineage, leaderboard, graph, path and days, asked over GraphQL."""

import pytest

from graph.store import GraphStore
from tests.api_client import ask, refused
from tests.factories import library, make_facts


@pytest.fixture
async def store(sqlite_store: GraphStore) -> GraphStore:
    await sqlite_store.merge(library())
    return sqlite_store


async def test_a_lineage_by_alias_with_the_sentences_of_its_edges(store: GraphStore) -> None:
    answer = await ask(
        store,
        """
        { lineage(method: "bidirectional encoder representations from transformers", direction: DESCENDANTS) {
            leftOut
            generations { number entities { name support } }
            edges { cyclic edge { kind support head { label } tail { name }
                                  claims(first: 1) { confidence paper { id } evidence { sentence } } } }
        } }
        """,
    )
    lineage = answer["lineage"]
    assert [(g["number"], [e["name"] for e in g["entities"]]) for g in lineage["generations"]] == [
        (0, ["BERT"]),
        (1, ["RoBERTa", "ALBERT"]),
    ]
    edge = lineage["edges"][0]["edge"]
    assert (edge["head"]["label"], edge["tail"]["name"], edge["support"]) == ("RoBERTa", "BERT", 2)
    [claim] = edge["claims"]
    assert claim["paper"]["id"] == "arxiv:1907.11692"
    assert "RoBERTa" in claim["evidence"]["sentence"]
    assert (await ask(store, '{ lineage(method: "nothing") { leftOut } }'))["lineage"] is None


async def test_a_leaderboard(store: GraphStore) -> None:
    query = """
        query ($metric: String) { leaderboard(dataset: "glue", metric: $metric) {
            dataset { id }
            boards { metric { name } unit direction results { value method { label } } }
            apart { value paper { year } evidence { sentence } }
        } }
    """
    answer = (await ask(store, query))["leaderboard"]
    assert answer["boards"] == []
    assert [each["value"] for each in answer["apart"]] == ["88.5", "80.5%"]
    await store.merge(
        [
            make_facts(
                "x",
                "X",
                "X has an accuracy of 91% on GLUE.",
                ["Method: X", "Dataset: GLUE", "Metric: accuracy"],
                results=[
                    {
                        "value": "91%",
                        "number": 91,
                        "unit": "%",
                        "method": "X",
                        "dataset": "GLUE",
                        "metric": "accuracy",
                    }
                ],
            )
        ]
    )
    answer = (await ask(store, query, metric="Accuracy"))["leaderboard"]
    assert answer["boards"] == [
        {
            "metric": {"name": "accuracy"},
            "unit": "%",
            "direction": "HIGHER",
            "results": [{"value": "91%", "method": {"label": "X"}}],
        }
    ]
    assert answer["apart"] == []
    assert (await ask(store, query, metric="no such metric"))["leaderboard"]["boards"] == []
    assert (await ask(store, '{ leaderboard(dataset: "nothing") { boards { unit } } }'))[
        "leaderboard"
    ] is None


async def test_entities_in_an_order_page_by_page(store: GraphStore) -> None:
    query = """
        query ($after: String, $order: EntityOrder! = SUPPORT) {
            entities(first: 2, after: $after, orderBy: $order, filter: {minSupport: 2}) {
                nodes { __typename name support } pageInfo { endCursor hasNextPage }
            }
        }
    """
    first = (await ask(store, query))["entities"]
    assert first["nodes"] == [
        {"__typename": "Method", "name": "BERT", "support": 3},
        {"__typename": "Task", "name": "question answering", "support": 3},
    ]
    after = first["pageInfo"]["endCursor"]
    second = (await ask(store, query, after=after))["entities"]
    assert [node["name"] for node in second["nodes"]] == ["GLUE", "SQuAD 1.1"]
    error = await refused(store, query, after=after, order="NAME")
    assert "no cursor of this list" in error["message"]
    of_kind = await ask(store, "{ entities(kind: DATASET, orderBy: NAME) { nodes { id } } }")
    assert [node["id"] for node in of_kind["entities"]["nodes"]] == ["dataset:glue", "dataset:squad-1.1"]


async def test_a_graph_around_nodes(store: GraphStore) -> None:
    answer = await ask(
        store,
        """
        { graph(around: ["method:bert", "survey-1"], first: 4, kinds: [IMPROVES_ON, ADDRESSES]) {
            nodes { __typename id label } edges { id headId tailId support } leftOut more
        } }
        """,
    )
    graph = answer["graph"]
    assert [node["id"] for node in graph["nodes"]][:3] == ["method:bert", "survey-1", "method:roberta"]
    assert {node["__typename"] for node in graph["nodes"]} >= {"Method", "Paper"}
    assert len(graph["nodes"]) == 4
    ids = {node["id"] for node in graph["nodes"]}
    assert all({edge["headId"], edge["tailId"]} <= ids for edge in graph["edges"])
    assert graph["leftOut"] > 0
    assert set(graph["more"]) <= ids


async def test_the_path_between_two_nodes(store: GraphStore) -> None:
    answer = await ask(
        store,
        """
        { path(from: "survey-1", to: "method:gpt") {
            complete
            paths { steps { forward edge { head { label } kind tail { label } claims { paper { id } } } } }
        } }
        """,
    )
    assert answer["path"]["complete"]
    [path] = answer["path"]["paths"]
    assert [
        (s["forward"], s["edge"]["head"]["label"], s["edge"]["tail"]["label"]) for s in path["steps"]
    ] == [
        (True, "A survey of question answering", "question answering"),
        (False, "BERT", "question answering"),
        (True, "BERT", "GPT"),
    ]
    assert all(step["edge"]["claims"] for step in path["steps"])


async def test_days(store: GraphStore) -> None:
    await store.merge(
        [
            make_facts(
                "new",
                "New",
                "Baz improves on BERT.",
                ["Method: Baz", "Method: BERT"],
                [("IMPROVES_ON", "Baz", "BERT")],
                date="2025-09-01",
                listed="2025-09-02",
            )
        ]
    )
    answer = await ask(
        store,
        """
        { days { date paperCount }
          daily(date: "2025-09-02") {
            date papers { id } newEntities { name } newClaims { head { label } kind tail { name } }
        } }
        """,
    )
    assert answer["days"] == [{"date": "2025-09-02", "paperCount": 1}]
    assert answer["daily"] == {
        "date": "2025-09-02",
        "papers": [{"id": "new"}],
        "newEntities": [{"name": "Baz"}],
        "newClaims": [{"head": {"label": "Baz"}, "kind": "IMPROVES_ON", "tail": {"name": "BERT"}}],
    }


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ('{ lineage(method: "bert", depth: 11) { leftOut } }', "depth: must lie between 1 and 10"),
        ('{ lineage(method: "bert", kinds: [MENTIONS]) { leftOut } }', "kinds: lineage follows"),
        ('{ lineage(method: "bert", minSupport: 0) { leftOut } }', "minSupport: must be at least 1"),
        ('{ graph(around: ["method:bert"], first: 1001) { leftOut } }', "must lie between 1 and 1000"),
        ('{ path(from: "a", to: "a") { complete } }', "to: is the same node"),
        ('{ daily(date: "today") { date } }', "date"),
        ('{ days(before: "2025") { date } }', "before"),
        ("{ days(first: 0) { date } }", "first: must lie between 1 and 200"),
    ],
)
async def test_a_bad_argument_is_named(store: GraphStore, query: str, message: str) -> None:
    error = await refused(store, query)
    assert message in error["message"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


async def test_a_search_with_highlights_and_a_typo(store: GraphStore) -> None:
    query = """
        query ($text: String!) { search(text: $text, kinds: [METHOD]) {
            score corrected node { label } highlights { text spans { start end } }
        } }
    """
    [hit] = (await ask(store, query, text="robrta"))["search"]
    assert (hit["corrected"], hit["node"]["label"]) == ("roberta", "RoBERTa")
    assert hit["highlights"] == [{"text": "RoBERTa", "spans": [{"start": 0, "end": 7}]}]
    [exact] = (await ask(store, query, text="RoBERTa"))["search"]
    assert (exact["corrected"], exact["score"]) == (None, hit["score"])
