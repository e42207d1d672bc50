"""How written names and texts are folded for ids, look-ups and full-text search.

Both stores index what these functions return, never a text as it stands, so that a search finds the same
on SQLite's tokenizer and on Lucene's.
"""

import hashlib
import re
import unicodedata

# Signs that tell names apart (C, C++ and C#; A*; Recall@10; DeepLabv3 and DeepLabv3+) stay in a slug.
_APOSTROPHES = re.compile(r"['’`]")
_SEPARATORS = re.compile(r"[^\w+#*@.]+|_+")
_LONELY_DOT = re.compile(r"(?<![0-9])\.|\.(?![0-9])")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_SLUG = 120


def fold(text: str) -> str:
    """Return `text` without case, accents and compatibility forms (Unicode NFKD, then casefold)."""
    if text.isascii():
        return text.casefold()
    return _BEYOND_ASCII.sub(_without_marks, unicodedata.normalize("NFKD", text)).casefold()


def _without_marks(match: re.Match[str]) -> str:
    return "".join(c for c in match[0] if not unicodedata.combining(c))


def slug(name: str) -> str:
    """Return the readable, stable form of a name that ids are made of: "CIFAR-10" -> "cifar-10".

    Folded, with runs of other characters as one hyphen; "+", "#", "*", "@" and a dot between digits
    are kept. A name with nothing to keep (an emoji) becomes its code points in hexadecimal; one longer
    than 120 characters is cut and closed with a hash of the whole.
    """
    kept = _SEPARATORS.sub("-", _APOSTROPHES.sub("", fold(name)))
    kept = re.sub(r"-{2,}", "-", _LONELY_DOT.sub("-", kept)).strip("-")
    if not kept:
        kept = "-".join(f"u{ord(c):04x}" for c in name.strip())
    if len(kept) > _LONGEST_SLUG:
        digest = hashlib.sha256(kept.encode()).hexdigest()[:12]
        kept = f"{kept[: _LONGEST_SLUG - 13].rstrip('-')}-{digest}"
    return kept


def one_line(text: str) -> str:
    """Return `text` with every run of blanks and line breaks as one blank, and none at its ends."""
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """Return the folded runs of letters and digits of `text`, in order: what full-text search indexes."""
    return _WORD.findall(fold(text))


def spelled(text: str) -> str:
    """Return the words of `text` joined by blanks: what the stores hand to their full-text indexes."""
    return " ".join(words(text))


def for_xml(text: str) -> str:
    """Return `text` with what XML cannot hold as U+FFFD: most control characters, U+FFFE and U+FFFF."""
    return _NO_XML.sub("\ufffd", text)
