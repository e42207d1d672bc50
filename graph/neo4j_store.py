"""`Neo4jStore`: the graph in a Neo4j database.

Anyone can read it with plain Cypher:

(:Paper {id, title, abstract, authors, date, ...})
(:Entity:Method {id, name, aliases, support, firstSeen}), likewise :Task, :Dataset and :Metric
(:Method)-[:IMPROVES_ON {paper, date, sentence, start, end, headStart, ..., confidence}]->(:Method): one
    relationship a claim, of its kind; from a :Paper where the paper itself is the head. Its support is
    the number of such relationships between the same two.
(:Paper)-[:MENTIONS {..., name, aliases, starts, ends}]->(:Entity): also how this paper writes it, and where
(:Paper)-[:REPORTS]->(:Result {value, number, unit, sentence, ...}), and from there [:OF_METHOD], [:ON_TASK],
    [:ON_DATASET] and [:IN_METRIC]

Properties that are not named here serve look-ups, search and counting. Writing is described in
`graph.neo4j_merge`, what a database must have in `graph.neo4j_schema`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Self, TypeVar
from weakref import WeakKeyDictionary

from neo4j import AsyncDriver, AsyncGraphDatabase, AsyncManagedTransaction, Record, RoutingControl
from neo4j.exceptions import IncompleteCommit

from graph import (
    checks,
    deadline,
    facts_json,
    neo4j_answers,
    neo4j_cypher,
    neo4j_lookups,
    neo4j_merge,
    neo4j_queries,
    neo4j_rows,
    neo4j_schema,
)
from graph.curation import Decision
from graph.errors import InvalidValue, NotAStore
from graph.keys import Key
from graph.kinds import ClaimKind, EntityKind
from graph.model import Edge, Paper, PaperFacts, Result, entity_id
from graph.neo4j_address import Address
from graph.neo4j_errors import translated
from graph.selection import Question
from graph.store import (
    Change,
    ClaimFilter,
    ClaimRecord,
    ClaimsBy,
    Day,
    Ends,
    EntityFilter,
    EntityOrder,
    EntityRecord,
    MergeReport,
    Page,
    PaperFilter,
    PaperQuotes,
    Stats,
    Window,
)

if TYPE_CHECKING:
    from graph.rows import GraphRows
    from graph.vectors import PaperVectors

R = TypeVar("R")

SECONDS_TO_CONNECT = 5.0
SECONDS_TO_ACQUIRE = 10.0
"""For a connection of the pool, all steps of making one included."""
SECONDS_TO_RETRY = 10.0
"""A try that fails later than this after the first failure is the last: at about 0, 1, 3, 7 and 15 s."""


class Neo4jStore:
    """A graph store in a Neo4j database; see `graph.store.GraphStore` for what its methods mean."""

    def __init__(self, driver: AsyncDriver, address: Address) -> None:
        """Take over a driver that is connected and a database that is prepared: use `open`."""
        self._driver = driver
        self._address = address
        self._statements = WeakKeyDictionary[Question, neo4j_answers.Statement]()

    def __repr__(self) -> str:
        return f"Neo4jStore({self._address.shown!r})"

    @classmethod
    async def open(cls, url: str, *, create: bool, password: str | None) -> Self:
        """Connect to the server at `url` (`graph.neo4j_address.FORM`) and open the store in its database.

        `create`: make the store, with its constraints and indexes, where none is. Raises
        `StoreAddressError`, `StoreUnavailable`, `AccessDenied`, `NotAStore`, `VersionMismatch`.
        """
        address = Address.parse(url, password)
        _keep_driver_quiet()
        with translated(address.shown, opening=True):
            driver = AsyncGraphDatabase.driver(
                address.uri,
                auth=address.auth,
                connection_timeout=SECONDS_TO_CONNECT,
                connection_acquisition_timeout=SECONDS_TO_ACQUIRE,
                max_transaction_retry_time=SECONDS_TO_RETRY,
                notifications_min_severity="OFF",
            )
            try:
                server = await driver.get_server_info()
                neo4j_schema.check_server(server.agent, address.shown)
                await neo4j_schema.prepare(driver, address.database, address.shown, create=create)
            except BaseException:
                await driver.close()
                raise
        return cls(driver, address)

    async def merge(self, facts: Sequence[PaperFacts]) -> MergeReport:
        """See `GraphStore.merge`."""
        checks.distinct([f.paper.id for f in facts], "facts")
        digests = {f.paper.id: facts_json.digest(f) for f in facts}
        reports: list[MergeReport] = []

        async def work(tx: AsyncManagedTransaction) -> None:
            reports.append(await neo4j_merge.merge(tx, facts, digests))

        await self._write(work)
        # Where a commit was not confirmed and was kept all the same, the next try finds nothing to do.
        return next((report for report in reversed(reports) if report.added or report.changed), reports[-1])

    async def delete_papers(self, ids: Sequence[str]) -> int:
        """See `GraphStore.delete_papers`."""
        counts: list[int] = []

        async def work(tx: AsyncManagedTransaction) -> None:
            counts.append(await neo4j_merge.delete(tx, ids))

        await self._write(work)
        return next((count for count in reversed(counts) if count), 0)

    async def curate(self, decisions: Sequence[Decision]) -> int:
        """See `GraphStore.curate`."""
        counts: list[int] = []

        async def work(tx: AsyncManagedTransaction) -> None:
            counts.append(await neo4j_merge.curate(tx, decisions))

        await self._write(work)
        return max(counts)

    async def withdraw(self, id: str) -> int | None:
        """See `GraphStore.withdraw`."""
        counts: list[int | None] = []

        async def work(tx: AsyncManagedTransaction) -> None:
            counts.append(await neo4j_merge.withdraw(tx, id))

        await self._write(work)
        return next((count for count in counts if count is not None), None)

    async def decisions(self) -> list[Decision]:
        """See `GraphStore.decisions`."""
        row = await self._read_one(neo4j_cypher.DECISIONS)
        return [Decision.from_json(record) for record in row["rows"]]

    async def revision(self) -> int:
        """See `GraphStore.revision`."""
        row = await self._read_one(neo4j_lookups.REVISION)
        return int(row["revision"])

    async def changes(self, after: Change, limit: int) -> list[Change]:
        """See `GraphStore.changes`."""
        rows = await self._read(
            neo4j_lookups.CHANGES, revision=after.revision, paper=after.paper, limit=limit
        )
        return [Change(row["revision"], row["paper"]) for row in rows]

    async def stats(self) -> Stats:
        """See `GraphStore.stats`."""
        row = await self._read_one(neo4j_lookups.STATS)
        return Stats(
            row["revision"],
            row["papers"],
            row["results"],
            {EntityKind(kind): count for kind, count in row["entities"].items() if count},
            {ClaimKind(kind): count for kind, count in row["claims"].items() if count},
        )

    async def papers(self, ids: Sequence[str]) -> list[Paper | None]:
        """See `GraphStore.papers`."""
        rows = await self._read(neo4j_lookups.PAPERS, ids=list(set(ids)))
        found = {row["paper"]["id"]: neo4j_rows.to_paper(row["paper"]) for row in rows}
        return [found.get(id) for id in ids]

    async def facts(self, ids: Sequence[str]) -> list[PaperFacts | None]:
        """See `GraphStore.facts`."""
        rows = await self._read(neo4j_lookups.FACTS, ids=list(set(ids)))
        found = {row["paper"]["id"]: neo4j_rows.to_facts(row) for row in rows}
        return [found.get(id) for id in ids]

    async def list_papers(self, filter: PaperFilter, window: Window) -> Page[Paper]:
        """See `GraphStore.list_papers`."""
        query = neo4j_queries.papers(filter, window)
        [row] = await self._read(query.text, **query.parameters)
        return neo4j_rows.to_page(map(neo4j_rows.to_paper, row["list"]), window, row)

    async def entities(self, ids: Sequence[str]) -> list[EntityRecord | None]:
        """See `GraphStore.entities`."""
        rows = await self._read(neo4j_lookups.ENTITIES, ids=list(set(ids)))
        found = {row["entity"]["id"]: neo4j_rows.to_entity(row["entity"]) for row in rows}
        return [found.get(id) for id in ids]

    async def list_entities(
        self, filter: EntityFilter, order: EntityOrder, window: Window
    ) -> Page[EntityRecord]:
        """See `GraphStore.list_entities`."""
        query = neo4j_queries.entities(filter, order, window)
        [row] = await self._read(query.text, **query.parameters)
        return neo4j_rows.to_page(map(neo4j_rows.to_entity, row["list"]), window, row)

    async def named(self, kind: EntityKind, names: Sequence[str]) -> list[EntityRecord | None]:
        """See `GraphStore.named`."""
        rows = await self._read(neo4j_lookups.NAMED, keys=[entity_id(kind, name) for name in names])
        return [neo4j_rows.to_entity(row["entity"]) if row["entity"] else None for row in rows]

    async def claims(
        self, by: ClaimsBy, ids: Sequence[str], filter: ClaimFilter, window: Window
    ) -> list[Page[ClaimRecord]]:
        """See `GraphStore.claims`."""
        query = neo4j_queries.claims(by, ids, filter, window)
        [row] = await self._read(query.text, **query.parameters)
        papers = {paper["id"]: neo4j_rows.to_paper(paper) for paper in row["papers"]}
        lists = (
            [ClaimRecord(neo4j_rows.to_claim(claim, papers), claim["support"]) for claim in claims]
            for claims in row["lists"]
        )
        return [
            neo4j_rows.to_page(records, window, ends)
            for records, ends in zip(lists, row["ends"], strict=True)
        ]

    async def edges(
        self, by: ClaimsBy, ids: Sequence[str], filter: ClaimFilter, limit: int
    ) -> list[list[Edge]]:
        """See `GraphStore.edges`."""
        if by is ClaimsBy.PAPER:
            raise InvalidValue("by", "edges span papers; ask for them by head, tail or either")
        query = neo4j_queries.edges(by, ids, filter, limit)
        rows = await self._read(query.text, **query.parameters)
        return [
            [
                Edge(edge["head"], ClaimKind(edge["kind"]), edge["tail"], edge["support"], edge["confidence"])
                for edge in row["edges"]
            ]
            for row in rows
        ]

    async def claims_of_edges(self, edges: Sequence[Ends], limit: int) -> list[list[ClaimRecord]]:
        """See `GraphStore.claims_of_edges`."""
        if not edges:
            return []
        wanted = [{"head": edge.head, "kind": edge.kind, "tail": edge.tail} for edge in edges]
        query = neo4j_queries.claims_of_edges(frozenset(edge.kind for edge in edges))
        [row] = await self._read(query, edges=wanted, limit=limit)
        papers = {paper["id"]: neo4j_rows.to_paper(paper) for paper in row["papers"]}
        return [
            [ClaimRecord(neo4j_rows.to_claim(claim, papers), claim["support"]) for claim in claims]
            for claims in row["lists"]
        ]

    async def days(self, before: str | None, limit: int) -> list[Day]:
        """See `GraphStore.days`."""
        if before is not None:
            checks.date(before, "before", whole=True)
        rows = await self._read(neo4j_lookups.DAYS, before=before or "~", limit=limit)
        return [Day(row["date"], row["papers"]) for row in rows]

    async def results(self, ids: Sequence[str], limit: int) -> list[list[Result]]:
        """See `GraphStore.results`."""
        [row] = await self._read(neo4j_lookups.RESULTS, ids=ids, limit=limit)
        papers = {paper["id"]: neo4j_rows.to_paper(paper) for paper in row["papers"]}
        return [[neo4j_rows.to_result(result, papers) for result in results] for results in row["lists"]]

    async def rows(self) -> "GraphRows":
        """See `GraphStore.rows`."""
        from graph import neo4j_scan  # noqa: PLC0415 -- NumPy, which few need

        return neo4j_scan.rows(await self._read_one(neo4j_lookups.ROWS))

    async def vectors(self) -> "PaperVectors":
        """See `GraphStore.vectors`."""
        from graph import neo4j_scan  # noqa: PLC0415 -- as above

        return neo4j_scan.vectors(await self._read_one(neo4j_lookups.VECTORS))

    async def search_papers(self, words: Sequence[str], limit: int) -> list[Paper]:
        """See `GraphStore.search_papers`."""
        if not words:
            return []
        query = neo4j_queries.full_text(words, {"titleWords": 2, "abstractWords": 1})
        rows = await self._read(neo4j_lookups.SEARCH_PAPERS, query=query, limit=limit)
        return [neo4j_rows.to_paper(row["paper"]) for row in rows]

    async def search_entities(
        self, words: Sequence[str], kinds: frozenset[EntityKind], limit: int
    ) -> list[EntityRecord]:
        """See `GraphStore.search_entities`."""
        if not words:
            return []
        rows = await self._read(
            neo4j_lookups.SEARCH_ENTITIES,
            query=neo4j_queries.full_text(words, {"nameWords": 1}),
            words=words[:-1],
            prefix=words[-1],
            kinds=list(kinds or EntityKind),
            limit=limit,
        )
        return [neo4j_rows.to_entity(row["entity"]) for row in rows]

    async def answer(self, question: Question) -> bytes:
        """See `GraphStore.answer`."""
        statement = self._statements.get(question)
        if statement is None:
            statement = self._statements[question] = neo4j_answers.statement(question)
        [row] = await self._read(statement.query.text, **statement.query.parameters)
        return statement.answer(row)

    async def quotes(self, after: str | None, limit: int) -> list[PaperQuotes]:
        """See `GraphStore.quotes`."""
        rows = await self._read(neo4j_lookups.QUOTES, after=after or "", limit=limit)
        return [neo4j_rows.to_quotes(row) for row in rows]

    async def add_key(self, key: Key) -> None:
        """See `GraphStore.add_key`."""
        row = {**asdict(key), "scopes": sorted(key.scopes)}

        async def work(tx: AsyncManagedTransaction) -> None:
            await (await tx.run(neo4j_lookups.ADD_KEY, key=row)).consume()

        await self._write(work)

    async def keys(self) -> list[Key]:
        """See `GraphStore.keys`."""
        return [neo4j_rows.to_key(row["key"]) for row in await self._read(neo4j_lookups.KEYS)]

    async def key(self, id: str) -> Key | None:
        """See `GraphStore.key`."""
        return next((key for key in await self.keys() if key.id == id), None)

    async def remove_key(self, id: str) -> bool:
        """See `GraphStore.remove_key`."""
        removed: list[int] = []

        async def work(tx: AsyncManagedTransaction) -> None:
            summary = await (await tx.run(neo4j_lookups.REMOVE_KEY, id=id)).consume()
            removed.append(summary.counters.nodes_deleted)

        await self._write(work)
        return any(removed)

    async def close(self) -> None:
        """See `GraphStore.close`."""
        await self._driver.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()

    async def _read(self, statement: str, **parameters: object) -> list[Record]:
        """Run one reading statement, again where that may help, and return its rows."""

        async def read() -> list[Record]:
            rows, _, _ = await self._driver.execute_query(
                statement, parameters, database_=self._address.database, routing_=RoutingControl.READ
            )
            return rows

        limit = deadline.current()
        try:
            # A driver that is cancelled closes its connection, and the server ends what it did for it.
            async with asyncio.timeout(None if limit is None else max(0.0, limit.left)):
                return await self._twice(read)
        except TimeoutError:
            if limit is None or not limit.passed():
                raise
            raise limit.error() from None

    async def _read_one(self, statement: str) -> Record:
        """Run a statement that reads the store's own node."""
        rows = await self._read(statement)
        if not rows:
            raise NotAStore(f"{self._address.shown} is no Papergraph store any more; open it again")
        return rows[0]

    async def _write(self, work: Callable[[AsyncManagedTransaction], Awaitable[None]]) -> None:
        """Run `work` in a transaction, again where that may help; it must be idempotent."""

        async def write() -> None:
            async with self._driver.session(
                database=self._address.database,
                bookmark_manager=self._driver.execute_query_bookmark_manager,
            ) as session:
                await session.execute_write(work)

        await self._twice(write)

    async def _twice(self, transaction: Callable[[], Awaitable[R]]) -> R:
        """Run a transaction, once more where its commit was not confirmed: the driver, which tries all
        else again, cannot know that it may be done twice."""
        with translated(self._address.shown):
            try:
                return await transaction()
            except IncompleteCommit:
                return await transaction()


def _keep_driver_quiet() -> None:
    """Keep what the driver logs from standard error where nobody has set logging up: it is said by the
    errors that are raised."""
    logger = logging.getLogger("neo4j")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
