"""Canonical keys and the well-known names."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.canonical import canonical, display, key, known_name
from extraction.spelling import american, singular
from extraction.wellknown import WELL_KNOWN
from graph.kinds import EntityKind
from graph.model import entity_id
from tests.name_pairs import DIFFERENT, SAME


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Graph Neural Networks", "graph neural network"),
        ("few-shot learning", "few shot learning"),
        ("pre-training", "pretraining"),
        ("CIFAR-10", "CIFAR10"),
        ("CIFAR-10", "CIFAR 10"),
        ("Fréchet distance", "Frechet distance"),
        ("LLMs", "LLM"),
        ("decision\nprocesses", "decision process"),
        ("policies", "policy"),
    ],
)
def test_forms_of_one_name_have_one_key(name: str, other: str) -> None:
    assert key(name) == key(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("CIFAR-10", "CIFAR-100"),
        ("SQuAD 1.1", "SQuAD 2.0"),
        ("SQuAD 1.1", "SQuAD 11"),
        ("Llama-2-7B", "Llama-27B"),
        ("Llama-2-7B", "Llama-2-13B"),
        ("object detection", "3D object detection"),
        ("precision", "average precision"),
        ("C++", "C"),
        ("Recall@1", "Recall@10"),
        ("DeepLabv3", "DeepLabv3+"),
        ("Charades", "Charade"),
    ],
)
def test_different_things_have_different_keys(name: str, other: str) -> None:
    assert key(name) != key(other)


def test_singulars() -> None:
    for word, expected in (
        ("networks", "network"),
        ("policies", "policy"),
        ("losses", "loss"),
        ("boxes", "box"),
        ("bias", "bias"),
        ("corpus", "corpus"),
        ("basis", "basis"),
        ("physics", "physics"),
        ("gas", "gas"),
    ):
        assert singular(word) == expected


def test_readable_ids() -> None:
    for kind, name, id in (
        (EntityKind.METHOD, "Graph Neural Networks", "method:graph-neural-network"),
        (EntityKind.METHOD, "ResNet50", "method:resnet-50"),
        (EntityKind.METHOD, r"$\beta$-VAEs", "method:beta-vae"),
        (EntityKind.DATASET, "CIFAR10", "dataset:cifar-10"),
        (EntityKind.DATASET, "NaturalQuestions", "dataset:natural-questions"),
        (EntityKind.METRIC, "Recall@10", "metric:recall@10"),
    ):
        assert entity_id(kind, canonical(kind, name)) == id


@pytest.mark.parametrize(("kind", "name", "other"), SAME)
def test_written_forms_of_one_thing_have_one_id(kind: EntityKind, name: str, other: str) -> None:
    assert entity_id(kind, canonical(kind, name)) == entity_id(kind, canonical(kind, other))


@pytest.mark.parametrize(("kind", "name", "other"), DIFFERENT)
def test_different_things_have_different_ids(kind: EntityKind, name: str, other: str) -> None:
    assert entity_id(kind, canonical(kind, name)) != entity_id(kind, canonical(kind, other))


def test_well_known_names() -> None:
    assert known_name(EntityKind.METHOD, "LLMs") == "large language model"
    assert known_name(EntityKind.METHOD, "Transformers") == "transformer"
    assert known_name(EntityKind.DATASET, "CIFAR10") == "CIFAR-10"
    assert known_name(EntityKind.TASK, "CIFAR10") is None


def test_the_list_has_each_name_once_and_no_two_entities_with_one_key() -> None:
    for kind, entries in WELL_KNOWN.items():
        names = [name for entry in entries for name in entry]
        assert len(names) == len(set(names)), kind
        assert all(name == name.strip() and name for name in names)
        keys = [{key(name) for name in entry} for entry in entries]
        assert not [pair for pair in combinations(range(len(keys)), 2) if keys[pair[0]] & keys[pair[1]]]
    assert sum(map(len, WELL_KNOWN.values())) > 1500


def test_american_spelling() -> None:
    for word, expected in (
        ("optimised", "optimized"),
        ("generalisation", "generalization"),
        ("behaviour", "behavior"),
        ("modelling", "modeling"),
        ("labelled", "labeled"),
        ("centres", "centers"),
        ("analysed", "analyzed"),
        ("tumours", "tumors"),
        ("noise", "noise"),
        ("exercise", "exercise"),
        ("unsupervised", "unsupervised"),
        ("synthesis", "synthesis"),
        ("four", "four"),
    ):
        assert american(word) == expected


def test_names_are_shown_without_latex_and_articles() -> None:
    for name, shown in (
        (r"$\beta$-VAE", "β-VAE"),
        (r"Fr\'echet distance", "Fréchet distance"),
        (r"Schr\"{o}dinger bridge", "Schrödinger bridge"),
        (r"$\texttt{FooNet}$", "FooNet"),
        (r"top-$k$ sampling", "top-k sampling"),
        ("$F_{1}$", "F1"),
        ("the  ImageNet\ndataset", "ImageNet dataset"),
        ("$", "$"),
        ("C#", "C#"),
    ):
        assert display(name) == shown


@given(st.sampled_from(EntityKind), st.text(min_size=1, max_size=60))
def test_any_name_has_one_canonical_name(kind: EntityKind, name: str) -> None:
    if not name.strip():
        return
    assert entity_id(kind, canonical(kind, name)) == entity_id(kind, canonical(kind, f" {name}\n"))
    assert display(name)
