"""How fast the trained extractor is, beside its ONNX encoder alone on the same batches.

    python -m tests.benchmarks.extraction PAPERS.jsonl [--papers 300] [--rounds 3]

PAPERS.jsonl is what `papergraph extract` reads. Prints abstracts a second of the whole pipeline and of the
encoder, the medians of interleaved rounds and their ratio, and the memory of the process at its highest.
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from itertools import islice

from extraction.pipeline import load
from extraction.readers import Reject, read
from extraction.sentences import spans
from extraction.trained.encoder import BATCH, BLOCK, Encoder, padded
from extraction.trained.files import files
from extraction.trained.pieces import windows
from graph.model import Paper


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", help="papers, as `papergraph extract` reads them")
    parser.add_argument("--papers", type=int, default=300, help="how many")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    records = (record for record in read(arguments.source) if not isinstance(record, Reject))
    papers: list[Paper] = list(islice(records, arguments.papers))
    extractor, encoder = load("model"), Encoder(files())
    tokenizer = files().tokenizer()
    batches = []
    for begin in range(0, len(papers), BLOCK):
        block = [
            w for p in papers[begin : begin + BLOCK] for w in windows(p.text, tuple(spans(p.text)), tokenizer)
        ]
        block.sort(key=lambda window: len(window.ids))
        batches += [padded(block[i : i + BATCH]) for i in range(0, len(block), BATCH)]

    def whole() -> None:
        for _ in extractor.extract(papers):
            pass

    def alone() -> None:
        for batch in batches:
            encoder.session.run(["hidden", "spans"], batch)

    whole()
    alone()
    took = [(seconds(whole), seconds(alone)) for _ in range(arguments.rounds)]
    pipeline, bare = (statistics.median(times) for times in zip(*took, strict=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(papers)} abstracts, medians of {arguments.rounds} interleaved rounds")
    print(f"whole pipeline      {len(papers) / pipeline:8.1f} abstracts/s")
    print(f"encoder alone       {len(papers) / bare:8.1f} abstracts/s")
    print(f"ratio               {bare / pipeline:8.2f}")
    print(f"memory at its most  {memory:8.0f} MB")


if __name__ == "__main__":
    main()
