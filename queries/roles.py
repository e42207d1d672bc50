"""Which part an entity plays in a paper: `Role`, and the roles of all papers as one sparse array."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.kinds import ClaimKind, EntityKind
from graph.model import PaperFacts
from graph.rows import KINDS, GraphRows

ROLES = (
    ClaimKind.MENTIONS,
    ClaimKind.PROPOSES,
    ClaimKind.IMPROVES_ON,
    ClaimKind.BUILDS_ON,
    ClaimKind.COMPARED_WITH,
    ClaimKind.ADDRESSES,
    ClaimKind.EVALUATED_ON,
    ClaimKind.TRAINED_ON,
    ClaimKind.MEASURED_BY,
)
"""A role is named by the claim that gives it. A paper that proposes FooNet has the roles that FooNet has,
too: what FooNet improves on, the paper improves on."""

Sparse = Any


def place(role: int, entity: NDArray[np.integer] | int, entities: int) -> Any:
    """Return the column of an entity in a role, given by its number in `ROLES`."""
    return role * entities + entity


def roles(rows: GraphRows) -> Sparse:
    """Return 1 where an entity plays a role in a paper, [papers, roles * entities], as a sparse array."""
    entities, papers = len(rows.entities), len(rows.papers)
    own = rows.heads >= entities
    number = {kind: place for place, kind in enumerate(KINDS)}

    def of_papers(kind: ClaimKind) -> Sparse:
        picked = own & (rows.kinds == number[kind])
        return _ones(rows.heads[picked] - entities, rows.tails[picked], (papers, entities))

    mentions, proposes = of_papers(ClaimKind.MENTIONS), of_papers(ClaimKind.PROPOSES)
    found = [mentions, proposes]
    for kind in ROLES[2:]:
        picked = ~own & (rows.kinds == number[kind])
        between = _ones(rows.heads[picked], rows.tails[picked], (entities, entities))
        # An edge between entities may be another paper's claim: of this paper are those that it mentions.
        passed_on = (proposes @ between).multiply(mentions)
        both = (of_papers(kind) + passed_on).tocsr()
        both.data[:] = 1.0
        found.append(both)
    stacked = sparse.hstack(found, format="csr", dtype=np.float32)
    stacked.eliminate_zeros()
    stacked.sort_indices()
    return stacked


def roles_of(facts: PaperFacts, numbers: Mapping[str, int]) -> NDArray[np.int64]:
    """Return the columns of what entities play in one paper, sorted; those without a number are left out."""
    proposed = {claim.tail for claim in facts.claims if claim.kind is ClaimKind.PROPOSES}
    found = {
        place(ROLES.index(claim.kind), numbers[claim.tail], len(numbers))
        for claim in facts.claims
        if claim.kind in ROLES
        and claim.tail in numbers
        and (claim.head == facts.paper.id or claim.head in proposed)
    }
    return np.array(sorted(found), np.int64)


def factors(
    kinds: NDArray[np.integer],
    of_role: Mapping[ClaimKind, float],
    of_kind: Mapping[EntityKind, float],
) -> NDArray[np.float32]:
    """Return a weight for each column: of its role times of its entity's kind, 1 where none is given.
    `kinds` are the entities' places in `EntityKind`."""
    by_kind = np.array([of_kind.get(kind, 1.0) for kind in EntityKind], np.float32)[kinds]
    return np.concatenate([by_kind * np.float32(of_role.get(role, 1.0)) for role in ROLES])


def kinds_of(columns: Iterable[int], entities: int) -> dict[int, list[ClaimKind]]:
    """Return of each entity, by its number, the roles that columns name."""
    found: dict[int, list[ClaimKind]] = {}
    for column in columns:
        found.setdefault(column % entities, []).append(ROLES[column // entities])
    return found


def _ones(rows: NDArray[np.integer], columns: NDArray[np.integer], shape: tuple[int, int]) -> Sparse:
    ones = np.ones(len(rows), np.float32)
    return sparse.csr_array(sparse.coo_array((ones, (rows, columns)), shape=shape))
