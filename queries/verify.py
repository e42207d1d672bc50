"""Verify: does every quote in the store still stand in its paper's text?

The model refuses a false quote when it is made; this reads what is stored, unchecked, and so finds what a
damaged file, a bug of a store or a hand in the database has changed since.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from graph.store import GraphStore, PaperQuotes, Quote

PAGE = 500
"""How many papers are read at a time."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A quote that does not stand where its record says; `owner` as in `graph.store.Quote`."""

    owner: str
    problem: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check of one paper found among its `quotes` quotes."""

    paper: str
    quotes: int
    faults: tuple[Fault, ...]


async def verify(store: GraphStore) -> AsyncIterator[Verdict]:
    """Yield a verdict on every paper of the store, in the order of their ids."""
    after: str | None = None
    while page := await store.quotes(after, PAGE):
        for paper in page:
            yield _judge(paper)
        after = page[-1].paper


def _judge(paper: PaperQuotes) -> Verdict:
    faults = [
        Fault(quote.owner, problem) for quote in paper.quotes if (problem := _problem(paper.text, quote))
    ]
    return Verdict(paper.paper, len(paper.quotes), tuple(faults))


def _problem(text: str, quote: Quote) -> str | None:
    start, end = quote.span
    if not quote.sentence:
        return "the quote is empty"
    if start >= 0 and end == start + len(quote.sentence) and text.startswith(quote.sentence, start):
        return None
    place = text.find(quote.sentence)
    if place >= 0:
        return f"the quote stands at {place}, not at {start} to {end}: {quote.sentence!r}"
    return f"the quote is not in the text: {quote.sentence!r}"
