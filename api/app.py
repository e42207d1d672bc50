"""The service: `create_app` puts settings, store, schema and routes together."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.requests import HTTPConnection
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST
from strawberry.fastapi import BaseContext
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL

from api.access import Unauthenticated, holder
from api.assets import Assets
from api.body import BodyLimit
from api.context import Context, Holder, Services
from api.demo import examples
from api.documents import Documents
from api.errors import refusal
from api.http import Router
from api.ingestor import Ingestor
from api.limits import Limits
from api.observations import Observations
from api.plans import Plans
from api.rate import RateLimit
from api.schema import build_schema
from api.settings import Settings
from api.shortcut import Shortcut
from graph.deadline import within
from graph.errors import PapergraphError
from graph.model import Paper
from graph.store import GraphStore, MergeReport

GRAPHQL = "/graphql"
STATIC = Path(__file__).parent / "static"
PAGE, GRAPHIQL = STATIC / "index.html", STATIC / "explorer" / "graphiql.html"
NOT_BUILT = "This page was left out when Papergraph was installed (PAPERGRAPH_NO_EXPLORER=1).\n"

SECONDS_TO_BE_READY = 2.0
SECONDS_OF_PREFLIGHT = 3600

# Pages load nothing from other hosts and ask this service only. The first one holds its own script.
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; connect-src 'self'; img-src 'self' data:; "
    "font-src data:; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


class RequestContext(Context, BaseContext):
    """The context of a query that came over HTTP."""

    def __init__(self, store: GraphStore, limits: Limits, asking: Holder, services: Services) -> None:
        BaseContext.__init__(self)
        Context.__init__(self, store, limits, asking, services)


def create_app(settings: Settings, *, create: bool = False) -> FastAPI:
    """Return the service for these settings; it opens the store when it starts and closes it at the end.

    `create`: make the store where there is none; otherwise the service does not start there.
    """

    ingestor, observations = Ingestor(), Observations()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with await settings.open_store(create=create) as store:

            async def ingest(papers: Sequence[Paper]) -> MergeReport:
                report = await ingestor.ingest(store, papers)
                observations.ingested(len(papers))
                return report

            services = Services.of(store, ingest, ingestor.extract)
            app.state.store, app.state.services = store, services
            try:
                yield
            finally:
                await services.close()
                ingestor.close()

    # FastAPI's own documentation pages load scripts from other hosts; the schema documents the API.
    app = FastAPI(title="Papergraph", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)

    async def context(connection: HTTPConnection) -> RequestContext:
        store: GraphStore = connection.app.state.store
        shown = connection.headers.get("authorization")
        asking = await holder(store, shown, reading=settings.open_reading)
        return RequestContext(store, settings.limits, asking, connection.app.state.services)

    async def unauthenticated(request: Request, error: Exception) -> JSONResponse:
        answer = refusal(str(error), "UNAUTHENTICATED")
        return JSONResponse(answer, 401, headers={"www-authenticate": "Bearer"})

    app.add_exception_handler(Unauthenticated, unauthenticated)

    schema = build_schema(introspection=settings.introspection, observations=observations)
    documents = Documents.load(settings.documents, only=settings.documents_only)
    app.add_middleware(
        Shortcut,
        path=GRAPHQL,
        plans=Plans(schema, settings.limits, documents.texts),
        documents=documents,
        limits=settings.limits,
        observations=observations,
        open_reading=settings.open_reading,
    )
    app.add_middleware(BodyLimit, most=settings.max_body)
    if settings.requests_a_minute:
        app.add_middleware(RateLimit, path=GRAPHQL, a_minute=settings.requests_a_minute)
    if settings.origins:
        # Keys come in a header that pages have to set: there are no cookies, so nothing to be sent unasked.
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "POST"],
            allow_headers=["authorization", "content-type"],
            expose_headers=["retry-after"],
            max_age=SECONDS_OF_PREFLIGHT,
        )
    app.include_router(
        Router(
            schema,
            path=GRAPHQL,
            graphql_ide=None,
            allowed_origins=settings.origins,
            allow_queries_via_get=settings.queries_by_get,
            context_getter=context,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
        )
    )

    if settings.page:

        @app.get("/")
        async def page() -> FileResponse:
            return FileResponse(PAGE, headers=PAGE_HEADERS)

        @app.get("/graphiql")
        async def graphiql() -> Response:
            if not GRAPHIQL.exists():
                return PlainTextResponse(NOT_BUILT, 404)
            return FileResponse(GRAPHIQL, headers=PAGE_HEADERS | {"Cache-Control": "no-cache"})

        app.mount("/assets", Assets(GRAPHIQL.parent / "assets"))

        @app.get("/examples")
        async def example_queries() -> list[dict[str, str]]:
            return [asdict(example) for example in examples()]

    @app.get("/healthz")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz")
    async def ready() -> JSONResponse:
        try:
            with within(SECONDS_TO_BE_READY):
                revision = await app.state.store.revision()
        except PapergraphError as error:
            return JSONResponse({"status": "not ready", "reason": str(error)}, 503)
        return JSONResponse({"status": "ready", "revision": revision})

    @app.get("/metrics")
    async def metrics() -> Response:
        return Response(observations.text(), media_type=CONTENT_TYPE_LATEST)

    return app
