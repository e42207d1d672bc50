"""Each field of the schema, asked of a real store."""

from typing import Any

import pytest

from graph.store import GraphStore
from tests.api_client import ask, refused
from tests.factories import library, make_facts


@pytest.fixture
async def store(sqlite_store: GraphStore) -> GraphStore:
    await sqlite_store.merge(library())
    return sqlite_store


async def test_a_paper_with_all_its_fields(store: GraphStore) -> None:
    answer = await ask(
        store,
        """
        { paper(id: "arxiv:1810.04805") {
            __typename id label title abstract authors date year venue url codeUrl projectUrl listed
            upvotes source
            contribution { sentence start end head { start } tail { start } }
        } }
        """,
    )
    paper = answer["paper"]
    assert paper["__typename"] == "Paper"
    assert paper["label"] == paper["title"] == "BERT: Pre-training of Deep Bidirectional Transformers"
    assert (paper["date"], paper["year"], paper["venue"]) == ("2018-10-11", 2018, "NAACL")
    assert paper["authors"] == ["Jacob Devlin", "Ming-Wei Chang"]
    assert paper["codeUrl"] is None
    contribution = paper["contribution"]
    assert contribution["sentence"] == "BERT is a language model that builds on the Transformer."
    text = f"{paper['title']}\n{paper['abstract']}"
    assert text[contribution["start"] : contribution["end"]] == contribution["sentence"]
    assert contribution["head"] is None


async def test_what_a_paper_proposes_with_the_sentence(store: GraphStore) -> None:
    answer = await ask(
        store,
        """
        { paper(id: "arxiv:1907.11692") {
            proposes { kind head { label } tail { kind name } support evidence { sentence } }
        } }
        """,
    )
    [claim] = answer["paper"]["proposes"]
    assert claim["kind"] == "PROPOSES"
    assert claim["head"] == {"label": "RoBERTa: A Robustly Optimized BERT Pretraining Approach"}
    assert claim["tail"] == {"kind": "METHOD", "name": "RoBERTa"}
    assert claim["support"] == 1
    assert "RoBERTa" in claim["evidence"]["sentence"]


async def test_claims_of_a_paper_by_kind_and_confidence(store: GraphStore) -> None:
    query = """
        query($filter: ClaimFilter) { paper(id: "iclr2020-albert") {
            claims(filter: $filter) { nodes { id confidence } }
        } }
    """

    async def claims(**filter: Any) -> list[str]:
        answer = await ask(store, query, filter=filter)
        return [node["id"] for node in answer["paper"]["claims"]["nodes"]]

    improves = ["method:albert|IMPROVES_ON|method:bert", "method:roberta|IMPROVES_ON|method:bert"]
    assert await claims(kinds=["IMPROVES_ON"]) == [f"iclr2020-albert|{claim}" for claim in improves]
    assert await claims(kinds=["IMPROVES_ON"], minConfidence=0.65) == [f"iclr2020-albert|{improves[0]}"]
    assert await claims(kinds=["IMPROVES_ON"], minSupport=2) == [f"iclr2020-albert|{improves[1]}"]
    assert await claims(kinds=["IMPROVES_ON"], until="2019") == []
    assert len(await claims()) == 8


async def test_mentions_of_a_paper_with_their_places(store: GraphStore) -> None:
    answer = await ask(
        store,
        '{ paper(id: "survey-1") { title abstract mentions { entity { id support } spans { start end } } } }',
    )
    paper = answer["paper"]
    [mention] = paper["mentions"]
    assert mention["entity"] == {"id": "task:question-answering", "support": 3}
    text = f"{paper['title']}\n{paper['abstract']}"
    assert {text[span["start"] : span["end"]] for span in mention["spans"]} == {"question answering"}
    assert len(mention["spans"]) == 2


RESULT = """
    fragment All on Result {
        id value number unit span { start end } confidence
        method { label } task { name } dataset { name } metric { name } paper { id } evidence { sentence }
    }
"""


async def test_results_of_papers_and_entities(store: GraphStore) -> None:
    answer = await ask(
        store,
        """{ paper(id: "arxiv:1810.04805") { results { ...All } }
             dataset(name: "glue") { results(first: 1) { ...All } } }"""
        + RESULT,
    )
    [result] = answer["paper"]["results"]
    assert (result["value"], result["number"], result["unit"]) == ("80.5%", 80.5, "%")
    assert result["method"] == {"label": "BERT"}
    assert result["dataset"] == {"name": "GLUE"}
    assert result["task"] is None
    assert result["metric"] is None
    assert "80.5%" in result["evidence"]["sentence"]
    [newest] = answer["dataset"]["results"]
    assert newest["paper"]["id"] == "arxiv:1907.11692"


async def test_a_result_of_the_paper_itself(store: GraphStore) -> None:
    facts = make_facts("p", "Our way", "We reach 9 points.", results=[{"value": "9", "method": "paper"}])
    await store.merge([facts])
    answer = await ask(store, '{ paper(id: "p") { results { method { __typename id } } } }')
    assert answer["paper"]["results"] == [{"method": {"__typename": "Paper", "id": "p"}}]


@pytest.mark.parametrize(
    ("field", "name", "id"),
    [
        ("method", "Bidirectional Encoder representations from TRANSFORMERS", "method:bert"),
        ("task", "Question-Answering", "task:question-answering"),
        ("dataset", "squad 1.1", "dataset:squad-1.1"),
        ("metric", "BLEU", None),
        ("task", "BERT", None),
    ],
)
async def test_entities_by_any_name(store: GraphStore, field: str, name: str, id: str | None) -> None:
    answer = await ask(store, f"query($name: String!) {{ {field}(name: $name) {{ id }} }}", name=name)
    assert answer[field] == (id and {"id": id})


async def test_an_entity_with_all_its_fields(store: GraphStore) -> None:
    answer = await ask(
        store,
        '{ entity(id: "method:bert") { __typename id label kind name aliases support firstSeen } }',
    )
    assert answer["entity"] == {
        "__typename": "Method",
        "id": "method:bert",
        "label": "BERT",
        "kind": "METHOD",
        "name": "BERT",
        "aliases": ["Bidirectional Encoder Representations from Transformers"],
        "support": 3,
        "firstSeen": "2018-10-11",
    }


async def test_ids_that_nothing_has(store: GraphStore) -> None:
    answer = await ask(
        store,
        '{ a: paper(id: "method:bert") { id } b: paper(id: "") { id } c: entity(id: "survey-1") { id } }',
    )
    assert answer == {"a": None, "b": None, "c": None}


async def test_claims_of_an_entity_in_both_directions(store: GraphStore) -> None:
    query = """
        query($direction: Direction!) { method(name: "BERT") {
            claims(direction: $direction, filter: {kinds: [IMPROVES_ON, BUILDS_ON]}) {
                nodes { head { label } kind tail { label } support paper { id } }
            }
        } }
    """

    async def claims(direction: str) -> list[tuple[str, str, str, int]]:
        answer = await ask(store, query, direction=direction)
        nodes = answer["method"]["claims"]["nodes"]
        return [(n["head"]["label"], n["kind"], n["tail"]["label"], n["support"]) for n in nodes]

    outgoing = [("BERT", "BUILDS_ON", "Transformer", 1), ("BERT", "IMPROVES_ON", "GPT", 1)]
    incoming = [
        ("RoBERTa", "IMPROVES_ON", "BERT", 2),
        ("ALBERT", "IMPROVES_ON", "BERT", 1),
        ("RoBERTa", "IMPROVES_ON", "BERT", 2),
    ]
    assert await claims("OUTGOING") == outgoing
    assert await claims("INCOMING") == incoming
    assert sorted(await claims("BOTH")) == sorted(outgoing + incoming)


async def test_papers_by_what_they_are(store: GraphStore) -> None:
    async def papers(**filter: str) -> list[str]:
        query = "query($filter: PaperFilter) { papers(filter: $filter) { nodes { id } } }"
        answer = await ask(store, query, filter=filter)
        return [node["id"] for node in answer["papers"]["nodes"]]

    everything = ["iclr2020-albert", "arxiv:1907.11692", "arxiv:1810.04805", "survey-1"]
    assert await papers() == everything
    assert await papers(since="2019") == everything[:2]
    assert await papers(until="2019-07") == everything[1:3]
    assert await papers(venue="ICLR") == everything[:1]
    assert await papers(entity="task:question-answering") == [everything[0], everything[2], everything[3]]
    assert await papers(listed="2025-09-02") == []


async def test_papers_of_an_entity(store: GraphStore) -> None:
    answer = await ask(
        store, '{ dataset(name: "GLUE") { papers { nodes { id } pageInfo { hasNextPage } } } }'
    )
    papers = answer["dataset"]["papers"]
    assert {node["id"] for node in papers["nodes"]} == {"arxiv:1810.04805", "arxiv:1907.11692"}
    assert papers["pageInfo"] == {"hasNextPage": False}


async def test_search_finds_papers_and_entities(store: GraphStore) -> None:
    query = 'query($kinds: [NodeKind!]) { search(text: "bert", kinds: $kinds) { node { __typename label } } }'
    hits = (await ask(store, query))["search"]
    assert hits[0] == {"node": {"__typename": "Method", "label": "BERT"}}
    assert {hit["node"]["__typename"] for hit in hits} == {"Method", "Paper"}
    papers = (await ask(store, query, kinds=["PAPER"]))["search"]
    assert {hit["node"]["__typename"] for hit in papers} == {"Paper"}
    assert (await ask(store, query, kinds=["DATASET", "TASK"]))["search"] == []


async def test_stats(store: GraphStore) -> None:
    answer = await ask(
        store, "{ stats { revision papers results entities { kind count } claims { kind count } } }"
    )
    stats = answer["stats"]
    assert (stats["revision"], stats["papers"], stats["results"]) == (1, 4, 2)
    assert stats["entities"] == [
        {"kind": "METHOD", "count": 5},
        {"kind": "TASK", "count": 1},
        {"kind": "DATASET", "count": 2},
    ]
    assert {"kind": "IMPROVES_ON", "count": 4} in stats["claims"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ('{ papers(filter: {since: "last week"}) { nodes { id } } }', "filter.since: 'last week' is no date"),
        ('{ papers(filter: {listed: "2025"}) { nodes { id } } }', "filter.listed: '2025' is no date"),
        (
            '{ method(name: "BERT") { claims(filter: {minSupport: 0}) { nodes { id } } } }',
            "filter.minSupport",
        ),
        (
            '{ method(name: "BERT") { claims(filter: {minConfidence: 1.5}) { nodes { id } } } }',
            "filter.minConfidence: must lie between 0 and 1, got 1.5",
        ),
        ('{ method(name: "BERT") { results(first: 0) { id } } }', "first: must lie between 1 and 200, got 0"),
        ('{ search(text: "a", first: 201) { node { id } } }', "first: must lie between 1 and 200, got 201"),
    ],
)
async def test_values_that_cannot_be_meant(store: GraphStore, query: str, message: str) -> None:
    error = await refused(store, query)
    assert error["message"].startswith(message)
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
