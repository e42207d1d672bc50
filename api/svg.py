"""A drawing of the graph as SVG: readable on its own, in light and in dark, with a legend.

Marks differ in shape by kind, so that no colour is needed to tell them apart; pointing at a node or an edge
says what it is.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import hypot
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from graph.kinds import ClaimKind, EntityKind
from graph.names import for_xml
from queries.labels import PAPER, shortened

if TYPE_CHECKING:
    from queries.drawing import Drawing, DrawnEdge, DrawnNode

COLOURS = 10
"""Communities with a colour of their own: those with the most nodes drawn."""
_LEGEND_LINE = 20.0
_LEGEND_COLUMN = 390.0
_LONGEST_MEANING = 58
_MARGIN = 16.0
_KINDS = (EntityKind.METHOD, EntityKind.TASK, EntityKind.DATASET, PAPER)
_CORNERS: Mapping[str, tuple[tuple[float, float], ...]] = {
    EntityKind.TASK: ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    EntityKind.DATASET: ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    EntityKind.METRIC: ((-0.6, -1), (0.6, -1), (1.1, 0), (0.6, 1), (-0.6, 1), (-1.1, 0)),
    PAPER: ((0, -1.1), (1.1, 0.9), (-1.1, 0.9)),
}

# Each at least 3 : 1 against both backgrounds, as WCAG asks of what has to be seen.
_STYLE = """
svg { font: 11px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; background: #fff; }
text { fill: #1c2128; paint-order: stroke; stroke: #fff; stroke-width: 2.5px; stroke-linejoin: round; }
.quiet { fill: #59636e; }
.edge { stroke: #8a929b; stroke-opacity: .45; stroke-width: .8; }
.strong { stroke-opacity: .8; stroke-width: 1.5; }
.tip { fill: #8a929b; }
.mark { stroke: #fff; stroke-width: 1; }
.c0 { fill: #3d76b8; } .c1 { fill: #cf4a59; } .c2 { fill: #2e8540; } .c3 { fill: #a87b00; }
.c4 { fill: #a8458c; } .c5 { fill: #0f8a8a; } .c6 { fill: #c1611f; } .c7 { fill: #7163c4; }
.c8 { fill: #6f8420; } .c9 { fill: #94694f; } .cn { fill: #7d858f; }
@media (prefers-color-scheme: dark) {
  svg { background: #0d1117; }
  text { fill: #e6edf3; stroke: #0d1117; }
  .quiet { fill: #9198a1; }
  .mark { stroke: #0d1117; }
}
"""


class Colour(StrEnum):
    """What the colour of a node tells."""

    COMMUNITY = "community"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class _Palette:
    """The class of each node's colour, and what each colour means."""

    classes: tuple[str, ...]
    meanings: tuple[tuple[str, str], ...]


def svg(drawing: "Drawing", colour: Colour = Colour.COMMUNITY) -> str:
    """Return a drawing as a document of SVG 1.1."""
    palette = _by_kind(drawing) if colour is Colour.KIND else _by_community(drawing)
    columns = max(1, int(drawing.width // _LEGEND_COLUMN))
    lines = -(-len(palette.meanings) // columns)
    width = drawing.width + 2 * _MARGIN
    height = drawing.height + 3 * _MARGIN + _LEGEND_LINE * (lines + 1)
    title = f"{len(drawing.nodes):,} of {len(drawing.nodes) + drawing.left_out:,} nodes"
    root = ElementTree.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        role="img",
    )
    _text(root, "title", f"Knowledge graph: {title}")
    _text(root, "style", _STYLE)
    paper = ElementTree.SubElement(root, "g", transform=f"translate({_MARGIN:.0f} {_MARGIN:.0f})")
    for edge in drawing.edges:
        _draw_edge(paper, drawing.nodes[edge.head], drawing.nodes[edge.tail], edge)
    for node, style in zip(drawing.nodes, palette.classes, strict=True):
        group = ElementTree.SubElement(paper, "g")
        _text(group, "title", _told(node, drawing.names.get(node.community)))
        _mark(group, node.kind, style, (node.x, node.y), node.radius)
    for node in drawing.nodes:  # over all marks
        _text(paper, "text", node.label, x=f"{node.x + node.radius + 3:.1f}", y=f"{node.y + 3.8:.1f}")
    legend = ElementTree.SubElement(
        root, "g", transform=f"translate({_MARGIN:.0f} {drawing.height + 2 * _MARGIN:.0f})"
    )
    _draw_legend(legend, drawing, palette, columns, title)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _by_community(drawing: "Drawing") -> _Palette:
    sizes = Counter(node.community for node in drawing.nodes if node.community >= 0)
    # The most drawn first; of equals, the larger community.
    coloured = sorted(sizes, key=lambda number: (-sizes[number], number))[:COLOURS]
    classes = {number: f"c{place}" for place, number in enumerate(coloured)}
    meanings = [(classes[number], drawing.names[number]) for number in coloured]
    if any(node.community not in classes for node in drawing.nodes):
        meanings.append(("cn", "other communities"))
    return _Palette(tuple(classes.get(node.community, "cn") for node in drawing.nodes), tuple(meanings))


def _by_kind(drawing: "Drawing") -> _Palette:
    classes = {str(kind): f"c{place}" for place, kind in enumerate(_KINDS)}
    return _Palette(tuple(classes.get(node.kind, "cn") for node in drawing.nodes), ())


def _draw_edge(parent: ElementTree.Element, head: "DrawnNode", tail: "DrawnNode", edge: "DrawnEdge") -> None:
    across, down = tail.x - head.x, tail.y - head.y
    length = hypot(across, down)
    if length <= head.radius + tail.radius:  # they touch: there is no room for a line
        return
    across, down = across / length, down / length
    start = (head.x + across * head.radius, head.y + down * head.radius)
    tip = (tail.x - across * (tail.radius + 1), tail.y - down * (tail.radius + 1))
    strong = " strong" if ClaimKind.IMPROVES_ON in edge.kinds else ""
    group = ElementTree.SubElement(parent, "g")
    kinds = ", ".join(edge.kinds)
    _text(group, "title", f"{head.label} {kinds} {tail.label}")
    ElementTree.SubElement(
        group,
        "path",
        {
            "class": f"edge{strong}",
            "d": f"M{start[0]:.1f} {start[1]:.1f}L{tip[0]:.1f} {tip[1]:.1f}",
        },
    )
    back = (tip[0] - 5 * across, tip[1] - 5 * down)
    wings = (
        f"{back[0] - 2 * down:.1f} {back[1] + 2 * across:.1f}",
        f"{back[0] + 2 * down:.1f} {back[1] - 2 * across:.1f}",
    )
    ElementTree.SubElement(
        group, "path", {"class": "tip", "d": f"M{tip[0]:.1f} {tip[1]:.1f}L{wings[0]}L{wings[1]}Z"}
    )


def _mark(
    parent: ElementTree.Element, kind: str, style: str, middle: tuple[float, float], r: float = 6.0
) -> None:
    """Draw a disc for a method, a square for a dataset, a diamond for a task, a triangle for a paper."""
    x, y = middle
    if kind == EntityKind.METHOD:
        ElementTree.SubElement(
            parent, "circle", {"class": f"mark {style}", "cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{r:.1f}"}
        )
        return
    points = " ".join(f"{x + r * right:.1f},{y + r * below:.1f}" for right, below in _CORNERS[kind])
    ElementTree.SubElement(parent, "polygon", {"class": f"mark {style}", "points": points})


def _draw_legend(
    parent: ElementTree.Element, drawing: "Drawing", palette: _Palette, columns: int, title: str
) -> None:
    x = 8.0
    for kind in _KINDS:
        drawn = next(
            (style for node, style in zip(drawing.nodes, palette.classes, strict=True) if node.kind == kind),
            None,
        )
        if drawn is None:
            continue
        _mark(parent, kind, "cn" if palette.meanings else drawn, (x, 0))
        _text(parent, "text", kind.lower(), x=f"{x + 12:.0f}", y="4")
        x += 84
    _text(parent, "text", title, {"class": "quiet"}, x=f"{x:.0f}", y="4")
    for place, (style, meaning) in enumerate(palette.meanings):
        left = 8.0 + _LEGEND_COLUMN * (place % columns)
        y = _LEGEND_LINE * (1 + place // columns)
        entry = ElementTree.SubElement(parent, "g")
        _text(entry, "title", meaning)
        _mark(entry, EntityKind.METHOD, style, (left, y))
        _text(entry, "text", shortened(meaning, _LONGEST_MEANING), x=f"{left + 12:.0f}", y=f"{y + 4:.0f}")


def _told(node: "DrawnNode", community: str | None) -> str:
    papers = f", mentioned by {node.support:,} papers" if node.kind != PAPER else ""
    return f"{node.label} ({node.kind.lower()}{papers})" + (f"\n{community}" if community else "")


def _text(
    parent: ElementTree.Element, tag: str, text: str, attributes: dict[str, str] | None = None, **more: str
) -> None:
    ElementTree.SubElement(parent, tag, {**(attributes or {}), **more}).text = for_xml(text)
