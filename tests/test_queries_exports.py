"""The graph as NetworkX knows it, and as files that other tools read: each is read back by one of them."""

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdflib
from neo4j import AsyncGraphDatabase

from graph.store import GraphStore
from queries.export_jsonld import iri
from queries.exports import WRITERS
from queries.formats import Format
from queries.networks import network
from queries.snapshot import Snapshots
from tests.factories import library, make_facts
from tests.neo4j_server import Neo4jServer
from tests.test_api_cli import Run, filled, run  # noqa: F401  # fixtures

TITLE = "“Odd” <b>&amp;\u2028\\u0022\\ \ufffe {x: 1}; RETURN 1;\x85 'Zoë' 😀 \\'"
"""What is hard to write in one format or another."""
NAME = "Net’s “best” \\u0022 \\ {1}; ,\uffff"


async def odd_network(store: GraphStore, *, mentions: bool = True) -> Any:
    text = f"{NAME} improves on BERT and is evaluated on GLUE."
    entities = (f"Method: {NAME.replace(', ', ' ')}", "Method: BERT", "Dataset: GLUE")
    claims = (("PROPOSES", "paper", NAME), ("IMPROVES_ON", NAME, "BERT"), ("EVALUATED_ON", NAME, "GLUE"))
    odd = make_facts("odd id/1?", TITLE, text, entities, claims, date="2019")
    await store.merge([*library(), odd])
    return await network(store, await Snapshots(store).current(), mentions=mentions)


def written(graph: Any, format: Format) -> list[str]:
    texts = []
    for write in WRITERS[format].values():
        file = io.StringIO()
        write(graph, file)
        texts.append(file.getvalue())
    return texts


async def test_the_network_is_the_graph(store: GraphStore) -> None:
    graph = await odd_network(store)
    stats = await store.stats()
    assert len(graph) == stats.papers + sum(stats.entities.values())
    assert graph.graph["revision"] == stats.revision
    assert graph.nodes["odd id/1?"]["label"] == TITLE
    bert = graph.nodes["method:bert"]
    [record] = await store.entities(["method:bert"])
    assert record
    assert bert["support"] == record.support
    assert (bert["kind"], bert["label"], bert["date"]) == ("Method", "BERT", "2018-10-11")
    assert bert["pageRank"] > graph.nodes["odd id/1?"]["pageRank"]
    edge = graph.edges["method:roberta", "method:bert", "IMPROVES_ON"]
    assert edge == {"id": "method:roberta|IMPROVES_ON|method:bert", "kind": "IMPROVES_ON", "support": 2}
    claims = await network(store, await Snapshots(store).current(), mentions=False)
    assert set(claims) == set(graph)
    kept = {key for _, _, key in claims.edges(keys=True)}
    assert kept == {key for _, _, key in graph.edges(keys=True)} - {"MENTIONS"}


def as_read(graph: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return nodes and edges as XML can hold them."""

    def clean(value: Any) -> Any:
        return (
            value.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") if isinstance(value, str) else value
        )

    nodes = {
        clean(id): {name: clean(value) for name, value in node.items()} for id, node in graph.nodes.items()
    }
    edges = {
        clean(edge["id"]): (clean(head), clean(tail), edge["kind"], edge["support"])
        for head, tail, edge in graph.edges(data=True)
    }
    return nodes, edges


@pytest.mark.parametrize("format", [Format.GRAPHML, Format.GEXF])
async def test_xml_is_read_back(sqlite_store: GraphStore, format: Format) -> None:
    graph = await odd_network(sqlite_store)
    [text] = written(graph, format)
    read = nx.read_gexf if format is Format.GEXF else nx.read_graphml
    back: Any = read(io.BytesIO(text.encode()))
    nodes, edges = as_read(graph)
    assert {id: {name: node[name] for name in nodes[id]} for id, node in back.nodes.items()} == nodes
    ids = [edge.get("id", key) for _, _, key, edge in back.edges(keys=True, data=True)]
    found = zip(ids, back.edges(data=True), strict=True)
    assert {id: (head, tail, edge["kind"], edge["support"]) for id, (head, tail, edge) in found} == edges


async def test_node_link_json_is_read_back(sqlite_store: GraphStore) -> None:
    graph = await odd_network(sqlite_store)
    [text] = written(graph, Format.JSON)
    back: Any = nx.node_link_graph(json.loads(text), edges="edges")
    assert nx.utils.graphs_equal(back, graph)


async def test_csv_has_a_table_of_nodes_and_one_of_edges(sqlite_store: GraphStore) -> None:
    graph = await odd_network(sqlite_store)
    nodes, edges = (
        list(csv.DictReader(io.StringIO(text, newline=""))) for text in written(graph, Format.CSV)
    )
    assert {node["id"]: node["label"] for node in nodes} == dict(graph.nodes(data="label"))
    assert [(edge["source"], edge["target"], edge["kind"]) for edge in edges] == list(graph.edges(keys=True))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib's own parser
async def test_json_ld_is_rdf(sqlite_store: GraphStore) -> None:
    graph = await odd_network(sqlite_store)
    [text] = written(graph, Format.JSONLD)
    triples = rdflib.Graph().parse(data=text, format="json-ld")
    schema, ours = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("urn:papergraph:")
    bert = rdflib.URIRef("https://arxiv.org/abs/1810.04805")
    assert triples.value(bert, schema.datePublished) == rdflib.Literal("2018-10-11")
    assert (bert, rdflib.RDF.type, schema.ScholarlyArticle) in triples
    assert triples.value(rdflib.URIRef(iri("odd id/1?")), schema.name) == rdflib.Literal(TITLE)
    for head, tail, kind, support in graph.edges(keys=True, data="support"):
        ends = rdflib.URIRef(iri(head)), rdflib.URIRef(iri(tail))
        assert (ends[0], ours[kind], ends[1]) in triples
        [statement] = (
            each
            for each in triples.subjects(rdflib.RDF.subject, ends[0])
            if triples.value(each, rdflib.RDF.object) == ends[1]
            and triples.value(each, rdflib.RDF.predicate) == ours[kind]
        )
        assert triples.value(statement, ours.support) == rdflib.Literal(support)


async def test_cypher_fills_a_neo4j_once_however_often_it_runs(
    sqlite_store: GraphStore, empty_neo4j: Neo4jServer
) -> None:
    graph = await odd_network(sqlite_store)
    [text] = written(graph, Format.CYPHER)
    auth = (empty_neo4j.user, empty_neo4j.password)
    async with AsyncGraphDatabase.driver(empty_neo4j.url, auth=auth) as driver:
        for _ in range(2):
            for statement in filter(str.strip, text.split(";\n")):
                await driver.execute_query(statement)
        nodes, _, _ = await driver.execute_query(
            "MATCH (n) RETURN n.id AS id, coalesce(n.title, n.name) AS label, labels(n) AS labels, "
            "n.pageRank AS rank, coalesce(n.date, n.firstSeen, '') AS date"
        )
        edges, _, _ = await driver.execute_query(
            "MATCH (a)-[e]->(b) RETURN a.id AS head, type(e) AS kind, b.id AS tail, e.support AS support"
        )
        await driver.execute_query("MATCH (n) DETACH DELETE n")
    assert len(nodes) == len(graph)
    for node in nodes:
        ours = graph.nodes[node["id"]]
        assert (node["label"], node["rank"], node["date"]) == (ours["label"], ours["pageRank"], ours["date"])
        assert set(node["labels"]) == ({"Paper"} if ours["kind"] == "Paper" else {"Entity", ours["kind"]})
    assert sorted((edge["head"], edge["tail"], edge["kind"], edge["support"]) for edge in edges) == sorted(
        graph.edges(keys=True, data="support")
    )


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("format", Format)
def test_each_format_comes_from_the_command_line(
    filled: Run,  # noqa: F811
    outside: Path,
    format: Format,
) -> None:
    done = filled("snapshot", "--out", f"graph.{format}")
    assert (done.code, done.out) == (0, "")
    names = ["graph.edges.csv", "graph.nodes.csv"] if format is Format.CSV else [f"graph.{format}"]
    assert sorted(os.listdir(outside)) == names
    assert "nodes and" in done.err
    assert all(name in done.err for name in names)


def test_what_cannot_be_written_is_said_and_leaves_nothing(
    filled: Run,  # noqa: F811
    outside: Path,
) -> None:
    done = filled("snapshot", "--out", "graph.png")
    assert done.code == 2
    assert ".graphml, .gexf, .json, .csv, .jsonld, .cypher" in done.err
    done = filled("snapshot", "--out", "nowhere/graph.json")
    assert done.code == 1
    assert "nowhere/graph.json cannot be written" in done.err
    (outside / "graph.json").write_text("precious")
    assert filled("snapshot", "--out", "graph.json", "--store", "sqlite:///none.db").code == 1
    assert (outside / "graph.json").read_text() == "precious"
    assert os.listdir(outside) == ["graph.json"]
    assert filled("snapshot", "--out", "graph.txt", "--format", "csv", "--no-mentions").code == 0
    assert "IMPROVES_ON" in (outside / "graph.edges.txt").read_text()
    assert "MENTIONS" not in (outside / "graph.edges.txt").read_text()


def test_a_device_is_written_to(filled: Run) -> None:  # noqa: F811
    assert filled("snapshot", "--out", os.devnull, "--format", "json").code == 0
    assert Path(os.devnull).is_char_device()
