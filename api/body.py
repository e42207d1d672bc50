"""The largest body of a request: `BodyLimit`."""

from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import refusal
from api.limits import CODE as LIMIT_EXCEEDED


class TooLarge(Exception):
    """A body goes beyond the limit."""


class BodyLimit:
    """Answers 413 to a request whose body is larger than `most` bytes, whatever its headers say of it."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        size, begun = 0, False

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._most:
                raise TooLarge
            return message

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, counted, sent)
        except TooLarge:
            if begun:
                raise
            text = f"The request's body is too large: at most {self._most:,} bytes are allowed."
            answer = refusal(text, LIMIT_EXCEEDED, limit="body", most=self._most)
            await JSONResponse(answer, 413)(scope, receive, send)
