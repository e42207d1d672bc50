"""The rules that find claims, as data: patterns over masked sentences (`extraction.masked`).

In a pattern, <M>, <T>, <D> and <R> stand for a mention of a method, task, dataset and metric, <X> for any;
<M+> is a list of methods, "X, Y and the popular Z". The group `tail` is the stretch whose mentions become
tails. `head`, where a rule has it, is the stretch whose mentions become heads; else the paper's main
contribution is the head, or the paper where that has no name.

A rule's figures are the share of its claims that were right, end to end, on 2,839 annotated training
abstracts: they are the confidence of the claims that it finds.
"""

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from extraction.rules.masked import CLOSE, OPEN
from graph.kinds import ClaimKind


class Where(Enum):
    """The kinds of sentences: the title, the first of the abstract, one that proposes, any other."""

    TITLE = auto()
    FIRST = auto()
    PROPOSING = auto()
    BODY = auto()


_TITLE = frozenset({Where.TITLE})
_FIRST = frozenset({Where.FIRST})
_PROPOSING = frozenset({Where.PROPOSING})
_BODY = frozenset({Where.BODY})
_OWN_WORK = _PROPOSING | _BODY
_ABSTRACT = _OWN_WORK | _FIRST
_ALL = frozenset(Where)


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern, what it says and where it looks.

    `own`, `paper` and `other` are the confidence of its claims by their head: something that the paper
    proposes, the paper itself, something else; None where the rule is too often wrong for such a head.
    """

    name: str
    kind: ClaimKind
    where: frozenset[Where]
    pattern: re.Pattern[str]
    own: float | None = None
    paper: float | None = None
    other: float | None = None
    needs: re.Pattern[str] | None = None
    """What the sentence must hold besides."""
    names_head: bool = field(init=False)
    """Whether the pattern has a group `head`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "names_head", "head" in self.pattern.groupindex)


def _compiled(pattern: str) -> re.Pattern[str]:
    for letters in ("M", "T", "D", "R", "X"):
        mention = f"{OPEN}[{letters.replace('X', 'MTDR')}]\\d+{CLOSE}"
        listed = (
            rf"{mention}(?:(?:,\s(?:and\s|or\s)?|\s(?:and|or|as well as)\s)(?:[\w-]+\s){{0,2}}?{mention})*"
        )
        pattern = pattern.replace(f"<{letters}>", mention).replace(f"<{letters}+>", listed)
    return re.compile(pattern, re.IGNORECASE)


_RESULT = _compiled(
    r"\b(?:experiment|evaluat|result|outperform|achiev|benchmark|state-of-the-art|empirical|validat|demonstrat"
    r"|show|test|improv|accuracy|performance|reach|attain|obtain|report|score|surpass|set)\w*"
)
_BETTER = _compiled(
    r"\b(?:improv|better|higher|faster|reduc|superior|gain|lower|fewer|speed|less|increas|cut|smaller|cheaper)"
)
_OWN = _compiled(r"\b(?:we|our|proposed|this)\b")
_USES = (
    r"(?:us|leverag|employ|combin|integrat|incorporat|adopt|appl|extend|fine-?tun|utiliz|build|train|adapt|exploit"
    r"|generaliz|generalis|replac|augment|stack|pair|add|scal)(?:e|es|ed|y|ies|s|ing)?"
)
_USED = (
    r"(?P<tail>(?:(?!\b(?:than|compared|while|but|whereas|instead|unlike|over|outperform\w*)\b)[^;]){0,90})"
)

RULES: tuple[Rule, ...] = (
    # What it is for
    Rule(
        "title: for T",
        ClaimKind.ADDRESSES,
        _TITLE,
        _compiled(r"\b(?:for|in|to|of|on|towards?|from)\b(?P<tail>.*)"),
        own=0.54,
        paper=0.33,
    ),
    Rule("title: T", ClaimKind.ADDRESSES, _TITLE, _compiled(r"(?P<tail>.*)"), own=0.46, paper=0.3),
    Rule(
        "propose: for T",
        ClaimKind.ADDRESSES,
        _PROPOSING,
        _compiled(r"\b(?:for|to|in)\b(?P<tail>.*)"),
        own=0.4,
    ),
    Rule("propose: T", ClaimKind.ADDRESSES, _PROPOSING, _compiled(r"(?P<tail>.*)"), own=0.38),
    Rule("first sentence: T", ClaimKind.ADDRESSES, _FIRST, _compiled(r"(?P<tail>.*)"), own=0.4),
    Rule(
        "we study T",
        ClaimKind.ADDRESSES,
        _ABSTRACT,
        _compiled(
            r"\b(?:we|paper|work|study)\s(?:\w+\s){0,2}(?:address|tackl|study|studie|investigat|consider|explor"
            r"|focus|examin|analyz)\w*(?P<tail>.{0,60})"
        ),
        own=0.53,
        paper=0.39,
    ),
    Rule(
        "M for T",
        ClaimKind.ADDRESSES,
        _ALL,
        _compiled(r"(?P<head><M>)(?:\s[\w-]+){0,4}\s(?:for|to|in|on)\s(?:[\w-]+\s){0,3}(?P<tail><T+>)"),
        own=0.62,
    ),
    Rule(
        "M succeeds in T",
        ClaimKind.ADDRESSES,
        _BODY | _FIRST,
        _compiled(
            r"(?P<head><M>)\s(?:have|has|are|is|show|demonstrat|excel|achiev)\w*[^.;]{0,80}?\b(?:in|on|for|at)\b"
            r"(?P<tail>[^.;]*)"
        ),
        own=0.6,
        other=0.53,
    ),
    Rule(
        "results on T",
        ClaimKind.ADDRESSES,
        _BODY,
        _compiled(r"\b(?:on|for|in|across)\s(?:[\w-]+\s){0,3}(?P<tail><T+>)"),
        own=0.55,
        paper=0.33,
        needs=_RESULT,
    ),
    Rule(
        "our T method",
        ClaimKind.ADDRESSES,
        _OWN_WORK,
        _compiled(r"(?P<tail><T>)\s(?:method|framework|approach|model|system|algorithm|pipeline)"),
        own=0.38,
        needs=_OWN,
    ),
    # What it is made from
    Rule(
        "title: via M",
        ClaimKind.BUILDS_ON,
        _TITLE,
        _compiled(r"\b(?:via|with|using|through|by|based on|from)\b(?P<tail>.*)"),
        own=0.41,
        paper=0.28,
    ),
    Rule(
        "propose: based on M",
        ClaimKind.BUILDS_ON,
        _PROPOSING,
        _compiled(
            r"\b(?:based on|using|via|by|with|leverag\w+|combin\w+|integrat\w+|incorporat\w+|built on"
            r"|builds? on|extend\w*|employ\w*|utiliz\w*|upon|inspired by|unif\w+|adapt\w*|consist\w*"
            r"|compris\w*)\b(?P<tail>.*)"
        ),
        own=0.39,
    ),
    Rule("propose: M", ClaimKind.BUILDS_ON, _PROPOSING, _compiled(r"(?P<tail>.*)"), own=0.32),
    Rule(
        "we use M",
        ClaimKind.BUILDS_ON,
        _BODY,
        _compiled(rf"\b(?:we|our|method|model|approach|framework|it)\s(?:[\w-]+\s){{0,2}}?{_USES}\b{_USED}"),
        own=0.43,
        paper=0.28,
    ),
    Rule(
        "M uses M",
        ClaimKind.BUILDS_ON,
        _OWN_WORK,
        _compiled(rf"(?P<head><M>)\s(?:[\w-]+\s){{0,2}}?{_USES}\b{_USED}"),
        own=0.51,
    ),
    Rule(
        "M-based",
        ClaimKind.BUILDS_ON,
        _ALL,
        _compiled(r"(?P<tail><M>)-(?:based|driven|guided|powered|enhanced|assisted|augmented|style|like)\b"),
        own=0.4,
    ),
    Rule(
        "M based on M",
        ClaimKind.BUILDS_ON,
        _ABSTRACT,
        _compiled(
            r"(?P<head><M>)(?:\s[\w-]+){0,5}\s(?:based on|built on|built upon|builds on|relies on|rely on"
            r"|derived from|trained with)\b(?P<tail>.{0,50})"
        ),
        own=0.27,
        other=0.28,
    ),
    # What it is better than
    Rule(
        "M outperforms M",
        ClaimKind.IMPROVES_ON,
        _ABSTRACT,
        _compiled(
            r"(?P<head><M>)(?:\s[\w-]+){0,4}?,?\s(?:outperform|surpass|exceed|beat|improves? (?:up)?on"
            r"|improves? over)\w*(?:\s[\w-]+){0,6}?\s(?P<tail><M+>)"
        ),
        own=0.76,
    ),
    Rule(
        "outperforms M",
        ClaimKind.IMPROVES_ON,
        _ABSTRACT,
        _compiled(
            r"\b(?:outperform\w*|surpass\w*|exceed\w*|beats?|outclass\w*|improv\w+ (?:up)?on)"
            r"(?:\s[\w-]+){0,6}?\s(?P<tail><M+>)"
        ),
        own=0.49,
    ),
    Rule(
        "better, compared to M",
        ClaimKind.IMPROVES_ON,
        _OWN_WORK,
        _compiled(r"\b(?:compared?|comparison|relative) (?:to|with)(?:\s[\w-]+){0,6}?\s(?P<tail><M+>)"),
        own=0.59,
        needs=_BETTER,
    ),
    Rule(
        "than M",
        ClaimKind.IMPROVES_ON,
        _ABSTRACT,
        _compiled(r"\bthan(?:\s[\w-]+){0,5}?\s(?P<tail><M+>)"),
        own=0.45,
    ),
    Rule(
        "gain over M",
        ClaimKind.IMPROVES_ON,
        _OWN_WORK,
        _compiled(
            r"\b(?:improv|gain|advantage|superior|increas|speed-?up|reduc|better|benefit)\w*\b[^;]{0,60}?\bover"
            r"(?:\s[\w-]+){0,5}?\s(?P<tail><M+>)"
        ),
        own=0.47,
    ),
    # What a study compares
    Rule(
        "we compare M",
        ClaimKind.COMPARED_WITH,
        _OWN_WORK | _TITLE,
        _compiled(
            r"\b(?:evaluat|compar|benchmark|test|analyz|assess|study|studie|investigat|examin|experiment)\w*\b"
            r"(?P<tail>.*)"
        ),
        paper=0.31,
    ),
    # Where it is tested and trained
    Rule(
        "results on D",
        ClaimKind.EVALUATED_ON,
        _OWN_WORK,
        _compiled(r"\bon\b(?P<tail>.{0,100})"),
        own=0.7,
        paper=0.3,
    ),
    Rule(
        "results, D",
        ClaimKind.EVALUATED_ON,
        _OWN_WORK,
        _compiled(r"(?P<tail>.*)"),
        own=0.64,
        paper=0.3,
        needs=_RESULT,
    ),
    Rule("D", ClaimKind.EVALUATED_ON, _ALL, _compiled(r"(?P<tail>.*)"), own=0.6),
    Rule(
        "trained on D",
        ClaimKind.TRAINED_ON,
        _OWN_WORK,
        _compiled(
            r"\b(?:pre-?|fine-?)?(?:train|tun)(?:ed|ing)\s(?:[\w-]+\s){0,3}?(?:on|with|using|from)\s"
            r"(?:[\w-]+\s){0,4}?(?P<tail><D+>)"
        ),
        own=0.15,
    ),
    # What a dataset is for
    Rule(
        "D for T",
        ClaimKind.BENCHMARK_FOR,
        _ALL,
        _compiled(r"(?P<head><D>)[^.;]{0,60}?\b(?:for|of|in|on)\b(?P<tail>.{0,60})"),
        own=0.41,
        other=0.46,
    ),
    Rule(
        "T dataset D",
        ClaimKind.BENCHMARK_FOR,
        _ALL,
        _compiled(
            r"(?P<tail><T>)\s(?:dataset|benchmark|task|corpus|data)s?\W{0,3}"
            r"(?:such as |including |like |on |, )?(?P<head><D+>)"
        ),
        own=0.4,
        other=0.72,
    ),
    Rule(
        "T, D", ClaimKind.BENCHMARK_FOR, _ALL, _compiled(r"(?P<tail>.*)(?P<head><D>)"), own=0.36, other=0.41
    ),
    # What is a kind of what
    Rule(
        "X such as Y",
        ClaimKind.SUBCLASS_OF,
        _ALL,
        _compiled(
            r"(?P<tail><X>)(?:\s[\w-]+){0,2},?\s?\(?(?:such as|like|including|e\.g\.,?|especially)\s"
            r"(?P<head><X+>)"
        ),
        other=0.6,
    ),
    # What it is measured in
    Rule("results, R", ClaimKind.MEASURED_BY, _OWN_WORK, _compiled(r"(?P<tail>.*)"), own=0.45, needs=_RESULT),
    Rule(
        "R of",
        ClaimKind.MEASURED_BY,
        _OWN_WORK,
        _compiled(r"(?P<tail><R>)\s(?:of|by|from|score|to)\b"),
        own=0.48,
    ),
    Rule("R", ClaimKind.MEASURED_BY, _ALL, _compiled(r"(?P<tail>.*)"), own=0.37),
)
