"""The rules as a whole: true statements from plain abstracts, and never a wrong offset whatever the text."""

from itertools import islice

from extraction.pipeline import load
from graph.facts_json import from_json, to_json
from graph.kinds import ClaimKind, EntityKind
from graph.model import Paper, PaperFacts
from tests.extraction_texts import check_quotes

EXTRACTOR = load("rules")

LEMUR = Paper(
    "lemur",
    "LEMUR: Learning Error-Aware Translation with Mutual Rewards",
    "Large language models (LLMs) have shown strong results in machine translation, yet they repeat "
    "their errors. In this paper, we propose LEMUR, a framework that combines reinforcement learning with "
    "contrastive learning. "
    "LEMUR outperforms NoisyNet and GPT-4 on the WMT 2014 dataset. "
    "On FLORES our method reaches a BLEU score of 31.7, compared to 29.2 for NoisyNet.",
)


def facts_of(title: str, abstract: str) -> PaperFacts:
    (facts,) = EXTRACTOR.extract([Paper("p", title, abstract)])
    return facts


def edges(facts: PaperFacts) -> set[tuple[str, str, str]]:
    return {(claim.head, claim.kind.value, claim.tail) for claim in facts.claims}


def test_a_plain_abstract_gives_its_statements() -> None:
    (facts,) = EXTRACTOR.extract([LEMUR])
    assert {
        ("lemur", "PROPOSES", "method:lemur"),
        ("method:lemur", "BUILDS_ON", "method:reinforcement-learning"),
        ("method:lemur", "BUILDS_ON", "method:contrastive-learning"),
        ("method:lemur", "IMPROVES_ON", "method:noisynet"),
        ("method:lemur", "IMPROVES_ON", "method:gpt-4"),
        ("method:lemur", "ADDRESSES", "task:machine-translation"),
        ("method:lemur", "EVALUATED_ON", "dataset:wmt-2014"),
        ("method:lemur", "EVALUATED_ON", "dataset:flores"),
        ("method:lemur", "MEASURED_BY", "metric:bleu"),
        ("lemur", "MENTIONS", "method:large-language-model"),
    } <= edges(facts)
    assert ("method:lemur", "COMPARED_WITH", "method:noisynet") not in edges(facts)
    (result,) = facts.results
    assert (result.value, result.number, result.unit) == ("31.7", 31.7, None)
    assert (result.method, result.dataset, result.metric) == ("method:lemur", "dataset:flores", "metric:bleu")
    assert facts.contribution is not None
    assert facts.contribution.sentence.startswith("In this paper, we propose LEMUR")
    check_quotes(facts)


def test_evidence_holds_both_ends() -> None:
    (facts,) = EXTRACTOR.extract([LEMUR])
    (claim,) = (c for c in facts.claims if c.kind is ClaimKind.IMPROVES_ON and c.tail == "method:noisynet")
    assert claim.evidence.sentence == "LEMUR outperforms NoisyNet and GPT-4 on the WMT 2014 dataset."
    text = LEMUR.text
    assert claim.evidence.head is not None
    assert claim.evidence.tail is not None
    assert text[claim.evidence.head.start : claim.evidence.head.end] == "LEMUR"
    assert text[claim.evidence.tail.start : claim.evidence.tail.end] == "NoisyNet"
    assert claim.evidence.span.start <= claim.evidence.head.start < claim.evidence.span.end


def test_full_name_and_acronym_are_one_entity() -> None:
    (facts,) = EXTRACTOR.extract([LEMUR])
    (entity,) = (e for e in facts.entities if "LLMs" in e.names)
    assert entity.kind is EntityKind.METHOD
    assert entity.name == "large language model"
    assert "Large language models" in entity.aliases


def test_an_unnamed_contribution_makes_the_paper_the_head() -> None:
    facts = facts_of(
        "On the evaluation of summaries",
        "We study abstractive summarization. We evaluate BART, T5 and PEGASUS-X and find large gaps.",
    )
    assert ("p", "ADDRESSES", "task:abstractive-summarization") in edges(facts)
    assert {("p", "COMPARED_WITH", "method:bart"), ("p", "COMPARED_WITH", "method:t5")} <= edges(facts)
    assert not any(claim.kind is ClaimKind.PROPOSES for claim in facts.claims)
    assert facts.contribution is not None


def test_generic_words_are_no_entities() -> None:
    facts = facts_of(
        "A model", "We propose a novel method. The model is a deep network and our approach is a framework."
    )
    assert facts.entities == ()
    assert facts.contribution is not None


def test_a_proposed_dataset_is_a_benchmark_for_its_task() -> None:
    facts = facts_of(
        "QuipBench: A Benchmark for Humour",
        "We introduce QuipBench, a benchmark for question answering. We evaluate GPT-4 and Claude on it.",
    )
    assert ("p", "PROPOSES", "dataset:quipbench") in edges(facts)
    assert ("dataset:quipbench", "BENCHMARK_FOR", "task:question-answering") in edges(facts)
    assert ("p", "COMPARED_WITH", "method:gpt-4") in edges(facts)


def test_each_entity_has_one_mentions_claim_and_json_gives_the_facts_back() -> None:
    (facts,) = EXTRACTOR.extract([LEMUR])
    assert len([c for c in facts.claims if c.kind is ClaimKind.MENTIONS]) == len(facts.entities)
    assert from_json(to_json(facts)) == facts
    assert facts.extractor == "rules"


def test_papers_come_in_order_and_are_taken_as_they_are_needed() -> None:
    taken = 0

    def papers() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield Paper(f"p{taken}", LEMUR.title, LEMUR.abstract)

    facts = list(islice(EXTRACTOR.extract(papers()), 300))  # type: ignore[arg-type]  # an endless stream
    assert [f.paper.id for f in facts] == [f"p{n}" for n in range(1, 301)]
    assert taken < 1000


def test_the_same_paper_gives_the_same_facts() -> None:
    first, second = EXTRACTOR.extract([LEMUR, LEMUR])
    assert first == second == next(iter(load("rules").extract([LEMUR])))
