"""The numbers that the model knows kinds by, and which claims may hold between which kinds."""

from collections.abc import Sequence

import numpy as np

from extraction.trained.arrays import Bools
from graph.kinds import SIGNATURES, ClaimKind, EntityKind

ENTITY_KINDS = (EntityKind.METHOD, EntityKind.TASK, EntityKind.DATASET, EntityKind.METRIC)
RELATION_KINDS = (
    ClaimKind.IMPROVES_ON,
    ClaimKind.BUILDS_ON,
    ClaimKind.COMPARED_WITH,
    ClaimKind.ADDRESSES,
    ClaimKind.EVALUATED_ON,
    ClaimKind.TRAINED_ON,
    ClaimKind.BENCHMARK_FOR,
    ClaimKind.SUBCLASS_OF,
    ClaimKind.MEASURED_BY,
)
PAPER = len(ENTITY_KINDS)
"""The kind of node 0, the paper itself."""


def _may_join(relation: ClaimKind, head: int, tail: int) -> bool:
    signature = SIGNATURES[relation]
    if tail == PAPER or ENTITY_KINDS[tail] not in signature.tails:
        return False
    if head == PAPER:
        return signature.paper
    return ENTITY_KINDS[head] in signature.heads and (not signature.same or head == tail)


_ALLOWED: Bools = np.array(
    [
        [[_may_join(relation, head, tail) for relation in RELATION_KINDS] for tail in range(PAPER + 1)]
        for head in range(PAPER + 1)
    ]
)


def allowed_relations(kinds: Sequence[int]) -> Bools:
    """Return which relations may hold between nodes of these kinds, [nodes, nodes, relations]; node 0 is
    the paper, and no node is related to itself."""
    index = np.asarray(kinds)
    allowed: Bools = _ALLOWED[index[:, None], index[None, :]].copy()
    diagonal = np.arange(len(kinds))
    allowed[diagonal, diagonal] = False
    return allowed
