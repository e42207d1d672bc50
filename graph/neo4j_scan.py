"""From the whole graph as Neo4j gives it to `GraphRows` and `PaperVectors`."""

import numpy as np

from graph.embeddings import packed
from graph.neo4j_rows import Row
from graph.rows import KINDS, GraphRows
from graph.vectors import PaperVectors


def rows(row: Row) -> GraphRows:
    """Return the rows of the answer to `neo4j_lookups.ROWS`."""
    ids = [id for id, *_ in row["entities"]] + [id for id, _ in row["papers"]]
    numbers = {id: number for number, id in enumerate(ids)}
    kinds = {kind.value: number for number, kind in enumerate(KINDS)}
    edges = [
        (numbers[head], numbers[tail], kinds[kind], support) for head, tail, kind, support in row["edges"]
    ]
    table = np.array(edges, np.int64).reshape(-1, 4)
    return GraphRows.of(row["revision"], row["entities"], row["papers"], table)


def vectors(row: Row) -> PaperVectors:
    """Return the vectors of the answer to `neo4j_lookups.VECTORS`."""
    return PaperVectors.of(
        row["revision"], [(id, extractor, packed(values)) for id, extractor, values in row["rows"]]
    )
