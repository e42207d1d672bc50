"""The name of an entity that a text writes in several ways: `named`."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from extraction.canonical import canonical, known_name
from graph.kinds import EntityKind


@dataclass(frozen=True, slots=True)
class Name:
    """An entity's canonical name, its displayed name, and its abbreviation where the text explains one."""

    key: str
    name: str
    short: str | None


def named(kind: EntityKind, forms: Iterable[str], abbreviations: Collection[str]) -> Name:
    """Return the name of an entity from its written forms, one for each mention: a well-known one, else the
    most frequent, spelled out rather than abbreviated."""
    count = Counter(forms)
    known = next((name for form in count if (name := known_name(kind, form))), None)
    if known:
        return Name(canonical(known), known, None)
    name = min(count, key=lambda form: (form in abbreviations, -count[form], form))
    return Name(canonical(name), name, next((form for form in count if form in abbreviations), None))
