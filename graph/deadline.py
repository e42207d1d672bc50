"""How long a request may still ask a store: `within`.

A deadline holds for everything that is awaited or started inside of `within`. A store stops reading when it
has passed, in the middle of a statement, and raises `TimeLimitExceeded`. Writing is never cut short: it is
whole or not at all, and the next reader would pay for it again.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from graph.errors import TimeLimitExceeded


@dataclass(frozen=True, slots=True)
class Deadline:
    """When reading ends, in seconds of `time.monotonic`, and how many seconds there were in all."""

    at: float
    seconds: float

    @property
    def left(self) -> float:
        """How many seconds are left; negative when it has passed."""
        return self.at - time.monotonic()

    def passed(self) -> bool:
        """Return whether it has passed."""
        return self.left <= 0

    def error(self) -> TimeLimitExceeded:
        """Return what is raised then."""
        return TimeLimitExceeded(f"this took longer than {self.seconds:g} s; ask for less at once")


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def current() -> Deadline | None:
    """Return the deadline that holds here, or None."""
    return _current.get()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give what is inside so many seconds to read from stores; an earlier deadline around it holds on."""
    outer, own = _current.get(), Deadline(time.monotonic() + seconds, seconds)
    token = _current.set(outer if outer and outer.at < own.at else own)
    try:
        yield
    finally:
        _current.reset(token)
