"""One pass of the encoder over a text: `doc._.encoding`, from which all else is read.

The component encodes a block of texts before the next components work on it: to encode one block while they
work on another is slower, since both want all cores.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
import onnxruntime
from spacy.language import Language
from spacy.tokens import Doc

from extraction.trained.arrays import Floats, Ints
from extraction.trained.embedding import PaperEmbedding
from extraction.trained.files import Files, files
from extraction.trained.pieces import Pieces, windows
from extraction.trained.spans import WIDTHS

BLOCK = 64
"""Texts that are sorted by length, so that those of one batch are about as long as each other."""
BATCH = 8
"""Windows that are encoded at once; more are no faster on a CPU."""
_UNIT = 8
"""Pieces: batches are padded to a multiple, so that few shapes occur."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """What the encoder gives for a text."""

    windows: tuple[Pieces, ...]
    hidden: tuple[Floats, ...]
    """Of each window, [pieces, size]."""
    scores: Floats
    """Probability of each class for each span, [words, widths, classes]; class 0 is "names nothing"."""
    offsets: Ints
    """Start and end of each word in the text, [words, 2]."""
    embedding: Floats
    """Unit vector, [size]."""


class Encoder:
    """The model's encoder in ONNX Runtime."""

    def __init__(self, model: Files) -> None:
        options = onnxruntime.SessionOptions()
        # Threads that wait without sleeping take the cores from what runs beside the encoder.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(
            str(model.encoder), options, providers=["CPUExecutionProvider"]
        )
        self.tokenizer = model.tokenizer()
        self._model = model

    @cached_property
    def _embedding(self) -> PaperEmbedding:
        # When it is first needed: a model has an encoder before it has an embedding (docs/training.md).
        return PaperEmbedding(self._model)

    def read(self, doc: Doc) -> list[Pieces]:
        """Return the windows of a text."""
        return windows(doc._.words.text, doc._.sentences, self.tokenizer)

    def encode(self, texts: Sequence[Sequence[Pieces]]) -> list[Encoding]:
        """Return the encoding of each text, given in windows."""
        flat = [(number, window) for number, text in enumerate(texts) for window in text]
        order = sorted(range(len(flat)), key=lambda i: len(flat[i][1].ids))
        outputs: dict[int, tuple[Floats, Floats]] = {}
        for begin in range(0, len(order), BATCH):
            rows = order[begin : begin + BATCH]
            outputs.update(zip(rows, self.run([flat[i][1] for i in rows]), strict=True))
        of_text: list[list[tuple[Pieces, Floats, Floats]]] = [[] for _ in texts]
        for i, (number, window) in enumerate(flat):
            of_text[number].append((window, *outputs[i]))
        return [self._joined(parts) for parts in of_text]

    def run(self, batch: Sequence[Pieces]) -> Iterator[tuple[Floats, Floats]]:
        """Yield the hidden states, [pieces, size], and the scores of spans, [words, widths, classes], of each
        window."""
        hidden, scores = self.session.run(["hidden", "spans"], padded(batch))
        for row, window in enumerate(batch):
            own = scores[row, : len(window)].copy()
            for width in range(1, WIDTHS):  # spans that leave the text
                own[max(0, len(window) - width) :, width, 0] = 1.0
            yield hidden[row, : len(window.ids)].copy(), own

    def _joined(self, parts: Sequence[tuple[Pieces, Floats, Floats]]) -> Encoding:
        spoken = [slice(window.own.start, window.own.stop) for window, _, _ in parts]
        windows = tuple(window for window, _, _ in parts)
        hidden = tuple(hidden for _, hidden, _ in parts)
        return Encoding(
            windows=windows,
            hidden=hidden,
            scores=np.concatenate([s[own] for own, (_, _, s) in zip(spoken, parts, strict=True)]),
            offsets=np.concatenate([w.offsets[own] for own, (w, _, _) in zip(spoken, parts, strict=True)]),
            embedding=self._embedding(windows, hidden),
        )


def padded(batch: Sequence[Pieces], unit: int = _UNIT) -> dict[str, Ints]:
    """Return the inputs: ids, shapes, segments, mask, [batch, pieces]; first, last, [batch, words]; the
    number of pieces is a multiple of `unit`."""
    pieces = -(-max(len(window.ids) for window in batch) // unit) * unit
    words = max(1, *(len(window) for window in batch))
    found = {
        name: np.zeros((len(batch), width), dtype=np.int64)
        for names, width in ((("ids", "shapes", "segments", "mask"), pieces), (("first", "last"), words))
        for name in names
    }
    for row, window in enumerate(batch):
        for name in ("ids", "shapes", "segments"):
            found[name][row, : len(window.ids)] = getattr(window, name)
        found["mask"][row, : len(window.ids)] = 1
        found["first"][row, : len(window)] = window.first
        found["last"][row, : len(window)] = window.last
    return found


class EncoderComponent:
    """Writes `doc._.encoding` and `doc._.embedding`."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder

    def __call__(self, doc: Doc) -> Doc:
        """Encode one text."""
        return _annotated(doc, self.encoder.encode([self.encoder.read(doc)])[0])

    def pipe(self, docs: Iterable[Doc], batch_size: int = BLOCK) -> Iterator[Doc]:
        """Encode texts in blocks."""
        remaining = iter(docs)
        while block := list(islice(remaining, BLOCK)):
            encodings = self.encoder.encode([self.encoder.read(doc) for doc in block])
            for doc, encoding in zip(block, encodings, strict=True):
                yield _annotated(doc, encoding)


def _annotated(doc: Doc, encoding: Encoding) -> Doc:
    doc._.encoding = encoding
    doc._.embedding = tuple(encoding.embedding.tolist())
    return doc


@Language.factory(
    "papergraph_encoder",
    requires=["doc._.words", "doc._.sentences"],
    assigns=["doc._.encoding", "doc._.embedding"],
)
def make(nlp: Language, name: str) -> EncoderComponent:
    """Return the component; the model's files are read once a process."""
    return EncoderComponent(Encoder(files()))
