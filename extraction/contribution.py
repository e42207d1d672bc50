"""The sentence that says what the paper contributes, named or not: `doc._.contribution`."""

import re
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from extraction.cues import PROPOSE, WE
from graph.model import Span

# The strongest first.
_CUES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{WE}(?:(?! we )[^.]){{0,60}}?\b{PROPOSE}\b",
        r"\b(?:this|the present|our)\s(?:paper|work|study|article|survey|tutorial|report|thesis|research)\b",
        r"\bin this (?:paper|work|study|article|survey|tutorial|report)\b",
        r"\bwe\s(?:\w+ly\s|also\s|further\s|first\s|then\s)?(?:show|study|investigate|survey|review|analy[sz]e|prove"
        r"|demonstrate|evaluate|explore|address|examine|compare|consider|describe|build|create|provide|establish"
        r"|formulate|report|release|argue|derive|find|tackle|apply|train|use|extend|construct|characterize|discuss"
        r"|identify|aim|focus|give|offer|conduct|collect|suggest|perform|combine|adapt)\b",
        r"\bour\s(?:\w+\s){0,2}(?:method|approach|model|framework|algorithm|system|results?|analysis|contributions?)\b",
        r"\b(?:is|are)\s(?:proposed|introduced|presented|described|developed|investigated|studied|derived|shown)\b",
        r"\bwe\b",
    )
)


def find(text: str, sentences: Sequence[Span]) -> Span | None:
    """Return the first sentence of the abstract with the strongest cue: "we propose", "this paper", "we
    study", "our method"; None where the abstract has no such words."""
    abstract = [sentence for sentence in sentences if sentence.start > 0]
    for cue in _CUES:
        for sentence in abstract:
            if cue.search(text, sentence.start, sentence.end):
                return sentence
    return None


@Language.component("papergraph_contribution", requires=["doc._.sentences"], assigns=["doc._.contribution"])
def annotate(doc: Doc) -> Doc:
    """Find the contribution."""
    doc._.contribution = find(doc._.words.text, doc._.sentences)
    return doc
