"""Whole answers from the embedded store: one statement that builds the JSON of a `Question`.

Each field becomes an expression over the row at hand whose value is JSON, each object their concatenation,
each list a subquery that gathers them. (SQLite's `json_object` takes what a subquery returns for a string.)
Lists are the same stretches of the same indexes as where they are read row by row (`Listing`); what an object
needs of other tables is joined to its row, once.

A statement is put together from names of this package; what a client gives is bound, and keys of the answer
are names as GraphQL allows them.
"""

# ruff: noqa: S608 -- see above

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import apsw

from graph import sqlite_claims, sqlite_entities, sqlite_papers
from graph.kinds import EntityKind
from graph.model import PAPER, kind_of
from graph.names import slug
from graph.selection import ById, ByName, Claims, Entities, Field, First, Papers, Question, Selection
from graph.sqlite_pages import Bound, Listing, Place, stretch
from graph.sqlite_rows import RESULT_ID
from graph.store import Key, Window

_NAME = re.compile(r":([a-z_0-9]+)")
_KINDS = tuple(EntityKind)
_SPAN_COLUMNS = "head_start, head_end, tail_start, tail_end"


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement whose only value is the answer, and what it binds."""

    sql: str
    values: dict[str, Any]


def answer(connection: apsw.Connection, statement: Statement) -> bytes:
    """Return the answer as JSON."""
    found: bytes = connection.execute(statement.sql, statement.values).get
    return found


def statement(question: Question) -> Statement:
    """Return the statement that answers a question; raises `InvalidValue` for what cannot be asked."""
    writer = _Writer()
    found = writer.object("Query", question.fields, _NOTHING)
    # As a blob, SQLite's UTF-8 stays what it is; a text would be decoded here, and encoded again to be sent.
    return Statement(f"SELECT CAST({found} AS BLOB)", writer.values)


def _number(column: str) -> str:
    """Return the JSON of a number. SQLite writes 15 digits: numbers that take more, and very large and small
    ones, go through Python."""
    usual = f"{column} = 0 OR ({column} = round({column}, 6) AND abs({column}) BETWEEN 1e-4 AND 1e9)"
    return (
        f"CASE WHEN {column} IS NULL THEN 'null' WHEN {usual} THEN {column} "
        f"ELSE papergraph_shortest({column}) END"
    )


def _date(age: str) -> str:
    """Return the date of an age, as `graph.sqlite_rows.date_of` does."""
    year = f"printf('%04d', -{age} / 10000)"
    month = f"printf('%04d-%02d', -{age} / 10000, -{age} / 100 % 100)"
    day = f"printf('%04d-%02d-%02d', -{age} / 10000, -{age} / 100 % 100, -{age} % 100)"
    return (
        f"CASE WHEN {age} = 0 THEN NULL WHEN {age} % 10000 = 0 THEN {year} "
        f"WHEN {age} % 100 = 0 THEN {month} ELSE {day} END"
    )


def _or_null(condition: str, value: str) -> str:
    return f"CASE WHEN {condition} THEN {value} ELSE 'null' END"


class _Row:
    """A row at hand, called `alias`, and what is joined to it."""

    def __init__(self, alias: str, name: Callable[[str], str] | None = None) -> None:
        self.alias = alias
        self.joins: dict[str, tuple[str, str]] = {}
        self._name = name

    def __getitem__(self, column: str) -> str:
        return f"{self.alias}.{column}"

    def join(self, what: str, table: str, on: str) -> "_Row":
        """Return the row of `table` that belongs to this one; `{new}` in `on` stands for it."""
        if what not in self.joins:
            assert self._name is not None  # noqa: S101 -- only rows of lists are joined to
            alias = self._name(what[0])
            self.joins[what] = (alias, f"LEFT JOIN {table} AS {alias} ON {on.format(new=alias)}")
        return _Row(self.joins[what][0], self._name)

    @property
    def joined(self) -> str:
        """All joins, as SQL."""
        return " ".join(sql for _, sql in self.joins.values())


_NOTHING = _Row("")

_PAPER = {
    "typename": "'\"Paper\"'",
    "id": "json_quote({0}.id)",
    "label": "json_quote({0}.title)",
    "title": "json_quote({0}.title)",
    "abstract": "json_quote({0}.abstract)",
    "authors": "json({0}.authors)",
    "date": f"json_quote({_date('{0}.age')})",
    "year": "coalesce(nullif(-{0}.age / 10000, 0), 'null')",
    "venue": "json_quote({0}.venue)",
    "url": "json_quote({0}.url)",
    "code_url": "json_quote({0}.code_url)",
    "project_url": "json_quote({0}.project_url)",
    "listed": "json_quote({0}.listed)",
    "upvotes": "coalesce({0}.upvotes, 'null')",
    "source": "json_quote({0}.source)",
}
_ENTITY = {
    "typename": "json_quote({0}.kind)",
    "id": "json_quote({0}.id)",
    "label": "json_quote({0}.name)",
    "kind": "json_quote(upper({0}.kind))",
    "name": "json_quote({0}.name)",
    "aliases": "concat('[', (SELECT group_concat(json_quote(name.name), ',' ORDER BY name.name) FROM name "
    "WHERE name.entity = {0}.key AND name.name <> {0}.name), ']')",
    "support": "{0}.support",
    "first_seen": f"json_quote({_date('{0}.first_age')})",
}
_CLAIM = {
    "typename": "'\"Claim\"'",
    "kind": "json_quote({0}.kind)",
    "confidence": _number("(0.0 - {0}.doubt)"),
    "support": "coalesce((SELECT edge.support FROM edge WHERE edge.head = {0}.head "
    "AND edge.kind = {0}.kind AND edge.tail = {0}.tail), 1)",
}
_RESULT = {
    "typename": "'\"Result\"'",
    "value": "json_quote({0}.value)",
    "number": _number("{0}.parsed"),
    "unit": "json_quote({0}.unit)",
    "confidence": _number("{0}.confidence"),
}
_CLAIM_ROW = f"paper, number, tie, head, kind, tail, doubt, sentence, {_SPAN_COLUMNS}"
_RESULT_ROW = (
    'paper, number, tie, age, value, "start", "end", parsed, unit, by_paper, method, task, dataset, metric, '
    f"confidence, sentence, {_SPAN_COLUMNS}"
)


class _Writer:
    """Writes one statement: `values` is what it binds so far."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self._names: dict[tuple[type, object], str] = {}
        self._aliases = 0

    def bind(self, value: str | float) -> str:
        """Return how the statement calls a value; equal ones have one name."""
        name = self._names.setdefault((type(value), value), f"v{len(self._names)}")
        self.values[name] = value
        return f":{name}"

    def alias(self, prefix: str) -> str:
        """Return a name that no other table has."""
        self._aliases += 1
        return f"{prefix}{self._aliases}"

    def row(self, prefix: str) -> _Row:
        """Return a row that can be joined to."""
        return _Row(self.alias(prefix), self.alias)

    def object(self, type: str, fields: Iterable[Field], row: _Row) -> str:
        """Return an object with these fields of the row."""
        return _object((field.key, self.field(type, field, row)) for field in fields)

    def paper_object(self, of: Selection, row: _Row) -> str:
        """Return the object of a paper."""
        return self.object("Paper", of.fields("Paper"), row)

    def claim_object(self, of: Selection, row: _Row) -> str:
        """Return the object of a claim."""
        return self.object("Claim", of.fields("Claim"), row)

    def field(self, type: str, field: Field, row: _Row) -> str:
        """Return the value of one field."""
        match type:
            case "Query":
                return self.of_graph(field)
            case "Paper":
                return _plain(_PAPER, field, row) or self.of_paper(field, row)
            case "Claim":
                return _plain(_CLAIM, field, row) or self.of_claim(field, row)
            case "Result":
                return _plain(_RESULT, field, row) or self.of_result(field, row)
            case "Mention":
                return self.of_mention(field, row)
            case _:
                return _plain(_ENTITY, field, row) or self.of_entity(EntityKind(type), field, row)

    # --- where questions start ---------------------------------------------------------------------

    def of_graph(self, field: Field) -> str:
        """Return the value of a field of the graph itself."""
        asked, of = field.asked, field.of
        if of is None:
            return _typename("Query")
        match field.name, asked:
            case "paper", ById(id):
                row = self.row("p")
                of_paper = self.paper_object(of, row)
                return _found(of_paper, "paper", row, f"{row['id']} = {self.bind(id)}")
            case "entity", ById(id):
                row = self.row("e")
                kind = kind_of(id)
                of_entity = self.entity(of, row, (kind,) if kind else _KINDS)
                return _found(of_entity, "entity", row, f"{row['id']} = {self.bind(id)}")
            case _, ByName(kind, name):
                row = self.row("e")
                of_entity = self.entity(of, row, (kind,))
                return _found(of_entity, "entity", row, f"{row['key']} = {self._named(kind, name)}")
            case _, Papers(filter, window):
                after, before = sqlite_papers.place(window.after), sqlite_papers.place(window.before)
                papers = sqlite_papers.listing(filter, "paper.key AS key")
                listed = self._listed(papers, window, after, before, {})
                row = self.row("r")
                paper = row.join("paper", "paper", f"{{new}}.key = {row['key']}")
                key = _key(f"coalesce({_date(paper['age'])}, '')", paper["id"])
                return self.page(of, listed, row, partial(self.paper_object, row=paper), key)
            case _, Entities(filter, order, window):
                after, before = (sqlite_entities.place(key, order) for key in (window.after, window.before))
                entities = sqlite_entities.listing(filter, order, "entity.key AS key")
                listed = self._listed(entities, window, after, before, {})
                row = self.row("r")
                entity = row.join("entity", "entity", f"{{new}}.key = {row['key']}")
                node = partial(self.entity, row=entity, kinds=tuple(sorted(filter.kinds)) or _KINDS)
                keys = {
                    "support": _key(entity["support"], entity["id"]),
                    "name": _key(entity["id"]),
                    "newest": _key(f"coalesce({_date(entity['first_age'])}, '')", entity["id"]),
                }
                return self.page(of, listed, row, node, keys[order])
        raise LookupError(field.name)

    def _named(self, kind: EntityKind, name: str) -> str:
        """Return the key of the entity that goes by a name, as `sqlite_entities.named` finds it."""
        each = slug(name)
        of_kind, by_slug, by_id = (self.bind(v) for v in (kind.value, each, f"{kind.lower()}:{each}"))
        return (
            f"(SELECT key FROM (SELECT key, 0 AS far, support, id FROM entity WHERE id = {by_id} "
            "UNION ALL SELECT entity.key, 1, entity.support, entity.id "
            f"FROM name JOIN entity ON entity.key = name.entity WHERE name.slug = {by_slug} "
            f"AND entity.kind = {of_kind}) ORDER BY far, support DESC, id LIMIT 1)"
        )

    # --- papers ------------------------------------------------------------------------------------

    def of_paper(self, field: Field, row: _Row) -> str:
        """Return what a paper has that is more than a value."""
        of = field.of
        assert of is not None  # noqa: S101 -- the others are values
        if field.name == "contribution":
            own = self.row("o")
            evidence = self.evidence(of, own)
            return _found(evidence, "contribution", own, f"{own['paper']} = {row['key']}")
        if field.name == "proposes":
            listed = self._claims(field.asked, row["key"], of_paper=True)
            own = self.row("c")
            claim = self.claim_object(of, own)
            return _array(claim, listed, own)
        if field.name == "claims":
            return self.claims(field, row["key"], of_paper=True)
        if field.name == "mentions":
            return self.mentions(of, row)
        own = self.row("r")
        result = self.object("Result", of.fields("Result"), own)
        order = (
            f"result.start, result.end, (SELECT {RESULT_ID} FROM (SELECT 1) "
            "LEFT JOIN entity AS metric ON metric.key = result.metric "
            "LEFT JOIN entity AS dataset ON dataset.key = result.dataset)"
        )
        results = (
            f"SELECT {_RESULT_ROW} FROM result WHERE result.paper = {row['key']} ORDER BY {order} LIMIT -1"
        )
        return _array(result, results, own)

    def mentions(self, of: Selection, row: _Row) -> str:
        """Return the entities that a paper mentions, in the order of their first mentions."""
        own = self.row("m")
        mention = self.object("Mention", of.fields("Mention"), own)
        # Their first spans as one number: no text is as long as 2^32.
        entities = (
            'SELECT g.paper, g.entity FROM (SELECT paper, entity, min(("start" << 32) + "end") AS place '
            f"FROM mention WHERE paper = {row['key']} GROUP BY entity) AS g "
            "JOIN entity AS e ON e.key = g.entity ORDER BY g.place, e.id LIMIT -1"
        )
        return _array(mention, entities, own)

    def of_mention(self, field: Field, row: _Row) -> str:
        """Return a field of a mention."""
        if field.of is None:
            return _typename("Mention")
        if field.name == "entity":
            entity = row.join("entity", "entity", f"{{new}}.key = {row['entity']}")
            return self.entity(field.of, entity, _KINDS)
        own = self.alias("s")
        span = _span(field.of, f"{own}.start", f"{own}.end")
        return (
            f"""(SELECT concat('[', group_concat({span}, ',' ORDER BY {own}."start", {own}."end"), ']') """
            f"FROM mention AS {own} "
            f"WHERE {own}.paper = {row['paper']} AND {own}.entity = {row['entity']})"
        )

    # --- entities ----------------------------------------------------------------------------------

    def entity(self, of: Selection, row: _Row, kinds: Sequence[EntityKind]) -> str:
        """Return the object of an entity of one of these kinds."""
        # Kinds that want the same are one case, except where tables depend on the kind.
        cases: dict[object, list[EntityKind]] = {}
        for kind in kinds:
            fields = of.fields(kind)
            alone = kind if any(field.name == "results" for field in fields) else None
            cases.setdefault((alone, fields), []).append(kind)
        objects = [(same, self.object(same[0], of.fields(same[0]), row)) for same in cases.values()]
        if len(objects) == 1:
            return objects[0][1]
        whens = " ".join(
            f"WHEN {row['kind']} IN ({', '.join(repr(str(kind)) for kind in same)}) THEN {each}"
            for same, each in objects
        )
        return f"CASE {whens} END"

    def of_entity(self, kind: EntityKind, field: Field, row: _Row) -> str:
        """Return what an entity has that is more than a value."""
        of = field.of
        assert of is not None  # noqa: S101 -- the others are values
        if field.name == "claims":
            return self.claims(field, row["key"], of_paper=False)
        if field.name == "papers":
            listed = self._claims(field.asked, row["key"], of_paper=False)
            own = self.row("c")
            node = partial(self.paper_object, row=self.paper(own))
            return self.page(of, listed, own, node, self.claim_key(own))
        assert isinstance(field.asked, First)  # noqa: S101 -- the others have been told apart
        own = self.row("r")
        result = self.object("Result", of.fields("Result"), own)
        results = (
            f"SELECT {_RESULT_ROW} FROM result WHERE result.{kind.lower()} = {row['key']} "
            f"ORDER BY result.age, result.tie, result.number LIMIT {self.bind(field.asked.limit)}"
        )
        return _array(result, results, own)

    # --- claims ------------------------------------------------------------------------------------

    def claims(self, field: Field, whose: str, *, of_paper: bool) -> str:
        """Return a page of the claims of the paper or the entity with the key `whose`."""
        assert field.of is not None  # noqa: S101 -- a page has fields
        listed = self._claims(field.asked, whose, of_paper=of_paper)
        own = self.row("c")
        node = partial(self.claim_object, row=own)
        return self.page(field.of, listed, own, node, self.claim_key(own))

    def _claims(self, asked: Claims, whose: str, *, of_paper: bool) -> "_List":
        columns = ", ".join(f"claim.{column}" for column in _CLAIM_ROW.split(", "))
        listing = sqlite_claims.listing(asked.by, of_paper, asked.filter, columns)
        if listing is None:
            raise LookupError(asked.by)
        replaced = {"whose": whose}
        after = self._claim_place("after", asked.window.after, replaced)
        before = self._claim_place("before", asked.window.before, replaced)
        return self._listed(listing, asked.window, after, before, replaced)

    def _claim_place(self, name: str, key: Key | None, replaced: dict[str, str]) -> Place | None:
        """Return the place of a key; its number, which is to be looked up, is replaced by the look-up."""
        if key is None:
            return None
        doubt, paper, rest = sqlite_claims.parts(key)
        bound = {"paper": self.bind(paper), "rest": self.bind(rest)}
        look_up = _NAME.sub(lambda match: bound[match[1]], sqlite_claims.NUMBER)
        replaced[f"number_{name}"] = f"({look_up})"
        return (doubt, f"{paper}|", f":number_{name}")

    def of_claim(self, field: Field, row: _Row) -> str:
        """Return what a claim has that is more than a column of its row."""
        if field.name == "id":
            return f"json_quote({self._claim_id(row)})"
        of = field.of
        assert of is not None  # noqa: S101 -- the others are values
        if field.name == "evidence":
            return self.evidence(of, row)
        if field.name == "paper":
            return self.paper_object(of, self.paper(row))
        end = self._end(row, field.name)
        entity = self.entity(of, end, _KINDS)
        if field.name == "tail":
            return f"iif({end['key']} IS NULL, papergraph_damaged({row['tie']}), {entity})"
        paper = self.paper_object(of, self.paper(row))
        return (
            f"CASE WHEN {row['head']} IS NULL THEN {paper} "
            f"WHEN {end['key']} IS NULL THEN papergraph_damaged({row['tie']}) ELSE {entity} END"
        )

    def claim_key(self, row: _Row) -> str:
        """Return the key of a claim in lists."""
        confidence = _CLAIM["confidence"].format(row.alias)
        return f"concat('[', {confidence}, ',', json_quote({self._claim_id(row)}), ']')"

    def _claim_id(self, row: _Row) -> str:
        head, tail = self._end(row, "head"), self._end(row, "tail")
        return (
            f"concat({row['tie']}, coalesce({head['id']}, '{PAPER}'), '|', {row['kind']}, '|', {tail['id']})"
        )

    def _end(self, row: _Row, name: str) -> _Row:
        return row.join(name, "entity", f"{{new}}.key = {row[name]}")

    def paper(self, row: _Row) -> _Row:
        """Return the paper of a claim or a result."""
        return row.join("paper", "paper", f"{{new}}.key = {row['paper']}")

    def evidence(self, of: Selection, row: _Row) -> str:
        """Return the evidence of a claim, a result or a contribution."""
        on = f"{{new}}.paper = {row['paper']} AND {{new}}.number = {row['sentence']}"
        sentence = row.join("sentence", "sentence", on)
        type, fields = of.only
        values = []
        for field in fields:
            match field.name:
                case "sentence":
                    text = f"coalesce({sentence['text']}, papergraph_damaged({row['paper']}))"
                    value = f"json_quote({text})"
                case "start" | "end":
                    value = sentence[field.name]
                case "typename":
                    value = _typename(type)
                case end:
                    start, stop = row[f"{end}_start"], row[f"{end}_end"]
                    assert field.of is not None  # noqa: S101 -- the others are values
                    value = _or_null(f"{start} IS NOT NULL", _span(field.of, start, stop))
            values.append((field.key, value))
        return _object(values)

    # --- results -----------------------------------------------------------------------------------

    def of_result(self, field: Field, row: _Row) -> str:
        """Return what a result has that is more than a column of its row."""
        if field.name == "id":
            metric, dataset = self._end(row, "metric"), self._end(row, "dataset")
            return (
                f"json_quote(concat({row['tie']}, {row['start']}, '|', {metric['id']}, '|', {dataset['id']}))"
            )
        of = field.of
        assert of is not None  # noqa: S101 -- the others are values
        if field.name == "span":
            return _span(of, row["start"], row["end"])
        if field.name == "evidence":
            return self.evidence(of, row)
        if field.name == "paper":
            return self.paper_object(of, self.paper(row))
        kind = EntityKind(field.name.capitalize())
        end = self._end(row, field.name)
        entity = _or_null(f"{end['key']} IS NOT NULL", self.entity(of, end, (kind,)))
        if field.name != "method":
            return entity
        paper = self.paper_object(of, self.paper(row))
        return f"iif({row['by_paper']}, {paper}, {entity})"

    # --- pages -------------------------------------------------------------------------------------

    def _listed(
        self,
        listing: Listing,
        window: Window,
        after: Place | None,
        before: Place | None,
        replaced: dict[str, str],
    ) -> "_List":
        """Return the window of a list, whose values are bound, except for those in `replaced`."""
        return _List(
            listing, window, after, before, lambda name, value: replaced.get(name) or self.bind(value)
        )

    def page(
        self, of: Selection, listed: "_List", row: _Row, node: Callable[[Selection], str], key: str
    ) -> str:
        """Return a page: `node` gives the object, and `key` is the key, of `row`, one of the list's."""
        type, fields = of.only
        gathered = False
        values = []
        for field in fields:
            match field.name:
                case "typename":
                    value = _typename(type)
                case "nodes":
                    assert field.of is not None  # noqa: S101 -- nodes have fields
                    value, gathered = _gathered(node(field.of)), True
                case "edges":
                    assert field.of is not None  # noqa: S101 -- an edge has fields
                    edge_type, edge_fields = field.of.only
                    parts = {
                        "typename": _typename(edge_type),
                        "cursor": f"json_quote(papergraph_cursor({key}))",
                    }
                    edge = _object(
                        (each.key, node(each.of) if each.of else parts[each.name]) for each in edge_fields
                    )
                    value, gathered = _gathered(edge), True
                case _:
                    assert field.of is not None  # noqa: S101 -- page_info has fields
                    value, needs_rows = self._page_info(field.of, listed, key)
                    gathered = gathered or needs_rows
            values.append((field.key, value))
        found = _object(values)
        if not gathered:
            return found
        return f"(SELECT {found} FROM ({listed.sql}) AS {row.alias} {row.joined})"

    def _page_info(self, of: Selection, listed: "_List", key: str) -> tuple[str, bool]:
        """Return what is said of a page, and whether that needs its rows."""
        type, fields = of.only
        first, last = (f"json_quote(papergraph_cursor({_gathered(key)} -> '$[{i}]'))" for i in ("0", "#-1"))
        parts = {
            "typename": _typename(type),
            "has_next_page": listed.has_next,
            "has_previous_page": listed.has_previous,
            "start_cursor": first,
            "end_cursor": last,
        }
        needs_rows = any(field.name in ("start_cursor", "end_cursor") for field in fields)
        return _object((field.key, parts[field.name]) for field in fields), needs_rows


@dataclass(frozen=True, slots=True)
class _List:
    """A list, the window that is wanted of it with its bounds as places, and how the statement calls what
    the list binds, by its name and its value."""

    listing: Listing
    window: Window
    after: Place | None
    before: Place | None
    name: Callable[[str, Any], str]

    @property
    def sql(self) -> str:
        """The rows that the window shows, in the order of the list."""
        direction = "DESC" if self.window.backwards else "ASC"
        keys = [f"k{number}" for number in range(len(self.listing.key))]
        order = ", ".join(f"{key} {direction}" for key in keys)
        columns = ", ".join(f"{of} AS {key}" for of, key in zip(self.listing.key, keys, strict=True))
        selects = self._inside(f"{columns}, {self.listing.columns}")
        sql = f"{selects} ORDER BY {order} LIMIT {self.window.limit}"
        if not self.window.backwards:
            return sql
        # The limit keeps SQLite from passing over the order.
        return f"SELECT * FROM ({sql}) ORDER BY {', '.join(keys)} LIMIT {self.window.limit}"

    @property
    def has_next(self) -> str:
        """Whether the list goes on, as JSON."""
        beyond = [self._any((self.before, ">="), None)] if self.before else []
        return _truth(beyond if self.window.backwards else [*beyond, self._more])

    @property
    def has_previous(self) -> str:
        """Whether the list has something before, as JSON."""
        before = [self._any(None, (self.after, "<="))] if self.after else []
        return _truth([*before, self._more] if self.window.backwards else before)

    @property
    def _more(self) -> str:
        return f"EXISTS (SELECT 1 FROM ({self._inside('1')} LIMIT 1 OFFSET {self.window.limit}))"

    def _inside(self, columns: str) -> str:
        """Return these columns of all rows between the bounds of the window."""
        after = (self.after, ">") if self.after else None
        return self._selects(columns, after, (self.before, "<") if self.before else None)

    def _any(self, low: Bound | None, high: Bound | None) -> str:
        return f"EXISTS (SELECT 1 FROM ({self._selects('1', low, high)} LIMIT 1))"

    def _selects(self, columns: str, low: Bound | None, high: Bound | None) -> str:
        within, values = stretch(self.listing, low, high)

        def named(match: re.Match[str]) -> str:
            value = values.get(match[1])
            # A place may hold a name itself, for what is to be looked up.
            inner = value[1:] if isinstance(value, str) and value.startswith(":number_") else match[1]
            return self.name(inner, value)

        return " UNION ALL ".join(
            f"SELECT {columns} {_NAME.sub(named, body + within)}" for body in self.listing.bodies
        )


def _plain(columns: dict[str, str], field: Field, row: _Row) -> str | None:
    """Return the value of a field that is a column, or nearly."""
    found = columns.get(field.name)
    return None if found is None else found.format(row.alias)


def _object(values: Iterable[tuple[str, str]]) -> str:
    parts, sign = [], "{"
    for key, value in values:
        parts.append(f"""'{sign}"{key}":', {value}""")
        sign = ","
    return f"concat({', '.join(parts)}, '}}')" if parts else "'{}'"


def _gathered(each: str) -> str:
    return f"concat('[', group_concat({each}, ','), ']')"


def _array(each: str, listed: "_List | str", row: _Row) -> str:
    rows = listed if isinstance(listed, str) else listed.sql
    return f"(SELECT {_gathered(each)} FROM ({rows}) AS {row.alias} {row.joined})"


def _found(object: str, table: str, row: _Row, condition: str) -> str:
    """Return an object of the one row of a table that meets the condition; null where none does."""
    return f"coalesce((SELECT {object} FROM {table} AS {row.alias} {row.joined} WHERE {condition}), 'null')"


def _span(of: Selection, start: str, end: str) -> str:
    type, fields = of.only
    parts = {"typename": _typename(type), "start": start, "end": end}
    return _object((field.key, parts[field.name]) for field in fields)


def _typename(type: str) -> str:
    return f"""'"{type}"'"""


def _key(*values: str) -> str:
    """Return a key in a list as JSON."""
    parts = ", ',', ".join(f"json_quote({value})" for value in values)
    return f"concat('[', {parts}, ']')"


def _truth(conditions: Sequence[str]) -> str:
    """Return whether one of the conditions holds, as JSON."""
    return f"iif({' OR '.join(conditions)}, 'true', 'false')" if conditions else "'false'"
