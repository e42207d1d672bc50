"""Reading papers from the embedded store: by id, whole facts, lists, results, quotes, totals."""

# ruff: noqa: S608 -- statements are put together from constants of this package; values are bound

from collections import defaultdict
from collections.abc import Iterable, Sequence

import apsw

from graph import checks
from graph.embeddings import unpacked
from graph.errors import CorruptStore, InvalidValue
from graph.kinds import ClaimKind, EntityKind
from graph.model import Entity, Mention, Paper, PaperFacts, Result, Span, kind_of
from graph.sqlite_pages import Listing, Place, read
from graph.sqlite_rows import (
    CLAIM_COLUMNS,
    CLAIM_ID,
    CLAIM_JOINS,
    EVIDENCE_COLUMNS,
    PAPER_COLUMNS,
    RESULT_COLUMNS,
    RESULT_ID,
    RESULT_JOINS,
    Row,
    age_bounds,
    age_of,
    claim_of,
    evidence_of,
    paper_of,
    result_of,
    select_in,
    whole,
)
from graph.store import Change, Day, Key, Page, PaperFilter, PaperQuotes, Quote, Stats, Window

_RESULTS = f"SELECT result.paper, {RESULT_COLUMNS} FROM result {RESULT_JOINS}"
_RESULTS_BY = {
    kind: f"{_RESULTS} WHERE result.{kind.lower()} = ? ORDER BY result.age, result.tie, result.number LIMIT ?"
    for kind in EntityKind
}
_RESULTS_OF_PAPER = f"{_RESULTS} WHERE result.paper = ? ORDER BY result.number LIMIT ?"

# Where somebody has removed a sentence, its quote is empty and names a place where something stands.
_QUOTE = "coalesce(text, ''), coalesce(sentence.start, 0), coalesce(sentence.end, 1)"
_QUOTES = (
    f"SELECT claim.paper, {CLAIM_ID}, {_QUOTE} FROM claim {CLAIM_JOINS} WHERE claim.paper",
    f"SELECT result.paper, {RESULT_ID}, {_QUOTE} FROM result {RESULT_JOINS} WHERE result.paper",
    f"""SELECT contribution.paper, 'contribution', {_QUOTE} FROM contribution LEFT JOIN sentence
        ON sentence.paper = contribution.paper AND sentence.number = contribution.sentence
        WHERE contribution.paper""",
)


def keys_of(connection: apsw.Connection, ids: Iterable[str]) -> dict[str, int]:
    """Return the keys of the papers and entities among `ids`."""
    ids = list(ids)
    keys = select_in(connection, "SELECT id, key FROM entity WHERE id", ids)
    keys += select_in(connection, "SELECT id, key FROM paper WHERE id", ids)
    return dict(keys)


def papers_of(connection: apsw.Connection, keys: Iterable[int]) -> dict[int, Paper]:
    """Return the papers with these keys, which other rows refer to."""
    wanted = set(keys)
    rows = select_in(connection, f"SELECT paper.key, {PAPER_COLUMNS} FROM paper WHERE key", wanted)
    if len(rows) < len(wanted):
        raise CorruptStore("claims or results are stored of papers that are gone; run `papergraph verify`")
    return {key: paper_of(tuple(row)) for key, *row in rows}


def papers(connection: apsw.Connection, ids: Sequence[str]) -> list[Paper | None]:
    """Do what `GraphStore.papers` says."""
    rows = select_in(connection, f"SELECT {PAPER_COLUMNS} FROM paper WHERE id", ids)
    found = {row[0]: paper_of(row) for row in rows}
    return [found.get(id) for id in ids]


def facts(connection: apsw.Connection, ids: Sequence[str]) -> list[PaperFacts | None]:
    """Do what `GraphStore.facts` says."""
    rows = select_in(connection, f"SELECT key, extractor, {PAPER_COLUMNS} FROM paper WHERE id", ids)
    keys = [row[0] for row in rows]

    def by_paper(sql: str) -> defaultdict[int, list[Row]]:
        parts: defaultdict[int, list[Row]] = defaultdict(list)
        for key, *row in select_in(connection, sql, keys):
            parts[key].append(tuple(row))
        return parts

    entities = by_paper(
        "SELECT paper, entity.key, entity.id, kind, name.name FROM paper_entity "
        "JOIN entity ON entity.key = paper_entity.entity "
        "JOIN name ON name.key = paper_entity.name WHERE paper"
    )
    aliases = by_paper(
        "SELECT paper, paper_alias.entity, name.name FROM paper_alias "
        "JOIN name ON name.key = paper_alias.name WHERE paper"
    )
    mentions = by_paper('SELECT paper, entity, "start", "end" FROM mention WHERE paper')
    claims = by_paper(f"SELECT claim.paper, {CLAIM_COLUMNS} FROM claim {CLAIM_JOINS} WHERE claim.paper")
    results = by_paper(f"{_RESULTS} WHERE result.paper")
    contributions = by_paper(
        f"SELECT contribution.paper, {EVIDENCE_COLUMNS} FROM contribution LEFT JOIN sentence "
        "ON sentence.paper = contribution.paper AND sentence.number = contribution.sentence "
        "WHERE contribution.paper"
    )
    embeddings = by_paper("SELECT paper, vector FROM embedding WHERE paper")
    found: dict[str, PaperFacts] = {}
    for key, extractor, *row in rows:
        paper = paper_of(tuple(row))
        with whole(paper.id):
            other_names: defaultdict[int, list[str]] = defaultdict(list)
            for entity, name in aliases[key]:
                other_names[entity].append(name)
            ids_of = {entity: id for entity, id, _, _ in entities[key]}
            found[paper.id] = PaperFacts(
                paper=paper,
                entities=tuple(
                    Entity(id, EntityKind(kind), name, tuple(sorted(other_names[entity])))
                    for entity, id, kind, name in entities[key]
                ),
                mentions=tuple(
                    Mention(ids_of[entity], Span(start, end)) for entity, start, end in mentions[key]
                ),
                claims=tuple(claim_of(paper, claim) for claim in claims[key]),
                results=tuple(result_of(paper, result) for result in results[key]),
                contribution=evidence_of(contributions[key][0]) if contributions[key] else None,
                extractor=extractor,
                embedding=unpacked(embeddings[key][0][0]) if embeddings[key] else (),
            )
    return [found.get(id) for id in ids]


def list_papers(connection: apsw.Connection, filter: PaperFilter, window: Window) -> Page[Paper]:
    """Do what `GraphStore.list_papers` says."""
    after, before = place(window.after), place(window.before)
    rows, previous, more = read(connection, listing(filter, PAPER_COLUMNS), window, after, before)
    return Page(tuple(paper_of(row) for row in rows), previous, more)


def listing(filter: PaperFilter, columns: str) -> Listing:
    """Return the list of the papers that pass, in the order of `graph.store.paper_key`."""
    youngest, oldest = age_bounds(filter.since, filter.until, "filter")
    values: dict[str, str | float] = {}
    if filter.entity is None:
        key, body = ("paper.age", "paper.id"), "FROM paper WHERE true"
    else:
        key = ("paper_entity.age", "paper_entity.paper_id")
        body = (
            "FROM paper_entity JOIN paper ON paper.key = paper_entity.paper "
            "WHERE paper_entity.entity = (SELECT key FROM entity WHERE id = :entity)"
        )
        checks.text(filter.entity, "filter.entity")
        values["entity"] = filter.entity
    if filter.venue is not None:
        body += " AND paper.venue = :venue"
        checks.text(filter.venue, "filter.venue")
        values["venue"] = filter.venue
    if filter.listed is not None:
        body += " AND paper.listed = :listed"
        checks.date(filter.listed, "filter.listed", whole=True)
        values["listed"] = filter.listed
    return Listing(
        key,
        columns,
        (body,),
        values,
        start=None if youngest is None else (youngest,),
        end=None if oldest is None else (oldest + 1,),
    )


def days(connection: apsw.Connection, before: str | None, limit: int) -> list[Day]:
    """Do what `GraphStore.days` says."""
    if before is not None:
        checks.date(before, "before", whole=True)
    rows = connection.execute(
        "SELECT listed, count(*) FROM paper WHERE listed < ? GROUP BY listed ORDER BY listed DESC LIMIT ?",
        (before or "~", limit),
    )
    return [Day(date, papers) for date, papers in rows]


def place(key: Key | None) -> Place | None:
    """Return the place of a `graph.store.paper_key`; raises `InvalidValue` for what is none."""
    match key:
        case None:
            return None
        case (str(date), str(id)):
            if date:
                checks.date(date, "cursor")
            checks.text(id, "cursor")
            return (age_of(date), id)
        case _:
            raise InvalidValue("cursor", f"{key!r} is no place in a list of papers; take one from a page")


def results(connection: apsw.Connection, ids: Sequence[str], limit: int) -> list[list[Result]]:
    """Do what `GraphStore.results` says."""
    keys = keys_of(connection, ids)
    rows: dict[str, list[Row]] = {}
    for id, key in keys.items():
        kind = kind_of(id)
        sql = _RESULTS_BY[kind] if kind else _RESULTS_OF_PAPER
        rows[id] = list(connection.execute(sql, (key, limit)))
    papers = papers_of(connection, (row[0] for found in rows.values() for row in found))
    return [[result_of(papers[row[0]], row[1:]) for row in rows.get(id, ())] for id in ids]


def quotes(connection: apsw.Connection, after: str | None, limit: int) -> list[PaperQuotes]:
    """Do what `GraphStore.quotes` says."""
    checks.text(after or "", "after")
    papers = list(
        connection.execute(
            "SELECT key, id, title, abstract FROM paper WHERE id > ? ORDER BY id LIMIT ?",
            (after or "", limit),
        )
    )
    found: defaultdict[int, list[Quote]] = defaultdict(list)
    for sql in _QUOTES:
        for key, owner, text, start, end in select_in(connection, sql, [row[0] for row in papers]):
            found[key].append(Quote(owner, text, (start, end)))
    return [PaperQuotes(id, f"{title}\n{abstract}", tuple(found[key])) for key, id, title, abstract in papers]


def revision(connection: apsw.Connection) -> int:
    """Do what `GraphStore.revision` says."""
    found: int = connection.execute("SELECT revision FROM state").get
    return found


def changes(connection: apsw.Connection, after: Change, limit: int) -> list[Change]:
    """Do what `GraphStore.changes` says."""
    checks.text(after.paper, "after")
    rows = connection.execute(
        "SELECT revision, id FROM paper WHERE (revision, id) > (?, ?) ORDER BY revision, id LIMIT ?",
        (after.revision, after.paper, limit),
    )
    return [Change(revision, id) for revision, id in rows]


def stats(connection: apsw.Connection) -> Stats:
    """Do what `GraphStore.stats` says."""
    totals: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for part, kind, total in connection.execute("SELECT part, kind, total FROM tally WHERE total > 0"):
        totals[part][kind] = total
    return Stats(
        revision=revision(connection),
        papers=totals["papers"].get("", 0),
        results=totals["results"].get("", 0),
        entities={EntityKind(kind): total for kind, total in totals["entities"].items()},
        claims={ClaimKind(kind): total for kind, total in totals["claims"].items()},
    )
