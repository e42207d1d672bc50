"""A network as a script of Cypher: for Neo4j, Memgraph and whatever else speaks openCypher.

It may be run again: it adds what is missing and sets what has changed, with the labels and the types of
relationships of a Papergraph store. A store has one relationship a claim, though, and here there is one an
edge: run it in a database of its own.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from typing import IO, TYPE_CHECKING

from queries.labels import PAPER

if TYPE_CHECKING:
    from queries.networks import Network

_ROWS_PER_STATEMENT = 1000


def write_cypher(graph: "Network", file: IO[str]) -> None:
    """Write a network as statements of up to 1,000 nodes or edges, each ended by a semicolon and a line
    break."""
    file.write(f"// Papergraph, revision {graph.graph['revision']}\n")
    for label in (PAPER, "Entity"):
        file.write(f"CREATE CONSTRAINT IF NOT EXISTS FOR (node:{label}) REQUIRE node.id IS UNIQUE;\n")
    for statement in (*_nodes(graph), *_edges(graph)):
        file.write(f"{statement};\n")


def _nodes(graph: "Network") -> Iterator[str]:
    def kind_of_node(id: str) -> str:
        return str(graph.nodes[id]["kind"])

    for kind, ids in groupby(sorted(graph, key=kind_of_node), kind_of_node):
        paper = kind == PAPER
        label, name, date = (kind, "title", "date") if paper else ("Entity", "name", "firstSeen")
        extra = "" if paper else f", node:{kind}"
        rows = (_node(id, graph.nodes[id], name, date) for id in ids)
        for some in _literals(rows):
            yield f"UNWIND {some} AS row\nMERGE (node:{label} {{id: row.id}}) SET node += row{extra}"


def _node(id: str, node: Mapping[str, object], name: str, date: str) -> dict[str, object]:
    return {"id": id, name: node["label"], date: node["date"] or None} | {
        field: node[field] for field in ("support", "pageRank", "community")
    }


def _edges(graph: "Network") -> Iterator[str]:
    def ends(edge: tuple[str, str, str]) -> tuple[str, str]:
        head, _, kind = edge
        return kind, PAPER if graph.nodes[head]["kind"] == PAPER else "Entity"

    for (kind, label), edges in groupby(sorted(graph.edges(keys=True), key=ends), ends):
        rows = (
            {"head": head, "tail": tail, "support": graph.edges[head, tail, key]["support"]}
            for head, tail, key in edges
        )
        for some in _literals(rows):
            yield (
                f"UNWIND {some} AS row\n"
                f"MATCH (head:{label} {{id: row.head}}) MATCH (tail:Entity {{id: row.tail}})\n"
                f"MERGE (head)-[edge:{kind}]->(tail) SET edge.support = row.support"
            )


def _literals(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Yield lists of maps as Cypher writes them, so many rows at once: JSON's strings, numbers and null are
    Cypher's too."""
    left = iter(rows)
    while some := list(islice(left, _ROWS_PER_STATEMENT)):
        maps = (", ".join(f"{name}: {_literal(value)}" for name, value in row.items()) for row in some)
        yield "[\n" + ",\n".join(f"  {{{each}}}" for each in maps) + "\n]"


def _literal(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
