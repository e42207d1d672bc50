"""Entities like another: by what they build on, are compared with and evaluated on, and who mentions them."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graph.kinds import ClaimKind
from graph.rows import KINDS
from queries.postings import Postings
from queries.related import top
from queries.snapshot import Snapshot

_CLAIM = 2.0
"""What a shared neighbour by a claim weighs, where a shared paper weighs 1."""
_PRIOR = 10.0
_SHARED = 5


@dataclass(frozen=True, slots=True)
class Similar:
    """An entity, by its id, how like it is, from 0 to 1, and the neighbours that both have, by their ids, the
    rarest first: entities before papers."""

    entity: str
    score: float
    shared: tuple[str, ...]


class Neighbours:
    """What each entity of a snapshot has beside it."""

    def __init__(self, snapshot: Snapshot) -> None:
        rows = snapshot.rows
        self._snapshot = snapshot
        entities, nodes = len(rows.entities), len(rows.ids)
        weights = np.where(rows.kinds == KINDS.index(ClaimKind.MENTIONS), 1.0, _CLAIM).astype(np.float32)
        down = rows.heads < entities
        near = np.concatenate([rows.heads[down], rows.tails])
        far = np.concatenate([rows.tails[down], rows.heads])
        held = np.concatenate([weights[down], weights])
        matrix = sparse.csr_array(sparse.coo_array((held, (near, far)), shape=(entities, nodes)))
        matrix.data = np.minimum(matrix.data, 2 * np.float32(_CLAIM))
        matrix.sort_indices()
        self._matrix = matrix
        self._postings = Postings(matrix, prior=_PRIOR)

    def similar(self, id: str, limit: int) -> list[Similar] | None:
        """Return the entities of the same kind that have most in common with one, the most alike first; None
        where the snapshot has no such entity."""
        number = self._snapshot.numbers.get(id)
        if number is None or number >= len(self._snapshot.rows.entities):
            return None
        terms, weights = self._row(number)
        scores = self._postings.scores(*self._postings.vector(terms, weights))
        kinds = self._snapshot.entity_kinds
        scores[kinds != kinds[number]] = 0.0
        scores[number] = 0.0
        order = [each for each in top(scores, limit).tolist() if scores[each] > 0]
        ids = self._snapshot.rows.entities
        return [Similar(ids[each], float(scores[each]), self._shared(terms, each)) for each in order]

    def _row(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        places = slice(self._matrix.indptr[number], self._matrix.indptr[number + 1])
        return self._matrix.indices[places], self._matrix.data[places]

    def _shared(self, terms: np.ndarray, other: int) -> tuple[str, ...]:
        both = np.intersect1d(terms, self._row(other)[0])
        entities = len(self._snapshot.rows.entities)
        order = np.lexsort((-self._postings.rarity[both], both >= entities))
        return tuple(self._snapshot.rows.ids[number] for number in both[order][:_SHARED].tolist())
