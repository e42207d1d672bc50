"""The names of the extractors, apart from what they import: a command line is quick to say its help."""

MODEL = "model"
RULES = "rules"
DEFAULT = MODEL
