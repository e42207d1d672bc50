"""What `papergraph show` shows: a paper or an entity found by id or name, with all that is printed of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import PapergraphError
from graph.kinds import ClaimKind, EntityKind
from graph.model import Claim, Edge, Paper, PaperFacts, kind_of
from graph.store import LARGEST_PAGE, ClaimFilter, ClaimsBy, EntityRecord, GraphStore, Window
from queries.search import search

MOST_EDGES = 50
"""How many edges of an entity are shown."""

STATED = ClaimFilter(kinds=frozenset(ClaimKind) - {ClaimKind.MENTIONS})
"""Every paper mentions its entities; the header's count says that."""


class NotFound(PapergraphError):
    """Nothing in the store has this id or name."""


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper and the names of the entities that it writes about."""

    facts: PaperFacts
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class EntityView:
    """An entity, its edges with the surest claim of each where it is among those read, and the labels of
    the edges' other ends."""

    record: EntityRecord
    edges: Sequence[Edge]
    claims: dict[str, Claim]
    labels: dict[str, str]
    more: bool
    """Whether it has more edges than these."""


async def look_up(store: GraphStore, wanted: str) -> PaperView | EntityView:
    """Return the view of what has this id or name; raises `NotFound` with what is like it."""
    found = await find(store, wanted)
    if isinstance(found, Paper):
        return await _paper_view(store, found)
    return await _entity_view(store, found)


async def find(store: GraphStore, wanted: str) -> Paper | EntityRecord:
    """Return what has this id, or this arXiv number, or else the most mentioned entity of this name."""
    if kind_of(wanted):
        [entity] = await store.entities([wanted])
        if entity:
            return entity
    for paper in await store.papers([wanted, f"arxiv:{wanted}"]):
        if paper:
            return paper
    named = [record for kind in EntityKind for record in await store.named(kind, [wanted]) if record]
    if named:
        return max(named, key=lambda record: record.support)
    raise NotFound(await _suggestion(store, wanted))


async def _suggestion(store: GraphStore, wanted: str) -> str:
    hits = await search(store, wanted, limit=3)
    ids = [hit.node.id if isinstance(hit.node, Paper) else hit.node.entity.id for hit in hits]
    hint = f"did you mean {' or '.join(ids)}?" if ids else "`papergraph query` searches for parts of names."
    return f"Nothing here has the id or name {wanted!r}; {hint}"


async def _paper_view(store: GraphStore, paper: Paper) -> PaperView:
    [facts] = await store.facts([paper.id])
    if facts is None:
        raise NotFound(f"{paper.id} was removed meanwhile.")
    records = await store.entities([entity.id for entity in facts.entities])
    return PaperView(facts, {record.entity.id: record.entity.name for record in records if record})


async def _entity_view(store: GraphStore, record: EntityRecord) -> EntityView:
    id = record.entity.id
    [edges] = await store.edges(ClaimsBy.EITHER, [id], STATED, MOST_EDGES + 1)
    [page] = await store.claims(ClaimsBy.EITHER, [id], STATED, Window(LARGEST_PAGE))
    # Claims come with the surest first, and the first of each edge is kept.
    claims = {claim.edge_id: claim for claim in (item.claim for item in reversed(page.items))}
    ends = sorted({end for edge in edges for end in (edge.head, edge.tail)} - {id})
    papers = [end for end in ends if kind_of(end) is None]
    entities = [end for end in ends if kind_of(end)]
    labels = {paper.id: paper.title for paper in await store.papers(papers) if paper}
    labels |= {other.entity.id: other.entity.name for other in await store.entities(entities) if other}
    return EntityView(record, edges[:MOST_EDGES], claims, labels, more=len(edges) > MOST_EDGES)
