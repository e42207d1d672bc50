"""Numbers that may be results."""

import pytest

from extraction.sentences import spans
from extraction.trained.values import Value, find


def values(sentence: str) -> list[Value]:
    text = f"A title with 3 numbers, 4.5%\n{sentence}"
    found = list(find(text, tuple(spans(text))))
    for value in found:
        assert text[value.span.start : value.span.end] == value.text
    return found


@pytest.mark.parametrize(
    ("sentence", "written", "number", "unit"),
    [
        ("It reaches an FID of 2.20.", "2.20", 2.2, None),
        ("We obtain 36.3% in Insertion.", "36.3%", 36.3, "%"),
        (r"We obtain 36.3\% accuracy.", r"36.3\%", 36.3, "%"),
        ("It is 1.6 times faster.", "1.6 times", 1.6, "times"),
        ("It is 3x faster.", "3x", 3.0, "x"),
        (r"It is 2.5$\times$ faster.", r"2.5$\times$", 2.5, "times"),
        ("It gains 4.2 points.", "4.2 points", 4.2, "points"),
        ("It gains 4.2 percentage points.", "4.2 percentage points", 4.2, "percentage points"),
        ("It runs at 30 fps.", "30 fps", 30.0, "fps"),
        ("We collect 12,345 images.", "12,345", 12345.0, None),
        ("It reduces errors by 5-10%.", "5-10%", None, "%"),
        ("It is two orders of magnitude faster.", "two orders of magnitude", None, "orders of magnitude"),
    ],
)
def test_number_and_unit(sentence: str, written: str, number: float | None, unit: str | None) -> None:
    (value,) = values(sentence)
    assert (value.text, value.number, value.unit) == (written, number, unit)


@pytest.mark.parametrize(
    "sentence", ["We train GPT-4 and ResNet50.", "See v1.2.3 for x^2.", "We use CIFAR-10."]
)
def test_digits_of_names_are_no_values(sentence: str) -> None:
    assert values(sentence) == []


def test_the_title_holds_no_results() -> None:
    assert values("No number here.") == []
