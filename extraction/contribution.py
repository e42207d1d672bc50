"""The sentence that says what the paper contributes, named or not: `doc._.contribution`."""

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from extraction import patterns
from graph.model import Span


def find(text: str, sentences: Sequence[Span]) -> Span | None:
    """Return the first sentence of the abstract with the strongest cue: "we propose", "this paper", "we
    study", "our method"; None where the abstract has no such words."""
    abstract = [sentence for sentence in sentences if sentence.start > 0]
    for cue in patterns.CONTRIBUTIONS:
        for sentence in abstract:
            if cue.search(text, sentence.start, sentence.end):
                return sentence
    return None


@Language.component("papergraph_contribution", requires=["doc._.sentences"], assigns=["doc._.contribution"])
def annotate(doc: Doc) -> Doc:
    """Find the contribution."""
    doc._.contribution = find(doc._.words.text, doc._.sentences)
    return doc
