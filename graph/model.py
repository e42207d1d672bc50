"""What the graph is made of: frozen, checked where it is made, standard library only.

A `Paper` has a text, its title and abstract joined by a newline; every offset in this module counts
characters of that text. A `Claim` or a `Result` holds its paper and an `Evidence` whose sentence must
stand in that text at the given offsets, so a claim with a false quote cannot exist. `PaperFacts` is all
that extraction found in one paper and the unit that a store merges.

Ids are readable and depend on nothing but their parts: `arxiv:2503.17439`, `method:bert`,
`arxiv:1810.04805|method:bert|IMPROVES_ON|method:gpt`.
"""

import dataclasses
import hashlib
import math
from dataclasses import dataclass
from typing import Self

from graph import checks
from graph.errors import InvalidValue
from graph.kinds import SIGNATURES, ClaimKind, EntityKind
from graph.names import one_line, slug

PAPER = "paper"
"""Stands for the paper itself where a claim's id names its head."""

_KIND_OF_PREFIX = {f"{kind.lower()}": kind for kind in EntityKind}
_LONGEST_NAME = 500


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a paper's text: `start` inclusive, `end` exclusive, in characters."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InvalidValue("span", f"needs 0 <= start < end, got {self.start} and {self.end}")


@dataclass(frozen=True, slots=True)
class Paper:
    """A publication. `date` is when it was published, as exact as is known: "2017", "2017-06" or
    "2017-06-12"; `listed` is the day on which a Daily Papers page showed it; `source` names where the
    record came from."""

    id: str
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    date: str | None = None
    venue: str | None = None
    url: str | None = None
    code_url: str | None = None
    project_url: str | None = None
    listed: str | None = None
    upvotes: int | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        checks.id(self.id, "paper.id")
        if self.id.partition(":")[0] in _KIND_OF_PREFIX and ":" in self.id:
            raise InvalidValue("paper.id", f"{self.id!r} reads like an entity's id; choose another prefix")
        if not self.title.strip():
            raise InvalidValue("paper.title", "is empty")
        checks.no_controls(self.title, "paper.title")
        checks.text(self.title, "paper.title")
        checks.text(self.abstract, "paper.abstract")
        for author in self.authors:
            checks.line(author, "paper.authors")
        for field, line in (("venue", self.venue), ("source", self.source)):
            if line is not None:
                checks.line(line, f"paper.{field}")
        for field, url in (("url", self.url), ("code_url", self.code_url), ("project_url", self.project_url)):
            if url is not None:
                checks.url(url, f"paper.{field}")
        if self.date is not None:
            checks.date(self.date, "paper.date")
        if self.listed is not None:
            checks.date(self.listed, "paper.listed", whole=True)
        if self.upvotes is not None:
            checks.count(self.upvotes, "paper.upvotes")

    @property
    def text(self) -> str:
        """Title and abstract joined by one newline: what offsets count characters of."""
        return f"{self.title}\n{self.abstract}"

    @property
    def year(self) -> int | None:
        """The year of `date`."""
        return int(self.date[:4]) if self.date else None


def paper_id(source: str, title: str) -> str:
    """Return the id of a paper that comes without one: `source` (a venue, say) and a hash of its title.

    The abstract is left out of the hash, so that a corrected abstract is still the same paper.
    """
    digest = hashlib.sha256(slug(title).encode()).hexdigest()
    return f"{slug(source)}-{digest[:12]}"


@dataclass(frozen=True, slots=True)
class Entity:
    """A Method, Task, Dataset or Metric: one thing with its best written name and its other forms.

    `id` is made of the kind and of the canonical name (`method:convolutional-neural-network`), which
    need not be the displayed `name` ("convolutional neural networks"). `aliases` are sorted, distinct
    and without the name.
    """

    id: str
    kind: EntityKind
    name: str
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        checks.id(self.id, "entity.id")
        key = self.id.partition(":")[2]
        if kind_of(self.id) is not self.kind or not key or key != slug(key):
            raise InvalidValue(
                "entity.id", f"{self.id!r} is no id of a {self.kind}; make it with entity_id()"
            )
        for field, name in (("name", self.name), *(("aliases", alias) for alias in self.aliases)):
            checks.line(name, f"entity.{field}")
            if len(name) > _LONGEST_NAME:
                raise InvalidValue(f"entity.{field}", f"is longer than {_LONGEST_NAME} characters")
        if list(self.aliases) != sorted(set(self.aliases) - {self.name}):
            raise InvalidValue("entity.aliases", "must be sorted, distinct and without the name")

    @classmethod
    def make(cls, kind: EntityKind, name: str, forms: tuple[str, ...] = (), key: str | None = None) -> Self:
        """Return the entity called `name`, also written as `forms`; `key` is its canonical name where
        that differs from the displayed one."""
        aliases = tuple(sorted(set(forms) - {name}))
        return cls(entity_id(kind, key or name), kind, name, aliases)

    @property
    def names(self) -> tuple[str, ...]:
        """The name, then the aliases."""
        return (self.name, *self.aliases)


def entity_id(kind: EntityKind, canonical_name: str) -> str:
    """Return an entity's id: `entity_id(EntityKind.DATASET, "CIFAR-10")` is "dataset:cifar-10"."""
    return f"{kind.lower()}:{slug(canonical_name)}"


def edge_id(head: str, kind: ClaimKind, tail: str) -> str:
    """Return the id of an edge: `head|kind|tail`."""
    return f"{head}|{kind}|{tail}"


def kind_of(id: str) -> EntityKind | None:
    """Return the kind of the entity that `id` names, or None when it names a paper."""
    prefix, colon, _ = id.partition(":")
    return _KIND_OF_PREFIX.get(prefix) if colon else None


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a paper's text writes an entity."""

    entity: str
    """The entity's id."""
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that says something, where it stands, and where it mentions both ends.

    A mention may lie outside of the sentence (the sentence says "our model", the title its name) and is
    None where the text does not spell that end (the paper as head).
    """

    sentence: str
    span: Span
    head: Span | None = None
    tail: Span | None = None

    def __post_init__(self) -> None:
        if len(self.sentence) != self.span.end - self.span.start:
            raise InvalidValue("evidence.sentence", "is not as long as its span")

    @classmethod
    def quote(cls, paper: Paper, span: Span, head: Span | None = None, tail: Span | None = None) -> Self:
        """Return the evidence that stands at `span` of the paper's text."""
        return cls(paper.text[span.start : span.end], span, head, tail)

    def check(self, paper: Paper, field: str) -> None:
        """Raise `InvalidValue` unless the sentence and both mentions stand in the paper's text."""
        text = paper.text
        if text[self.span.start : self.span.end] != self.sentence:
            raise InvalidValue(f"{field}.evidence.sentence", f"does not stand in {paper.id} at {self.span}")
        for end, span in (("head", self.head), ("tail", self.tail)):
            if span is not None and span.end > len(text):
                raise InvalidValue(
                    f"{field}.evidence.{end}", f"{span} lies outside of the text of {paper.id}"
                )


@dataclass(frozen=True, slots=True)
class Claim:
    """One paper's statement, head - kind -> tail, with its evidence and a confidence from 0 to 1.

    `head` is the id of an entity, or of the paper itself; `tail` is the id of an entity.
    """

    paper: Paper
    kind: ClaimKind
    head: str
    tail: str
    evidence: Evidence
    confidence: float = 1.0

    def __post_init__(self) -> None:
        signature = SIGNATURES[self.kind]
        tail = kind_of(self.tail)
        if tail not in signature.tails:
            raise InvalidValue("claim.tail", f"{self.kind} cannot point at {self.tail!r}")
        if self.head == self.paper.id:
            if not signature.paper:
                raise InvalidValue("claim.head", f"{self.kind} cannot start from a paper")
        else:
            head = kind_of(self.head)
            if head not in signature.heads or (signature.same and head is not tail):
                raise InvalidValue("claim.head", f"{self.kind} cannot join {self.head!r} with {self.tail!r}")
            if self.head == self.tail:
                raise InvalidValue("claim.tail", f"{self.tail!r} is the head too")
        object.__setattr__(self, "confidence", checks.share(self.confidence, "claim.confidence"))
        self.evidence.check(self.paper, "claim")

    @property
    def id(self) -> str:
        """`paper|head|kind|tail`, with "paper" as head where the paper itself is it."""
        head = PAPER if self.head == self.paper.id else self.head
        return f"{self.paper.id}|{edge_id(head, self.kind, self.tail)}"

    @property
    def edge_id(self) -> str:
        """The id of the edge that this claim is one of."""
        return edge_id(self.head, self.kind, self.tail)


@dataclass(frozen=True, slots=True)
class Edge:
    """All claims with the same head, kind and tail; `support` counts the papers that make it and
    `confidence` is the highest of theirs."""

    head: str
    kind: ClaimKind
    tail: str
    support: int
    confidence: float

    @property
    def id(self) -> str:
        """See `edge_id`."""
        return edge_id(self.head, self.kind, self.tail)


@dataclass(frozen=True, slots=True)
class Result:
    """A number that a paper reports: `value` as written (it stands at `span`), `number` as parsed,
    `unit` as written after it ("%", "times", "points"); what it was measured for, where the text says.

    `method` is the id of a method or of the paper itself.
    """

    paper: Paper
    value: str
    span: Span
    evidence: Evidence
    number: float | None = None
    unit: str | None = None
    method: str | None = None
    task: str | None = None
    dataset: str | None = None
    metric: str | None = None
    confidence: float = 1.0

    def __post_init__(self) -> None:
        if self.paper.text[self.span.start : self.span.end] != self.value:
            raise InvalidValue(
                "result.value", f"{self.value!r} does not stand in {self.paper.id} at {self.span}"
            )
        slots = (
            ("method", self.method, EntityKind.METHOD),
            ("task", self.task, EntityKind.TASK),
            ("dataset", self.dataset, EntityKind.DATASET),
            ("metric", self.metric, EntityKind.METRIC),
        )
        for field, end, kind in slots:
            if end is None or (field == "method" and end == self.paper.id):
                continue
            if kind_of(end) is not kind:
                raise InvalidValue(f"result.{field}", f"{end!r} is no id of a {kind}")
        if self.unit is not None:
            checks.line(self.unit, "result.unit")
        if self.number is not None:
            object.__setattr__(self, "number", checks.number(self.number, "result.number"))
        object.__setattr__(self, "confidence", checks.share(self.confidence, "result.confidence"))
        self.evidence.check(self.paper, "result")

    @property
    def ends(self) -> tuple[str, ...]:
        """The ids of the entities that it names."""
        ends = (self.method, self.task, self.dataset, self.metric)
        return tuple(end for end in ends if end is not None and end != self.paper.id)

    @property
    def id(self) -> str:
        """`paper|start|metric|dataset` with the value's offset: one number may be reported for several."""
        return f"{self.paper.id}|{self.span.start}|{self.metric or ''}|{self.dataset or ''}"


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """All that extraction found in one paper: the unit that a store merges.

    Each entity has at least one mention, whose written form (blanks and line breaks as one space) is
    among its names, and exactly one MENTIONS claim from the paper; claims and results point only at
    these entities. Parts are kept sorted, so that equal facts are equal objects. `contribution` is the
    sentence in which the paper says what it contributes, whether or not that has a name; `extractor`
    names what found all this. `embedding` is a unit vector of the text where the extractor makes one; facts
    are equal whatever it is, and the stores keep it in half precision.
    """

    paper: Paper
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    results: tuple[Result, ...] = ()
    contribution: Evidence | None = None
    extractor: str = "unknown"
    embedding: tuple[float, ...] = dataclasses.field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        checks.line(self.extractor, "facts.extractor")
        if self.embedding and not abs(math.hypot(*self.embedding) - 1) < 1e-3:
            raise InvalidValue("facts.embedding", "must be of length 1")
        set_field = object.__setattr__
        set_field(self, "entities", tuple(sorted(self.entities, key=lambda entity: entity.id)))
        set_field(self, "mentions", tuple(sorted(self.mentions, key=lambda m: (m.span, m.entity))))
        set_field(self, "claims", tuple(sorted(self.claims, key=lambda claim: claim.id)))
        set_field(self, "results", tuple(sorted(self.results, key=lambda result: result.id)))
        names = {entity.id: entity.names for entity in self.entities}
        checks.distinct([entity.id for entity in self.entities], "facts.entities")
        checks.distinct([(m.span, m.entity) for m in self.mentions], "facts.mentions")
        checks.distinct([claim.id for claim in self.claims], "facts.claims")
        checks.distinct([result.id for result in self.results], "facts.results")
        self._check_mentions(names)
        for field, statements in (("claims", self.claims), ("results", self.results)):
            for statement in statements:
                if statement.paper != self.paper:
                    raise InvalidValue(f"facts.{field}", f"{statement.id!r} is of another paper")
                ends = statement.ends if isinstance(statement, Result) else (statement.head, statement.tail)
                for end in ends:
                    if end not in names and end != self.paper.id:
                        raise InvalidValue(f"facts.{field}", f"{end!r} is not among the entities")
        mentioned = {claim.tail for claim in self.claims if claim.kind is ClaimKind.MENTIONS}
        for missing in names.keys() - mentioned:
            raise InvalidValue("facts.claims", f"no MENTIONS claim for {missing!r}")
        if self.contribution is not None:
            self.contribution.check(self.paper, "facts.contribution")

    def _check_mentions(self, names: dict[str, tuple[str, ...]]) -> None:
        text = self.paper.text
        for mention in self.mentions:
            form = one_line(text[mention.span.start : mention.span.end])
            if mention.entity not in names:
                raise InvalidValue("facts.mentions", f"{mention.entity!r} is not among the entities")
            if form not in names[mention.entity]:
                raise InvalidValue("facts.mentions", f"{form!r} is no name or alias of {mention.entity!r}")
        for missing in names.keys() - {mention.entity for mention in self.mentions}:
            raise InvalidValue("facts.mentions", f"{missing!r} is nowhere in the text")
