"""Search ranks papers and entities together, by names, titles and abstracts alone."""

import pytest

from graph.errors import InvalidValue
from graph.kinds import EntityKind
from graph.model import Paper
from graph.store import GraphStore
from queries.search import Hit, highlights, search
from tests.factories import library, make_facts


@pytest.fixture
async def filled(store: GraphStore) -> GraphStore:
    await store.merge(library())
    return store


def ids(hits: list[Hit]) -> list[str]:
    return [hit.node.id if isinstance(hit.node, Paper) else hit.node.entity.id for hit in hits]


async def test_the_entity_of_that_name_comes_first_then_papers_about_it(filled: GraphStore) -> None:
    assert ids(await search(filled, "bert")) == [
        "method:bert",
        "iclr2020-albert",
        "arxiv:1810.04805",
        "arxiv:1907.11692",
    ]


async def test_an_alias_is_as_good_as_the_name(filled: GraphStore) -> None:
    hits = await search(filled, "bidirectional encoder representations from transformers")
    assert ids(hits)[0] == "method:bert"
    assert hits[0].score > 3


async def test_the_last_word_may_be_unfinished(filled: GraphStore) -> None:
    assert ids(await search(filled, "question answ"))[:2] == ["task:question-answering", "survey-1"]


async def test_a_name_made_of_signs_is_found_though_it_has_one_letter(store: GraphStore) -> None:
    names = ("C++", "C", "Cat", "Cow")
    facts = [
        make_facts(f"p{i}", f"On {name}.", "Nothing.", entities=(f"Method: {name}",))
        for i, name in enumerate(names)
    ]
    await store.merge(facts)
    assert ids(await search(store, "C++", papers=False))[0] == "method:c++"
    assert ids(await search(store, "c", papers=False))[0] == "method:c"


async def test_more_support_ranks_higher_among_equal_matches(store: GraphStore) -> None:
    texts = {"a": "deep belief", "b": "deep learning", "c": "deep learning"}
    await store.merge(
        [make_facts(id, f"On {name}", "Text.", entities=(f"Method: {name}",)) for id, name in texts.items()]
    )
    found = await search(store, "deep", papers=False)
    assert ids(found) == ["method:deep-learning", "method:deep-belief"]


async def test_papers_rank_by_title_then_abstract_then_date_then_id(store: GraphStore) -> None:
    await store.merge(
        [
            make_facts("title", "Graph networks", "Other words.", date="2010"),
            make_facts("often", "One", "graph networks, graph networks, graph networks", date="2010"),
            make_facts("half", "A graph", "of networks", date="2010"),
            make_facts("old", "Two", "graph networks", date="2011"),
            make_facts("new-b", "Three", "graph networks", date="2012"),
            make_facts("new-a", "Four", "graph networks", date="2012"),
        ]
    )
    assert ids(await search(store, "graph networks")) == ["title", "half", "often", "new-a", "new-b", "old"]


async def test_kinds_and_limit(filled: GraphStore) -> None:
    only = await search(filled, "bert", papers=False, kinds=frozenset({EntityKind.DATASET}))
    assert only == []
    assert ids(await search(filled, "bert", kinds=frozenset())) == [
        "iclr2020-albert",
        "arxiv:1810.04805",
        "arxiv:1907.11692",
    ]
    assert len(await search(filled, "bert", limit=2)) == 2


@pytest.mark.parametrize("text", ["", "  ", "?!", "nothing like it"])
async def test_nothing_is_found_for_nothing(filled: GraphStore, text: str) -> None:
    assert await search(filled, text) == []


async def test_a_whole_page_of_text_is_refused(filled: GraphStore) -> None:
    with pytest.raises(InvalidValue, match="text: is longer than 500 characters"):
        await search(filled, "word " * 101)


@pytest.mark.parametrize(
    ("typed", "meant", "first"),
    [
        ("RoBETa", "roberta", "method:roberta"),
        ("transfomer", "transformer", "method:transformer"),
        ("qestion answering", "question answering", "task:question-answering"),
        ("quesion answering", "question answering", "task:question-answering"),
        ("squard", "squad", "dataset:squad-1.1"),
    ],
)
async def test_a_mistyped_word_is_taken_for_the_most_like_one(
    filled: GraphStore, typed: str, meant: str, first: str
) -> None:
    hits = await search(filled, typed)
    assert {hit.corrected for hit in hits} == {meant}
    assert ids(hits)[0] == first


async def test_nothing_is_corrected_where_something_is_found_or_nothing_is_alike(filled: GraphStore) -> None:
    assert {hit.corrected for hit in await search(filled, "bert")} == {None}
    assert await search(filled, "xylophone bert") == []


async def test_highlights_show_the_words(filled: GraphStore) -> None:
    def shown(hit: Hit, text: str) -> list[list[str]]:
        return [[each.text[a:b] for a, b in each.spans] for each in highlights(hit, text)]

    entity, paper, *_ = await search(filled, "question answ")
    assert shown(entity, "question answ") == [["question", "answering"]]
    assert isinstance(paper.node, Paper)
    assert shown(paper, "question answ") == [["question", "answering"], ["question", "answering"]]
    [hit] = await search(filled, "bidirectional encoder", papers=False)
    [alias] = highlights(hit, "bidirectional encoder")
    assert alias.text == "Bidirectional Encoder Representations from Transformers"
    [typo, *_] = await search(filled, "RoBETa")
    assert shown(typo, "RoBETa") == [["RoBERTa"]]
