"""Bracketed abbreviations."""

import pytest

from extraction.abbreviations import find
from extraction.sentences import spans


def pairs(abstract: str) -> list[tuple[str, str]]:
    text = f"Title\n{abstract}"
    return [
        (text[found.short.start : found.short.end], text[found.long.start : found.long.end])
        for found in find(text, tuple(spans(text)))
    ]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("We use Deep-Sea Whale Networks (DSWNs).", [("DSWNs", "Deep-Sea Whale Networks")]),
        ("With Monte Carlo Tree Search (MCTS; see 3).", [("MCTS", "Monte Carlo Tree Search")]),
        ("With proximal policy optimization (PPO).", [("PPO", "proximal policy optimization")]),
        ("For Multi-Modal Large Language Models (MLLMs).", [("MLLMs", "Multi-Modal Large Language Models")]),
        ("For text-to-image (T2I) models.", [("T2I", "text-to-image")]),
        ("We call it “Deep Whale Counting” (DWC).", [("DWC", "Deep Whale Counting")]),
        ("By LoRA (Low-Rank Adaptation) alone.", [("LoRA", "Low-Rank Adaptation")]),
        ("Of natural language inference (NLI) and question answering (QA).",
         [("NLI", "natural language inference"), ("QA", "question answering")]),
        ("As in 2020 (ICML) and (see above) or (3).", []),
        ("The model (BERT) is large.", []),
        ("It ends. Long Name. (LN) begins.", []),
    ],
)  # fmt: skip
def test_pairs(abstract: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(abstract) == expected
