"""`papergraph ingest` and `papergraph extract`: from a source to a store, or to a file of facts."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from api.commands import options
from api.commands.console import Rejects, counted, messages, output
from extraction import choices
from extraction.readers.records import Format, Reject
from graph.errors import InvalidValue, PapergraphError
from graph.model import Paper, PaperFacts
from graph.store import MergeReport

if TYPE_CHECKING:
    from api.settings import Settings

STANDARD_STREAM = "-"
BATCH_SIZE = 200
INTERRUPTED = 130
"""The exit code after Ctrl-C: 128 and the number of the signal, as shells have it."""


class Extra(StrEnum):
    """What `papergraph extract` writes only if asked."""

    EMBEDDING = "embedding"


SourceArgument = Annotated[
    str, typer.Argument(metavar="SOURCE", help="The file to read, plain or gzip; - is standard input.")
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format", metavar="FORMAT", help=f"{', '.join(Format)}; recognised from the source if not said."
    ),
]
DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="YYYY-MM-DD", help="The day on which Daily Papers showed these papers."),
]
RejectsOption = Annotated[
    Path | None, typer.Option("--rejects", metavar="FILE", help="Keep what cannot be read, as JSON Lines.")
]
ExtractorOption = Annotated[
    str,
    typer.Option(
        "--extractor",
        metavar="NAME",
        help=f"What finds entities and claims: {choices.MODEL} (trained) or {choices.RULES} "
        "(faster, finds less).",
    ),
]
BatchOption = Annotated[
    int,
    typer.Option("--batch-size", metavar="N", help="How many papers are merged in one transaction.", min=1),
]


def ingest(  # noqa: PLR0913, PLR0917
    source: SourceArgument,
    store: options.StoreOption = None,
    format: FormatOption = None,
    date: DateOption = None,
    rejects: RejectsOption = None,
    extractor: ExtractorOption = choices.DEFAULT,
    batch_size: BatchOption = BATCH_SIZE,
) -> None:
    """Read papers, extract what they say, and merge it into the store.

    What a paper said before is replaced. Ctrl-C keeps every batch that is merged.
    """
    ingest_into(options.settings(store=store), Source(source, format, date), rejects, extractor, batch_size)


def extract(  # noqa: PLR0913, PLR0917
    source: SourceArgument,
    out: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output.")
    ] = STANDARD_STREAM,
    format: FormatOption = None,
    date: DateOption = None,
    rejects: RejectsOption = None,
    extractor: ExtractorOption = choices.DEFAULT,
    extras: Annotated[
        list[Extra] | None,
        typer.Option(
            "--with",
            metavar="FIELD",
            help=f"Also write {', '.join(Extra)}; only the trained extractor has it.",
        ),
    ] = None,
) -> None:
    """Read papers, extract what they say, and write it as JSON, one paper a line."""
    from graph.facts_json import to_json  # noqa: PLC0415

    embedding = Extra.EMBEDDING in (extras or ())
    if embedding and extractor == choices.RULES:
        raise InvalidValue(
            "--with embedding", f"the {choices.RULES} make none; choose --extractor {choices.MODEL}"
        )

    to_stdout = out == STANDARD_STREAM
    work = reading(Source(source, format, date), rejects, extractor, shown=not to_stdout)
    written, clock = 0, Clock()
    try:
        with (
            work as (facts, rejected),
            nullcontext(sys.stdout) if to_stdout else output(Path(out)) as file,
        ):
            for paper in facts:
                file.write(json.dumps(to_json(paper, embedding=embedding), ensure_ascii=False) + "\n")
                written += 1
    except KeyboardInterrupt:
        messages().print(f"Interrupted after {clock.summary(written)}.")
        raise typer.Exit(INTERRUPTED) from None
    messages().print(f"{clock.summary(written)}{rejected.summary()}.")


@dataclass(frozen=True, slots=True)
class Source:
    """What to read, and how."""

    place: str
    format: Format | None = None
    date: str | None = None

    def read(self) -> Iterator[Paper | Reject]:
        """Yield its records, from the first."""
        from extraction.readers import read  # noqa: PLC0415

        return read(self.place, format=self.format, date=self.date)

    def count(self) -> int | None:
        """Return how many records it has, None for standard input, which can be read only once."""
        return None if self.place == STANDARD_STREAM else sum(1 for _ in self.read())


@dataclass(slots=True)
class Merged:
    """What was merged so far."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def add(self, report: MergeReport) -> None:
        """Count one batch."""
        self.added += report.added
        self.changed += report.changed
        self.unchanged += report.unchanged

    @property
    def papers(self) -> int:
        """How many papers."""
        return self.added + self.changed + self.unchanged


class Clock:
    """The time since it was made."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def summary(self, papers: int) -> str:
        """Return "60 papers in 1.5 s (40/s)"."""
        seconds = time.monotonic() - self._start
        return f"{counted(papers, 'paper')} in {seconds:.1f} s ({papers / seconds:,.0f}/s)"


def ingest_into(
    settings: "Settings",
    source: Source,
    rejects: Path | None = None,
    extractor: str = choices.DEFAULT,
    batch_size: int = BATCH_SIZE,
) -> None:
    """Do what `papergraph ingest` does; also what `papergraph demo` begins with."""
    from api import ingest  # noqa: PLC0415
    from api.background import Background  # noqa: PLC0415

    console = messages()
    merged, clock = Merged(), Clock()

    def kept() -> str:
        counts = f"{merged.added:,} new, {merged.changed:,} changed, {merged.unchanged:,} as they were"
        return f"{clock.summary(merged.papers)}: {counts}"

    try:
        with (
            reading(source, rejects, extractor) as (facts, rejected),
            Background() as background,
            background.holding(settings.open_store(create=True)) as store,
        ):

            async def merge(batch: list[PaperFacts]) -> MergeReport:
                # Counted here, where no Ctrl-C can come between the merge and its count.
                report = await store.merge(batch)
                merged.add(report)
                return report

            ingest.merge(ingest.batches(facts, batch_size), lambda batch: background.submit(merge(batch)))
    except KeyboardInterrupt:
        console.print(f"Interrupted. Kept {kept()}. Run the same command again to go on.")
        raise typer.Exit(INTERRUPTED) from None
    except PapergraphError:
        if merged.papers:
            console.print(f"Kept {kept()}.")
        raise
    console.print(f"{kept()}{rejected.summary()}.")
    if rejected.count and not merged.papers:
        raise typer.Exit(1)


@contextmanager
def reading(
    source: Source, rejects: Path | None, extractor: str, *, shown: bool = True
) -> Iterator[tuple[Iterator[PaperFacts], Rejects]]:
    """Give the facts of a source, with a bar that shows how far it is, and what was rejected of it.

    The first record is read at once, so that nothing else is begun for a source that cannot be read.
    """
    from api import ingest  # noqa: PLC0415
    from api.commands.progress import bar  # noqa: PLC0415
    from extraction import pipeline  # noqa: PLC0415

    records = source.read()
    records = chain(list(islice(records, 1)), records)
    console = messages()
    with ExitStack() as stack:
        file: IO[str] | None = stack.enter_context(output(rejects)) if rejects else None
        rejected = stack.enter_context(Rejects(console, file))
        advance = stack.enter_context(bar(console, "Papers", source.count, hidden=not shown))

        def moving() -> Iterator[Paper | Reject]:
            for record in records:
                advance()
                yield record

        yield ingest.extract(moving(), pipeline.load(extractor), rejected), rejected
