"""Pictures of the graph: what they show, that labels can be read, and what the command says."""

from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from scipy import sparse

from api.svg import Colour, svg
from graph.errors import InvalidValue
from graph.store import GraphStore
from queries.drawing import SHOWN, Drawing, drawing
from queries.layout import layout
from queries.snapshot import Snapshots
from queries.structure import Structure
from tests.factories import library, make_facts
from tests.test_api_cli import Run, filled, run  # noqa: F401  # fixtures

SVG = "{http://www.w3.org/2000/svg}"


async def drawn(
    store: GraphStore, top: int = 120, around: str | None = None, *, papers: bool = False
) -> Drawing:
    return await drawing(
        store, Structure(await Snapshots(store).current()), top=top, around=around, papers=papers
    )


async def test_methods_tasks_and_datasets_are_drawn_with_what_ties_them(store: GraphStore) -> None:
    await store.merge(library())
    made = await drawn(store)
    kinds = {node.kind for node in made.nodes}
    assert kinds == {"Method", "Task", "Dataset"}
    told = {(made.nodes[edge.head].id, made.nodes[edge.tail].id, edge.kinds[0]) for edge in made.edges}
    assert ("method:roberta", "method:bert", "IMPROVES_ON") in told
    assert all(kind in SHOWN for edge in made.edges for kind in edge.kinds)
    joined = {place for edge in made.edges for place in (edge.head, edge.tail)}
    assert joined == set(range(len(made.nodes)))
    stats = await store.stats()
    assert made.left_out == stats.papers + sum(stats.entities.values()) - len(made.nodes)
    assert {node.community for node in made.nodes} - {-1} == set(made.names)
    assert all(0 < node.x < made.width and 0 < node.y < made.height for node in made.nodes)
    assert made == await drawn(store)


async def test_around_a_node_the_nearest_are_drawn(store: GraphStore) -> None:
    await store.merge(library())
    made = await drawn(store, 3, "method:albert")
    assert made.nodes[0].id == "method:albert"
    assert len(made.nodes) == 3
    made = await drawn(store, 4, "arxiv:1810.04805", papers=True)
    assert made.nodes[0].id == "arxiv:1810.04805"
    with pytest.raises(InvalidValue, match="is no node of the graph"):
        await drawn(store, 3, "method:nothing")
    with pytest.raises(InvalidValue, match="must lie between 1 and 1,000"):
        await drawn(store, 1001)


async def test_an_empty_graph_is_an_empty_picture(sqlite_store: GraphStore) -> None:
    made = await drawn(sqlite_store)
    assert not made.nodes
    assert not made.edges
    assert "0 of 0 nodes" in svg(made)


@pytest.mark.parametrize("seed", range(5))
def test_no_label_covers_another(seed: int) -> None:
    random = np.random.default_rng(seed)
    nodes = 60
    ties = sparse.random_array((nodes, nodes), density=0.04, rng=random)
    boxes = np.column_stack([random.uniform(30, 200, nodes), random.uniform(14, 30, nodes)])
    members = random.integers(-1, 5, nodes).astype(np.int32)
    size = (1100.0, 700.0)
    places = layout((ties + ties.T).tocsr(), members, boxes, *size)
    assert (places - boxes / 2 >= -1e-9).all()
    assert (places + boxes / 2 <= np.array(size) + 1e-9).all()
    for one, other in combinations(range(nodes), 2):
        apart = np.abs(places[one] - places[other]) >= (boxes[one] + boxes[other]) / 2 - 1e-9
        assert apart.any(), (one, other)


def test_nodes_on_the_same_spot_part() -> None:
    none = sparse.csr_array((3, 3))
    boxes = np.full((3, 2), 20.0)
    places = layout(none, np.full(3, -1, np.int32), boxes, 200.0, 200.0)
    assert len({tuple(place) for place in places.round(3).tolist()}) == 3
    crowded = layout(none, np.full(3, -1, np.int32), boxes, 20.0, 20.0)
    assert (crowded == 10.0).all()  # where there is no room, they stay on the paper


@pytest.mark.parametrize("colour", Colour)
async def test_svg_is_well_formed_whatever_names_hold(sqlite_store: GraphStore, colour: Colour) -> None:
    name = 'Net <b>&amp;\ufffe" ]]>'
    text = f"{name} improves on BERT. {name} is evaluated on GLUE."
    entities = (f"Method: {name}", "Method: BERT", "Dataset: GLUE")
    claims = (("IMPROVES_ON", name, "BERT"), ("EVALUATED_ON", name, "GLUE"))
    await sqlite_store.merge([make_facts("p", "T", text, entities, claims)])
    root = ElementTree.fromstring(svg(await drawn(sqlite_store), colour))
    labels = [text.text for text in root.iter(f"{SVG}text")]
    assert name.replace("\ufffe", "\ufffd") in labels
    assert f"{name} IMPROVES_ON BERT".replace("\ufffe", "\ufffd") in [
        t.text for t in root.iter(f"{SVG}title")
    ]
    assert len(list(root.iter(f"{SVG}circle"))) >= 2
    assert root.get("role") == "img"


def test_the_command_draws(filled: Run, tmp_path: Path) -> None:  # noqa: F811
    out = tmp_path / "graph.svg"
    done = filled("draw", "--out", str(out))
    assert (done.code, done.out) == (0, "")
    assert "nodes and" in done.err
    first = out.read_text()
    assert ElementTree.fromstring(first).tag == f"{SVG}svg"
    assert filled("draw", "--out", str(out)).code == 0
    assert out.read_text() == first
    assert filled("draw", "--out", str(out), "--around", "bert", "--top", "5", "--color", "kind").code == 0
    assert ">BERT<" in out.read_text()
    done = filled("draw", "--out", str(out), "--around", "brt")
    assert done.code == 1
    assert "did you mean" in done.err
    assert filled("draw", "--out", str(out), "--top", "1001").code == 2
