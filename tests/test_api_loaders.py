"""No query costs a store call an object: the calls that really reach a store are counted."""

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest

from api.loaders import ClaimsOf, Loaders
from graph.kinds import EntityKind
from graph.selection import ByName, Claims
from graph.store import ClaimFilter, ClaimsBy, GraphStore, Window
from tests.api_client import ask
from tests.factories import make_facts

PAPERS = 40


class Counting:
    """A real store that counts the calls of its methods."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self.calls: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        method = getattr(self.store, name)

        async def counted(*arguments: Any, **named: Any) -> Any:
            self.calls[name] += 1
            return await method(*arguments, **named)

        return counted


@pytest.fixture
async def store(sqlite_store: GraphStore) -> Counting:
    """Forty papers, each with a method and a dataset of its own, all building on one more method."""
    await sqlite_store.merge(
        [
            make_facts(
                f"p{i}",
                f"Net{i}: a model",
                f"Net{i} builds on BERT and reaches {i} points on Data{i}.",
                entities=(f"Method: Net{i}", "Method: BERT", f"Dataset: Data{i}"),
                claims=(
                    ("PROPOSES", "paper", f"Net{i}"),
                    ("BUILDS_ON", f"Net{i}", "BERT"),
                    ("EVALUATED_ON", f"Net{i}", f"Data{i}"),
                ),
                results=({"value": f"{i} points", "method": f"Net{i}", "dataset": f"Data{i}"},),
                date="2020",
            )
            for i in range(PAPERS)
        ]
    )
    return Counting(sqlite_store)


async def calls(store: Counting, query: str) -> tuple[dict[str, Any], dict[str, int]]:
    data = await ask(cast(GraphStore, store), query)
    return data, dict(store.calls)


async def test_claims_of_many_papers_with_their_ends(store: Counting) -> None:
    data, counted = await calls(
        store,
        "{ papers(first: 40) { nodes { claims { nodes { head { label } tail { id } paper { id } } } } } }",
    )
    assert len(data["papers"]["nodes"]) == PAPERS
    assert counted == {"list_papers": 1, "claims": 1, "entities": 1}


async def test_everything_that_a_paper_has(store: Counting) -> None:
    _, counted = await calls(
        store,
        """
        { papers(first: 40) { nodes {
            contribution { sentence }
            proposes { tail { name } }
            mentions { entity { name } spans { start } }
            results { method { label } dataset { name } task { name } metric { name } }
        } } }
        """,
    )
    # Mentions and results wait for the facts, and what is proposed for the claims, before they ask for
    # entities; so entities may be asked for once by each.
    assert counted.pop("entities") <= 2
    assert counted == {"list_papers": 1, "facts": 1, "claims": 1}


async def test_four_steps_through_the_graph(store: Counting) -> None:
    data, counted = await calls(
        store,
        """
        { method(name: "BERT") { claims(direction: INCOMING, filter: {kinds: [BUILDS_ON]}, first: 40) {
            nodes { head { ... on Method {
                claims(direction: OUTGOING, filter: {kinds: [EVALUATED_ON]}) {
                    nodes { tail { results { paper { title } method { label } } papers { nodes { title } } } }
                }
            } } }
        } } }
        """,
    )
    nodes = data["method"]["claims"]["nodes"]
    assert len(nodes) == PAPERS
    assert all(node["head"]["claims"]["nodes"][0]["tail"]["results"] for node in nodes)
    assert counted["named"] == 1
    assert counted["claims"] == 3
    assert counted["results"] == 1
    assert sum(counted.values()) <= 8


async def test_the_number_of_objects_does_not_matter(store: Counting) -> None:
    query = "{ papers(first: %d) { nodes { claims { nodes { tail { claims { nodes { id } } } } } } } }"
    _, few = await calls(store, query % 2)
    store.calls.clear()
    _, many = await calls(store, query % 40)
    assert few == many


async def test_fields_that_differ_in_arguments_cost_one_call_each(store: Counting) -> None:
    data, counted = await calls(
        store,
        """
        { papers(first: 40) { nodes {
            a: claims(first: 1) { nodes { id } }
            b: claims(first: 2) { nodes { id } }
            c: claims(first: 1) { nodes { id } }
        } } }
        """,
    )
    for paper in data["papers"]["nodes"]:
        assert len(paper["a"]["nodes"]) == 1
        assert len(paper["b"]["nodes"]) == 2
        assert paper["a"] == paper["c"]
    assert counted == {"list_papers": 1, "claims": 2}


async def test_names_and_ids_at_the_root_are_gathered(store: Counting) -> None:
    data, counted = await calls(
        store,
        """
        { a: method(name: "Net1") { id } b: method(name: "net2") { id } c: dataset(name: "Data3") { id }
          d: paper(id: "p1") { id } e: paper(id: "p2") { id }
          f: entity(id: "method:bert") { id } g: entity(id: "dataset:data4") { id } }
        """,
    )
    assert [data[key]["id"] for key in "abcdefg"] == [
        "method:net1",
        "method:net2",
        "dataset:data3",
        "p1",
        "p2",
        "method:bert",
        "dataset:data4",
    ]
    assert counted == {"named": 2, "papers": 1, "entities": 1}


async def test_answers_stand_in_the_order_of_the_keys(store: Counting) -> None:
    loaders = Loaders(cast(GraphStore, store))
    names = [
        ByName(EntityKind.DATASET, "Data2"),
        ByName(EntityKind.METHOD, "no"),
        ByName(EntityKind.METHOD, "Net1"),
    ]
    entities = await loaders.entities_by_name.load_many(names)
    assert [record and record.entity.id for record in entities] == ["dataset:data2", None, "method:net1"]
    keys = [ClaimsOf(f"p{i}", Claims(ClaimsBy.PAPER, ClaimFilter(), Window(1 + i % 2))) for i in (3, 0, 1, 2)]
    pages = await loaders.claims.load_many(keys)
    assert [(page.items[0].claim.paper.id, len(page.items)) for page in pages] == [
        ("p3", 2),
        ("p0", 1),
        ("p1", 2),
        ("p2", 1),
    ]
