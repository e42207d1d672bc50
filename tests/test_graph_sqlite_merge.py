"""What the embedded store counts as it merges, and how much work that is."""

import random
from collections import Counter
from pathlib import Path

import apsw
import pytest

from graph.kinds import ClaimKind, EntityKind
from graph.model import Claim, Entity, Evidence, Mention, PaperFacts, Span
from graph.sqlite_store import SQLiteStore
from graph.store import ClaimFilter, ClaimsBy, Window
from tests.factories import library, make_facts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "papers.db"


def on_hub(id: str, *, name: str = "Hub", hubs: int = 1) -> PaperFacts:
    """A paper on a method of its own and on hubs that many papers name."""
    others = [f"{name}{n}" for n in range(hubs)]
    return make_facts(
        id,
        f"Own{id} on {' and '.join(others)}",
        f"Own{id} improves on {others[0]}.",
        entities=(f"Method: Own{id}", *(f"Method: {other}" for other in others)),
        claims=(("IMPROVES_ON", f"Own{id}", others[0]), ("PROPOSES", "paper", f"Own{id}")),
        date=f"20{int(id[1:]) % 20 + 10}",
    )


async def test_every_count_is_what_counting_gives(path: Path) -> None:
    """After a random history of merges and deletions."""
    rng = random.Random(11)
    spellings = ("Hub", "HUB", "hub")
    async with await SQLiteStore.open(path, create=True) as store:
        for _ in range(40):
            papers = [f"p{n}" for n in rng.sample(range(25), rng.randint(1, 8))]
            if rng.random() < 0.3:
                await store.delete_papers(papers)
            else:
                await store.merge(
                    [on_hub(id, name=rng.choice(spellings), hubs=rng.randint(1, 4)) for id in papers]
                )
        await store.merge(library())
        connection = apsw.Connection(str(path))
        check_counts(connection)
        connection.close()


def check_counts(connection: apsw.Connection) -> None:
    def rows(sql: str) -> list[tuple[object, ...]]:
        return sorted(connection.execute(sql), key=repr)

    assert rows("SELECT key, support, first_age FROM entity") == rows(
        "SELECT entity, count(*), coalesce(max(nullif(age, 0)), 0) FROM paper_entity GROUP BY entity"
    )
    assert rows("SELECT key, chosen FROM name WHERE chosen > 0") == rows(
        "SELECT name, count(*) FROM paper_entity GROUP BY name"
    )
    assert rows("SELECT key, written FROM name") == rows(
        "SELECT name, count(*) FROM (SELECT paper, name FROM paper_entity UNION SELECT paper, name FROM "
        "paper_alias) GROUP BY name"
    )
    assert rows("SELECT head, kind, tail, support FROM edge") == rows(
        "SELECT head, kind, tail, count(*) FROM claim WHERE head IS NOT NULL GROUP BY head, kind, tail"
    )
    assert rows("SELECT * FROM tally WHERE total > 0") == rows(
        "SELECT 'papers', '', count(*) FROM paper UNION ALL SELECT 'results', '', count(*) FROM result "
        "UNION ALL SELECT 'entities', kind, count(*) FROM entity GROUP BY kind "
        "UNION ALL SELECT 'claims', kind, count(*) FROM claim GROUP BY kind"
    )
    assert rows("SELECT id FROM paper_words_docsize") == rows("SELECT key FROM paper")
    assert rows("SELECT id FROM name_words_docsize") == rows("SELECT key FROM name")
    assert connection.pragma("integrity_check") == "ok"
    assert rows("PRAGMA foreign_key_check") == []


async def test_what_a_merge_costs_does_not_grow_with_the_store(path: Path) -> None:
    """Steps of SQLite's machine to merge and to delete one paper on a hub, beside 20 and beside 600 others.

    A search in a larger tree takes about as many steps; counting what the hub holds would take 30 times as
    many.
    """
    steps: Counter[str] = Counter()

    key = ""

    def tick() -> bool:
        steps[key] += 1
        return False

    async with await SQLiteStore.open(path, create=True) as store:
        await store._write(lambda connection: connection.set_progress_handler(tick, 10))
        await store.merge([on_hub(f"p{n}") for n in range(20)])
        for beside in ("few", "many"):
            key = f"merge {beside}"
            await store.merge([on_hub("p9999")])
            key = f"change {beside}"
            await store.merge([on_hub("p9999", hubs=2)])
            key = f"delete {beside}"
            await store.delete_papers(["p9999"])
            key = "between"
            await store.merge([on_hub(f"p{n}") for n in range(20, 600)])
    for work in ("merge", "change", "delete"):
        assert 0 < steps[f"{work} many"] < 1.5 * steps[f"{work} few"], steps


def contents(path: Path) -> bytes:
    return path.read_bytes()


async def test_merging_the_same_again_does_not_write(path: Path) -> None:
    async with await SQLiteStore.open(path, create=True) as store:
        await store.merge(library())
    before = contents(path)
    async with await SQLiteStore.open(path, create=True) as store:
        assert (await store.merge(library())).unchanged == 4
        assert await store.delete_papers(["nothing"]) == 0
        assert contents(path.with_name("papers.db-wal")) == b""
    assert contents(path) == before


async def test_each_of_many_names_finds_its_own_entity(path: Path) -> None:
    """Also where one of them is the id of an entity that another of them is only an alias of."""
    async with await SQLiteStore.open(path, create=True) as store:
        await store.merge(
            [
                make_facts("p1", "Alpha", "", entities=("Method: Alpha, AB",)),
                make_facts("p2", "Beta", "", entities=("Method: Beta, AB",)),
                make_facts("p3", "Beta", "", entities=("Method: Beta, AB",)),
            ]
        )
        found = await store.named(EntityKind.METHOD, ["alpha", "AB", "ab", "beta"])
        assert [record and record.entity.name for record in found] == ["Alpha", "Beta", "Beta", "Beta"]
        assert await store.named(EntityKind.TASK, ["Alpha", ""]) == [None, None]


async def test_an_entity_is_found_by_the_name_in_its_id(path: Path) -> None:
    paper = make_facts("p1", "CNNs", "").paper
    entity = Entity.make(EntityKind.METHOD, "CNNs", key="convolutional neural network")
    span = Span(0, 4)
    mentioned = Claim(paper, ClaimKind.MENTIONS, "p1", entity.id, Evidence.quote(paper, span, tail=span))
    async with await SQLiteStore.open(path, create=True) as store:
        await store.merge([PaperFacts(paper, (entity,), (Mention(entity.id, span),), (mentioned,))])
        [found] = await store.named(EntityKind.METHOD, ["Convolutional Neural Network"])
        assert found is not None
        assert found.entity.name == "CNNs"


async def test_a_claims_key_survives_changes_of_its_paper(path: Path) -> None:
    """A page goes on where the last one ended, also after its last claim, or its whole paper, is gone."""

    def paper(*tails: str) -> PaperFacts:
        return make_facts(
            "p1",
            "Own beside A and B and C and D",
            "",
            entities=("Method: Own", *(f"Method: {tail}" for tail in tails)),
            claims=[("COMPARED_WITH", "Own", tail, 0.5) for tail in tails],
        )

    async with await SQLiteStore.open(path, create=True) as store:

        async def tails(window: Window) -> str:
            [page] = await store.claims(ClaimsBy.HEAD, ["method:own"], ClaimFilter(), window)
            return "".join(record.claim.tail[-1] for record in page.items)

        await store.merge([paper("A", "B", "C", "D")])
        [page] = await store.claims(ClaimsBy.HEAD, ["method:own"], ClaimFilter(), Window(2))
        key = page.items[-1].key
        assert await tails(Window(9, after=key)) == "cd"
        await store.merge([paper("A", "C", "D")])
        assert await tails(Window(9, after=key)) == "cd"
        assert await tails(Window(9, before=key)) == "a"
        await store.delete_papers(["p1"])
        assert await tails(Window(9, after=key)) == ""


async def test_claims_of_equal_confidence_are_listed_by_id(path: Path) -> None:
    """Also where one paper's id begins with another's: a bar sorts after digits and hyphens."""
    ids = ["p1", "p10", "p1-2", "p2", "p100", "P1", "p1é"]
    async with await SQLiteStore.open(path, create=True) as store:
        await store.merge(
            [make_facts(id, "Own beside Hub", "", entities=("Method: Own", "Method: Hub")) for id in ids]
        )
        [page] = await store.claims(ClaimsBy.TAIL, ["method:hub"], ClaimFilter(), Window(9))
        found = [record.claim.id for record in page.items]
        assert len(found) == len(ids)
        assert found == sorted(found)


async def test_ids_and_words_may_hold_any_sign(path: Path) -> None:
    facts = make_facts(
        "a|b\"c'; DROP TABLE paper --%_\\",
        "AND NOT NEAR(x) OR *",
        "Own improves on C++ by 5.",
        entities=("Method: Own", "Method: C++"),
        claims=(("IMPROVES_ON", "Own", "C++"),),
        results=({"value": "5", "method": "paper"},),
    )
    id = facts.paper.id
    async with await SQLiteStore.open(path, create=True) as store:
        await store.merge([facts])
        assert await store.facts([id]) == [facts]
        [page] = await store.claims(ClaimsBy.PAPER, [id], ClaimFilter(), Window(9))
        assert {record.claim for record in page.items} == set(facts.claims)
        [after_first] = await store.claims(
            ClaimsBy.PAPER, [id], ClaimFilter(), Window(9, after=page.items[0].key)
        )
        assert after_first.items == page.items[1:]
        [quotes] = await store.quotes(None, 1)
        assert {quote.owner for quote in quotes.quotes} == {
            *(claim.id for claim in facts.claims),
            facts.results[0].id,
            "contribution",
        }
        for words in (["AND"], ["not", "near"], ['"', "near("], ["x*"], ["-and", "or)"]):
            assert [paper.id for paper in await store.search_papers(words, 5)] == [id], words
        assert await store.search_papers(["*"], 5) == []
        assert await store.search_papers(["and"] * 5000, 5) == [facts.paper]
        assert await store.search_papers(["title", "and"], 5) == []
        [method] = await store.search_entities(["c"], frozenset(), 5)
        assert method.entity.name == "C++"
        # What a client may send and no store can hold is found nowhere.
        for odd in ("\ud800", "\x00", "", "x" * 10_000):
            assert [await store.papers([odd]), await store.facts([odd])] == [[None], [None]]
            assert [await store.entities([odd]), await store.results([odd], 5)] == [[None], [[]]]
            assert await store.delete_papers([odd]) == 0
        assert await store.papers([str(n) for n in range(50_000)] + [id]) == [None] * 50_000 + [facts.paper]
