"""What nodes are called: the titles of papers and the names of entities."""

from collections.abc import Sequence

from graph.model import kind_of
from graph.store import GraphStore

PAPER = "Paper"
"""The kind of a node that is a paper; of others it is their `EntityKind`."""
_AT_ONCE = 5000


async def labels(store: GraphStore, ids: Sequence[str]) -> dict[str, str]:
    """Return the title or name of each of these nodes that the store still has, by its id."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        papers = await store.papers([id for id in some if kind_of(id) is None])
        records = await store.entities([id for id in some if kind_of(id)])
        found |= {paper.id: paper.title for paper in papers if paper}
        found |= {record.entity.id: record.entity.name for record in records if record}
    return found


def shortened(label: str, longest: int) -> str:
    """Return a label of at most so many characters; one that is cut ends with "…"."""
    return label if len(label) <= longest else f"{label[: longest - 1].rstrip()}…"
