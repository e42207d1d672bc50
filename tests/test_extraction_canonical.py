"""Canonical keys and the well-known names."""

from itertools import combinations

import pytest

from extraction.canonical import canonical, key, known_name, singular
from extraction.wellknown import WELL_KNOWN
from graph.kinds import EntityKind
from graph.model import entity_id


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
    assert entity_id(EntityKind.METHOD, canonical("Graph Neural Networks")) == "method:graph-neural-network"
    assert entity_id(EntityKind.DATASET, canonical("CIFAR-10")) == "dataset:cifar-10"


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
    assert sum(map(len, WELL_KNOWN.values())) > 700
