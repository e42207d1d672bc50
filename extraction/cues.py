"""Words with which papers speak of their own work, as parts of patterns."""

WE = r"\b(?:we|paper|work|study|article|thesis|report)\b"
_DESIGN = "|".join(
    rf"(?<=\b{word}\s)design(?:s|ed)?" for word in ("we", "and", "also", "then", "further", "paper", "work")
)
PROPOSE = (
    r"(?<!been\s)(?<!were\s)(?<!the\s)(?<!our\s)(?<!other\s)"
    rf"(?:(?:propos|introduc|present|develop|devis)(?:es|ed|e|s|ing)?|{_DESIGN})"
)
