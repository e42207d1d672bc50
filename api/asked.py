"""What fields are asked, from the arguments that a client gives: one of `graph.selection` for each.

Each function takes the arguments of a field as the schema has them, and raises `InvalidValue` for what cannot
be meant.
"""

from api import connections as page
from api.inputs import ClaimFilter, Direction, EntityFilter, EntityKind, EntityOrder, PaperFilter
from graph import kinds, store
from graph.errors import PapergraphError
from graph.selection import Claims, Entities, First, Papers


class NotAtOnce(PapergraphError):
    """A store alone cannot answer this."""


_BY = {
    Direction.OUTGOING: store.ClaimsBy.HEAD,
    Direction.INCOMING: store.ClaimsBy.TAIL,
    Direction.BOTH: store.ClaimsBy.EITHER,
}


def papers(
    filter: PaperFilter | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Papers:
    """`Query.papers`."""
    wanted = filter.checked() if filter else store.PaperFilter()
    return Papers(wanted, page.window(page.PAPER_KEY, first, after, last, before))


def entities(  # noqa: PLR0913
    *,
    kind: EntityKind | None = None,
    filter: EntityFilter | None = None,
    order_by: EntityOrder = EntityOrder.SUPPORT,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Entities:
    """`Query.entities`; raises `NotAtOnce` for the order by rank."""
    if order_by is EntityOrder.RANK:
        raise NotAtOnce("the order by rank is that of a snapshot")
    order = store.EntityOrder[order_by.name]
    wanted = (filter or EntityFilter()).checked(kind)
    return Entities(wanted, order, page.window(page.ENTITY_KEYS[order], first, after, last, before))


def ranked(  # noqa: PLR0913
    *,
    kind: EntityKind | None,
    filter: EntityFilter | None,
    first: int | None,
    after: str | None,
    last: int | None,
    before: str | None,
) -> tuple[store.EntityFilter, store.Window]:
    """`Query.entities` by rank."""
    return (filter or EntityFilter()).checked(kind), page.window(page.RANK_KEY, first, after, last, before)


def claims_of_paper(
    filter: ClaimFilter | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Claims:
    """`Paper.claims`."""
    window = page.window(page.CLAIM_KEY, first, after, last, before)
    return Claims(store.ClaimsBy.PAPER, _checked(filter), window)


def claims_about(  # noqa: PLR0913
    *,
    direction: Direction = Direction.BOTH,
    filter: ClaimFilter | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Claims:
    """`Entity.claims`."""
    window = page.window(page.CLAIM_KEY, first, after, last, before)
    return Claims(_BY[direction], _checked(filter), window)


def papers_about(
    first: int | None = None, after: str | None = None, last: int | None = None, before: str | None = None
) -> Claims:
    """`Entity.papers`: the claims by which papers mention it."""
    mentions = store.ClaimFilter(frozenset({kinds.ClaimKind.MENTIONS}))
    window = page.window(page.CLAIM_KEY, first, after, last, before)
    return Claims(store.ClaimsBy.TAIL, mentions, window)


def proposed() -> Claims:
    """`Paper.proposes`."""
    wanted = store.ClaimFilter(frozenset({kinds.ClaimKind.PROPOSES}))
    return Claims(store.ClaimsBy.PAPER, wanted, store.Window(store.LARGEST_PAGE))


def results(first: int = page.DEFAULT_PAGE) -> First:
    """`Entity.results`."""
    return First(page.size("first", first))


def _checked(filter: ClaimFilter | None) -> store.ClaimFilter:
    return filter.checked() if filter else store.ClaimFilter()
