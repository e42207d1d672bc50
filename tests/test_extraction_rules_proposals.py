"""What a paper proposes."""

import pytest

from extraction.pipeline import load
from graph.kinds import ClaimKind
from graph.model import Paper

EXTRACTOR = load("rules")


def proposed(abstract: str, title: str = "On whales") -> dict[str, str]:
    """Return the sentence that proposes each proposed entity."""
    (facts,) = EXTRACTOR.extract([Paper("p", title, abstract)])
    return {c.tail: c.evidence.sentence for c in facts.claims if c.kind is ClaimKind.PROPOSES}


@pytest.mark.parametrize(
    "sentence",
    [
        "We propose WhaleNet, a network for whales.",
        "In this paper we introduce a novel framework called WhaleNet.",
        "This work presents a simple yet effective model, WhaleNet.",
        "We describe **WhaleNet**, which counts whales.",
        "WhaleNet, the model we introduce, counts whales.",
        "Our proposed WhaleNet counts whales.",
    ],
)
def test_sentences_that_propose(sentence: str) -> None:
    assert proposed(f"Whales are many. {sentence} It is fast.") == {"method:whalenet": sentence}


@pytest.mark.parametrize(
    "sentence",
    [
        "WhaleNet is widely used.",
        "We compare WhaleNet with EelNet.",
        "We propose a new loss for WhaleNet.",
        "We propose reinforcement learning for whales.",
        "WhaleNet was proposed by others.",
    ],
)
def test_sentences_that_do_not(sentence: str) -> None:
    assert proposed(sentence) == {}


def test_what_everybody_knows_by_now_can_be_proposed() -> None:
    assert "method:bert" in proposed("We introduce BERT, a language model of two directions.")


def test_the_abstract_is_quoted_rather_than_the_title() -> None:
    found = proposed("Whales are many. We propose WhaleNet for them.", "WhaleNet: Counting Whales")
    assert found == {"method:whalenet": "We propose WhaleNet for them."}
    assert proposed("Whales are many.", "WhaleNet: Counting Whales") == {
        "method:whalenet": "WhaleNet: Counting Whales"
    }
