"""The extractors, and how to get one: `load().extract(papers)`.

An extractor is a spaCy pipeline whose components only annotate the `Doc` (`extraction.annotations`), and
`extraction.facts`, which turns the `Doc` into `PaperFacts` and so checks all of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Protocol

import spacy
from spacy.language import Language

from extraction import abbreviations, annotations, contribution, sentences  # noqa: F401  # makes them known to spaCy
from extraction.choices import DEFAULT, MODEL, RULES
from extraction.errors import UnknownExtractor
from extraction.facts import facts
from extraction.tokens import Tokenizer
from graph.model import Paper, PaperFacts

_LONGEST_TEXT = 100_000_000
"""Characters; spaCy's own limit of a million is meant for parsers."""


class Extractor(Protocol):
    """Finds the facts of papers."""

    name: str

    def extract(self, papers: Iterable[Paper]) -> Iterator[PaperFacts]:
        """Yield the facts of each paper, in order; papers are taken as they are needed, a batch at a time."""
        ...


def load(name: str = DEFAULT) -> Extractor:
    """Return the extractor called `name`; raises `UnknownExtractor`."""
    make = _EXTRACTORS.get(name)
    if make is None:
        raise UnknownExtractor(f"no extractor is called {name!r}; there are: {', '.join(_EXTRACTORS)}")
    return make()


class SpacyExtractor:
    """An extractor that runs spaCy components over batches of papers; `name` stands in the facts."""

    def __init__(self, name: str, components: Sequence[str], batch: int) -> None:
        self.name = name
        self._batch = batch
        self.nlp = _pipeline(components)

    def extract(self, papers: Iterable[Paper]) -> Iterator[PaperFacts]:
        """Yield the facts of each paper, in order."""
        remaining = iter(papers)
        while batch := list(islice(remaining, self._batch)):
            # What spaCy learns of a batch's words is forgotten with it: memory does not grow with the papers.
            with self.nlp.memory_zone():
                docs = self.nlp.pipe([paper.text for paper in batch])
                found = [facts(doc, paper, self.name) for doc, paper in zip(docs, batch, strict=True)]
            yield from found


def _pipeline(components: Sequence[str]) -> Language:
    annotations.register()
    nlp = spacy.blank("en")
    nlp.tokenizer = Tokenizer(nlp.vocab)
    nlp.max_length = _LONGEST_TEXT
    # Nothing here asks for a word's shape or norm, and they take their time. (The stubs lack the attribute.)
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
    for component in components:
        nlp.add_pipe(component)
    return nlp


def _rules() -> Extractor:
    """Return the rules of this package: the floor for trained models."""
    from extraction.rules import COMPONENTS  # noqa: PLC0415

    return SpacyExtractor(RULES, COMPONENTS, batch=256)


def _model() -> Extractor:
    """Return the trained model of this package."""
    from extraction.trained import COMPONENTS, version  # noqa: PLC0415

    return SpacyExtractor(f"{MODEL} {version()}", COMPONENTS, batch=64)


_EXTRACTORS: Mapping[str, Callable[[], Extractor]] = MappingProxyType({MODEL: _model, RULES: _rules})
