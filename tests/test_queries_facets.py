"""Which sentences speak of a facet."""

from queries.facets import WEIGHTS, Facet, spoken

TITLE = "FooNet: Parsing Fast"
ABSTRACT = (
    "Parsing long texts remains a difficult problem. Existing parsers suffer from errors, e.g. of 3.5 words. "
    "We propose FooNet, which builds on a transformer. It reads a text once. "
    "Experiments on the Penn Treebank show that FooNet outperforms BarNet. It achieves 97.1%."
)


def test_sentences_are_told_by_their_cues_and_their_place() -> None:
    task = spoken(TITLE, ABSTRACT, Facet.TASK)
    assert task.startswith(f"{TITLE}\nParsing long texts remains a difficult problem.")
    assert "propose" not in task
    method = spoken(TITLE, ABSTRACT, Facet.METHOD)
    assert "We propose FooNet, which builds on a transformer. It reads a text once." in method
    assert "Treebank" not in method
    data = spoken(TITLE, ABSTRACT, Facet.DATASET)
    assert data.endswith("BarNet. It achieves 97.1%.")
    assert "difficult" not in data


def test_all_of_a_text_speaks_of_any() -> None:
    assert spoken(TITLE, ABSTRACT, Facet.ANY) == ""
    assert spoken(TITLE, ABSTRACT, Facet.TEXT) == ""
    assert spoken(TITLE, "", Facet.METHOD) == ""


def test_each_facet_has_weights() -> None:
    assert set(WEIGHTS) == set(Facet)
    assert WEIGHTS[Facet.TEXT].things == 0
