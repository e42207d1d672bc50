"""Maps of the whole graph: where nodes stand, and what the columns say."""

import asyncio

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from graph.errors import InvalidValue
from graph.kinds import ClaimKind
from graph.store import GraphStore
from queries.map import Map, map_of
from queries.places import SIDE, places
from queries.snapshot import Snapshots
from queries.structure import KEPT, Structure
from tests.factories import library
from tests.test_queries_structure import fields


class Drawn:
    """A random graph in communities, most of its edges inside them, and its places."""

    def __init__(self, seed: int, nodes: int = 2000, edges: int = 6000, communities: int = 30) -> None:
        random = np.random.default_rng(seed)
        self.members = random.integers(0, communities, nodes).astype(np.int32)
        heads = random.integers(0, nodes, edges)
        mates = np.argsort(self.members, kind="stable")
        starts = np.searchsorted(self.members[mates], np.arange(communities + 1))
        low, high = starts[self.members[heads]], starts[self.members[heads] + 1]
        inside = mates[(low + random.random(edges) * (high - low)).astype(int)]
        tails = np.where(random.random(edges) < 0.7, inside, random.integers(0, nodes, edges))
        self.ties = symmetric(nodes, heads, tails)
        self.ranks = random.random(nodes)
        self.places = places(self.ties, self.members, self.ranks)


def symmetric(nodes: int, heads: NDArray[np.int64], tails: NDArray[np.int64]) -> sparse.csr_array:
    one_way = sparse.csr_array((np.ones(len(heads)), (heads, tails)), shape=(nodes, nodes))
    both = (one_way + one_way.T).tocsr()
    both.setdiag(0)
    both.eliminate_zeros()
    return both


def distances(where: NDArray[np.float64], one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    between = where[one] - where[other]
    return float(np.hypot(between[:, 0], between[:, 1]).mean())


@pytest.mark.parametrize("seed", range(4))
def test_what_is_tied_stands_near(seed: int) -> None:
    drawn, random = Drawn(seed), np.random.default_rng(seed)
    pairs = drawn.ties.tocoo()
    anywhere = random.integers(0, len(drawn.members), (2, 20_000))
    assert distances(drawn.places, pairs.row, pairs.col) < 0.6 * distances(drawn.places, *anywhere)
    inside = drawn.members[pairs.row] == drawn.members[pairs.col]
    mates = anywhere[:, drawn.members[anywhere[0]] == drawn.members[anywhere[1]]]
    assert distances(drawn.places, pairs.row[inside], pairs.col[inside]) < 0.8 * distances(
        drawn.places, *mates
    )


@pytest.mark.parametrize("seed", range(4))
def test_communities_stand_apart(seed: int) -> None:
    drawn = Drawn(seed)
    sizes = np.bincount(drawn.members)
    middles = np.column_stack([np.bincount(drawn.members, drawn.places[:, axis]) / sizes for axis in (0, 1)])
    between = drawn.places[:, None] - middles[None]
    nearest = np.hypot(between[..., 0], between[..., 1]).argmin(axis=1)
    assert (nearest == drawn.members).mean() > 0.95


def test_the_same_graph_stands_where_it_stood() -> None:
    assert (Drawn(1).places == Drawn(1).places).all()
    assert (Drawn(1).places != Drawn(2).places).any()


_NONE = np.zeros(0, np.int64)
_MANY = 20_000


@pytest.mark.parametrize(
    ("ties", "members"),
    [
        (symmetric(1, _NONE, _NONE), [-1]),
        (symmetric(2, np.array([0]), np.array([1])), [-1, -1]),
        (symmetric(3, np.array([0]), np.array([1])), [0, 1, -1]),
        (symmetric(500, np.zeros(499, int), np.arange(1, 500)), [0] * 500),  # a star
        (symmetric(900, np.arange(0, 900, 2), np.arange(1, 900, 2)), [-1] * 900),  # more groups than by force
        (symmetric(900, _NONE, _NONE), [0] * 900),
        (Drawn(3, _MANY, 3 * _MANY, 400).ties, np.arange(_MANY) % 400),
    ],
    ids=["one", "two", "three", "star", "pairs", "without ties", "large"],
)
@pytest.mark.parametrize("alike", [False, True])
def test_no_two_nodes_stand_on_one_spot(ties: sparse.csr_array, members: list[int], alike: bool) -> None:
    nodes = ties.shape[0]
    ranks = np.zeros(nodes) if alike else np.random.default_rng(0).random(nodes)
    found = places(ties, np.array(members, np.int32), ranks)
    assert found.shape == (nodes, 2)
    assert ((found >= 0) & (found <= SIDE)).all()
    assert len({tuple(place) for place in found.tolist()}) == nodes


def test_no_nodes_have_no_places() -> None:
    none = np.zeros(0)
    assert places(sparse.csr_array((0, 0)), none.astype(np.int32), none).shape == (0, 2)


async def structure_of(store: GraphStore) -> Structure:
    return Structure(await Snapshots(store).current())


def edges(made: Map) -> set[tuple[str, str, ClaimKind, int]]:
    columns = zip(made.heads, made.tails, made.claim_kinds, made.edge_supports, strict=True)
    return {(made.ids[head], made.ids[tail], kind, support) for head, tail, kind, support in columns}


async def test_a_map_shows_what_papers_claim(store: GraphStore) -> None:
    await store.merge(library())
    structure = await structure_of(store)
    made = await map_of(store, structure)
    assert set(made.kinds) == {"Method", "Task", "Dataset"}
    assert ("method:roberta", "method:bert", ClaimKind.IMPROVES_ON, 2) in edges(made)
    assert ClaimKind.MENTIONS not in made.claim_kinds
    assert set(made.heads) | set(made.tails) == set(range(len(made.ids)))
    assert list(made.edge_supports) == sorted(made.edge_supports, reverse=True)
    assert made.left_out == len(structure.snapshot.rows.ids) - len(made.ids)
    assert made.revision == await store.revision()
    number = structure.snapshot.numbers["method:bert"]
    assert made.ranks[made.ids.index("method:bert")] == pytest.approx(
        structure.snapshot.page_rank[number], rel=1e-3
    )
    assert await map_of(store, await structure_of(store)) == made


async def test_a_map_may_show_papers_and_fewer_nodes(sqlite_store: GraphStore) -> None:
    await sqlite_store.merge(fields())
    structure = await structure_of(sqlite_store)
    made = await map_of(sqlite_store, structure, papers=True)
    assert made.labels[made.ids.index("p01")] == "Vision 1"
    assert made.supports[made.ids.index("p01")] == 1
    few = await map_of(sqlite_store, structure, first=5, papers=True)
    assert set(few.ids) <= set(made.ids[:5])
    assert edges(few) <= edges(made)
    for first in (0, 20_001):
        with pytest.raises(InvalidValue, match=f"must lie between 1 and 20,000, got {first}"):
            await map_of(sqlite_store, structure, first=first)


async def test_the_last_maps_are_kept(sqlite_store: GraphStore) -> None:
    await sqlite_store.merge(fields())
    structure = await structure_of(sqlite_store)
    one, same = await asyncio.gather(*[map_of(sqlite_store, structure, first=9) for _ in range(2)])
    assert one is same
    assert await map_of(sqlite_store, structure, first=9, papers=True) is not one
    for first in range(1, KEPT):
        await map_of(sqlite_store, structure, first=first)
        assert await map_of(sqlite_store, structure, first=9) is one
    for first in range(1, KEPT + 1):
        await map_of(sqlite_store, structure, first=first)
    assert await map_of(sqlite_store, structure, first=9) is not one


async def test_what_cannot_be_made_is_not_kept(sqlite_store: GraphStore) -> None:
    structure = await structure_of(sqlite_store)

    async def fails() -> int:
        raise InvalidValue("x", "does not work")

    async def works() -> int:
        return 1

    with pytest.raises(InvalidValue):
        await structure.once("x", fails)
    assert await structure.once("x", works) == 1
    assert await structure.once("x", fails) == 1
