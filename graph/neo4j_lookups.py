"""The Cypher statements that read and whose text never changes: one round trip each, however many ids.

Statements that answer in the order of what they are asked number it as `place`; the others return what
they find with its id.
"""

from graph.kinds import ClaimKind, EntityKind
from graph.neo4j_cypher import RESULT_ENDS, match_stated

PAPER_FIELDS = (
    ".id, .title, .abstract, .authors, .date, .venue, .url, .codeUrl, .projectUrl, .listed, .upvotes, .source"
)
ENTITY_FIELDS = ".id, .name, .aliases, .support, .firstSeen"
EVIDENCE_FIELDS = ".sentence, .start, .end, .headStart, .headEnd, .tailStart, .tailEnd"
CLAIM_FIELDS = (
    f"{EVIDENCE_FIELDS}, .paper, .confidence, kind: type(claim), "
    "head: startNode(claim).id, tail: endNode(claim).id"
)
RESULT_FIELDS = (
    f"{EVIDENCE_FIELDS}, .paper, .value, .valueStart, .valueEnd, .number, .unit, .confidence, "
    "links: COLLECT { MATCH (result)-[link]->(end) RETURN [type(link), end.id] }"
)

UNWIND_IDS = """
UNWIND range(0, size($ids) - 1) AS place
WITH place, $ids[place] AS id
"""

REVISION = "MATCH (store:Papergraph) RETURN store.revision AS revision"

# Every part is read from the database's own counts, not counted.
STATS = f"""
MATCH (store:Papergraph)
RETURN store.revision AS revision,
    COUNT {{ (:Paper) }} AS papers,
    COUNT {{ (:Result) }} AS results,
    {{{", ".join(f"{kind}: COUNT {{ (:{kind}) }}" for kind in EntityKind)}}} AS entities,
    {{{", ".join(f"{kind}: COUNT {{ ()-[:{kind}]->() }}" for kind in ClaimKind)}}} AS claims
"""

CHANGES = """
MATCH (paper:Paper) USING INDEX paper:Paper(revision, id)
WHERE paper.revision >= $revision AND paper.id IS NOT NULL
  AND (paper.revision > $revision OR paper.id > $paper)
RETURN paper.revision AS revision, paper.id AS paper ORDER BY revision, paper LIMIT $limit
"""

PAPERS = f"""
UNWIND $ids AS id
MATCH (paper:Paper {{id: id}}) USING INDEX paper:Paper(id)
RETURN paper {{{PAPER_FIELDS}}} AS paper
"""

ENTITIES = f"""
UNWIND $ids AS id
MATCH (entity:Entity {{id: id}}) USING INDEX entity:Entity(id)
RETURN entity {{{ENTITY_FIELDS}}} AS entity
"""

# A key is the id that an entity would have by that name; one without blanks and quotes, so one term.
NAMED = f"""
UNWIND range(0, size($keys) - 1) AS place
WITH place, $keys[place] AS key
RETURN place, COLLECT {{
    CALL db.index.fulltext.queryNodes("papergraph_names", 'keys:"' + key + '"') YIELD node AS entity
    RETURN entity {{{ENTITY_FIELDS}}}
    ORDER BY entity.id <> key, entity.support DESC, entity.id
    LIMIT 1
}}[0] AS entity
ORDER BY place
"""

FACTS = f"""
UNWIND $ids AS id
MATCH (paper:Paper {{id: id}}) USING INDEX paper:Paper(id)
RETURN paper {{
    {PAPER_FIELDS}, .extractor, .embedding, .contributionSentence, .contributionStart, .contributionEnd,
    .contributionHeadStart, .contributionHeadEnd, .contributionTailStart, .contributionTailEnd
}} AS paper,
COLLECT {{
    {match_stated()}
    RETURN claim {{{CLAIM_FIELDS}, .name, .aliases, .starts, .ends}}
}} AS claims,
COLLECT {{
    MATCH (paper)-[:REPORTS]->(result:Result)
    RETURN result {{{RESULT_FIELDS}}}
}} AS results
"""

# The papers of lists of claims or results, each once.
PAPERS_OF_LISTS = f"""
CALL (lists) {{
    UNWIND lists AS list
    UNWIND list AS item
    WITH DISTINCT item.paper AS id
    MATCH (paper:Paper {{id: id}}) USING INDEX paper:Paper(id)
    RETURN collect(paper {{{PAPER_FIELDS}}}) AS papers
}}
"""

RESULTS = f"""
{UNWIND_IDS}
CALL (id) {{
    CALL (id) {{
        MATCH (paper:Paper {{id: id}})-[:REPORTS]->(result:Result) USING INDEX paper:Paper(id)
        RETURN result
        UNION ALL
        MATCH (entity:Entity {{id: id}})<-[:{"|".join(RESULT_ENDS.values())}]-(result:Result)
        USING INDEX entity:Entity(id)
        RETURN result
    }}
    WITH result ORDER BY coalesce(result.date, "") DESC, result.id LIMIT $limit
    RETURN collect(result {{{RESULT_FIELDS}}}) AS list
}}
WITH place, list ORDER BY place
WITH collect(list) AS lists
{PAPERS_OF_LISTS}
RETURN lists, papers
"""

# The whole graph in one statement, so that all of it is of one revision. Rows of numbers and ids only; the
# support of an edge is the number of its relationships.
ROWS = f"""
MATCH (store:Papergraph)
RETURN store.revision AS revision,
    COLLECT {{
        MATCH (e:Entity) RETURN [e.id, e.support, coalesce(e.firstSeen, "")] ORDER BY e.id
    }} AS entities,
    COLLECT {{ MATCH (p:Paper) RETURN [p.id, coalesce(p.date, "")] ORDER BY p.id }} AS papers,
    COLLECT {{
        MATCH (head)-[claim:{"|".join(ClaimKind)}]->(tail:Entity)
        WITH head.id AS head, tail.id AS tail, type(claim) AS kind, count(*) AS support
        RETURN [head, tail, kind, support]
    }} AS edges
"""

VECTORS = """
MATCH (store:Papergraph)
RETURN store.revision AS revision, COLLECT {
    MATCH (p:Paper) WHERE p.embedding IS NOT NULL RETURN [p.id, p.extractor, p.embedding]
} AS rows
"""

DAYS = """
MATCH (paper:Paper) USING INDEX paper:Paper(listed, listKey)
WHERE paper.listed < $before AND paper.listKey IS NOT NULL
RETURN paper.listed AS date, count(*) AS papers ORDER BY date DESC LIMIT $limit
"""

SEARCH_PAPERS = f"""
CALL db.index.fulltext.queryNodes("papergraph_papers", $query, {{limit: $limit}})
YIELD node AS paper, score
RETURN paper {{{PAPER_FIELDS}}} AS paper
ORDER BY score DESC, paper.id
"""

# The index finds entities whose names hold all the words; one name must hold them all.
SEARCH_ENTITIES = f"""
CALL db.index.fulltext.queryNodes("papergraph_names", $query) YIELD node AS entity
WHERE any(label IN labels(entity) WHERE label IN $kinds)
  AND any(
      name IN entity.nameWords
      WHERE all(word IN $words WHERE " " + name + " " CONTAINS " " + word + " ")
        AND " " + name CONTAINS " " + $prefix
  )
RETURN entity {{{ENTITY_FIELDS}}} AS entity
ORDER BY entity.support DESC, entity.id LIMIT $limit
"""

# Keys are few: they are looked through without an index.
KEYS = """
MATCH (key:PapergraphKey)
RETURN key {.id, .name, .scopes, .digest, .created} AS key ORDER BY key.created, key.id
"""
ADD_KEY = "MERGE (key:PapergraphKey {id: $key.id}) SET key += $key"
REMOVE_KEY = "MATCH (key:PapergraphKey {id: $id}) DELETE key"

QUOTES = f"""
MATCH (paper:Paper) USING INDEX paper:Paper(id)
WHERE paper.id > $after
WITH paper, paper.id AS id ORDER BY id LIMIT $limit
RETURN id, paper.title AS title, paper.abstract AS abstract, COLLECT {{
    CALL (paper, id) {{
        {match_stated()}
        RETURN claim.id AS owner, claim.sentence AS sentence, claim.start AS start, claim.end AS end
        UNION ALL
        MATCH (paper)-[:REPORTS]->(result:Result)
        RETURN result.id AS owner, result.sentence AS sentence, result.start AS start, result.end AS end
        UNION ALL
        WITH paper WHERE paper.contributionSentence IS NOT NULL
        RETURN "contribution" AS owner, paper.contributionSentence AS sentence,
            paper.contributionStart AS start, paper.contributionEnd AS end
    }}
    RETURN {{owner: owner, sentence: sentence, start: start, end: end}} ORDER BY owner
}} AS quotes
ORDER BY id
"""
