"""The Cypher statements that write; `graph.neo4j_lookups` and `graph.neo4j_queries` hold those that read.

Rows go in as one parameter and are unwound, so that a statement costs one round trip however many there
are; for the same reason what is found comes back as one list, `rows`. `USING INDEX` pins the look-up by
id: a plan made while the store is empty would scan instead.
"""

from collections.abc import Sequence

from graph.kinds import ClaimKind

ANY_KIND = "|".join(ClaimKind)
"""Relationships of every kind of claim, for a pattern."""


def match_stated(
    kinds: Sequence[ClaimKind] = tuple(ClaimKind), claim: str = "claim", paper: str = "id"
) -> str:
    """Return the clause that finds each claim of these kinds that the paper with this id states: by the index
    on `paper` that each kind has, since ends tell nothing of who states what between them."""
    hints = " ".join(f"USING INDEX {claim}:{kind}(paper)" for kind in kinds)
    return f"MATCH ()-[{claim}:{'|'.join(kinds)} {{paper: {paper}}}]->() {hints}"


# Writers queue up here: writing a property takes the lock of the node, and the revision is read after it.
LOCK = """
MATCH (store:Papergraph)
SET store.locked = true
REMOVE store.locked
RETURN collect(store.revision) AS rows
"""

BUMP = "MATCH (store:Papergraph) SET store.revision = $revision"

DIGESTS = """
UNWIND $rows AS id
MATCH (paper:Paper {id: id}) USING INDEX paper:Paper(id)
RETURN collect([id, paper.digest, paper.embedding IS NOT NULL]) AS rows
"""

# What papers said of their entities, before it goes.
MENTIONS = """
UNWIND $rows AS id
MATCH (paper:Paper {id: id})-[mention:MENTIONS]->(entity:Entity) USING INDEX paper:Paper(id)
RETURN collect([entity.id, mention.name, mention.aliases, mention.date]) AS rows
"""

# The counts of entities, as `neo4j_tallies.Tally.of_node` takes them.
TALLIES = """
UNWIND $rows AS id
MATCH (entity:Entity {id: id}) USING INDEX entity:Entity(id)
RETURN collect([
    id, entity.support, entity.firstSeen, entity.name, entity.forms, entity.formPapers, entity.namePapers
]) AS rows
"""

ERASE_RESULTS = """
UNWIND $rows AS id
MATCH (paper:Paper {id: id})-[:REPORTS]->(result:Result) USING INDEX paper:Paper(id)
DETACH DELETE result
"""

ERASE_CLAIMS = f"""
UNWIND $rows AS id
{match_stated()}
DELETE claim
"""

ERASE_PAPERS = """
UNWIND $rows AS id
MATCH (paper:Paper {id: id}) USING INDEX paper:Paper(id)
DETACH DELETE paper
"""

# A property that is null in the row is removed; what others have added stays, here and on entities.
PUT_PAPERS = """
UNWIND $rows AS row
MERGE (paper:Paper {id: row.id})
SET paper += row
"""

ADD_ENTITIES = """
UNWIND $rows AS row
CREATE (entity:Entity:$(row.kind))
SET entity = row.entity
"""

CHANGE_ENTITIES = """
UNWIND $rows AS row
MATCH (entity:Entity {id: row.id}) USING INDEX entity:Entity(id)
SET entity += row
"""

ERASE_ENTITIES = """
UNWIND $rows AS id
MATCH (entity:Entity {id: id}) USING INDEX entity:Entity(id)
DETACH DELETE entity
"""

# The one look at all papers of an entity: needed only when the paper with its earliest date has left it.
FIND_FIRST_SEEN = """
UNWIND $rows AS id
MATCH (entity:Entity {id: id}) USING INDEX entity:Entity(id)
SET entity.firstSeen = COLLECT {
    MATCH (entity)<-[mention:MENTIONS]-(:Paper) RETURN min(mention.date)
}[0]
"""

# A row is a paper with its claims in columns, as `neo4j_rows.claims_row` says. Ends are looked up once an
# entity, not once a claim, and the kind of a claim is a value, so that one plan serves all kinds. An index
# that is null, as where the paper itself is the head, finds null, and a property that is null is not kept.
ADD_CLAIMS = """
UNWIND $rows AS row
MATCH (paper:Paper {id: row.paper}) USING INDEX paper:Paper(id)
CALL (row) {
    UNWIND row.entities AS id
    MATCH (entity:Entity {id: id}) USING INDEX entity:Entity(id)
    RETURN collect(entity) AS entities
}
UNWIND range(0, size(row.ids) - 1) AS i
WITH row, i, row.kinds[i] AS kind, row.quotes[i] AS quote,
    coalesce(entities[row.heads[i]], paper) AS head,
    entities[row.tails[i]] AS tail,
    CASE row.kinds[i] WHEN "MENTIONS" THEN row.tails[i] END AS mentioned
CREATE (head)-[claim:$(kind) {
    id: row.ids[i], paper: row.paper, date: row.date, confidence: row.confidences[i],
    sentence: row.sentences[quote], start: row.starts[quote], end: row.ends[quote],
    headStart: row.headStarts[i], headEnd: row.headEnds[i],
    tailStart: row.tailStarts[i], tailEnd: row.tailEnds[i],
    name: row.names[mentioned], aliases: row.aliases[mentioned],
    starts: row.mentionStarts[mentioned], ends: row.mentionEnds[mentioned]
}]->(tail)
"""

ADD_RESULTS = """
UNWIND $rows AS row
MATCH (paper:Paper {id: row.paper}) USING INDEX paper:Paper(id)
CREATE (paper)-[:REPORTS]->(result:Result)
SET result = row
"""

RESULT_ENDS = {"method": "OF_METHOD", "task": "ON_TASK", "dataset": "ON_DATASET", "metric": "IN_METRIC"}
"""The relationship from a result to each thing that it names."""

LINK_RESULTS = {
    label: f"""
UNWIND $rows AS row
MATCH (result:Result {{id: row.result}}) USING INDEX result:Result(id)
MATCH (end:{label} {{id: row.end}}) USING INDEX end:{label}(id)
CREATE (result)-[:$(row.link)]->(end)
"""
    for label in ("Paper", "Entity")
}

# Decisions of curators are few: they are looked through without an index.
DECISIONS = """
MATCH (decision:PapergraphDecision)
WITH decision ORDER BY decision.number
RETURN collect(decision.record) AS rows
"""

# After those that there are; again where a transaction that was kept is tried once more.
ADD_DECISIONS = """
OPTIONAL MATCH (other:PapergraphDecision)
WITH coalesce(max(other.number), 0) AS last
UNWIND range(0, size($rows) - 1) AS place
WITH $rows[place] AS row, last + 1 + place AS number
MERGE (decision:PapergraphDecision {id: row.id})
ON CREATE SET decision.record = row.record, decision.number = number
"""

REMOVE_DECISION = """
MATCH (decision:PapergraphDecision {id: $id})
WITH decision, decision.id AS id
DELETE decision
RETURN collect(id) AS rows
"""

# The papers that mention an entity.
PAPERS_OF = """
UNWIND $rows AS id
MATCH (entity:Entity {id: id})<-[:MENTIONS]-(paper:Paper) USING INDEX entity:Entity(id)
RETURN collect(DISTINCT paper.id) AS rows
"""

# What was extracted of a paper is kept beside it where a decision changes that.
TOUCHED = """
MATCH (paper:Paper) WHERE paper.original IS NOT NULL
RETURN collect(paper.id) AS rows
"""

ORIGINALS = """
UNWIND $rows AS id
MATCH (paper:Paper {id: id}) USING INDEX paper:Paper(id)
RETURN collect([paper.id, paper.digest, paper.original]) AS rows
"""
