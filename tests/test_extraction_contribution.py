"""The sentence that says what a paper contributes."""

import pytest

from extraction.contribution import find
from extraction.sentences import spans


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("Whales are many. We propose to count them. We show it works.", "We propose to count them."),
        ("We find whales. In this paper, we present WhaleNet.", "In this paper, we present WhaleNet."),
        ("Whales are many. This survey reviews them.", "This survey reviews them."),
        ("Whales are many. We study their songs.", "We study their songs."),
        ("Whales are many. Our method counts them.", "Our method counts them."),
        ("Whales are many. A method to count them is described.", "A method to count them is described."),
        ("Many nets have been proposed. We compare them.", "We compare them."),
        ("Whales are many.", None),
        ("", None),
    ],
)
def test_the_strongest_cue_wins(abstract: str, expected: str | None) -> None:
    text = f"We propose a title\n{abstract}"
    span = find(text, tuple(spans(text)))
    assert (span and text[span.start : span.end]) == expected
