"""Sentence boundaries."""

import pytest

from extraction.sentences import spans


def sentences(abstract: str, title: str = "A title. With stops? Yes") -> list[str]:
    text = f"{title}\n{abstract}"
    found = [text[span.start : span.end] for span in spans(text)]
    assert found[0] == title.strip()
    return found[1:]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("We use models, e.g. BERT, i.e. GPT.", ["We use models, e.g. BERT, i.e. GPT."]),
        ("Smith et al. (2017) show it. We too.", ["Smith et al. (2017) show it.", "We too."]),
        ("See Fig. 3 and Eq. 4 vs. Sec. 5.", ["See Fig. 3 and Eq. 4 vs. Sec. 5."]),
        ("It scores 28.4. That is 2.5 more.", ["It scores 28.4.", "That is 2.5 more."]),
        ("J. Smith did it. Later too.", ["J. Smith did it.", "Later too."]),
        ("It works (we hope.) We do.", ["It works (we hope.)", "We do."]),
        ('They said "stop." We did.', ['They said "stop."', "We did."]),
        ("It is fast. word2vec is not. iCaRL is.", ["It is fast.", "word2vec is not.", "iCaRL is."]),
        ("Wrapped over\ntwo lines. And\nmore.", ["Wrapped over\ntwo lines.", "And\nmore."]),
        ("A heading\n\nA paragraph", ["A heading", "A paragraph"]),
        ("No stop at all", ["No stop at all"]),
        ("  Blanks around.  Them.  ", ["Blanks around.", "Them."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_boundaries(abstract: str, expected: list[str]) -> None:
    assert sentences(abstract) == expected


def test_a_title_is_one_sentence_and_blanks_around_it_are_not() -> None:
    assert sentences("One.", "  A title: of. Two parts ") == ["One."]
