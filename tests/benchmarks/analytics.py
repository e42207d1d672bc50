"""PageRank and Leiden on a random graph of 200,000 nodes and 600,000 edges, beside what they are made of.

    python -m tests.benchmarks.analytics [--nodes 200000] [--edges 600000] [--rounds 7]

PageRank stands beside NetworkX, whose graph is made before, and beside a bare power iteration in SciPy, whose
matrix is made before; Leiden beside graspologic-native called with the same arrays. Few nodes get most edges,
as in a graph of citations. Rounds are interleaved; medians are printed.
"""

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import graspologic_native
import networkx as nx
import numpy as np
from scipy import sparse

from queries.communities import leiden
from queries.pagerank import DAMPING, TOLERANCE, pagerank


def graph(nodes: int, edges: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return heads, tails and weights."""
    random = np.random.default_rng(1)
    tails = (nodes * random.random(edges) ** 3).astype(np.int32)  # few nodes get most edges
    heads = random.integers(0, nodes, edges).astype(np.int32)
    return heads, tails, random.integers(1, 4, edges).astype(float)


def scipy_iteration(nodes: int, matrix: Any, leaking: np.ndarray) -> tuple[np.ndarray, int]:
    """Return the ranks and the number of steps: nothing but the arithmetic."""
    rank, step, change = np.full(nodes, 1.0 / nodes), 0, 1.0
    while change >= TOLERANCE:
        new = DAMPING * (matrix @ rank + rank[leaking].sum() / nodes) + (1.0 - DAMPING) / nodes
        change = np.abs(new - rank).sum()
        rank, step = new, step + 1
    return rank, step


def timed(seconds: dict[str, list[float]], name: str, work: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    result = work()
    seconds[name].append(time.perf_counter() - start)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--nodes", type=int, default=200_000)
    parser.add_argument("--edges", type=int, default=600_000)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    nodes = arguments.nodes
    heads, tails, weights = graph(nodes, arguments.edges)

    out = np.bincount(heads, weights, nodes)
    matrix = sparse.csr_array((weights / out[heads], (tails, heads)), shape=(nodes, nodes))
    leaking = np.flatnonzero(out == 0)
    network: nx.DiGraph[int] = nx.DiGraph()
    network.add_nodes_from(range(nodes))
    one_way = sparse.csr_array((weights, (heads, tails)), shape=(nodes, nodes)).tocoo()
    network.add_weighted_edges_from(
        zip(one_way.row.tolist(), one_way.col.tolist(), one_way.data.tolist(), strict=True)
    )
    both = (one_way + one_way.T).tocsr()
    both.setdiag(0.0)
    both.eliminate_zeros()
    rows, columns, values = both.indptr.astype(np.int64), both.indices.astype(np.int32), both.data

    def native() -> Any:
        options = {"iterations": 2, "use_modularity": True, "seed": 1}
        return graspologic_native.leiden_csr(rows, columns, values, nodes, **options)

    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(arguments.rounds):
        ours = timed(seconds, "pagerank", lambda: pagerank(nodes, heads, tails, weights))
        bare, steps = timed(seconds, "SciPy", lambda: scipy_iteration(nodes, matrix, leaking))
        # NetworkX takes its tolerance for the mean over nodes.
        theirs = timed(seconds, "NetworkX", lambda: nx.pagerank(network, tol=TOLERANCE / nodes, max_iter=500))
        found = timed(seconds, "leiden", lambda: leiden(both))
        quality, _ = timed(seconds, "native", native)
        np.testing.assert_allclose(ours, bare / bare.sum(), atol=1e-9)
        np.testing.assert_allclose(ours, [theirs[node] for node in range(nodes)], atol=1e-6)
        assert abs(found.modularity - quality) < 1e-9

    median = {name: statistics.median(each) for name, each in seconds.items()}
    for name, each in median.items():
        print(f"  {name:9} {each:8.3f} s")
    print(f"PageRank ({steps} steps): {median['pagerank'] / median['SciPy']:.2f} times SciPy (to reach: 3)")
    print(
        f"PageRank: NetworkX takes {median['NetworkX'] / median['pagerank']:.1f} times as long (to reach: 20)"
    )
    print(f"Leiden: {median['leiden'] / median['native']:.2f} times graspologic-native (to reach: 2)")


if __name__ == "__main__":
    main()
