"""What an entity is called that a text writes in several ways, and what can be a name at all."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from extraction.annotations import Cluster
from extraction.canonical import agrees, canonical, display, known_name
from graph.kinds import EntityKind
from graph.model import entity_id

LONGEST_NAME = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


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
    known = _known(kind, count, abbreviations)
    if known:
        return Name(canonical(kind, known), known, None)
    name = min(count, key=lambda form: (form in abbreviations, -count[form], form))
    return Name(
        canonical(kind, name), display(name), next((form for form in count if form in abbreviations), None)
    )


def resolved(kind: EntityKind, name: str) -> Name:
    """Return what a name stands for where no text explains it."""
    return named(kind, (name,), ())


def _known(kind: EntityKind, forms: Iterable[str], abbreviations: Collection[str]) -> str | None:
    """Return the well-known name of these forms. An abbreviation stands for it unless the text spells out
    something else: "WSD" is word sense disambiguation, but not in a text on whale sound detection (WSD).
    """
    spelled: list[str] = []
    short: list[str] = []
    for form in forms:
        (short if form in abbreviations else spelled).append(form)
    names = (known_name(kind, form) for form in spelled)
    of_short = (known_name(kind, form) for form in short)
    return next(filter(None, names), None) or next(
        (name for name in of_short if name and (not spelled or agrees(kind, name, spelled))), None
    )


def is_nameable(name: str) -> bool:
    """Return whether something may be called this: it is not too long and holds no control character."""
    return len(name) <= LONGEST_NAME and _CONTROL.search(name) is None


def shortened(clusters: Sequence[Cluster]) -> tuple[Cluster, ...]:
    """Return the clusters with the proposed ones called by their abbreviation, as others will call them,
    where nothing else goes by it."""
    ids = {entity_id(cluster.kind, cluster.key) for cluster in clusters}
    found: list[Cluster] = []
    for cluster in clusters:
        named_short = cluster
        if cluster.proposed and cluster.short:
            key = canonical(cluster.kind, cluster.short)
            id = entity_id(cluster.kind, key)
            if id not in ids:
                named_short = replace(cluster, key=key, name=cluster.short)
                ids.add(id)
        found.append(named_short)
    return tuple(found)
