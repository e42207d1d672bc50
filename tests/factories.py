"""Facts made by hand for tests, in few words: entities are found in the text, evidence is the sentence."""

import re
from collections.abc import Iterable
from typing import Any

from graph.kinds import ClaimKind, EntityKind
from graph.model import Claim, Entity, Evidence, Mention, Paper, PaperFacts, Result, Span

_SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s|$)|$)", re.MULTILINE)


def make_facts(
    id: str,
    title: str,
    abstract: str,
    entities: Iterable[str] = (),
    claims: Iterable[tuple[str, str, str] | tuple[str, str, str, float]] = (),
    results: Iterable[dict[str, Any]] = (),
    **paper_fields: Any,
) -> PaperFacts:
    """Return the facts of a paper.

    An entity is written "Method: BERT, Bidirectional Encoder": its kind, its name, then other forms; every
    form must stand in the text or it is kept as an alias only. A claim is (kind, head, tail[, confidence])
    with ends by name, "paper" for the paper. A result is the keywords of `Result` with ends by name; its
    value must stand in the text.
    """
    paper = Paper(id=id, title=title, abstract=abstract, **paper_fields)
    by_name: dict[str, Entity] = {}
    for written in entities:
        kind, _, names = written.partition(": ")
        name, *forms = names.split(", ")
        by_name[name] = Entity.make(EntityKind(kind), name, tuple(forms))
    places = {name: _places(paper, entity) for name, entity in by_name.items()}
    ends = {"paper": id, **{name: entity.id for name, entity in by_name.items()}}

    def make_claim(kind: str, head: str, tail: str, confidence: float = 0.9) -> Claim:
        # The first sentence that mentions both; where none does, the one that mentions the tail.
        tails = places[tail]
        pairs = [
            (h, t) for t in tails for h in places.get(head, ()) if _sentence(paper, h) == _sentence(paper, t)
        ]
        head_span, tail_span = pairs[0] if pairs else (None, tails[0])
        evidence = Evidence.quote(paper, _sentence(paper, tail_span), head_span, tail_span)
        return Claim(paper, ClaimKind(kind), ends[head], ends[tail], evidence, confidence)

    def make_result(value: str, **fields: Any) -> Result:
        start = paper.text.index(value)
        span = Span(start, start + len(value))
        for end in ("method", "task", "dataset", "metric"):
            if fields.get(end):
                fields[end] = ends[fields[end]]
        return Result(paper, value, span, Evidence.quote(paper, _sentence(paper, span)), **fields)

    return PaperFacts(
        paper=paper,
        entities=tuple(by_name.values()),
        mentions=tuple(Mention(ends[name], span) for name in by_name for span in places[name]),
        claims=(
            *(make_claim("MENTIONS", "paper", name, 0.8) for name in by_name),
            *(make_claim(*claim) for claim in claims),
        ),
        results=tuple(make_result(**result) for result in results),
        contribution=Evidence.quote(paper, _sentence(paper, Span(len(title) + 1, len(title) + 2)))
        if abstract
        else None,
        extractor="by hand",
    )


def _places(paper: Paper, entity: Entity) -> list[Span]:
    found: list[Span] = []
    for form in sorted(entity.names, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", paper.text):
            if all(match.end() <= span.start or span.end <= match.start() for span in found):
                found.append(Span(match.start(), match.end()))
    return sorted(found)


def _sentence(paper: Paper, span: Span) -> Span:
    for match in _SENTENCE.finditer(paper.text):
        if match.start() <= span.start < match.end():
            return Span(match.start(), match.end())
    raise ValueError(f"{span} lies in no sentence")


def bert() -> PaperFacts:
    """A method that builds on another and is evaluated on two datasets."""
    return make_facts(
        "arxiv:1810.04805",
        "BERT: Pre-training of Deep Bidirectional Transformers",
        "BERT is a language model that builds on the Transformer. It improves on GPT by 7.7 points of GLUE "
        "score. BERT reaches a GLUE score of 80.5% and is evaluated on SQuAD 1.1 for question answering.",
        entities=(
            "Method: BERT, Bidirectional Encoder Representations from Transformers",
            "Method: Transformer, Transformers",
            "Method: GPT",
            "Dataset: GLUE",
            "Dataset: SQuAD 1.1",
            "Task: question answering",
        ),
        claims=(
            ("PROPOSES", "paper", "BERT"),
            ("BUILDS_ON", "BERT", "Transformer", 0.95),
            ("IMPROVES_ON", "BERT", "GPT", 0.85),
            ("EVALUATED_ON", "BERT", "GLUE"),
            ("EVALUATED_ON", "BERT", "SQuAD 1.1"),
            ("ADDRESSES", "BERT", "question answering"),
        ),
        results=({"value": "80.5%", "number": 80.5, "unit": "%", "method": "BERT", "dataset": "GLUE"},),
        authors=("Jacob Devlin", "Ming-Wei Chang"),
        date="2018-10-11",
        venue="NAACL",
        url="https://arxiv.org/abs/1810.04805",
        source="test",
    )


def roberta() -> PaperFacts:
    """A method that improves on BERT, which this paper also calls by its long name only once."""
    return make_facts(
        "arxiv:1907.11692",
        "RoBERTa: A Robustly Optimized BERT Pretraining Approach",
        "We present RoBERTa, which improves on BERT with longer training. RoBERTa reaches a GLUE score of "
        "88.5 and is evaluated on SQuAD 1.1.",
        entities=("Method: RoBERTa", "Method: BERT", "Dataset: GLUE", "Dataset: SQuAD 1.1"),
        claims=(
            ("PROPOSES", "paper", "RoBERTa"),
            ("IMPROVES_ON", "RoBERTa", "BERT", 0.9),
            ("EVALUATED_ON", "RoBERTa", "SQuAD 1.1"),
        ),
        results=({"value": "88.5", "number": 88.5, "method": "RoBERTa", "dataset": "GLUE"},),
        date="2019-07-26",
        source="test",
    )


def albert() -> PaperFacts:
    """A second paper that makes the claim "RoBERTa improves on BERT", with a date known by year only."""
    return make_facts(
        "iclr2020-albert",
        "ALBERT: A Lite BERT",
        "ALBERT has fewer parameters than BERT. As others found, RoBERTa improves on BERT too. "
        "The approach serves question answering.",
        entities=("Method: ALBERT", "Method: BERT", "Method: RoBERTa", "Task: question answering"),
        claims=(
            ("PROPOSES", "paper", "ALBERT"),
            ("IMPROVES_ON", "ALBERT", "BERT", 0.7),
            ("IMPROVES_ON", "RoBERTa", "BERT", 0.6),
            ("ADDRESSES", "paper", "question answering", 0.5),
        ),
        date="2020",
        venue="ICLR",
        source="test",
    )


def survey() -> PaperFacts:
    """A paper without a date, with one entity and no named contribution."""
    return make_facts(
        "survey-1",
        "A survey of question answering",
        "We review question answering.",
        entities=("Task: question answering",),
        claims=(("ADDRESSES", "paper", "question answering", 0.99),),
    )


def library() -> list[PaperFacts]:
    """The four papers above."""
    return [bert(), roberta(), albert(), survey()]


def gold_record(**fields: Any) -> dict[str, Any]:
    """Return an annotated paper as its file has it, some fields replaced."""
    record = {
        "id": "p1",
        "title": "FooNet: Fast Things",
        "abstract": "We propose FooNet. On GLUE, FooNet reaches an accuracy of 91.2%.",
        "entities": [
            {"id": "foonet", "type": "Method", "mentions": ["FooNet"], "proposed": True},
            {"id": "glue", "type": "Dataset", "mentions": ["GLUE"]},
            {"id": "acc", "type": "Metric", "mentions": ["accuracy"]},
        ],
        "relations": [
            {"type": "EVALUATED_ON", "head": "foonet", "tail": "glue"},
            {"type": "MEASURED_BY", "head": "paper", "tail": "acc"},
        ],
        "results": [{"value": "91.2%", "metric": "acc", "dataset": "glue"}],
    }
    return {**record, **fields}
