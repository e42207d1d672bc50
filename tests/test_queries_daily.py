"""A day of Daily Papers: its papers, and what they brought to the graph."""

import pytest

from graph.errors import InvalidValue
from graph.store import Day, GraphStore
from queries.daily import daily
from tests.factories import make_facts


async def fill(store: GraphStore) -> None:
    await store.merge(
        [
            make_facts(
                "old",
                "Old",
                "Foo builds on Bar.",
                ["Method: Foo", "Method: Bar"],
                [("BUILDS_ON", "Foo", "Bar")],
                date="2025-01-01",
            ),
            make_facts(
                "new",
                "New",
                "Baz improves on Foo. Foo builds on Bar. Baz counts.",
                ["Method: Foo", "Method: Bar", "Method: Baz"],
                [("IMPROVES_ON", "Baz", "Foo"), ("BUILDS_ON", "Foo", "Bar")],
                date="2025-09-01",
                listed="2025-09-02",
                upvotes=3,
            ),
            make_facts(
                "liked",
                "Liked",
                "Baz is good.",
                ["Method: Baz"],
                date="2025-09-02",
                listed="2025-09-02",
                upvotes=9,
            ),
            make_facts(
                "later",
                "Later",
                "Baz improves on Foo.",
                ["Method: Foo", "Method: Baz"],
                [("IMPROVES_ON", "Baz", "Foo")],
                date="2025-10-01",
                listed="2025-10-02",
            ),
        ]
    )


async def test_a_day_shows_what_no_earlier_paper_says(store: GraphStore) -> None:
    await fill(store)
    day = await daily(store, "2025-09-02")
    assert [paper.id for paper in day.papers] == ["liked", "new"]
    assert [record.entity.name for record in day.new_entities] == ["Baz"]
    [claim] = day.new_claims
    assert (claim.claim.paper.id, claim.claim.edge_id, claim.support) == (
        "new",
        "method:baz|IMPROVES_ON|method:foo",
        2,
    )
    later = await daily(store, "2025-10-02")
    assert (later.new_entities, later.new_claims) == ((), ())


async def test_days_are_listed_newest_first(store: GraphStore) -> None:
    await fill(store)
    assert await store.days(None, 10) == [Day("2025-10-02", 1), Day("2025-09-02", 2)]
    assert await store.days("2025-10-02", 10) == [Day("2025-09-02", 2)]
    assert await store.days(None, 1) == [Day("2025-10-02", 1)]
    with pytest.raises(InvalidValue):
        await store.days("September", 1)


async def test_a_day_without_papers(store: GraphStore) -> None:
    assert (await daily(store, "2025-09-02")).papers == ()
    with pytest.raises(InvalidValue):
        await daily(store, "2025-09")
