"""Reading claims and edges from the embedded store, by either end and by paper."""

# ruff: noqa: S608 -- statements are put together from constants of this package; values are bound

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import apsw

from graph import checks
from graph.errors import InvalidValue
from graph.kinds import ClaimKind
from graph.model import PAPER, Edge, kind_of
from graph.sqlite_pages import Listing, Place, read
from graph.sqlite_papers import keys_of, papers_of
from graph.sqlite_rows import CLAIM_COLUMNS, CLAIM_JOINS, Row, age_bounds, claim_of
from graph.store import ClaimFilter, ClaimRecord, ClaimsBy, Ends, Key, Page, Window

_KEY = ("claim.doubt", "claim.tie", "claim.number")
# A claim that starts from its paper has no row in `edge`: no other paper can make it.
_EDGE = "JOIN edge ON edge.head = claim.head AND edge.kind = claim.kind AND edge.tail = claim.tail"
_CLAIMS = f"""
    SELECT claim.paper, claim.number, coalesce(edge.support, 1), {CLAIM_COLUMNS}
    FROM json_each(?) AS wanted
    CROSS JOIN claim ON claim.paper = wanted.value ->> 0 AND claim.number = wanted.value ->> 1
    {CLAIM_JOINS} LEFT {_EDGE}
"""
_EDGES = """
    SELECT edge.support, edge.doubt, coalesce(head.id, substr(tie, 1, length(tie) - 1)) AS head_id,
           edge.kind, tail.id
    FROM (
        SELECT head, kind, tail, count(*) AS support, min(doubt) AS doubt, min(tie) AS tie
        FROM ({claims})
        GROUP BY kind, head, tail, iif(head IS NULL, tie, NULL)
        HAVING count(*) >= :min_support
    ) AS edge
    JOIN entity AS tail ON tail.key = edge.tail
    LEFT JOIN entity AS head ON head.key = edge.head
    ORDER BY edge.support DESC, edge.doubt, head_id || '|' || edge.kind || '|' || tail.id
    LIMIT :limit
"""
_CLAIMS_OF_EDGE = """
    SELECT claim.paper, claim.number FROM claim
    WHERE {place} AND claim.kind = :kind AND claim.tail = :tail
    ORDER BY claim.doubt, claim.tie, claim.number LIMIT :limit
"""
_OF_PAPER = {
    ClaimsBy.PAPER: ("claim.paper = :whose",),
    ClaimsBy.HEAD: ("claim.paper = :whose AND claim.head IS NULL",),
    ClaimsBy.TAIL: (),
    ClaimsBy.EITHER: ("claim.paper = :whose AND claim.head IS NULL",),
}
_OF_ENTITY = {
    ClaimsBy.PAPER: (),
    ClaimsBy.HEAD: ("claim.head = :whose",),
    ClaimsBy.TAIL: ("claim.tail = :whose",),
    ClaimsBy.EITHER: ("claim.head = :whose", "claim.tail = :whose"),
}
# How many claims of a paper come before this one by id. One that is gone by now stood between two numbers.
NUMBER = f"""
    SELECT count(*) FILTER (WHERE rest < :rest) - iif(count(*) FILTER (WHERE rest = :rest), 0, 0.5)
    FROM (
        SELECT coalesce(head.id, '{PAPER}') || '|' || claim.kind || '|' || tail.id AS rest
        FROM claim {CLAIM_JOINS} WHERE claim.paper = (SELECT key FROM paper WHERE id = :paper)
    )
"""


def claims(
    connection: apsw.Connection, by: ClaimsBy, ids: Sequence[str], filter: ClaimFilter, window: Window
) -> list[Page[ClaimRecord]]:
    """Do what `GraphStore.claims` says."""
    after, before = _place(connection, window.after), _place(connection, window.before)
    # An index holds all that this looks at; the rest is read of those claims that are shown.
    lists = {kind: listing(by, kind, filter, "claim.paper, claim.number") for kind in (True, False)}
    found: dict[str, tuple[list[Row], bool, bool]] = {}
    for id, key in keys_of(connection, ids).items():
        wanted = lists[kind_of(id) is None]
        if wanted is not None:
            wanted = replace(wanted, values={**wanted.values, "whose": key})
            found[id] = read(connection, wanted, window, after, before)
    records = _records(connection, {row for rows, _, _ in found.values() for row in rows})
    pages = {
        id: Page(tuple(records[row] for row in rows), previous, more)
        for id, (rows, previous, more) in found.items()
    }
    return [pages.get(id, Page(())) for id in ids]


def listing(by: ClaimsBy, of_paper: bool, filter: ClaimFilter, columns: str) -> Listing | None:
    """Return the list of the claims that pass, of the paper or the entity whose key `:whose` is to be, in
    the order of `ClaimRecord.key`; None where there can be none."""
    conditions, values = _conditions(filter)
    table = "FROM claim"
    if filter.min_support > 1:
        table += f" {_EDGE}"
        conditions += " AND edge.support >= :min_support"
        values["min_support"] = filter.min_support
    places = _places(by, of_paper=of_paper)
    if not places:
        return None
    # The list ends before the next doubt.
    end = (math.nextafter(-filter.min_confidence, math.inf),) if filter.min_confidence > 0 else None
    bodies = tuple(f"{table} WHERE {place}{conditions}" for place in places)
    return Listing(_KEY, columns, bodies, values, end=end)


def _records(connection: apsw.Connection, claims: Iterable[Row]) -> dict[Row, ClaimRecord]:
    """Return the claims with these papers and numbers."""
    rows = list(connection.execute(_CLAIMS, (json.dumps(list(claims)),)))
    papers = papers_of(connection, (row[0] for row in rows))
    return {
        (paper, number): ClaimRecord(claim_of(papers[paper], tuple(row)), support)
        for paper, number, support, *row in rows
    }


def edges(
    connection: apsw.Connection, by: ClaimsBy, ids: Sequence[str], filter: ClaimFilter, limit: int
) -> list[list[Edge]]:
    """Do what `GraphStore.edges` says."""
    if by is ClaimsBy.PAPER:
        raise InvalidValue("by", "edges span papers; ask for claims by paper")
    conditions, values = _conditions(filter)
    if filter.min_confidence > 0:
        conditions += " AND claim.doubt <= :doubt"
        values["doubt"] = -filter.min_confidence
    found: dict[str, list[Edge]] = {}
    for id, key in keys_of(connection, ids).items():
        places = _places(by, of_paper=kind_of(id) is None)
        if places:
            union = " UNION ALL ".join(
                f"SELECT head, kind, tail, doubt, tie FROM claim WHERE {place}{conditions}"
                for place in places
            )
            rows = connection.execute(
                _EDGES.format(claims=union),
                {**values, "whose": key, "min_support": filter.min_support, "limit": limit},
            )
            found[id] = [
                Edge(head, ClaimKind(kind), tail, support, 0.0 - doubt)
                for support, doubt, head, kind, tail in rows
            ]
    return [found.get(id, []) for id in ids]


def claims_of_edges(
    connection: apsw.Connection, edges: Sequence[Ends], limit: int
) -> list[list[ClaimRecord]]:
    """Do what `GraphStore.claims_of_edges` says."""
    keys = keys_of(connection, {end for edge in edges for end in (edge.head, edge.tail)})
    rows: list[list[Row]] = []
    for edge in edges:
        body = _OF_PAPER[ClaimsBy.HEAD][0] if kind_of(edge.head) is None else _OF_ENTITY[ClaimsBy.HEAD][0]
        values = {
            "whose": keys.get(edge.head),
            "tail": keys.get(edge.tail),
            "kind": edge.kind,
            "limit": limit,
        }
        rows.append(list(connection.execute(_CLAIMS_OF_EDGE.format(place=body), values)))
    records = _records(connection, {row for found in rows for row in found})
    return [[records[row] for row in found] for found in rows]


def _places(by: ClaimsBy, *, of_paper: bool) -> tuple[str, ...]:
    """Return the conditions on `claim` that give the claims that are asked for, no claim in two of them."""
    return (_OF_PAPER if of_paper else _OF_ENTITY)[by]


def _conditions(filter: ClaimFilter) -> tuple[str, dict[str, str | float]]:
    """Return what the filter asks of a claim's kind and date, as conditions and what they bind."""
    youngest, oldest = age_bounds(filter.since, filter.until, "filter")
    sql, values = "", dict[str, str | float]()
    if filter.kinds:
        sql += " AND claim.kind IN (SELECT value FROM json_each(:kinds))"
        values["kinds"] = json.dumps(sorted(filter.kinds))
    if youngest is not None:
        sql += " AND claim.age >= :youngest"
        values["youngest"] = youngest
    if oldest is not None:
        sql += " AND claim.age <= :oldest"
        values["oldest"] = oldest
    return sql, values


def _place(connection: apsw.Connection, key: Key | None) -> Place | None:
    """Return the place of a `ClaimRecord.key`; raises `InvalidValue` for what is none."""
    if key is None:
        return None
    doubt, paper, rest = parts(key)
    return (doubt, f"{paper}|", connection.execute(NUMBER, {"paper": paper, "rest": rest}).get)


def parts(key: Key) -> tuple[float, str, str]:
    """Return the doubt of a `ClaimRecord.key`, and what `NUMBER` binds; raises `InvalidValue` for what is no
    such key."""
    match key:
        case (confidence, str(id)) if not isinstance(confidence, str) and id.count("|") >= 3:
            checks.text(id, "cursor")
            paper, *rest = id.rsplit("|", 3)
            return (-confidence, paper, "|".join(rest))
        case _:
            raise InvalidValue("cursor", f"{key!r} is no place in a list of claims; take one from a page")
