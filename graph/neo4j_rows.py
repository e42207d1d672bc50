"""The model as rows of Neo4j, and back.

A row is a map of properties in camelCase, as they stand in the database; a property that is None is not
kept there. Reading makes model objects, whose invariants check every quote again: `CorruptStore` is raised
where the model refuses what is stored.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from graph.curation import Shown
from graph.embeddings import rounded
from graph.errors import CorruptStore, InvalidValue
from graph.keys import Key, Scope
from graph.kinds import ClaimKind, EntityKind
from graph.model import Claim, Entity, Evidence, Mention, Paper, PaperFacts, Result, Span, kind_of
from graph.names import spelled
from graph.neo4j_cypher import RESULT_ENDS
from graph.store import EntityRecord, Page, PaperQuotes, Quote, T, Window

Row = Mapping[str, Any]

_EVIDENCE = ("sentence", "start", "end", "headStart", "headEnd", "tailStart", "tailEnd")

_NINES = str.maketrans("0123456789", "9876543210")
UNDATED = "99999999"
"""What the list keys of papers without a date begin with."""


def list_key(date: str | None, id: str) -> str:
    """Return the text by which papers are listed: in ascending order the newest first, those without a
    date last, then by id. It is the date's digits, each taken from nine, and the id."""
    return f"{list_date(date, rest='0') if date else UNDATED} {id}"


def list_date(date: str, rest: str) -> str:
    """Return what the list keys of `date` begin with; a month or day that is not known counts as `rest`."""
    return date.replace("-", "").ljust(8, rest).translate(_NINES)


def kind_of_entity(id: str) -> EntityKind:
    """Return the kind that the id of an entity begins with."""
    kind = kind_of(id)
    if kind is None:
        raise InvalidValue("entity.id", f"{id!r} is no id of an entity")
    return kind


# --- to rows ---------------------------------------------------------------------------------------


def paper_row(shown: Shown, revision: int) -> Row:
    """Return all properties of the node of a paper."""
    facts, paper = shown.facts, shown.facts.paper
    row = {
        "id": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "authors": list(paper.authors),
        "date": paper.date,
        "venue": paper.venue,
        "url": paper.url,
        "codeUrl": paper.code_url,
        "projectUrl": paper.project_url,
        "listed": paper.listed,
        "upvotes": paper.upvotes,
        "source": paper.source,
        "extractor": facts.extractor,
        "digest": shown.digest,
        "original": shown.original,
        "revision": revision,
        "listKey": list_key(paper.date, paper.id),
        "titleWords": spelled(paper.title),
        "abstractWords": spelled(paper.abstract),
        "embedding": list(rounded(facts.embedding)) or None,
    }
    contribution = _evidence_row(facts.contribution) if facts.contribution else {}
    return row | {_of_contribution(name): contribution.get(name) for name in _EVIDENCE}


def claims_row(facts: PaperFacts) -> Row:
    """Return a paper's claims as columns, which is a third of what one map a claim would be.

    `ids`, `kinds`, `heads`, ... have one value a claim. `heads` and `tails` count in `entities` (a head
    is None where it is the paper itself), whose columns also say how the paper writes each and where.
    `quotes` counts in `sentences` and their `starts` and `ends`.
    """
    places = {entity.id: place for place, entity in enumerate(facts.entities)}
    spans: list[list[Span]] = [[] for _ in facts.entities]
    for mention in facts.mentions:
        spans[places[mention.entity]].append(mention.span)
    evidence = [claim.evidence for claim in facts.claims]
    sentences = {e.span: e.sentence for e in evidence}
    quotes = {span: place for place, span in enumerate(sentences)}
    return {
        "paper": facts.paper.id,
        "date": facts.paper.date,
        "entities": list(places),
        "names": [entity.name for entity in facts.entities],
        "aliases": [list(entity.aliases) for entity in facts.entities],
        "mentionStarts": [[span.start for span in found] for found in spans],
        "mentionEnds": [[span.end for span in found] for found in spans],
        "sentences": list(sentences.values()),
        "starts": [span.start for span in sentences],
        "ends": [span.end for span in sentences],
        "ids": [claim.id for claim in facts.claims],
        "kinds": [claim.kind.value for claim in facts.claims],
        "heads": [places.get(claim.head) for claim in facts.claims],
        "tails": [places[claim.tail] for claim in facts.claims],
        "quotes": [quotes[e.span] for e in evidence],
        "confidences": [claim.confidence for claim in facts.claims],
        "headStarts": [e.head and e.head.start for e in evidence],
        "headEnds": [e.head and e.head.end for e in evidence],
        "tailStarts": [e.tail and e.tail.start for e in evidence],
        "tailEnds": [e.tail and e.tail.end for e in evidence],
    }


def result_row(result: Result) -> Row:
    """Return all properties of the node of a result; what it names are relationships."""
    return {
        "id": result.id,
        "paper": result.paper.id,
        "date": result.paper.date,
        "value": result.value,
        "valueStart": result.span.start,
        "valueEnd": result.span.end,
        "number": result.number,
        "unit": result.unit,
        "confidence": result.confidence,
        **_evidence_row(result.evidence),
    }


def result_links(result: Result) -> Iterator[tuple[str, Row]]:
    """Yield for each thing that a result names its label: the relationship to it and the ends of that."""
    for field, relationship in RESULT_ENDS.items():
        end = getattr(result, field)
        if end is not None:
            label = "Paper" if end == result.paper.id else "Entity"
            yield label, {"link": relationship, "result": result.id, "end": end}


def _evidence_row(evidence: Evidence) -> Row:
    head, tail = evidence.head, evidence.tail
    return {
        "sentence": evidence.sentence,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "headStart": head and head.start,
        "headEnd": head and head.end,
        "tailStart": tail and tail.start,
        "tailEnd": tail and tail.end,
    }


def _of_contribution(name: str) -> str:
    return f"contribution{name[0].upper()}{name[1:]}"


# --- from rows -------------------------------------------------------------------------------------


@contextmanager
def believed(id: str) -> Iterator[None]:
    """Raise `CorruptStore` where the model refuses what the store says of the paper or entity `id`."""
    try:
        yield
    except (InvalidValue, KeyError, TypeError, ValueError) as error:
        raise CorruptStore(
            f"what the store holds of {id} is damaged ({error}); run `papergraph verify`, then ingest the "
            "papers that it names again"
        ) from error


def to_paper(row: Row) -> Paper:
    """Return the paper of a node's properties."""
    with believed(row["id"]):
        return Paper(
            id=row["id"],
            title=row["title"],
            abstract=row["abstract"],
            authors=tuple(row["authors"]),
            date=row["date"],
            venue=row["venue"],
            url=row["url"],
            code_url=row["codeUrl"],
            project_url=row["projectUrl"],
            listed=row["listed"],
            upvotes=row["upvotes"],
            source=row["source"],
        )


def to_page(items: Iterable[T], window: Window, ends: Mapping[str, bool]) -> Page[T]:
    """Return the page of `items`, which come in the window's direction, one more than wanted where there are
    more; "is_earlier" and "is_later" of `ends` say whether the list reaches beyond the window's bounds."""
    found = tuple(items)
    goes_on = len(found) > window.limit
    found = found[: window.limit]
    if window.backwards:
        return Page(found[::-1], goes_on or ends["is_earlier"], ends["is_later"])
    return Page(found, ends["is_earlier"], goes_on or ends["is_later"])


def to_key(row: Row) -> Key:
    """Return the key of a node's properties."""
    with believed(row["id"]):
        scopes = frozenset(map(Scope, row["scopes"]))
        return Key(row["id"], row["name"], scopes, row["digest"], row["created"])


def to_entity(row: Row) -> EntityRecord:
    """Return the entity of a node's properties."""
    with believed(row["id"]):
        entity = _entity(row["id"], row)
        return EntityRecord(entity, row["support"], row["firstSeen"])


def to_claim(row: Row, papers: Mapping[str, Paper]) -> Claim:
    """Return the claim of a relationship's properties, with "kind" and the ids "head" and "tail"; its
    paper is taken from `papers`."""
    with believed(row["paper"]):
        paper = papers[row["paper"]]
        evidence = _evidence(row)
        return Claim(paper, ClaimKind(row["kind"]), row["head"], row["tail"], evidence, row["confidence"])


def to_result(row: Row, papers: Mapping[str, Paper]) -> Result:
    """Return the result of a node's properties, with "links": pairs of relationship and id."""
    with believed(row["paper"]):
        links = dict(row["links"])
        return Result(
            paper=papers[row["paper"]],
            value=row["value"],
            span=Span(row["valueStart"], row["valueEnd"]),
            evidence=_evidence(row),
            number=row["number"],
            unit=row["unit"],
            confidence=row["confidence"],
            **{field: links.get(relationship) for field, relationship in RESULT_ENDS.items()},
        )


def to_facts(row: Row) -> PaperFacts:
    """Return the facts of "paper" (all properties of its node), "claims" and "results"."""
    paper = to_paper(row["paper"])
    papers = {paper.id: paper}
    mentions = [claim for claim in row["claims"] if claim["kind"] == ClaimKind.MENTIONS]
    claims = tuple(to_claim(claim, papers) for claim in row["claims"])
    results = tuple(to_result(result, papers) for result in row["results"])
    with believed(paper.id):
        contribution = {name: row["paper"][_of_contribution(name)] for name in _EVIDENCE}
        return PaperFacts(
            paper=paper,
            entities=tuple(_entity(m["tail"], m) for m in mentions),
            mentions=tuple(
                Mention(m["tail"], Span(start, end))
                for m in mentions
                for start, end in zip(m["starts"], m["ends"], strict=True)
            ),
            claims=claims,
            results=results,
            contribution=_evidence(contribution) if contribution["sentence"] is not None else None,
            extractor=row["paper"]["extractor"],
            embedding=tuple(row["paper"]["embedding"] or ()),
        )


def to_quotes(row: Row) -> PaperQuotes:
    """Return the quotes of a paper as they are stored: what is missing becomes empty, nothing is checked."""
    quotes = tuple(
        Quote(quote["owner"] or "", quote["sentence"] or "", (quote["start"] or 0, quote["end"] or 0))
        for quote in row["quotes"]
    )
    return PaperQuotes(row["id"], f"{row['title'] or ''}\n{row['abstract'] or ''}", quotes)


def _entity(id: str, row: Row) -> Entity:
    return Entity(id, kind_of_entity(id), row["name"], tuple(row["aliases"]))


def _evidence(row: Row) -> Evidence:
    return Evidence(
        row["sentence"],
        Span(row["start"], row["end"]),
        Span(row["headStart"], row["headEnd"]) if row["headStart"] is not None else None,
        Span(row["tailStart"], row["tailEnd"]) if row["tailStart"] is not None else None,
    )
