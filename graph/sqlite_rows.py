"""From the rows of the embedded store to objects of the model.

The model checks each object where it is made, so what somebody has changed in the file by hand does not
pass: `whole` turns the model's refusal into `CorruptStore`.
"""

# ruff: noqa: S608 -- statements are put together from constants of this package; values are bound

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import apsw

from graph import checks
from graph.errors import CorruptStore
from graph.kinds import ClaimKind, EntityKind
from graph.model import PAPER, Claim, Entity, Evidence, Paper, Result, Span
from graph.store import EntityRecord

Row = tuple[Any, ...]

PAPER_COLUMNS = (
    "paper.id, paper.title, paper.abstract, paper.authors, paper.age, paper.venue, paper.url, "
    "paper.code_url, paper.project_url, paper.listed, paper.upvotes, paper.source"
)
EVIDENCE_COLUMNS = "text, sentence.start, sentence.end, head_start, head_end, tail_start, tail_end"
"""Of `sentence` and of what refers to it; `evidence_of` reads them."""

CLAIM_COLUMNS = f"head.id, claim.kind, tail.id, claim.doubt, {EVIDENCE_COLUMNS}"
CLAIM_JOINS = """
    LEFT JOIN entity AS head ON head.key = claim.head
    LEFT JOIN entity AS tail ON tail.key = claim.tail
    LEFT JOIN sentence ON sentence.paper = claim.paper AND sentence.number = claim.sentence
"""
CLAIM_ID = f"tie || coalesce(head.id, '{PAPER}') || '|' || claim.kind || '|' || coalesce(tail.id, '')"

RESULT_COLUMNS = (
    "result.value, result.start, result.end, result.parsed, result.unit, result.by_paper, "
    f"result.confidence, method.id, task.id, dataset.id, metric.id, {EVIDENCE_COLUMNS}"
)
RESULT_JOINS = """
    LEFT JOIN entity AS method ON method.key = result.method
    LEFT JOIN entity AS task ON task.key = result.task
    LEFT JOIN entity AS dataset ON dataset.key = result.dataset
    LEFT JOIN entity AS metric ON metric.key = result.metric
    LEFT JOIN sentence ON sentence.paper = result.paper AND sentence.number = result.sentence
"""
RESULT_ID = "tie || result.start || '|' || coalesce(metric.id, '') || '|' || coalesce(dataset.id, '')"


@contextmanager
def whole(paper: str) -> Iterator[None]:
    """Raise `CorruptStore` where the rows of this paper make no valid object."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise CorruptStore(
            f"what is stored of {paper!r} is damaged ({error}); run `papergraph verify` to find all that is, "
            "and ingest it again"
        ) from error


def age_of(date: str | None) -> int:
    """Return the date as minus its digits, 0 for none; see `graph.sqlite_schema`."""
    return -int(date.replace("-", "").ljust(8, "0")) if date else 0


def date_of(age: int) -> str | None:
    """Return the date that `age_of` was given."""
    digits = f"{-age:08}"
    parts = (digits[:4], digits[4:6], digits[6:])
    return "-".join(part for part in parts if part != "00") if age else None


def age_bounds(since: str | None, until: str | None, field: str) -> tuple[int | None, int | None]:
    """Return the youngest and the oldest age that passes both dates, None for no bound. `until` takes all
    that it is a prefix of: "2017" the whole year. Raises `InvalidValue` for what is no date."""
    for name, date in (("since", since), ("until", until)):
        if date is not None:
            checks.date(date, f"{field}.{name}")
    youngest = -int(until.replace("-", "").ljust(8, "9")) if until else None
    # What has no date passes no bound: 0 is above every date.
    oldest = age_of(since) if since else (-1 if until else None)
    return youngest, oldest


def select_in(connection: apsw.Connection, sql: str, values: Iterable[str] | Iterable[int]) -> list[Row]:
    """Run `sql`, which ends with the column that must be among `values`; there may be any number of them."""
    within = " IN (SELECT value FROM json_each(?))"
    return list(connection.execute(sql + within, (json.dumps(list(values)),)))


def next_key(connection: apsw.Connection, table: str) -> int:
    """Return the key for the table's next row. (`RETURNING key` takes as long as the insert itself.)"""
    found: int = connection.execute(f"SELECT coalesce(max(key), 0) + 1 FROM {table}").get
    return found


def paper_of(row: Row) -> Paper:
    """Return the paper of a row of `PAPER_COLUMNS`."""
    id, title, abstract, authors, age, venue, url, code_url, project_url, listed, upvotes, source = row
    with whole(id):
        return Paper(
            id=id,
            title=title,
            abstract=abstract,
            authors=tuple(json.loads(authors)),
            date=date_of(age),
            venue=venue,
            url=url,
            code_url=code_url,
            project_url=project_url,
            listed=listed,
            upvotes=upvotes,
            source=source,
        )


def evidence_of(row: Row) -> Evidence:
    """Return the evidence of a row of `EVIDENCE_COLUMNS`."""
    text, start, end, head_start, head_end, tail_start, tail_end = row
    return Evidence(
        text,
        Span(start, end),
        None if head_start is None else Span(head_start, head_end),
        None if tail_start is None else Span(tail_start, tail_end),
    )


def claim_of(paper: Paper, row: Row) -> Claim:
    """Return the claim of a row of `CLAIM_COLUMNS`."""
    head, kind, tail, doubt, *evidence = row
    with whole(paper.id):
        # 0.0 - doubt and not -doubt, which would make -0.0 of 0.0.
        return Claim(
            paper, ClaimKind(kind), head or paper.id, tail, evidence_of(tuple(evidence)), 0.0 - doubt
        )


def result_of(paper: Paper, row: Row) -> Result:
    """Return the result of a row of `RESULT_COLUMNS`."""
    value, start, end, parsed, unit, by_paper, confidence, method, task, dataset, metric, *evidence = row
    with whole(paper.id):
        return Result(
            paper=paper,
            value=value,
            span=Span(start, end),
            evidence=evidence_of(tuple(evidence)),
            number=parsed,
            unit=unit,
            method=paper.id if by_paper else method,
            task=task,
            dataset=dataset,
            metric=metric,
            confidence=confidence,
        )


def records_of(connection: apsw.Connection, keys: Iterable[int]) -> dict[int, EntityRecord]:
    """Return the entities with these keys."""
    keys = list(keys)
    names: dict[int, set[str]] = {}
    for key, name in select_in(connection, "SELECT entity, name FROM name WHERE entity", keys):
        names.setdefault(key, set()).add(name)
    found = {}
    for key, id, kind, name, support, first_age in select_in(
        connection, "SELECT key, id, kind, name, support, first_age FROM entity WHERE key", keys
    ):
        with whole(id):
            entity = Entity(id, EntityKind(kind), name, tuple(sorted(names[key] - {name})))
        found[key] = EntityRecord(entity, support, date_of(first_age))
    return found
