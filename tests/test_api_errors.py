"""What a client is told when something fails, and what only the log has."""

import logging
from typing import Any, cast

import pytest

from api.context import Context
from api.schema import build_schema
from graph.errors import ConnectionLost, InvalidValue
from graph.model import Paper
from graph.store import GraphStore
from tests.api_client import ask, refused
from tests.factories import bert


class Failing:
    """A store that fails at every call."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, name: str) -> Any:
        async def fail(*arguments: Any, **named: Any) -> Any:
            raise self.error

        return fail


async def error_of(error: Exception) -> dict[str, Any]:
    return await refused(cast(GraphStore, Failing(error)), '{ paper(id: "p") { id } }')


async def test_errors_of_the_store_have_a_code() -> None:
    error = await error_of(ConnectionLost("the server went away; start it again"))
    assert error["message"] == "the server went away; start it again"
    assert error["extensions"] == {"code": "CONNECTION_LOST"}
    assert error["path"] == ["paper"]


async def test_refused_values_are_the_users() -> None:
    error = await error_of(InvalidValue("first", "is too large"))
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}


async def test_anything_else_is_masked_and_logged_under_an_id(caplog: pytest.LogCaptureFixture) -> None:
    error = await error_of(RuntimeError("secret of the implementation"))
    reference = error["extensions"]["id"]
    assert error["extensions"] == {"code": "INTERNAL", "id": reference}
    assert error["message"] == f"Internal error; the server's log tells more about {reference}."
    assert "secret" not in str(error)
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert reference in record.getMessage()
    assert record.exc_info is not None
    assert "secret of the implementation" in str(record.exc_info[1])


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("{ paper(id: ", "Syntax Error: Unexpected <EOF>."),
        ("{ papper { id } }", "Cannot query field 'papper' on type 'Query'. Did you mean 'paper'"),
        ("{ paper { id } }", "Argument 'Query.paper(id:)' of type 'ID!' is required"),
    ],
)
async def test_what_graphql_refuses_is_said_in_its_words(
    sqlite_store: GraphStore, query: str, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    error = await refused(sqlite_store, query)
    assert error["message"].startswith(message)
    assert caplog.records == []


async def test_one_bad_field_leaves_the_others(sqlite_store: GraphStore) -> None:
    await sqlite_store.merge([bert()])
    query = """
        query($id: ID!) {
            good: paper(id: $id) { year }
            bad: paper(id: $id) { claims(first: 0) { nodes { id } } }
        }
    """
    result = await build_schema().execute(query, {"id": "arxiv:1810.04805"}, Context(sqlite_store))
    assert result.data == {"good": {"year": 2018}, "bad": None}
    assert result.errors is not None
    assert [error.path for error in result.errors] == [["bad", "claims"]]


@pytest.mark.parametrize(
    "query",
    [
        "query($text: ID!) { paper(id: $text) { id } entity(id: $text) { id } }",
        "query($text: String!) { method(name: $text) { id } search(text: $text) { node { id } } }",
        "query($text: String!) { papers(filter: {venue: $text}) { nodes { id } } }",
        "query($text: ID!) { papers(filter: {entity: $text}) { nodes { id } } }",
    ],
)
@pytest.mark.parametrize("text", ["\ud800", "method:\ud800", "\0", "💥" * 1000])
async def test_strange_text_is_no_bug(store: GraphStore, query: str, text: str) -> None:
    result = await build_schema().execute(query, {"text": text}, Context(store))
    assert {(error.extensions or {}).get("code") for error in result.errors or []} <= {"BAD_USER_INPUT"}


class Losing:
    """A real store whose entities vanish between two reads, as when another process removes a paper."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    async def entities(self, ids: list[str]) -> list[Paper | None]:
        return [None for _ in ids]


async def test_what_was_removed_meanwhile_is_said(sqlite_store: GraphStore) -> None:
    await sqlite_store.merge([bert()])
    error = await refused(
        cast(GraphStore, Losing(sqlite_store)),
        '{ paper(id: "arxiv:1810.04805") { claims(first: 1) { nodes { tail { id } } } } }',
    )
    assert error["extensions"] == {"code": "VANISHED"}
    assert error["message"].endswith("was removed while the query ran; ask again.")


async def test_mentions_of_what_was_removed_are_left_out(sqlite_store: GraphStore) -> None:
    await sqlite_store.merge([bert()])
    losing = cast(GraphStore, Losing(sqlite_store))
    answer = await ask(losing, '{ paper(id: "arxiv:1810.04805") { mentions { entity { id } } } }')
    assert answer["paper"]["mentions"] == []


async def test_a_missing_variable_is_the_clients_mistake(sqlite_store: GraphStore) -> None:
    query = "query ($n: Int!) { papers(first: $n) { nodes { id } } }"
    error = await refused(sqlite_store, query)
    assert error["message"].startswith("Variable '$n' has invalid value: Expected a value of non-null type")
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    error = await refused(sqlite_store, query, n="many")
    assert "Int cannot represent non-integer value" in error["message"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
