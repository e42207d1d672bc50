"""Corrections by curators over the API: who may, what comes of them, and what is wrong."""

from typing import Any

import pytest

from api.context import Context, Holder
from graph.keys import Scope
from graph.store import GraphStore
from tests.api_client import SCHEMA, ask
from tests.factories import library

CURATOR = Holder("a curator", frozenset({Scope.READ, Scope.CURATE}))
WRONG = "iclr2020-albert|method:roberta|IMPROVES_ON|method:bert"


async def correct(store: GraphStore, mutation: str, **variables: Any) -> dict[str, Any]:
    result = await SCHEMA.execute(mutation, variables, Context(store, asking=CURATOR))
    assert result.errors is None, result.errors
    assert result.data is not None
    [answer] = result.data.values()
    assert isinstance(answer, dict)
    return answer


async def error(store: GraphStore, mutation: str, asking: Holder = CURATOR) -> tuple[str, str]:
    result = await SCHEMA.execute(mutation, None, Context(store, asking=asking))
    assert result.errors is not None
    [found] = result.errors
    assert found.extensions is not None
    return found.extensions["code"], found.message


@pytest.fixture
async def filled(store: GraphStore) -> GraphStore:
    await store.merge(library())
    return store


async def test_entities_are_merged_renamed_and_split(filled: GraphStore) -> None:
    merged = await correct(
        filled,
        """mutation { mergeEntities(entities: ["method:gpt", "method:transformer"], into: "method:bert") {
            changedPapers entity { id aliases } curations { kind subject into name by made } } }""",
    )
    assert merged["changedPapers"] == 1
    assert {"GPT", "Transformer"} <= set(merged["entity"]["aliases"])
    assert [(c["kind"], c["subject"], c["into"], c["name"], c["by"]) for c in merged["curations"]] == [
        ("MERGE", "method:gpt", "method:bert", "BERT", "a curator"),
        ("MERGE", "method:transformer", "method:bert", "BERT", "a curator"),
    ]
    assert (await ask(filled, '{ method(name: "gpt") { id } }'))["method"] == {"id": "method:bert"}
    renamed = await correct(
        filled,
        'mutation { renameEntity(entity: "method:bert", name: "Bert") { changedPapers entity { name } } }',
    )
    assert renamed == {"changedPapers": 3, "entity": {"name": "Bert"}}
    split = await correct(
        filled,
        """mutation { splitEntity(entity: "method:bert", names: ["gpt"], name: "GPT-1") {
            changedPapers entity { id name aliases } curations { names } } }""",
    )
    assert split["entity"] == {"id": "method:gpt-1", "name": "GPT-1", "aliases": ["GPT"]}
    assert split["curations"] == [{"names": ["GPT"]}]
    decided = (await ask(filled, "{ curations { id kind } }"))["curations"]
    assert [each["kind"] for each in decided] == ["SPLIT", "RENAME", "MERGE", "MERGE"]
    undone = await correct(
        filled,
        "mutation ($id: ID!) { undoCuration(id: $id) { changedPapers entity { id } curations { kind } } }",
        id=decided[1]["id"],
    )
    assert undone == {"changedPapers": 3, "entity": None, "curations": [{"kind": "RENAME"}]}
    assert len((await ask(filled, "{ curations(first: 200) { id } }"))["curations"]) == 3


async def test_a_claim_is_rejected_and_restored(filled: GraphStore) -> None:
    query = '{ paper(id: "iclr2020-albert") { claims { nodes { id } } } }'
    before = await ask(filled, query)
    for mutation, there in (("rejectClaim", False), ("restoreClaim", True)):
        answer = await correct(
            filled, f"mutation ($id: ID!) {{ {mutation}(id: $id) {{ changedPapers }} }}", id=WRONG
        )
        assert answer == {"changedPapers": 1}
        assert ({"id": WRONG} in (await ask(filled, query))["paper"]["claims"]["nodes"]) == there
    assert await ask(filled, query) == before


@pytest.mark.parametrize(
    ("mutation", "message"),
    [
        ('mergeEntities(entities: [], into: "method:bert")', "must name the entities"),
        ('mergeEntities(entities: ["method:x"], into: "method:bert")', "no entity has the id 'method:x'"),
        ('mergeEntities(entities: ["method:bert"], into: "method:x")', "no entity has the id 'method:x'"),
        ('mergeEntities(entities: ["dataset:glue"], into: "method:bert")', "two of one kind"),
        ('mergeEntities(entities: ["method:bert"], into: "method:bert")', "two of one kind"),
        ('renameEntity(entity: "method:bert", name: " ")', "name"),
        ('renameEntity(entity: "method:x", name: "X")', "no entity has the id"),
        ('splitEntity(entity: "method:bert", names: ["ELMo"], name: "ELMo")', "is none of its names: BERT"),
        ('splitEntity(entity: "method:bert", names: [], name: "ELMo")', "some of its names"),
        ('splitEntity(entity: "method:gpt", names: ["GPT"], name: "GPT-1")', "what renameEntity is for"),
        ('rejectClaim(id: "nothing")', "is no id of a claim"),
        ('rejectClaim(id: "p|paper|PROPOSES|method:bert")', "no claim has the id"),
        ('rejectClaim(id: "survey-1|paper|MENTIONS|task:question-answering")', "cannot be rejected"),
        ('restoreClaim(id: "p|paper|PROPOSES|method:bert")', "is rejected"),
        ('undoCuration(id: "x")', "no curation has the id 'x'"),
    ],
)
async def test_what_cannot_be_done_says_why(filled: GraphStore, mutation: str, message: str) -> None:
    code, found = await error(filled, f"mutation {{ {mutation} {{ changedPapers }} }}")
    assert code == "BAD_USER_INPUT"
    assert message in found
    assert await filled.decisions() == []


async def test_only_curators_may(sqlite_store: GraphStore) -> None:
    writer = Holder("a writer", frozenset({Scope.READ, Scope.WRITE}))
    mutation = f'mutation {{ rejectClaim(id: "{WRONG}") {{ changedPapers }} }}'
    assert (await error(sqlite_store, mutation, writer))[0] == "FORBIDDEN"
    assert (await error(sqlite_store, mutation, Holder("", frozenset({Scope.READ}))))[0] == "UNAUTHENTICATED"
