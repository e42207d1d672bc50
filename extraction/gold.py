"""Annotated papers, what extraction is trained on and measured by: `read`.

JSON Lines, a paper a line: `{"id", "title", "abstract", "entities": [{"id", "type", "mentions": [...],
"proposed"?}], "relations": [{"type", "head", "tail"}], "results": [{"value", "metric", "dataset"}]}`. A
mention is a string, and stands for every place where the text has it as whole words; the head of a relation
may be "paper".
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from extraction.errors import SourceError
from graph.kinds import ClaimKind, EntityKind
from graph.model import PAPER, Span


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """One thing, with every distinct way in which the text writes it."""

    id: str
    kind: EntityKind
    forms: tuple[str, ...]
    proposed: bool


@dataclass(frozen=True, slots=True)
class GoldResult:
    """A number that the paper reports; `metric`, `dataset` are ids of entities, `value` is as written."""

    value: str
    metric: str | None
    dataset: str | None


@dataclass(frozen=True)
class Gold:
    """The annotations of one paper; the ends of relations are ids of entities, or `PAPER`."""

    id: str
    title: str
    abstract: str
    entities: tuple[GoldEntity, ...]
    relations: frozenset[tuple[ClaimKind, str, str]]
    results: tuple[GoldResult, ...]

    @property
    def text(self) -> str:
        """The title, a newline, the abstract."""
        return f"{self.title}\n{self.abstract}"

    @cached_property
    def kinds(self) -> Mapping[str, EntityKind]:
        """The kind of each entity."""
        return {entity.id: entity.kind for entity in self.entities}

    @cached_property
    def mentions(self) -> tuple[tuple[Span, str], ...]:
        """Where each entity stands in the text, with its id; where strings overlap, the longest wins."""
        found = [
            (Span(*match.span()), entity.id)
            for entity in self.entities
            for form in entity.forms
            for match in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(form)}(?![A-Za-z0-9])", self.text)
        ]
        taken = bytearray(len(self.text))
        kept: list[tuple[Span, str]] = []
        for span, id in sorted(found, key=lambda item: (item[0].start - item[0].end, item[0].start)):
            if not any(taken[span.start : span.end]):
                taken[span.start : span.end] = b"\1" * (span.end - span.start)
                kept.append((span, id))
        return tuple(sorted(kept))

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Self:
        """Return the paper of a record; raises `ValueError` or `KeyError` where it is none."""
        entities = tuple(
            GoldEntity(e["id"], EntityKind(e["type"]), tuple(e["mentions"]), bool(e.get("proposed")))
            for e in record["entities"]
        )
        ids = {PAPER, *(entity.id for entity in entities)}
        relations = frozenset((ClaimKind(r["type"]), r["head"], r["tail"]) for r in record["relations"])
        for end in {end for _, *ends in relations for end in ends} - ids:
            raise ValueError(f"a relation names {end!r}, which is no entity")
        results = tuple(
            GoldResult(r["value"], r.get("metric"), r.get("dataset")) for r in record.get("results", ())
        )
        return cls(record["id"], record["title"], record["abstract"], entities, relations, results)


def read(path: Path) -> list[Gold]:
    """Return the annotated papers of a file; raises `SourceError` with the line that is none."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # no other sign ends a line of JSON
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read: {error}") from error
    found: list[Gold] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(Gold.from_json(json.loads(line)))
        except KeyError as error:
            raise SourceError(f"{path}, line {number}: an annotated paper lacks {error}") from error
        except (ValueError, TypeError, AttributeError) as error:
            raise SourceError(f"{path}, line {number}: is no annotated paper: {error}") from error
    if not found:
        raise SourceError(f"{path}: holds no annotated paper")
    return found
