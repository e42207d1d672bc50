"""The sentence that says a claim."""

import pytest

from extraction.annotations import Found
from extraction.sentences import spans
from extraction.trained.evidence import Place, find
from graph.kinds import ClaimKind, EntityKind
from graph.model import Span

TEXT = (
    "FooNet: A network for parsing\n"
    "Parsing is hard. Earlier work is BarNet. We present FooNet, which is trained like BarNet on TreeBank. "
    "FooNet outperforms BarNet. It is fast on TreeBank."
)
SENTENCES = tuple(spans(TEXT))


def mentions(name: str) -> list[Found]:
    starts = [i for i in range(len(TEXT)) if TEXT.startswith(name, i)]
    return [Found(Span(i, i + len(name)), EntityKind.METHOD, "model", 1.0) for i in starts]


def sentence(place: Place) -> str:
    return TEXT[place.sentence.start : place.sentence.end]


def test_a_sentence_with_both_ends_that_has_the_cue() -> None:
    place = find(TEXT, SENTENCES, ClaimKind.IMPROVES_ON, mentions("FooNet"), mentions("BarNet"))
    assert sentence(place) == "FooNet outperforms BarNet."
    assert place.head is not None
    assert TEXT[place.head.start : place.head.end] == "FooNet"
    assert TEXT[place.tail.start : place.tail.end] == "BarNet"


def test_another_claim_between_them_has_another_sentence() -> None:
    place = find(TEXT, SENTENCES, ClaimKind.TRAINED_ON, mentions("FooNet"), mentions("TreeBank"))
    assert sentence(place) == "We present FooNet, which is trained like BarNet on TreeBank."


def test_without_a_common_sentence_the_one_of_the_tail_nearest_to_the_head() -> None:
    place = find(TEXT, SENTENCES, ClaimKind.ADDRESSES, mentions("FooNet")[1:], mentions("Parsing"))
    assert sentence(place) == "Parsing is hard."
    assert place.head is not None
    assert not place.sentence.start <= place.head.start < place.sentence.end


def test_of_the_paper_the_abstract_says_more_than_the_title() -> None:
    place = find(TEXT, SENTENCES, ClaimKind.PROPOSES, (), mentions("FooNet"))
    assert sentence(place).startswith("We present FooNet")
    assert place.head is None


def test_a_claim_needs_a_tail() -> None:
    with pytest.raises(ValueError, match="mention of its tail"):
        find(TEXT, SENTENCES, ClaimKind.PROPOSES, (), ())
