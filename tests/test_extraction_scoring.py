"""Extracted facts measured against annotations: by hand, on papers small enough to count."""

import pytest

from extraction.gold import Gold
from extraction.scoring import (
    OVERLAP,
    Extracted,
    ExtractedEntity,
    Row,
    calibration_error,
    judged,
    matched,
    score,
)
from graph.kinds import ClaimKind, EntityKind
from graph.model import PAPER, Span
from tests.factories import gold_record

GOLD = Gold.from_json(gold_record())
"""FooNet: Fast Things
We propose FooNet. On GLUE, FooNet reaches an accuracy of 91.2%."""


def at(text: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = GOLD.text.index(text, start + 1)
    return Span(start, start + len(text))


FOONET = ExtractedEntity("m", EntityKind.METHOD, (at("FooNet"), at("FooNet", 1), at("FooNet", 2)), 0.9)
GLUE = ExtractedEntity("d", EntityKind.DATASET, (at("GLUE"),))
ACCURACY = ExtractedEntity("x", EntityKind.METRIC, (at("accuracy"),))


def figures(extracted: Extracted, name: str) -> tuple[int, int, int]:
    row = score([(GOLD, extracted)]).get(name, Row())
    return row.right, row.extracted, row.annotated


def test_all_right() -> None:
    extracted = Extracted(
        [FOONET, GLUE, ACCURACY],
        {(ClaimKind.EVALUATED_ON, "m", "d"): 0.8, (ClaimKind.MEASURED_BY, PAPER, "x"): 0.6},
        [("91.2%", "x", "d")],
    )
    rows = score([(GOLD, extracted)])
    assert {name for name, row in rows.items() if row.f1 < 1 and row.annotated} == set()
    assert figures(extracted, "mentions") == (5, 5, 5)
    assert figures(extracted, ClaimKind.PROPOSES) == (1, 1, 1)
    assert figures(extracted, "results") == (2, 2, 2)


def test_a_mention_counts_if_its_ends_and_kind_are_right() -> None:
    wide = ExtractedEntity("w", EntityKind.METRIC, (at("an accuracy"),))
    wrong = ExtractedEntity("d", EntityKind.METHOD, (at("GLUE"),))
    extracted = Extracted([FOONET, wide, wrong])
    assert figures(extracted, "mentions") == (3, 5, 5)
    assert figures(extracted, "entities") == (1, 3, 3)
    assert figures(extracted, "entities" + OVERLAP) == (2, 3, 3)


def test_entities_match_one_to_one() -> None:
    one = ExtractedEntity("one", EntityKind.METHOD, (at("FooNet"), at("FooNet", 1)))
    two = ExtractedEntity("two", EntityKind.METHOD, (at("FooNet", 2),))
    assert matched(GOLD, [two, one]) == {"one": "foonet"}
    assert figures(Extracted([one, two]), "entities") == (1, 2, 3)


def test_a_claim_needs_its_kind_and_both_ends() -> None:
    extracted = Extracted(
        [FOONET, GLUE],
        {
            (ClaimKind.EVALUATED_ON, "m", "d"): 0.8,
            (ClaimKind.TRAINED_ON, "m", "d"): 0.7,
            (ClaimKind.EVALUATED_ON, PAPER, "d"): 0.6,
        },
    )
    assert figures(extracted, "claims") == (1, 3, 2)
    assert figures(extracted, "claims EVALUATED_ON") == (1, 2, 1)
    assert sorted(judged(GOLD, extracted)) == [
        (ClaimKind.EVALUATED_ON, 0.6, False),
        (ClaimKind.EVALUATED_ON, 0.8, True),
        (ClaimKind.PROPOSES, 0.9, True),
        (ClaimKind.TRAINED_ON, 0.7, False),
    ]


def test_a_result_counts_for_its_metric_and_its_dataset() -> None:
    assert figures(Extracted([GLUE, ACCURACY], {}, [("91.2%", "x", None)]), "results") == (1, 1, 2)
    assert figures(Extracted([GLUE, ACCURACY], {}, [("91.2", "x", "d")]), "results") == (0, 2, 2)
    assert figures(Extracted([], {}, [("91.2%", None, None)]), "results") == (0, 1, 2)


def test_nothing_extracted() -> None:
    row = score([(GOLD, Extracted())])["mentions"]
    assert (row.precision, row.recall, row.f1) == (0, 0, 0)


def test_calibration_error() -> None:
    assert calibration_error([]) == 0
    assert calibration_error([(1.0, True), (0.0, False)]) == 0
    assert calibration_error([(0.9, False)] * 3) == pytest.approx(0.9)
    even = [(0.55, True), (0.55, False)]
    assert calibration_error(even) == pytest.approx(0.05)
