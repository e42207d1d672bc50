"""Reading, extracting and merging in batches: in order, side by side, and kept when interrupted."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import pytest

from api import ingest
from api.background import Background
from extraction.readers import Reject
from graph.errors import StoreError
from graph.model import Paper, PaperFacts
from graph.sqlite_store import SQLiteStore
from graph.store import GraphStore, MergeReport
from tests.factories import make_facts


class Plain:
    """An extractor that finds nothing but the paper."""

    name = "plain"

    def extract(self, papers: Iterable[Paper]) -> Iterator[PaperFacts]:
        return (PaperFacts(paper, extractor=self.name) for paper in papers)


def papers(count: int) -> list[Paper]:
    return [Paper(f"p{i}", f"Title {i}", "") for i in range(count)]


def facts(*ids: str) -> list[PaperFacts]:
    return [make_facts(id, "Title", "Text.") for id in ids]


def ids(batches: Iterable[list[PaperFacts]]) -> list[list[str]]:
    return [[each.paper.id for each in batch] for batch in batches]


def test_rejects_are_handed_over_and_papers_extracted() -> None:
    bad = Reject("line 2", "no title", "{}")
    one, two = papers(2)
    rejected: list[Reject] = []
    found = list(ingest.extract([one, bad, two], Plain(), rejected.append))
    assert [each.paper for each in found] == [one, two]
    assert rejected == [bad]


def test_batches_are_full_but_the_last() -> None:
    assert ids(ingest.batches(facts("a", "b", "c"), 2)) == [["a", "b"], ["c"]]
    assert ids(ingest.batches(facts("a", "b"), 2)) == [["a", "b"]]
    assert ids(ingest.batches([], 2)) == []


def test_a_paper_that_comes_again_opens_a_new_batch() -> None:
    assert ids(ingest.batches(facts("a", "b", "a", "a", "c"), 10)) == [["a", "b"], ["a"], ["a", "c"]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "papers.db"


@pytest.fixture
def background() -> Iterator[Background]:
    with Background() as background:
        yield background


Start = Callable[[list[PaperFacts]], Future[MergeReport]]


class Merges:
    """Merges batches and keeps the reports."""

    def __init__(self, background: Background, store: GraphStore) -> None:
        self._background, self._store = background, store
        self.reports: list[MergeReport] = []

    def __call__(self, batch: list[PaperFacts]) -> Future[MergeReport]:
        return self._background.submit(self._merge(batch))

    async def _merge(self, batch: list[PaperFacts]) -> MergeReport:
        report = await self._store.merge(batch)
        self.reports.append(report)
        return report


@contextmanager
def merging(background: Background, path: Path) -> Iterator[Merges]:
    with background.holding(SQLiteStore.open(path, create=True)) as store:
        yield Merges(background, store)


def kept(background: Background, path: Path) -> int:
    with background.holding(SQLiteStore.open(path, create=False)) as store:
        return background.submit(store.stats()).result().papers


def test_every_batch_is_merged(background: Background, path: Path) -> None:
    with merging(background, path) as merges:
        ingest.merge([facts("a", "b"), facts("c"), facts("a")], merges)
        assert merges.reports == [MergeReport(2, 0, 0, 1), MergeReport(1, 0, 0, 2), MergeReport(0, 0, 1, 2)]
    assert kept(background, path) == 3


def test_the_next_batch_is_prepared_while_one_is_merged() -> None:
    events: list[str] = []
    futures: list[Future[MergeReport]] = []

    def prepared() -> Iterator[list[PaperFacts]]:
        for name in ("a", "b"):
            events.append(f"prepare {name}")
            if futures:
                assert not futures[-1].done()
                futures[-1].set_result(MergeReport(1, 0, 0, 1))
            yield facts(name)
        futures[-1].set_result(MergeReport(1, 0, 0, 2))

    def start(batch: list[PaperFacts]) -> Future[MergeReport]:
        assert all(future.done() for future in futures)
        events.append(f"merge {batch[0].paper.id}")
        futures.append(Future())
        return futures[-1]

    ingest.merge(prepared(), start)
    assert events == ["prepare a", "merge a", "prepare b", "merge b"]


def test_an_interrupt_waits_for_the_merge_under_way(background: Background, path: Path) -> None:
    def interrupted() -> Iterator[list[PaperFacts]]:
        yield facts("a")
        yield facts("b")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), merging(background, path) as merges:
        ingest.merge(interrupted(), merges)
    assert [report.revision for report in merges.reports] == [1, 2]
    assert kept(background, path) == 2


def test_an_error_of_the_store_ends_it_and_earlier_batches_stay(background: Background, path: Path) -> None:
    with pytest.raises(StoreError), merging(background, path) as merges:
        ingest.merge([facts("a"), facts("b"), facts("c")], failing(merges, "b"))
    assert len(merges.reports) == 1
    assert kept(background, path) == 1


def failing(start: Start, at: str) -> Start:
    def started(batch: list[PaperFacts]) -> Future[MergeReport]:
        if batch[0].paper.id != at:
            return start(batch)
        broken: Future[MergeReport] = Future()
        broken.set_exception(StoreError("it broke"))
        return broken

    return started
