"""From records to merged papers: read, extract, merge in batches, with nothing held but a batch or two.

While a store merges one batch, the next is read and extracted.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future

from extraction.pipeline import Extractor
from extraction.readers import Reject
from graph.model import Paper, PaperFacts
from graph.store import MergeReport


def extract(
    records: Iterable[Paper | Reject], extractor: Extractor, reject: Callable[[Reject], None]
) -> Iterator[PaperFacts]:
    """Yield the facts of the papers among `records`; hand the others to `reject`."""

    def papers() -> Iterator[Paper]:
        for record in records:
            if isinstance(record, Reject):
                reject(record)
            else:
                yield record

    return extractor.extract(papers())


def batches(facts: Iterable[PaperFacts], size: int) -> Iterator[list[PaperFacts]]:
    """Yield `facts` in batches of at most `size` in which no paper occurs twice.

    A paper that comes again closes the batch, so that it replaces its earlier self as it would in any
    later batch.
    """
    batch: dict[str, PaperFacts] = {}
    for paper in facts:
        if len(batch) == size or paper.paper.id in batch:
            yield list(batch.values())
            batch = {}
        batch[paper.paper.id] = paper
    if batch:
        yield list(batch.values())


def merge(
    batches: Iterable[list[PaperFacts]], start: Callable[[list[PaperFacts]], Future[MergeReport]]
) -> None:
    """Merge every batch in turn, each begun by `start`, while the next is prepared.

    When anything fails or the user interrupts, the batch being prepared is dropped. A merge under way goes
    on: whoever holds the store waits for it.
    """
    under_way: Future[MergeReport] | None = None
    for batch in batches:
        if under_way:
            under_way.result()
        under_way = start(batch)
    if under_way:
        under_way.result()
