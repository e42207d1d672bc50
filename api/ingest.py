"""From records to merged papers: read, extract, merge in batches, with nothing held but a batch or two.

While a store merges one batch, the next is read and extracted.
"""

from collections import deque
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
    batches: Iterable[list[PaperFacts]],
    start: Callable[[list[PaperFacts]], Future[MergeReport]],
    done: Callable[[MergeReport], None],
) -> None:
    """Merge every batch in turn: `start` begins to merge one, `done` is told what it did.

    When anything fails or the user interrupts, the merge under way is waited for and reported before the
    exception goes on; the batch being extracted is dropped.
    """
    under_way: deque[Future[MergeReport]] = deque()

    def finish() -> None:
        report = under_way[0].result()
        under_way.popleft()
        done(report)

    try:
        for batch in batches:
            if under_way:
                finish()
            under_way.append(start(batch))
    finally:
        if under_way:
            finish()
