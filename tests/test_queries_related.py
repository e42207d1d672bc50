"""Related papers and their reasons, on every store."""

import asyncio
import math
from dataclasses import replace

import numpy as np
import pytest

from graph.errors import InvalidValue
from graph.kinds import ClaimKind
from graph.model import PaperFacts
from graph.store import GraphStore
from queries.facets import Facet
from queries.reasons import Kinship, Reason, why
from queries.related import related, related_to, top
from queries.related_index import RelatedIndex, RelatedIndexes
from queries.roles import ROLES, roles, roles_of
from queries.snapshot import Snapshots
from tests.factories import make_facts


def embedded(facts: PaperFacts, angle: float) -> PaperFacts:
    return replace(facts, embedding=(math.cos(angle), math.sin(angle), 0.0), extractor="one 1")


def papers() -> list[PaperFacts]:
    diffusion = make_facts(
        "p1",
        "Denoising Diffusion",
        "We propose DDPM. It is evaluated on CIFAR-10 for image generation.",
        ["Method: DDPM", "Dataset: CIFAR-10", "Task: image generation"],
        [
            ("PROPOSES", "paper", "DDPM"),
            ("EVALUATED_ON", "DDPM", "CIFAR-10"),
            ("ADDRESSES", "paper", "image generation"),
        ],
    )
    implicit = make_facts(
        "p2",
        "Implicit Diffusion",
        "We propose DDIM, faster than DDPM. It is evaluated on CIFAR-10.",
        ["Method: DDIM", "Method: DDPM", "Dataset: CIFAR-10"],
        [
            ("PROPOSES", "paper", "DDIM"),
            ("IMPROVES_ON", "DDIM", "DDPM"),
            ("EVALUATED_ON", "paper", "CIFAR-10"),
        ],
    )
    guided = make_facts(
        "p3",
        "Guided Sampling",
        "ADM improves on DDPM and is evaluated on CIFAR-10 too.",
        ["Method: ADM", "Method: DDPM", "Dataset: CIFAR-10"],
        [("PROPOSES", "paper", "ADM"), ("IMPROVES_ON", "ADM", "DDPM"), ("EVALUATED_ON", "paper", "CIFAR-10")],
    )
    parsing = make_facts(
        "p4",
        "Parsing Treebanks",
        "A parser for treebanks.",
        ["Task: Parsing"],
        [("ADDRESSES", "paper", "Parsing")],
    )
    spoken = make_facts("p5", "Parsing of Speech", "Treebanks of speech, and a parser for them.")
    angles = (0.0, 0.2, 0.3, 2.0, 2.1)
    return [
        embedded(f, a) for f, a in zip((diffusion, implicit, guided, parsing, spoken), angles, strict=True)
    ]


async def indexed(store: GraphStore) -> RelatedIndex:
    await store.merge(papers())
    return await RelatedIndexes(store, Snapshots(store)).current()


async def test_the_nearest_comes_first_and_says_why(store: GraphStore) -> None:
    index = await indexed(store)
    hits = await related(store, index, "p2")
    assert hits
    assert [hit.paper.id for hit in hits[:2]] == ["p1", "p3"]
    assert {hit.paper.id for hit in hits} == {"p1", "p3", "p4", "p5"}
    assert hits[1].why == "both evaluate on CIFAR-10 and improve on DDPM"
    assert hits[0].why == "it proposes DDPM, which this paper improves on; both evaluate on CIFAR-10"
    [first, second] = hits[0].reasons
    assert (first.kinship, first.entity, first.role) == (
        Kinship.ANCESTOR,
        "method:ddpm",
        ClaimKind.IMPROVES_ON,
    )
    assert (second.kinship, second.entity) == (Kinship.SHARES, "dataset:cifar-10")
    assert hits[0].parts.lineage > 0
    assert hits[-1].parts.meaning < 0
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


async def test_a_descendant_is_told_from_an_ancestor(store: GraphStore) -> None:
    hits = await related(store, await indexed(store), "p1")
    assert hits
    assert hits[0].why == "it improves on DDPM, which this paper proposes; both evaluate on CIFAR-10"


async def test_where_nothing_is_shared_words_or_meaning_are_the_reason(store: GraphStore) -> None:
    hits = await related(store, await indexed(store), "p4", limit=4)
    assert hits
    assert hits[0].paper.id == "p5"
    assert hits[0].reasons[0].kinship is Kinship.WORDS
    assert hits[0].why == "both write of parser, parsing and treebank"
    assert hits[-1].why == "both say much the same"


async def test_a_paper_that_is_not_in_the_graph_is_compared_as_one_that_is(store: GraphStore) -> None:
    index = await indexed(store)
    inside = await related(store, index, "p2", limit=3)
    given = replace(papers()[1])
    outside = await related_to(store, index, given, limit=3)
    assert inside
    assert [hit.paper.id for hit in inside] == [hit.paper.id for hit in outside]
    assert [hit.why for hit in inside] == [hit.why for hit in outside]
    np.testing.assert_allclose([h.score for h in inside], [h.score for h in outside], atol=2e-3)
    other = replace(given, extractor="another 2")  # whose embeddings have nothing to do with these
    assert all(hit.parts.meaning == 0 for hit in await related_to(store, index, other))


async def test_facets_steer(store: GraphStore) -> None:
    index = await indexed(store)
    for facet in Facet:
        hits = await related(store, index, "p1", facet=facet)
        assert hits
        assert {hit.paper.id for hit in hits} == {"p2", "p3", "p4", "p5"}
    [first, *_] = await related(store, index, "p2", facet=Facet.DATASET) or []
    assert first.reasons[0].entity == "dataset:cifar-10"
    [first, *_] = await related(store, index, "p2", facet=Facet.METHOD) or []
    assert first.reasons[0].entity == "method:ddpm"


async def test_limits_and_missing_papers(store: GraphStore) -> None:
    index = await indexed(store)
    assert await related(store, index, "nothing") is None
    assert len(await related(store, index, "p1", limit=2) or []) == 2
    for limit in (0, 201):
        with pytest.raises(InvalidValue, match="must lie between 1 and 200"):
            await related(store, index, "p1", limit=limit)


async def test_an_index_follows_the_store(store: GraphStore) -> None:
    indexes = RelatedIndexes(store, Snapshots(store))
    assert (await indexes.current()).meaning.shape[0] == 0
    await store.merge(papers())
    first = await indexes.current()
    assert await indexes.newest() is first
    changed = embedded(make_facts("p4", "Image Models", "Pictures of pixels."), 0.1)
    added = embedded(make_facts("p0", "Pictures of Pixels", "Image models."), 0.1)
    await store.merge([changed, added])
    await store.delete_papers(["p3"])
    second = await indexes.current()
    fresh = await RelatedIndexes(store, Snapshots(store)).current()
    assert second.snapshot.rows.papers == fresh.snapshot.rows.papers == ("p0", "p1", "p2", "p4", "p5")
    assert (second.counts != fresh.counts).nnz == 0
    np.testing.assert_array_equal(second.meaning, fresh.meaning)
    hits = await related(store, second, "p4", limit=1)
    assert hits
    assert hits[0].paper.id == "p0"


async def test_a_paper_that_came_after_the_index_is_found_by_its_facts(store: GraphStore) -> None:
    index = await indexed(store)
    await store.merge(
        [
            replace(
                papers()[1],
                paper=replace(papers()[1].paper, id="p9"),
                claims=(),
                results=(),
                entities=(),
                mentions=(),
                contribution=None,
            )
        ]
    )
    hits = await related(store, index, "p9", limit=1)
    assert hits
    assert hits[0].paper.id == "p2"


async def test_removed_papers_are_passed_over(store: GraphStore) -> None:
    index = await indexed(store)
    await store.delete_papers(["p3"])
    hits = await related(store, index, "p2")
    assert hits
    assert "p3" not in {hit.paper.id for hit in hits}


async def test_one_index_is_made_for_all_who_ask(store: GraphStore) -> None:
    await store.merge(papers())
    indexes = RelatedIndexes(store, Snapshots(store))
    first, *others = await asyncio.gather(*(indexes.newest() for _ in range(5)))
    assert all(other is first for other in others)
    await indexes.close()


async def test_roles_are_those_of_the_claims(store: GraphStore) -> None:
    await store.merge(papers())
    rows = await store.rows()
    found = roles(rows)
    numbers = {id: number for number, id in enumerate(rows.entities)}
    for number, facts in enumerate(papers()):
        own = found.indices[found.indptr[number] : found.indptr[number + 1]]
        assert own.tolist() == roles_of(facts, numbers).tolist()
    assert found.shape == (5, len(ROLES) * len(numbers))


def test_the_top_is_that_of_a_sorted_list() -> None:
    random = np.random.default_rng(1)
    for size in (0, 1, 5, 200):
        scores = random.integers(0, 20, size).astype(np.float32)
        order = np.argsort(-scores, kind="stable")
        for limit in (1, 3, 300):
            assert top(scores, limit).tolist() == order[:limit].tolist()


def test_reasons_read_as_a_sentence() -> None:
    def shares(name: str, role: ClaimKind) -> Reason:
        return Reason(Kinship.SHARES, 1.0, f"method:{name.lower()}", name, role)

    both = [
        shares("A", ClaimKind.BUILDS_ON),
        shares("B", ClaimKind.BUILDS_ON),
        shares("C", ClaimKind.ADDRESSES),
    ]
    assert why(both) == "both build on A and B and address C"
    down = Reason(Kinship.DESCENDANT, 1.0, "method:d", "D", ClaimKind.BUILDS_ON)
    assert why([down, *both[:1]]) == "it builds on D, which this paper proposes; both build on A"
    assert why([Reason(Kinship.WORDS, 0.0, words=("x", "y", "z"))]) == "both write of x, y and z"
    assert why([Reason(Kinship.MEANING, 0.0)]) == "both say much the same"
