"""Cypher whose text depends on what is asked: which kinds, which filter, which window.

Only words of our own make up the text (names of kinds, labels and properties); what a caller gives goes in
as a parameter. Each function returns one statement with its parameters: one round trip however many ids.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graph.errors import InvalidValue
from graph.kinds import ClaimKind, EntityKind
from graph.neo4j_cypher import ANY_KIND, match_stated
from graph.neo4j_lookups import CLAIM_FIELDS, ENTITY_FIELDS, PAPER_FIELDS, PAPERS_OF_LISTS, UNWIND_IDS
from graph.neo4j_rows import UNDATED, Row, list_date, list_key
from graph.store import ClaimFilter, ClaimsBy, EntityFilter, EntityOrder, Key, PaperFilter, Window

_AFTER_ANY_DATE = "~"
"""Greater than whatever follows in a date: "2017~" lies after all days of 2017."""


_LONGEST_TERM = 255
"""Lucene's analyzer cuts longer words."""


@dataclass(frozen=True, slots=True)
class Query:
    """A statement and its parameters."""

    text: str
    parameters: Row


def full_text(words: Sequence[str], boosts: Mapping[str, int]) -> str:
    """Return Lucene's query for texts that hold every one of `words`, the last one also as a prefix, in one
    of the properties of `boosts`, which says how much a hit there counts.

    `graph.names.words` are letters and digits without capitals: nothing in them means anything to Lucene.
    """
    terms = [word[:_LONGEST_TERM] for word in words]
    terms[-1] += "*"
    return " ".join(
        f"+({' '.join(f'{property}:{term}^{boost}' for property, boost in boosts.items())})" for term in terms
    )


@dataclass(frozen=True, slots=True)
class Stretch:
    """A window of a list: the clauses that find all its items, the conditions that keep those inside of the
    window (which begin with AND), their order in its direction, expressions for whether the list has some
    before and after its bounds, and what all that binds."""

    listed: str
    within: str
    order: str
    is_earlier: str
    is_later: str
    parameters: Row


# --- papers ----------------------------------------------------------------------------------------


def papers(filter: PaperFilter, window: Window) -> Query:
    """Ask for a page of papers: one row with a "list" (one longer than the limit when there are more, in
    the direction of the window), "is_earlier" and "is_later" (whether the list reaches beyond its bounds)."""
    return _page("paper", PAPER_FIELDS, paper_stretch(filter, window))


def _page(item: str, fields: str, stretch: Stretch) -> Query:
    text = f"""
CALL () {{
    {stretch.listed} {stretch.within}
    WITH {item} ORDER BY {stretch.order} LIMIT $limit
    RETURN collect({item} {{{fields}}}) AS list
}}
RETURN list, {stretch.is_earlier} AS is_earlier, {stretch.is_later} AS is_later
"""
    return Query(text, stretch.parameters)


def paper_stretch(filter: PaperFilter, window: Window) -> Stretch:
    """Return the window of the papers that pass, each as `paper`: filter by date, window and order are one
    stretch of the index on `listKey`."""
    first, last = "", UNDATED + _AFTER_ANY_DATE
    if filter.until is not None:
        first, last = list_date(filter.until, rest="9"), UNDATED
    if filter.since is not None:
        last = list_date(filter.since, rest="0") + _AFTER_ANY_DATE
    after, before = _paper_bound(window.after), _paper_bound(window.before)
    where = "paper.listKey > $first AND paper.listKey < $last"
    index = ["listKey"]
    if filter.listed is not None:
        where += " AND paper.listed = $listed"
        index = ["listed", "listKey"]
    if filter.venue is not None:
        where += " AND paper.venue = $venue"
        index = ["venue", "listKey"]
    match = f"MATCH (paper:Paper) USING INDEX paper:Paper({', '.join(index)})"
    if filter.entity is not None:
        match = "MATCH (entity:Entity {id: $entity})<-[:MENTIONS]-(paper:Paper) USING INDEX entity:Entity(id)"
    direction = "DESC" if window.backwards else "ASC"
    order = ", ".join(f"paper.{property} {direction}" for property in index)
    listed = f"{match} WHERE {where}"
    return Stretch(
        listed,
        f"{'AND paper.listKey > $after' if after else ''} {'AND paper.listKey < $before' if before else ''}",
        order,
        f"EXISTS {{ {listed} AND paper.listKey <= $after }}" if after else "false",
        f"EXISTS {{ {listed} AND paper.listKey >= $before }}" if before else "false",
        {
            "first": first,
            "last": last,
            "after": after,
            "before": before,
            "limit": window.limit + 1,
            "entity": filter.entity,
            "venue": filter.venue,
            "listed": filter.listed,
        },
    )


def _paper_bound(key: Key | None) -> str | None:
    if key is None:
        return None
    match key:
        case (str(date), str(id)):
            return list_key(date or None, id)
    raise InvalidValue("cursor", f"{key!r} is no place in a list of papers")


# --- entities --------------------------------------------------------------------------------------

# The value that a list is sorted by before the id, and whether it falls.
_ENTITY_ORDERS = {
    EntityOrder.SUPPORT: ("entity.support", True),
    EntityOrder.NAME: (None, False),
    EntityOrder.NEWEST: ('coalesce(entity.firstSeen, "")', True),
}


def entities(filter: EntityFilter, order: EntityOrder, window: Window) -> Query:
    """Ask for a page of entities: one row with "list", "is_earlier" and "is_later", as in `papers`."""
    return _page("entity", ENTITY_FIELDS, entity_stretch(filter, order, window))


def entity_stretch(filter: EntityFilter, order: EntityOrder, window: Window) -> Stretch:
    """Return the window of the entities that pass, each as `entity`."""
    match = (
        f"MATCH (entity:{'|'.join(sorted(filter.kinds or EntityKind))}) WHERE entity.support >= $min_support"
    )
    if filter.since is not None:
        match += " AND entity.firstSeen >= $since"
    if filter.until is not None:
        match += " AND entity.firstSeen < $until"
    value, falls = _ENTITY_ORDERS[order]
    after, before = _entity_bound(window.after, order), _entity_bound(window.before, order)
    later = f"({_beyond(value, falls, 'after')})"
    earlier = f"({_beyond(value, falls, 'before', back=True)})"
    ascending = "DESC" if window.backwards else "ASC"
    falling = "ASC" if window.backwards else "DESC"
    keys = f"{value} {falling if falls else ascending}, " if value else ""
    return Stretch(
        match,
        f"{f'AND {later}' if after else ''} {f'AND {earlier}' if before else ''}",
        f"{keys}entity.id {ascending}",
        f"EXISTS {{ {match} AND NOT {later} }}" if after else "false",
        f"EXISTS {{ {match} AND NOT {earlier} }}" if before else "false",
        {
            "min_support": filter.min_support,
            "since": filter.since,
            "until": None if filter.until is None else filter.until + _AFTER_ANY_DATE,
            "after": after,
            "before": before,
            "limit": window.limit + 1,
        },
    )


def _beyond(value: str | None, falls: bool, bound: str, *, back: bool = False) -> str:
    """Return the condition for entities after a bound, or before it."""
    by_id = f"entity.id {'<' if back else '>'} ${bound}.id"
    if value is None:
        return by_id
    sign = "<" if falls != back else ">"
    return f"{value} {sign} ${bound}.value OR ({value} = ${bound}.value AND {by_id})"


def _entity_bound(key: Key | None, order: EntityOrder) -> Row | None:
    match order, key:
        case _, None:
            return None
        case EntityOrder.SUPPORT, (support, str(id)) if isinstance(support, float | int):
            return {"value": support, "id": id}
        case EntityOrder.NAME, (str(id),):
            return {"id": id}
        case EntityOrder.NEWEST, (str(date), str(id)):
            return {"value": date, "id": id}
    raise InvalidValue("cursor", f"{key!r} is no place in a list of entities")


# --- claims ----------------------------------------------------------------------------------------

_IS_LATER = (
    "(claim.confidence < ${0}.confidence OR (claim.confidence = ${0}.confidence AND claim.id > ${0}.id))"
)
_IS_EARLIER = (
    "(claim.confidence > ${0}.confidence OR (claim.confidence = ${0}.confidence AND claim.id < ${0}.id))"
)
_ORDER = "claim.confidence DESC, claim.id"
_REVERSE_ORDER = "claim.confidence, claim.id DESC"

_WITH_ENDS = "WITH claim, startNode(claim) AS head, endNode(claim) AS tail"

# How many papers make a claim's edge: each has one relationship between its ends. Counted, from the end
# that has fewer, and not kept: a merge would have to write to all relationships of each edge it adds to.
_SUPPORT = f"COUNT {{ (head)-[same:{ANY_KIND}]->(tail) WHERE type(same) = type(claim) }}"


def claims(by: ClaimsBy, ids: Sequence[str], filter: ClaimFilter, window: Window) -> Query:
    """Ask for a page of claims of each id: one row with "lists" of claims in their order (each one longer
    than the limit when there are more), "ends" with "is_earlier" and "is_later" of each, as in `papers`,
    and the "papers" of all claims."""
    after, before = _claim_bound(window.after), _claim_bound(window.before)
    wanted = _claims_by(by, filter)
    inside, is_earlier, is_later = [], "false", "false"
    if after:
        inside.append(_IS_LATER.format("after"))
        is_earlier = f"EXISTS {{ {wanted} WITH claim WHERE NOT {_IS_LATER.format('after')} }}"
    if before:
        inside.append(_IS_EARLIER.format("before"))
        is_later = f"EXISTS {{ {wanted} WITH claim WHERE NOT {_IS_EARLIER.format('before')} }}"
    text = f"""
{UNWIND_IDS}
CALL (id) {{
    {wanted}
    WITH claim {"WHERE " + " AND ".join(inside) if inside else ""}
    ORDER BY {_REVERSE_ORDER if window.backwards else _ORDER} LIMIT $limit
    {_WITH_ENDS}
    RETURN collect(claim {{{CLAIM_FIELDS}, support: {_SUPPORT}}}) AS list
}}
WITH place, list, {is_earlier} AS is_earlier, {is_later} AS is_later
ORDER BY place
WITH collect(list) AS lists, collect({{is_earlier: is_earlier, is_later: is_later}}) AS ends
{PAPERS_OF_LISTS}
RETURN lists, ends, papers
"""
    bounds = {"after": after, "before": before, "limit": window.limit + 1}
    return Query(text, {"ids": ids, **bounds, **_parameters(filter)})


def edges(by: ClaimsBy, ids: Sequence[str], filter: ClaimFilter, limit: int) -> Query:
    """Ask for the edges of each id: one row an id, in their order, with "edges"."""
    text = f"""
{UNWIND_IDS}
CALL (id) {{
    {_match(by, filter)} WHERE {_passes(filter)}
    WITH startNode(claim) AS head, type(claim) AS kind, endNode(claim) AS tail,
        count(*) AS support, max(claim.confidence) AS confidence
    WHERE support >= $min_support
    WITH {{head: head.id, kind: kind, tail: tail.id, support: support, confidence: confidence}} AS edge
    ORDER BY edge.support DESC, edge.confidence DESC, edge.head + "|" + edge.kind + "|" + edge.tail
    LIMIT $limit
    RETURN collect(edge) AS edges
}}
RETURN edges ORDER BY place
"""
    return Query(text, {"ids": ids, "limit": limit, **_parameters(filter)})


def claims_of_edges(kinds: Collection[ClaimKind]) -> str:
    """Return the statement for at most `limit` claims of each of `edges` (of these kinds): one row with
    "lists" and "papers", as in `claims`."""
    claim = f"[claim:{'|'.join(sorted(kinds))}]"
    return f"""
UNWIND range(0, size($edges) - 1) AS place
WITH place, $edges[place] AS edge
CALL (edge) {{
    MATCH (head:Entity|Paper {{id: edge.head}})-{claim}->(tail:Entity {{id: edge.tail}})
    USING INDEX head:Entity(id) USING INDEX head:Paper(id)
    WHERE type(claim) = edge.kind
    WITH claim, head, tail ORDER BY {_ORDER} LIMIT $limit
    RETURN collect(claim {{{CLAIM_FIELDS}, support: {_SUPPORT}}}) AS list
}}
WITH place, list ORDER BY place
WITH collect(list) AS lists
{PAPERS_OF_LISTS}
RETURN lists, papers
"""


def _match(by: ClaimsBy, filter: ClaimFilter) -> str:
    """Return the clause that finds each `claim` of `id`."""
    kinds = sorted(filter.kinds or ClaimKind)
    claim = f"[claim:{'|'.join(kinds)}]"
    by_id = "USING INDEX one:Entity(id) USING INDEX one:Paper(id)"
    match by:
        case ClaimsBy.HEAD:
            return f"MATCH (one:Entity|Paper {{id: id}})-{claim}->() {by_id}"
        case ClaimsBy.TAIL:
            return f"MATCH ()-{claim}->(one:Entity {{id: id}}) USING INDEX one:Entity(id)"
        case ClaimsBy.EITHER:
            return f"MATCH (one:Entity|Paper {{id: id}})-{claim}-() {by_id}"
        case ClaimsBy.PAPER:
            return match_stated(kinds)


def _claims_by(by: ClaimsBy, filter: ClaimFilter) -> str:
    """Return the clauses that find each `claim` of `id` that passes the filter."""
    match = _match(by, filter)
    if filter.min_support <= 1:
        return f"{match} WHERE {_passes(filter)}"
    if by is ClaimsBy.PAPER:
        return f"{match} WHERE {_passes(filter)} {_WITH_ENDS} WHERE {_SUPPORT} >= $min_support"
    # All claims of each edge are at hand: gathering them is far less work than counting for each claim.
    return f"""{match}
    WITH startNode(claim) AS head, type(claim) AS kind, endNode(claim) AS tail, collect(claim) AS same
    WHERE size(same) >= $min_support
    UNWIND same AS claim
    WITH claim WHERE {_passes(filter)}"""


def claim_stretch(claim: str, match: str, filter: ClaimFilter, window: Window) -> Stretch:
    """Return the window of the claims that `match` finds and that pass, each as `claim` with its ends (as
    `claim_head` and `claim_tail`)."""
    after, before = _claim_bound(window.after), _claim_bound(window.before)
    listed = (
        f"{match} WHERE {_passes(filter, claim)} "
        f"WITH {claim}, startNode({claim}) AS {claim}_head, endNode({claim}) AS {claim}_tail WHERE true"
    )
    if filter.min_support > 1:
        support = _SUPPORT.replace("(head)", f"({claim}_head)").replace("(tail)", f"({claim}_tail)")
        listed += f" AND {_named(support, claim)} >= $min_support"
    later, earlier = _named(_IS_LATER.format("after"), claim), _named(_IS_EARLIER.format("before"), claim)
    return Stretch(
        listed,
        f"{f'AND {later}' if after else ''} {f'AND {earlier}' if before else ''}",
        _named(_REVERSE_ORDER if window.backwards else _ORDER, claim),
        f"EXISTS {{ {listed} AND NOT {later} }}" if after else "false",
        f"EXISTS {{ {listed} AND NOT {earlier} }}" if before else "false",
        {"after": after, "before": before, "limit": window.limit + 1, **_parameters(filter)},
    )


def _named(text: str, claim: str) -> str:
    """Return the text with another name for the claim in it."""
    return re.sub(r"\bclaim\b", claim, text)


def _passes(filter: ClaimFilter, claim: str = "claim") -> str:
    conditions = [f"{claim}.confidence >= $min_confidence"]
    if filter.since is not None:
        conditions.append(f"{claim}.date >= $since")
    if filter.until is not None:
        conditions.append(f"{claim}.date < $until")
    return " AND ".join(conditions)


def _parameters(filter: ClaimFilter) -> Row:
    return {
        "min_support": filter.min_support,
        "min_confidence": filter.min_confidence,
        "since": filter.since,
        "until": None if filter.until is None else filter.until + _AFTER_ANY_DATE,
    }


def _claim_bound(key: Key | None) -> Row | None:
    if key is None:
        return None
    match key:
        case (confidence, str(id)) if isinstance(confidence, float | int):
            return {"confidence": float(confidence), "id": id}
    raise InvalidValue("cursor", f"{key!r} is no place in a list of claims")
