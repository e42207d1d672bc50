"""Words and pairs of words as places, and papers that have them in common."""

import numpy as np
import pytest
from scipy import sparse

from queries.postings import Postings, saturated
from queries.terms import PLACES, counted, terms


def test_words_are_folded_and_lose_the_s_of_a_plural() -> None:
    assert set(terms("Graphs, CLASSES and a Café's loss")) == {
        "graph",
        "classe",
        "and",
        "a",
        "cafe",
        "s",
        "loss",
    }
    assert terms("...") == {}
    assert terms("graph")["graph"] == terms("Many GRAPHS")["graph"]


def test_texts_are_counted_by_words_and_pairs_that_stand_in_one_text() -> None:
    counts = counted(["a graph, a graph", "", "graphs of papers"])
    assert counts.shape == (3, PLACES)
    first = counts[[0]]
    place = terms("graph")["graph"]
    assert first[0, place] == 2
    assert sorted(first.data.tolist()) == [1, 2, 2, 2]  # "graph a" once; a, graph and "a graph" twice
    assert counts[[1]].nnz == 0
    assert counts[[2]].nnz == 5
    assert counted([]).shape == (0, PLACES)


def test_many_texts_are_counted_as_each_alone() -> None:
    texts = [f"text {n} of words {n % 7} and more: naïve, Ω, 3.5% \0 end" for n in range(450)]
    together = counted(texts)
    alone = sparse.vstack([counted([text]) for text in texts], format="csr")
    assert (together != alone).nnz == 0


def test_a_term_of_a_long_text_counts_at_most_255_times() -> None:
    assert counted(["word " * 1000]).data.max() == 255


def test_scores_are_the_cosines_of_weights_times_rarity() -> None:
    random = np.random.default_rng(3)
    dense = (random.random((30, 12)) < 0.3) * random.integers(1, 5, (30, 12))
    counts = sparse.csr_array(dense.astype(np.uint8))
    postings = Postings(saturated(counts))
    held = (dense > 0).sum(0)
    rarity = np.log1p((30 - held + 0.5) / (held + 0.5))
    weights = dense / (dense + 1) * rarity
    weights /= np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-12)
    for row in range(30):
        own = counts[[row]]
        often = own.data.astype(np.float32)
        vector = postings.vector(own.indices, often / (often + 1))
        np.testing.assert_allclose(postings.scores(*vector), weights @ weights[row], atol=1e-5)


def test_with_a_prior_one_common_term_is_not_all() -> None:
    counts = sparse.csr_array(np.array([[1, 0, 0], [1, 1, 1], [0, 1, 0]], np.float32))
    alone, damped = Postings(counts), Postings(counts, prior=1.0)
    term = np.array([0])
    one = np.ones(1, np.float32)
    assert alone.scores(*alone.vector(term, one))[0] == pytest.approx(1.0)
    assert 0 < damped.scores(*damped.vector(term, one))[0] < 0.5


def test_what_nearly_all_of_many_papers_have_is_left_out() -> None:
    counts = sparse.csr_array(np.ones((2000, 1), np.float32))
    assert Postings(counts).rarity.tolist() == [0.0]
