"""How a claim and a result read on one line of the terminal."""

from collections.abc import Mapping

from rich.text import Text

from graph.model import Claim, Result


def claim_line(claim: Claim, names: Mapping[str, str]) -> Text:
    """Return "FooNet IMPROVES_ON BERT  0.85"; of the paper itself "PROPOSES FooNet  0.97"."""
    head = "" if claim.head == claim.paper.id else f"{names.get(claim.head, claim.head)} "
    tail = names.get(claim.tail, claim.tail)
    return Text.assemble(head, (claim.kind, "cyan"), f" {tail}", (f"  {claim.confidence:.2f}", "dim"))


def result_line(result: Result, names: Mapping[str, str]) -> Text:
    """Return "9.89 Inception score · CIFAR-10  0.71"."""
    ends = [names.get(end, end) for end in result.ends]
    return Text.assemble(
        (result.value, "green"), " ", " · ".join(ends), (f"  {result.confidence:.2f}", "dim")
    )
