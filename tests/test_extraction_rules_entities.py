"""Mentions of entities and what they are."""

import pytest

from extraction.pipeline import load
from graph.model import Paper

EXTRACTOR = load("rules")


def entities(abstract: str, title: str = "On it") -> dict[str, str]:
    """Return the kind of each entity by its displayed name."""
    (facts,) = EXTRACTOR.extract([Paper("p", title, abstract)])
    return {entity.name: entity.kind.value for entity in facts.entities}


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("They use graph attention networks.", {"graph attention network": "Method"}),
        ("For robust few-shot image segmentation.", {"few-shot image segmentation": "Task"}),
        ("A transformer-based object tracker.", {"transformer": "Method"}),
        ("It improves federated learning.", {"federated learning": "Task"}),
        ("It runs GPT-4-based agents on MMLU.", {"GPT-4": "Method", "MMLU": "Dataset"}),
        ("It reads ImageNet classification.", {"ImageNet": "Dataset", "classification": "Task"}),
        ("Tested on the Zebra-7 dataset.", {"Zebra-7": "Dataset"}),
        ("The benchmarks such as ZooQA are hard.", {"ZooQA": "Dataset"}),
        ("Measured by the ABC score.", {"ABC": "Metric"}),
        ("The SQuAD 1.1 and SQuAD 2.0 sets.", {"SQuAD 1.1": "Dataset", "SQuAD 2.0": "Dataset"}),
        ("Adam and adam are not one.", {"Adam": "Method"}),
        ("A state-of-the-art deep model on a GPU with 7B parameters.", {}),
        ("Existing methods are slow approaches.", {}),
    ],
)
def test_names_and_kinds(abstract: str, expected: dict[str, str]) -> None:
    assert entities(abstract) == expected


def test_the_name_before_a_colon_in_a_title_is_one_and_a_motto_is_none() -> None:
    assert "WhaleNet" in entities("It counts.", "WhaleNet: Counting Whales")
    assert entities("It counts.", "Count Them All: Whales") == {}
    assert entities("It counts.", "WhaleBank: A Dataset of Whales")["WhaleBank"] == "Dataset"


def test_a_short_form_has_the_kind_of_its_long_form() -> None:
    found = entities("Whale sound detection (WSD) is hard. We test three WSD datasets.")
    assert found == {"Whale sound detection": "Task"}


def test_one_entity_for_all_forms_of_a_name() -> None:
    (facts,) = EXTRACTOR.extract(
        [Paper("p", "Spectral Graph Filters", "A spectral graph filter, of all spectral graph filters.")]
    )
    (entity,) = facts.entities
    assert entity.id == "method:spectral-graph-filter"
    assert set(entity.names) == {"Spectral Graph Filters", "spectral graph filter", "spectral graph filters"}
    assert len(facts.mentions) == 3


def test_what_a_paper_proposes_is_called_by_its_short_form() -> None:
    (facts,) = EXTRACTOR.extract(
        [Paper("p", "Counting", "We propose Deep Whale Counting (DWC), a network that counts whales.")]
    )
    (entity,) = (e for e in facts.entities if "DWC" in e.names)
    assert (entity.id, entity.name, entity.aliases) == ("method:dwc", "DWC", ("Deep Whale Counting",))
