"""What a Neo4j database must have to be a store: constraints, indexes and a node of its own.

The node, `(:Papergraph {schema, revision})`, is made last: where it stands, everything else does too. Other
data may live in the same database unless it uses our labels; then a new store is refused, because two
owners of one label would count and erase each other's nodes.
"""

import re

from neo4j import AsyncDriver, RoutingControl
from neo4j.exceptions import Neo4jError

from graph.errors import NotAStore, VersionMismatch
from graph.kinds import ClaimKind

SCHEMA = 1
"""The version of what this code writes."""

OLDEST_SERVER = (5, 26)
"""The first server that takes the kind of a new relationship from a row, as the writing statements do."""

SECONDS_FOR_INDEXES = 300


def _unique(name: str, label: str) -> str:
    return f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"


def _range(name: str, pattern: str, properties: str) -> str:
    return f"CREATE RANGE INDEX {name} IF NOT EXISTS FOR {pattern} ON ({properties})"


def _text(name: str, label: str, properties: str) -> str:
    return (
        f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{label}) ON EACH [{properties}] "
        f"OPTIONS {{indexConfig: {{`fulltext.analyzer`: 'whitespace'}}}}"
    )


# Full-text properties hold `graph.names.words` (and `keys`, which have no blanks), so their analyzer must
# only cut at blanks and change nothing.
INDEXES = {
    "papergraph_store": _unique("papergraph_store", "Papergraph"),
    "papergraph_paper": _unique("papergraph_paper", "Paper"),
    "papergraph_entity": _unique("papergraph_entity", "Entity"),
    "papergraph_result": _unique("papergraph_result", "Result"),
    "papergraph_list": _range("papergraph_list", "(n:Paper)", "n.listKey"),
    "papergraph_venue": _range("papergraph_venue", "(n:Paper)", "n.venue, n.listKey"),
    "papergraph_listed": _range("papergraph_listed", "(n:Paper)", "n.listed, n.listKey"),
    "papergraph_changes": _range("papergraph_changes", "(n:Paper)", "n.revision, n.id"),
    **{
        f"papergraph_{kind.lower()}": _range(f"papergraph_{kind.lower()}", f"()-[r:{kind}]-()", "r.paper")
        for kind in ClaimKind
    },
    "papergraph_papers": _text("papergraph_papers", "Paper", "n.titleWords, n.abstractWords"),
    "papergraph_names": _text("papergraph_names", "Entity", "n.nameWords, n.keys"),
}
"""The statement that makes each constraint and index, by its name."""

_INSPECT = """
OPTIONAL MATCH (store:Papergraph)
RETURN store.schema AS schema,
       EXISTS { (:Paper|Entity|Method|Task|Dataset|Metric|Result) } AS is_used
"""

_MAKE_STORE = """
MERGE (store:Papergraph {id: "papergraph"})
ON CREATE SET store.schema = $schema, store.revision = 0
"""


def check_server(agent: str, shown: str) -> None:
    """Raise `VersionMismatch` where `agent`, how the server calls itself ("Neo4j/5.26.1"), is too old."""
    version = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
    if version is None or (int(version[1]), int(version[2])) < OLDEST_SERVER:
        oldest = ".".join(map(str, OLDEST_SERVER))
        raise VersionMismatch(
            f"the server at {shown} is {agent}, and Papergraph needs Neo4j {oldest} or newer; upgrade it"
        )


async def prepare(driver: AsyncDriver, database: str, shown: str, *, create: bool) -> None:
    """Make sure that `database` is a store, and make it one where it is not, if `create`.

    Raises `NotAStore` or `VersionMismatch`, and what the driver raises.
    """
    found, _, _ = await driver.execute_query(_INSPECT, database_=database, routing_=RoutingControl.READ)
    schema, is_used = found[0]["schema"], found[0]["is_used"]
    if schema is not None and schema > SCHEMA:
        raise VersionMismatch(
            f"{shown} was written by a newer Papergraph (schema {schema}, this one knows {SCHEMA}); upgrade "
            "Papergraph"
        )
    if schema is None and not create:
        raise NotAStore(f"{shown} holds no Papergraph store; ingest papers into it first")
    if schema is None and is_used:
        raise NotAStore(
            f"{shown} holds other data with labels that Papergraph uses, such as :Paper; give Papergraph a "
            "database of its own"
        )
    if create:
        await _make(driver, database, shown, is_new=schema is None)


async def _create(driver: AsyncDriver, database: str, statement: str) -> None:
    """Make a constraint or an index; that another process makes the same one at this moment is fine.

    IF NOT EXISTS looks before the server locks the schema, so of two at once the later one may fail.
    """
    try:
        await driver.execute_query(statement, database_=database)
    except Neo4jError as error:
        if not (error.code or "").endswith("EquivalentSchemaRuleAlreadyExists"):
            raise


async def _make(driver: AsyncDriver, database: str, shown: str, *, is_new: bool) -> None:
    """Make the constraints and indexes that are missing, wait for them, then make the store's node."""
    found, _, _ = await driver.execute_query(
        "SHOW INDEXES YIELD name", database_=database, routing_=RoutingControl.READ
    )
    missing = INDEXES.keys() - {row["name"] for row in found}
    for name, statement in INDEXES.items():
        if name in missing:
            await _create(driver, database, statement)
    if missing:
        await driver.execute_query(
            "CALL db.awaitIndexes($seconds)", seconds=SECONDS_FOR_INDEXES, database_=database
        )
    if is_new:
        await driver.execute_query(_MAKE_STORE, schema=SCHEMA, database_=database)
