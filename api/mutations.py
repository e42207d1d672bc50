"""What holders of a key can change: `Mutation`."""

from dataclasses import asdict
from typing import Annotated

import strawberry

from api.access import require
from api.context import Info
from api.curating import Curating
from api.fields import field
from api.types import Paper
from extraction.readers.records import Records, Reject
from graph import model
from graph.errors import InvalidValue
from graph.keys import Scope
from graph.model import paper_id

MOST_PAPERS = 100


@strawberry.input(description="A paper to be read.")
class PaperInput:
    title: str = strawberry.field(description="Its title.")
    abstract: str = strawberry.field(description="Its abstract.")
    id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Its id, such as `arxiv:1810.04805`; made of venue, date and title if not given.",
    )
    authors: list[str] = strawberry.field(default_factory=list, description="Its authors' names.")
    date: str | None = strawberry.field(default=None, description="YYYY, YYYY-MM or YYYY-MM-DD.")
    venue: str | None = strawberry.field(default=None, description="The conference or journal.")
    url: str | None = strawberry.field(default=None, description="Where to read it.")
    code_url: str | None = strawberry.field(default=None, description="Where its code is.")
    project_url: str | None = strawberry.field(default=None, description="Its project page.")
    listed: str | None = strawberry.field(default=None, description="The day of Daily Papers: YYYY-MM-DD.")
    upvotes: int | None = strawberry.field(default=None, description="Its votes there.")


@strawberry.type(description="What became of one paper that was to be ingested.")
class IngestedPaper:
    paper: Paper | None = strawberry.field(
        description="The paper with what was found in it; null if it could not be read."
    )
    errors: list[str] = strawberry.field(
        description="Why it could not be read, or which of its fields were left out, and why."
    )


@strawberry.type(description="What an ingest did.")
class Ingested:
    papers: list[IngestedPaper] = strawberry.field(description="Each paper, in the given order.")
    added: int = strawberry.field(description="How many papers are new.")
    changed: int = strawberry.field(description="How many said something else before.")
    unchanged: int = strawberry.field(description="How many said the same.")


@strawberry.type(description="What holders of a key can change.")
class Mutation(Curating):
    @field
    async def ingest_papers(
        self,
        info: Info,
        papers: Annotated[list[PaperInput], strawberry.argument(description="Up to 100 papers.")],
    ) -> Ingested:
        """Extract what papers say, and make the graph say it; what they said before is replaced. Needs a key
        with the scope `write`. Those that can be read are merged in one transaction."""
        require(info, Scope.WRITE)
        if not 1 <= len(papers) <= MOST_PAPERS:
            raise InvalidValue("papers", f"must be 1 to {MOST_PAPERS} papers, got {len(papers)}")
        records = Records()
        found = [_read(records, f"papers[{i}]", paper) for i, paper in enumerate(papers)]
        readable = [paper for paper, _ in found if paper]
        report = await info.context.ingest(readable) if readable else None
        return Ingested(
            papers=[
                IngestedPaper(paper=Paper.of(paper) if paper else None, errors=errors)
                for paper, errors in found
            ],
            added=report.added if report else 0,
            changed=report.changed if report else 0,
            unchanged=report.unchanged if report else 0,
        )

    @field
    async def delete_paper(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The paper's id.")],
    ) -> bool:
        """Remove a paper with all that it says; false if there was none. Needs a key with the scope
        `write`."""
        require(info, Scope.WRITE)
        return await info.context.store.delete_papers([id]) > 0


def _read(records: Records, place: str, given: PaperInput) -> tuple[model.Paper | None, list[str]]:
    fields = {**asdict(given), "source": "api"}
    if not given.id:
        made_of = "-".join(part for part in (given.venue, given.date) if part) or "paper"
        fields["id"] = paper_id(made_of, given.title)
    items = list(records.paper(place, given.title, fields))
    return (
        next((item for item in items if isinstance(item, model.Paper)), None),
        [item.reason for item in items if isinstance(item, Reject)],
    )
