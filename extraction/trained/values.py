"""Numbers in a text that may be results, with their units: `find`."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import Span

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|(?<![\d.])\.\d+"
_TIMES = (
    r"(?:\s?(?:[x×]|X)(?![A-Za-z0-9])|\s?\$\s?\\times\s?\$|\s?\\times\b|\s?\{\\texttimes\}|\s+times\b"
    r"|[\s-]?fold\b)"
)
_PERCENT = r"(?:\s?\\?%|\s?percent\b)"
_UNIT = (
    rf"(?:{_PERCENT}|{_TIMES}|\s?(?:absolute\s)?(?:percentage\s)?points?\b|\s?pp\b"
    r"|\s?(?:fps|FPS|ms|Hz|mm|cm|dB)\b)"
)
_VALUE = re.compile(
    rf"(?<![A-Za-z0-9_./^-])[+~]?(?:(?:{_NUMBER})(?:{_PERCENT}?\s?(?:--?|–|—)|\sto)\s?(?:{_NUMBER}){_UNIT}"
    rf"|(?:{_NUMBER}){_UNIT}?)(?![A-Za-z0-9_^]|-[A-Za-z0-9]|[.,]\d)"
    r"|\b(?:(?:an?|one|two|three|four|several|\d+)\s)?orders?\sof\smagnitude\b"
)
_SINGLE = re.compile(rf"[+~]?(?P<number>{_NUMBER})(?P<unit>.*)", re.DOTALL)
_DECORATION = re.compile(r"[\\${}\s-]+")
_SORTS = {
    "magnitude": re.compile("magnitude"),
    "percent": re.compile(r"%|percent(?!.*point)"),
    "times": re.compile(r"x|×|X|times|fold"),
    "points": re.compile(r"point|pp"),
    "unit": re.compile(r"[A-Za-z]"),
    "decimal": re.compile(r"\."),
}
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Value:
    """A number where it stands, as it is written; `row` is the number of its sentence, the title is 0."""

    span: Span
    text: str
    row: int

    @property
    def unit(self) -> str | None:
        """The unit as written, without blanks and LaTeX: "%", "times", "points"; None without one."""
        if "magnitude" in self.text:
            return "orders of magnitude"
        match = re.search(rf"(?:{_UNIT})$", self.text)
        written = _DECORATION.sub(" ", match[0]).strip() if match else ""
        return {"texttimes": "times"}.get(written, written) or None

    @property
    def number(self) -> float | None:
        """The number, None for a range, for words, and for what is beyond any number."""
        match = _SINGLE.fullmatch(self.text)
        if match is None or re.search(r"\d", match["unit"]):
            return None
        number = float(match["number"].replace(",", ""))
        return number if math.isfinite(number) else None

    @property
    def sort(self) -> str:
        """What sort of number it is: by its unit, else by its digits."""
        for sort, signs in _SORTS.items():
            if signs.search(self.text):
                return sort
        digits = re.sub(r"\D", "", self.text)
        return "year" if _YEAR.fullmatch(digits) else f"integer{min(len(digits), 4)}"


def find(text: str, sentences: Sequence[Span]) -> Iterator[Value]:
    """Yield the numbers of the abstract, in order."""
    for row, sentence in enumerate(sentences):
        if row == 0 and len(sentences) > 1:
            continue
        for match in _VALUE.finditer(text, sentence.start, sentence.end):
            written = match[0].rstrip()
            yield Value(Span(match.start(), match.start() + len(written)), written, row)
