"""The formats in which the graph can be written to a file: `Format`."""

from enum import StrEnum
from pathlib import Path
from typing import Self

from graph.errors import InvalidValue


class Format(StrEnum):
    """A format; its value is how the names of its files end. `queries.exports` writes them."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    JSON = "json"
    CSV = "csv"
    JSONLD = "jsonld"
    CYPHER = "cypher"

    @classmethod
    def of(cls, path: Path) -> Self:
        """Return the format that the name of a file ends with. Raises `InvalidValue`."""
        try:
            return cls(path.suffix.removeprefix(".").lower())
        except ValueError:
            endings = ", ".join(f".{each}" for each in cls)
            reason = f"{path.name!r} ends with none of {endings}; name it so, or say the format"
            raise InvalidValue("file", reason) from None
