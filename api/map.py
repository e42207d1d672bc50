"""The whole graph as a map, in columns: a browser draws tens of thousands of nodes from them."""

from typing import Annotated, Self

import strawberry

from api.context import Info
from api.fields import field
from api.inputs import ClaimKind, NodeKind
from graph import kinds
from queries import map as maps
from queries.labels import PAPER

_NODE_KINDS = {PAPER: NodeKind.PAPER} | {str(kind): NodeKind[kind.name] for kind in kinds.EntityKind}
_CLAIM_KINDS = {kind: ClaimKind[kind.name] for kind in kinds.ClaimKind}


@strawberry.type(
    description="The graph on a square from 0 to 1000, so that what belongs together stands together: lists "
    "of one length for nodes, the most tied and mentioned first, and for edges, the most supported first."
)
class Map:
    ids: list[strawberry.ID] = strawberry.field(description="The id of each node.")
    labels: list[str] = strawberry.field(description="Its title or name.")
    kinds: list[NodeKind] = strawberry.field(description="What it is.")
    communities: list[int] = strawberry.field(description="The number of its community; -1 for none.")
    supports: list[int] = strawberry.field(
        description="How many papers mention each node; a paper counts as one."
    )
    ranks: list[float] = strawberry.field(description="The PageRank of each node, in four digits.")
    x: list[float] = strawberry.field(description="Where each node stands, from the left.")
    y: list[float] = strawberry.field(description="Where each node stands, from the top; no two on one spot.")
    heads: list[int] = strawberry.field(
        description="Where each edge starts, as a place in the lists of nodes, from 0."
    )
    tails: list[int] = strawberry.field(description="Where each edge ends, likewise.")
    claim_kinds: list[ClaimKind] = strawberry.field(
        description="What each edge says. There are none of MENTIONS and, as no metric is shown, MEASURED_BY."
    )
    edge_supports: list[int] = strawberry.field(description="How many papers claim each edge.")
    community_names: list[str] = strawberry.field(
        description="What sets each community apart, by its number: object detection: VGG, R-CNN."
    )
    left_out: int = strawberry.field(description="How many nodes of the graph are not shown.")
    revision: int = strawberry.field(description="The revision of the store that is shown.")

    @classmethod
    def of(cls, found: maps.Map) -> Self:
        """Return the type for a map."""
        return cls(
            ids=[strawberry.ID(id) for id in found.ids],
            labels=list(found.labels),
            kinds=[_NODE_KINDS[kind] for kind in found.kinds],
            communities=list(found.communities),
            supports=list(found.supports),
            ranks=list(found.ranks),
            x=list(found.x),
            y=list(found.y),
            heads=list(found.heads),
            tails=list(found.tails),
            claim_kinds=[_CLAIM_KINDS[kind] for kind in found.claim_kinds],
            edge_supports=list(found.edge_supports),
            community_names=list(found.community_names),
            left_out=found.left_out,
            revision=found.revision,
        )


@strawberry.type
class Maps:
    """The field of `Query` that shows the whole graph."""

    @field
    async def map(
        self,
        info: Info,
        first: Annotated[
            int, strawberry.argument(description=f"How many nodes at most: 1 to {maps.MOST:,}.")
        ] = 3000,
        papers: Annotated[bool, strawberry.argument(description="Whether papers are shown, too.")] = False,
    ) -> Map:
        """The graph as a map: its most tied methods, tasks and datasets, where each stands, and what papers
        claim of them. Nodes without an edge to another are left out. It follows the graph with a delay."""
        structure = info.context.structures.of(await info.context.snapshots.newest())
        return Map.of(await maps.map_of(info.context.store, structure, first=first, papers=papers))
