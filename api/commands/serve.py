"""`papergraph serve` and `papergraph demo`: the service on a port of this machine."""

import asyncio
import errno
import logging
import math
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands import options
from api.commands.console import answers, messages
from api.commands.ingest import Source, ingest_into
from api.demo import PAPERS, examples
from graph.errors import PapergraphError
from graph.open import redact

if TYPE_CHECKING:
    from api.settings import Settings

DEMO_STORE = "sqlite:///papergraph-demo.db"

HostOption = Annotated[
    str | None,
    typer.Option(
        "--host", metavar="HOST", help="The address to listen on; PAPERGRAPH_HOST or 127.0.0.1 if not said."
    ),
]
PortOption = Annotated[
    int | None,
    typer.Option(
        "--port",
        metavar="PORT",
        help="The port, 0 for a free one; PAPERGRAPH_PORT or 8000 if not said.",
        min=0,
        max=65535,
    ),
]


class PortTaken(PapergraphError):
    """Another program listens there."""


def serve(
    store: options.StoreOption = None,
    host: HostOption = None,
    port: PortOption = None,
    create: Annotated[
        bool, typer.Option("--create", help="Make the store if there is none yet, and serve it empty.")
    ] = False,
) -> None:
    """Serve the store: GraphQL at /graphql and a page to try it at /."""
    settings = options.settings(store=store, host=host, port=port)
    # Opened here first: a wrong address is one sentence now, and a server's traceback later.
    asyncio.run(_open_once(settings, create=create))
    listener = _listen(settings.host, settings.port)
    served = f"Serving {redact(settings.store)} at {_address(listener)} (Ctrl-C stops it)"
    messages().print(served, markup=False)
    _run(settings, listener, log_level="info")


def demo(
    store: Annotated[
        str, typer.Option("--store", metavar="URL", help="Where to make the demo's store.")
    ] = DEMO_STORE,
    port: PortOption = None,
    serve: Annotated[bool, typer.Option(help="Serve the store when it is made.")] = True,
) -> None:
    """Make a store from the bundled sample of papers, serve it, and say what to ask it."""
    settings = options.settings(store=store, port=port)
    ingest_into(settings, Source(str(PAPERS)))
    listener = _listen_somewhere(settings, port) if serve else None
    console = answers()
    console.print("\n[bold]Three queries to try[/]\n")
    for example in examples():
        # Plain and unbroken, ready to be copied.
        console.print(f"# {example.question}", style="cyan", markup=False, soft_wrap=True)
        console.print(example.query, markup=False, soft_wrap=True)
        console.print()
    command = f"papergraph query '…' --store {redact(settings.store)}"
    if listener is None:
        console.print(f"Ask them with {command}", markup=False, soft_wrap=True)
        return
    console.print(f"Open [bold]{_address(listener)}[/] in a browser to ask them there.", soft_wrap=True)
    console.print(f"Or POST to {_address(listener)}/graphql, or use {command}", markup=False, soft_wrap=True)
    console.print("Ctrl-C stops the service; the store stays.")
    _run(settings, listener, log_level="warning")


async def _open_once(settings: "Settings", *, create: bool) -> None:
    async with await settings.open_store(create=create):
        pass


def _listen_somewhere(settings: "Settings", wanted: int | None) -> socket.socket:
    """Listen on the port of the settings, or on a free one where that is taken and none was asked for."""
    try:
        return _listen(settings.host, settings.port)
    except PortTaken:
        if wanted is not None:
            raise
    messages().print(f"Port {settings.port} is taken by another program, so this is a free one.")
    return _listen(settings.host, 0)


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; raises `PortTaken` or another error that names the address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            hint = "choose another with --port, or --port 0 for a free one"
            raise PortTaken(f"Port {port} is taken by another program; {hint}.") from error
        hint = "choose others with --host and --port"
        raise PapergraphError(f"Cannot listen on {host} port {port}: {error.strerror}; {hint}.") from error


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  any address includes the own
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _log_operations() -> None:
    """Write a line of JSON for each operation to standard error."""
    log = logging.getLogger("papergraph.operations")
    log.setLevel(logging.INFO)
    log.addHandler(logging.StreamHandler())


def _run(settings: "Settings", listener: socket.socket, *, log_level: str) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    import uvicorn  # noqa: PLC0415

    from api.app import create_app  # noqa: PLC0415

    if log_level == "info":
        _log_operations()
    config = uvicorn.Config(
        create_app(settings),
        log_level=log_level,
        access_log=False,  # a line for each operation says more
        # What is under way is finished. Who listens would stay for ever, so not longer than a query may take.
        timeout_graceful_shutdown=math.ceil(settings.max_seconds),
    )
    server = uvicorn.Server(config)
    # Uvicorn shuts down in good order at the first Ctrl-C and then passes it on.
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
