"""What joins communities: entities whose ties go to several of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from queries.communities import Partition
from queries.snapshot import Snapshot

_JOINED = 4
_LEAST = 0.1
"""Share of its ties that a community has of a node that joins it."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """An entity, by its id, and the communities that it joins, by their numbers, most ties first.

    `participation` is 0 where all ties stay in one community and nears 1 where they are spread over many
    (Guimera and Amaral: Functional Cartography of Complex Metabolic Networks, 2005); `score` is it times the
    strength of the ties.
    """

    entity: str
    score: float
    participation: float
    communities: tuple[int, ...]


def bridges(snapshot: Snapshot, matrix: Any, found: Partition, limit: int) -> list[Bridge]:
    """Return the entities that join communities, the strongest first; `matrix` holds the ties of all nodes
    (`queries.communities.adjacency`)."""
    entities, nodes = len(snapshot.rows.entities), matrix.shape[0]
    inside = np.flatnonzero(found.members >= 0)
    shape = (nodes, max(found.count, 1))
    belongs = sparse.csr_array((np.ones(len(inside)), (inside, found.members[inside])), shape=shape)
    ties = (matrix[:entities] @ belongs).tocsr()
    strength = np.asarray(ties.sum(axis=1)).ravel()
    squares = np.asarray(ties.multiply(ties).sum(axis=1)).ravel()
    participation = np.where(strength > 0, 1.0 - squares / np.maximum(strength, 1e-12) ** 2, 0.0)
    scores = participation * strength
    order = np.argsort(-scores, kind="stable")[:limit]
    result = []
    for number in order[scores[order] > 1e-9].tolist():
        places = slice(ties.indptr[number], ties.indptr[number + 1])
        shares = ties.data[places] / strength[number]
        best = np.argsort(-shares, kind="stable")[:_JOINED]
        joined = ties.indices[places][best[shares[best] >= _LEAST]]
        result.append(
            Bridge(
                snapshot.rows.entities[number],
                float(scores[number]),
                float(participation[number]),
                tuple(joined.tolist()),
            )
        )
    return result
