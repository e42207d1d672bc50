"""A Daily Papers page saved as text: header lines, a date, then titles and abstracts in turn.

Paragraphs are separated by empty lines. A short one is a title and a long one an abstract; an abstract may
have several. What the site prints around them (menus, counts of upvotes, "Submitted by") is left out.

A paper's id is `daily-` and a hash of its title, since the page shows no other. The day of the page is the
day that its papers were `listed`; when they were published, it does not say. A day without a year ("Sep 2")
takes it from a date in the file's name (`page-2025-09-02.txt`), or is the latest such day until today.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from enum import Enum, auto
from itertools import pairwise

from extraction.readers.records import Records, Reject, one_line, reject
from graph.model import Paper, paper_id

SOURCE = "daily-papers"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = re.compile(
    rf"(?:published on\s+)?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
_ISO_DAY = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")

_FURNITURE = re.compile(
    r"""[\W\d_]+                                  # separators, counts, "·", "+ 3"
    | [\d.,]+\s?[kKmM]                            # 1.2k upvotes
    | (?:[·•-]\s*)?\d+\s+(?:authors?|comments?|likes?|upvotes?)
    | authors?:?(?:\s.*)? | by\s?AK\b.* | submitted\s+by(?:\s+\S+)? | upvoted?(?:\s+\d+)?
    | (?:hugging\s?face|daily\s?papers?|papers|new|trending|subscribe|previous|next|today|search|menu)
    | (?:models|datasets|spaces|docs|enterprise|pricing|community|log\s?in|sign\s?up|collections)
    | (?:view\s+(?:arxiv\s+page|pdf|paper)|add\s+to\s+collection|github(?:\s+[\d.,]+k?)?|project\s+page)
    | (?:company|website|about|jobs|terms|tos|privacy|©.*|skip\s+to\s+content|back\s+to\s+top)
    | get\s+trending\s+papers.*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SUBMITTED_BY = re.compile(r"submitted\s+by", re.IGNORECASE)
_SURELY_LONG = 36
"""Words that no title has: of 86,000 titles the longest has 30."""
_MAYBE_LONG = 15
"""Words from which a paragraph that ends like a sentence is an abstract."""


class _Kind(Enum):
    SHORT = auto()
    LONG = auto()
    DAY = auto()
    FURNITURE = auto()


@dataclass(frozen=True, slots=True)
class _Paragraph:
    number: int
    text: str
    kind: _Kind


def papers(text: str, records: Records, file_name: str = "") -> Iterator[Paper | Reject]:
    """Yield the page's papers, and a `Reject` for a title without an abstract and the other way round."""
    paragraphs = _paragraphs(text)
    listed = _listed(paragraphs, file_name)
    content = _content(paragraphs)
    title: _Paragraph | None = None
    abstract: list[str] = []
    for paragraph, following in zip(content, [*content[1:], None], strict=True):
        if paragraph.kind is _Kind.SHORT and not (title and _goes_on(paragraph, following)):
            yield from _paper(title, abstract, listed, records)
            title, abstract = paragraph, []
        elif title:
            abstract.append(paragraph.text)
        else:
            yield reject(f"paragraph {paragraph.number}", "an abstract without a title", paragraph.text)
    yield from _paper(title, abstract, listed, records)


def looks_like(head: str) -> bool:
    """Return whether a text that begins so may be a page: not HTML, and a title with an abstract in it."""
    kinds = [paragraph.kind for paragraph in _content(_paragraphs(head))]
    return not head.startswith("<") and (_Kind.SHORT, _Kind.LONG) in pairwise(kinds)


def _paper(
    title: _Paragraph | None, abstract: list[str], listed: str | None, records: Records
) -> Iterator[Paper | Reject]:
    if title is None:
        return
    place = f"paragraph {title.number}"
    if abstract:
        fields = {
            "id": paper_id("daily", title.text),
            "title": title.text,
            "abstract": "\n\n".join(abstract),
            "listed": listed,
            "source": SOURCE,
        }
        yield from records.paper(place, "\n\n".join([title.text, *abstract]), fields)
    else:
        yield reject(place, "a title without an abstract", title.text)


def _paragraphs(text: str) -> list[_Paragraph]:
    blocks: list[list[str]] = [[]]
    for line in re.split(r"\r\n?|\n", text):
        if stripped := one_line(line.replace("\u200b", "").replace("\ufeff", "")):
            blocks[-1].append(stripped)
        elif blocks[-1]:
            blocks.append([])
    return [_Paragraph(n, " ".join(lines), _kind(lines)) for n, lines in enumerate(blocks, 1) if lines]


def _kind(lines: list[str]) -> _Kind:
    text = " ".join(lines)
    if (match := _DAY.fullmatch(text)) and _day_of(match, 2000):
        return _Kind.DAY
    if all(_FURNITURE.fullmatch(line) for line in lines) or _SUBMITTED_BY.match(lines[0]):
        return _Kind.FURNITURE
    count = len(text.split())
    long = count >= _SURELY_LONG or (count >= _MAYBE_LONG and text.endswith((".", "…")))
    return _Kind.LONG if long else _Kind.SHORT


def _content(paragraphs: list[_Paragraph]) -> list[_Paragraph]:
    """Return the titles and abstracts: what stands above the day is left out unless it holds an abstract,
    and so is the name that follows a lone "Submitted by"."""
    kinds = [paragraph.kind for paragraph in paragraphs]
    if _Kind.DAY in kinds and _Kind.LONG not in kinds[: kinds.index(_Kind.DAY)]:
        paragraphs = paragraphs[kinds.index(_Kind.DAY) + 1 :]
    content: list[_Paragraph] = []
    above = ""
    for paragraph in paragraphs:
        submitter = _SUBMITTED_BY.fullmatch(above) and paragraph.kind is _Kind.SHORT
        if paragraph.kind in (_Kind.SHORT, _Kind.LONG) and not submitter:
            content.append(paragraph)
        above = paragraph.text
    return content


def _goes_on(paragraph: _Paragraph, following: _Paragraph | None) -> bool:
    """Return whether a short paragraph belongs to the abstract above it and is no title."""
    if paragraph.text.endswith((":", ",", ";")):
        return True
    return paragraph.text.endswith((".", "…")) and (following is None or following.kind is _Kind.SHORT)


def _listed(paragraphs: list[_Paragraph], file_name: str) -> str | None:
    """Return the page's day as YYYY-MM-DD, as far as the page and its file's name tell it."""
    named = _iso_day(file_name)
    for paragraph in paragraphs:
        match = _DAY.fullmatch(paragraph.text) if paragraph.kind is _Kind.DAY else None
        if match is None:
            continue
        if match["year"]:
            day = _day_of(match, int(match["year"]))
        else:
            near = named or Date.today()
            days = [_day_of(match, near.year + step) for step in range(-8, 2)]
            known = [day for day in days if day and (named or day <= near)]
            day = min(known, key=lambda day: abs(day - near))
        if day:
            return day.isoformat()
    return named.isoformat() if named else None


def _iso_day(file_name: str) -> Date | None:
    match = _ISO_DAY.search(file_name)
    try:
        return Date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _day_of(match: re.Match[str], year: int) -> Date | None:
    """Return the matched day in this year, None where the calendar has none."""
    try:
        return Date(year, _MONTHS.index(match["month"][:3].lower()) + 1, int(match["day"]))
    except ValueError:
        return None
