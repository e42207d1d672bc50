"""What extractors are tested with: texts of all kinds, and a check of everything that quotes them."""

from hypothesis import strategies as st

from graph.model import PaperFacts

STRANGE = [
    "",
    " \n\n ",
    "word " * 20_000,
    "x" * 100_000,
    "We propose " + "(" * 5_000 + "AB" + ")" * 5_000,
    "We propose A, B, C, " * 5_000,
    "We reach an accuracy of " + "9" * 400 + "% and a BLEU of 1e999.",
    "\x01\x02\x7f\x1b[0m We propose \x03X-Net\x04 (XN) on CIFAR-10.\x05",
    "<p>We propose <b>X-Net</b> for <a href='x'>object detection</a>.</p><br/>" * 20,
    r"We propose \textbf{X-Net} with $\mathcal{O}(n^2)$ cost; \emph{X-Net} gains 2.1\% on \textsc{GLUE}.",
    "本文提出了一种新的目标检测方法。实验结果表明该方法优于 YOLO。",
    "Wir stellen ein neues Verfahren für maschinelle Übersetzung vor. Es übertrifft BERT.",
    "🚀 We propose 🤖-Net (RN), a 🔥 method for image captioning 🎉. RN beats ResNet-50 by 2.1% 🥳.",
    "We propose X\u00a0Net\u2028for\u2029object detection.\r\nIt\u200boutperforms\tBERT.",
    "\ue000M0\ue001 outperforms \ue000M99\ue001 and BERT.",
]
"""Abstracts that no one would write, or not in this way."""

PIECES = st.sampled_from(
    [
        *(
            "We propose",
            "we introduce",
            "outperforms",
            "evaluated on the",
            "dataset",
            "based on",
            "for",
            "with",
        ),
        *("BERT", "LEMUR", "Large Language Models", "(LLMs)", "CIFAR-10", "ImageNet", "image classification"),
        *(
            "accuracy of 28.4%",
            "BLEU",
            "3.5 points",
            "called",
            "X-Net",
            "GPT-4-based",
            "e.g.",
            "et al.",
            "i.e.",
        ),
        *(
            ".",
            ". ",
            ",",
            " ",
            "\n",
            "\n\n",
            "(",
            ")",
            ":",
            "-",
            "s",
            "'s",
            "graph attention network",
            "our",
            "the",
        ),
        *(
            "\u00a0",
            "\t",
            "é",
            "𝔸",
            "İ",
            "ß",
            "ﬁ",
            "\u0301",
            "🙂",
            "$",
            "\\emph{",
            "}",
            "_",
            "@",
            "+",
            "1.5",
            "7B",
        ),
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=60).map(" ".join),
    st.lists(PIECES, max_size=60).map("".join),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=400),
)
TITLES = TEXTS.map(lambda text: "".join(c if ord(c) >= 32 and ord(c) != 127 else " " for c in text)).filter(
    lambda title: title.strip()
)


def check_quotes(facts: PaperFacts) -> None:
    """Every mention, sentence and value stands where it is said to stand (apart from the model's checks)."""
    text = facts.paper.text
    names = {entity.id: entity.names for entity in facts.entities}
    for mention in facts.mentions:
        assert " ".join(text[mention.span.start : mention.span.end].split()) in names[mention.entity]
    evidence = [claim.evidence for claim in facts.claims] + [result.evidence for result in facts.results]
    if facts.contribution:
        evidence.append(facts.contribution)
    for quote in evidence:
        assert text[quote.span.start : quote.span.end] == quote.sentence
        assert quote.sentence == quote.sentence.strip()
    for claim in facts.claims:
        tail = claim.evidence.tail
        assert tail is not None
        assert " ".join(text[tail.start : tail.end].split()) in names[claim.tail]
        if claim.evidence.head:
            head = claim.evidence.head
            assert " ".join(text[head.start : head.end].split()) in names[claim.head]
    for result in facts.results:
        assert text[result.span.start : result.span.end] == result.value
