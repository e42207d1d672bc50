r"""LaTeX in names as plain text: "$\beta$-VAE" is "β-VAE", "Fr\'echet" is "Fréchet"."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

_ACCENTS: Mapping[str, str] = MappingProxyType(
    {
        "'": "\u0301",
        "`": "\u0300",
        "^": "\u0302",
        '"': "\u0308",
        "~": "\u0303",
        "=": "\u0304",
        ".": "\u0307",
        "u": "\u0306",
        "v": "\u030c",
        "H": "\u030b",
        "c": "\u0327",
        "k": "\u0328",
        "r": "\u030a",
    }
)
_ACCENT = re.compile(
    r"\\(?:(['`^\"~=.])\s*(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))|([uvHckr])\s*\{\\?([A-Za-z])\})"
)
_GREEK = (
    *(
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "zeta",
        "eta",
        "theta",
        "iota",
        "kappa",
        "mu",
        "nu",
        "xi",
    ),
    *("pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
)
_SYMBOLS: Mapping[str, str] = MappingProxyType(
    {
        **{name: unicodedata.lookup(f"GREEK SMALL LETTER {name}") for name in _GREEK},
        "lambda": "λ",
        "varepsilon": "ε",
        "varphi": "φ",
        "Delta": "Δ",
        "Gamma": "Γ",
        "Lambda": "Λ",
        "Omega": "Ω",
        "Phi": "Φ",
        "Pi": "Π",
        "Psi": "Ψ",
        "Sigma": "Σ",
        "Theta": "Θ",
        "ell": "l",
        "infty": "∞",
        "times": "×",
        "pm": "±",
        "sim": "~",
        "rightarrow": "→",
        "to": "→",
        "ss": "ß",
        "o": "ø",
        "O": "Ø",
        "l": "ł",
        "L": "Ł",
        "ae": "æ",
        "AE": "Æ",
        "aa": "å",
        "AA": "Å",
    }
)
_SYMBOL = re.compile(r"\\(" + "|".join(sorted(_SYMBOLS, key=len, reverse=True)) + r")(?![A-Za-z])\s?")
_COMMAND = re.compile(r"\\[A-Za-z]+\*?\s*(?=\{)|\\[A-Za-z]+\*?(?![A-Za-z])\s?|\\[,;:! ]")
_ESCAPED = re.compile(r"\\([%&#_$])")
_SCRIPT = re.compile(r"[_^](?=\{|[A-Za-z0-9])")


def plain(text: str) -> str:
    """Return `text` with LaTeX's commands, groups and formulas as what they show; other text as it is."""
    if not any(sign in text for sign in "\\${}^~"):
        return text
    text = _ACCENT.sub(_accented, text)
    text = _SYMBOL.sub(lambda match: _SYMBOLS[match[1]], text)
    text = _ESCAPED.sub("\\1", _COMMAND.sub("", text))
    return _SCRIPT.sub("", text).replace("$", "").replace("{", "").replace("}", "").replace("~", " ")


def _accented(match: re.Match[str]) -> str:
    accent, letter = match[1] or match[4], match[2] or match[3] or match[5]
    return unicodedata.normalize("NFC", letter + _ACCENTS[accent])
