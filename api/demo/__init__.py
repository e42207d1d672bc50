"""The bundled sample of papers, and the queries to try on it."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
PAPERS = FOLDER / "papers.jsonl"


@dataclass(frozen=True, slots=True)
class Example:
    """A query to try, and the question that it answers: the comment on its first line."""

    question: str
    query: str


def examples() -> list[Example]:
    """Return the queries of this folder, in the order of their file names."""
    found = []
    for path in sorted(FOLDER.glob("*.graphql")):
        comment, _, query = path.read_text(encoding="utf-8").partition("\n")
        found.append(Example(comment.removeprefix("# "), query.strip()))
    return found
