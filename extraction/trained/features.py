"""What is read off the text for the graph head: features of clusters and of pairs of them.

The numbers of features and their order are part of the model: a change needs a new training.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from extraction.trained.arrays import Bools, Floats, Ints
from extraction.trained.pieces import Pieces
from extraction.trained.spans import WordSpan
from graph.model import Span

CUES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        name: re.compile(pattern, re.IGNORECASE)
        for name, pattern in {
            "propose": (
                r"\b(?:we|this (?:paper|work|study|article)|authors?)\b[^.;]{0,60}?"
                r"\b(?:propos|introduc|present"
                r"|develop|design|devis|describ|contribut|creat|construct|releas|build|provid|formulat|establish"
                r"|call|nam|coin|term|dub|offer|put forward|collect|curat)\w*"
                r"|\bis (?:proposed|introduced|presented|developed)|\bhere we\b|\bnovel\b|\bnew\b"
            ),
            "prior": (
                r"\b(?:existing|previous|prior|conventional|traditional|recent(?:ly)?|widely|popular|current"
                r"|however|although|state-of-the-art|baseline|well-known|standard)\b"
            ),
            "better": (
                r"\b(?:outperform|surpass|exceed|superior|better|faster|improv|gain|reduc|higher|lower|beat"
                r"|advantage|achiev|more (?:efficient|accurate|robust))\w*"
            ),
            "versus": (
                r"\b(?:than|compared? (?:to|with)|over|against|versus|vs|relative to|instead of|baselines?)\b"
            ),
            "build": (
                r"\b(?:based on|built (?:on|upon)|builds? (?:on|upon)|us(?:es|ing|e)|via|through|combin\w+"
                r"|integrat\w+|leverag\w+|employ\w*|adopt\w*|extend\w*|appl(?:y|ies|ied)|incorporat\w+"
                r"|consists? of|inspired by)\b"
            ),
            "evaluate": r"\b(?:experiment|evaluat|benchmark|results?|dataset|demonstrat|empirical|test)\w*",
            "suchas": (
                r"\b(?:such as|including|e\.g|like|for example|for instance|kinds? of|type of|family of)\b"
            ),
            "train": r"\b(?:pre-?train|train|fine-?tun)\w*",
        }.items()
    }
)
"""Words that tell what a sentence does with the names in it."""

_NAMES = tuple(CUES)
_OF_CLUSTERS = [_NAMES.index(name) for name in ("prior", "evaluate", "build", "train")]
_OF_PAIRS = [
    _NAMES.index(name)
    for name in ("better", "versus", "build", "evaluate", "suchas", "train", "prior", "propose")
]
_PROPOSE = _NAMES.index("propose")
_NAMING = re.compile(
    r"\b(?:called|named|dubbed|termed|coined|titled|denoted(?: as| by)?|abbreviated as|namely|i\.e\.,?)\s*$",
    re.IGNORECASE,
)
_TITLE_COLON = re.compile(r":\s|\s[-–—]\s")

DISTANCES = np.array((0, 1, 3, 6, 11, 21))
"""Lower bounds of the buckets of distances, in words."""
OTHER_SENTENCE = len(DISTANCES)
PAPER_BUCKET = OTHER_SENTENCE + 1
BUCKETS = PAPER_BUCKET + 1
CLUSTER_FEATURES = 34
PAIR_FEATURES = 30
_FAR = 400
"""Characters: stands for "no cue before it"."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the features need of a text, found once."""

    title: Span
    colon: int
    """Where the title's name part ends, -1 where it has none."""
    cues: Floats
    """[sentences, cues]"""
    proposing: tuple[tuple[int, ...], ...]
    """Where the "propose" cues of each sentence end, in characters."""

    @classmethod
    def of(cls, text: str, sentences: Sequence[Span]) -> "Context":
        """Return the context of a text with at least one sentence."""
        title = sentences[0]
        match = _TITLE_COLON.search(text[title.start : title.end])
        strings = [text[s.start : s.end] for s in sentences]
        cues = np.array(
            [[cue.search(string) is not None for cue in CUES.values()] for string in strings],
            dtype=np.float32,
        )
        proposing = tuple(
            tuple(s.start + m.end() for m in CUES["propose"].finditer(string)) if proposes else ()
            for s, string, proposes in zip(sentences, strings, cues[:, _PROPOSE], strict=True)
        )
        return cls(title, title.start + match.start() if match else -1, cues, proposing)


def _shape_features(name: str) -> list[float]:
    letters = [c for c in name if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    tokens = name.split()
    return [
        float(bool(letters) and upper == len(letters)),
        float(upper >= 2 and upper < len(letters) and len(tokens) == 1),
        float(upper == 0),
        float(len(tokens) > 1 and all(t[0].isupper() for t in tokens if t[0].isalpha())),
        float(any(c.isdigit() for c in name)),
        min(len(tokens), 6) / 3.0,
    ]


def cluster_features(pieces: Pieces, context: Context, spans: Sequence[WordSpan], kinds: Floats) -> Floats:
    """Return the features of one cluster, [CLUSTER_FEATURES], from its mentions and the probability of each
    kind, [kinds] (annotated clusters: nearly one-hot)."""
    text, sentence = pieces.text, pieces.sentence
    chars = [(int(pieces.offsets[a, 0]), int(pieces.offsets[b, 1])) for a, b in spans]
    rows = sorted({int(sentence[a]) for a, _ in spans})
    cues = context.cues[rows].max(0)
    title_end, colon = context.title.end, context.colon
    titled = [c for c in chars if c[1] <= title_end]
    before_colon = [c for c in titled if colon >= 0 and c[1] <= colon]
    covers_name = any(c[1] - c[0] >= 0.7 * (colon - context.title.start) for c in before_colon)
    body = [(a, c) for (a, _), c in zip(spans, chars, strict=True) if c[0] >= title_end]
    gap = _FAR
    named = bracketed = followed = before_better = after_versus = subject = 0.0
    for a, (start, end) in body:
        row = int(sentence[a])
        gap = min([gap, *(start - e for e in context.proposing[row] if e <= start)])
        left, right = text[max(0, start - 24) : start], text[end : end + 40]
        named = max(named, float(_NAMING.search(left.rstrip(" (\"'`,:")) is not None))
        bracketed = max(bracketed, float(left.endswith("(") and right.startswith(")")))
        followed = max(followed, float(right.startswith(" (")))
        before_better = max(before_better, float(CUES["better"].search(right) is not None))
        after_versus = max(after_versus, float(CUES["versus"].search(left) is not None))
        subject = max(subject, float(start - pieces.sentences[row].start <= 4))
    names = [text[start:end] for start, end in chars]
    longest, shortest = max(names, key=len), min(names, key=len)
    sentences = max(1, len(pieces.sentences) - 1)
    first_in_body = min((int(sentence[a]) for a, _ in body), default=0)
    values = [
        float(bool(titled)),
        float(bool(before_colon)),
        float(covers_name),
        float(colon >= 0),
        float(bool(titled) and min(c[0] for c in titled) == 0),
        np.log1p(len(spans)),
        np.log1p(len(rows)),
        first_in_body / sentences,
        max(rows) / sentences,
        float(not body),
        float(gap <= 12),
        float(gap <= 40),
        float(gap < _FAR),
        1.0 - min(gap, 200) / 200.0,
        named,
        bracketed,
        followed,
        before_better,
        after_versus,
        subject,
        *cues[_OF_CLUSTERS].tolist(),
        *_shape_features(shortest if shortest.isupper() else longest),
        *kinds.tolist(),
    ]
    return np.asarray(values, dtype=np.float32)


def buckets(pieces: Pieces, clusters: Sequence[Sequence[WordSpan]]) -> Ints:
    """Return where each piece stands to each node, [1 + clusters, pieces]; node 0 is the paper.

    A bucket of `DISTANCES` to the nearest mention in its sentences, else `OTHER_SENTENCE`.
    """
    words = np.arange(len(pieces))
    found = np.full((1 + len(clusters), len(pieces.ids)), PAPER_BUCKET, dtype=np.int64)
    if not clusters:
        return found
    found[1:] = OTHER_SENTENCE
    inside = pieces.word >= 0
    for row, spans in enumerate(clusters, 1):
        starts = np.array([a for a, _ in spans])
        ends = np.array([b for _, b in spans])
        distance = np.maximum(np.maximum(starts[:, None] - words, words - ends[:, None]), 0).min(0)
        bucket = np.searchsorted(DISTANCES, distance, side="right") - 1
        bucket[~np.isin(pieces.sentence, np.unique(pieces.sentence[starts]))] = OTHER_SENTENCE
        found[row, inside] = bucket[pieces.word[inside]]
    return found


def pair_features(pieces: Pieces, context: Context, clusters: Sequence[Sequence[WordSpan]]) -> Floats:
    """Return the features of every ordered pair of nodes, [nodes, nodes, PAIR_FEATURES]; node 0 is the
    paper, which stands in every sentence that proposes something."""
    count = len(clusters) + 1
    sentences = len(pieces.sentences)
    found = np.zeros((count, count, PAIR_FEATURES), dtype=np.float32)
    presence: Bools = np.zeros((count, sentences), dtype=np.bool_)
    presence[0] = context.cues[:, _PROPOSE] > 0
    for row, spans in enumerate(clusters, 1):
        presence[row, pieces.sentence[[a for a, _ in spans]]] = True
    shared = presence[:, None, :] & presence[None, :, :]
    number = shared.sum(-1)
    found[0, :, 0] = 1.0
    found[..., 1] = number > 0
    found[..., 2] = np.log1p(number)
    found[..., 3] = shared[..., 0]
    found[..., 4:12] = shared.astype(np.float32) @ context.cues[:, _OF_PAIRS] > 0
    firsts = np.array([0, *(min(a for a, _ in spans) for spans in clusters)])
    found[..., 12] = firsts[:, None] < firsts[None, :]
    first_rows = np.where(presence.any(1), presence.argmax(1), 0)
    last_rows = np.where(presence.any(1), sentences - 1 - presence[:, ::-1].argmax(1), 0)
    gap = np.maximum(first_rows[:, None] - last_rows[None, :], first_rows[None, :] - last_rows[:, None])
    found[..., 13] = np.minimum(np.maximum(gap, 0), 5) / 5.0
    found[..., 14] = (first_rows / max(1, sentences - 1))[:, None]
    found[..., 15] = (first_rows / max(1, sentences - 1))[None, :]
    if clusters:
        _add_nearest(found, pieces, clusters)
        title = presence[:, 0] & (np.arange(count) > 0)
        found[..., 28] = title[:, None]
        found[..., 29] = title[None, :]
    return found


def _add_nearest(found: Floats, pieces: Pieces, clusters: Sequence[Sequence[WordSpan]]) -> None:
    """Fill in the features 16 to 27: of the nearest mentions of each pair, and the numbers of mentions."""
    count = len(clusters) + 1
    flat = [(row, a, b) for row, spans in enumerate(clusters, 1) for a, b in spans]
    owner, start, end = (np.array(column) for column in zip(*flat, strict=True))
    forward = start[None, :] - end[:, None]
    distance = np.maximum(np.where(forward > 0, forward, forward.T), 0)
    same = pieces.sentence[start][:, None] == pieces.sentence[start][None, :]
    pairs = (owner[:, None] * count + owner[None, :]).ravel()
    order = np.lexsort(((distance + np.where(same, 0, 1000)).ravel(), pairs))
    best = order[np.unique(pairs[order], return_index=True)[1]]
    left, right = np.divmod(best, len(flat))
    heads, tails = owner[left], owner[right]
    together = same.ravel()[best]
    bucket = np.searchsorted(DISTANCES, distance.ravel()[best], side="right") - 1
    found[heads, tails, 16 + np.where(together, bucket, OTHER_SENTENCE)] = 1.0
    ahead = forward.ravel()[best] > 0
    found[heads, tails, 23] = ahead
    found[heads, tails, 24] = together & ahead
    low, high = np.minimum(end[left], end[right]), np.maximum(start[left], start[right])
    between = ((start > low[:, None]) & (start < high[:, None])).sum(1) * together
    found[heads, tails, 25] = np.minimum(between, 4) / 4.0
    mentions = np.log1p(np.bincount(owner, minlength=count))
    found[..., 26] = mentions[:, None]
    found[..., 27] = mentions[None, :]
