"""How a merge changes a Neo4j store: one transaction, its rows in batches, its work in proportion to them.

Writers take turns at the store's own node, so no two of them can deadlock. What the papers said before is
erased, what they say now is added, and the entities that either names are counted again by difference.
All of it is worked out from what this transaction reads, so the driver may run it again from the start.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from neo4j import AsyncManagedTransaction

from graph import neo4j_cypher as cypher
from graph.curation import Curation, Decision, Shown
from graph.errors import NotAStore
from graph.model import PaperFacts
from graph.neo4j_lookups import FACTS
from graph.neo4j_rows import (
    Row,
    claims_row,
    kind_of_entity,
    paper_row,
    result_links,
    result_row,
    to_facts,
)
from graph.neo4j_tallies import Said, Tally, said_in
from graph.store import MergeReport

ROWS_PER_STATEMENT = 5000
PAPERS_PER_STATEMENT = 200
"""Where a row is a paper with all its claims."""


async def merge(
    tx: AsyncManagedTransaction, facts: Sequence[PaperFacts], digests: Mapping[str, str]
) -> MergeReport:
    """Make each paper say exactly this; `digests` holds the digest of each one's facts by its id."""
    revision = await _lock(tx)
    known = await _known(tx, list(digests))
    new = [f for f in facts if not _holds(known.get(f.paper.id), f, digests[f.paper.id])]
    changed = [f.paper.id for f in new if f.paper.id in known]
    if new:
        revision += 1
        curation = Curation(await decisions(tx))
        shown = [curation.shown(f, digests[f.paper.id]) for f in new]
        await _replace(tx, changed, shown, revision)
        await _run(tx, cypher.BUMP, revision=revision)
    return MergeReport(len(new) - len(changed), len(changed), len(facts) - len(new), revision)


async def delete(tx: AsyncManagedTransaction, ids: Sequence[str]) -> int:
    """Remove these papers with all that they say; return how many there were."""
    revision = await _lock(tx)
    known = list(await _known(tx, list(dict.fromkeys(ids))))
    if known:
        await _replace(tx, known, [], revision + 1)
        await _each(tx, cypher.ERASE_PAPERS, known)
        await _run(tx, cypher.BUMP, revision=revision + 1)
    return len(known)


async def decisions(tx: AsyncManagedTransaction) -> list[Decision]:
    """Return the decisions of curators, in their order."""
    return [Decision.from_json(record) for record in await _run(tx, cypher.DECISIONS)]


async def curate(tx: AsyncManagedTransaction, made: Sequence[Decision]) -> int:
    """Keep decisions and make papers say what they say under them; return how many say something else."""
    revision = await _lock(tx)
    records = [{"id": d.id, "record": d.to_json()} for d in made]
    await _run(tx, cypher.ADD_DECISIONS, rows=records)
    papers = set(await _each(tx, cypher.PAPERS_OF, [d.subject for d in made if d.paper is None]))
    papers.update(d.paper for d in made if d.paper is not None)
    return await _apply(tx, sorted(papers), revision + 1)


async def withdraw(tx: AsyncManagedTransaction, id: str) -> int | None:
    """Forget a decision and make papers say what they say without it; return how many say something else,
    None where there is no such decision."""
    revision = await _lock(tx)
    if not await _run(tx, cypher.REMOVE_DECISION, id=id):
        return None
    return await _apply(tx, sorted(await _run(tx, cypher.TOUCHED)), revision + 1)


async def _apply(tx: AsyncManagedTransaction, papers: Sequence[str], revision: int) -> int:
    """Make these papers say what they say under the decisions that there are."""
    curation, changed = Curation(await decisions(tx)), 0
    for start in range(0, len(papers), PAPERS_PER_STATEMENT):
        ids = papers[start : start + PAPERS_PER_STATEMENT]
        known = {id: (digest, original) for id, digest, original in await _each(tx, cypher.ORIGINALS, ids)}
        result = await tx.run(FACTS, {"ids": ids})
        shown = []
        async for row in result:
            facts = to_facts(row)
            now = curation.renewed(Shown(facts, *known[facts.paper.id]))
            if now is not None:
                shown.append(now)
                changed += now.facts != facts
        await _replace(tx, [each.facts.paper.id for each in shown], shown, revision)
    await _run(tx, cypher.BUMP, revision=revision)
    return changed


async def _replace(
    tx: AsyncManagedTransaction, old: Sequence[str], shown: Sequence[Shown], revision: int
) -> None:
    """Erase what the papers `old` say, add what is to be shown, and count the entities of both."""
    new = [each.facts for each in shown]
    left = [Said(*row) for row in await _each(tx, cypher.MENTIONS, old)]
    await _each(tx, cypher.ERASE_RESULTS, old)
    await _each(tx, cypher.ERASE_CLAIMS, old)
    await _each(tx, cypher.PUT_PAPERS, [paper_row(each, revision) for each in shown])
    unseen = await _count(tx, left, [said for f in new for said in said_in(f)])
    await _each(tx, cypher.ADD_CLAIMS, [claims_row(f) for f in new], at_once=PAPERS_PER_STATEMENT)
    results = [result for f in new for result in f.results]
    await _each(tx, cypher.ADD_RESULTS, [result_row(result) for result in results])
    links = [link for result in results for link in result_links(result)]
    for label, statement in cypher.LINK_RESULTS.items():
        await _each(tx, statement, [row for end, row in links if end == label])
    await _each(tx, cypher.FIND_FIRST_SEEN, unseen)


async def _count(tx: AsyncManagedTransaction, left: Iterable[Said], came: Iterable[Said]) -> list[str]:
    """Add, change and remove entities by what papers said and say of them.

    Returns the ids of those whose first date has to be looked up, once all claims are there.
    """
    counted = [(said, -1) for said in left] + [(said, +1) for said in came]
    stored = await _each(tx, cypher.TALLIES, list(dict.fromkeys(said.id for said, _ in counted)))
    tallies = {row[0]: Tally.of_node(row) for row in stored}
    for said, papers in counted:
        tallies.setdefault(said.id, Tally(said.id)).count(said, papers)
    kept = [tally for tally in tallies.values() if tally.support > 0]
    added: list[Row] = []
    changed: list[Row] = []
    for tally in kept:
        if tally.stored:
            changed.append(tally.row())
        else:
            added.append({"kind": kind_of_entity(tally.id).value, "entity": tally.row()})
    await _each(tx, cypher.ADD_ENTITIES, added)
    await _each(tx, cypher.CHANGE_ENTITIES, changed)
    await _each(tx, cypher.ERASE_ENTITIES, [tally.id for tally in tallies.values() if tally.support <= 0])
    return [tally.id for tally in kept if tally.has_lost_first]


async def _lock(tx: AsyncManagedTransaction) -> int:
    """Wait for other writers to finish, and return the revision that they left."""
    revisions = await _run(tx, cypher.LOCK)
    if not revisions:
        raise NotAStore("the database is no Papergraph store any more; open it again")
    return int(revisions[0])


async def _known(tx: AsyncManagedTransaction, papers: Sequence[str]) -> dict[str, tuple[str, bool]]:
    """Return of those papers that the store has, by id, the digest and whether they have an embedding."""
    return {id: (digest, embedded) for id, digest, embedded in await _each(tx, cypher.DIGESTS, papers)}


def _holds(stored: tuple[str, bool] | None, facts: PaperFacts, digest: str) -> bool:
    """Whether what is stored holds these facts. Embeddings are no part of them; a missing one is missed."""
    return stored is not None and stored[0] == digest and (stored[1] or not facts.embedding)


async def _each(
    tx: AsyncManagedTransaction, statement: str, rows: Sequence[object], *, at_once: int = ROWS_PER_STATEMENT
) -> list[Any]:
    """Run a statement on `$rows`, so many at once; on none at all it is not run."""
    found: list[Any] = []
    for start in range(0, len(rows), at_once):
        found += await _run(tx, statement, rows=rows[start : start + at_once])
    return found


async def _run(tx: AsyncManagedTransaction, statement: str, **parameters: object) -> list[Any]:
    """Run a statement and return its `rows`, if it returns any."""
    result = await tx.run(statement, parameters)
    return [row async for record in result for row in record["rows"]]
