"""The whole graph in arrays: `GraphRows`, what a store gives to those who compute on all of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.kinds import ClaimKind

KINDS = tuple(ClaimKind)
"""A kind of claim is written as its place here."""


@dataclass(frozen=True, slots=True, eq=False)
class GraphRows:
    """All nodes and edges at one revision.

    Nodes are numbered: first the entities in the order of their ids, then the papers in that of theirs. Edge
    i is of the kind `KINDS[kinds[i]]`, goes from `heads[i]` to `tails[i]`, and `supports[i]` papers make it;
    edges are sorted by head, tail and kind. Arrays have one value an entity, a paper or an edge.
    """

    revision: int
    entities: tuple[str, ...]
    papers: tuple[str, ...]
    entity_supports: NDArray[np.int32]
    entity_dates: tuple[str, ...]
    """When each was first seen, "" where that is not known."""
    paper_dates: tuple[str, ...]
    """"" where none is known."""
    heads: NDArray[np.int32]
    tails: NDArray[np.int32]
    kinds: NDArray[np.int8]
    supports: NDArray[np.int32]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all nodes, by their numbers."""
        return self.entities + self.papers

    @classmethod
    def of(
        cls,
        revision: int,
        entities: Sequence[tuple[str, int, str]],
        papers: Sequence[tuple[str, str]],
        edges: NDArray[np.int64],
    ) -> "GraphRows":
        """Return the rows of entities (id, support, date) and papers (id, date), each in the order of their
        ids, and of edges: one row each with head, tail, kind and support."""
        order = np.lexsort((edges[:, 2], edges[:, 1], edges[:, 0]))
        edges = edges[order]
        return cls(
            revision,
            tuple(id for id, _, _ in entities),
            tuple(id for id, _ in papers),
            np.array([support for _, support, _ in entities], np.int32),
            tuple(date for _, _, date in entities),
            tuple(date for _, date in papers),
            edges[:, 0].astype(np.int32),
            edges[:, 1].astype(np.int32),
            edges[:, 2].astype(np.int8),
            edges[:, 3].astype(np.int32),
        )
