"""The tokenizer of abstracts. spaCy's own takes 3 ms a text, as long as most of the rules; this takes 0.5 ms.

A token is a run of letters and digits ("F1", "pass@1", "28.4"), one other sign, or a run of blanks; hyphens
and slashes are tokens, so that "GPT-4-based" holds the name "GPT-4".
"""

import re

from spacy.tokens import Doc
from spacy.vocab import Vocab

from extraction.annotations import Words

_TOKEN = re.compile(r"(?P<word>[^\W_]+(?:(?:(?<=\d)[.,](?=\d)|@)[^\W_]+)*)|\s+|.", re.DOTALL)
_JOINTS = {"-": "-", "–": "-", "\u2010": "-", "\u2011": "-", "/": "/"}


class Tokenizer:
    """Makes a `Doc` of a text, with `doc._.words`."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the text's tokens; `doc.text` is the text again."""
        tokens: list[str] = []
        spaces: list[bool] = []
        words: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for match in _TOKEN.finditer(text):
            piece = match[0]
            if match.lastgroup:
                words.append(piece)
                starts.append(match.start())
                ends.append(match.end())
            if piece == " " and tokens and not spaces[-1] and not tokens[-1].isspace():
                spaces[-1] = True
            else:
                tokens.append(piece)
                spaces.append(False)
        doc = Doc(self._vocab, words=tokens, spaces=spaces)
        title_end = text.find("\n")
        joints = [
            "" if end <= title_end < start else _joint(text[end:start])
            for end, start in zip(ends, starts[1:], strict=False)
        ]
        doc._.words = Words(
            text,
            tuple(words),
            tuple(word.lower() for word in words),
            tuple(starts),
            tuple(ends),
            (*joints, "")[: len(words)],
        )
        return doc


def _joint(gap: str) -> str:
    """Return how what stands between two words joins them: blanks do, an empty line does not."""
    return " " if gap.isspace() and gap.count("\n") < 2 else _JOINTS.get(gap, "")
