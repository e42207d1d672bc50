"""`papergraph show`: one paper or entity, readable, with the sentences that say what is known of it."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from api.commands import options
from api.commands.console import answers, counted
from api.commands.lines import claim_line, result_line
from api.commands.look_up import EntityView, PaperView, look_up
from graph.kinds import ClaimKind, EntityKind
from graph.model import Edge, Evidence


def show(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="An id such as arxiv:1810.04805 or method:bert, or a name.")
    ],
    store: options.StoreOption = None,
) -> None:
    """Show a paper or an entity with what is claimed of it, and the sentences that say so."""
    view = asyncio.run(_load(id, store))
    console = answers()
    if isinstance(view, PaperView):
        _print_paper(console, view)
    else:
        _print_entity(console, view)


async def _load(id: str, store: str | None) -> PaperView | EntityView:
    async with options.opened(store) as graph:
        return await look_up(graph, id)


def _print_paper(console: Console, view: PaperView) -> None:
    """Print the sentences that say something in the order of the text, each with what it says."""
    facts, paper = view.facts, view.facts.paper
    console.print(Text(paper.title, style="bold"))
    _print_line(console, [", ".join(paper.authors), paper.date, paper.venue])
    _print_line(console, [paper.id, paper.url, paper.code_url])
    said: defaultdict[Evidence, list[Text]] = defaultdict(list)
    if facts.contribution:
        said[_sentence(facts.contribution)].append(Text("contribution", style="cyan"))
    for claim in facts.claims:
        if claim.kind is not ClaimKind.MENTIONS:
            said[_sentence(claim.evidence)].append(claim_line(claim, view.names))
    for result in facts.results:
        said[_sentence(result.evidence)].append(result_line(result, view.names))
    for evidence in sorted(said, key=lambda evidence: evidence.span):
        console.print()
        console.print(_quote(evidence))
        for line in said[evidence]:
            console.print(Padding(line, (0, 0, 0, 2), expand=False))
    console.print()
    for kind in EntityKind:
        names = [view.names[entity.id] for entity in facts.entities if entity.kind is kind]
        if names:
            console.print(Text.assemble((f"{kind}s: ", "bold"), ", ".join(sorted(names, key=str.casefold))))


def _print_entity(console: Console, view: EntityView) -> None:
    """Print the edges, grouped by kind, with the surest sentence of each."""
    record, entity = view.record, view.record.entity
    console.print(Text.assemble((entity.name, "bold"), f"  {entity.kind}"))
    if entity.aliases:
        console.print(Text.assemble("also ", ", ".join(entity.aliases)), style="dim")
    since = f", the first of {record.first_seen}" if record.first_seen else ""
    papers = f"mentioned by {counted(record.support, 'paper')}{since}"
    _print_line(console, [entity.id, papers])
    for outgoing in (True, False):
        for kind in ClaimKind:
            edges = [e for e in view.edges if e.kind is kind and (e.head == entity.id) is outgoing]
            if edges:
                console.print()
                console.print(Text(f"{kind} →" if outgoing else f"← {kind}", style="cyan"))
                _print_edges(console, edges, view, outgoing=outgoing)
    if view.more:
        console.print()
        console.print(
            Text("Only the most supported edges are shown; `papergraph query` has all.", style="dim")
        )


def _print_edges(console: Console, edges: Iterable[Edge], view: EntityView, *, outgoing: bool) -> None:
    for edge in edges:
        other = edge.tail if outgoing else edge.head
        support = (f"  {counted(edge.support, 'paper')}", "dim")
        console.print(
            Padding(Text.assemble(view.labels.get(other, other), support), (0, 0, 0, 2), expand=False)
        )
        claim = view.claims.get(edge.id)
        if claim:
            quote = Text.assemble(_quote(claim.evidence), (f"  {claim.paper.id}", "dim"))
            console.print(Padding(quote, (0, 0, 0, 4), expand=False))


def _print_line(console: Console, parts: Iterable[str | None]) -> None:
    text = " · ".join(part for part in parts if part)
    if text:
        console.print(Text(text, style="dim"))


def _sentence(evidence: Evidence) -> Evidence:
    """Return the evidence without its mentions, equal for all that one sentence says."""
    return Evidence(evidence.sentence, evidence.span)


def _quote(evidence: Evidence) -> Text:
    """Return the sentence in quotation marks, both mentions underlined."""
    text = Text(evidence.sentence, style="italic")
    for mention in (evidence.head, evidence.tail):
        if mention and evidence.span.start <= mention.start < evidence.span.end:
            text.stylize("underline", mention.start - evidence.span.start, mention.end - evidence.span.start)
    return Text.assemble("“", text, "”")
