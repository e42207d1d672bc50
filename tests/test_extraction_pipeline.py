"""What holds for every extractor: a name, and never a wrong offset whatever the text."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings

from extraction.choices import MODEL, RULES
from extraction.errors import UnknownExtractor
from extraction.pipeline import Extractor, load
from graph.facts_json import from_json, to_json
from graph.model import Paper, PaperFacts
from tests.extraction_texts import STRANGE, TEXTS, TITLES, check_quotes

EXTRACTORS: Mapping[str, Extractor] = MappingProxyType({name: load(name) for name in (MODEL, RULES)})

each_extractor = pytest.mark.parametrize("name", EXTRACTORS)


def facts_of(name: str, title: str, abstract: str) -> PaperFacts:
    (facts,) = EXTRACTORS[name].extract([Paper("p", title, abstract)])
    return facts


def test_an_unknown_extractor_is_named() -> None:
    with pytest.raises(UnknownExtractor, match="'magic'"):
        load("magic")


@each_extractor
@pytest.mark.parametrize("abstract", STRANGE)
def test_strange_texts_give_facts_or_none(name: str, abstract: str) -> None:
    check_quotes(facts_of(name, "A title: of a kind", abstract))


@each_extractor
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TITLES, TEXTS)
def test_every_quote_and_mention_re_matches(name: str, title: str, abstract: str) -> None:
    facts = facts_of(name, title, abstract)
    check_quotes(facts)
    assert from_json(to_json(facts)) == facts
