"""From a source of papers to `Paper` objects: a Daily Papers page, the Daily Papers API, JSON Lines."""

from extraction.readers.records import Format, Reject
from extraction.readers.source import read

__all__ = ["Format", "Reject", "read"]
