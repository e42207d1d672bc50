"""A day of Daily Papers, and what it brought to the graph: `daily`."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph import checks
from graph.kinds import ClaimKind
from graph.model import Claim, Paper
from graph.store import (
    LARGEST_PAGE,
    ClaimRecord,
    Ends,
    EntityRecord,
    GraphStore,
    PaperFilter,
    Window,
)

_PROGRESS = frozenset({ClaimKind.IMPROVES_ON, ClaimKind.BUILDS_ON})


@dataclass(frozen=True, slots=True)
class DayInGraph:
    """The papers of a day, the most upvoted first; the entities that no earlier paper mentions, the most
    mentioned first; and the claims of the kinds IMPROVES_ON and BUILDS_ON that no earlier paper makes, the
    surest first. A paper is earlier if its date is."""

    date: str
    papers: tuple[Paper, ...]
    new_entities: tuple[EntityRecord, ...]
    new_claims: tuple[ClaimRecord, ...]


async def daily(store: GraphStore, date: str) -> DayInGraph:
    """Return the day; without papers where none was listed. Costs at most five calls of the store. Raises
    `InvalidValue` for what is no date."""
    checks.date(date, "date", whole=True)
    page = await store.list_papers(PaperFilter(listed=date), Window(LARGEST_PAGE))
    papers = sorted(page.items, key=lambda paper: (-(paper.upvotes or 0), paper.id))
    found = [facts for facts in await store.facts([paper.id for paper in papers]) if facts]
    first: dict[str, str] = {}
    for facts in found:
        for entity in facts.entities:
            first[entity.id] = min(first.get(entity.id, "~"), facts.paper.date or "~")
    records = [record for record in await store.entities(sorted(first)) if record]
    new = [record for record in records if (record.first_seen or "~") >= first[record.entity.id]]
    new.sort(key=lambda record: (-record.support, record.entity.id))
    claims = [claim for facts in found for claim in facts.claims if claim.kind in _PROGRESS]
    return DayInGraph(date, tuple(papers), tuple(new), tuple(await _new_claims(store, claims)))


async def _new_claims(store: GraphStore, claims: Sequence[Claim]) -> list[ClaimRecord]:
    own: dict[Ends, list[Claim]] = {}
    for claim in claims:
        own.setdefault(Ends(claim.head, claim.kind, claim.tail), []).append(claim)
    lists = await store.claims_of_edges(list(own), LARGEST_PAGE)
    found: list[ClaimRecord] = []
    for made, records in zip(own.values(), lists, strict=True):
        earliest = min(record.claim.paper.date or "~" for record in records)
        surest = max(made, key=lambda claim: (claim.confidence, claim.id))
        if earliest >= min(claim.paper.date or "~" for claim in made):
            found.append(ClaimRecord(surest, len(records)))
    return sorted(found, key=lambda record: (-record.claim.confidence, record.claim.id))
