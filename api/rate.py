"""How many requests a client may send: `RateLimit`, a token bucket for each (Turner, 1986).

A client is told by its key, else by its address. Where a proxy stands before the service, that is the
proxy's, unless uvicorn trusts its `X-Forwarded-For` (`FORWARDED_ALLOW_IPS`).
"""

import hashlib
import math
import time
from collections import OrderedDict

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from api.errors import refusal

_MOST_CLIENTS = 10_000
_POLICY_VIOLATION = 1008


class RateLimit:
    """Answers 429 to a client's requests at `path` beyond so many a minute; a tenth of them may come at
    once."""

    def __init__(self, app: ASGIApp, *, path: str, a_minute: int) -> None:
        self._app, self._path = app, path
        self._a_second, self._most = a_minute / 60, max(1.0, a_minute / 10)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """Of each client, those seen last at the end: how many requests it had left, and when."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say when the client may come back."""
        if scope["type"] not in ("http", "websocket") or scope["path"] != self._path:
            await self._app(scope, receive, send)
            return
        seconds = self._wait(_client(scope), time.monotonic())
        if not seconds:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(_POLICY_VIOLATION, "too many requests")(scope, receive, send)
        else:
            most = round(60 * self._a_second)
            text = f"Too many requests: at most {most} a minute; try again in {seconds} s."
            answer = refusal(text, "RATE_LIMITED", seconds=seconds)
            await JSONResponse(answer, 429, {"retry-after": str(seconds)})(scope, receive, send)

    def _wait(self, client: str, now: float) -> int:
        """Take one from the client's bucket, or return in how many seconds it has one."""
        left, seen = self._buckets.pop(client, (self._most, now))
        left = min(self._most, left + (now - seen) * self._a_second)
        self._buckets[client] = (left - 1 if left >= 1 else left, now)
        if len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0 if left >= 1 else math.ceil((1 - left) / self._a_second)


def _client(scope: Scope) -> str:
    shown = Headers(scope=scope).get("authorization")
    if shown is not None:
        return hashlib.sha256(shown.encode()).hexdigest()
    return str(scope["client"][0]) if scope.get("client") else ""
