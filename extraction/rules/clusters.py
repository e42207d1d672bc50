"""Clusters of mentions: `doc._.clusters`, one an entity."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Abbreviation, Cluster, Found
from extraction.canonical import key, known_name
from extraction.naming import named
from graph.kinds import EntityKind
from graph.model import entity_id
from graph.names import one_line

Name = tuple[EntityKind, str]
"""A kind and the key of a written form."""


def find(text: str, mentions: Sequence[Found], abbreviations: Sequence[Abbreviation]) -> list[Cluster]:
    """Return the clusters in the order of their first mentions."""
    same = _same(text, mentions, abbreviations)
    groups: dict[Name, list[Found]] = defaultdict(list)
    for found in mentions:
        name = _name(text, found)
        groups[same.get(name, name)].append(found)
    short = {text[a.short.start : a.short.end] for a in abbreviations}
    clusters: dict[str, Cluster] = {}
    for (kind, _), group in groups.items():
        cluster = _cluster(text, kind, group, short)
        id = entity_id(kind, cluster.key)
        if id in clusters:  # two keys may have one id: what an id leaves out tells them apart
            both = sorted([*clusters[id].mentions, *group], key=lambda found: found.span)
            cluster = replace(_cluster(text, kind, both, short), key=cluster.key)
        clusters[id] = cluster
    return list(clusters.values())


def _same(text: str, mentions: Sequence[Found], abbreviations: Sequence[Abbreviation]) -> dict[Name, Name]:
    """Map each name to the one that stands for its entity, by abbreviations and by well-known names."""
    roots: dict[Name, Name] = {}
    kinds = {found.span: found.kind for found in mentions}
    long_of = {}
    for abbreviation in abbreviations:
        kind = kinds.get(abbreviation.short)
        if kind and kinds.get(abbreviation.long) is kind:
            short, long = (
                (kind, key(text[span.start : span.end])) for span in (abbreviation.short, abbreviation.long)
            )
            long_of[short] = long
    for found in mentions:
        name = _name(text, found)
        root = long_of.get(name, name)
        known = known_name(*root) or (known_name(*name) if name not in long_of else None)
        roots[name] = (found.kind, key(known)) if known else root
    return roots


def _name(text: str, found: Found) -> Name:
    return found.kind, key(text[found.span.start : found.span.end])


def _cluster(text: str, kind: EntityKind, mentions: list[Found], short: set[str]) -> Cluster:
    name = named(kind, (one_line(text[f.span.start : f.span.end]) for f in mentions), short)
    return Cluster(kind, name.key, name.name, tuple(mentions), name.short)


@Language.component(
    "papergraph_rule_clusters",
    requires=["doc._.mentions", "doc._.abbreviations"],
    assigns=["doc._.clusters"],
)
def annotate(doc: Doc) -> Doc:
    """Group the mentions."""
    doc._.clusters = tuple(find(doc._.words.text, doc._.mentions, doc._.abbreviations))
    return doc
