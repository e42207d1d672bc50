"""What belongs together: communities of papers and entities, named by what they are about.

By the Leiden algorithm (Traag, Waltman, van Eck: From Louvain to Leiden, 2019) for modularity, from
`graspologic-native`.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import graspologic_native
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.kinds import ClaimKind, EntityKind
from graph.rows import KINDS, GraphRows
from graph.store import EntityRecord, GraphStore
from queries.snapshot import Snapshot

SMALLEST = 5
"""Nodes: fewer are no community."""
_CLAIM = 2.0
"""What a claim weighs, where a mention weighs 1."""
_SEED = 1
_ITERATIONS = 2
_TASKS, _METHODS = 1, 2
_NONE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """Which community each node belongs to, from 0, the largest first; -1 for those in none. `modularity`
    is that of Newman (2004): from 0, no better than chance, to 1."""

    members: NDArray[np.int32]
    modularity: float

    @property
    def count(self) -> int:
        """How many communities there are."""
        return int(self.members.max(initial=_NONE)) + 1


@dataclass(frozen=True, slots=True)
class Community:
    """Papers and entities that belong together.

    `id` is that of the entity with the highest PageRank; `name` says what most sets it apart ("object
    detection: Faster R-CNN, YOLO"); `tasks`, `methods` and `members` come with what tells most, or ranks
    highest, first.
    """

    id: str
    name: str
    papers: int
    entities: int
    tasks: tuple[EntityRecord, ...]
    methods: tuple[EntityRecord, ...]
    members: tuple[EntityRecord, ...]


def adjacency(rows: GraphRows, entity_kinds: NDArray[np.int8]) -> Any:
    """Return how strongly nodes are tied, a symmetric sparse array, [nodes, nodes].

    An edge counts as often as papers make it; one to an entity that everybody writes about ties little: it is
    divided by 1 + log(papers that mention it). Metrics tie nothing: accuracy belongs everywhere.
    """
    metric = list(EntityKind).index(EntityKind.METRIC)
    excluded = np.zeros(len(rows.ids), np.bool_)
    excluded[: len(rows.entities)] = entity_kinds == metric
    kept = ~(excluded[rows.heads] | excluded[rows.tails])
    heads, tails = rows.heads[kept], rows.tails[kept]
    mention = rows.kinds[kept] == KINDS.index(ClaimKind.MENTIONS)
    common = 1.0 + np.log(np.maximum(rows.entity_supports, 1))
    weights = rows.supports[kept] * np.where(mention, 1.0, _CLAIM) / common[tails]
    one_way = sparse.csr_array((weights, (heads, tails)), shape=(len(rows.ids), len(rows.ids)))
    both: Any = (one_way + one_way.T).tocsr()
    both.setdiag(0.0)
    both.eliminate_zeros()
    return both


def leiden(matrix: Any, *, smallest: int = SMALLEST, seed: int = _SEED) -> Partition:
    """Return the partition of a symmetric sparse array; the same for the same seed."""
    nodes = matrix.shape[0]
    if not matrix.nnz:
        return Partition(np.full(nodes, _NONE, np.int32), 0.0)
    quality, found = graspologic_native.leiden_csr(
        matrix.indptr.astype(np.int64),
        matrix.indices.astype(np.int32),
        matrix.data.astype(np.float64),
        nodes,
        iterations=_ITERATIONS,
        use_modularity=True,
        seed=seed,
    )
    raw = np.fromiter((found.get(node, _NONE) for node in range(nodes)), np.int64, nodes)
    return Partition(_numbered(raw, smallest), float(quality))


def partition(matrix: Any) -> Partition:
    """Return the communities of nodes that are tied so (`adjacency`). A node with one neighbour goes where
    that goes: most entities are mentioned by one paper, and their weight would keep papers apart."""
    nodes = matrix.shape[0]
    degrees = np.diff(matrix.indptr)
    leaf = degrees == 1
    neighbour = np.zeros(nodes, np.int64)
    neighbour[leaf] = matrix.indices[matrix.indptr[:-1][leaf]]
    leaf &= ~leaf[neighbour]  # of a pair that has but each other, neither is a leaf
    inner = np.flatnonzero(~leaf)
    found = leiden(matrix[inner][:, inner].tocsr(), smallest=1)
    members = np.full(nodes, _NONE, np.int64)
    members[inner] = found.members
    members[leaf] = members[neighbour[leaf]]
    return Partition(_numbered(members, SMALLEST), found.modularity)


def _numbered(raw: NDArray[np.int64], smallest: int) -> NDArray[np.int32]:
    """Return communities numbered anew, the largest first; those with fewer nodes are none."""
    sizes = np.bincount(raw[raw >= 0])
    order = np.argsort(-sizes, kind="stable")
    numbers = np.full(len(sizes) + 1, _NONE, np.int32)
    numbers[order] = np.where(sizes[order] >= smallest, np.arange(len(order)), _NONE)
    return numbers[raw]


def telling(snapshot: Snapshot, members: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return how much each entity tells of its community: the papers of it that mention it, times their share
    of all that do (and of one more, so that what but one paper mentions tells little)."""
    rows = snapshot.rows
    mentions = rows.kinds == KINDS.index(ClaimKind.MENTIONS)
    heads, tails = rows.heads[mentions], rows.tails[mentions]
    inside = np.bincount(tails[members[heads] == members[tails]], minlength=len(rows.entities))
    found: NDArray[np.float64] = inside.astype(np.float64) ** 2 / (rows.entity_supports + 1.0)
    return found


async def communities(
    store: GraphStore, snapshot: Snapshot, found: Partition, numbers: Sequence[int], shown: int = 10
) -> list[Community]:
    """Return the communities with these numbers, with up to `shown` members each. Costs one call of the
    store."""
    rows = snapshot.rows
    # Of hundreds of communities this takes long enough for others to notice.
    picked = await asyncio.to_thread(_picked, snapshot, found, numbers, shown)
    wanted = sorted({entity for each in picked for part in each.values() for entity in part})
    records = await store.entities([rows.entities[entity] for entity in wanted])
    known = {number: record for number, record in zip(wanted, records, strict=True) if record}

    def records_of(part: list[int]) -> tuple[EntityRecord, ...]:
        return tuple(known[number] for number in part if number in known)

    of_entities, of_papers = np.split(found.members, [len(rows.entities)])
    entities, papers = (np.bincount(m[m >= 0], minlength=found.count) for m in (of_entities, of_papers))
    result: list[Community] = []
    for number, each in zip(numbers, picked, strict=True):
        tasks, methods, members = (records_of(each[part]) for part in ("tasks", "methods", "members"))
        result.append(
            Community(
                id=rows.entities[each["members"][0]] if each["members"] else "",
                name=named(tasks, methods) or f"community {number + 1}",
                papers=int(papers[number]),
                entities=int(entities[number]),
                tasks=tasks,
                methods=methods,
                members=members,
            )
        )
    return result


def _picked(
    snapshot: Snapshot, found: Partition, numbers: Sequence[int], shown: int
) -> list[dict[str, list[int]]]:
    """Return for each community the numbers of the entities that it shows."""
    scores = telling(snapshot, found.members)
    of_entities = found.members[: len(snapshot.rows.entities)]
    by_community = np.argsort(of_entities, kind="stable")
    starts, ends = (np.searchsorted(of_entities[by_community], numbers, side) for side in ("left", "right"))
    kinds = tuple(EntityKind)
    picked: list[dict[str, list[int]]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        own = by_community[start:end]
        by_telling = own[np.argsort(-scores[own], kind="stable")]
        by_rank = own[np.argsort(-snapshot.page_rank[own], kind="stable")]

        def of(kind: EntityKind, ordered: NDArray[np.intp] = by_telling) -> list[int]:
            held: list[int] = ordered[snapshot.entity_kinds[ordered] == kinds.index(kind)][:shown].tolist()
            return held

        picked.append(
            {
                "tasks": of(EntityKind.TASK),
                "methods": of(EntityKind.METHOD),
                "members": by_rank[:shown].tolist(),
            }
        )
    return picked


def named(tasks: Sequence[EntityRecord], methods: Sequence[EntityRecord]) -> str:
    """Return "object detection: Faster R-CNN, YOLO"."""
    head = ", ".join(record.entity.name for record in tasks[:_TASKS])
    tail = ", ".join(record.entity.name for record in methods[:_METHODS])
    return f"{head}: {tail}" if head and tail else head or tail
