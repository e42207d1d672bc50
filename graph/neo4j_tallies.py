"""What papers give an entity, counted: its support, its names and when it was first seen.

The counts stand on the entity's node (`forms`, and for each of them `formPapers` and `namePapers`), so that
a merge adds and subtracts what its own papers say and need not look at the entity's other papers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from graph.model import PaperFacts, entity_id
from graph.names import spelled
from graph.neo4j_rows import Row, believed, kind_of_entity


class Said(NamedTuple):
    """What one paper says of one entity, as `neo4j_cypher.MENTIONS` returns it."""

    id: str
    name: str
    aliases: Sequence[str]
    date: str | None


def said_in(facts: PaperFacts) -> Iterator[Said]:
    """Yield what a paper says of each of its entities."""
    for entity in facts.entities:
        yield Said(entity.id, entity.name, entity.aliases, facts.paper.date)


@dataclass(slots=True)
class Tally:
    """The counts of one entity while a merge changes them."""

    id: str
    support: int = 0
    first_seen: str | None = None
    forms: Counter[str] = field(default_factory=Counter)
    """How many papers write each form, as name or as alias."""
    names: Counter[str] = field(default_factory=Counter)
    """How many papers choose each form as the name."""
    stored: tuple[str, ...] = ()
    """The name and the forms that the node has so far; empty when there is none."""
    dates: Counter[str] = field(default_factory=Counter)
    """How many papers of each date came in this merge, less those that left."""

    @classmethod
    def of_node(cls, row: Sequence[Any]) -> Self:
        """Return the tally that a node holds; `row` is one of `neo4j_cypher.TALLIES`."""
        id, support, first_seen, name, forms, form_papers, name_papers = row
        with believed(id):
            counts = Counter(dict(zip(forms, form_papers, strict=True)))
            names = Counter(dict(zip(forms, name_papers, strict=True)))
            return cls(id, support, first_seen, counts, names, (name, *forms))

    def count(self, said: Said, papers: int) -> None:
        """Add (or, with -1, subtract) a paper that says this."""
        self.support += papers
        self.names[said.name] += papers
        for form in {said.name, *said.aliases}:
            self.forms[form] += papers
        if said.date is not None:
            self.dates[said.date] += papers

    @property
    def has_lost_first(self) -> bool:
        """Whether a paper of the earliest date left: the other papers must be asked for the earliest."""
        return self.first_seen is not None and self.dates[self.first_seen] < 0

    def row(self) -> Row:
        """Return the properties to set: names, and what look-ups and search need, only where they differ."""
        forms = sorted(form for form, papers in self.forms.items() if papers)
        dates = [date for date, papers in self.dates.items() if papers > 0]
        row: dict[str, object] = {
            "id": self.id,
            "support": self.support,
            "firstSeen": min([self.first_seen, *dates] if self.first_seen else dates, default=None),
            "formPapers": [self.forms[form] for form in forms],
            "namePapers": [self.names[form] for form in forms],
        }
        with believed(self.id):
            name = min(forms, key=lambda form: (-self.names[form], form))
            kind = kind_of_entity(self.id)
        if self.stored != (name, *forms):
            row |= {
                "name": name,
                "aliases": [form for form in forms if form != name],
                "forms": forms,
                "nameWords": _distinct(spelled(form) for form in forms),
                "keys": _distinct(entity_id(kind, form) for form in forms),
            }
        return row


def _distinct(texts: Iterable[str]) -> list[str]:
    return sorted(set(texts) - {""})
