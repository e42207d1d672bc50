"""The errors of sources and extractors; they hang on the tree that `graph.errors` draws.

PapergraphError
├── SourceError          a source that cannot be read at all; a single bad record is a `Reject` instead
├── ModelError           the trained model is not there or is damaged
└── UnknownExtractor     no extractor has this name
"""

from graph.errors import PapergraphError


class SourceError(PapergraphError):
    """The source as a whole cannot be read: it is missing, empty, damaged, not text or of no known format."""


class ModelError(PapergraphError):
    """A file of the trained model is missing or damaged."""


class UnknownExtractor(PapergraphError):
    """No extractor has the name that was asked for."""
