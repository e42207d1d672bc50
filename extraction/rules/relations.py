"""Claims between clusters, by `RULES`: `doc._.claims`, at most one for each head, kind and tail."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Cluster, Found, Statement
from extraction.rules import patterns
from extraction.rules.claim_rules import RULES, Rule, Where
from extraction.rules.masked import Masked, mask, mentions_in
from graph.kinds import SIGNATURES, ClaimKind, EntityKind
from graph.model import Span

_UNSURE = ("abbreviation", "ours")
_MAIN_KINDS = (EntityKind.METHOD, EntityKind.DATASET)
_Ends = tuple[ClaimKind, int | None, int]


def main_contribution(clusters: Sequence[Cluster]) -> int | None:
    """Return which cluster the paper is about: a proposed method rather than a dataset, one that the title
    names, one that a sure rule finds, then the first; None if nothing proposed has a name."""
    ranks = [
        (_MAIN_KINDS.index(c.kind), c.proposed.rule != "title", c.proposed.rule in _UNSURE, i)
        for i, c in enumerate(clusters)
        if c.proposed and c.kind in _MAIN_KINDS
    ]
    return min(ranks)[-1] if ranks else None


@dataclass(frozen=True, slots=True)
class _Finder:
    """Applies the rules to one text: its mentions, their clusters, and the main contribution."""

    mentions: Sequence[Found]
    owners: Sequence[int]
    clusters: Sequence[Cluster]
    main: int | None

    def statements(self, sentence: Masked) -> Iterator[Statement]:
        """Yield what the rules find in one sentence."""
        present = list(mentions_in(sentence.text))
        if not present:
            return
        kinds = frozenset(self.mentions[mention].kind for mention in present)
        for rule in _rules_for(_places(sentence), kinds):
            if rule.needs and not rule.needs.search(sentence.text):
                continue
            for match in rule.pattern.finditer(sentence.text):
                heads = list(mentions_in(match["head"])) if rule.names_head else [None]
                for head in heads:
                    for tail in mentions_in(match["tail"]):
                        statement = self._statement(rule, sentence, present, head, tail)
                        if statement:
                            yield statement

    def _statement(
        self, rule: Rule, sentence: Masked, present: list[int], head_mention: int | None, tail_mention: int
    ) -> Statement | None:
        tail = self.owners[tail_mention]
        head = self._main_for(rule.kind) if head_mention is None else self.owners[head_mention]
        confidence = self._confidence(rule, head)
        if confidence is None or not self._may_join(rule.kind, head, tail):
            return None
        if head is not None and head_mention is None:
            head_mention = next((m for m in present if self.owners[m] == head), None)
        return Statement(
            rule.kind,
            head,
            tail,
            sentence.span,
            self._span(head, head_mention),
            self.mentions[tail_mention].span,
            confidence,
        )

    def _main_for(self, kind: ClaimKind) -> int | None:
        """Return the main contribution, or None for the paper where it cannot be a head of this kind."""
        if self.main is not None and self.clusters[self.main].kind in SIGNATURES[kind].heads:
            return self.main
        return None

    def _confidence(self, rule: Rule, head: int | None) -> float | None:
        if head is None:
            # A paper that proposes a dataset has no method of its own whose tasks and parts would be told,
            # but it compares methods.
            stands_for_dataset = self.main is not None and rule.kind is not ClaimKind.COMPARED_WITH
            return None if stands_for_dataset else rule.paper
        return rule.own if self.clusters[head].proposed else rule.other

    def _may_join(self, kind: ClaimKind, head: int | None, tail: int) -> bool:
        signature = SIGNATURES[kind]
        tail_kind = self.clusters[tail].kind
        if kind is ClaimKind.BUILDS_ON and tail_kind is EntityKind.DATASET:
            return head is not None and head != tail and self.clusters[head].kind is EntityKind.DATASET
        if head is None:
            return signature.paper and tail_kind in signature.tails
        head_kind = self.clusters[head].kind
        return (
            head != tail
            and head_kind in signature.heads
            and tail_kind in signature.tails
            and (not signature.same or head_kind is tail_kind)
        )

    def _span(self, head: int | None, mention: int | None) -> Span | None:
        if mention is not None:
            return self.mentions[mention].span
        return None if head is None else self.clusters[head].mentions[0].span


@cache
def _rules_for(places: frozenset[Where], kinds: frozenset[EntityKind]) -> tuple[Rule, ...]:
    """Return the rules for sentences of these sorts that may find a tail among these kinds."""
    return tuple(
        rule
        for rule in RULES
        if not places.isdisjoint(rule.where) and not kinds.isdisjoint(SIGNATURES[rule.kind].tails)
    )


def _places(sentence: Masked) -> frozenset[Where]:
    if sentence.number == 0:
        return frozenset({Where.TITLE})
    places = {Where.FIRST} if sentence.number == 1 else set()
    if patterns.PROPOSING.search(sentence.text):
        places.add(Where.PROPOSING)
    elif not places or patterns.OURSELVES.search(sentence.text):
        places.add(Where.BODY)
    return frozenset(places)


def find(
    sentences: Sequence[Masked], mentions: Sequence[Found], owners: Sequence[int], clusters: Sequence[Cluster]
) -> list[Statement]:
    """Return the claims, each by the surest rule that finds it, of equals the first in the text."""
    finder = _Finder(mentions, owners, clusters, main_contribution(clusters))
    best: dict[_Ends, Statement] = {}
    for sentence in sentences:
        for statement in finder.statements(sentence):
            ends = (statement.kind, statement.head, statement.tail)
            if ends not in best or statement.confidence > best[ends].confidence:
                best[ends] = statement
    return [s for s in best.values() if not _is_contradicted(s, best)]


def _is_contradicted(statement: Statement, found: dict[_Ends, Statement]) -> bool:
    """A comparison without a winner is none where the paper claims to be better; what the paper beats is not
    what it is built from, unless a rule is surer of that."""
    better = found.get((ClaimKind.IMPROVES_ON, statement.head, statement.tail))
    if better is None:
        return False
    if statement.kind is ClaimKind.BUILDS_ON:
        return statement.confidence <= better.confidence
    return statement.kind is ClaimKind.COMPARED_WITH


@Language.component(
    "papergraph_rule_relations",
    requires=["doc._.sentences", "doc._.mentions", "doc._.clusters"],
    assigns=["doc._.claims"],
)
def annotate(doc: Doc) -> Doc:
    """Find the claims."""
    owners = owners_of(doc._.mentions, doc._.clusters)
    sentences = mask(doc._.words.text, doc._.sentences, doc._.mentions, owners)
    doc._.claims = tuple(find(sentences, doc._.mentions, owners, doc._.clusters))
    return doc


def owners_of(mentions: Sequence[Found], clusters: Sequence[Cluster]) -> list[int]:
    """Return the index of the cluster of each mention."""
    owner = {mention.span: i for i, cluster in enumerate(clusters) for mention in cluster.mentions}
    return [owner[mention.span] for mention in mentions]
