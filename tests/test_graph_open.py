"""Addresses of stores: which are understood, and what of them may be shown."""

from pathlib import Path

import pytest

from graph.errors import NotAStore, StoreAddressError
from graph.open import open_store, redact
from graph.sqlite_store import SQLiteStore


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:///papers.db", "sqlite:///papers.db"),
        ("papers@home.db", "papers@home.db"),
        ("neo4j://neo4j@localhost:7687", "neo4j://neo4j@localhost:7687"),
        ("neo4j://neo4j:secret@localhost:7687/db", "neo4j://neo4j:…@localhost:7687/db"),
        ("bolt://u:se/cr#e@t@localhost", "bolt://u:…@localhost"),
        ("bolt://:secret@localhost", "bolt://:…@localhost"),
        ("neo4j+s://[::1", "neo4j+s://[::1"),
    ],
)
def test_a_password_is_never_shown(url: str, shown: str) -> None:
    assert redact(url) == shown


@pytest.mark.parametrize(
    "url", ["", "sqlite://", "sqlite:///", "sqlite://papers.db", "mysql://host", "http://x"]
)
async def test_what_is_no_address_of_a_store_is_refused(url: str) -> None:
    with pytest.raises(StoreAddressError):
        await open_store(url)


async def test_every_way_to_write_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for url, name in (
        ("one.db", "one.db"),
        ("sqlite:///two.db", "two.db"),
        ("sqlite:///with%20blank.db", "with blank.db"),
        (f"sqlite:///{tmp_path}/four.db", "four.db"),
        (str(tmp_path / "five.db"), "five.db"),
    ):
        async with await open_store(url) as store:
            assert isinstance(store, SQLiteStore)
        assert (tmp_path / name).exists(), url


async def test_nothing_is_made_unless_it_may_be(tmp_path: Path) -> None:
    with pytest.raises(NotAStore):
        await open_store(str(tmp_path / "none.db"), create=False)
    assert not (tmp_path / "none.db").exists()
