"""Cue patterns as data: what introduces a name, what tells its kind, what makes a contribution."""

import re
from types import MappingProxyType

from extraction.cues import PROPOSE, WE
from graph.kinds import EntityKind


def _any(words: str) -> str:
    return "|".join(words.split())


_ADJECTIVE = _any(
    """
    accurate alternative and but comprehensive conceptually effective efficient elegant end-to-end fast first
    flexible fully general generic highly improved innovative interpretable large-scale lightweight more new
    novel powerful practical principled robust scalable simple sophisticated straightforward unified versatile
    yet
    """
)
_NAME = r"(?-i:(?:[A-Z]|[a-z]+[\dA-Z])[\w+\-]*(?<!-)(?:\s(?:[A-Z][\w+\-]*(?<!-)|\d+(?:\.\d+)?[A-Z]?\b)){0,5})"
_MARKS = r"[\"'“‘*`_$\\{]*"

TITLE_NAME = re.compile(
    r"\W{0,3}(?P<name>[^\W_][\w+\-.@&']*(?: ?[\w+\-.@&']+){0,3}?)\W{0,3}\s?(?::|\s[-–—]{1,3}\s)"
)
"""The name before the colon of a title."""

TITLE_MEANS = re.compile(
    r"(?<= )(?:via|with|through|using|by) (?:a |an |the )?"
    r"(?P<name>[A-Z][\w-]+(?: [A-Z][\w-]+){1,4})(?=$|\n| for | in | from | and )"
)
"""What a title says the work is done by: "... via Deep Whale Counting"."""

NAMED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:called|named|termed|dubbed|coined|namely|denoted as|referred to as)\s+(?:as\s+)?(?:the\s+)?"
        rf"{_MARKS}(?P<name>{_NAME})",
        rf"{WE}\s+(?:\w+ly\s+|also\s+|then\s+)?(?:{PROPOSE}|describes?|contributes?|releases?)\s+(?:the\s+)?"
        rf"{_MARKS}(?P<name>{_NAME})(?=[,:\s\"”'*(}}]|\.\s)",
    )
)
"""Words that introduce a name: "called X", "we propose X"."""

OURS = re.compile(
    r"\b(?:our|the)\s+(?:(?:newly|proposed|novel|new|introduced)\s+)+$|\bour\s+$", re.IGNORECASE
)
"""What stands before a name of the paper's own: "our proposed X"."""

APPOSED = re.compile(
    r"\b(?:we|our|this|new|novel)\b[^.]*\b(?:method|framework|dataset|benchmark|algorithm|model|architecture|approach|task"
    rf"|system|network|technique|metric|corpus|tool|library|suite)s?,\s{_MARKS}$",
    re.IGNORECASE,
)
"""What stands before a name that is a thing's of the paper: "we present a new dataset, X"."""

APPOSITION = re.compile(
    r"(?:\s\([^()]{1,60}\)(?:\s\w+)?)?\W{0,3},?\s(?:is\s|which is\s)?"
    r"(?:an?|the first|our|in which|where|which)\s",
    re.IGNORECASE,
)
"""What stands after a name that the sentence explains: "X, a novel"."""

PROPOSING = re.compile(
    rf"{WE}(?:(?! we )[^.])*\b"
    rf"(?:{PROPOSE}|describes?|contributes?|releases?|builds?|constructs?|creates?)\b",
    re.IGNORECASE,
)
"""The paper proposes something: what it is comes after."""

DIRECTLY = re.compile(
    rf"\s+(?:an?\s+|the\s+|two\s+|three\s+|our\s+)?(?:(?:{_ADJECTIVE})(?:,?\s+|,))*{_MARKS}", re.IGNORECASE
)
"""What may stand between "we propose" and the name of what is proposed."""

BARELY = re.compile(
    rf"{WE}(?:(?! we )[^.])*\b(?:{PROPOSE}|describes?|releases?|builds?|trains?|explores?|studies|study)"
    rf"\s+(?:the\s+|an?\s+)?{_MARKS}$",
    re.IGNORECASE,
)
"""What stands before a name that everybody knows by now, where the paper proposes it."""

INVERTED = re.compile(
    rf"(?:\s\([^()]{{1,40}}\))?,?\sthe\s\w+\s(?:\w+\s)?(?:that\s|which\s)?we\s(?:\w+ly\s)?{PROPOSE}\b",
    re.IGNORECASE,
)
"""What stands after a name that is proposed: "X, the model we introduce"."""

NOT_OBJECT = re.compile(
    r"\b(?:for|of|in|with|from|on|to|by|via|using|into|between|through|than|and|towards?|during|under|over)"
    r"\s(?:the\s|an?\s|its\s)?(?:[\w-]+\s)?$",
    re.IGNORECASE,
)
"""What stands before a name that is not itself what is proposed: "we propose a framework for X"."""

OURSELVES = re.compile(r"\b(?:we|our)\b", re.IGNORECASE)
"""A sentence in which the authors speak."""

OWN = re.compile(r"\b(?:we|our|this|paper|work|study|article|novel|new)\b", re.IGNORECASE)
"""A sentence about the paper's own work."""

PROPOSAL_CONFIDENCE = MappingProxyType(
    {
        "title": 0.85,
        "apposition": 0.81,
        "apposed": 0.75,
        "named": 0.71,
        "inverted": 0.7,
        "abbreviation": 0.59,
        "ours": 0.58,
        "directly": 0.47,
    }
)
"""How often a rule is right, the surest first, measured on training abstracts; "inverted" is too rare there,
and stands where "named" does."""

MENTION_CONFIDENCE = MappingProxyType(
    {
        "named": 0.88,
        "title": 0.86,
        "abbreviation": 0.81,
        "known": 0.74,
        "repeated": 0.66,
        "shaped": 0.63,
        "means": 0.48,
        "headed": 0.42,
    }
)
"""The share of the entities with a mention by this rule that were right, measured in the same way."""

RESULT_CONFIDENCE = 0.52
"""The share of the results that were right."""

_COLLECTION = (
    r"(?:data\s?set|benchmark|corpus|corpora|simulator|environment|test\s?suite|test-?bed|test\s?set"
    r"|leaderboard|competition)s?\b"
)
DATASET_NAME = re.compile(r"(?:Bench|Corpus|Gym|Arena|World|Dataset)s?(?:-?[\dA-Z]\w*)?$|(?:-|[a-z])V?QA$")
DATASET_TITLE = re.compile(rf"\b{_COLLECTION}", re.IGNORECASE)
DATASET_AFTER = re.compile(
    rf"\W{{0,3}}\s?(?:test\s|validation\s|evaluation\s|image\s)?{_COLLECTION}"
    rf"|\W{{0,4}}[,:]?\s(?:is\s)?(?:an?|the first|our)\s(?:[\w-]+\s){{0,5}}?{_COLLECTION}"
    r"(?!\s(?:for\straining|generation|construction))",
    re.IGNORECASE,
)
DATASET_BEFORE = re.compile(
    rf"{_COLLECTION}(?:\W{{0,3}}(?:called|named|termed|dubbed|namely|such as|including|like|i\.e\.|e\.g\.))?"
    r"\W{1,4}$",
    re.IGNORECASE,
)
METRIC_AFTER = re.compile(r"\s(?:scores?|metric|values?)\b", re.IGNORECASE)
TASK_AFTER = re.compile(r"\s(?:tasks?|problems?)\b", re.IGNORECASE)
"""What tells the kind of a name beside it."""

NAMING_HEADS = MappingProxyType(
    {
        **dict.fromkeys(
            ("dataset", "benchmark", "corpus", "challenge", "suite", "environment"), EntityKind.DATASET
        ),
        **dict.fromkeys(("score", "index", "metric", "precision", "recall", "distance"), EntityKind.METRIC),
        **dict.fromkeys(("task", "problem"), EntityKind.TASK),
    }
)
"""What the last word of a spelled-out name says of its kind, beside `lexicon.HEADS`."""

REPORTING = re.compile(
    r"\b(?:(?:we|our|it|set|sets|win|wins|won|cuts?)\b|(?:achiev|outperform|improv|reach|attain|obtain|score|result"
    r"|reduc|increas|faster|accuracy|surpass|gain|experiment|performance|yield|drop|fall|better|speed|lower|higher"
    r"|exceed|report|rais|bring|deliver|record)\w*)",
    re.IGNORECASE,
)
"""A sentence that may report a result."""

VALUE = re.compile(
    r"(?<![\w.,\-/$^{=])[+~]?(?P<number>\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,12})?|\.\d{1,12})"
    r"(?:\s?(?P<unit>\\?%|×|(?:times|x|X|points?|percentage points|fold|ms|fps|FPS|Hz|dB)\b))?"
    r"(?![\w,]*\d|-?[A-Za-z])"
)
"""A number with its unit."""

ASIDE_BEFORE = re.compile(
    r"(?:(?<!more)(?<!less)\sthan|compared (?:to|with)|\bfrom|\bversus|\bvs\.?|\bagainst|\bonly|\bin|\bsince"
    r"|\btop|\bfirst|\busing|\bprobability|\bsection)\s(?:about |around |the |a |over |roughly )?$"
    r"|\b(?:whereas|baseline|outperform\w*|improv\w* (?:up)?on|surpass\w*|exceed\w*|beat\w*)\b[^;.]*\sat\s$"
    r"|\b(?:whereas|baseline)\b[^,;.]*$",
    re.IGNORECASE,
)
_COUNTED = _any(
    """
    annotations benchmarks billion categories classes datasets days domains episodes epochs examples frames
    games GPUs hours images inputs labels languages layers methods million models papers parameters
    participants questions samples steps tasks thousand tokens TPUs types weeks weights words
    """
)
ASIDE_AFTER = re.compile(
    rf"\s(?:of (?:the )?(?:\w+\s)?(?:data|training|{_COUNTED})|{_COUNTED})\b", re.IGNORECASE
)
"""What stands beside numbers that report nothing for the contribution."""

METHOD_TO_VALUE = re.compile(r"\s(?:at|with|scores|reaches|gets|obtains|achieves)\s|\s?[(:]\s?")
VALUE_TO_METHOD = re.compile(r"(?:\s\w+)?\s(?:of|for|by|from)\s(?:the\s|an?\s)?(?:\w+\s)?")
"""What stands between another method and its number, and the other way round."""

METRIC_TO_VALUE = re.compile(
    r"\)?\s?(?:scores?\s|rates?\s|error\s)?(?:of|is|to|at|by|=|:|reaches|from [\d.%]+ to|improvement of)?\s?"
    r"(?:about |around |over |up to |nearly |only )?",
    re.IGNORECASE,
)
VALUE_TO_METRIC = re.compile(
    r"\s?(?:in\s|\(|absolute\s|relative\s|higher\s|lower\s|better\s|test\s|average\s|overall\s|mean\s|the\s"
    r"|improvement in\s|reduction in\s|increase in\s)*",
    re.IGNORECASE,
)
"""What may stand between a metric and its number, and the other way round."""
