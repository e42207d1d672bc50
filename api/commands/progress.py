"""The progress bar of long work: count, rate and remaining time, on a terminal only."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from graph.errors import PapergraphError


class Rate(ProgressColumn):
    """How many steps a second."""

    def render(self, task: Task) -> Text:
        """Return the rate, blank while it is unknown."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")


@contextmanager
def bar(
    console: Console, description: str, count: Callable[[], int | None], *, hidden: bool = False
) -> Iterator[Callable[[], None]]:
    """Show a bar, and give the function that moves it by one step; nothing is shown where no one looks.

    `count` finds out how many steps there will be, if that can be known; it runs beside the work, which
    starts at once.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
    )
    off = hidden or not console.is_terminal
    # Standard output is not redirected: it may be the file that the work writes.
    with Progress(
        *columns, console=console, transient=True, disable=off, redirect_stdout=False, redirect_stderr=False
    ) as progress:
        task = progress.add_task(description, total=None)

        def learn_total() -> None:
            # What is wrong with the source, the work itself will find and report.
            with suppress(PapergraphError):
                progress.update(task, total=count())

        if not off:
            threading.Thread(target=learn_total, daemon=True).start()
        yield lambda: progress.advance(task)
