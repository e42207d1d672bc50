"""The trained extractor: one pass of an encoder, and what is read from it.

The model's files are in `extraction/model/`, and what made them in `extraction/training/`.
"""

from extraction.trained import clusters, encoder, entities, relations, results  # noqa: F401  # known to spaCy
from extraction.trained.files import files

COMPONENTS = (
    "papergraph_sentences",
    "papergraph_encoder",
    "papergraph_entities",
    "papergraph_abbreviations",
    "papergraph_clusters",
    "papergraph_relations",
    "papergraph_results",
    "papergraph_contribution",
)
"""The components, in the order in which they run."""


def version() -> str:
    """Return the version of the model that ships with the package."""
    return files().settings.version
