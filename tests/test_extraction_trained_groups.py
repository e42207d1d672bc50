"""Mentions grouped by what they name."""

import numpy as np
import pytest

from extraction.annotations import Abbreviation
from extraction.trained.groups import Group, find
from extraction.trained.merging import Form, abbreviations, features, merge
from extraction.trained.spans import Scored
from extraction.trained.written import initials, is_abbreviation, normal_form, stems
from graph.model import Span

METHOD, TASK = 0, 1


def mention(text: str, name: str, start: int = 0, kind: int = METHOD) -> Scored:
    at = text.index(name, start)
    kinds = np.full(4, 0.05, dtype=np.float32)
    kinds[kind] = 0.8
    word = len(text[:at].split())
    return Scored((word, word + len(name.split()) - 1), Span(at, at + len(name)), kinds)


def names(groups: list[Group]) -> list[tuple[str, ...]]:
    return [group.written for group in groups]


def test_spellings_of_one_name_are_one_group() -> None:
    text = "Graph networks and graph network and Graph-Networks and trees"
    found = [mention(text, name) for name in ("Graph networks", "graph network", "Graph-Networks", "trees")]
    assert names(find(text, found, [])) == [("Graph networks", "graph network", "Graph-Networks"), ("trees",)]


def test_a_name_in_brackets_that_abbreviates_the_one_before_is_the_same() -> None:
    text = "Recurrent neural networks (RNNs) and gated units (cells); RNNs work"
    found = [
        mention(text, "Recurrent neural networks"),
        mention(text, "RNNs"),
        mention(text, "gated units"),
        mention(text, "cells"),
        mention(text, "RNNs", 40),
    ]
    assert names(find(text, found, [])) == [
        ("Recurrent neural networks", "RNNs", "RNNs"),
        ("gated units",),
        ("cells",),
    ]


def test_explained_abbreviations_join_what_stands_apart() -> None:
    text = "PACT, that is parallel action trees; PACT"
    short, long = mention(text, "PACT"), mention(text, "parallel action trees")
    assert len(find(text, [short, long], [])) == 2
    assert len(find(text, [short, long], [Abbreviation(short.place, long.place)])) == 1


def test_the_kind_of_a_group_is_that_of_its_mentions_together() -> None:
    text = "planning and planning and planning"
    found = [mention(text, "planning", at, kind) for at, kind in ((0, METHOD), (9, TASK), (22, TASK))]
    (group,) = find(text, found, [])
    assert group.kind == TASK
    assert group.kinds.sum() == pytest.approx(0.95)


def test_merging_joins_likely_pairs_of_one_kind_only() -> None:
    text = "synthetic dataset generation, generation of synthetic datasets, dataset synthesis"
    one, two = (
        mention(text, "synthetic dataset generation"),
        mention(text, "generation of synthetic datasets"),
    )
    weights = {"same stems": 5.0, "bias": -2.0}
    assert len(merge(text, find(text, [one, two], []), weights, 0.6)) == 1
    assert len(merge(text, find(text, [one, two], []), {"bias": -2.0}, 0.6)) == 2
    other = mention(text, "generation of synthetic datasets", kind=TASK)
    assert len(merge(text, find(text, [one, other], []), weights, 0.6)) == 2


def test_versions_and_sizes_are_never_joined() -> None:
    text = "FooNet-50 and FooNet-101 and FooNet"
    found = [mention(text, name, text.index(name)) for name in ("FooNet-50", "FooNet-101")]
    found.append(mention(text, "FooNet", text.rindex("FooNet")))
    assert len(merge(text, find(text, found, []), {"bias": 9.0}, 0.6)) == 3


def test_forms_with_nothing_in_common_are_not_compared() -> None:
    assert features(Form.of("word vectors", {}), Form.of("policy gradients", {}), METHOD) is None


def test_abbreviations_in_names_are_spelled_out() -> None:
    text = "generative adversarial networks (GAN)"
    groups = find(text, [mention(text, "generative adversarial networks"), mention(text, "GAN")], [])
    long_of = abbreviations(groups)
    assert long_of == {"gan": "generative adversarial networks"}
    assert Form.of("GAN training", long_of).expanded == "generative adversarial networks training"


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("RNNs", "recurrent neural networks", True),
        ("LSTM", "long short-term memory", True),
        ("XNet", "recurrent neural networks", False),
        ("cells", "gated units", False),
        ("BERT", "BERT", False),
    ],
)
def test_abbreviation(short: str, full: str, expected: bool) -> None:
    assert is_abbreviation(short, full) is expected


def test_normal_forms_stems_and_initials() -> None:
    assert normal_form("Graph-Networks") == normal_form("graph network") == "graphnetwork"
    assert normal_form("policies") == "policy"
    assert stems("generation of synthetic datasets") == ["gener", "synthet", "dataset"]
    assert initials("area under the curve") == "auc"[0] + "uc"
