"""Settings come from the environment, and a password is never shown."""

import pytest

from api.settings import Settings


def test_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PAPERGRAPH_{name.upper()}", raising=False)
    settings = Settings()
    assert settings.store == "sqlite:///papergraph.db"
    assert settings.store_password is None
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERGRAPH_STORE", "neo4j://neo4j@db:7687")
    monkeypatch.setenv("PAPERGRAPH_STORE_PASSWORD", "hush")
    monkeypatch.setenv("PAPERGRAPH_PORT", "80")
    settings = Settings()
    assert (settings.store, settings.port) == ("neo4j://neo4j@db:7687", 80)
    assert settings.store_password is not None
    assert settings.store_password.get_secret_value() == "hush"
    assert "hush" not in repr(settings)
