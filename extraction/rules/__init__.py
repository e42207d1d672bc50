"""The extractor of rules: patterns written by hand, a floor for the trained model."""

from extraction.rules import clusters, entities, proposals, relations, results  # noqa: F401  # makes them known to spaCy

COMPONENTS = (
    "papergraph_sentences",
    "papergraph_abbreviations",
    "papergraph_rule_entities",
    "papergraph_rule_clusters",
    "papergraph_rule_proposals",
    "papergraph_rule_relations",
    "papergraph_rule_results",
    "papergraph_contribution",
)
"""The components, in the order in which they run."""
