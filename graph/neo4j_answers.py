"""Whole answers from Neo4j: one statement, and so one round trip, for a `Question`.

Each field becomes an expression of Cypher, with what makes its value of what comes back (`Part`);
objects become maps, lists subqueries. Cypher has no JSON and keeps no order in its maps, so the driver's maps
are put in order here. Keys of our own in them hold a "#", which no key of an answer can.

A statement is put together from names of this package; what a client gives is a parameter, and keys of the
answer are names as GraphQL allows them.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import orjson

from graph import cursors
from graph.kinds import ClaimKind, EntityKind
from graph.model import entity_id
from graph.neo4j_cypher import ANY_KIND, RESULT_ENDS, match_stated
from graph.neo4j_queries import Query, Stretch, claim_stretch, entity_stretch, paper_stretch
from graph.neo4j_rows import Row, to_page
from graph.selection import ById, ByName, Claims, Entities, Field, First, Papers, Question, Selection
from graph.store import ClaimsBy, Page, Window

_PARAMETER = re.compile(r"\$(\w+)")
_KINDS = tuple(EntityKind)

Make = Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Part:
    """An expression, and what makes the value in the answer of what it gives."""

    cypher: str
    make: Make = _same


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its parameters, and what makes the answer of its only row."""

    query: Query
    make: Make

    def answer(self, row: Mapping[str, Any]) -> bytes:
        """Return the answer as JSON."""
        return orjson.dumps(self.make(row))


def statement(question: Question) -> Statement:
    """Return the statement that answers a question; raises `InvalidValue` for what cannot be asked."""
    writer = _Writer()
    parts = [(each.key, writer.of_graph(each)) for each in question.fields]
    lists = " ".join(writer.lists)
    returned = ", ".join(f"{part.cypher} AS `{key}`" for key, part in parts)
    return Statement(
        Query(f"{lists} RETURN {returned or 'null AS `#`'}", writer.parameters),
        partial(_ordered, _makes(parts)),
    )


# --- from what comes back to the answer --------------------------------------------------------------


def _makes(parts: Iterable[tuple[str, Part]]) -> tuple[tuple[str, Make], ...]:
    return tuple((key, part.make) for key, part in parts)


def _ordered(makes: Sequence[tuple[str, Make]], found: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if found is None else {key: make(found[key]) for key, make in makes}


def _of_type(makes: Mapping[str, Make], found: Mapping[str, Any] | None) -> Any:
    """Make the object that says of itself which type it has."""
    return None if found is None else makes[found["#type"]](found)


def _each(make: Make, found: Iterable[Any]) -> list[Any]:
    return [make(item) for item in found]


def _constant(value: Any, _: Any) -> Any:
    return value


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date else None


def _cursor(key: Any) -> str:
    return cursors.encode(orjson.dumps(key))


def _span(of: Selection, found: Sequence[int]) -> dict[str, Any] | None:
    """Make the span from its start and its end."""
    type, fields = of.only
    values = {"typename": type, "start": found[0], "end": found[1]}
    return None if found[0] is None else {each.key: values[each.name] for each in fields}


def _mentions(make: Make, found: Iterable[Row]) -> list[Any]:
    """Make mentions, in the order of where each entity is mentioned first."""
    return [make(each) for each in sorted(found, key=lambda each: (min(each["#spans"]), each["#id"]))]


@dataclass(frozen=True, slots=True)
class _Page:
    """What makes a page of its items and of whether the list reaches beyond the bounds of its window. Items
    come in the window's direction, one more than wanted where there are more."""

    of: Selection
    window: Window
    nodes: Mapping[str, Make]

    def __call__(self, found: Sequence[Any]) -> dict[str, Any]:
        rows, is_earlier, is_later = found
        page = to_page(rows, self.window, {"is_earlier": is_earlier, "is_later": is_later})
        type, fields = self.of.only
        made: dict[str, Any] = {}
        for each in fields:
            match each.name:
                case "typename":
                    made[each.key] = type
                case "nodes":
                    made[each.key] = [self.nodes[each.key](item[each.key]) for item in page.items]
                case "edges":
                    made[each.key] = [self._edge(each, item) for item in page.items]
                case _:
                    made[each.key] = self._info(each, page)
        return made

    def _edge(self, edges: Field, item: Row) -> dict[str, Any]:
        assert edges.of is not None  # noqa: S101 -- edges have fields
        type, fields = edges.of.only
        edge: dict[str, Any] = {}
        for each in fields:
            match each.name:
                case "typename":
                    edge[each.key] = type
                case "cursor":
                    edge[each.key] = _cursor(item["#key"])
                case _:
                    name = f"{edges.key}#{each.key}"
                    edge[each.key] = self.nodes[name](item[name])
        return edge

    @staticmethod
    def _info(info: Field, page: Page[Row]) -> dict[str, Any]:
        assert info.of is not None  # noqa: S101 -- page_info has fields
        type, fields = info.of.only
        values = {
            "typename": type,
            "has_next_page": page.has_next,
            "has_previous_page": page.has_previous,
            "start_cursor": _cursor(page.items[0]["#key"]) if page.items else None,
            "end_cursor": _cursor(page.items[-1]["#key"]) if page.items else None,
        }
        return {each.key: values[each.name] for each in fields}


# --- expressions ---------------------------------------------------------------------------------------

_PAPER = {
    "id": Part("{0}.id"),
    "label": Part("{0}.title"),
    "title": Part("{0}.title"),
    "abstract": Part("{0}.abstract"),
    "authors": Part("{0}.authors"),
    "date": Part("{0}.date"),
    "year": Part("{0}.date", _year),
    "venue": Part("{0}.venue"),
    "url": Part("{0}.url"),
    "code_url": Part("{0}.codeUrl"),
    "project_url": Part("{0}.projectUrl"),
    "listed": Part("{0}.listed"),
    "upvotes": Part("{0}.upvotes"),
    "source": Part("{0}.source"),
}
_ENTITY = {
    "id": Part("{0}.id"),
    "label": Part("{0}.name"),
    "name": Part("{0}.name"),
    "aliases": Part("{0}.aliases"),
    "support": Part("{0}.support"),
    "first_seen": Part("{0}.firstSeen"),
}
_CLAIM = {
    "id": Part("{0}.id"),
    "kind": Part("type({0})"),
    "confidence": Part("{0}.confidence"),
    "support": Part(
        f"COUNT {{{{ ({{0}}_head)-[{{0}}_same:{ANY_KIND}]->({{0}}_tail) "
        "WHERE type({0}_same) = type({0}) }}"
    ),
}
_RESULT = {
    "id": Part("{0}.id"),
    "value": Part("{0}.value"),
    "number": Part("{0}.number"),
    "unit": Part("{0}.unit"),
    "confidence": Part("{0}.confidence"),
}
_PLAIN = {"Paper": _PAPER, "Claim": _CLAIM, "Result": _RESULT}


@dataclass(slots=True)
class _Writer:
    """Writes one statement: its `parameters`, and the `lists` that it begins with."""

    parameters: dict[str, Any] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)
    _variables: int = 0

    def bind(self, value: Any) -> str:
        """Return how the statement calls a value."""
        name = f"v{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def variable(self, prefix: str) -> str:
        """Return a name that nothing else has."""
        self._variables += 1
        return f"{prefix}{self._variables}"

    def object(self, type: str, fields: Iterable[Field], variable: str) -> Part:
        """Return an object with these fields of what the variable holds."""
        return _object((each.key, self.field(type, each, variable)) for each in fields)

    def field(self, type: str, field: Field, variable: str) -> Part:
        """Return one field."""
        if field.name == "typename":
            return Part("null", partial(_constant, type))
        plain = _PLAIN.get(type, _ENTITY).get(field.name)
        if plain is not None:
            return Part(plain.cypher.format(variable), plain.make)
        match type:
            case "Paper":
                return self.of_paper(field, variable)
            case "Claim":
                return self.of_claim(field, variable)
            case "Result":
                return self.of_result(field, variable)
            case _:
                return self.of_entity(EntityKind(type), field, variable)

    # --- where questions start ---------------------------------------------------------------------

    def of_graph(self, field: Field) -> Part:
        """Return a field of the graph itself."""
        asked, of = field.asked, field.of
        if of is None:
            return Part("null", partial(_constant, "Query"))
        match field.name, asked:
            case "paper", ById(id):
                paper = self.paper(of, "paper")
                return _first(f"MATCH (paper:Paper {{id: {self.bind(id)}}})", paper)
            case "entity", ById(id):
                entity = self.entity(of, "entity", _KINDS)
                return _first(f"MATCH (entity:Entity {{id: {self.bind(id)}}})", entity)
            case _, ByName(kind, name):
                key = self.bind(entity_id(kind, name))
                entity = self.entity(of, "entity", (kind,))
                return _first(
                    f"""CALL db.index.fulltext.queryNodes("papergraph_names", 'keys:"' + {key} + '"') """
                    "YIELD node AS entity",
                    entity,
                    f"ORDER BY entity.id <> {key}, entity.support DESC, entity.id LIMIT 1",
                )
            case _, Papers(filter, window):
                key = "[coalesce(paper.date, ''), paper.id]"
                make = partial(self.paper, variable="paper")
                return self.listed("paper", of, window, paper_stretch(filter, window), make, key)
            case _, Entities(filter, order, window):
                keys = {
                    "support": "[entity.support, entity.id]",
                    "name": "[entity.id]",
                    "newest": "[coalesce(entity.firstSeen, ''), entity.id]",
                }
                make = partial(self.entity, variable="entity", kinds=tuple(sorted(filter.kinds)) or _KINDS)
                stretch = entity_stretch(filter, order, window)
                return self.listed("entity", of, window, stretch, make, keys[order])
        raise LookupError(field.name)

    def listed(  # noqa: PLR0913, PLR0917
        self,
        item: str,
        of: Selection,
        window: Window,
        stretch: Stretch,
        node: Callable[[Selection], Part],
        key: str,
    ) -> Part:
        """Return a page of a list of the whole graph, which the statement begins with."""
        name = self.variable("list")
        each, make = self._items(of, window, node, key)
        self.lists.append(
            self._bound(
                f"""CALL () {{
                    CALL () {{
                        {stretch.listed} {stretch.within}
                        WITH {item} ORDER BY {stretch.order} LIMIT $limit
                        RETURN collect({each}) AS items
                    }}
                    RETURN [items, {stretch.is_earlier}, {stretch.is_later}] AS {name}
                }}""",
                stretch.parameters,
            )
        )
        return Part(name, make)

    def _bound(self, text: str, parameters: Row) -> str:
        """Return the text with names of its own for its parameters; those that have one already keep it."""
        names = {name: self.bind(value) for name, value in parameters.items()}
        return _PARAMETER.sub(lambda match: names.get(match[1], match[0]), text)

    def _items(
        self, of: Selection, window: Window, node: Callable[[Selection], Part], key: str
    ) -> tuple[str, Make]:
        """Return the expression for one item of a page, and what makes the page."""
        nodes: dict[str, Part] = {}
        for each in of.only[1]:
            if each.name == "nodes" and each.of is not None:
                nodes[each.key] = node(each.of)
            elif each.name == "edges" and each.of is not None:
                for inner in each.of.only[1]:
                    if inner.of is not None:
                        nodes[f"{each.key}#{inner.key}"] = node(inner.of)
        parts = [f"`#key`: {key}", *(f"`{name}`: {part.cypher}" for name, part in nodes.items())]
        makes = {name: part.make for name, part in nodes.items()}
        return f"{{{', '.join(parts)}}}", _Page(of, window, makes)

    # --- papers ------------------------------------------------------------------------------------

    def paper(self, of: Selection, variable: str) -> Part:
        """Return the object of a paper."""
        return self.object("Paper", of.fields("Paper"), variable)

    def of_paper(self, field: Field, paper: str) -> Part:
        """Return what a paper has that is more than a property."""
        of = field.of
        assert of is not None  # noqa: S101 -- the others are properties
        match field.name:
            case "contribution":
                names = {name: f"contribution{name[0].upper()}{name[1:]}" for name in _EVIDENCE}
                evidence = self.evidence(of, paper, names)
                found = f"CASE WHEN {paper}.contributionSentence IS NOT NULL THEN {evidence.cypher} END"
                return Part(found, evidence.make)
            case "proposes":
                return self.proposed(of, field.asked, paper)
            case "claims":
                return self.claims(field, paper)
            case "mentions":
                return self.mentions(of, paper)
        variable = self.variable("result")
        result = self.object("Result", of.fields("Result"), variable)
        order = f"ORDER BY {variable}.valueStart, {variable}.valueEnd, {variable}.id"
        return _list(f"MATCH ({paper})-[:REPORTS]->({variable}:Result) WITH {variable} {order}", result)

    def proposed(self, of: Selection, asked: Claims, paper: str) -> Part:
        """Return the claims of a paper that are asked for, without a page around them."""
        claim = self.variable("claim")
        stretch = claim_stretch(claim, self.whose(asked, paper, claim), asked.filter, asked.window)
        found = self._bound(f"{stretch.listed} {stretch.within}", stretch.parameters)
        each = self.object("Claim", of.fields("Claim"), claim)
        return _list(f"{found} WITH * ORDER BY {stretch.order}", each)

    def mentions(self, of: Selection, paper: str) -> Part:
        """Return the entities that a paper mentions."""
        mention, entity = self.variable("mention"), self.variable("entity")
        parts = []
        for each in of.fields("Mention"):
            if each.of is None:
                parts.append((each.key, Part("null", partial(_constant, "Mention"))))
            elif each.name == "entity":
                parts.append((each.key, self.entity(each.of, entity, _KINDS)))
            else:
                parts.append((each.key, Part(_spans(mention), partial(_each, partial(_span, each.of)))))
        found = _object(parts)
        known = f"`#spans`: {_spans(mention)}, `#id`: {entity}.id"
        item = f"{{{known}, {found.cypher[1:-1]}}}" if parts else f"{{{known}}}"
        match = f"MATCH ({paper})-[{mention}:MENTIONS]->({entity}:Entity)"
        return Part(f"COLLECT {{ {match} RETURN {item} }}", partial(_mentions, found.make))

    # --- entities ----------------------------------------------------------------------------------

    def entity(self, of: Selection, variable: str, kinds: Sequence[EntityKind]) -> Part:
        """Return the object of an entity of one of these kinds."""
        return _by_label({kind: self.object(kind, of.fields(kind), variable) for kind in kinds}, variable)

    def of_entity(self, kind: EntityKind, field: Field, entity: str) -> Part:
        """Return what an entity has that is more than a property."""
        of = field.of
        if of is None:
            return Part("null", partial(_constant, kind.name))
        match field.name:
            case "claims":
                return self.claims(field, entity)
            case "papers":
                return self.claims(field, entity, of_papers=True)
        assert isinstance(field.asked, First)  # noqa: S101 -- the others have been told apart
        variable = self.variable("result")
        result = self.object("Result", of.fields("Result"), variable)
        order = (
            f'ORDER BY coalesce({variable}.date, "") DESC, {variable}.id LIMIT {self.bind(field.asked.limit)}'
        )
        match = f"MATCH ({entity})<-[:{'|'.join(RESULT_ENDS.values())}]-({variable}:Result)"
        return _list(f"{match} WITH {variable} {order}", result)

    # --- claims ------------------------------------------------------------------------------------

    def claims(self, field: Field, whose: str, *, of_papers: bool = False) -> Part:
        """Return a page of the claims of a paper or an entity, or of the papers that make them."""
        asked: Claims = field.asked
        assert field.of is not None  # noqa: S101 -- a page has fields
        claim = self.variable("claim")
        stretch = claim_stretch(claim, self.whose(asked, whose, claim), asked.filter, asked.window)

        def node(of: Selection) -> Part:
            return self.paper_of(of, claim) if of_papers else self.object("Claim", of.fields("Claim"), claim)

        item, make = self._items(field.of, asked.window, node, f"[{claim}.confidence, {claim}.id]")
        listed = f"{stretch.listed} {stretch.within} WITH * ORDER BY {stretch.order} LIMIT $limit"
        found = f"[COLLECT {{ {listed} RETURN {item} }}, {stretch.is_earlier}, {stretch.is_later}]"
        return Part(self._bound(found, stretch.parameters), make)

    @staticmethod
    def whose(asked: Claims, node: str, claim: str) -> str:
        """Return the clause that finds the claims of a paper or an entity."""
        kinds = sorted(asked.filter.kinds or ClaimKind)
        if asked.by is ClaimsBy.PAPER:
            return match_stated(kinds, claim, f"{node}.id")
        relation = f"-[{claim}:{'|'.join(kinds)}]-"
        before, after = {
            ClaimsBy.HEAD: (f"({node})", ">()"),
            ClaimsBy.TAIL: ("()", f">({node})"),
            ClaimsBy.EITHER: (f"({node})", "()"),
        }[asked.by]
        return f"MATCH {before}{relation}{after}"

    def of_claim(self, field: Field, claim: str) -> Part:
        """Return what a claim has that is more than a property."""
        of = field.of
        assert of is not None  # noqa: S101 -- the others are properties
        match field.name:
            case "evidence":
                return self.evidence(of, claim, {name: name for name in _EVIDENCE})
            case "paper":
                return self.paper_of(of, claim)
            case "tail":
                return self.entity(of, f"{claim}_tail", _KINDS)
        head = f"{claim}_head"
        objects: dict[str, Part] = {"Paper": self.paper(of, head)}
        objects.update({kind: self.object(kind, of.fields(kind), head) for kind in _KINDS})
        return _by_label(objects, head)

    def paper_of(self, of: Selection, variable: str) -> Part:
        """Return the paper of a claim or a result."""
        paper = self.variable("paper")
        return _first(f"MATCH ({paper}:Paper {{id: {variable}.paper}})", self.paper(of, paper))

    def evidence(self, of: Selection, variable: str, names: Mapping[str, str]) -> Part:
        """Return evidence, whose parts are these properties of what the variable holds."""
        type, fields = of.only
        parts = []
        for each in fields:
            match each.name:
                case "typename":
                    part = Part("null", partial(_constant, type))
                case "head" | "tail":
                    start, end = names[f"{each.name}Start"], names[f"{each.name}End"]
                    assert each.of is not None  # noqa: S101 -- spans have fields
                    part = Part(f"[{variable}.{start}, {variable}.{end}]", partial(_span, each.of))
                case name:
                    part = Part(f"{variable}.{names[name]}")
            parts.append((each.key, part))
        return _object(parts)

    # --- results -----------------------------------------------------------------------------------

    def of_result(self, field: Field, result: str) -> Part:
        """Return what a result has that is more than a property."""
        of = field.of
        assert of is not None  # noqa: S101 -- the others are properties
        match field.name:
            case "span":
                return Part(f"[{result}.valueStart, {result}.valueEnd]", partial(_span, of))
            case "evidence":
                return self.evidence(of, result, {name: name for name in _EVIDENCE})
            case "paper":
                return self.paper_of(of, result)
        end = self.variable("end")
        kind = EntityKind(field.name.capitalize())
        objects: dict[str, Part] = {kind: self.object(kind, of.fields(kind), end)}
        if kind is EntityKind.METHOD:
            objects["Paper"] = self.paper(of, end)
        match_end = f"MATCH ({result})-[:{RESULT_ENDS[field.name]}]->({end}:{'|'.join(objects)})"
        return _first(match_end, _by_label(objects, end))


_EVIDENCE = ("sentence", "start", "end", "headStart", "headEnd", "tailStart", "tailEnd")


def _object(parts: Iterable[tuple[str, Part]]) -> Part:
    parts = list(parts)
    pairs = ", ".join(f"`{key}`: {part.cypher}" for key, part in parts)
    return Part(f"{{{pairs}}}", partial(_ordered, _makes(parts)))


def _by_label(objects: Mapping[str, Part], variable: str) -> Part:
    """Return the object for the label that a node has; null for any other."""
    cases = []
    for label, part in objects.items():
        inner = part.cypher[1:-1]
        typed = f"{{`#type`: '{label}'{', ' if inner else ''}{inner}}}"
        cases.append(f"WHEN {variable}:{label} THEN {typed}")
    makes = {str(label): part.make for label, part in objects.items()}
    return Part(f"CASE {' '.join(cases)} END", partial(_of_type, makes))


def _first(match: str, part: Part, order: str = "") -> Part:
    return Part(f"COLLECT {{ {match} RETURN {part.cypher} {order} }}[0]", part.make)


def _list(match: str, part: Part) -> Part:
    return Part(f"COLLECT {{ {match} RETURN {part.cypher} }}", partial(_each, part.make))


def _spans(mention: str) -> str:
    """Return the spans of a mention, each its start and its end."""
    return f"[i IN range(0, size({mention}.starts) - 1) | [{mention}.starts[i], {mention}.ends[i]]]"
