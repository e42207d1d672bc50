"""What other processes do to a store in the tests of `graph.sqlite_store`."""

import asyncio
import os
import random
import sys
from pathlib import Path

from graph.model import PaperFacts
from graph.sqlite_store import SQLiteStore
from tests.factories import make_facts

PAPERS = 12


def batch(number: int) -> list[PaperFacts]:
    """The facts of the merge that makes revision `number`: some papers, all of them changed by it."""
    rng = random.Random(number)
    return [version(paper, number) for paper in rng.sample(range(PAPERS), rng.randint(1, 5))]


def version(paper: int, number: int) -> PaperFacts:
    """What a paper says in version `number`; no two versions are alike."""
    return make_facts(
        f"p{paper}",
        f"Net{paper} in version {number}",
        f"Net{paper} improves on Base{number % 3}. It has {number} points. Net{paper} is evaluated on Set.",
        entities=(f"Method: Net{paper}, version {number}", f"Method: Base{number % 3}", "Dataset: Set"),
        claims=(
            ("IMPROVES_ON", f"Net{paper}", f"Base{number % 3}"),
            ("EVALUATED_ON", f"Net{paper}", "Set"),
        ),
        results=({"value": f"{number} points", "method": f"Net{paper}", "dataset": "Set"},),
        date=f"20{10 + number % 15}",
    )


def state(revision: int) -> dict[str, PaperFacts]:
    """What a store holds after the merges 1 to `revision`."""
    return {facts.paper.id: facts for number in range(1, revision + 1) for facts in batch(number)}


async def merge_for_ever(path: Path) -> None:
    """Merge batch after batch, printing each revision when `merge` has returned it."""
    async with await SQLiteStore.open(path, create=True) as store:
        number = await store.revision()
        while True:
            number += 1
            report = await store.merge(batch(number))
            os.write(1, f"{report.revision}\n".encode())


async def read_until(path: Path, last: int) -> None:
    """Read all papers again and again, printing the numbers of their versions, until one has `last`."""
    ids = [f"p{paper}" for paper in range(PAPERS)]
    numbers = {0}
    async with await SQLiteStore.open(path, create=False) as store:
        while last not in numbers:
            titles = [facts.paper.title for facts in await store.facts(ids) if facts]
            numbers = {int(title.split()[-1]) for title in titles}
            print(len(titles), *sorted(numbers), flush=True)  # noqa: T201


def fork_writers() -> None:
    """For each path that comes by standard input, fork a process that merges into it for ever: it prints
    its process id and then what it has merged. When it has been killed, "dead" is printed."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            os.write(1, f"{os.getpid()}\n".encode())
            asyncio.run(merge_for_ever(Path(line.strip())))
        os.waitpid(child, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write"]:
            fork_writers()
        case ["read", path, last]:
            asyncio.run(read_until(Path(path), int(last)))
