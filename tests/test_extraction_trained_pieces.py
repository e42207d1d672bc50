"""Word pieces, words and windows."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.sentences import spans
from extraction.trained.files import files
from extraction.trained.pieces import MOST_PIECES, Pieces, windows

TOKENIZER = files().tokenizer()


def read(text: str) -> list[Pieces]:
    return windows(text, tuple(spans(text)), TOKENIZER)


def test_words_stand_where_they_say() -> None:
    (window,) = read("PRISM: Learning sets\nWe evaluate PRISM on CIFAR-10.")
    words = [window.string(i, i) for i in range(len(window))]
    assert words == [
        *("PRISM", ":", "Learning", "sets"),
        *("We", "evaluate", "PRISM", "on", "CIFAR", "-", "10", "."),
    ]
    assert window.string(8, 10) == "CIFAR-10"
    assert window.sentence.tolist() == [0] * 4 + [1] * 8


def test_pieces_belong_to_words_and_the_title_is_marked() -> None:
    (window,) = read("Hyperparameterization\nWe tune.")
    assert window.word.tolist()[0] == -1
    assert window.word.tolist()[-1] == -1
    assert (window.last[0] - window.first[0]) > 0, "a rare word is several pieces"
    title = window.segments.nonzero()[0].tolist()
    assert title == list(range(window.first[0], window.last[0] + 1))
    assert len(window.ids) == len(window.shapes) == len(window.segments) == len(window.word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BERT", "bert"),
        ("BERT", "Bert"),
        ("v2", "v"),
        ("2", "x"),
        ("Bert", "bert"),
        ("mBERT", "Mbert"),
        ("-", "a"),
    ],
)
def test_shapes_tell_what_uncased_pieces_do_not(one: str, other: str) -> None:
    (first,), (second,) = read(f"{one}\n."), read(f"{other}\n.")
    assert first.shapes[1] != second.shapes[1]


def test_a_long_text_is_read_in_overlapping_windows_that_share_out_its_words() -> None:
    text = "A long survey\n" + " ".join(f"We discuss topic{i} in section {i}." for i in range(400))
    found = read(text)
    assert len(found) > 4
    spoken = []
    for window in found:
        assert len(window.ids) <= MOST_PIECES
        assert window.own.start >= 0
        assert window.own.stop <= len(window)
        spoken += [window.begin + i for i in window.own]
    assert spoken == list(range(len(spoken))), "each word is spoken for once"
    last = found[-1]
    assert last.string(len(last) - 1, len(last) - 1) == text[-1], "nothing is cut off"
    for one, two in pairwise(found):
        assert two.begin < one.begin + len(one), "neighbours overlap"


@pytest.mark.parametrize("text", ["\u200b\n", "🤖\n", "\ufeff\n\x00\x01", "a\n"])
def test_a_text_of_signs_has_one_window(text: str) -> None:
    (window,) = read(text)
    assert len(window.own) == len(window)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.text(max_size=2000))
def test_every_word_re_matches_its_text(title: str, abstract: str) -> None:
    title = title.replace("\n", " ") or "x"
    text = f"{title}\n{abstract}".encode("utf-8", "ignore").decode()
    end = 0
    for window in read(text):
        for i in window.own:
            start, stop = window.offsets[i].tolist()
            assert end <= start < stop <= len(text), "words are in order and do not overlap"
            end = stop
