"""The trained extractor as a whole: true statements from plain abstracts, and never a wrong offset."""

import math
from operator import mul

import pytest

from extraction.pipeline import load
from extraction.trained import COMPONENTS
from graph.facts_json import from_json, to_json
from graph.kinds import ClaimKind, EntityKind
from graph.model import Paper, PaperFacts
from tests.extraction_texts import check_quotes

EXTRACTOR = load("model")

HERON = Paper(
    "heron",
    "HERON: Sparse Attention for Long Document Summarization",
    "Summarizing long documents is costly, since the attention of a Transformer grows with the square of "
    "their length. We propose HERON, a sparse attention mechanism that builds on Longformer. "
    "We evaluate HERON on the arXiv and PubMed datasets. "
    "Experiments show that HERON outperforms BigBird, with a ROUGE-L of 44.6 on PubMed.",
)


def facts_of(title: str, abstract: str) -> PaperFacts:
    (facts,) = EXTRACTOR.extract([Paper("p", title, abstract)])
    return facts


def test_a_plain_abstract_gives_its_statements() -> None:
    (facts,) = EXTRACTOR.extract([HERON])
    edges = {(claim.head, claim.kind, claim.tail) for claim in facts.claims}
    assert ("heron", ClaimKind.PROPOSES, "method:heron") in edges
    assert ("method:heron", ClaimKind.IMPROVES_ON, "method:bigbird") in edges
    assert ("method:heron", ClaimKind.EVALUATED_ON, "dataset:pubmed") in edges
    kinds = {entity.name: entity.kind for entity in facts.entities}
    assert kinds["ROUGE-L"] is EntityKind.METRIC
    (result,) = [result for result in facts.results if result.value == "44.6"]
    assert (result.number, result.metric, result.method) == (44.6, "metric:rouge-l", "method:heron")
    assert facts.contribution is not None
    assert facts.contribution.sentence.startswith("We propose HERON")
    check_quotes(facts)


def test_evidence_holds_both_ends() -> None:
    (facts,) = EXTRACTOR.extract([HERON])
    (claim,) = (c for c in facts.claims if c.kind is ClaimKind.IMPROVES_ON and c.tail == "method:bigbird")
    assert claim.evidence.sentence.startswith("Experiments show that HERON outperforms BigBird")
    assert claim.evidence.head is not None
    assert claim.evidence.tail is not None
    assert HERON.text[claim.evidence.head.start : claim.evidence.head.end] == "HERON"
    assert HERON.text[claim.evidence.tail.start : claim.evidence.tail.end] == "BigBird"


def test_full_name_and_acronym_are_one_entity() -> None:
    facts = facts_of(
        "A study of translation",
        "Neural machine translation (NMT) needs parallel data. We study NMT without them.",
    )
    assert len([entity for entity in facts.entities if "NMT" in entity.names]) == 1


def test_confidences_are_shares_and_json_gives_the_facts_back() -> None:
    (facts,) = EXTRACTOR.extract([HERON])
    assert all(0 <= claim.confidence <= 1 for claim in facts.claims)
    assert len({claim.confidence for claim in facts.claims}) > 3
    assert len([c for c in facts.claims if c.kind is ClaimKind.MENTIONS]) == len(facts.entities)
    assert from_json(to_json(facts)) == facts
    assert facts.extractor.startswith("model ")


def test_the_embedding_tells_near_texts_from_far_ones() -> None:
    near = Paper("near", "Efficient attention for summaries of long texts", "We make attention sparse.")
    far = Paper("far", "Robot grasping with touch", "We train a policy that grasps objects by touch.")
    one, two, three = (facts.embedding for facts in EXTRACTOR.extract([HERON, near, far]))
    assert len(one) == 384
    assert math.hypot(*one) == pytest.approx(1, abs=1e-4)
    assert sum(map(mul, one, two)) > sum(map(mul, one, three)) + 0.2


def test_facts_do_not_depend_on_what_is_extracted_beside() -> None:
    others = [Paper(f"p{i}", f"Notes on topic {i}", "We study graphs. " * (i % 40)) for i in range(150)]
    alone = next(iter(EXTRACTOR.extract([HERON])))
    among = [f for f in EXTRACTOR.extract([*others[:75], HERON, *others[75:]]) if f.paper == HERON]
    assert [facts.entities for facts in among] == [alone.entities]
    assert [facts.claims for facts in among] == [alone.claims]
    assert [facts.results for facts in among] == [alone.results]


def test_the_end_of_a_long_text_is_read_too() -> None:
    filler = "Many things have been said about the weather in the mountains. " * 300
    facts = facts_of("A long report", filler + "We evaluate BERT on the SQuAD dataset.")
    names = {entity.name for entity in facts.entities}
    assert any("BERT" in name for name in names)
    assert any("SQuAD" in name for name in names)
    check_quotes(facts)


def test_each_component_has_what_it_requires() -> None:
    nlp = EXTRACTOR.nlp  # type: ignore[attr-defined]  # of a SpacyExtractor
    problems = nlp.analyze_pipes(keys=["assigns", "requires"])["problems"]
    written = {"doc._.words"}  # by the tokenizer
    assert {name: set(missing) - written for name, missing in problems.items()} == {
        name: set() for name in COMPONENTS
    }
