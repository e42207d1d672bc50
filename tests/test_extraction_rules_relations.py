"""Claims between entities, a rule at a time."""

import pytest

from extraction.pipeline import load
from extraction.rules.claim_rules import RULES
from graph.kinds import SIGNATURES, ClaimKind
from graph.model import Paper

EXTRACTOR = load("rules")
START = "We propose WhaleNet, a method that counts. "


def claims(abstract: str, title: str = "On it") -> set[tuple[str, str, str]]:
    (facts,) = EXTRACTOR.extract([Paper("p", title, abstract)])
    quiet = (ClaimKind.MENTIONS, ClaimKind.PROPOSES)
    return {(c.head, c.kind.value, c.tail) for c in facts.claims if c.kind not in quiet}


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("WhaleNet outperforms EelNet.", ("IMPROVES_ON", "method:eelnet")),
        ("Our method surpasses the strong EelNet.", ("IMPROVES_ON", "method:eelnet")),
        ("It is 2 times faster than EelNet and CodNet.", ("IMPROVES_ON", "method:codnet")),
        ("Compared to EelNet, it improves all.", ("IMPROVES_ON", "method:eelnet")),
        ("We obtain gains over EelNet.", ("IMPROVES_ON", "method:eelnet")),
        ("WhaleNet builds on EelNet.", ("BUILDS_ON", "method:eelnet")),
        ("WhaleNet is based on EelNet.", ("BUILDS_ON", "method:eelnet")),
        ("We combine EelNet with pooling.", ("BUILDS_ON", "method:eelnet")),
        ("We report results on CIFAR-10.", ("EVALUATED_ON", "dataset:cifar-10")),
        ("WhaleNet for image captioning works.", ("ADDRESSES", "task:image-captioning")),
        ("We study image captioning.", ("ADDRESSES", "task:image-captioning")),
        ("It reaches a BLEU of 30.1.", ("MEASURED_BY", "metric:bleu")),
    ],
)
def test_what_is_said_of_the_contribution(sentence: str, claim: tuple[str, str]) -> None:
    assert ("method:whalenet", *claim) in claims(START + sentence)


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "Image captioning datasets such as ZooCaps-1k dataset exist.",
            ("dataset:zoocaps-1k", "BENCHMARK_FOR", "task:image-captioning"),
        ),
        (
            "Language models such as EelLM are big.",
            ("method:eellm", "SUBCLASS_OF", "method:language-model"),
        ),
        (
            "EelNet has been shown to succeed in image captioning.",
            ("method:eelnet", "ADDRESSES", "task:image-captioning"),
        ),
    ],
)
def test_what_is_said_of_others(sentence: str, claim: tuple[str, str, str]) -> None:
    assert claim in claims("Whales are many. " + sentence)


def test_what_is_better_is_not_merely_compared_and_what_is_beaten_is_no_part() -> None:
    found = claims("We evaluate EelNet and CodNet on CIFAR-10 and find EelNet better.")
    assert ("p", "COMPARED_WITH", "method:eelnet") in found
    found = claims(START + "WhaleNet outperforms EelNet. We compare with EelNet.")
    assert ("method:whalenet", "COMPARED_WITH", "method:eelnet") not in found
    assert ("method:whalenet", "BUILDS_ON", "method:eelnet") not in found


def test_nothing_is_claimed_of_what_stands_beyond_the_comparison() -> None:
    found = claims(START + "WhaleNet uses pooling layers while EelNet does not.")
    assert ("method:whalenet", "BUILDS_ON", "method:eelnet") not in found


def test_one_claim_for_head_kind_and_tail_by_the_surest_rule() -> None:
    (facts,) = EXTRACTOR.extract(
        [Paper("p", "On it", START + "EelNet is slower. WhaleNet outperforms EelNet.")]
    )
    (claim,) = (c for c in facts.claims if c.kind is ClaimKind.IMPROVES_ON)
    assert claim.evidence.sentence == "WhaleNet outperforms EelNet."
    assert claim.confidence == max(r.own or 0 for r in RULES if r.kind is ClaimKind.IMPROVES_ON)


def test_rules_are_whole() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        confidences = [c for c in (rule.own, rule.paper, rule.other) if c is not None]
        assert confidences, rule.name
        assert all(0 < c < 1 for c in confidences), rule.name
        assert "tail" in rule.pattern.groupindex, rule.name
        assert rule.paper is None or SIGNATURES[rule.kind].paper, rule.name
        assert rule.paper is None or not rule.names_head, rule.name
        assert rule.other is None or rule.names_head, rule.name
