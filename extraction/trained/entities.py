"""Mentions of entities: `doc._.mentions`, and `doc._.scored` with the probabilities of their kinds."""

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Found
from extraction.choices import MODEL
from extraction.naming import is_nameable
from extraction.trained.files import files
from extraction.trained.schema import ENTITY_KINDS
from extraction.trained.spans import Scored, decode
from graph.model import Span
from graph.names import one_line

MENTION = "mention"
"""The name of the calibration curve."""


class Entities:
    """Takes the likeliest spans, none overlapping another."""

    def __init__(self) -> None:
        self._settings = files().settings

    def __call__(self, doc: Doc) -> Doc:
        """Find the mentions of one text."""
        decoded = decode(doc._.encoding.scores, doc._.encoding.offsets, self._settings.spans)
        scored = [mention for mention in decoded if _is_name(doc._.words.text, mention.place)]
        doc._.scored = tuple(scored)
        doc._.mentions = tuple(self._found(mention) for mention in scored)
        return doc

    def _found(self, mention: Scored) -> Found:
        kind = ENTITY_KINDS[int(mention.kinds.argmax())]
        confidence = self._settings.confidence(MENTION, float(mention.kinds.sum()))
        return Found(mention.place, kind, MODEL, confidence)


def _is_name(text: str, place: Span) -> bool:
    """Return whether what stands there may be a name, whatever the model thinks of it."""
    return is_nameable(one_line(text[place.start : place.end]))


@Language.factory(
    "papergraph_entities",
    requires=["doc._.encoding"],
    assigns=["doc._.scored", "doc._.mentions"],
)
def make(nlp: Language, name: str) -> Entities:
    """Return the component."""
    return Entities()
