"""What is Neo4j's own: addresses, the graph that Cypher users see, errors, retries, plans.

What both stores do alike is in tests/test_graph_store_contract.py.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import neo4j
import pytest

from graph import neo4j_cypher, neo4j_lookups, neo4j_merge, neo4j_queries, neo4j_schema
from graph.errors import (
    AccessDenied,
    ConnectionLost,
    CorruptStore,
    NotAStore,
    StoreAddressError,
    StoreError,
    StoreUnavailable,
    VersionMismatch,
)
from graph.kinds import ClaimKind, EntityKind
from graph.neo4j_address import Address
from graph.neo4j_store import Neo4jStore
from graph.store import ClaimFilter, ClaimsBy, MergeReport, PaperFilter, Window
from tests.factories import albert, bert, library, make_facts, roberta, survey
from tests.neo4j_server import Neo4jServer

ALL = Window(200)


def address(server: Neo4jServer, password: str | None = None) -> str:
    """Return the store's address with a password in it: the right one unless another is given."""
    return server.url.replace("://", f"://{server.user}:{quote(password or server.password, safe='')}@")


async def opened(server: Neo4jServer, *, create: bool = True) -> Neo4jStore:
    return await Neo4jStore.open(address(server), create=create, password=None)


@pytest.fixture
async def driver(empty_neo4j: Neo4jServer) -> AsyncIterator[neo4j.AsyncDriver]:
    """A plain driver at the empty server: what a Cypher user has."""
    auth = (empty_neo4j.user, empty_neo4j.password)
    async with neo4j.AsyncGraphDatabase.driver(
        empty_neo4j.url, auth=auth, notifications_min_severity="OFF"
    ) as driver:
        yield driver


async def ask(driver: neo4j.AsyncDriver, cypher: str, **parameters: Any) -> list[dict[str, Any]]:
    records, _, _ = await driver.execute_query(cypher, parameters)
    return [record.data() for record in records]


# --- addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "password", "uri", "database", "auth"),
    [
        ("neo4j://localhost", None, "neo4j://localhost:7687", "neo4j", None),
        ("bolt://db.org:17687/papers", "pw", "bolt://db.org:17687", "papers", ("neo4j", "pw")),
        ("neo4j+s://me:own@db.org", "other", "neo4j+s://db.org:7687", "neo4j", ("me", "own")),
        ("bolt+ssc://me@db.org/", "pw", "bolt+ssc://db.org:7687", "neo4j", ("me", "pw")),
        ("neo4j://a%40b:p%2F%3A%25@[::1]:1/d%2De", None, "neo4j://[::1]:1", "d-e", ("a@b", "p/:%")),
    ],
)
def test_an_address_is_taken_apart(
    url: str, password: str | None, uri: str, database: str, auth: tuple[str, str] | None
) -> None:
    found = Address.parse(url, password)
    assert (found.uri, found.database, found.auth) == (uri, database, auth)
    assert found.shown == f"{uri}/{database}"
    assert "auth" not in repr(found)


@pytest.mark.parametrize(
    "url",
    [
        "neo4j://",
        "neo4j://me:secret@",
        "neo4j://me:secret@host:port",
        "neo4j://me:secret@host:99999",
        "neo4j://me:sec#secret@host",
        "neo4j://me:sec/secret@host",
        "neo4j://me:secret@host/a/b",
        "neo4j://me:secret@host?policy=eu",
    ],
)
def test_a_malformed_address_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(StoreAddressError) as caught:
        Address.parse(url, None)
    assert "secret" not in str(caught.value)
    assert "neo4j://user:password@host:7687/database" in str(caught.value)


# --- opening ---------------------------------------------------------------------------------------


async def test_a_database_without_a_store_is_refused_unless_one_may_be_made(empty_neo4j: Neo4jServer) -> None:
    with pytest.raises(NotAStore, match="holds no Papergraph store"):
        await opened(empty_neo4j, create=False)
    async with await opened(empty_neo4j):
        pass
    async with await opened(empty_neo4j, create=False) as store:
        assert await store.revision() == 0


async def test_other_data_may_share_the_database_if_it_uses_other_labels(
    empty_neo4j: Neo4jServer, driver: neo4j.AsyncDriver
) -> None:
    await ask(driver, "CREATE (:Person {name: 'Ada'})-[:KNOWS]->(:Person {name: 'Alan'})")
    async with await opened(empty_neo4j) as store:
        await store.merge(library())
        await store.delete_papers([facts.paper.id for facts in library()])
    assert await ask(driver, "MATCH (n) RETURN labels(n) AS labels, count(*) AS nodes ORDER BY labels") == [
        {"labels": ["Papergraph"], "nodes": 1},
        {"labels": ["Person"], "nodes": 2},
    ]


async def test_a_database_where_others_use_our_labels_is_refused(
    empty_neo4j: Neo4jServer, driver: neo4j.AsyncDriver
) -> None:
    await ask(driver, "CREATE (:Dataset {name: 'sales'})")
    with pytest.raises(NotAStore, match="database of its own"):
        await opened(empty_neo4j)


async def test_a_store_of_a_newer_papergraph_is_refused(
    empty_neo4j: Neo4jServer, driver: neo4j.AsyncDriver
) -> None:
    async with await opened(empty_neo4j):
        pass
    await ask(driver, "MATCH (store:Papergraph) SET store.schema = 99")
    with pytest.raises(VersionMismatch, match=r"schema 99.*knows 1"):
        await opened(empty_neo4j)


async def test_a_server_that_is_too_old_is_refused(
    empty_neo4j: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_schema, "OLDEST_SERVER", (9999, 1))
    with pytest.raises(VersionMismatch, match=r"Neo4j/\d+\.\d+.*needs Neo4j 9999\.1 or newer"):
        await opened(empty_neo4j)


@pytest.mark.parametrize(
    ("agent", "is_fine"),
    [
        ("Neo4j/5.13.0", False),
        ("Neo4j/5.25.1", False),
        ("Neo4j/4.4.40", False),
        ("Neo4j/dev", False),
        ("Neo4j/5.26.0", True),
        ("Neo4j/5.27-aura", True),
        ("Neo4j/2025.01.0", True),
    ],
)
def test_versions_of_servers_are_compared(agent: str, is_fine: bool) -> None:
    if is_fine:
        neo4j_schema.check_server(agent, "here")
    else:
        with pytest.raises(VersionMismatch, match=agent):
            neo4j_schema.check_server(agent, "here")


async def drop_schema(driver: neo4j.AsyncDriver) -> None:
    for row in await ask(driver, "SHOW CONSTRAINTS YIELD name"):
        await ask(driver, f"DROP CONSTRAINT {row['name']}")
    for row in await ask(driver, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'"):
        await ask(driver, f"DROP INDEX {row['name']}")


async def test_processes_that_make_the_store_at_once_make_one(
    empty_neo4j: Neo4jServer, driver: neo4j.AsyncDriver
) -> None:
    await drop_schema(driver)
    stores = await asyncio.gather(*(opened(empty_neo4j) for _ in range(4)))
    reports = await asyncio.gather(
        *(store.merge([facts]) for store, facts in zip(stores, library(), strict=True))
    )
    assert sorted(report.revision for report in reports) == [1, 2, 3, 4]
    assert await ask(driver, "MATCH (store:Papergraph) RETURN store.schema AS schema") == [{"schema": 1}]
    names = {
        row["name"] for row in await ask(driver, "SHOW INDEXES YIELD name, state WHERE state = 'ONLINE'")
    }
    assert names >= neo4j_schema.INDEXES.keys()
    for store in stores:
        await store.close()


async def test_an_index_that_was_lost_is_named_and_made_again(
    empty_neo4j: Neo4jServer, driver: neo4j.AsyncDriver
) -> None:
    async with await opened(empty_neo4j) as store:
        await store.merge([bert()])
        await ask(driver, "DROP INDEX papergraph_names")
        with pytest.raises(CorruptStore, match="full-text search"):
            await store.search_entities(["bert"], frozenset(), 5)
    async with await opened(empty_neo4j) as store:
        [found] = await store.search_entities(["bert"], frozenset(), 5)
        assert found.entity.id == "method:bert"


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
async def test_nothing_listens_at_the_address(scheme: str, unused_tcp_port: int) -> None:
    with pytest.raises(StoreUnavailable, match=f"127.0.0.1:{unused_tcp_port}") as caught:
        await Neo4jStore.open(f"{scheme}://u:secret@127.0.0.1:{unused_tcp_port}", create=True, password=None)
    assert not isinstance(caught.value, ConnectionLost)
    assert "secret" not in str(caught.value)


async def test_a_host_that_has_no_name(unused_tcp_port: int) -> None:
    with pytest.raises(StoreUnavailable, match="no-such-host"):
        await Neo4jStore.open("neo4j://no-such-host.invalid", create=True, password="secret")


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-x\r\n", b""])
async def test_what_listens_is_no_neo4j(answer: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as other:
        port = other.sockets[0].getsockname()[1]
        with pytest.raises(StoreUnavailable, match="no Neo4j server answers"):
            await Neo4jStore.open(f"bolt://u:secret@127.0.0.1:{port}", create=True, password=None)


async def test_wrong_or_missing_passwords(neo4j_server: Neo4jServer) -> None:
    for url, password in ((address(neo4j_server, "wrong-secret"), None), (neo4j_server.url, None)):
        with pytest.raises(AccessDenied) as caught:
            await Neo4jStore.open(url, create=True, password=password)
        assert "wrong-secret" not in str(caught.value)


async def test_a_password_that_must_be_changed_first(
    neo4j_server: Neo4jServer, driver: neo4j.AsyncDriver
) -> None:
    await driver.execute_query(
        "CREATE USER novice IF NOT EXISTS SET PASSWORD 'initial-secret' CHANGE REQUIRED", database_="system"
    )
    url = neo4j_server.url.replace("://", "://novice@")
    with pytest.raises(AccessDenied, match="change it"):
        await Neo4jStore.open(url, create=True, password="initial-secret")
    await driver.execute_query("DROP USER novice", database_="system")


async def test_a_database_that_the_server_does_not_have(neo4j_server: Neo4jServer) -> None:
    with pytest.raises(StoreUnavailable, match=r"no database .*/nothing"):
        await Neo4jStore.open(f"{address(neo4j_server)}/nothing", create=True, password=None)


async def test_a_store_that_was_wiped_while_open_says_so(
    neo4j_store: Neo4jStore, driver: neo4j.AsyncDriver
) -> None:
    await ask(driver, "MATCH (n) DETACH DELETE n")
    for call in (neo4j_store.revision(), neo4j_store.stats(), neo4j_store.merge([bert()])):
        with pytest.raises(NotAStore, match="no Papergraph store any more"):
            await call


async def test_a_closed_store_says_so(empty_neo4j: Neo4jServer) -> None:
    store = await opened(empty_neo4j)
    await store.close()
    with pytest.raises(StoreError, match="closed"):
        await store.revision()


async def test_no_password_shows(empty_neo4j: Neo4jServer) -> None:
    async with await opened(empty_neo4j) as store:
        assert empty_neo4j.password not in repr(store)
        assert empty_neo4j.password not in repr(store._address)


# --- connections that break ------------------------------------------------------------------------


class Line:
    """A TCP line to the server that can go dead when the server has answered a commit."""

    commit = b"\x00\x02\xb0\x12\x00\x00"
    """Bolt's message COMMIT, as it goes over the line."""

    def __init__(self, server: Neo4jServer) -> None:
        self.host, self.port = server.url.removeprefix("bolt://").split(":")
        self.url = address(server)
        self.drops = 0
        """How many more answers to a commit are lost, with their connection."""
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Line":
        self._line = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._line.sockets[0].getsockname()[1]
        self.url = self.url.replace(f"{self.host}:{self.port}", f"127.0.0.1:{port}")
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._line.close()
        await asyncio.gather(*self._tasks)
        await self._line.wait_closed()

    async def _serve(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        server, to_server = await asyncio.open_connection(self.host, int(self.port))
        is_committing = False

        async def forth() -> None:
            nonlocal is_committing
            with contextlib.suppress(ConnectionError):
                while data := await client.read(65536):
                    is_committing = self.commit in data
                    to_server.write(data)
            to_server.close()

        async def back() -> None:
            with contextlib.suppress(ConnectionError):
                while data := await server.read(65536):
                    if is_committing and self.drops:
                        self.drops -= 1
                        break
                    to_client.write(data)
            to_client.close()

        self._tasks |= {asyncio.create_task(forth()), asyncio.create_task(back())}


async def test_a_commit_whose_confirmation_is_lost_happens_once(empty_neo4j: Neo4jServer) -> None:
    async with (
        Line(empty_neo4j) as line,
        await Neo4jStore.open(line.url, create=True, password=None) as store,
    ):
        line.drops = 1
        assert await store.merge(library()) == MergeReport(added=4, changed=0, unchanged=0, revision=1)
        assert line.drops == 0
        assert await store.facts([bert().paper.id]) == [bert()]
        line.drops = 1
        assert await store.delete_papers([bert().paper.id, survey().paper.id, "nothing"]) == 2
        assert line.drops == 0
        assert await store.revision() == 2


async def test_a_read_is_tried_again(empty_neo4j: Neo4jServer) -> None:
    async with (
        Line(empty_neo4j) as line,
        await Neo4jStore.open(line.url, create=True, password=None) as store,
    ):
        await store.merge([bert()])
        line.drops = 1
        assert await store.facts([bert().paper.id]) == [bert()]
        assert line.drops == 0


@pytest.fixture
def server_to_kill(neo4j_server: Neo4jServer) -> Iterator[Neo4jServer]:
    """The server, if it is ours to kill; it runs again afterwards."""
    if not neo4j_server.managed:
        pytest.skip("the server that PAPERGRAPH_TEST_NEO4J names is not ours to kill")
    yield neo4j_server
    if not neo4j_server.running:
        neo4j_server.start()


async def test_work_goes_on_after_the_server_was_killed_and_started_again(
    neo4j_store: Neo4jStore, server_to_kill: Neo4jServer
) -> None:
    await neo4j_store.merge([bert()])
    server_to_kill.kill()
    await asyncio.to_thread(server_to_kill.start)
    report, found = await asyncio.gather(
        neo4j_store.merge([bert(), roberta()]), neo4j_store.facts([bert().paper.id])
    )
    assert report == MergeReport(added=1, changed=0, unchanged=1, revision=2)
    assert found == [bert()]


async def test_a_server_that_stays_away_is_named(
    neo4j_store: Neo4jStore, server_to_kill: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server_to_kill.url
    await neo4j_store.merge([bert()])
    server_to_kill.kill()
    reading, writing = await asyncio.gather(
        neo4j_store.papers([bert().paper.id]), neo4j_store.merge([roberta()]), return_exceptions=True
    )
    for lost in (reading, writing):
        assert isinstance(lost, ConnectionLost)
        assert url in str(lost)
    server_to_kill.start()
    assert await neo4j_store.revision() == 1


async def test_a_merge_that_was_killed_halfway_leaves_nothing_half_merged(
    neo4j_store: Neo4jStore, server_to_kill: Neo4jServer
) -> None:
    many = [
        make_facts(f"p{n}", f"Paper {n}", "Net-1 improves on Net-2.", ("Method: Net-1", "Method: Net-2"))
        for n in range(2000)
    ]
    await neo4j_store.merge([bert()])
    merging = asyncio.create_task(neo4j_store.merge(many))
    await asyncio.sleep(0.4)
    server_to_kill.kill()
    await asyncio.to_thread(server_to_kill.start)
    with contextlib.suppress(ConnectionLost):  # a slow start outlasts the retries
        await merging
    assert (await neo4j_store.stats()).papers in {1, 2001}
    report = await neo4j_store.merge(many)
    assert (report.added + report.unchanged, report.revision) == (2000, 2)
    [net] = await neo4j_store.entities(["method:net-1"])
    assert net is not None
    assert net.support == 2000


# --- writing ---------------------------------------------------------------------------------------


async def test_writers_take_turns(empty_neo4j: Neo4jServer) -> None:
    """Every writer touches the same entities: no deadlock, no lost count, no revision twice."""
    papers = [
        make_facts(f"p{n}", "A", "BERT beats GPT.", ("Method: BERT", "Method: GPT"), date=f"20{n + 10}")
        for n in range(12)
    ]
    async with await opened(empty_neo4j) as one, await opened(empty_neo4j) as other:
        reports = await asyncio.gather(
            *(store.merge([facts]) for store, facts in zip([one, other] * 6, papers, strict=True))
        )
        assert sorted(report.revision for report in reports) == list(range(1, 13))
        [found] = await one.entities(["method:bert"])
        assert found is not None
        assert (found.support, found.first_seen) == (12, "2010")


async def test_statements_may_be_cut_anywhere(
    neo4j_store: Neo4jStore, driver: neo4j.AsyncDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def graph() -> list[dict[str, Any]]:
        return await ask(
            driver,
            """
            MATCH (n) OPTIONAL MATCH (n)-[r]->(m)
            WITH n {.*, revision: null} AS n, type(r) AS type, properties(r) AS r, m.id AS m
            WHERE n.id IS NOT NULL RETURN * ORDER BY n.id, type, m, r.id
            """,
        )

    await neo4j_store.merge(library())
    whole = await graph()
    await neo4j_store.delete_papers([facts.paper.id for facts in library()])
    monkeypatch.setattr(neo4j_merge, "ROWS_PER_STATEMENT", 2)
    monkeypatch.setattr(neo4j_merge, "PAPERS_PER_STATEMENT", 1)
    await neo4j_store.merge(library())
    assert await graph() == whole
    assert len(whole) > 30


async def test_what_cypher_users_add_stays(neo4j_store: Neo4jStore, driver: neo4j.AsyncDriver) -> None:
    """A merge changes only what is ours on a node, and no relationship that it did not make."""
    await neo4j_store.merge([bert()])
    await ask(
        driver,
        """
        MATCH (paper:Paper)-[:PROPOSES]->(bert:Method), (glue:Entity {id: "dataset:glue"})
        SET paper.read = true, bert.liked = true CREATE (bert)-[:LIKED_WITH]->(glue)
        """,
    )
    changed = replace(bert(), results=(), contribution=None)
    assert (await neo4j_store.merge([changed, roberta()])).changed == 1
    assert await neo4j_store.facts([changed.paper.id]) == [changed]
    assert await ask(
        driver,
        """
        MATCH (paper:Paper)-[:PROPOSES]->(bert:Method)-[:LIKED_WITH]->(glue)
        RETURN paper.read AS read, bert.liked AS liked, glue.name AS name
        """,
    ) == [{"read": True, "liked": True, "name": "GLUE"}]


# --- the graph that Cypher users see ---------------------------------------------------------------

# These three stand in the README; a test below holds them to it.
WHAT_IMPROVES_ON_BERT = """
MATCH (better:Method)-[claim:IMPROVES_ON]->(:Entity {id: "method:bert"})
RETURN better.name AS method, claim.sentence AS sentence, claim.paper AS paper
ORDER BY claim.confidence DESC
"""
WHO_REPORTS_WHAT_ON_GLUE = """
MATCH (paper:Paper)-[:REPORTS]->(result:Result)-[:ON_DATASET]->(:Entity {id: "dataset:glue"})
OPTIONAL MATCH (result)-[:OF_METHOD]->(method:Method)
RETURN method.name AS method, result.value AS value, paper.title AS paper, paper.date AS date
ORDER BY result.number DESC
"""
WHO_PROPOSES_WHAT_FOR_QUESTION_ANSWERING = """
MATCH (paper:Paper)-[claim:PROPOSES]->(method:Method)-[:ADDRESSES]->(:Entity {id: "task:question-answering"})
RETURN DISTINCT method.name AS method, paper.title AS paper, claim.sentence AS sentence
"""


async def test_three_questions_in_plain_cypher(neo4j_store: Neo4jStore, driver: neo4j.AsyncDriver) -> None:
    await neo4j_store.merge(library())
    assert await ask(driver, WHAT_IMPROVES_ON_BERT) == [
        {
            "method": "RoBERTa",
            "sentence": "RoBERTa: A Robustly Optimized BERT Pretraining Approach",
            "paper": "arxiv:1907.11692",
        },
        {
            "method": "ALBERT",
            "sentence": "ALBERT: A Lite BERT",
            "paper": "iclr2020-albert",
        },
        {
            "method": "RoBERTa",
            "sentence": "As others found, RoBERTa improves on BERT too.",
            "paper": "iclr2020-albert",
        },
    ]
    assert await ask(driver, WHO_REPORTS_WHAT_ON_GLUE) == [
        {
            "method": "RoBERTa",
            "value": "88.5",
            "paper": "RoBERTa: A Robustly Optimized BERT Pretraining Approach",
            "date": "2019-07-26",
        },
        {
            "method": "BERT",
            "value": "80.5%",
            "paper": "BERT: Pre-training of Deep Bidirectional Transformers",
            "date": "2018-10-11",
        },
    ]
    assert await ask(driver, WHO_PROPOSES_WHAT_FOR_QUESTION_ANSWERING) == [
        {
            "method": "BERT",
            "paper": "BERT: Pre-training of Deep Bidirectional Transformers",
            "sentence": "BERT: Pre-training of Deep Bidirectional Transformers",
        }
    ]


def test_the_three_questions_stand_in_the_readme() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    for question in (
        WHAT_IMPROVES_ON_BERT,
        WHO_REPORTS_WHAT_ON_GLUE,
        WHO_PROPOSES_WHAT_FOR_QUESTION_ANSWERING,
    ):
        assert question in readme


async def test_nodes_and_relationships_are_readable(
    neo4j_store: Neo4jStore, driver: neo4j.AsyncDriver
) -> None:
    await neo4j_store.merge(library())
    [entity] = await ask(
        driver,
        """
        MATCH (n:Method {id: "method:bert"})
        RETURN labels(n) AS labels, n {.name, .aliases, .support, .firstSeen} AS it
        """,
    )
    assert set(entity["labels"]) == {"Entity", "Method"}
    assert entity["it"] == {
        "name": "BERT",
        "aliases": ["Bidirectional Encoder Representations from Transformers"],
        "support": 3,
        "firstSeen": "2018-10-11",
    }
    [claim] = [claim for claim in roberta().claims if claim.kind is ClaimKind.IMPROVES_ON]
    assert claim.evidence.head is not None
    assert claim.evidence.tail is not None
    [row] = await ask(
        driver,
        """
        MATCH (:Method {name: "RoBERTa"})-[r:IMPROVES_ON {paper: "arxiv:1907.11692"}]->(:Method)
        RETURN properties(r) AS r
        """,
    )
    assert row["r"] == {
        "id": claim.id,
        "paper": "arxiv:1907.11692",
        "date": "2019-07-26",
        "confidence": 0.9,
        "sentence": claim.evidence.sentence,
        "start": claim.evidence.span.start,
        "end": claim.evidence.span.end,
        "headStart": claim.evidence.head.start,
        "headEnd": claim.evidence.head.end,
        "tailStart": claim.evidence.tail.start,
        "tailEnd": claim.evidence.tail.end,
    }
    [row] = await ask(
        driver,
        """
        MATCH (:Paper {id: "arxiv:1907.11692"})-[r:MENTIONS]->(:Entity {id: "method:bert"})
        RETURN r {.name, .aliases, .starts, .ends} AS r
        """,
    )
    spans = [m.span for m in roberta().mentions if m.entity == "method:bert"]
    assert row["r"] == {
        "name": "BERT",
        "aliases": [],
        "starts": [span.start for span in spans],
        "ends": [span.end for span in spans],
    }


async def test_order_is_by_code_point(neo4j_store: Neo4jStore) -> None:
    """UTF-16, in which Java keeps its strings, would put the first before the second."""
    ids = ["p\N{GRINNING FACE}", "p\N{REPLACEMENT CHARACTER}", "pa", "p"]
    await neo4j_store.merge([make_facts(id, "A graph", "Net.", ("Method: Net",)) for id in ids])
    assert [page.paper for page in await neo4j_store.quotes(None, 10)] == sorted(ids)
    assert [page.paper for page in await neo4j_store.quotes("pa", 10)] == sorted(ids)[2:]
    listed = await neo4j_store.list_papers(PaperFilter(), ALL)
    assert [paper.id for paper in listed.items] == sorted(ids)
    [page] = await neo4j_store.claims(ClaimsBy.TAIL, ["method:net"], ClaimFilter(), ALL)
    assert [record.claim.id for record in page.items] == sorted(record.claim.id for record in page.items)


async def test_words_that_are_longer_than_lucene_keeps_them(neo4j_store: Neo4jStore) -> None:
    long = "a" * 200 + "b" * 200
    await neo4j_store.merge([make_facts("p", "Title", f"{long} works.", (f"Method: {long}",))])
    for words in ([long], [long, "wor"], [long[:300]], ["a" * 200]):
        assert [paper.id for paper in await neo4j_store.search_papers(words, 5)] == ["p"]
    for words in ([long], [long[:300]]):
        [found] = await neo4j_store.search_entities(words, frozenset(), 5)
        assert found.entity.name == long
    assert await neo4j_store.search_entities([long + "b"], frozenset(), 5) == []
    [by_name] = await neo4j_store.named(EntityKind.METHOD, [long])
    assert by_name is not None


# --- damage ----------------------------------------------------------------------------------------


async def test_a_changed_quote_is_not_believed_but_can_be_verified(
    neo4j_store: Neo4jStore, driver: neo4j.AsyncDriver
) -> None:
    await neo4j_store.merge(library())
    await ask(driver, "MATCH ()-[r:IMPROVES_ON]->({name: 'GPT'}) SET r.sentence = 'GPT is better.'")
    gpt, paper = "method:gpt", bert().paper.id
    for call in (
        neo4j_store.facts([paper]),
        neo4j_store.claims(ClaimsBy.TAIL, [gpt], ClaimFilter(), ALL),
    ):
        with pytest.raises(CorruptStore, match=rf"{paper} is damaged.*papergraph verify"):
            await call
    assert await neo4j_store.facts([roberta().paper.id]) == [roberta()]
    [page] = await neo4j_store.quotes(None, 1)
    changed = {quote.owner: quote.sentence for quote in page.quotes}
    assert changed[f"{paper}|method:bert|IMPROVES_ON|{gpt}"] == "GPT is better."
    # Merged again, the paper is as it was: its digest is changed too by whoever repairs a store.
    await ask(driver, "MATCH (p:Paper {id: $id}) SET p.digest = ''", id=paper)
    assert (await neo4j_store.merge([bert()])).changed == 1
    assert await neo4j_store.facts([paper]) == [bert()]


@pytest.mark.parametrize(
    "damage",
    [
        "MATCH (p:Paper) DETACH DELETE p",
        "MATCH ()-[r]->() REMOVE r.sentence",
        "MATCH ()-[r]->() SET r.start = -1",
        "MATCH (r:Result) SET r.value = 'much'",
        "MATCH (e:Entity) REMOVE e.forms, e.aliases, e.name",
    ],
)
async def test_damage_of_any_kind_is_called_so(
    neo4j_store: Neo4jStore, driver: neo4j.AsyncDriver, damage: str
) -> None:
    await neo4j_store.merge(library())
    await ask(driver, damage)
    reads = await asyncio.gather(
        neo4j_store.facts([facts.paper.id for facts in library()]),
        neo4j_store.claims(ClaimsBy.TAIL, ["method:bert"], ClaimFilter(), ALL),
        neo4j_store.results(["dataset:glue"], 5),
        neo4j_store.entities(["method:bert"]),
        neo4j_store.merge([replace(albert(), extractor="another")]),
        return_exceptions=True,
    )
    errors = [read for read in reads if isinstance(read, BaseException)]
    assert errors
    assert all(isinstance(error, CorruptStore) for error in errors), errors
    for page in await neo4j_store.quotes(None, 10):
        assert page.quotes


# --- cost ------------------------------------------------------------------------------------------


async def test_each_method_asks_once_however_many_ids(
    neo4j_store: Neo4jStore, caplog: pytest.LogCaptureFixture
) -> None:
    await neo4j_store.merge(library())
    papers = [facts.paper.id for facts in library()] * 5
    entities = ["method:bert", "method:gpt", "dataset:glue"] * 5
    window = Window(2, after=(0.95, "a"), before=(0.1, "z"), backwards=True)
    calls = (
        lambda: neo4j_store.papers(papers),
        lambda: neo4j_store.facts(papers),
        lambda: neo4j_store.entities(entities),
        lambda: neo4j_store.named(EntityKind.METHOD, ["BERT", "GPT"] * 5),
        lambda: neo4j_store.claims(ClaimsBy.EITHER, entities, ClaimFilter(min_support=2), window),
        lambda: neo4j_store.claims(ClaimsBy.PAPER, papers, ClaimFilter(), ALL),
        lambda: neo4j_store.edges(ClaimsBy.TAIL, entities, ClaimFilter(), 5),
        lambda: neo4j_store.results(entities, 5),
        lambda: neo4j_store.list_papers(PaperFilter(since="2018"), Window(2, after=("2020", "a"))),
        lambda: neo4j_store.search_papers(["bert"], 5),
        lambda: neo4j_store.search_entities(["bert"], frozenset(), 5),
        lambda: neo4j_store.quotes(None, 5),
        neo4j_store.stats,
    )
    for call in calls:
        caplog.clear()
        with caplog.at_level(logging.DEBUG, "neo4j.io"):
            await call()
        assert sum("C: RUN" in record.getMessage() for record in caplog.records) == 1


def statements() -> list[tuple[str, dict[str, Any]]]:
    """Every statement that looks something up, with parameters of the right types."""
    filter = ClaimFilter(since="2018", until="2020")
    window = Window(5, after=(0.5, "a"), before=(0.1, "a"))
    rare = ClaimFilter(kinds=frozenset({ClaimKind.IMPROVES_ON, ClaimKind.PROPOSES}), min_support=2)
    queries = [
        *(neo4j_queries.claims(by, ["a"], filter, window) for by in ClaimsBy),
        *(neo4j_queries.claims(by, ["a"], rare, window) for by in ClaimsBy),
        *(neo4j_queries.edges(by, ["a"], rare, 5) for by in ClaimsBy if by is not ClaimsBy.PAPER),
        *(
            neo4j_queries.papers(PaperFilter("2018", "2019", *rest), Window(5, after=("2019", "a")))
            for rest in ((), ("ICLR",), (None, "method:bert"), (None, None, "2020-01-01"), ("A", "b", "2020"))
        ),
    ]
    fixed: Sequence[tuple[str, dict[str, Any]]] = [
        *(
            (text, {"ids": ["a"]})
            for text in (neo4j_lookups.PAPERS, neo4j_lookups.ENTITIES, neo4j_lookups.FACTS)
        ),
        (neo4j_lookups.RESULTS, {"ids": ["a"], "limit": 5}),
        (neo4j_lookups.QUOTES, {"after": "a", "limit": 5}),
        *(
            (text, {"rows": ["a"]})
            for text in (
                neo4j_cypher.DIGESTS,
                neo4j_cypher.MENTIONS,
                neo4j_cypher.TALLIES,
                neo4j_cypher.ERASE_RESULTS,
                neo4j_cypher.ERASE_CLAIMS,
                neo4j_cypher.ERASE_PAPERS,
                neo4j_cypher.ERASE_ENTITIES,
                neo4j_cypher.FIND_FIRST_SEEN,
            )
        ),
        *(
            (text, {"rows": [{"id": "a"}]})
            for text in (
                neo4j_cypher.PUT_PAPERS,
                neo4j_cypher.CHANGE_ENTITIES,
                neo4j_cypher.ADD_CLAIMS,
                neo4j_cypher.ADD_RESULTS,
                *neo4j_cypher.LINK_RESULTS.values(),
            )
        ),
    ]
    return [*((query.text, dict(query.parameters)) for query in queries), *fixed]


def operators(plan: dict[str, Any]) -> list[str]:
    return [
        plan["operatorType"].partition("@")[0],
        *(o for c in plan.get("children", []) for o in operators(c)),
    ]


async def test_no_statement_scans_even_when_planned_on_an_empty_store(
    neo4j_store: Neo4jStore, driver: neo4j.AsyncDriver
) -> None:
    """A plan stays in the server's cache while the store grows."""
    await ask(driver, "CALL db.clearQueryCaches()")
    for text, parameters in statements():
        _, summary, _ = await driver.execute_query(f"EXPLAIN {text}", parameters)
        assert summary.plan is not None
        used = operators(summary.plan)
        assert not [operator for operator in used if operator.endswith("Scan")], (used, text)
        assert [operator for operator in used if "IndexSeek" in operator], (used, text)
