"""All papers side by side, by what they mean, say and do: `RelatedIndex`, made once a revision."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.kinds import ClaimKind
from graph.rows import GraphRows
from graph.store import Change, GraphStore
from graph.vectors import PaperVectors
from queries.newest import Newest
from queries.postings import Postings, saturated
from queries.roles import factors
from queries.snapshot import Snapshot, Snapshots
from queries.terms import counted

_PAGE = 200
"""Papers that are read at once: few milliseconds, so that answers come in between."""
_CHANGES = 1000

ROLE_WEIGHTS = {ClaimKind.MENTIONS: 1.0, ClaimKind.PROPOSES: 1.0}
_ROLE = 1.5
"""Of the others: two papers that improve on the same method are nearer than two that mention it."""
_PRIOR = 10.0
"""Of what a paper has beside its entities (`Postings`): a rare entity's weight is about as much."""

Sparse = Any


@dataclass(frozen=True, eq=False)
class RelatedIndex:
    """Papers by their numbers in `snapshot.rows.papers`.

    meaning: embeddings less their mean, rows of length 1 or 0, [papers, size]; `centre` is that mean; counts:
    of terms (`queries.terms`), [papers, PLACES]; things: 1 where an entity plays a role (`queries.roles`),
    [papers, roles * entities].
    """

    snapshot: Snapshot
    extractor: str
    meaning: NDArray[np.float32]
    centre: NDArray[np.float32]
    counts: Sparse
    words: Postings
    things: Sparse
    roles: Postings

    @property
    def revision(self) -> int:
        """The revision of the store that it shows."""
        return self.snapshot.revision

    @cached_property
    def papers(self) -> dict[str, int]:
        """The number of each paper."""
        return {id: number for number, id in enumerate(self.snapshot.rows.papers)}

    @cached_property
    def entities(self) -> dict[str, int]:
        """The number of each entity."""
        return {id: number for number, id in enumerate(self.snapshot.rows.entities)}

    @classmethod
    def of(cls, snapshot: Snapshot, vectors: PaperVectors, counts: Sparse) -> "RelatedIndex":
        """Return the index of a snapshot, of what embeddings there are, and of the terms of its papers."""
        rows = snapshot.rows
        meaning, centre = _aligned(rows, vectors)
        things = snapshot.roles
        weights = factors(
            snapshot.entity_kinds, {kind: ROLE_WEIGHTS.get(kind, _ROLE) for kind in ClaimKind}, {}
        )
        return cls(
            snapshot,
            vectors.extractor,
            meaning,
            centre,
            counts,
            Postings(saturated(counts)),
            things,
            Postings(things, weights, _PRIOR),
        )


def text_of(title: str, abstract: str) -> str:
    """Return the text whose words count: those of the title twice."""
    return f"{title} . {title} . {abstract}"


def _aligned(rows: GraphRows, vectors: PaperVectors) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    size = vectors.matrix.shape[1]
    centre: NDArray[np.float32] = (
        vectors.matrix.mean(axis=0) if len(vectors.papers) else np.zeros(size, np.float32)
    )
    place = {id: number for number, id in enumerate(vectors.papers)}
    found = np.zeros((len(rows.papers), size), np.float32)
    pairs = [(number, place[id]) for number, id in enumerate(rows.papers) if id in place]
    if pairs:
        here, there = np.array(pairs).T
        found[here] = vectors.matrix[there] - centre
        found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
    return found, centre


class RelatedIndexes(Newest[RelatedIndex]):
    """The newest index of a store; the terms of papers that stayed as they were are kept from the last."""

    def __init__(self, store: GraphStore, snapshots: Snapshots) -> None:
        super().__init__(store)
        self._snapshots = snapshots

    async def make(self, old: RelatedIndex | None) -> RelatedIndex:
        """Read the embeddings, and the texts of papers that are new or changed."""
        snapshot = await self._snapshots.current()
        changed = await self._changed(old.revision) if old else set()
        held = old.papers if old else {}
        ids = snapshot.rows.papers
        fresh = [id for id in ids if id not in held or id in changed]
        blocks: list[Sparse] = []
        for begin in range(0, len(fresh), _PAGE):
            papers = await self._store.papers(fresh[begin : begin + _PAGE])
            texts = [text_of(paper.title, paper.abstract) if paper else "" for paper in papers]
            blocks.append(await asyncio.to_thread(counted, texts))
        vectors = await self._store.vectors()
        return await asyncio.to_thread(_joined, snapshot, vectors, old, fresh, blocks)

    async def _changed(self, revision: int) -> set[str]:
        found: set[str] = set()
        after = Change(revision + 1, "")
        while changes := await self._store.changes(after, _CHANGES):
            found.update(change.paper for change in changes)
            after = changes[-1]
        return found


def _joined(
    snapshot: Snapshot,
    vectors: PaperVectors,
    old: RelatedIndex | None,
    fresh: Sequence[str],
    blocks: Sequence[Sparse],
) -> RelatedIndex:
    ids = snapshot.rows.papers
    news = sparse.vstack(blocks, format="csr") if blocks else counted([])
    if old is None:
        return RelatedIndex.of(snapshot, vectors, news)
    place = {id: old.counts.shape[0] + number for number, id in enumerate(fresh)}
    order = [place[id] if id in place else old.papers[id] for id in ids]
    return RelatedIndex.of(snapshot, vectors, sparse.vstack([old.counts, news], format="csr")[order])
