"""What a query may ask at most, and the error that says so.

Each refusal names the limit, its value and what was asked (`extensions`: `code: LIMIT_EXCEEDED`, `limit`,
`most`, `asked`), so that a client can ask for less.
"""

from dataclasses import dataclass

from graphql import GraphQLError

CODE = "LIMIT_EXCEEDED"


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a query may have of each."""

    characters: int = 20_000
    tokens: int = 4_000
    depth: int = 16
    aliases: int = 60
    directives: int = 60
    cost: int = 500_000
    seconds: float = 20.0


def exceeded_tokens(most: int) -> GraphQLError:
    """Return the error that says that a query has too many tokens; how many is not known."""
    message = f"The query asks for too much: at most {most:,} tokens are allowed."
    return GraphQLError(message, extensions={"code": CODE, "limit": "tokens", "most": most})


def exceeded(limit: str, most: int, asked: int) -> GraphQLError:
    """Return the error that says which limit a query goes beyond."""
    verb = "is" if limit in ("depth", "cost") else "are"
    message = (
        f"The query asks for too much: its {limit} {verb} {asked:,}, and at most {most:,} {verb} allowed."
    )
    return GraphQLError(message, extensions={"code": CODE, "limit": limit, "most": most, "asked": asked})
