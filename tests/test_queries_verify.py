"""Verify finds quotes that were changed behind the store's back, and reads every page of papers."""

import sqlite3
from pathlib import Path

import pytest

from graph.sqlite_store import SQLiteStore
from graph.store import GraphStore
from queries import verify as module
from queries.verify import Fault, verify
from tests.factories import bert, library


async def test_a_sound_store_has_no_faults(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    facts = library()
    await store.merge(facts)
    verdicts = [verdict async for verdict in verify(store)]
    assert [verdict.paper for verdict in verdicts] == sorted(each.paper.id for each in facts)
    assert all(not verdict.faults for verdict in verdicts)
    quotes = sum(len(each.claims) + len(each.results) + 1 for each in facts)
    assert sum(verdict.quotes for verdict in verdicts) == quotes


@pytest.fixture
async def damaged(tmp_path: Path) -> Path:
    """A store in which someone has edited an abstract."""
    path = tmp_path / "papers.db"
    async with await SQLiteStore.open(path, create=True) as store:
        await store.merge([bert()])
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE paper SET abstract = replace(abstract, 'improves on', 'is worse than')")
    connection.close()
    return path


async def test_each_fault_is_named(damaged: Path) -> None:
    async with await SQLiteStore.open(damaged, create=False) as store:
        [verdict] = [verdict async for verdict in verify(store)]
    faults = {fault.owner: fault.problem for fault in verdict.faults}
    claim = "arxiv:1810.04805|method:bert|IMPROVES_ON|method:gpt"
    assert faults[claim].startswith("the quote is not in the text: 'It improves on GPT")
    moved = "arxiv:1810.04805|method:bert|EVALUATED_ON|dataset:squad-1.1"
    assert "the quote stands at 161, not at 159 to 247" in faults[moved]
    sound = "arxiv:1810.04805|method:bert|BUILDS_ON|method:transformer"
    assert sound not in faults
    assert Fault(claim, faults[claim]) in verdict.faults
