"""Clusters of mentions: `doc._.clusters`, one an entity; `doc._.groups` has what the model knows of each."""

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Abbreviation, Cluster
from extraction.naming import Name, named
from extraction.trained.files import files
from extraction.trained.groups import Group, find
from extraction.trained.linear import Weights
from extraction.trained.merging import merge
from extraction.trained.schema import ENTITY_KINDS
from extraction.trained.settings import Settings
from extraction.trained.spans import Scored
from graph.model import entity_id


def grouped(
    text: str,
    mentions: Sequence[Scored],
    abbreviations: Sequence[Abbreviation],
    weights: Weights,
    settings: Settings,
) -> list[tuple[Group, Name]]:
    """Return the mentions grouped by what they name, each group with its name, no two of one id, in the order
    of the text."""
    short = {text[a.short.start : a.short.end] for a in abbreviations}
    same: dict[str, tuple[list[Group], Name]] = {}
    for group in merge(text, find(text, mentions, abbreviations), weights, settings.merge):
        kind = ENTITY_KINDS[group.kind]
        name = named(kind, group.written, short)
        same.setdefault(entity_id(kind, name.key), ([], name))[0].append(group)
    return [
        (parts[0] if len(parts) == 1 else Group.of(text, (m for part in parts for m in part.members)), name)
        for parts, name in same.values()
    ]


class Clusters:
    """Groups the mentions, and names each group."""

    def __init__(self) -> None:
        self._settings = files().settings
        self._weights = files().linear["merging"]

    def __call__(self, doc: Doc) -> Doc:
        """Group the mentions of one text."""
        found_at = {found.span: found for found in doc._.mentions}
        found = grouped(doc._.words.text, doc._.scored, doc._.abbreviations, self._weights, self._settings)
        doc._.groups = tuple(group for group, _ in found)
        doc._.clusters = tuple(
            Cluster(
                ENTITY_KINDS[group.kind],
                name.key,
                name.name,
                tuple(found_at[member.place] for member in group.members),
                name.short,
            )
            for group, name in found
        )
        return doc


@Language.factory(
    "papergraph_clusters",
    requires=["doc._.scored", "doc._.mentions", "doc._.abbreviations"],
    assigns=["doc._.groups", "doc._.clusters"],
)
def make(nlp: Language, name: str) -> Clusters:
    """Return the component."""
    return Clusters()
