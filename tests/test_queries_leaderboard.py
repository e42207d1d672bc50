"""Leaderboards: sorted by the metric's direction, and what cannot be compared set apart."""

from typing import Any

from graph.store import GraphStore
from queries.leaderboard import Leaderboard, leaderboard
from tests.factories import make_facts

ENTITIES = (
    "Method: Foo",
    "Method: Bar",
    "Dataset: Zoo",
    "Metric: accuracy",
    "Metric: error rate",
    "Metric: quux",
    "Task: counting",
)


async def merge(store: GraphStore, id: str, date: str | None, *results: dict[str, Any]) -> None:
    text = "Foo and Bar on Zoo by accuracy, error rate and quux for counting: "
    text += ", ".join(result["value"] for result in results) + "."
    rows = [{"dataset": "Zoo", "method": "Foo", **result} for result in results]
    await store.merge([make_facts(id, "A title", text, ENTITIES, results=rows, date=date)])


def values(found: Leaderboard) -> dict[tuple[str, str | None], list[str]]:
    return {
        (board.metric.entity.name, board.unit): [result.value for result in board.results]
        for board in found.boards
    }


def result(value: str, number: float | None, unit: str | None, **ends: str) -> dict[str, Any]:
    return {"value": value, "number": number, "unit": unit, **ends}


async def test_each_metric_has_its_direction(store: GraphStore) -> None:
    await merge(store, "a", "2019", result("90.1%", 90.1, "%", metric="accuracy"))
    await merge(store, "b", "2020", result("93.5%", 93.5, "%", metric="accuracy"))
    await merge(store, "c", "2021", result("91 percent", 91.0, "percent", metric="accuracy"))
    await merge(store, "d", "2021", result("6.5%", 6.5, "%", metric="error rate"))
    await merge(store, "e", "2022", result("4.5%", 4.5, "%", metric="error rate"))
    found = await leaderboard(store, "dataset:zoo")
    assert values(found) == {
        ("accuracy", "%"): ["93.5%", "91 percent", "90.1%"],
        ("error rate", "%"): ["4.5%", "6.5%"],
    }
    assert [board.direction for board in found.boards] == ["higher", "lower"]
    assert found.apart == ()


async def test_other_units_gains_and_ranges_are_not_mixed_in(store: GraphStore) -> None:
    await merge(
        store,
        "a",
        "2019",
        result("90.1%", 90.1, "%", metric="accuracy"),
        result("1.6 times", 1.6, "times", metric="accuracy", method="Bar"),
        result("4.2 points", 4.2, "points", metric="accuracy"),
        result("80-85%", None, "%", metric="accuracy"),
        result("0.93", 0.93, None, metric="accuracy"),
        result("77", 77.0, None),
    )
    found = await leaderboard(store, "dataset:zoo")
    assert values(found) == {("accuracy", "%"): ["90.1%"], ("accuracy", None): ["0.93"]}
    assert {each.value for each in found.apart} == {"1.6 times", "4.2 points", "80-85%", "77"}


async def test_the_best_of_each_method_and_paper_stands(store: GraphStore) -> None:
    await merge(
        store,
        "a",
        "2019",
        result("90.1%", 90.1, "%", metric="accuracy"),
        result("91.2%", 91.2, "%", metric="accuracy"),
        result("89.9%", 89.9, "%", metric="accuracy", method="Bar"),
    )
    assert values(await leaderboard(store, "dataset:zoo")) == {("accuracy", "%"): ["91.2%", "89.9%"]}


async def test_without_a_direction_the_newest_come_first(store: GraphStore) -> None:
    for id, date, value in (("a", "2019", 3.0), ("b", None, 9.0), ("c", "2021", 1.0)):
        await merge(store, id, date, result(f"{value}", value, None, metric="quux"))
    [board] = (await leaderboard(store, "dataset:zoo")).boards
    assert board.direction is None
    assert [each.value for each in board.results] == ["1.0", "3.0", "9.0"]


async def test_only_a_task_or_a_metric(store: GraphStore) -> None:
    await merge(
        store,
        "a",
        "2019",
        result("90.1%", 90.1, "%", metric="accuracy", task="counting"),
        result("6.5%", 6.5, "%", metric="error rate"),
    )
    of_task = await leaderboard(store, "dataset:zoo", task="task:counting")
    assert values(of_task) == {("accuracy", "%"): ["90.1%"]}
    of_metric = await leaderboard(store, "dataset:zoo", metric="metric:error-rate")
    assert values(of_metric) == {("error rate", "%"): ["6.5%"]}
    assert await leaderboard(store, "dataset:none") == Leaderboard((), ())
