"""From objects of the model to the rows of the embedded store: all that belongs to a paper."""

# ruff: noqa: S608 -- statements are put together from constants of this module; values are bound

import json
from collections.abc import Mapping, Sequence

import apsw

from graph.curation import Shown
from graph.embeddings import packed
from graph.model import Evidence, PaperFacts
from graph.names import spelled
from graph.sqlite_rows import Row, age_of, next_key

_COLUMNS = {
    "sentence": 5,
    "paper_entity": 5,
    "paper_alias": 3,
    "mention": 4,
    "claim": 13,
    "result": 20,
    "contribution": 6,
    "embedding": 2,
}
"""The tables of what belongs to a paper and their numbers of columns, each after those it refers to."""

_PAPER = """
    INSERT INTO paper (key, id, age, title, abstract, authors, venue, url, code_url, project_url, listed,
                       upvotes, source, extractor, digest, original, revision)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

Rows = dict[str, list[Row]]


def insert(
    connection: apsw.Connection,
    batch: Sequence[Shown],
    revision: int,
    entities: Mapping[str, tuple[int, str]],
    names: Mapping[tuple[int, str], int],
) -> None:
    """Write papers and all that they say. `entities` and `names` hold the
    keys of what they name: entities by id (with a name that isn't used here), names by entity and name."""
    papers, texts = [], []
    rows: Rows = {table: [] for table in _COLUMNS}
    for key, shown in enumerate(batch, next_key(connection, "paper")):
        facts = shown.facts
        papers.append((key, *_paper(facts), bytes.fromhex(shown.digest), shown.original, revision))
        texts.append((key, spelled(facts.paper.title), spelled(facts.paper.abstract)))
        _add_parts(facts, key, entities, names, rows)
    connection.executemany(_PAPER, papers)
    for table, columns in _COLUMNS.items():
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", rows[table])
    connection.executemany("INSERT INTO paper_words (rowid, title, abstract) VALUES (?, ?, ?)", texts)


def delete(connection: apsw.Connection, keys: Sequence[int]) -> None:
    """Remove the papers with these keys and all that they say."""
    bindings = [(key,) for key in keys]
    for table in reversed(_COLUMNS):
        connection.executemany(f"DELETE FROM {table} WHERE paper = ?", bindings)
    connection.executemany("DELETE FROM paper_words WHERE rowid = ?", bindings)
    connection.executemany("DELETE FROM paper WHERE key = ?", bindings)


def _paper(facts: PaperFacts) -> Row:
    paper = facts.paper
    return (
        paper.id,
        age_of(paper.date),
        paper.title,
        paper.abstract,
        json.dumps(paper.authors, ensure_ascii=False),
        paper.venue,
        paper.url,
        paper.code_url,
        paper.project_url,
        paper.listed,
        paper.upvotes,
        paper.source,
        facts.extractor,
    )


def _add_parts(
    facts: PaperFacts,
    paper: int,
    entities: Mapping[str, tuple[int, str]],
    names: Mapping[tuple[int, str], int],
    rows: Rows,
) -> None:
    """Add the rows of all that one paper says to those of each table."""
    id, age = facts.paper.id, age_of(facts.paper.date)
    tie = f"{id}|"
    # The paper itself is none of them: an end that it is becomes NULL.
    keys: dict[str | None, int] = {entity.id: entities[entity.id][0] for entity in facts.entities}
    sentences: dict[tuple[int, int], int] = {}
    add_sentence = rows["sentence"].append

    def cite(evidence: Evidence) -> Row:
        """Return the number of the evidence's sentence, and where it mentions both ends."""
        place = (evidence.span.start, evidence.span.end)
        number = sentences.get(place)
        if number is None:
            number = sentences[place] = len(sentences)
            add_sentence((paper, number, *place, evidence.sentence))
        head, tail = evidence.head, evidence.tail
        return (
            number,
            head.start if head else None,
            head.end if head else None,
            tail.start if tail else None,
            tail.end if tail else None,
        )

    for entity in facts.entities:
        key = keys[entity.id]
        rows["paper_entity"].append((paper, key, names[key, entity.name], age, id))
        for alias in entity.aliases:
            rows["paper_alias"].append((paper, key, names[key, alias]))
    rows["mention"] += [(paper, m.span.start, m.span.end, keys[m.entity]) for m in facts.mentions]
    rows["claim"] += [
        (paper, number, tie, keys.get(c.head), c.kind, keys[c.tail], -c.confidence, age, *cite(c.evidence))
        for number, c in enumerate(facts.claims)
    ]
    rows["result"] += [
        (
            paper,
            number,
            tie,
            age,
            r.value,
            r.span.start,
            r.span.end,
            r.number,
            r.unit,
            int(r.method == id),
            keys.get(r.method),
            keys.get(r.task),
            keys.get(r.dataset),
            keys.get(r.metric),
            r.confidence,
            *cite(r.evidence),
        )
        for number, r in enumerate(facts.results)
    ]
    if facts.contribution is not None:
        rows["contribution"].append((paper, *cite(facts.contribution)))
    if facts.embedding:
        rows["embedding"].append((paper, packed(facts.embedding)))
