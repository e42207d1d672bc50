"""Bracketed abbreviations by the algorithm of Schwartz and Hearst (2003), "A simple algorithm for identifying
abbreviation definitions in biomedical text": both "long form (SF)" and "SF (long form)"."""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from extraction.annotations import Abbreviation
from graph.model import Span

_BRACKET = re.compile(r"\(\s*([^()\[\]]{2,80}?)\s*(?:[,;][^()]*)?\)")
_SHORT = re.compile(r"[^\W_][\w.+\-@/&*]*")
_WORD = re.compile(r"[^\W_]+")
_CLOSING = re.compile(r"[\"'”’*_`}]{0,3}\s")
_LONGEST_SHORT_FORM = 14


def find(text: str, sentences: tuple[Span, ...]) -> Iterator[Abbreviation]:
    """Yield the abbreviations that the sentences explain."""
    for sentence in sentences:
        for match in _BRACKET.finditer(text, sentence.start, sentence.end):
            inside = Span(*match.span(1))
            if _is_short(match[1]):
                before = _long_form(text, sentence.start, match.start(), match[1])
                if before:
                    yield Abbreviation(inside, before)
                continue
            short = _short_before(text, sentence.start, match.start())
            if short and _matched_from(match[1], text[short.start : short.end]) == 0:
                yield Abbreviation(short, inside)


def _is_short(form: str) -> bool:
    return (
        len(form) <= _LONGEST_SHORT_FORM
        and _SHORT.fullmatch(form) is not None
        and sum(c.isupper() for c in form) >= min(2, len(form) - 1)
        and not form.isdigit()
    )


def _short_before(text: str, start: int, bracket: int) -> Span | None:
    """Return the short form right before a bracket that may hold its long form."""
    match = re.search(r"(?<![\w-])([^\W_][\w+\-]*)\s$", text[max(start, bracket - 20) : bracket])
    if not match or not _is_short(match[1]):
        return None
    begin = max(start, bracket - 20) + match.start(1)
    return Span(begin, begin + len(match[1]))


def _long_form(text: str, start: int, bracket: int, short: str) -> Span | None:
    """Return the shortest stretch before the bracket that spells out `short`, of at most
    min(letters + 5, letters * 2) words, as in the article."""
    letters = sum(c.isalnum() for c in short)
    words = list(_WORD.finditer(text, start, bracket))[-min(letters + 5, letters * 2) :]
    if not words or not _CLOSING.fullmatch(text, words[-1].end(), bracket):
        return None
    begin, end = words[0].start(), words[-1].end()
    at = _by_initials(text, words, short)
    if at is not None:
        return Span(at, end)
    at = _matched_from(text[begin:end], short)
    if at is None:
        return None
    long = text[begin + at : end]
    shorter = len(long) <= len(short) or short in _WORD.findall(long)
    return None if shorter or re.search(r"[.;:?!]\s", long) else Span(begin + at, end)


def _by_initials(text: str, words: list[re.Match[str]], short: str) -> int | None:
    """Return where the words begin whose initials are `short`, hyphens parting words or not, or None."""
    letters = _letters(short)
    units = [w for w in words if w.start() == 0 or text[w.start() - 1] not in "-‐"]
    for parts in (units, words):
        chosen = parts[-len(letters) :]
        if len(chosen) == len(letters) and all(map(_stands_for, letters, (w[0][0].lower() for w in chosen))):
            return chosen[0].start()
    return None


def _stands_for(letter: str, written: str) -> bool:
    """Return whether a letter of a short form may stand for this one: "2" is "to" in "Seq2Seq"."""
    return letter == written or (letter == "2" and written == "t")


def _letters(short: str) -> list[str]:
    """Return the letters and digits of a short form in small letters, without the "s" of its plural."""
    letters = [c.lower() for c in short if c.isalnum()]
    return letters[:-1] if short.endswith("s") and len(letters) > 2 and short[-2].isupper() else letters


def _matched_from(long: str, short: str) -> int | None:
    """Return where in `long` the characters of `short` begin, matched from the right, or None: the first
    one must begin a word. A plural "s" of the short form need not be matched."""
    letters = _letters(short)
    position = len(long)
    for n, letter in reversed(list(enumerate(letters))):
        position -= 1
        while position >= 0 and (
            not _stands_for(letter, long[position].lower())
            or (n == 0 and position > 0 and long[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return None
    return position


@Language.component("papergraph_abbreviations", requires=["doc._.sentences"], assigns=["doc._.abbreviations"])
def annotate(doc: Doc) -> Doc:
    """Find the abbreviations."""
    doc._.abbreviations = tuple(find(doc._.words.text, doc._.sentences))
    return doc
