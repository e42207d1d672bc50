"""The files of the built pages: named by their content, so kept by browsers for ever, and compressed."""

from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

_FOR_EVER = (b"cache-control", b"public, max-age=31536000, immutable")
_AS_NAMED = (b"x-content-type-options", b"nosniff")


class Assets:
    """Serves the files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._files = GZipMiddleware(StaticFiles(directory=folder, check_dir=False))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def lasting(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                message["headers"] = [*message["headers"], _FOR_EVER, _AS_NAMED]
            await send(message)

        await self._files(scope, receive, lasting)
