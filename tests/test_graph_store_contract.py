"""The contract of `GraphStore`: every behaviour, on every store."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from graph.errors import InvalidValue
from graph.kinds import ClaimKind, EntityKind
from graph.model import Edge, PaperFacts
from graph.store import (
    ClaimFilter,
    ClaimRecord,
    ClaimsBy,
    Ends,
    EntityFilter,
    EntityOrder,
    EntityRecord,
    GraphStore,
    Key,
    MergeReport,
    PaperFilter,
    Window,
    paper_key,
)
from tests.factories import albert, bert, library, make_facts, roberta, survey

ALL = Window(200)


async def paper_ids(store: GraphStore, filter: PaperFilter | None = None, window: Window = ALL) -> list[str]:
    page = await store.list_papers(filter or PaperFilter(), window)
    return [paper.id for paper in page.items]


async def claims_of(
    store: GraphStore, by: ClaimsBy, id: str, filter: ClaimFilter | None = None, window: Window = ALL
) -> list[ClaimRecord]:
    [page] = await store.claims(by, [id], filter or ClaimFilter(), window)
    return list(page.items)


async def everything(store: GraphStore) -> object:
    """All that a store can say, for comparing it before and after."""
    papers = await store.list_papers(PaperFilter(), ALL)
    facts = await store.facts([paper.id for paper in papers.items])
    ids = sorted({entity.id for found in facts if found for entity in found.entities})
    claims = await store.claims(ClaimsBy.EITHER, ids, ClaimFilter(), ALL)
    edges = await store.edges(ClaimsBy.EITHER, ids, ClaimFilter(), 100)
    stats = replace(await store.stats(), revision=0)
    return papers, facts, await store.entities(ids), claims, edges, await store.results(ids, 100), stats


# --- merging ---------------------------------------------------------------------------------------


async def test_a_new_store_is_empty(store: GraphStore) -> None:
    stats = await store.stats()
    assert (stats.revision, stats.papers, stats.results) == (0, 0, 0)
    assert stats.entities == {}
    assert stats.claims == {}
    assert await store.revision() == 0
    assert await store.papers(["arxiv:1"]) == [None]
    assert await store.facts(["arxiv:1"]) == [None]
    assert await store.entities(["method:bert"]) == [None]
    assert await store.named(EntityKind.METHOD, ["BERT"]) == [None]
    assert (await store.list_papers(PaperFilter(), ALL)).items == ()
    assert await claims_of(store, ClaimsBy.HEAD, "method:bert") == []
    assert await store.edges(ClaimsBy.HEAD, ["method:bert"], ClaimFilter(), 10) == [[]]
    assert await store.results(["method:bert"], 10) == [[]]
    assert await store.search_papers(["bert"], 10) == []
    assert await store.search_entities(["bert"], frozenset(), 10) == []
    assert await store.quotes(None, 10) == []


async def test_merge_keeps_exactly_what_it_was_given(store: GraphStore) -> None:
    report = await store.merge(library())
    assert report == MergeReport(added=4, changed=0, unchanged=0, revision=1)
    wanted = library()
    assert await store.facts([facts.paper.id for facts in wanted]) == wanted
    assert await store.papers([facts.paper.id for facts in wanted]) == [facts.paper for facts in wanted]


async def test_every_field_of_every_part_comes_back(store: GraphStore) -> None:
    facts = make_facts(
        "daily-1",
        "Ångström-Net: “naïve” 深度学习 🎉",
        "Ångström-Net\tgets 1.6 times the\nF1 of DeepLabv3+ on C++ code, 深度学习 after all. "
        "𝒳 \\alpha <b>&amp;</b>",
        entities=(
            "Method: Ångström-Net",
            "Method: DeepLabv3+",
            "Metric: F1",
            "Task: 深度学习, deep learning",
            "Dataset: C++",
        ),
        claims=(("PROPOSES", "paper", "Ångström-Net"), ("IMPROVES_ON", "Ångström-Net", "DeepLabv3+", 1 / 3)),
        results=(
            {
                "value": "1.6 times",
                "number": 1.6,
                "unit": "times",
                "method": "Ångström-Net",
                "task": "深度学习",
                "dataset": "C++",
                "metric": "F1",
                "confidence": 0.1,
            },
            {"value": "1.6", "method": "paper"},
        ),
        authors=("Zoë", "李"),
        date="2025-08",
        venue="Test",
        url="https://example.org/a?b=c&d=%20",
        code_url="https://example.org/code",
        project_url="http://example.org/",
        listed="2025-09-02",
        upvotes=0,
        source="daily",
    )
    bare = replace(survey(), contribution=None)
    await store.merge([facts, bare])
    assert await store.facts(["daily-1", "survey-1"]) == [facts, bare]


async def test_merging_the_same_facts_again_changes_nothing(store: GraphStore) -> None:
    await store.merge(library())
    before = await everything(store)
    report = await store.merge(list(reversed(library())))
    assert report == MergeReport(added=0, changed=0, unchanged=4, revision=1)
    assert await store.revision() == 1
    assert await everything(store) == before


async def test_merging_nothing_changes_nothing(store: GraphStore) -> None:
    assert await store.merge([]) == MergeReport(added=0, changed=0, unchanged=0, revision=0)


async def test_merge_replaces_what_a_paper_said_before(store: GraphStore) -> None:
    await store.merge(library())
    changed = make_facts(
        "arxiv:1810.04805",
        "BERT, again",
        "BERT is compared with GPT on RACE.",
        entities=("Method: BERT", "Method: GPT", "Dataset: RACE"),
        claims=(("COMPARED_WITH", "BERT", "GPT"),),
    )
    report = await store.merge([changed, roberta()])
    assert report == MergeReport(added=0, changed=1, unchanged=1, revision=2)
    assert await store.facts([changed.paper.id, "arxiv:1907.11692"]) == [changed, roberta()]
    # What only the old facts named is gone; what others name too has stayed.
    assert await store.entities(["method:transformer", "dataset:race", "dataset:glue"]) == [
        None,
        await record(store, "dataset:race"),
        await record(store, "dataset:glue"),
    ]
    assert (await record(store, "dataset:glue")).support == 1
    assert await store.named(EntityKind.METHOD, ["Transformers"]) == [None]
    kinds = {c.claim.kind for c in await claims_of(store, ClaimsBy.PAPER, changed.paper.id)}
    assert kinds == {ClaimKind.COMPARED_WITH, ClaimKind.MENTIONS}
    assert await store.search_papers(["pre", "training"], 5) == []
    assert [p.id for p in await store.search_papers(["again"], 5)] == [changed.paper.id]


async def record(store: GraphStore, id: str) -> EntityRecord:
    [found] = await store.entities([id])
    assert found is not None, id
    return found


async def test_the_order_of_merges_does_not_matter(store: GraphStore) -> None:
    for facts in library():
        await store.merge([facts])
    one_by_one = await everything(store)
    await store.delete_papers([facts.paper.id for facts in library()])
    await store.merge(list(reversed(library())))
    assert await everything(store) == one_by_one


async def test_a_paper_twice_in_a_batch_is_refused_and_nothing_is_written(store: GraphStore) -> None:
    with pytest.raises(InvalidValue, match=r"arxiv:1810\.04805"):
        await store.merge([survey(), bert(), bert()])
    assert (await store.stats()).papers == 0
    assert await store.revision() == 0


async def test_random_histories_leave_what_a_fresh_store_would_hold(store: GraphStore) -> None:
    """Merges, changes and deletions in any order keep every count as if only the survivors were merged."""
    rng = random.Random(7)
    versions: dict[str, list[PaperFacts]] = {}
    for facts in library():
        fewer = replace(
            facts,
            claims=tuple(c for c in facts.claims if c.kind is ClaimKind.MENTIONS or rng.random() < 0.5),
            results=(),
        )
        longer = make_facts(
            facts.paper.id,
            facts.paper.title,
            facts.paper.abstract + " Moreover bert runs on GLUE.",
            entities=("Method: bert, BERT", "Dataset: GLUE"),
            claims=(("EVALUATED_ON", "bert", "GLUE", 0.4),),
            date="2016",
        )
        versions[facts.paper.id] = [facts, fewer, longer]
    held: dict[str, PaperFacts] = {}
    for _ in range(25):
        id = rng.choice(sorted(versions))
        if rng.random() < 0.3:
            assert await store.delete_papers([id]) == (id in held)
            held.pop(id, None)
        else:
            held[id] = rng.choice(versions[id])
            await store.merge([held[id]])
    lived = await everything(store)
    await store.delete_papers(sorted(versions))
    await store.merge(list(held.values()))
    assert lived == await everything(store)


# --- deleting --------------------------------------------------------------------------------------


async def test_deleting_a_paper_removes_its_claims_and_what_nothing_else_mentions(store: GraphStore) -> None:
    await store.merge(library())
    assert await store.delete_papers(["arxiv:1810.04805", "nowhere"]) == 1
    assert await store.revision() == 2
    assert await store.papers(["arxiv:1810.04805"]) == [None]
    assert await store.entities(["method:gpt", "method:transformer"]) == [None, None]
    assert (await record(store, "method:bert")).support == 2
    assert await claims_of(store, ClaimsBy.TAIL, "method:gpt") == []
    results = await store.results(["dataset:glue"], 10)
    assert [r.paper.id for r in results[0]] == ["arxiv:1907.11692"]
    assert await store.search_entities(["transformer"], frozenset(), 5) == []
    assert await store.search_papers(["bidirectional"], 5) == []


async def test_deleting_what_is_not_there_changes_nothing(store: GraphStore) -> None:
    await store.merge([bert()])
    assert await store.delete_papers(["nowhere"]) == 0
    assert await store.delete_papers([]) == 0
    assert await store.revision() == 1


async def test_deleting_everything_leaves_an_empty_store(store: GraphStore) -> None:
    await store.merge(library())
    assert await store.delete_papers([facts.paper.id for facts in library()]) == 4
    stats = await store.stats()
    assert (stats.papers, stats.results, stats.entities, stats.claims) == (0, 0, {}, {})


# --- entities --------------------------------------------------------------------------------------


async def test_an_entity_is_named_as_most_papers_name_it(store: GraphStore) -> None:
    for n, name in enumerate(("Bert", "BERT", "BERT")):
        await store.merge(
            [make_facts(f"p{n}", f"{name} again", "", entities=(f"Method: {name}",), date=f"201{9 - n}")]
        )
    found = await record(store, "method:bert")
    assert (found.entity.name, found.entity.aliases) == ("BERT", ("Bert",))
    assert (found.support, found.first_seen) == (3, "2017")
    await store.delete_papers(["p1"])
    # One paper each: the first by code point.
    assert (await record(store, "method:bert")).entity.name == "BERT"
    await store.delete_papers(["p2"])
    found = await record(store, "method:bert")
    assert (found.entity.name, found.entity.aliases) == ("Bert", ())
    assert (found.support, found.first_seen) == (1, "2019")


async def test_first_seen_is_the_earliest_date_and_none_without_dates(store: GraphStore) -> None:
    await store.merge(library())
    assert (await record(store, "method:bert")).first_seen == "2018-10-11"
    assert (await record(store, "task:question-answering")).first_seen == "2018-10-11"
    await store.delete_papers(["arxiv:1810.04805", "iclr2020-albert"])
    assert (await record(store, "task:question-answering")).first_seen is None


async def test_entities_are_found_by_any_name(store: GraphStore) -> None:
    await store.merge(library())
    names = ["BERT", "bert", "bidirectional encoder representations from transformers", "nothing", "GLUE"]
    found = await store.named(EntityKind.METHOD, names)
    assert [r and r.entity.id for r in found] == ["method:bert"] * 3 + [None, None]
    [glue] = await store.named(EntityKind.DATASET, ["glue"])
    assert glue is not None
    assert glue.entity.name == "GLUE"


async def test_a_shared_name_goes_to_its_id_then_to_the_most_mentioned(
    store: GraphStore,
) -> None:
    await store.merge(
        [
            make_facts("p1", "stable diffusion", "", entities=("Method: stable diffusion, SD",)),
            make_facts("p2", "A", "Self-distillation", entities=("Method: Self-distillation, SD",)),
            make_facts("p3", "A", "Self-distillation", entities=("Method: Self-distillation, SD",)),
        ]
    )
    [found] = await store.named(EntityKind.METHOD, ["sd"])
    assert found is not None
    assert found.entity.id == "method:self-distillation"
    await store.merge([make_facts("p4", "SD", "", entities=("Method: SD",))])
    [found] = await store.named(EntityKind.METHOD, ["sd"])
    assert found is not None
    assert found.entity.id == "method:sd"


async def test_many_ids_are_answered_in_their_order(store: GraphStore) -> None:
    await store.merge(library())
    ids = ["method:gpt", "nothing", "method:bert", "method:gpt"]
    assert [r and r.entity.id for r in await store.entities(ids)] == [
        "method:gpt",
        None,
        "method:bert",
        "method:gpt",
    ]
    papers = await store.papers(["survey-1", "nothing", "arxiv:1810.04805", "survey-1"])
    assert [p and p.id for p in papers] == ["survey-1", None, "arxiv:1810.04805", "survey-1"]
    assert await store.entities([]) == []
    assert await store.papers([]) == []
    assert await store.facts([]) == []
    assert await store.named(EntityKind.TASK, []) == []
    assert await store.claims(ClaimsBy.HEAD, [], ClaimFilter(), ALL) == []
    assert await store.results([], 5) == []


# --- lists of papers -------------------------------------------------------------------------------


async def test_papers_are_listed_newest_first_and_undated_last(store: GraphStore) -> None:
    await store.merge(library())
    assert await paper_ids(store) == ["iclr2020-albert", "arxiv:1907.11692", "arxiv:1810.04805", "survey-1"]


@pytest.mark.parametrize(
    ("filter", "ids"),
    [
        (PaperFilter(since="2019"), ["iclr2020-albert", "arxiv:1907.11692"]),
        (PaperFilter(until="2019"), ["arxiv:1907.11692", "arxiv:1810.04805"]),
        (PaperFilter(since="2018-10-11", until="2018-10"), ["arxiv:1810.04805"]),
        (PaperFilter(since="2018-10-12", until="2019-07-25"), []),
        (PaperFilter(venue="ICLR"), ["iclr2020-albert"]),
        (PaperFilter(venue="iclr"), []),
        (
            PaperFilter(entity="task:question-answering"),
            ["iclr2020-albert", "arxiv:1810.04805", "survey-1"],
        ),
        (PaperFilter(entity="task:question-answering", since="2019"), ["iclr2020-albert"]),
        (PaperFilter(entity="task:none"), []),
        (PaperFilter(listed="2025-09-02"), []),
    ],
)
async def test_papers_are_filtered(store: GraphStore, filter: PaperFilter, ids: list[str]) -> None:
    await store.merge(library())
    assert await paper_ids(store, filter) == ids


async def test_papers_of_a_day_of_daily_papers(store: GraphStore) -> None:
    await store.merge([make_facts("d1", "One", "x", listed="2025-09-02"), make_facts("d2", "Two", "x")])
    assert await paper_ids(store, PaperFilter(listed="2025-09-02")) == ["d1"]


def window_reference(keys: Sequence[Key], window: Window) -> tuple[list[int], bool, bool]:
    """What a window over a list shows, by its definition: places in the list, whether it goes on."""
    places = list(range(len(keys)))
    if window.after is not None:
        places = [p for p in places if p > keys.index(window.after)]
    if window.before is not None:
        places = [p for p in places if p < keys.index(window.before)]
    places = places[-window.limit :] if window.backwards else places[: window.limit]
    return places, bool(places) and places[0] > 0, bool(places) and places[-1] < len(keys) - 1


def windows(keys: Sequence[Key]) -> list[Window]:
    """Windows of every shape over a list."""
    ends: list[Key | None] = [None, *keys]
    return [
        Window(limit, after, before, backwards)
        for limit in (1, 2, 50)
        for after in ends
        for before in ends
        for backwards in (False, True)
        if after is None or before is None or keys.index(after) < keys.index(before) - 1
    ]


async def test_windows_on_papers(store: GraphStore) -> None:
    same_day = [make_facts(f"s{n}", f"Paper {n}", "", date="2019-07-26") for n in range(3)]
    await store.merge([*library(), *same_day])
    papers = (await store.list_papers(PaperFilter(), ALL)).items
    keys = [paper_key(paper) for paper in papers]
    assert len(set(keys)) == 7
    for window in random.Random(1).sample(windows(keys), 60):
        places, previous, more = window_reference(keys, window)
        page = await store.list_papers(PaperFilter(), window)
        assert list(page.items) == [papers[p] for p in places], window
        if places:
            assert (page.has_previous, page.has_next) == (previous, more), window


async def test_windows_on_claims(store: GraphStore) -> None:
    await store.merge(library())
    records = await claims_of(store, ClaimsBy.EITHER, "method:bert")
    keys = [record.key for record in records]
    assert len(set(keys)) == len(records) > 8
    for window in random.Random(2).sample(windows(keys), 60):
        places, previous, more = window_reference(keys, window)
        [page] = await store.claims(ClaimsBy.EITHER, ["method:bert"], ClaimFilter(), window)
        assert list(page.items) == [records[p] for p in places], window
        if places:
            assert (page.has_previous, page.has_next) == (previous, more), window


async def test_a_key_survives_inserts_and_the_deletion_of_its_item(store: GraphStore) -> None:
    await store.merge(library())
    first = (await store.list_papers(PaperFilter(), Window(2))).items
    key = paper_key(first[-1])
    await store.merge([make_facts("new", "Brand new", "", date="2025")])
    await store.delete_papers([first[-1].id])
    assert await paper_ids(store, window=Window(2, after=key)) == ["arxiv:1810.04805", "survey-1"]


@pytest.mark.parametrize("key", [(), ("2019",), (1, 2), ("a", "b", "c")])
async def test_a_key_that_is_none_is_refused(store: GraphStore, key: Key) -> None:
    await store.merge([bert()])
    with pytest.raises(InvalidValue, match="cursor"):
        await store.list_papers(PaperFilter(), Window(2, after=key))
    with pytest.raises(InvalidValue, match="cursor"):
        await store.claims(ClaimsBy.HEAD, ["method:bert"], ClaimFilter(), Window(2, before=key))


# --- claims ----------------------------------------------------------------------------------------


def short(records: Sequence[ClaimRecord]) -> list[str]:
    return [record.claim.id for record in records if record.claim.kind is not ClaimKind.MENTIONS]


async def test_claims_in_both_directions_by_confidence(store: GraphStore) -> None:
    await store.merge(library())
    assert short(await claims_of(store, ClaimsBy.HEAD, "method:bert")) == [
        "arxiv:1810.04805|method:bert|BUILDS_ON|method:transformer",
        "arxiv:1810.04805|method:bert|ADDRESSES|task:question-answering",
        "arxiv:1810.04805|method:bert|EVALUATED_ON|dataset:glue",
        "arxiv:1810.04805|method:bert|EVALUATED_ON|dataset:squad-1.1",
        "arxiv:1810.04805|method:bert|IMPROVES_ON|method:gpt",
    ]
    assert short(await claims_of(store, ClaimsBy.TAIL, "method:bert")) == [
        "arxiv:1810.04805|paper|PROPOSES|method:bert",
        "arxiv:1907.11692|method:roberta|IMPROVES_ON|method:bert",
        "iclr2020-albert|method:albert|IMPROVES_ON|method:bert",
        "iclr2020-albert|method:roberta|IMPROVES_ON|method:bert",
    ]
    both = await claims_of(store, ClaimsBy.EITHER, "method:bert")
    assert len(short(both)) == 9
    assert len({record.claim.id for record in both}) == len(both)


async def test_claims_of_a_paper_as_head_and_as_the_one_who_states_them(store: GraphStore) -> None:
    await store.merge(library())
    assert short(await claims_of(store, ClaimsBy.HEAD, "iclr2020-albert")) == [
        "iclr2020-albert|paper|PROPOSES|method:albert",
        "iclr2020-albert|paper|ADDRESSES|task:question-answering",
    ]
    stated = await claims_of(store, ClaimsBy.PAPER, "iclr2020-albert")
    assert [r.claim for r in stated] == sorted(albert().claims, key=lambda c: (-c.confidence, c.id))


async def test_a_claim_carries_its_paper_its_evidence_and_its_support(store: GraphStore) -> None:
    await store.merge(library())
    records = await claims_of(
        store, ClaimsBy.TAIL, "method:bert", ClaimFilter(kinds=frozenset({ClaimKind.IMPROVES_ON}))
    )
    assert {r.claim.id: r.support for r in records} == {
        "arxiv:1907.11692|method:roberta|IMPROVES_ON|method:bert": 2,
        "iclr2020-albert|method:albert|IMPROVES_ON|method:bert": 1,
        "iclr2020-albert|method:roberta|IMPROVES_ON|method:bert": 2,
    }
    originals = {claim.id: claim for facts in library() for claim in facts.claims}
    assert all(r.claim == originals[r.claim.id] for r in records)


@pytest.mark.parametrize(
    ("filter", "count"),
    [
        (ClaimFilter(kinds=frozenset({ClaimKind.IMPROVES_ON})), 3),
        (ClaimFilter(kinds=frozenset({ClaimKind.IMPROVES_ON, ClaimKind.PROPOSES})), 4),
        (ClaimFilter(kinds=frozenset({ClaimKind.IMPROVES_ON}), min_support=2), 2),
        (ClaimFilter(kinds=frozenset({ClaimKind.IMPROVES_ON}), min_support=3), 0),
        (ClaimFilter(kinds=frozenset({ClaimKind.IMPROVES_ON}), min_confidence=0.7), 2),
        (ClaimFilter(kinds=frozenset({ClaimKind.IMPROVES_ON}), since="2020"), 2),
        (ClaimFilter(kinds=frozenset({ClaimKind.IMPROVES_ON}), until="2019"), 1),
        (ClaimFilter(kinds=frozenset({ClaimKind.SUBCLASS_OF})), 0),
    ],
)
async def test_claims_are_filtered(store: GraphStore, filter: ClaimFilter, count: int) -> None:
    await store.merge(library())
    assert len(await claims_of(store, ClaimsBy.TAIL, "method:bert", filter)) == count


async def test_undated_claims_pass_no_filter_by_date(store: GraphStore) -> None:
    await store.merge([survey()])
    since = await claims_of(store, ClaimsBy.PAPER, "survey-1", ClaimFilter(since="0001"))
    until = await claims_of(store, ClaimsBy.PAPER, "survey-1", ClaimFilter(until="9999"))
    assert since == until == []


async def test_claims_of_many_ids_in_one_call(store: GraphStore) -> None:
    await store.merge(library())
    ids = ["method:gpt", "nothing", "method:bert", "method:gpt"]
    pages = await store.claims(ClaimsBy.TAIL, ids, ClaimFilter(), Window(2))
    alone = [await store.claims(ClaimsBy.TAIL, [id], ClaimFilter(), Window(2)) for id in ids]
    assert pages == [page for [page] in alone]
    assert [len(page.items) for page in pages] == [2, 0, 2, 2]
    assert [page.has_next for page in pages] == [False, False, True, False]


# --- edges -----------------------------------------------------------------------------------------


async def test_edges_join_claims_and_count_papers(store: GraphStore) -> None:
    await store.merge(library())
    kinds = ClaimFilter(kinds=frozenset({ClaimKind.IMPROVES_ON}))
    [edges] = await store.edges(ClaimsBy.TAIL, ["method:bert"], kinds, 10)
    improves = ClaimKind.IMPROVES_ON
    assert edges == [
        Edge("method:roberta", improves, "method:bert", 2, 0.9),
        Edge("method:albert", improves, "method:bert", 1, 0.7),
    ]
    [first] = await store.edges(ClaimsBy.TAIL, ["method:bert"], kinds, 1)
    assert first == edges[:1]
    old = ClaimFilter(kinds=frozenset({improves}), since="2020")
    [edges] = await store.edges(ClaimsBy.EITHER, ["method:roberta"], old, 10)
    assert edges == [Edge("method:roberta", improves, "method:bert", 1, 0.6)]
    confident = ClaimFilter(kinds=frozenset({improves}), min_confidence=0.65, min_support=2)
    assert await store.edges(ClaimsBy.TAIL, ["method:bert"], confident, 10) == [[]]


async def test_edges_of_many_ids_and_of_a_paper_as_head(store: GraphStore) -> None:
    await store.merge(library())
    found = await store.edges(
        ClaimsBy.HEAD,
        ["arxiv:1810.04805", "nothing"],
        ClaimFilter(kinds=frozenset({ClaimKind.PROPOSES})),
        10,
    )
    assert found == [[Edge("arxiv:1810.04805", ClaimKind.PROPOSES, "method:bert", 1, 0.9)], []]
    with pytest.raises(InvalidValue):
        await store.edges(ClaimsBy.PAPER, ["arxiv:1810.04805"], ClaimFilter(), 10)


# --- lists of entities -----------------------------------------------------------------------------

WORLD = [
    make_facts("a", "A", "Foo and Bar and Zoo.", ["Method: Foo", "Method: Bar", "Dataset: Zoo"], date="2019"),
    make_facts("b", "B", "Foo and Bar.", ["Method: Foo", "Method: Bar"], date="2019-05"),
    make_facts("c", "C", "Foo and Late.", ["Method: Foo", "Task: Late"], date="2021-01-02"),
    make_facts("d", "D", "Undated.", ["Method: Undated"]),
]


async def entity_ids(
    store: GraphStore, order: EntityOrder, filter: EntityFilter | None = None, window: Window = ALL
) -> list[str]:
    page = await store.list_entities(filter or EntityFilter(), order, window)
    return [record.entity.id for record in page.items]


async def test_entities_are_listed_in_three_orders(store: GraphStore) -> None:
    await store.merge(WORLD)
    assert await entity_ids(store, EntityOrder.SUPPORT) == [
        *("method:foo", "method:bar", "dataset:zoo", "method:undated", "task:late"),
    ]
    assert await entity_ids(store, EntityOrder.NAME) == [
        *("dataset:zoo", "method:bar", "method:foo", "method:undated", "task:late"),
    ]
    assert await entity_ids(store, EntityOrder.NEWEST) == [
        *("task:late", "dataset:zoo", "method:bar", "method:foo", "method:undated"),
    ]


async def test_entities_are_filtered(store: GraphStore) -> None:
    await store.merge(WORLD)
    for filter, expected in (
        (EntityFilter(frozenset({EntityKind.METHOD})), ["method:foo", "method:bar", "method:undated"]),
        (EntityFilter(min_support=2), ["method:foo", "method:bar"]),
        (EntityFilter(since="2020"), ["task:late"]),
        (EntityFilter(until="2019"), ["method:foo", "method:bar", "dataset:zoo"]),
        (EntityFilter(frozenset({EntityKind.METRIC})), []),
    ):
        assert await entity_ids(store, EntityOrder.SUPPORT, filter) == expected


@pytest.mark.parametrize("order", EntityOrder)
async def test_pages_of_entities_join_to_the_whole_list(store: GraphStore, order: EntityOrder) -> None:
    await store.merge(WORLD)
    whole = await entity_ids(store, order)
    for backwards in (False, True):
        found: list[str] = []
        window = Window(2, backwards=backwards)
        while True:
            page = await store.list_entities(EntityFilter(), order, window)
            ids = [record.entity.id for record in page.items]
            found = [*ids, *found] if backwards else [*found, *ids]
            if not (page.has_previous if backwards else page.has_next):
                break
            edge = order.key(page.items[0 if backwards else -1])
            window = Window(2, before=edge, backwards=True) if backwards else Window(2, after=edge)
        assert found == whole
    page = await store.list_entities(EntityFilter(), order, Window(1, after=order.key(page.items[0])))
    assert page.has_previous
    with pytest.raises(InvalidValue):
        await store.list_entities(EntityFilter(), order, Window(1, after=(None,)))  # type: ignore[arg-type]


async def test_the_claims_of_edges(store: GraphStore) -> None:
    await store.merge(library())
    wanted = [
        Ends("method:roberta", ClaimKind.IMPROVES_ON, "method:bert"),
        Ends("survey-1", ClaimKind.ADDRESSES, "task:question-answering"),
        Ends("method:bert", ClaimKind.IMPROVES_ON, "method:roberta"),
        Ends("method:none", ClaimKind.BUILDS_ON, "method:bert"),
    ]
    two, one, *none = await store.claims_of_edges(wanted, 10)
    assert [(r.claim.paper.id, r.claim.confidence, r.support) for r in two] == [
        ("arxiv:1907.11692", 0.9, 2),
        ("iclr2020-albert", 0.6, 2),
    ]
    assert [(r.claim.paper.id, r.support) for r in one] == [("survey-1", 1)]
    assert none == [[], []]
    [first] = await store.claims_of_edges(wanted[:1], 1)
    assert first == two[:1]
    assert await store.claims_of_edges([], 10) == []


# --- results ---------------------------------------------------------------------------------------


async def test_results_by_whatever_they_name(store: GraphStore) -> None:
    await store.merge(library())
    ids = ["dataset:glue", "method:bert", "arxiv:1907.11692", "dataset:squad-1.1"]
    glue, by_bert, of_paper, none = await store.results(ids, 10)
    assert [result.value for result in glue] == ["88.5", "80.5%"]
    assert by_bert == list(bert().results)
    assert of_paper == list(roberta().results)
    assert none == []
    assert [r.value for r in (await store.results(["dataset:glue"], 1))[0]] == ["88.5"]


# --- search ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["bert"], {"arxiv:1810.04805", "arxiv:1907.11692", "iclr2020-albert"}),
        (["bert", "glue"], {"arxiv:1810.04805", "arxiv:1907.11692"}),
        (["surv"], {"survey-1"}),
        (["surv", "of"], set()),
        (["question", "ans"], {"arxiv:1810.04805", "iclr2020-albert", "survey-1"}),
        (["80", "5"], {"arxiv:1810.04805"}),
        (["and", "or", "not"], set()),
        ([], set()),
    ],
)
async def test_papers_are_found_by_all_words(store: GraphStore, words: list[str], ids: set[str]) -> None:
    await store.merge(library())
    assert {paper.id for paper in await store.search_papers(words, 10)} == ids


async def test_search_folds_case_and_accents(store: GraphStore) -> None:
    await store.merge(
        [make_facts("p", "Schrödinger’s cat", "Über-Netz 深度学习.", entities=("Method: Über-Netz",))]
    )
    for words in (["schrodinger"], ["uber", "netz"], ["深度学习"], ["深度"]):
        assert [paper.id for paper in await store.search_papers(words, 10)] == ["p"], words
    [found] = await store.search_entities(["uber", "ne"], frozenset(), 10)
    assert found.entity.name == "Über-Netz"


async def test_entities_are_found_by_all_words_of_one_name(store: GraphStore) -> None:
    await store.merge(library())

    async def search(words: list[str], *kinds: EntityKind) -> list[str]:
        return [r.entity.id for r in await store.search_entities(words, frozenset(kinds), 10)]

    assert await search(["bert"]) == ["method:bert"]
    assert await search(["representations", "bidir"]) == ["method:bert"]
    assert await search(["bert", "bidirectional"]) == []
    assert await search(["squad", "1"]) == ["dataset:squad-1.1"]
    assert await search(["g"]) == ["dataset:glue", "method:gpt"]
    assert await search(["g"], EntityKind.METHOD) == ["method:gpt"]
    assert await search(["quest"], EntityKind.METHOD, EntityKind.TASK) == ["task:question-answering"]
    assert await search([]) == []


async def test_search_is_bounded(store: GraphStore) -> None:
    await store.merge([make_facts(f"p{n:02}", f"Paper {n} on graphs", "") for n in range(12)])
    assert len(await store.search_papers(["graphs"], 5)) == 5


# --- checking --------------------------------------------------------------------------------------


async def test_quotes_are_those_of_claims_results_and_contributions(store: GraphStore) -> None:
    await store.merge(library())
    found = await store.quotes(None, 10)
    assert [page.paper for page in found] == sorted(facts.paper.id for facts in library())
    by_id = {facts.paper.id: facts for facts in library()}
    for page in found:
        facts = by_id[page.paper]
        assert page.text == facts.paper.text
        wanted = {claim.id: claim.evidence for claim in facts.claims}
        wanted |= {result.id: result.evidence for result in facts.results}
        assert facts.contribution is not None
        wanted["contribution"] = facts.contribution
        assert {q.owner: (q.sentence, q.span) for q in page.quotes} == {
            owner: (evidence.sentence, (evidence.span.start, evidence.span.end))
            for owner, evidence in wanted.items()
        }
    assert [page.paper for page in await store.quotes("arxiv:1907.11692", 1)] == ["iclr2020-albert"]


async def test_stats_count_everything(store: GraphStore) -> None:
    await store.merge(library())
    stats = await store.stats()
    assert (stats.papers, stats.results, stats.revision) == (4, 2, 1)
    assert stats.entities == {EntityKind.METHOD: 5, EntityKind.DATASET: 2, EntityKind.TASK: 1}
    assert stats.claims[ClaimKind.IMPROVES_ON] == 4
    assert sum(stats.claims.values()) == sum(len(facts.claims) for facts in library())


async def test_closing_twice_is_fine(store: GraphStore) -> None:
    await store.close()
    await store.close()


# --- embeddings ------------------------------------------------------------------------------------


def embedded(facts: PaperFacts, *values: float) -> PaperFacts:
    length = sum(value * value for value in values) ** 0.5
    return replace(facts, embedding=tuple(value / length for value in values), extractor="one 1")


async def test_embeddings_are_kept_in_half_precision(store: GraphStore) -> None:
    await store.merge([embedded(bert(), 3, 4), embedded(albert(), 1, 2), survey()])
    vectors = await store.vectors()
    assert (vectors.revision, vectors.extractor, vectors.left_out) == (1, "one 1", 0)
    assert vectors.papers == (bert().paper.id, albert().paper.id)
    assert vectors.matrix[0].tolist() == pytest.approx([0.6, 0.8], abs=1e-3)
    [facts, without] = await store.facts([albert().paper.id, survey().paper.id])
    assert facts is not None
    assert facts.embedding == pytest.approx((0.2**0.5, 0.8**0.5), abs=1e-3)
    assert without is not None
    assert without.embedding == ()


async def test_an_embedding_that_was_missing_is_added(store: GraphStore) -> None:
    await store.merge([replace(bert(), extractor="one 1")])
    report = await store.merge([embedded(bert(), 1, 0)])
    assert (report.changed, report.unchanged, report.revision) == (1, 0, 2)
    again = await store.merge([embedded(bert(), 0, 1)])
    assert (again.changed, again.unchanged) == (0, 1)
    without = await store.merge([replace(bert(), extractor="one 1")])
    assert (without.changed, without.unchanged) == (0, 1)
    assert (await store.vectors()).matrix.tolist() == [[1.0, 0.0]]


async def test_only_embeddings_of_one_extractor_can_be_compared(store: GraphStore) -> None:
    other = replace(embedded(survey(), 1, 0), extractor="two 2")
    await store.merge([embedded(bert(), 1, 0), embedded(albert(), 0, 1), other])
    vectors = await store.vectors()
    assert (vectors.extractor, len(vectors.papers), vectors.left_out) == ("one 1", 2, 1)


async def test_embeddings_go_with_their_papers(store: GraphStore) -> None:
    await store.merge([embedded(bert(), 1, 0)])
    await store.delete_papers([bert().paper.id])
    vectors = await store.vectors()
    assert (vectors.papers, vectors.matrix.shape) == ((), (0, 0))
