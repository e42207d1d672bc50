"""Pages and cursors: every item once in either direction, and clear words for what cannot be meant."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.connections import CLAIM_KEY, PAPER_KEY, decode, encode
from graph.errors import InvalidValue
from graph.kinds import EntityKind
from graph.store import GraphStore
from tests.api_client import ask, refused
from tests.factories import library, make_facts

PAGE = """
    query($first: Int, $after: String, $last: Int, $before: String) {
        papers(first: $first, after: $after, last: $last, before: $before) {
            edges { cursor node { id } }
            nodes { id }
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
    }
"""
IDS = [f"p{i}" for i in range(7)]


@pytest.fixture
async def store(sqlite_store: GraphStore) -> GraphStore:
    await sqlite_store.merge(
        [
            make_facts(
                id,
                f"Paper {id} on BERT",
                "Text.",
                entities=("Method: BERT",),
                claims=(("BUILDS_ON", "paper", "BERT", 0.5 + index / 20),),
            )
            for index, id in enumerate(IDS)
        ]
    )
    return sqlite_store


async def page(store: GraphStore, **arguments: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await ask(store, PAGE, **arguments))["papers"]
    assert [edge["node"] for edge in answer["edges"]] == answer["nodes"]
    if answer["edges"]:
        assert answer["pageInfo"]["startCursor"] == answer["edges"][0]["cursor"]
        assert answer["pageInfo"]["endCursor"] == answer["edges"][-1]["cursor"]
    return answer


def ids(page: dict[str, Any]) -> list[str]:
    return [node["id"] for node in page["nodes"]]


async def test_forwards_every_item_comes_once(store: GraphStore) -> None:
    found, after, more = [], None, True
    while more:
        part = await page(store, first=3, after=after)
        assert part["pageInfo"]["hasPreviousPage"] is (after is not None)
        found.append(ids(part))
        after, more = part["pageInfo"]["endCursor"], part["pageInfo"]["hasNextPage"]
    assert found == [IDS[:3], IDS[3:6], IDS[6:]]


async def test_backwards_every_item_comes_once_and_in_order(store: GraphStore) -> None:
    found, before, more = [], None, True
    while more:
        part = await page(store, last=3, before=before)
        assert part["pageInfo"]["hasNextPage"] is (before is not None)
        found.append(ids(part))
        before, more = part["pageInfo"]["startCursor"], part["pageInfo"]["hasPreviousPage"]
    assert found == [IDS[4:], IDS[1:4], IDS[:1]]


async def test_between_two_cursors(store: GraphStore) -> None:
    everything = await page(store)
    after, before = everything["edges"][1]["cursor"], everything["edges"][5]["cursor"]
    assert ids(await page(store, after=after, before=before)) == IDS[2:5]
    assert ids(await page(store, first=2, after=after, before=before)) == IDS[2:4]
    assert ids(await page(store, last=2, after=after, before=before)) == IDS[3:5]


async def test_a_cursor_stays_right_when_papers_come_and_go(store: GraphStore) -> None:
    after = (await page(store, first=3))["pageInfo"]["endCursor"]
    await store.delete_papers(["p0", "p2"])
    await store.merge([make_facts("p1b", "New", "Text."), make_facts("p3b", "New", "Text.")])
    assert ids(await page(store, after=after)) == ["p3", "p3b", "p4", "p5", "p6"]


async def test_an_empty_page(sqlite_store: GraphStore) -> None:
    empty = await page(sqlite_store)
    assert empty == {
        "edges": [],
        "nodes": [],
        "pageInfo": {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
    }


@pytest.mark.parametrize("field", ["claims(filter: {kinds: [BUILDS_ON]}, %s)", "papers(%s)"])
async def test_lists_of_an_entity_are_paged_too(store: GraphStore, field: str) -> None:
    query = '{ method(name: "BERT") { list: %s { nodes { id } pageInfo { endCursor startCursor } } } }'

    async def part(arguments: str) -> dict[str, Any]:
        answer = await ask(store, query % (field % arguments))
        found: dict[str, Any] = answer["method"]["list"]
        return found

    first = await part("first: 4")
    rest = await part(f'first: 4, after: "{first["pageInfo"]["endCursor"]}"')
    back = await part(f'last: 4, before: "{rest["pageInfo"]["startCursor"]}"')
    assert len(first["nodes"]) == 4
    assert len(rest["nodes"]) == 3
    assert back == first


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"first": 0}, "first: must lie between 1 and 200, got 0"),
        ({"first": 201}, "first: must lie between 1 and 200, got 201"),
        ({"last": -1}, "last: must lie between 1 and 200, got -1"),
        ({"first": 1, "last": 1}, "first: cannot be given together with last; page from one end"),
        ({"after": "nonsense"}, "after: 'nonsense' is no cursor of this list; hand back one as it was given"),
        ({"before": ""}, "before: '' is no cursor of this list; hand back one as it was given"),
    ],
)
async def test_pages_that_cannot_be_meant(store: GraphStore, arguments: dict[str, Any], message: str) -> None:
    error = await refused(store, PAGE, **arguments)
    assert error["message"] == message
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert error["path"] == ["papers"]


def made(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        made(["2017"]),
        made(["2017", "p", "x"]),
        made([2017, "p"]),
        made({"a": 1, "b": 2}),
        made(["\ud800", "p"]),
        made(["2017", "p"]) + "!",
        "é",
        "[" * 5000,
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
    ],
)
def test_cursors_that_no_list_of_papers_gave(cursor: str) -> None:
    with pytest.raises(InvalidValue, match="is no cursor of this list"):
        decode("after", cursor, PAPER_KEY)


@pytest.mark.parametrize("value", ["NaN", "1e999", "1" + "0" * 400, "null", '"0.5"'])
def test_numbers_that_no_list_of_claims_gave(value: str) -> None:
    cursor = base64.urlsafe_b64encode(f'[{value},"id"]'.encode()).decode()
    with pytest.raises(InvalidValue, match="is no cursor of this list"):
        decode("after", cursor, CLAIM_KEY)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), st.floats(0, 1))
def test_a_cursor_gives_back_its_key(text: str, number: float) -> None:
    assert decode("after", encode((text, text)), PAPER_KEY) == (text, text)
    assert decode("after", encode((number, text)), CLAIM_KEY) == (number, text)


async def test_the_whole_number_is_told_where_it_is_known(store: GraphStore) -> None:
    await store.merge(library())
    found = await ask(
        store,
        """{ papers(first: 1) { totalCount nodes { id } } entities(first: 1) { totalCount }
        methods: entities(kind: METHOD, orderBy: RANK, first: 1) { totalCount }
        method(name: "BERT") { support papers(first: 1) { totalCount } claims { totalCount } }
        filtered: papers(filter: {since: "2019"}) { totalCount }
        few: entities(filter: {minSupport: 2}) { totalCount } }""",
    )
    stats = await store.stats()
    assert found["papers"]["totalCount"] == stats.papers
    assert found["entities"]["totalCount"] == sum(stats.entities.values())
    assert found["methods"]["totalCount"] == stats.entities[EntityKind.METHOD]
    assert found["method"]["papers"]["totalCount"] == found["method"]["support"] >= 3
    assert found["method"]["claims"]["totalCount"] is None
    assert found["filtered"]["totalCount"] is None
    assert found["few"]["totalCount"] is None
