"""A network as JSON-LD, the JSON of the semantic web.

Papers and datasets are what schema.org calls so, methods, tasks and metrics its defined terms. An edge is a
property of its head; a statement of RDF says how many papers make it.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

from graph.kinds import ClaimKind, EntityKind
from queries.labels import PAPER

if TYPE_CHECKING:
    from queries.networks import Network

_OURS = "urn:papergraph:"
_CONTEXT: dict[str, object] = {
    "@vocab": "https://schema.org/",
    "pg": {"@id": _OURS, "@prefix": True},
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "subject": {"@id": "rdf:subject", "@type": "@id"},
    "predicate": {"@id": "rdf:predicate", "@type": "@id"},
    "object": {"@id": "rdf:object", "@type": "@id"},
    **{kind: {"@id": f"pg:{kind}", "@type": "@id"} for kind in ClaimKind},
}
_TYPES: Mapping[str, list[str]] = {
    PAPER: ["ScholarlyArticle", "pg:Paper"],
    EntityKind.METHOD: ["DefinedTerm", "pg:Method"],
    EntityKind.TASK: ["DefinedTerm", "pg:Task"],
    EntityKind.DATASET: ["Dataset", "pg:Dataset"],
    EntityKind.METRIC: ["DefinedTerm", "pg:Metric"],
}


def write_jsonld(graph: "Network", file: IO[str]) -> None:
    """Write a network, a node or edge a line."""
    file.write(f'{{"@context": {json.dumps(_CONTEXT)},\n"@graph": [')
    for number, each in enumerate(chain(_nodes(graph), _statements(graph))):
        file.write(("," if number else "") + "\n" + json.dumps(each, ensure_ascii=False))
    file.write("\n]}\n")


def iri(id: str) -> str:
    """Return what a node is called in RDF: a paper's address at arXiv, or a name of ours."""
    source, _, rest = id.partition(":")
    if source == "arxiv" and rest:
        return f"https://arxiv.org/abs/{quote(rest)}"
    return f"{_OURS}{quote(id, safe=':')}"


def _nodes(graph: "Network") -> Iterator[dict[str, Any]]:
    for id, node in graph.nodes(data=True):
        paper = node["kind"] == PAPER
        told: dict[str, list[str]] = {}
        for _, tail, kind in graph.out_edges(id, keys=True):
            told.setdefault(kind, []).append(iri(tail))
        yield {
            "@id": iri(id),
            "@type": _TYPES[node["kind"]],
            "identifier": id,
            "name": node["label"],
            **({("datePublished" if paper else "pg:firstSeen"): node["date"]} if node["date"] else {}),
            **({} if paper else {"pg:support": node["support"]}),
            "pg:pageRank": node["pageRank"],
            "pg:community": node["community"],
            **told,
        }


def _statements(graph: "Network") -> Iterator[dict[str, Any]]:
    for head, tail, kind, edge in graph.edges(keys=True, data=True):
        yield {
            "@type": "rdf:Statement",
            "subject": iri(head),
            "predicate": f"pg:{kind}",
            "object": iri(tail),
            "pg:support": edge["support"],
        }
