"""SciREX (Jain et al., 2020): full papers with mentions, cut into windows of a few sentences."""

import gzip
import json
import random
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from extraction.trained.pieces import windows
from extraction.trained.schema import ENTITY_KINDS
from extraction.trained.spans import WIDTHS
from extraction.training.examples import Example, one_hot
from graph.kinds import EntityKind
from graph.model import Span

_KINDS = {
    "Task": EntityKind.TASK,
    "Method": EntityKind.METHOD,
    "Material": EntityKind.DATASET,
    "Metric": EntityKind.METRIC,
}
_Window = tuple[list[str], int, int, list[tuple[int, int, str]]]
"""The words of a paper, where the window begins and ends, and what is named in it: begin, end, kind."""
_WORDS = 170
_LEAST_MENTIONS = 4


def examples(path: Path, tokenizer: Tokenizer, count: int, seed: int) -> list[Example]:
    """Return `count` windows of whole sentences with some mentions each, those that open a paper first."""
    opening: list[_Window] = []
    later: list[_Window] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for document in map(json.loads, lines):
            bounds = document["sentences"]
            begin = 0
            while begin < len(bounds):
                end = begin + 1
                while end < len(bounds) and bounds[end][1] - bounds[begin][0] <= _WORDS:
                    end += 1
                low, high = bounds[begin][0], bounds[end - 1][1]
                named = [n for n in document["ner"] if low <= n[0] and n[1] <= high and n[2] in _KINDS]
                if len(named) >= _LEAST_MENTIONS:
                    (opening if begin < 12 else later).append((document["words"], low, high, named))
                begin = end
    random.Random(seed).shuffle(opening)
    random.Random(seed).shuffle(later)
    return [_example(tokenizer, *window) for window in [*opening, *later][:count]]


def _example(
    tokenizer: Tokenizer, words: list[str], low: int, high: int, named: list[tuple[int, int, str]]
) -> Example:
    starts, position = [], 0
    for word in words[low:high]:
        starts.append(position)
        position += len(word) + 1
    text = " ".join(words[low:high])
    pieces = windows(text, (Span(0, len(text)),), tokenizer)[0]
    first = {start: i for i, start in enumerate(pieces.offsets[:, 0].tolist())}
    last = {end: i for i, end in enumerate(pieces.offsets[:, 1].tolist())}
    spans, kinds = [], []
    for begin, end, kind in named:
        a = first.get(starts[begin - low])
        b = last.get(starts[end - 1 - low] + len(words[end - 1]))
        if a is not None and b is not None and 0 <= b - a < WIDTHS:
            spans.append((a, b - a))
            kinds.append(ENTITY_KINDS.index(_KINDS[kind]))
    return Example(pieces, np.array(spans, dtype=np.int64).reshape(-1, 2), one_hot(kinds))
