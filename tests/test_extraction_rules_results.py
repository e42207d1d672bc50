"""Reported numbers."""

import pytest

from extraction.pipeline import load
from graph.model import Paper, Result

EXTRACTOR = load("rules")
START = "We propose WhaleNet, a method that counts. "


def results(sentence: str) -> list[Result]:
    (facts,) = EXTRACTOR.extract([Paper("p", "On it", START + sentence)])
    return sorted(facts.results, key=lambda result: result.span)


def parts(sentence: str) -> list[tuple[str, float | None, str | None, str | None, str | None]]:
    return [(r.value, r.number, r.unit, r.dataset, r.metric) for r in results(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "It reaches a BLEU score of 28.4 on WMT 2014.",
            [("28.4", 28.4, None, "dataset:wmt-2014", "metric:bleu")],
        ),
        (
            "On ImageNet it achieves 76.5% top-1 accuracy.",
            [("76.5%", 76.5, "%", "dataset:imagenet", "metric:top-1-accuracy")],
        ),
        ("It is 1.6 times faster.", [("1.6 times", 1.6, "times", None, None)]),
        ("It gains 4.2 points on GLUE.", [("4.2 points", 4.2, "points", "dataset:glue", None)]),
        (
            "We improve accuracy by 1,024.5\\% overall.",
            [("1,024.5\\%", 1024.5, "%", None, "metric:accuracy")],
        ),
        (
            "It reaches an accuracy of 91.0%, compared to 88.0% for EelNet.",
            [("91.0%", 91.0, "%", None, "metric:accuracy")],
        ),
        (
            "It outperforms EelNet at 88.0% accuracy with 91.0% accuracy.",
            [("91.0%", 91.0, "%", None, "metric:accuracy")],
        ),
    ],
)
def test_numbers(
    sentence: str, expected: list[tuple[str, float | None, str | None, str | None, str | None]]
) -> None:
    assert parts(sentence) == expected
    assert all(result.method == "method:whalenet" for result in results(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "We achieve this in 2017 with 12 layers and 7 million parameters.",
        "We achieve it with 10% of the labels.",
        "We report results on SQuAD 1.1 and CIFAR-10.",
        "Whales weigh 50% more.",
    ],
)
def test_numbers_that_report_nothing(sentence: str) -> None:
    assert results(sentence) == []
