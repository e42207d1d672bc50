"""The model refuses what is false, where it is made, and names the field."""

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import facts_json
from graph.errors import InvalidValue, PapergraphError
from graph.kinds import SIGNATURES, ClaimKind, EntityKind
from graph.model import (
    Claim,
    Entity,
    Evidence,
    Mention,
    Paper,
    PaperFacts,
    Result,
    Span,
    entity_id,
    kind_of,
    paper_id,
)
from graph.names import slug, words
from tests.factories import bert, library

PAPER = Paper(id="p", title="BERT beats GPT", abstract="On GLUE it gets 80.5% accuracy.")
ON_GLUE = Evidence("On GLUE it gets 80.5% accuracy.", Span(15, 46))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"id": ""}, "paper.id"),
        ({"id": " p"}, "paper.id"),
        ({"id": "a\nb"}, "paper.id"),
        ({"id": "x" * 501}, "paper.id"),
        ({"id": "method:bert"}, "paper.id"),
        ({"title": " "}, "paper.title"),
        ({"title": "a\nb"}, "paper.title"),
        ({"title": "a\ud800"}, "paper.title"),
        ({"abstract": "a\x00"}, "paper.abstract"),
        ({"authors": ("A", "")}, "paper.authors"),
        ({"venue": ""}, "paper.venue"),
        ({"url": "javascript:alert(1)"}, "paper.url"),
        ({"code_url": "github.com/x"}, "paper.code_url"),
        ({"project_url": "ftp://x"}, "paper.project_url"),
        ({"date": "2019-13"}, "paper.date"),
        ({"date": "2019-02-29"}, "paper.date"),
        ({"date": "20190203"}, "paper.date"),
        ({"date": "19"}, "paper.date"),
        ({"date": "٢٠١٩"}, "paper.date"),
        ({"listed": "2019-02"}, "paper.listed"),
        ({"upvotes": -1}, "paper.upvotes"),
        ({"upvotes": 2**31}, "paper.upvotes"),
        ({"source": "a\tb"}, "paper.source"),
    ],
)
def test_a_paper_refuses(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        dataclasses.replace(PAPER, **fields)
    assert caught.value.field == field
    assert str(caught.value).startswith(f"{field}: ")
    assert isinstance(caught.value, PapergraphError | ValueError)


def test_a_paper_knows_its_text_and_year() -> None:
    assert PAPER.text == "BERT beats GPT\nOn GLUE it gets 80.5% accuracy."
    assert PAPER.year is None
    for date in ("2019", "2019-02", "2020-02-29"):
        assert dataclasses.replace(PAPER, date=date).year == int(date[:4])
    assert dataclasses.replace(PAPER, abstract="").text == "BERT beats GPT\n"


def test_everything_is_frozen() -> None:
    facts = bert()
    for thing in (facts, facts.paper, facts.claims[0], facts.claims[0].evidence, facts.entities[0]):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, dataclasses.fields(thing)[0].name, None)


def test_a_claim_with_a_false_quote_cannot_exist() -> None:
    Claim(PAPER, ClaimKind.EVALUATED_ON, "method:bert", "dataset:glue", ON_GLUE)
    for evidence in (
        Evidence("On GLUE it gets 90.5% accuracy.", Span(15, 46)),
        Evidence("On GLUE it gets 80.5% accuracy.", Span(14, 45)),
        Evidence("n GLUE it gets 80.5% accuracy.?", Span(16, 47)),
    ):
        with pytest.raises(InvalidValue, match=r"claim\.evidence\.sentence"):
            Claim(PAPER, ClaimKind.EVALUATED_ON, "method:bert", "dataset:glue", evidence)
    outside = dataclasses.replace(ON_GLUE, tail=Span(40, 47))
    with pytest.raises(InvalidValue, match=r"claim\.evidence\.tail"):
        Claim(PAPER, ClaimKind.EVALUATED_ON, "method:bert", "dataset:glue", outside)
    with pytest.raises(InvalidValue, match=r"evidence\.sentence"):
        Evidence("On GLUE", Span(15, 46))
    for start, end in ((-1, 3), (3, 3), (4, 3)):
        with pytest.raises(InvalidValue, match="span"):
            Span(start, end)


@pytest.mark.parametrize(
    ("kind", "head", "tail", "field"),
    [
        ("PROPOSES", "method:bert", "method:gpt", "claim.head"),
        ("BENCHMARK_FOR", "p", "task:qa", "claim.head"),
        ("IMPROVES_ON", "method:bert", "dataset:glue", "claim.head"),
        ("IMPROVES_ON", "method:bert", "method:bert", "claim.tail"),
        ("EVALUATED_ON", "method:bert", "method:gpt", "claim.tail"),
        ("EVALUATED_ON", "method:bert", "p", "claim.tail"),
        ("EVALUATED_ON", "other-paper", "dataset:glue", "claim.head"),
    ],
)
def test_a_claim_joins_only_what_its_kind_allows(kind: str, head: str, tail: str, field: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Claim(PAPER, ClaimKind(kind), head, tail, ON_GLUE)
    assert caught.value.field == field


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_a_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(InvalidValue, match=r"claim\.confidence"):
        Claim(PAPER, ClaimKind.PROPOSES, "p", "method:bert", ON_GLUE, confidence)


def test_every_kind_of_claim_has_a_signature() -> None:
    assert set(SIGNATURES) == set(ClaimKind)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"value": "80.6%"}, "result.value"),
        ({"method": "dataset:glue"}, "result.method"),
        ({"method": "other"}, "result.method"),
        ({"task": "method:bert"}, "result.task"),
        ({"dataset": "p"}, "result.dataset"),
        ({"metric": "task:qa"}, "result.metric"),
        ({"number": float("inf")}, "result.number"),
        ({"number": float("nan")}, "result.number"),
        ({"number": 10**400}, "result.number"),
        ({"unit": ""}, "result.unit"),
        ({"confidence": 2}, "result.confidence"),
    ],
)
def test_a_result_refuses(fields: dict[str, Any], field: str) -> None:
    right = Result(
        PAPER, "80.5%", Span(31, 36), ON_GLUE, 80.5, "%", "p", None, "dataset:glue", "metric:accuracy"
    )
    assert right.ends == ("dataset:glue", "metric:accuracy")
    with pytest.raises(InvalidValue) as caught:
        dataclasses.replace(right, **fields)
    assert caught.value.field == field


def test_an_entity_refuses() -> None:
    for id, name, aliases, field in (
        ("bert", "BERT", (), "entity.id"),
        ("task:bert", "BERT", (), "entity.id"),
        ("method:BERT", "BERT", (), "entity.id"),
        ("method:", "BERT", (), "entity.id"),
        ("method:bert", " BERT", (), "entity.name"),
        ("method:bert", "x" * 501, (), "entity.name"),
        ("method:bert", "BERT", ("b", "a"), "entity.aliases"),
        ("method:bert", "BERT", ("BERT",), "entity.aliases"),
        ("method:bert", "BERT", ("a\nb",), "entity.aliases"),
    ):
        with pytest.raises(InvalidValue) as caught:
            Entity(id, EntityKind.METHOD, name, aliases)
        assert caught.value.field == field
    made = Entity.make(EntityKind.METHOD, "CNNs", ("CNN", "CNNs", "ConvNet"), "convolutional neural network")
    assert made == Entity(
        "method:convolutional-neural-network", EntityKind.METHOD, "CNNs", ("CNN", "ConvNet")
    )
    assert made.names == ("CNNs", "CNN", "ConvNet")


def _without(facts: PaperFacts, **parts: Any) -> PaperFacts:
    return dataclasses.replace(facts, **parts)


def test_facts_must_fit_together() -> None:
    facts = bert()
    other = library()[1]
    mention = facts.mentions[0]
    for parts, message in (
        ({"entities": facts.entities[1:]}, "is not among the entities"),
        ({"entities": facts.entities * 2}, "occurs twice"),
        ({"mentions": facts.mentions * 2}, "occurs twice"),
        ({"claims": facts.claims * 2}, "occurs twice"),
        ({"results": facts.results * 2}, "occurs twice"),
        ({"claims": other.claims}, "is of another paper"),
        ({"results": other.results}, "is of another paper"),
        ({"claims": ()}, "no MENTIONS claim"),
        ({"mentions": ()}, "is nowhere in the text"),
        ({"mentions": (*facts.mentions, Mention(mention.entity, Span(0, 2)))}, "is no name or alias"),
        ({"contribution": Evidence("x" * 9, Span(0, 9))}, "facts.contribution.evidence"),
        ({"extractor": ""}, "facts.extractor"),
    ):
        with pytest.raises(InvalidValue, match=message):
            _without(facts, **parts)


def test_equal_facts_are_equal_however_they_are_ordered() -> None:
    facts = bert()
    turned = _without(
        facts,
        entities=facts.entities[::-1],
        mentions=facts.mentions[::-1],
        claims=facts.claims[::-1],
        results=facts.results[::-1],
    )
    assert turned == facts
    assert facts_json.digest(turned) == facts_json.digest(facts)
    assert facts_json.digest(facts) != facts_json.digest(_without(facts, extractor="other"))
    certain = [dataclasses.replace(facts.results[0], confidence=one, number=80) for one in (1, 1.0)]
    assert len({facts_json.digest(_without(facts, results=(result,))) for result in certain}) == 1


def test_ids_are_the_same_on_every_machine() -> None:
    assert entity_id(EntityKind.DATASET, "CIFAR-10") == "dataset:cifar-10"
    assert paper_id("NeurIPS 2017", "Attention Is All You Need") == "neurips-2017-89c3129a75d7"
    assert paper_id("NeurIPS 2017", "attention is all you need") == "neurips-2017-89c3129a75d7"
    facts = bert()
    assert {claim.id for claim in facts.claims} >= {
        "arxiv:1810.04805|paper|PROPOSES|method:bert",
        "arxiv:1810.04805|method:bert|IMPROVES_ON|method:gpt",
    }
    assert kind_of("method:bert") is EntityKind.METHOD
    assert kind_of("arxiv:1810.04805") is kind_of("method") is None
    # The digest too: a store filled on one machine knows on another that a paper is unchanged.
    assert facts_json.digest(facts)[:12] == "119b9383da98"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CIFAR-10", "cifar-10"),
        ("SQuAD 1.1", "squad-1.1"),
        ("GPT-3.5.", "gpt-3.5"),
        ("C++", "c++"),
        ("C#", "c#"),
        ("A*", "a*"),
        ("Recall@10", "recall@10"),
        ("DeepLabv3+", "deeplabv3+"),
        ("Kendall’s τ", "kendalls-τ"),
        ("Schrödinger  Bridge", "schrodinger-bridge"),
        ("snake_case/Name", "snake-case-name"),
        ("U.S. English", "u-s-english"),
        ("ﬁne–tuning", "fine-tuning"),
        ("🎉", "u1f389"),
        ("深度学习", "深度学习"),
    ],
)
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_a_slug_is_stable_and_makes_an_entity(name: str) -> None:
    assert slug(slug(name)) == slug(name)
    assert 0 < len(slug(name)) <= 120
    entity = Entity.make(EntityKind.TASK, " ".join(name.split())[:400].strip())
    assert kind_of(entity.id) is EntityKind.TASK


@given(st.text())
def test_words_are_folded_and_stable(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found


@pytest.mark.parametrize("facts", library(), ids=lambda facts: facts.paper.id)
def test_facts_survive_json(facts: PaperFacts) -> None:
    record = json.loads(json.dumps(facts_json.to_json(facts)))
    assert facts_json.from_json(record) == facts
    proposed = {claim.tail for claim in facts.claims if claim.kind is ClaimKind.PROPOSES}
    assert {entity["id"] for entity in record["entities"] if entity["proposed"]} == proposed


def test_broken_json_names_what_is_amiss() -> None:
    for change, message in (
        ({"paper": None}, "format"),
        ({"claims": [{}]}, "'kind' is missing"),
        ({"entities": 3}, "format"),
        ({"extractor": ""}, r"facts\.extractor"),
    ):
        with pytest.raises(InvalidValue, match=message):
            facts_json.from_json({**facts_json.to_json(bert()), **change})
    with pytest.raises(InvalidValue, match="'paper' is missing"):
        facts_json.from_json({})
