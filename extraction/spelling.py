"""English words in the spelling that names are compared in: American, in the singular.

British spelling is undone by stems (Oxford's -ize is kept as it is), plurals by endings: both only for words
in small letters.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

_NO_PLURAL = ("ss", "us", "is", "as", "os", "ics", "series", "species", "lens", "bias", "atlas")

_IRREGULAR: Mapping[str, str] = MappingProxyType(
    {
        "analyses": "analysis",
        "bases": "base",
        "biases": "bias",
        "caches": "cache",
        "children": "child",
        "corpora": "corpus",
        "corpuses": "corpus",
        "criteria": "criterion",
        "diagnoses": "diagnosis",
        "halves": "half",
        "hypotheses": "hypothesis",
        "indices": "index",
        "indexes": "index",
        "lenses": "lens",
        "matrices": "matrix",
        "maxima": "maximum",
        "men": "man",
        "mice": "mouse",
        "minima": "minimum",
        "optima": "optimum",
        "people": "person",
        "phenomena": "phenomenon",
        "prostheses": "prosthesis",
        "quizzes": "quiz",
        "schemata": "schema",
        "simplices": "simplex",
        "stimuli": "stimulus",
        "syntheses": "synthesis",
        "taxa": "taxon",
        "theses": "thesis",
        "vertices": "vertex",
        "viruses": "virus",
        "women": "woman",
    }
)

_IZE = (
    r"\w{2,}(?:al|an|ar|en|er|im|ol|on|or|ym)|colour|custom|categor|character|digit|discret|emphas|equal|hybrid"
    r"|hypothes|immun|lemmat|automat|parametr|quant|random|recogn|sensit|standard|stochast|summar|symmetr"
    r"|synthes|util|voxel"
)
"""What -ise follows where it is -ize in America: exercise, noise, precise and supervise stay."""
_STEMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (rf"({_IZE})is(e|ed|er|ers|es|ing|ation|ations|able)$", r"\1iz\2"),
        (r"(anal|paral|catal)ys(e|ed|er|ing)$", r"\1yz\2"),
        (r"(behavi|col|fav|flav|harb|hon|hum|lab|neighb|rig|rum|tum|vap|vig)our", r"\1or"),
        (
            r"^(un|re)?(cancel|channel|control|fuel|label|level|model|panel|signal|travel|tunnel)l(ed|er|ers|ing)$",
            r"\1\2\3",
        ),
        (r"(cent|fib|lit|theat)re(s?)$", r"\1er\2"),
        (r"^(milli|centi|kilo|nano|micro)?metre(s?)$", r"\1meter\2"),
        (r"^grey", "gray"),
        (r"(anal|catal|dial|monol)ogue", r"\1og"),
        (r"^programme(s?)$", r"program\1"),
        (r"^(de|of)fence(s?)$", r"\1fense\2"),
        (r"^licence(s?)$", r"license\1"),
        (r"^(judg|acknowledg)ement", r"\1ment"),
        (r"^artefact", "artifact"),
        (r"^(an|h|leuk|p)aem", r"\1em"),
        (r"^paediatr", "pediatr"),
        (r"^orthopaed", "orthoped"),
        (r"^tumour", "tumor"),
        (r"^(an)?aesthet", r"\1esthet"),
        (r"^oestr", "estr"),
        (r"^sulph", "sulf"),
        (r"^aluminium$", "aluminum"),
        (r"^ageing$", "aging"),
        (r"^focuss(ed|ing)$", r"focus\1"),
        (r"^bias(s)(ed|ing)$", r"bias\2"),
        (r"^benchmark(k)(ed|ing)$", r"benchmark\2"),
        (r"^skilful", "skillful"),
        (r"^mould", "mold"),
        (r"^tyre(s?)$", r"tire\1"),
        (r"^manoeuvr(e|es|ed|ing)", r"maneuver\1"),
    )
)


@lru_cache(maxsize=100_000)
def american(word: str) -> str:
    """Return an English word in small letters in its American spelling."""
    for stem, to in _STEMS:
        word = stem.sub(to, word)
    return word


@lru_cache(maxsize=100_000)
def singular(word: str) -> str:
    """Return an English noun in small letters in its singular, by its ending."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(_NO_PLURAL):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]
