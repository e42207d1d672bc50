"""The tables of the embedded store, and how a file of an older Papergraph is brought up to date.

Keys inside are integers; ids, the text that the world sees, stand in `paper` and `entity`, and a paper's
where a list is sorted by it. Some conventions save room and work:

- `age` is a date as minus its digits: -20170612 for 2017-06-12, -20170600 for 2017-06, 0 for none. In
  ascending order it lists the newest first and what has no date last; `doubt`, minus a confidence, lists
  the most certain first. A list is then one stretch of one index, and a page of it begins wherever a row
  value comparison with its key says.
- The id of a claim or result begins with its paper's and a bar, which is `tie`; `number` counts those of
  one paper in the order of their ids. So (tie, number) sorts as their ids do, which are five times as
  long. (Only where a paper's id is another's, a bar and more, they all come after that other's.)
- Full-text tables hold `graph.names.words` joined by blanks and are cut at blanks only (the "ascii"
  tokenizer takes everything outside of ASCII as part of a word), so that the words are those of
  `graph.names` and of nothing else. They keep no copy of the texts.
- What would have to be counted is kept: the support of entities and edges, how many papers write a name,
  the totals in `tally`. A merge adds and subtracts; it never counts what a hub holds.

A foreign key is declared where an index makes the check of its parent cheap. Paper and number are the
primary key of whatever belongs to a paper, so that its rows lie side by side.
"""

import apsw

from graph.errors import NotAStore, VersionMismatch
from graph.sqlite_connections import Connections, transaction

APPLICATION_ID = int.from_bytes(b"PpGr")
"""Written into the header of each file: whose it is."""

_FIRST = """
CREATE TABLE state (revision INTEGER NOT NULL) STRICT;
INSERT INTO state VALUES (0);

CREATE TABLE tally (
    part TEXT NOT NULL,      -- 'papers', 'results', 'entities' or 'claims'
    kind TEXT NOT NULL,      -- of the entities or claims, else ''
    total INTEGER NOT NULL,
    PRIMARY KEY (part, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE paper (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    age INTEGER NOT NULL,
    title TEXT NOT NULL,
    abstract TEXT NOT NULL,
    authors TEXT NOT NULL,   -- a JSON array
    venue TEXT,
    url TEXT,
    code_url TEXT,
    project_url TEXT,
    listed TEXT,
    upvotes INTEGER,
    source TEXT,
    extractor TEXT NOT NULL,
    digest BLOB NOT NULL,    -- SHA-256 of all its facts
    revision INTEGER NOT NULL -- of the merge that wrote it last
) STRICT;
CREATE INDEX paper_by_date ON paper (age, id);
CREATE INDEX paper_by_venue ON paper (venue, age, id) WHERE venue IS NOT NULL;
CREATE INDEX paper_by_listed ON paper (listed, age, id) WHERE listed IS NOT NULL;
CREATE VIRTUAL TABLE paper_words USING fts5 (
    title, abstract, content = '', contentless_delete = 1, tokenize = 'ascii'
);

CREATE TABLE entity (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,      -- the one that most papers choose
    support INTEGER NOT NULL,
    first_age INTEGER NOT NULL -- of the oldest paper with a date
) STRICT;

CREATE TABLE name (
    key INTEGER PRIMARY KEY,
    entity INTEGER NOT NULL REFERENCES entity,
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    chosen INTEGER NOT NULL, -- papers that give it as the entity's name
    written INTEGER NOT NULL, -- papers that give it as name or alias
    UNIQUE (entity, name)
) STRICT;
CREATE INDEX name_by_slug ON name (slug, entity);
CREATE VIRTUAL TABLE name_words USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'ascii', detail = none
);

CREATE TABLE paper_entity (  -- the entities of a paper, each by the name that the paper gives it
    paper INTEGER NOT NULL REFERENCES paper,
    entity INTEGER NOT NULL REFERENCES entity,
    name INTEGER NOT NULL,
    age INTEGER NOT NULL,    -- age and id of the paper, to list an entity's papers
    paper_id TEXT NOT NULL,
    PRIMARY KEY (paper, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_by_entity ON paper_entity (entity, age, paper_id);

CREATE TABLE paper_alias (
    paper INTEGER NOT NULL,
    entity INTEGER NOT NULL,
    name INTEGER NOT NULL,
    PRIMARY KEY (paper, entity, name),
    FOREIGN KEY (paper, entity) REFERENCES paper_entity
) STRICT, WITHOUT ROWID;

CREATE TABLE mention (
    paper INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    entity INTEGER NOT NULL,
    PRIMARY KEY (paper, "start", "end", entity),
    FOREIGN KEY (paper, entity) REFERENCES paper_entity
) STRICT, WITHOUT ROWID;

CREATE TABLE sentence (      -- each sentence once, however many claims it supports
    paper INTEGER NOT NULL REFERENCES paper,
    number INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (paper, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE contribution (
    paper INTEGER PRIMARY KEY,
    sentence INTEGER NOT NULL,
    head_start INTEGER, head_end INTEGER, tail_start INTEGER, tail_end INTEGER,
    FOREIGN KEY (paper, sentence) REFERENCES sentence
) STRICT;

CREATE TABLE edge (          -- edges between entities; one that starts from a paper has support 1
    head INTEGER NOT NULL REFERENCES entity,
    kind TEXT NOT NULL,
    tail INTEGER NOT NULL,
    support INTEGER NOT NULL,
    PRIMARY KEY (head, kind, tail)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (
    paper INTEGER NOT NULL,
    number INTEGER NOT NULL,
    tie TEXT NOT NULL,
    head INTEGER,            -- NULL where the paper itself is the head
    kind TEXT NOT NULL,
    tail INTEGER NOT NULL,
    doubt REAL NOT NULL,
    age INTEGER NOT NULL,
    sentence INTEGER NOT NULL,
    head_start INTEGER, head_end INTEGER, tail_start INTEGER, tail_end INTEGER,
    PRIMARY KEY (paper, number),
    FOREIGN KEY (paper, head) REFERENCES paper_entity,
    FOREIGN KEY (paper, tail) REFERENCES paper_entity,
    FOREIGN KEY (paper, sentence) REFERENCES sentence
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_by_head ON claim (head, doubt, tie, number, kind, age, tail) WHERE head IS NOT NULL;
CREATE INDEX claim_by_tail ON claim (tail, doubt, tie, number, kind, age, head);

CREATE TABLE result (
    paper INTEGER NOT NULL,
    number INTEGER NOT NULL,
    tie TEXT NOT NULL,
    age INTEGER NOT NULL,
    value TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    parsed REAL,
    unit TEXT,
    by_paper INTEGER NOT NULL, -- 1 where the paper itself is the method, which is NULL then
    method INTEGER,
    task INTEGER,
    dataset INTEGER,
    metric INTEGER,
    confidence REAL NOT NULL,
    sentence INTEGER NOT NULL,
    head_start INTEGER, head_end INTEGER, tail_start INTEGER, tail_end INTEGER,
    PRIMARY KEY (paper, number),
    FOREIGN KEY (paper, method) REFERENCES paper_entity,
    FOREIGN KEY (paper, task) REFERENCES paper_entity,
    FOREIGN KEY (paper, dataset) REFERENCES paper_entity,
    FOREIGN KEY (paper, metric) REFERENCES paper_entity,
    FOREIGN KEY (paper, sentence) REFERENCES sentence
) STRICT, WITHOUT ROWID;
CREATE INDEX result_by_method ON result (method, age, tie, number) WHERE method IS NOT NULL;
CREATE INDEX result_by_task ON result (task, age, tie, number) WHERE task IS NOT NULL;
CREATE INDEX result_by_dataset ON result (dataset, age, tie, number) WHERE dataset IS NOT NULL;
CREATE INDEX result_by_metric ON result (metric, age, tie, number) WHERE metric IS NOT NULL;
"""

_ENTITY_LISTS = """
CREATE INDEX entity_by_support ON entity (kind, -support, id);
CREATE INDEX entity_by_age ON entity (kind, first_age, id);
CREATE INDEX entity_by_id ON entity (kind, id);
"""

_KEYS = """
CREATE TABLE api_key (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,    -- a JSON array
    digest TEXT NOT NULL,    -- SHA-256 of the secret
    created TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

_CHANGES = "CREATE INDEX paper_by_revision ON paper (revision, id);"

_CURATION = """
CREATE TABLE curation (
    number INTEGER PRIMARY KEY, -- in this order they are applied
    id TEXT NOT NULL UNIQUE,
    decision TEXT NOT NULL   -- a JSON object
) STRICT;
ALTER TABLE paper ADD COLUMN original TEXT; -- what was extracted, where a decision changes it: a JSON object
"""

_EMBEDDINGS = """
CREATE TABLE embedding (     -- of papers whose extractor makes one
    paper INTEGER PRIMARY KEY REFERENCES paper,
    vector BLOB NOT NULL     -- as `graph.embeddings.packed`
) STRICT;
"""

MIGRATIONS = (_FIRST, _ENTITY_LISTS, _KEYS, _CHANGES, _CURATION, _EMBEDDINGS)
"""One script a version, in order, each run in one transaction. Never change one that was released."""


def prepare(connections: Connections, create: bool) -> None:
    """Make sure that a store of this code's version is there: make it, upgrade it, or say why not.

    Raises `NotAStore`, `VersionMismatch`, and what writing raises where that is needed.
    """
    found = connections.application_id()
    if found is None:
        if not create:
            raise NotAStore(f"no store is at {connections.path}; `papergraph ingest` makes one")
        connections.create(APPLICATION_ID)
    elif found != APPLICATION_ID:
        raise NotAStore(f"{connections.path} is an SQLite database of something else; name another file")
    else:
        with connections.reader() as connection:
            if version(connection) == len(MIGRATIONS):
                return
    _migrate(connections.writer())


def version(connection: apsw.Connection) -> int:
    """Return the store's version; raises `VersionMismatch` where it is newer than this code, which can
    also happen to a store that has been open for long."""
    found: int = connection.pragma("user_version")
    if found > len(MIGRATIONS):
        raise VersionMismatch(
            f"{connection.filename} has schema version {found}, and this Papergraph knows versions up to "
            f"{len(MIGRATIONS)}; upgrade Papergraph"
        )
    return found


def _migrate(connection: apsw.Connection) -> None:
    # Each transaction looks again at what it finds: of several processes that make or upgrade the same
    # file at once, one does it and the others see that it is done.
    done = False
    while not done:
        with transaction(connection):
            found = version(connection)
            done = found == len(MIGRATIONS)
            if not done:
                connection.execute(MIGRATIONS[found])
                connection.pragma("user_version", found + 1)
