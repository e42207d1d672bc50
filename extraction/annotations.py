"""What the components write on a spaCy `Doc`, under `doc._`: frozen records with character offsets.

words          `Words`, by the tokenizer
sentences      tuple of `Span`, in order, the title first
abbreviations  tuple of `Abbreviation`
mentions       tuple of `Found`, in order, none overlapping another
clusters       tuple of `Cluster`
claims         tuple of `Statement`
numbers        tuple of `Number`
contribution   `Span` of the sentence that says what the paper contributes, or None

The trained extractor also writes, for its own components,

encoding       `extraction.trained.encoder.Encoding`
embedding      tuple of floats, a unit vector
scored         tuple of `extraction.trained.spans.Scored`, one a mention
groups         tuple of `extraction.trained.groups.Group`, one a cluster
"""

from dataclasses import dataclass

from spacy.tokens import Doc

from graph.kinds import ClaimKind, EntityKind
from graph.model import Span


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text (runs of letters and digits): as written, in small letters, where they stand,
    and what stands between each and the next: " ", "-" or "/" where it joins them, else "".

    `text` is the whole text: `doc.text` would join the tokens anew each time.
    """

    text: str
    texts: tuple[str, ...]
    lowers: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    joints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form that the text explains: "recurrent neural networks (RNNs)"."""

    short: Span
    long: Span


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of the text that names an entity, and the rule that found it ("model" where none did)."""

    span: Span
    kind: EntityKind
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """That a paper proposes an entity: the sentence that says so, the mention in it, and the rule that
    found it ("model" where none did)."""

    sentence: Span
    mention: Span
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """One entity: its kind, canonical name and displayed name, and its mentions in order."""

    kind: EntityKind
    key: str
    name: str
    mentions: tuple[Found, ...]
    short: str | None = None
    """Its abbreviation, where the text explains one."""
    proposed: Proposal | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim between clusters, by their index; the paper itself as head is None."""

    kind: ClaimKind
    head: int | None
    tail: int
    sentence: Span
    head_mention: Span | None
    tail_mention: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Number:
    """A reported number: where its value stands, and what it was measured for, as indexes of clusters; a
    method of None is the paper itself."""

    span: Span
    sentence: Span
    number: float | None
    unit: str | None
    method: int | None
    task: int | None
    dataset: int | None
    metric: int | None
    confidence: float


_DEFAULTS = {
    "words": None,
    "sentences": (),
    "abbreviations": (),
    "mentions": (),
    "clusters": (),
    "claims": (),
    "numbers": (),
    "contribution": None,
    "encoding": None,
    "embedding": (),
    "scored": (),
    "groups": (),
}


def register() -> None:
    """Make the attributes known to spaCy; doing so again changes nothing."""
    for name, default in _DEFAULTS.items():
        Doc.set_extension(name, default=default, force=True)
