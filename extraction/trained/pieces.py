"""A text as the encoder reads it: word pieces, the words that they make up, and windows of them.

Words are those of BERT's pre-tokenizer: runs of letters and digits, and single other signs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from extraction.trained.arrays import Ints
from graph.model import Span

MOST_PIECES = 512
"""Of a window, [CLS] and [SEP] included: the encoder has no more positions."""
OVERLAP = 96
"""Pieces that a window shares with the next: longer than nearly every span, and some context for it."""
SHAPES = 10
"""How many shapes a word may have; 0 is that of [CLS], [SEP] and padding."""

_CLS, _SEP = 101, 102


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces and words of a stretch of text.

    ids: word piece ids with [CLS] and [SEP], [pieces]; shapes, segments: shape of the word that a piece
    belongs to, and 1 where it stands in the title, [pieces]; first, last: first and last piece of each word,
    [words]; offsets: start and end of each word in `text`, [words, 2]; sentence: its sentence, [words];
    word: the word of each piece, -1 for [CLS] and [SEP], [pieces].

    `begin` is the number of the first word in the whole text, and `own` the range of words (of this stretch)
    for which this window speaks where windows overlap.
    """

    text: str
    sentences: tuple[Span, ...]
    """Of the whole text, the title first."""
    ids: Ints
    shapes: Ints
    segments: Ints
    first: Ints
    last: Ints
    offsets: Ints
    sentence: Ints
    word: Ints
    begin: int
    own: range

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.first)

    def string(self, first: int, last: int) -> str:
        """Return the text from the word `first` to the word `last`, both included."""
        return self.text[self.offsets[first, 0] : self.offsets[last, 1]]


def windows(text: str, sentences: Sequence[Span], tokenizer: Tokenizer) -> list[Pieces]:
    """Return the pieces of `text`: in one window where they fit, else in windows that overlap.

    `sentences` are those of `extraction.sentences`, the title first. A text without any word has one window
    without words.
    """
    ids, first, last, offsets = _words(text, tokenizer)
    shapes = np.array([_shape(text[start:end]) for start, end in offsets.tolist()], dtype=np.int64)
    title_end = sentences[0].end if sentences and sentences[0].start <= text.find("\n") else 0
    in_title = (offsets[:, 1] <= title_end).astype(np.int64)
    starts = np.array([span.start for span in sentences], dtype=np.int64)
    sentence = np.maximum(np.searchsorted(starts, offsets[:, 0], side="right") - 1, 0)
    found = []
    for begin, end, own in _ranges(first, last):
        low, high = (int(first[begin]), int(last[end - 1]) + 1) if end > begin else (0, 0)
        lengths = last[begin:end] - first[begin:end] + 1
        word = np.concatenate([[-1], np.repeat(np.arange(end - begin), lengths), [-1]])
        found.append(
            Pieces(
                text,
                tuple(sentences),
                ids=np.concatenate([[_CLS], ids[low:high], [_SEP]]),
                shapes=_of_pieces(shapes[begin:end], lengths),
                segments=_of_pieces(in_title[begin:end], lengths),
                first=first[begin:end] - low + 1,
                last=last[begin:end] - low + 1,
                offsets=offsets[begin:end],
                sentence=sentence[begin:end],
                word=word,
                begin=begin,
                own=own,
            )
        )
    return found


def _words(text: str, tokenizer: Tokenizer) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the ids of all pieces, the first and last piece of each word, and the words' offsets."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    ids: list[int] = []
    first: list[int] = []
    last: list[int] = []
    offsets: list[tuple[int, int]] = []
    previous = None
    for id, word, (start, end) in zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True):
        if word is None or end <= start:
            continue  # a sign that the tokenizer gives no place in the text names nothing
        ids.append(id)
        if word == previous:
            last[-1] = len(ids) - 1
            offsets[-1] = (offsets[-1][0], end)
        else:
            first.append(len(ids) - 1)
            last.append(len(ids) - 1)
            offsets.append((start, end))
            previous = word
    return (
        np.array(ids, dtype=np.int64),
        np.array(first, dtype=np.int64),
        np.array(last, dtype=np.int64),
        np.array(offsets, dtype=np.int64).reshape(-1, 2),
    )


def _of_pieces(values: Ints, lengths: Ints) -> Ints:
    """Return values of words as values of their pieces, 0 for [CLS] and [SEP]."""
    return np.concatenate([[0], np.repeat(values, lengths), [0]])


def _ranges(first: Ints, last: Ints) -> Iterator[tuple[int, int, range]]:
    """Yield the first word of each window, the word after its last, and the words it speaks for."""
    most = MOST_PIECES - 2
    begin, spoken = 0, 0
    while True:
        base = int(first[begin]) if len(first) else 0
        end = max(int(np.searchsorted(last, base + most)), begin + 1) if len(first) else 0
        if end >= len(first):
            yield begin, len(first), range(spoken - begin, len(first) - begin)
            return
        following = max(int(np.searchsorted(first, int(last[end - 1]) + 1 - OVERLAP)), begin + 1)
        middle = (following + end) // 2
        yield begin, end, range(spoken - begin, middle - begin)
        begin, spoken = following, middle


def _shape(word: str) -> int:
    """Return the class of a word's capitals and digits, which uncased word pieces do not show."""
    if not word[0].isalnum():
        return 9
    if word.isdigit():
        return 6
    upper = sum(c.isupper() for c in word)
    if any(c.isdigit() for c in word):
        return 8 if upper else 7
    return _letters_shape(word, upper)


def _letters_shape(word: str, upper: int) -> int:
    if not upper:
        return 1
    if len(word) == 1:
        return 5
    if upper == len(word) or (upper == len(word) - 1 and word[-1] == "s"):
        return 3
    return 2 if upper == 1 and word[0].isupper() else 4
