"""From the whole graph as Neo4j gives it to `GraphRows`."""

import numpy as np

from graph.neo4j_rows import Row
from graph.rows import KINDS, GraphRows


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
