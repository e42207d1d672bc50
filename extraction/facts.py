"""`PaperFacts` from what the components have written on a `Doc`."""

from spacy.tokens import Doc

from extraction.annotations import Cluster, Number, Proposal, Statement
from extraction.sentences import holding
from graph.kinds import ClaimKind
from graph.model import Claim, Entity, Evidence, Mention, Paper, PaperFacts, Result, Span, entity_id
from graph.names import one_line


def facts(doc: Doc, paper: Paper, extractor: str) -> PaperFacts:
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
        embedding=doc._.embedding,
    )


def _entity(paper: Paper, cluster: Cluster) -> Entity:
    forms = tuple({one_line(paper.text[m.span.start : m.span.end]) for m in cluster.mentions})
    return Entity.make(cluster.kind, cluster.name, forms, cluster.key)


def _mentions(paper: Paper, id: str, cluster: Cluster, within: tuple[Span, ...]) -> Claim:
    first = cluster.mentions[0].span
    confidence = max(mention.confidence for mention in cluster.mentions)
    evidence = Evidence.quote(paper, holding(within, first.start), tail=first)
    return Claim(paper, ClaimKind.MENTIONS, paper.id, id, evidence, confidence)


def _proposes(paper: Paper, id: str, proposal: Proposal) -> Claim:
    evidence = Evidence.quote(paper, proposal.sentence, tail=proposal.mention)
    return Claim(paper, ClaimKind.PROPOSES, paper.id, id, evidence, proposal.confidence)


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
        task=None if number.task is None else ids[number.task],
        dataset=None if number.dataset is None else ids[number.dataset],
        metric=None if number.metric is None else ids[number.metric],
        confidence=number.confidence,
    )
