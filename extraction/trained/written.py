"""What two written names have in common: forms, stems, initials, abbreviations."""

import re

_IRREGULAR = {"analyses": "analysis", "indices": "index", "matrices": "matrix", "vertices": "vertex"}
_ACRONYM_PLURAL = re.compile(r"(?<=[A-Z])s$")
_NOT_LETTERS = re.compile(r"[\W_]+")
_STEMMED = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[^\W\d_a-z]+")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")
_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]")
_SUFFIXES = (
    *("izations", "isations", "ization", "isation", "ations", "ation", "ators", "ator", "ising", "izing"),
    *("ised", "ized", "ings", "ing", "ions", "ion", "ments", "ment", "ities", "ity", "ness", "ally", "able"),
    *("ible", "ance", "ence", "ers", "ies", "ive", "ise", "ize", "als", "ed", "er", "es", "al", "ic", "ly"),
    *("or", "s", "e", "y"),
)
"""The first that fits is cut off: the longer ones come first."""
_SMALL = frozenset(
    ("of", "for", "the", "a", "an", "in", "with", "and", "to", "via", "from", "on", "by", "between", "as")
)


def normal_form(name: str) -> str:
    """Return what spellings of one name share: no case, no hyphens and blanks, no plural endings."""
    words = []
    for word in _NOT_LETTERS.sub(" ", name.lower()).split():
        if word in _IRREGULAR:
            words.append(_IRREGULAR[word])
        elif len(word) > 4 and word.endswith("ies"):
            words.append(word[:-3] + "y")
        elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            words.append(word[:-1])
        else:
            words.append(word)
    return "".join(words) or name.strip()


def stems(name: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    return [_stem(word) for word in _STEMMED.findall(name.lower()) if word not in _SMALL]


def _stem(word: str) -> str:
    """Return a word without one suffix, of which at least four letters stay."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


def trigrams(name: str) -> frozenset[str]:
    """Return the runs of three characters of the normal form."""
    padded = f"  {normal_form(name)} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def initials(name: str) -> str:
    """Return the first letters of the words that carry meaning."""
    return "".join(word[0] for word in _ASCII_WORD.findall(name) if word.lower() not in _SMALL).lower()


def letters(name: str) -> str:
    """Return the letters and digits of a short form, without the "s" of its plural."""
    return _NOT_ASCII_WORD.sub("", _ACRONYM_PLURAL.sub("", name).lower())


def is_abbreviation(short: str, full: str) -> bool:
    """Return whether `short` can be read as an abbreviation of `full`: by initials, or by its letters in
    order, the first one first."""
    wanted = letters(short)
    if (
        not wanted
        or len(wanted) > 12
        or len(wanted) >= len(full)
        or (" " in short.strip() and len(short) > 12)
    ):
        return False
    first = "".join(word[0] for word in _ASCII_WORD.findall(full)).lower()
    if wanted in first or (len(wanted) >= 2 and wanted[:2] == first[:2] and wanted[-1] == first[-1]):
        return True
    lowered = full.lower()
    if lowered[0] != wanted[0]:
        return False
    position = 0
    for letter in wanted:
        position = lowered.find(letter, position) + 1
        if not position:
            return False
    return sum(c.isupper() for c in short) >= 2
