"""Papers with what was found in them as a page of HTML, in the manner of displaCy, without scripts."""

from collections.abc import Iterable
from html import escape
from importlib.resources import files
from typing import IO

from api.commands.highlight import Highlighted, Passage, Saying, Stretch
from graph.model import Claim


def write(file: IO[str], papers: Iterable[Highlighted]) -> int:
    """Write the page and return how many papers stand on it."""
    head, foot = (files("api") / "static" / "explain.html").read_text("utf-8").split("<!-- papers -->")
    file.write(head)
    count = 0
    for count, paper in enumerate(papers, 1):
        file.write(_article(paper, f"p{count}"))
    file.write(foot)
    return count


def _article(paper: Highlighted, anchor: str) -> str:
    source = paper.facts.paper
    meta = " · ".join(
        escape(part) for part in (", ".join(source.authors), source.date, source.venue, source.id) if part
    )
    body = "".join(_passage(passage, anchor) for passage in paper.passages)
    title, _, abstract = body.partition("\n")
    sayings = "".join(_saying(saying, paper, anchor) for saying in paper.sayings)
    listed = f"<ol>{sayings}</ol>" if sayings else "<p>No claim found.</p>"
    return (
        f'<article id="{anchor}"><h2>{title}</h2><p class="meta">{meta}</p>'
        f'<p class="abstract">{abstract}</p>{listed}</article>\n'
    )


def _passage(passage: Passage, anchor: str) -> str:
    inner = "".join(map(_stretch, passage.stretches))
    if passage.number is None:
        return inner
    return f'<span class="says" id="{anchor}-{passage.number}">{inner}<sup>{passage.number}</sup></span>'


def _stretch(stretch: Stretch) -> str:
    text = escape(stretch.text)
    if stretch.entity is None:
        return text
    kind = stretch.entity.kind
    name = escape(stretch.entity.name)
    return f'<mark class="{kind.lower()}" title="{name}">{text}<small>{kind}</small></mark>'


def _saying(saying: Saying, paper: Highlighted, anchor: str) -> str:
    item, names = saying.item, paper.names
    if isinstance(item, Claim):
        said = (
            f"{escape(names.get(item.head, item.head))} <b>{item.kind}</b> "
            f"{escape(names.get(item.tail, item.tail))}"
        )
    else:
        ends = " · ".join(escape(names.get(end, end)) for end in item.ends)
        said = f"<b>{escape(item.value)}</b> {ends}"
    return (
        f'<li><a href="#{anchor}-{saying.number}">{said}</a> '
        f'<meter min="0" max="1" value="{item.confidence:.2f}"></meter> {item.confidence:.2f} '
        f"<sup>{saying.number}</sup></li>"
    )
