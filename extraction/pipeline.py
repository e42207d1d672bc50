"""The extractors, and how to get one: `load().extract(papers)`.

An extractor is a spaCy pipeline whose components only annotate the `Doc` (`extraction.annotations`), and
what turns the `Doc` into `PaperFacts`, which checks all of it.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Protocol

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extraction import (  # noqa: F401  # importing a component makes its name known to spaCy
    abbreviations,
    annotations,
    clusters,
    contribution,
    entities,
    patterns,
    proposals,
    relations,
    results,
    sentences,
)
from extraction.annotations import Cluster, Number, Proposal, Statement
from extraction.errors import UnknownExtractor
from extraction.tokens import Tokenizer
from graph.kinds import ClaimKind
from graph.model import Claim, Entity, Evidence, Mention, Paper, PaperFacts, Result, Span, entity_id
from graph.names import one_line

RULES = "rules"

_COMPONENTS = (
    "papergraph_sentences",
    "papergraph_abbreviations",
    "papergraph_entities",
    "papergraph_clusters",
    "papergraph_proposals",
    "papergraph_relations",
    "papergraph_results",
    "papergraph_contribution",
)
_BATCH = 256
_LONGEST_TEXT = 100_000_000
"""Characters; spaCy's own limit of a million is meant for parsers."""


class Extractor(Protocol):
    """Finds the facts of papers."""

    name: str

    def extract(self, papers: Iterable[Paper]) -> Iterator[PaperFacts]:
        """Yield the facts of each paper, in order; papers are taken as they are needed, a batch at a time."""
        ...


def load(name: str = RULES) -> Extractor:
    """Return the extractor called `name`; raises `UnknownExtractor`."""
    if name != RULES:
        raise UnknownExtractor(f"no extractor is called {name!r}; the one there is: {RULES}")
    return RuleExtractor()


class RuleExtractor:
    """The rules of this package: a floor for trained models, and what runs where none is installed."""

    name = RULES

    def __init__(self) -> None:
        self._nlp = _pipeline()

    def extract(self, papers: Iterable[Paper]) -> Iterator[PaperFacts]:
        """Yield the facts of each paper, in order."""
        remaining = iter(papers)
        while batch := list(islice(remaining, _BATCH)):
            # What spaCy learns of a batch's words is forgotten with it: memory does not grow with the papers.
            with self._nlp.memory_zone():
                docs = self._nlp.pipe([paper.text for paper in batch])
                facts = [_facts(doc, paper, self.name) for doc, paper in zip(docs, batch, strict=True)]
            yield from facts


def _pipeline() -> Language:
    annotations.register()
    nlp = spacy.blank("en")
    nlp.tokenizer = Tokenizer(nlp.vocab)
    nlp.max_length = _LONGEST_TEXT
    # Nothing here asks for a word's shape or norm, and they take their time. (The stubs lack the attribute.)
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
    for component in _COMPONENTS:
        nlp.add_pipe(component)
    return nlp


def _facts(doc: Doc, paper: Paper, extractor: str) -> PaperFacts:
    """Return what the components have written on the `Doc` as facts of the paper."""
    ids = [entity_id(cluster.kind, cluster.key) for cluster in doc._.clusters]
    return PaperFacts(
        paper=paper,
        entities=tuple(_entity(paper, cluster) for cluster in doc._.clusters),
        mentions=tuple(
            Mention(id, mention.span)
            for id, cluster in zip(ids, doc._.clusters, strict=True)
            for mention in cluster.mentions
        ),
        claims=(
            *(
                _mentions(paper, id, cluster, doc._.sentences)
                for id, cluster in zip(ids, doc._.clusters, strict=True)
            ),
            *(
                _proposes(paper, id, cluster.proposed)
                for id, cluster in zip(ids, doc._.clusters, strict=True)
                if cluster.proposed
            ),
            *(_claim(paper, ids, statement) for statement in doc._.claims),
        ),
        results=tuple(_result(paper, ids, number) for number in doc._.numbers),
        contribution=Evidence.quote(paper, doc._.contribution) if doc._.contribution else None,
        extractor=extractor,
    )


def _entity(paper: Paper, cluster: Cluster) -> Entity:
    forms = tuple({one_line(paper.text[m.span.start : m.span.end]) for m in cluster.mentions})
    return Entity.make(cluster.kind, cluster.name, forms, cluster.key)


def _mentions(paper: Paper, id: str, cluster: Cluster, within: tuple[Span, ...]) -> Claim:
    first = cluster.mentions[0].span
    confidence = max(patterns.MENTION_CONFIDENCE[mention.rule] for mention in cluster.mentions)
    evidence = Evidence.quote(paper, sentences.holding(within, first.start), tail=first)
    return Claim(paper, ClaimKind.MENTIONS, paper.id, id, evidence, confidence)


def _proposes(paper: Paper, id: str, proposal: Proposal) -> Claim:
    evidence = Evidence.quote(paper, proposal.sentence, tail=proposal.mention)
    confidence = patterns.PROPOSAL_CONFIDENCE[proposal.rule]
    return Claim(paper, ClaimKind.PROPOSES, paper.id, id, evidence, confidence)


def _claim(paper: Paper, ids: list[str], statement: Statement) -> Claim:
    head = paper.id if statement.head is None else ids[statement.head]
    evidence = Evidence.quote(paper, statement.sentence, statement.head_mention, statement.tail_mention)
    return Claim(paper, statement.kind, head, ids[statement.tail], evidence, statement.confidence)


def _result(paper: Paper, ids: list[str], number: Number) -> Result:
    return Result(
        paper,
        paper.text[number.span.start : number.span.end],
        number.span,
        Evidence.quote(paper, number.sentence),
        number.number,
        number.unit,
        method=paper.id if number.method is None else ids[number.method],
        dataset=None if number.dataset is None else ids[number.dataset],
        metric=None if number.metric is None else ids[number.metric],
        confidence=patterns.RESULT_CONFIDENCE,
    )
