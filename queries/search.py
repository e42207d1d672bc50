"""Search: papers and entities together, ranked the same whichever store holds them.

The store proposes candidates; the score below orders them. It depends on the texts and on `support`
alone, so two stores that hold the same papers give the same answer, as long as they propose the same
candidates: always for entities, and for papers where at most `CANDIDATES` match.

- An entity scores 3 when one of its names is the query, 2 when one begins with it, 1 when one holds its
  words; to that comes s / (s + 10) for the s papers that mention it.
- A paper scores (2 t + f / (f + 10)) / n for a query of n words, t of which stand in its title, and
  which its abstract holds f times; a title that is the query adds 1.

Where nothing is found, the words of the text that begin no name are taken for mistyped: each is replaced by
the most like word of a name that begins with the same letters, if there is one, and that is searched instead.

So an entity of that name comes first, then papers about it and longer names, then what mentions it in
passing. Of equal scores entities come first, then newer papers, then the smaller id. Words are those of
`graph.names.words`, names are compared by `graph.names.slug`, and the last word may be unfinished.
"""

import asyncio
import re
from dataclasses import dataclass, replace
from difflib import get_close_matches

from graph.errors import InvalidValue
from graph.kinds import EntityKind
from graph.model import Paper
from graph.names import slug, words
from graph.store import EntityRecord, GraphStore

CANDIDATES = 200
"""How many papers and how many entities are ranked; what matches beyond is not found."""

LONGEST_TEXT = 500

ALL_KINDS = frozenset(EntityKind)

_BEGINNINGS = (4, 3, 2, 1)
"""Letters that a mistyped word shares with the right one, the most first."""
_LIKENESS = 0.75
"""Of `difflib`, from 0 to 1: a letter too few, too many or wrong in five."""
_SENTENCE = re.compile(r"[^\s].*?(?:[.!?](?=\s|$)|$)", re.DOTALL)
_WORD = re.compile(r"[^\W_]+")

_HALF = 10
"""The number of mentions that is worth half a point."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found, and how well it matches. `corrected` is the text that was searched in place
    of the one that was given, where that found nothing."""

    node: Paper | EntityRecord
    score: float
    corrected: str | None = None


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch of what was found, and where in it the words of the search stand: start and end, in order."""

    text: str
    spans: tuple[tuple[int, int], ...]


async def search(
    store: GraphStore,
    text: str,
    *,
    papers: bool = True,
    kinds: frozenset[EntityKind] = ALL_KINDS,
    limit: int = 20,
) -> list[Hit]:
    """Return the `limit` best matches of `text` among papers (if wanted) and entities of these kinds.

    Costs at most one call of the store for papers, one for entities and one for each kind, whatever is found;
    where nothing is, a few more for each word. Raises `InvalidValue` for a text of more than 500 characters.
    """
    if len(text) > LONGEST_TEXT:
        raise InvalidValue("text", f"is longer than {LONGEST_TEXT} characters; search for a few words of it")
    hits = await _search(store, text, papers=papers, kinds=kinds)
    if not hits and (corrected := await _corrected(store, words(text))):
        hits = [
            replace(hit, corrected=corrected)
            for hit in await _search(store, corrected, papers=papers, kinds=kinds)
        ]
    return hits[:limit]


async def _search(store: GraphStore, text: str, *, papers: bool, kinds: frozenset[EntityKind]) -> list[Hit]:
    query = words(text)
    found_papers, found_entities = await asyncio.gather(
        _find_papers(store, query if papers else []), _find_entities(store, text, query, kinds)
    )
    hits = [Hit(record, _score_entity(record, text)) for record in found_entities]
    hits += [Hit(paper, _score_paper(paper, text, query)) for paper in found_papers]
    return _ranked(hits)


async def _corrected(store: GraphStore, query: list[str]) -> str | None:
    """Return the text with its mistyped words replaced, or None where none can be."""
    found: list[str] = []
    for word in query:
        if await store.search_entities([word], ALL_KINDS, 1) or await store.search_papers([word], 1):
            found.append(word)
            continue
        like = await _like(store, word)
        if like is None:
            return None
        found.append(like)
    return " ".join(found) if found != query else None


async def _like(store: GraphStore, word: str) -> str | None:
    """Return the word of a name that is most like this one, among those that begin alike."""
    for length in _BEGINNINGS:
        if len(word) > length:
            records = await store.search_entities([word[:length]], ALL_KINDS, CANDIDATES)
            names = (name for record in records for name in record.entity.names)
            vocabulary = list(dict.fromkeys(each for name in names for each in words(name)))
            for close in get_close_matches(word, vocabulary, n=1, cutoff=_LIKENESS):
                return close
    return None


def highlights(hit: Hit, text: str) -> list[Highlight]:
    """Return where the words of the search stand in what was found: in the first of an entity's names that
    has them, or in a paper's title and the sentence of its abstract that has most of them."""
    query = words(hit.corrected or text)
    if not isinstance(hit.node, Paper):
        names = (_marked(name, query) for name in hit.node.entity.names)
        return [max(names, key=lambda marked: len(marked.spans))]
    found = [_marked(hit.node.title, query)]
    sentences = (_marked(sentence, query) for sentence in _SENTENCE.findall(hit.node.abstract))
    best = max(sentences, key=lambda marked: len(marked.spans), default=None)
    return [each for each in (*found, best) if each and each.spans]


def _marked(text: str, query: list[str]) -> Highlight:
    """Return a text with the places of its words that are searched for; the last one may be unfinished."""
    whole = frozenset(query)
    spans = [
        match.span()
        for match in _WORD.finditer(text)
        if query and any(word in whole or word.startswith(query[-1]) for word in words(match[0]))
    ]
    return Highlight(text, tuple(spans))


async def _find_papers(store: GraphStore, query: list[str]) -> list[Paper]:
    return await store.search_papers(query, CANDIDATES) if query else []


async def _find_entities(
    store: GraphStore, text: str, query: list[str], kinds: frozenset[EntityKind]
) -> list[EntityRecord]:
    # A name is looked up whole too: "C++" is but the word "c" to a full-text search, and "C" would crowd
    # it out.
    if not kinds or not text.strip():
        return []
    similar = await store.search_entities(query, kinds, CANDIDATES) if query else []
    named = await asyncio.gather(*(store.named(kind, [text]) for kind in sorted(kinds)))
    found = (*similar, *(record for records in named for record in records if record))
    return list({record.entity.id: record for record in found}.values())


def _score_entity(record: EntityRecord, text: str) -> float:
    wanted = slug(text)
    names = [slug(name) for name in record.entity.names]
    if wanted in (*names, record.entity.id.partition(":")[2]):
        closeness = 3
    elif any(name.startswith(wanted) for name in names):
        closeness = 2
    else:
        closeness = 1
    return closeness + record.support / (record.support + _HALF)


def _score_paper(paper: Paper, text: str, query: list[str]) -> float:
    title = words(paper.title)
    in_title = sum(word in title for word in query[:-1]) + any(word.startswith(query[-1]) for word in title)
    whole = frozenset(query)
    in_abstract = sum(word in whole or word.startswith(query[-1]) for word in words(paper.abstract))
    score = (2 * in_title + in_abstract / (in_abstract + _HALF)) / len(query)
    return score + (slug(paper.title) == slug(text))


def _ranked(hits: list[Hit]) -> list[Hit]:
    # Sorts are stable: the last one weighs most.
    hits = sorted(hits, key=lambda hit: hit.node.id if isinstance(hit.node, Paper) else hit.node.entity.id)
    hits.sort(key=lambda hit: (hit.node.date or "") if isinstance(hit.node, Paper) else "", reverse=True)
    hits.sort(key=lambda hit: (-hit.score, isinstance(hit.node, Paper)))
    return hits
