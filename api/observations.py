"""What the service is asked and how it does: metrics for Prometheus, and a log line for each operation.

Names of operations come from clients, so only the first few hundred are told apart.
"""

import hashlib
import json
import logging
import time
from collections.abc import Iterator, Sequence

from graphql import OperationDefinitionNode
from opentelemetry import trace
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from strawberry.extensions import SchemaExtension

MOST_NAMES = 300
OTHER = "(other)"
UNNAMED = "(unnamed)"

_log = logging.getLogger("papergraph.operations")
_tracer = trace.get_tracer("papergraph")


class Observations:
    """The numbers of one service, since it was started."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._operations = Counter(
            "papergraph_operations",
            "GraphQL operations, by type, name and outcome: ok, partial, refused or failed.",
            ("type", "name", "outcome"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "papergraph_operation_seconds",
            "Time until an operation was answered, by type.",
            ("type",),
            registry=self.registry,
        )
        self._papers = Counter(
            "papergraph_ingested_papers", "Papers that were ingested.", registry=self.registry
        )
        self._names: set[str] = set()

    def text(self) -> bytes:
        """Return all numbers as Prometheus reads them."""
        return generate_latest(self.registry)

    def operation(  # noqa: PLR0913, PLR0917
        self, type: str, name: str, query: str, outcome: str, seconds: float, errors: Sequence[str] = ()
    ) -> None:
        """Count an operation and log it, with the codes of its errors; its text is logged by a hash."""
        if len(self._names) < MOST_NAMES:
            self._names.add(name)
        self._operations.labels(type, name if name in self._names else OTHER, outcome).inc()
        self._seconds.labels(type).observe(seconds)
        _trace(type, name, outcome, seconds)
        if _log.isEnabledFor(logging.INFO):
            line = {
                "operation": name,
                "type": type,
                "query": hashlib.sha256(query.encode("utf-8", "replace")).hexdigest()[:16],
                "outcome": outcome,
                "milliseconds": round(1000 * seconds, 1),
                "errors": errors,
            }
            _log.info("%s", json.dumps(line, ensure_ascii=False))

    def ingested(self, papers: int) -> None:
        """Count papers."""
        self._papers.inc(papers)


def _trace(type: str, name: str, outcome: str, seconds: float) -> None:
    """Tell OpenTelemetry of an operation; where nobody listens, that is nothing. The names are those of its
    semantic conventions for GraphQL."""
    ended = time.time_ns()
    attributes = {
        "graphql.operation.type": type,
        "graphql.operation.name": name,
        "papergraph.outcome": outcome,
    }
    span = _tracer.start_span(
        f"{type} {name}", attributes=attributes, start_time=ended - round(seconds * 1e9)
    )
    if outcome == "failed":
        span.set_status(trace.StatusCode.ERROR)
    span.end(ended)


class Observe(SchemaExtension):
    """Counts and logs each operation; what a client asked for is logged by its hash, not its text."""

    def __init__(self, observations: Observations) -> None:
        self._observations = observations

    def on_operation(self) -> Iterator[None]:
        """Take the time of an operation, and see how it ends."""
        start = time.perf_counter()
        yield
        seconds = time.perf_counter() - start
        context, result = self.execution_context, self.execution_context.result
        type, name = self._operation()
        errors = list(result.errors or ()) if result is not None else []
        data = result.data if result is not None else None
        if not errors:
            outcome = "ok"
        elif data is not None:
            outcome = "partial"
        else:
            outcome = "refused" if all(error.path is None for error in errors) else "failed"
        codes = [str((error.extensions or {}).get("code", "INVALID")) for error in errors]
        self._observations.operation(type, name, context.query or "", outcome, seconds, codes)

    def _operation(self) -> tuple[str, str]:
        document = self.execution_context.graphql_document
        wanted = self.execution_context.operation_name
        for node in document.definitions if document else ():
            if isinstance(node, OperationDefinitionNode):
                name = node.name.value if node.name else UNNAMED
                if wanted in (None, name):
                    return node.operation.value, name
        return "unknown", UNNAMED
