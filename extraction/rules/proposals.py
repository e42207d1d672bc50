"""Which clusters the paper proposes: sets `proposed` in `doc._.clusters`."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Cluster, Found, Proposal
from extraction.canonical import known_name
from extraction.naming import shortened
from extraction.rules import patterns
from extraction.rules.phrases import is_shaped
from extraction.sentences import holding
from graph.kinds import EntityKind
from graph.model import Span

_CUE_DISTANCE = 300
"""Characters before a name in which "we propose" may stand."""


def find(text: str, sentences: Sequence[Span], cluster: Cluster) -> Proposal | None:
    """Return how the paper proposes the cluster, by the surest rule, or None.

    The sentence is one of the abstract where it can be: "we propose X" says more than the title.
    """
    known = all(known_name(cluster.kind, text[m.span.start : m.span.end]) for m in cluster.mentions)
    proposals: list[Proposal] = []
    for mention in cluster.mentions:
        sentence = holding(sentences, mention.span.start)
        if rule := _rule(text, sentence, mention, known):
            proposals.append(Proposal(sentence, mention.span, rule, patterns.PROPOSAL_CONFIDENCE[rule]))
    rules = [rule for rule in patterns.PROPOSAL_CONFIDENCE if any(p.rule == rule for p in proposals)]
    if not rules:
        return None
    shown = min(proposals, key=lambda p: (p.rule == "title", rules.index(p.rule), p.sentence))
    return replace(shown, rule=rules[0], confidence=patterns.PROPOSAL_CONFIDENCE[rules[0]])


def _rule(text: str, sentence: Span, mention: Found, known: bool) -> str | None:
    """Return the surest rule by which the mention's sentence proposes it."""
    start, end = mention.span.start, mention.span.end
    if mention.rule == "title":
        return "title"
    if sentence.start == 0 or not patterns.OWN.search(text, sentence.start, sentence.end):
        return None
    before = text[max(sentence.start, start - _CUE_DISTANCE) : start]
    explained = patterns.APPOSITION.match(text, end, sentence.end)
    holds: dict[str, object] = {"inverted": patterns.INVERTED.match(text, end, sentence.end)}
    if known:
        # A paper may propose what everybody knows by now, yet "we propose reinforcement learning" does not.
        holds["apposition"] = explained and patterns.BARELY.search(before)
    else:
        proposing = patterns.PROPOSING.search(before)
        directly = proposing and patterns.DIRECTLY.fullmatch(before, proposing.end())
        aimed_at = proposing and (directly or not patterns.NOT_OBJECT.search(before))
        holds["apposition"] = aimed_at and explained
        holds["named"] = mention.rule == "named"
        holds["abbreviation"] = mention.rule == "abbreviation" and aimed_at
        if is_shaped(text[start:end].split(maxsplit=1)[0]):
            holds["apposed"] = patterns.APPOSED.search(before)
        if mention.kind is not EntityKind.TASK:
            holds |= {"directly": directly, "ours": patterns.OURS.search(before)}
    return next((rule for rule in patterns.PROPOSAL_CONFIDENCE if holds.get(rule)), None)


@Language.component(
    "papergraph_rule_proposals",
    requires=["doc._.sentences", "doc._.clusters"],
    assigns=["doc._.clusters"],
)
def annotate(doc: Doc) -> Doc:
    """Mark the clusters that the paper proposes, and call them by their abbreviation."""
    text, sentences = doc._.words.text, doc._.sentences
    doc._.clusters = shortened(
        [replace(cluster, proposed=find(text, sentences, cluster)) for cluster in doc._.clusters]
    )
    return doc
