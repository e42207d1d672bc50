"""Lineage: generations in both directions, cycles marked, and nothing left out unsaid."""

import pytest

from graph.errors import InvalidValue
from graph.kinds import ClaimKind
from graph.store import GraphStore
from queries.lineage import Lineage, LineageDirection, lineage
from tests.factories import library, make_facts


async def merge(store: GraphStore, *claims: tuple[str, str, str], paper: str = "p") -> None:
    names = dict.fromkeys(end for _, head, tail in claims for end in (head, tail) if end != "paper")
    text = "We compare " + ", ".join(names) + "."
    await store.merge(
        [make_facts(paper, "A paper", text, [f"Method: {name}" for name in names], claims, date="2020")]
    )


def shown(found: Lineage | None) -> dict[int, list[str]]:
    assert found is not None
    generations: dict[int, list[str]] = {}
    for relative in found.relatives:
        generations.setdefault(relative.generation, []).append(relative.entity.entity.name)
    return generations


async def test_generations_in_both_directions(store: GraphStore) -> None:
    await store.merge(library())
    found = await lineage(store, "method:bert")
    assert shown(found) == {-1: ["GPT", "Transformer"], 0: ["BERT"], 1: ["RoBERTa", "ALBERT"]}
    assert found is not None
    assert (found.edges[0].edge.id, found.edges[0].edge.support) == (
        "method:roberta|IMPROVES_ON|method:bert",
        2,
    )
    assert not any(each.cyclic for each in found.edges)
    assert found.left_out == 0


async def test_one_direction_one_kind_and_support(store: GraphStore) -> None:
    await store.merge(library())
    ancestors = await lineage(store, "method:bert", LineageDirection.ANCESTORS)
    assert shown(ancestors) == {-1: ["GPT", "Transformer"], 0: ["BERT"]}
    kinds = frozenset({ClaimKind.BUILDS_ON})
    assert shown(await lineage(store, "method:bert", kinds=kinds)) == {-1: ["Transformer"], 0: ["BERT"]}
    assert shown(await lineage(store, "method:bert", min_support=2)) == {0: ["BERT"], 1: ["RoBERTa"]}


async def test_an_entity_stands_in_its_nearest_generation(store: GraphStore) -> None:
    await merge(store, ("BUILDS_ON", "A1", "B1"), ("BUILDS_ON", "B1", "C1"), ("BUILDS_ON", "A1", "C1"))
    found = await lineage(store, "method:a1", LineageDirection.ANCESTORS)
    assert shown(found) == {-1: ["B1", "C1"], 0: ["A1"]}
    assert found is not None
    assert len(found.edges) == 3
    assert not any(each.cyclic for each in found.edges)


async def test_cycles_end_and_are_marked(store: GraphStore) -> None:
    await merge(store, ("IMPROVES_ON", "A1", "B1"), ("IMPROVES_ON", "B1", "A1"), ("BUILDS_ON", "B1", "C1"))
    found = await lineage(store, "method:a1", depth=10)
    assert shown(found) == {-2: ["C1"], -1: ["B1"], 0: ["A1"]}
    assert found is not None
    assert {each.edge.id: each.cyclic for each in found.edges} == {
        "method:a1|IMPROVES_ON|method:b1": True,
        "method:b1|IMPROVES_ON|method:a1": True,
        "method:b1|BUILDS_ON|method:c1": False,
    }


async def test_what_lies_beyond_is_counted(store: GraphStore) -> None:
    await merge(store, ("BUILDS_ON", "A1", "B1"), ("BUILDS_ON", "B1", "C1"), ("BUILDS_ON", "B1", "D1"))
    found = await lineage(store, "method:a1", limit=2)
    assert found is not None
    assert shown(found) == {-2: ["C1"], -1: ["B1"], 0: ["A1"]}
    assert found.left_out == 1


async def test_a_paper_without_a_method_is_nobody_s_relative(store: GraphStore) -> None:
    await merge(store, ("IMPROVES_ON", "paper", "A1"))
    assert shown(await lineage(store, "method:a1")) == {0: ["A1"]}


async def test_bad_questions(store: GraphStore) -> None:
    assert await lineage(store, "method:none") is None
    for arguments in ({"depth": 0}, {"depth": 11}, {"limit": 0}, {"kinds": frozenset({ClaimKind.MENTIONS})}):
        with pytest.raises(InvalidValue):
            await lineage(store, "method:bert", **arguments)
