"""The sentence that says something, as GraphQL types."""

from typing import Self

import strawberry

from graph import model


@strawberry.type(
    description="A stretch of a paper's text, which is its title, a line break, and its abstract. Offsets "
    "count Unicode code points (in JavaScript: positions in `Array.from(text)`)."
)
class Span:
    """`graph.model.Span`."""

    start: int = strawberry.field(description="Where it starts.")
    end: int = strawberry.field(description="Where it ends, exclusive.")

    @classmethod
    def of(cls, span: model.Span) -> Self:
        """Return the type for a span."""
        return cls(start=span.start, end=span.end)


@strawberry.type(
    description="The sentence of a paper that says something, quoted exactly, and where it stands."
)
class Evidence:
    sentence: str = strawberry.field(description="The sentence, as the paper has it.")
    start: int = strawberry.field(description="Where the sentence starts in the paper's text, as in `Span`.")
    end: int = strawberry.field(description="Where it ends, exclusive.")
    head: Span | None = strawberry.field(
        description="Where the text writes the claim's head; null where it does not spell it."
    )
    tail: Span | None = strawberry.field(
        description="Where the text writes the claim's tail; null where it does not spell it."
    )

    @classmethod
    def of(cls, evidence: model.Evidence) -> Self:
        """Return the type for a piece of evidence."""
        return cls(
            sentence=evidence.sentence,
            start=evidence.span.start,
            end=evidence.span.end,
            head=Span.of(evidence.head) if evidence.head else None,
            tail=Span.of(evidence.tail) if evidence.tail else None,
        )
