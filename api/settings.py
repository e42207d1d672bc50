"""The settings of the service, each read from the environment as PAPERGRAPH_ and its name."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.limits import Limits
from graph.open import open_store
from graph.store import GraphStore


class Settings(BaseSettings):
    """Where the graph is kept and where it is served."""

    model_config = SettingsConfigDict(env_prefix="PAPERGRAPH_", frozen=True)

    store: str = Field(
        default="sqlite:///papergraph.db",
        description="The store: sqlite:///papers.db, sqlite:////absolute/papers.db, the path of an SQLite "
        "file, or neo4j://user@host:7687.",
    )
    store_password: SecretStr | None = Field(
        default=None, description="The password of the Neo4j store, where its address carries none."
    )
    host: str = Field(
        default="127.0.0.1", description="The address to listen on; 0.0.0.0 lets other machines connect."
    )
    port: int = Field(default=8000, ge=0, le=65535, description="The port to listen on; 0 takes a free one.")

    max_depth: int = Field(default=16, ge=1, description="How deep a query may be.")
    max_cost: int = Field(
        default=500_000, ge=1, description="What a query may cost: docs/api.md has the rule."
    )
    max_seconds: float = Field(default=20.0, gt=0, description="How long a query may take.")
    max_body: int = Field(default=1_000_000, ge=1_000, description="Bytes of a request's body.")
    open_reading: bool = Field(
        default=True, description="Whether everybody may read, or only holders of a key."
    )
    introspection: bool = Field(
        default=True,
        description="Whether clients may ask for the schema, and are told what they may mean.",
    )
    queries_by_get: bool = Field(default=True, description="Whether queries may come by GET.")
    requests_a_minute: int = Field(
        default=1200, ge=0, description="How many requests a client may send a minute; 0 for any number."
    )
    origins: list[str] = Field(
        default_factory=list,
        description='Other sites whose pages may ask, as JSON: ["https://example.org"], or ["*"] for all.',
    )
    kept_megabytes: int = Field(
        default=32,
        ge=0,
        description="How many megabytes of answers the SQLite store keeps until it changes.",
    )
    documents: Path | None = Field(
        default=None,
        description="Trusted documents, which clients ask for by hash: graphql-codegen's "
        "persisted-documents.json.",
    )
    documents_only: bool = Field(default=False, description="Whether only trusted documents are answered.")
    page: bool = Field(default=True, description="Whether the page to try queries is served at /.")

    @property
    def limits(self) -> Limits:
        """What a query may ask at most."""
        return Limits(depth=self.max_depth, cost=self.max_cost)

    async def open_store(self, *, create: bool) -> GraphStore:
        """Open the store; `create` as in `graph.open.open_store`."""
        password = self.store_password.get_secret_value() if self.store_password else None
        kept = self.kept_megabytes * 1_000_000
        return await open_store(self.store, create=create, password=password, kept_bytes=kept)
