"""The short way of a query: from the request's body to one statement of the store and its JSON.

`Shortcut` stands before the ordinary routes. What it has a plan for it answers; everything else, and whatever
fails on the way, it hands on as it came, so that errors come from one place.
"""

import logging
import time
from typing import Any

import orjson
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import holder
from api.documents import Documents, Refused
from api.errors import code_of, refusal
from api.http import GRAPHQL_JSON, preferred
from api.limits import Limits
from api.observations import Observations
from api.plans import Plans
from graph.deadline import within
from graph.errors import PapergraphError, TimeLimitExceeded
from graph.keys import Scope as KeyScope
from graph.store import GraphStore

_log = logging.getLogger("papergraph")
_PLAIN = ("application/json", "application/graphql-response+json", "*/*", "application/*")


class Shortcut:
    """Answers POST requests at `path` that ask for what a store answers at once."""

    def __init__(  # noqa: PLR0913
        self,
        app: ASGIApp,
        *,
        path: str,
        plans: Plans,
        documents: Documents,
        limits: Limits,
        observations: Observations,
        open_reading: bool,
    ) -> None:
        self._app, self._path = app, path
        self._plans, self._documents, self._limits = plans, documents, limits
        self._observations, self._open_reading = observations, open_reading

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http" or scope["path"] != self._path:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        media_type = preferred(headers.get("accept", ""))
        try:
            if scope["method"] != "POST":
                scope = {**scope, "query_string": self._documents.resolve_get(scope["query_string"])}
                await self._app(scope, receive, send)
            elif headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
                await self._app(scope, receive, send)
            else:
                await self._post(scope, receive, send, headers, media_type)
        except Refused as refused:
            answer = refusal(str(refused), refused.code)
            await _respond(send, orjson.dumps(answer), media_type, 400 if media_type == GRAPHQL_JSON else 200)

    async def _post(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers, media_type: str
    ) -> None:
        started = time.perf_counter()
        body = await _body(receive)
        try:
            request = orjson.loads(body)
        except ValueError:
            request = None
        if isinstance(request, dict):
            resolved = self._documents.resolve(request)
            if resolved is not request:
                request, body = resolved, orjson.dumps(resolved)
            answer = await self._answer(scope, request, headers, started)
            if answer is not None:
                await _respond(send, answer, media_type)
                return
        await self._app(scope, _again(body, receive), send)

    async def _answer(
        self, scope: Scope, request: dict[str, Any], headers: Headers, started: float
    ) -> bytes | None:
        """Return the body that answers a request, None where there is no short way."""
        query, operation = request.get("query"), request.get("operationName")
        variables, extensions = request.get("variables"), request.get("extensions")
        plain = all(
            part.partition(";")[0].strip() in _PLAIN for part in headers.get("accept", "*/*").split(",")
        )
        if not (
            plain
            and isinstance(query, str)
            and isinstance(operation, str | None)
            and isinstance(variables, dict | None)
            and isinstance(extensions, dict | None)
        ):
            return None
        plan = self._plans.find(query, operation, orjson.dumps(variables or {}))
        if plan is None:
            return None
        store: GraphStore = scope["app"].state.store
        try:
            asking = await holder(store, headers.get("authorization"), reading=self._open_reading)
            if KeyScope.READ not in asking.scopes:
                return None
            with within(self._limits.seconds):
                data = await store.answer(plan.question)
            answer, outcome = b'{"data":' + data + b"}", "ok"
            errors: tuple[str, ...] = ()
        except TimeLimitExceeded as error:
            # Asked in the ordinary way, it would take as long once more.
            errors = (code_of(error),)
            answer, outcome = orjson.dumps({"data": None, **refusal(str(error), *errors)}), "failed"
        except PapergraphError:
            return None
        except Exception:  # noqa: BLE001 -- the resolvers answer in any case
            _log.warning("a query had to be answered by its resolvers: %s", query, exc_info=True)
            return None
        seconds = time.perf_counter() - started
        self._observations.operation("query", plan.name, query, outcome, seconds, errors)
        return answer


async def _body(receive: Receive) -> bytes:
    """Return the whole body of a request."""
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that has been read once more, then whatever comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _respond(send: Send, body: bytes, media_type: str, status: int = 200) -> None:
    headers = [
        (b"content-length", str(len(body)).encode()),
        (b"content-type", f"{media_type}; charset=utf-8".encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
