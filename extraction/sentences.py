"""Sentence boundaries in titles and abstracts: `doc._.sentences`."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import Span

# A full stop, closing brackets or quotes, blanks; then a capital, a digit, an opening sign, or a name such
# as "word2vec" or "iCaRL" that begins with a small letter.
_STOP = re.compile(
    r"""(?P<stop>[.!?…。]+)(?P<close>[)\]"'”’*}]*)(?P<gap>\s+)
    (?=[^\W\d_a-zß-öø-ÿ]|\d|["'“‘(\[{$*\\]|[a-z]+[\dA-Z])""",
    re.VERBOSE,
)
_PARAGRAPH = re.compile(r"\n\s*\n\s*")
_ABBREVIATION = re.compile(
    r"""(?:\b(?:e\.?g|i\.?e|cf|vs|viz|resp|approx|et\ al|al|fig|figs|eq|eqs|sec|secs|tab|ref|refs|no|thm|def
    |prop|ch|vol|dr|mr|mrs|ms|prof|st|inc|w\.r\.t|a\.k\.a|i\.i\.d|ca|dept|univ)
    |(?:^|[\s(])[a-z])$""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 12
_LONGEST_SENTENCE = 1500


def spans(text: str) -> Iterator[Span]:
    """Yield the sentences of `title + "\\n" + abstract`, the title as one, without blanks at their ends.

    What goes on for more than 1,500 characters is no sentence, and is cut at a blank.
    """
    title_end = text.find("\n")
    start = 0
    for cut in (title_end, *_cuts(text, title_end + 1), len(text)):
        while cut - start > _LONGEST_SENTENCE:
            blank = text.rfind(" ", start, start + _LONGEST_SENTENCE)
            end = blank + 1 if blank >= start else start + _LONGEST_SENTENCE
            yield from _stripped(text, start, end)
            start = end
        yield from _stripped(text, start, cut)
        start = cut


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    part = text[start:end]
    if stripped := part.strip():
        begin = start + len(part) - len(part.lstrip())
        yield Span(begin, begin + len(stripped))


def holding(sentences: Sequence[Span], position: int) -> Span:
    """Return the sentence that holds the character at `position`, which is no blank."""
    return sentences[bisect_right(sentences, position, key=lambda sentence: sentence.start) - 1]


def _cuts(text: str, start: int) -> list[int]:
    cuts = {match.end() for match in _PARAGRAPH.finditer(text, start)}
    for match in _STOP.finditer(text, start):
        before = text[max(start, match.start() - _LONGEST_ABBREVIATION) : match.start()]
        if match["stop"] != "." or match["close"] or not _ABBREVIATION.search(before):
            cuts.add(match.end())
    return sorted(cuts)


@Language.component("papergraph_sentences", requires=["doc._.words"], assigns=["doc._.sentences"])
def annotate(doc: Doc) -> Doc:
    """Find the sentences."""
    doc._.sentences = tuple(spans(doc._.words.text))
    return doc
