"""A network as a file: GraphML, GEXF, node-link JSON, CSV, JSON-LD and Cypher.

Nodes and edges come with all that `queries.networks` gives them. XML cannot hold two characters that names
may hold, U+FFFE and U+FFFF; there they are written as U+FFFD.
"""

import csv
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import IO, TYPE_CHECKING

import networkx as nx

from graph.names import for_xml
from queries.export_cypher import write_cypher
from queries.export_jsonld import write_jsonld
from queries.formats import Format

if TYPE_CHECKING:
    from queries.networks import Network

_NODE = ("kind", "label", "date", "support", "pageRank", "community")


def _graphml(graph: "Network", file: IO[str]) -> None:
    lines = nx.generate_graphml(_for_xml(graph), edge_id_from_attribute="id", named_key_ids=True)
    file.writelines(f"{line}\n" for line in lines)


def _gexf(graph: "Network", file: IO[str]) -> None:
    file.writelines(f"{line}\n" for line in nx.generate_gexf(_for_xml(graph), version="1.2draft"))


def _for_xml(graph: "Network") -> "Network":
    """Return the network without the characters that XML cannot hold."""
    names = {id: clean for id in graph if (clean := for_xml(id)) != id}
    changed: Network = nx.relabel_nodes(graph, names) if names else graph.copy()
    for node in changed.nodes.values():
        node["label"] = for_xml(node["label"])
    for *_, edge in changed.edges(data=True):
        edge["id"] = for_xml(edge["id"])
    return changed


def _node_link(graph: "Network", file: IO[str]) -> None:
    json.dump(nx.node_link_data(graph, edges="edges"), file, ensure_ascii=False)
    file.write("\n")


def _nodes_csv(graph: "Network", file: IO[str]) -> None:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(("id", *_NODE))
    rows.writerows((id, *(node[name] for name in _NODE)) for id, node in graph.nodes(data=True))


def _edges_csv(graph: "Network", file: IO[str]) -> None:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(("source", "kind", "target", "support"))
    for head, tail, kind, edge in graph.edges(keys=True, data=True):
        rows.writerow((head, kind, tail, edge["support"]))


WRITERS: Mapping[Format, Mapping[str, Callable[["Network", IO[str]], None]]] = MappingProxyType(
    {
        Format.GRAPHML: {"": _graphml},
        Format.GEXF: {"": _gexf},
        Format.JSON: {"": _node_link},
        Format.CSV: {"nodes": _nodes_csv, "edges": _edges_csv},
        Format.JSONLD: {"": write_jsonld},
        Format.CYPHER: {"": write_cypher},
    }
)
"""What writes each format: a text in UTF-8 for each part; "" is the only one."""
