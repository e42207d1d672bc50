"""`PaperFacts` as JSON: one object a paper, the format of `papergraph extract`.

{"paper": {"id", "title", "abstract", ...}, "extractor": "...",
 "entities": [{"id", "kind", "name", "aliases", "mentions": [{"start", "end"}], "proposed"}],
 "claims": [{"kind", "head", "tail", "confidence", "evidence": {"sentence", "start", "end", "head", "tail"}}],
 "results": [{"value", "start", "end", "number", "unit", "method", "task", "dataset", "metric",
              "direction", "confidence", "evidence"}],
 "contribution": {"sentence", "start", "end"} or null,
 "embedding": [...], if asked for}

"proposed" repeats what the PROPOSES claims say, for readers that look only at entities, and "direction"
("higher" or "lower" is better, or null) what the metric's name says.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict
from typing import Any

from graph.directions import direction_of
from graph.errors import InvalidValue
from graph.kinds import ClaimKind, EntityKind
from graph.model import Claim, Entity, Evidence, Mention, Paper, PaperFacts, Result, Span

Json = dict[str, Any]

_DIGITS = 6
"""Of the values of an embedding."""


def to_json(facts: PaperFacts, *, embedding: bool = False) -> Json:
    """Return `facts` as plain objects, ready for `json.dumps`; fields that are None are kept.

    The embedding is long, and written only if asked for.
    """
    spans: dict[str, list[Json]] = defaultdict(list)
    for mention in facts.mentions:
        spans[mention.entity].append(_span_to_json(mention.span))
    names = {entity.id: entity.name for entity in facts.entities}
    proposed = {claim.tail for claim in facts.claims if claim.kind is ClaimKind.PROPOSES}
    return {
        "paper": paper_to_json(facts.paper),
        "extractor": facts.extractor,
        "entities": [
            {
                "id": entity.id,
                "kind": entity.kind.value,
                "name": entity.name,
                "aliases": list(entity.aliases),
                "mentions": spans[entity.id],
                "proposed": entity.id in proposed,
            }
            for entity in facts.entities
        ],
        "claims": [
            {
                "kind": claim.kind.value,
                "head": claim.head,
                "tail": claim.tail,
                "confidence": claim.confidence,
                "evidence": _evidence_to_json(claim.evidence),
            }
            for claim in facts.claims
        ],
        "results": [
            {
                "value": result.value,
                **_span_to_json(result.span),
                "number": result.number,
                "unit": result.unit,
                "method": result.method,
                "task": result.task,
                "dataset": result.dataset,
                "metric": result.metric,
                "direction": direction_of(names[result.metric]) if result.metric else None,
                "confidence": result.confidence,
                "evidence": _evidence_to_json(result.evidence),
            }
            for result in facts.results
        ],
        "contribution": _evidence_to_json(facts.contribution) if facts.contribution else None,
        **({"embedding": [round(value, _DIGITS) for value in facts.embedding]} if embedding else {}),
    }


def from_json(record: Json) -> PaperFacts:
    """Return the facts that `to_json` wrote; raises `InvalidValue` naming the field that is amiss."""
    try:
        paper = paper_from_json(record["paper"])
        return PaperFacts(
            paper=paper,
            entities=tuple(
                Entity(e["id"], EntityKind(e["kind"]), e["name"], tuple(e["aliases"]))
                for e in record["entities"]
            ),
            mentions=tuple(
                Mention(e["id"], Span(m["start"], m["end"]))
                for e in record["entities"]
                for m in e["mentions"]
            ),
            claims=tuple(
                Claim(
                    paper,
                    ClaimKind(c["kind"]),
                    c["head"],
                    c["tail"],
                    _evidence_from_json(c["evidence"]),
                    c["confidence"],
                )
                for c in record["claims"]
            ),
            results=tuple(
                Result(
                    paper,
                    r["value"],
                    Span(r["start"], r["end"]),
                    _evidence_from_json(r["evidence"]),
                    r["number"],
                    r["unit"],
                    r["method"],
                    r["task"],
                    r["dataset"],
                    r["metric"],
                    r["confidence"],
                )
                for r in record["results"]
            ),
            contribution=_evidence_from_json(record["contribution"]) if record["contribution"] else None,
            extractor=record["extractor"],
            embedding=tuple(record.get("embedding", ())),
        )
    except InvalidValue:
        raise
    except KeyError as error:
        raise InvalidValue("facts", f"the field {error} is missing") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise InvalidValue("facts", f"not in the format of `papergraph extract`: {error}") from error


def paper_to_json(paper: Paper) -> Json:
    """Return the paper's fields as plain objects."""
    return {**asdict(paper), "authors": list(paper.authors)}


def paper_from_json(record: Json) -> Paper:
    """Return the paper that `paper_to_json` wrote."""
    return Paper(**{**record, "authors": tuple(record["authors"])})


def digest(facts: PaperFacts) -> str:
    """Return the SHA-256 of the facts, in hexadecimal: equal facts have equal digests on every machine."""
    canonical = json.dumps(to_json(facts), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _evidence_to_json(evidence: Evidence) -> Json:
    return {
        "sentence": evidence.sentence,
        **_span_to_json(evidence.span),
        "head": _span_to_json(evidence.head) if evidence.head else None,
        "tail": _span_to_json(evidence.tail) if evidence.tail else None,
    }


def _span_to_json(span: Span) -> Json:
    # A hundred of them stand in the facts of a paper, and dataclasses.asdict() takes ten times as long.
    return {"start": span.start, "end": span.end}


def _evidence_from_json(record: Json) -> Evidence:
    head, tail = record["head"], record["tail"]
    return Evidence(
        record["sentence"],
        Span(record["start"], record["end"]),
        Span(**head) if head else None,
        Span(**tail) if tail else None,
    )
