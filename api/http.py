"""GraphQL over HTTP, as its specification says: media types, status codes, and errors that are always JSON.

https://graphql.github.io/graphql-over-http/draft/ (stage 2). Strawberry answers every request that it can
read with 200 and `application/json`; here a client that accepts `application/graphql-response+json` gets
that, and 400 where the request itself was wrong, so that proxies and clients can tell without reading the
body.
"""

import json
from typing import Any, cast

import orjson
from cross_web import HTTPException
from fastapi import Request, Response, WebSocket
from fastapi.responses import JSONResponse
from strawberry.fastapi import GraphQLRouter
from strawberry.http import GraphQLHTTPResponse
from strawberry.types import ExecutionResult
from strawberry.types.unset import UNSET

from api.context import Context
from api.errors import refusal

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"


class Router(GraphQLRouter[Context, None]):
    """Strawberry's routes at `path`, answering as the specification says."""

    async def run(self, request: Any, context: Any = UNSET, root_value: Any = UNSET) -> Any:
        """Answer a request."""
        if isinstance(request, WebSocket):
            return await super().run(request, context, root_value)
        media_type = preferred(request.headers.get("accept", ""))
        try:
            response: Response = await super().run(request, context, root_value)
        except HTTPException as error:
            body = refusal(error.reason, "BAD_REQUEST")
            return JSONResponse(body, error.status_code, media_type=media_type)
        if response.headers.get("content-type", "").startswith(JSON):
            response.headers["content-type"] = f"{media_type}; charset=utf-8"
            if media_type == GRAPHQL_JSON and getattr(request.state, "refused", False):
                response.status_code = 400
        return response

    async def parse_http_body(self, request: Any) -> Any:
        """Return what a request asks for; its body must be an object, or a list, which is refused by name."""
        if "application/json" in (request.content_type or ""):
            body = self.parse_json(await request.get_body())
            if not isinstance(body, dict | list):
                raise HTTPException(400, "The request's body must be a JSON object that has a `query`")
        return await super().parse_http_body(request)

    def encode_json(self, data: object) -> bytes:
        """Return the bytes of an answer: in UTF-8, without blanks, as `GraphStore.answer` writes it."""
        try:
            return orjson.dumps(data)
        except TypeError:  # an error may quote a lone surrogate or name a number of more than 64 bits
            return json.dumps(data, separators=(",", ":")).encode()

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """Return the body; one without data where the request was refused before anything ran."""
        body = await super().process_result(request, result)
        if result.data is None and result.errors and all(error.path is None for error in result.errors):
            request.state.refused = True
            return cast(GraphQLHTTPResponse, {name: part for name, part in body.items() if name != "data"})
        return body


def preferred(accept: str) -> str:
    """Return which of the two media types the Accept header prefers; `application/json` where it is open."""
    best, best_quality = JSON, 0.0
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = float(parameter[2:])
                except ValueError:
                    quality = 0.0
        if name in (JSON, GRAPHQL_JSON) and quality > best_quality:
            best, best_quality = name, quality
    return best
