"""`papergraph rank`: given papers in the order of how near they are to one, without any store."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.console import messages
from api.commands.related import to_json
from extraction import choices
from graph.errors import InvalidValue
from graph.model import Paper, PaperFacts
from queries.facets import Facet

if TYPE_CHECKING:
    from queries.related import Hit

_BATCH = 200
_QUERY = "query"


class Asked(StrEnum):
    """The facets by the names of `queries.facets`, and by those that judged lists use."""

    ANY = "any"
    TASK = "task"
    METHOD = "method"
    DATASET = "dataset"
    TEXT = "text"
    BACKGROUND = "background"
    RESULT = "result"


_FACETS: Mapping[Asked, Facet] = MappingProxyType({Asked.BACKGROUND: Facet.TASK, Asked.RESULT: Facet.DATASET})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper under the id that it came with; None for the paper where it cannot be read."""

    id: str
    paper: Paper | None


def rank(
    query: Annotated[
        Path,
        typer.Argument(
            metavar="QUERY.json",
            help="The paper that the others are compared with: id, title, abstract.",
            exists=True,
            dir_okay=False,
        ),
    ],
    candidates: Annotated[
        Path,
        typer.Argument(
            metavar="CANDIDATES.jsonl",
            help="The papers to rank, one a line: id, title, abstract.",
            exists=True,
            dir_okay=False,
        ),
    ],
    facet: Annotated[
        Asked,
        typer.Option(
            "--facet",
            metavar="FACET",
            help=f"What they have in common: {', '.join(Facet)}; background is task, result dataset.",
        ),
    ] = Asked.ANY,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write each with its score and why, as JSON Lines.")
    ] = False,
) -> None:
    """Rank given papers by how near they are to one; write their ids, the nearest first.

    None of them need be in a store. What cannot be read comes last, with a warning.
    """
    asked = _paper(_loaded(query.read_text(encoding="utf-8"), str(query)), _QUERY)
    if isinstance(asked, str):
        raise InvalidValue(str(query), asked)
    read = list(_candidates(candidates))
    about = _FACETS.get(facet) or Facet(facet.value)
    hits = asyncio.run(_ranked(asked, [each.paper for each in read if each.paper], about))
    ids = {each.paper.id: each.id for each in read if each.paper}
    for hit in hits:
        line = json.dumps(to_json(hit) | {"id": ids[hit.paper.id]}, ensure_ascii=False)
        typer.echo(line if as_json else ids[hit.paper.id])
    for each in read:
        if each.paper is None:
            unread = {"id": each.id, "score": None, "why": "it could not be read"}
            typer.echo(json.dumps(unread, ensure_ascii=False) if as_json else each.id)


def _candidates(file: Path) -> "list[Candidate]":
    found: list[Candidate] = []
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            place = f"{file}, line {number}"
            record = _loaded(line, place)
            id = record.get("id")
            if not isinstance(id, str | int) or isinstance(id, bool):
                raise InvalidValue(place, "needs an id, a title and an abstract")
            paper = _paper(record, f"candidate-{number:09d}")
            if isinstance(paper, str):
                messages().print(f"{place}: {paper}; it comes last.", style="yellow", markup=False)
            found.append(Candidate(str(id), None if isinstance(paper, str) else paper))
    if not found:
        raise InvalidValue(str(file), "has no paper to rank")
    return found


def _loaded(text: str, place: str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidValue(place, f"is no JSON: {error}") from error
    if not isinstance(record, dict):
        raise InvalidValue(place, "is no JSON object with an id, a title and an abstract")
    return record


def _paper(record: Mapping[str, Any], id: str) -> Paper | str:
    """Return the paper, or why there is none. An abstract may be a list of sentences, and may be empty."""
    title, abstract = record.get("title"), record.get("abstract")
    if isinstance(abstract, list) and all(isinstance(sentence, str) for sentence in abstract):
        abstract = " ".join(abstract)
    if not isinstance(title, str) or not isinstance(abstract, str | None):
        return "its title or its abstract is no text"
    try:
        return Paper(id, " ".join(title.split()), (abstract or "").replace("\x00", " "))
    except InvalidValue as error:
        return str(error)


async def _ranked(asked: Paper, papers: Sequence[Paper], facet: Facet) -> "list[Hit]":
    from extraction import pipeline  # noqa: PLC0415
    from graph.sqlite_store import SQLiteStore  # noqa: PLC0415
    from queries.facets import spoken  # noqa: PLC0415
    from queries.related import ranked  # noqa: PLC0415 -- NumPy, which few commands need
    from queries.related_index import RelatedIndexes  # noqa: PLC0415
    from queries.snapshot import Snapshots  # noqa: PLC0415

    told = spoken(asked.title, asked.abstract, facet)
    title, _, rest = told.partition("\n")
    extra = [Paper(f"{_QUERY}-facet", title, rest)] if told else []
    extractor = pipeline.load(choices.DEFAULT)
    first, *others = extractor.extract([asked, *extra, *papers])
    of_facet: PaperFacts | None = others.pop(0) if extra else None
    async with await SQLiteStore.open(Path(":memory:"), create=True) as store:
        for begin in range(0, len(others), _BATCH):
            await store.merge(others[begin : begin + _BATCH])
        index = await RelatedIndexes(store, Snapshots(store)).current()
        return await ranked(store, index, first, facet, of_facet)
