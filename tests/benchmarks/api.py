"""How fast queries are answered over HTTP by one worker, beside others that send the same JSON.

    python -m tests.benchmarks.api PAPERS.jsonl.gz [--papers 1000] [--rounds 60]

Twenty papers and 1,000 objects, each with nested claims: by one statement of the store, by the resolvers, by
FastAPI and orjson without GraphQL (from memory, and from the store by hand), and where Node is there by
graphql-yoga and by mercurius with its JIT over the same SQLite file. Rounds are interleaved; medians are
printed. The extraction is that of the rules: what is measured is the answer.
"""

import argparse
import asyncio
import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path

import orjson

from extraction.pipeline import load
from extraction.readers import read
from graph.model import Paper
from graph.sqlite_store import SQLiteStore
from tests.processes import serving

PEERS = Path(__file__).parent / "peers"
QUERY = """query Papers($papers: Int!, $claims: Int!) { papers(first: $papers) { nodes {
    id title date
    claims(first: $claims) { nodes { kind confidence tail { name } evidence { sentence } } }
} } }"""
SIZES = {"few": (20, 5), "many": (100, 9)}
WHAT = {"few": "20 papers with 5 claims each", "many": "1,000 objects: 100 papers with 9 claims each"}
GOALS = {
    "few": {"by the resolvers": 5.0, "graphql-yoga": 1.0},
    "many": {"by the resolvers": 10.0, "FastAPI + orjson, from memory": 0.6, "graphql-yoga": 1.0},
}

Ask = Callable[[str], bytes]


def asker(port: int, path: str, accept: str = "application/json") -> Ask:
    """Return what asks one server, over one connection that is kept."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"content-type": "application/json", "accept": accept}
    bodies = {
        name: json.dumps({"query": QUERY, "variables": {"papers": papers, "claims": claims}})
        for name, (papers, claims) in SIZES.items()
    }

    def ask(name: str) -> bytes:
        connection.request("POST", path.format(name), bodies[name], headers)
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200, body
        return body

    return ask


@contextmanager
def printing_its_port(*command: str, cwd: Path | None = None) -> Iterator[int]:
    """Start a server that prints its port."""
    environment = {**os.environ, "NODE_ENV": "production"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=cwd, env=environment, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.kill()


def installed(folder: Path) -> Path | None:
    """Return a folder with the peers that run on Node; None where there is none."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        print("Node and npm are not there: no graphql-yoga, no mercurius.", file=sys.stderr)
        return None
    peers = folder / "peers"
    shutil.copytree(PEERS, peers, dirs_exist_ok=True)
    install = ("npm", "install", "--no-package-lock", "--no-audit", "--no-fund")
    subprocess.run(install, cwd=peers, check=True, capture_output=True)
    sqlite = peers / "node_modules" / "better-sqlite3"
    if not (sqlite / "build").exists():
        # Compiled here, with the headers that came with Node.
        headers = Path(node).resolve().parent.parent
        build = ("npx", "--yes", "node-gyp", "rebuild", "--release", f"--nodedir={headers}")
        subprocess.run(build, cwd=sqlite, check=True, capture_output=True)
    return peers


async def fill(path: Path, source: Path, papers: int) -> None:
    records = (record for record in read(source) if isinstance(record, Paper))
    facts = list(load("rules").extract(islice(records, papers)))
    async with await SQLiteStore.open(path, create=True) as store:
        await store.merge(facts)


def measure(askers: dict[str, Ask], rounds: int) -> None:
    for size in SIZES:
        expected = orjson.loads(askers["by one statement"](size))
        for name, ask in askers.items():
            assert orjson.loads(ask(size)) == expected, name
        seconds: defaultdict[str, list[float]] = defaultdict(list)
        for _ in range(rounds):
            for name, ask in askers.items():
                start = time.perf_counter()
                ask(size)
                seconds[name].append(time.perf_counter() - start)
        medians = {name: statistics.median(times) for name, times in seconds.items()}
        own = medians["by one statement"]
        print(f"\n{WHAT[size]}, {len(askers['by one statement'](size)):,} bytes")
        for name, median in medians.items():
            goal = GOALS[size].get(name)
            wanted = f"  (to reach: {goal})" if goal else ""
            print(f"  {name:32} {1000 * median:7.2f} ms  ratio {median / own:6.2f}{wanted}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--peers", type=Path, help="a folder that keeps what npm installs for the next run")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = folder / "papers.db"
        peers = installed(arguments.peers or folder)
        asyncio.run(fill(store, arguments.source, arguments.papers))

        # A process each, so that none has to clear up what the other left.
        def serve(**settings: str) -> int:
            unlimited = {"PAPERGRAPH_REQUESTS_A_MINUTE": "0", **settings}
            _, address = stack.enter_context(serving(str(store), folder, **unlimited))
            return int(address.rpartition(":")[2])

        port, keeping, resolving = serve(PAPERGRAPH_KEPT_MEGABYTES="0"), serve(), serve()
        askers = {
            "by one statement": asker(port, "/graphql"),
            "the same, kept from before": asker(keeping, "/graphql"),
            "by the resolvers": asker(resolving, "/graphql", "application/json, text/plain"),
        }
        answers = {size: orjson.loads(asker(port, "/graphql")(size)) for size in SIZES}
        (folder / "answers.json").write_bytes(orjson.dumps(answers))
        plain = (sys.executable, str(PEERS / "plain.py"), str(store), str(folder / "answers.json"))
        port = stack.enter_context(printing_its_port(*plain))
        askers["FastAPI + orjson, from memory"] = asker(port, "/memory/{}")
        askers["FastAPI + orjson, from the store"] = asker(port, "/store/{}")
        for name in ("yoga", "mercurius") if peers else ():
            port = stack.enter_context(printing_its_port("node", f"{name}.mjs", str(store), cwd=peers))
            askers[{"yoga": "graphql-yoga", "mercurius": "mercurius with JIT"}[name]] = asker(
                port, "/graphql"
            )
        measure(askers, arguments.rounds)


if __name__ == "__main__":
    main()
