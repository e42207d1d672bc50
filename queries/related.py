"""Which papers are related to one, and why: `related` to a paper of the graph, `related_to` to any other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph.errors import InvalidValue
from graph.kinds import ClaimKind
from graph.model import Paper, PaperFacts
from graph.store import GraphStore
from queries.facets import WEIGHTS, Facet, Weights, spoken
from queries.reasons import Reason, Shared, reasons, why
from queries.related_index import RelatedIndex, text_of
from queries.roles import ROLES, factors, place, roles_of
from queries.terms import counted

MOST = 200
"""Related papers that are given at once."""
_ASIDE = 0.25
"""Weight of the words outside of the sentences that speak of a facet."""
_STEPS = (
    (ClaimKind.IMPROVES_ON, ClaimKind.PROPOSES),
    (ClaimKind.BUILDS_ON, ClaimKind.PROPOSES),
    (ClaimKind.PROPOSES, ClaimKind.IMPROVES_ON),
    (ClaimKind.PROPOSES, ClaimKind.BUILDS_ON),
)
"""The steps of a lineage: what one paper does with a thing, and the other."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a score is the weighted sum of, each from 0 (nothing in common) to 1, `meaning` from -1."""

    meaning: float
    words: float
    things: float
    lineage: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A related paper, and why it is: `why` says the reasons in one sentence."""

    paper: Paper
    score: float
    parts: Parts
    reasons: tuple[Reason, ...]
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A paper as others are compared with it: its embedding ((), if it has none), its title and abstract,
    and the columns of its entities in their roles (`queries.roles`)."""

    title: str
    abstract: str
    embedding: tuple[float, ...] | NDArray[np.float32]
    columns: NDArray[np.int64]


async def related(
    store: GraphStore, index: RelatedIndex, id: str, *, facet: Facet = Facet.ANY, limit: int = 10
) -> list[Hit] | None:
    """Return the papers related to one, the nearest first; None where there is no such paper. Costs three
    calls of the store. Raises `InvalidValue` for a limit outside of 1 to 200."""
    _check(limit)
    [paper] = await store.papers([id])
    number = index.papers.get(id)
    if paper is None:
        return None
    if number is None:  # it came after the index was made
        [facts] = await store.facts([id])
        return await related_to(store, index, facts, facet=facet, limit=limit) if facts else None
    row = index.things.indices[index.things.indptr[number] : index.things.indptr[number + 1]]
    question = Question(paper.title, paper.abstract, index.meaning[number], row.astype(np.int64))
    return await _answered(store, index, question, WEIGHTS[facet], facet, limit, number)


async def related_to(
    store: GraphStore, index: RelatedIndex, facts: PaperFacts, *, facet: Facet = Facet.ANY, limit: int = 10
) -> list[Hit]:
    """Return the papers related to one that need not be in the graph, the nearest first; a paper with its id
    is left out. Raises `InvalidValue` for a limit outside of 1 to 200."""
    _check(limit)
    question = question_of(index, facts)
    without = index.papers.get(facts.paper.id)
    return await _answered(store, index, question, WEIGHTS[facet], facet, limit, without)


async def ranked(
    store: GraphStore, index: RelatedIndex, facts: PaperFacts, facet: Facet, of_facet: PaperFacts | None
) -> list[Hit]:
    """Return all papers of an index, the nearest to one first. `of_facet` is what is found in its sentences
    that speak of the facet, where there are some: their embedding counts as much as that of the whole."""
    question = question_of(index, facts)
    if of_facet is not None and len(question.embedding):
        steered = question_of(index, of_facet).embedding
        if len(steered):
            question = replace(question, embedding=_unit(question.embedding) + _unit(steered))
    return await _answered(store, index, question, WEIGHTS[facet], facet, max(len(index.papers), 1), None)


def question_of(index: RelatedIndex, facts: PaperFacts) -> Question:
    """Return the facts of a paper as the papers of an index can be compared with it."""
    own = facts.extractor == index.extractor and len(facts.embedding) == index.meaning.shape[1]
    embedding = np.array(facts.embedding, np.float32) - index.centre if own else ()
    columns = roles_of(facts, index.entities)
    return Question(facts.paper.title, facts.paper.abstract, embedding, columns)


def scored(
    index: RelatedIndex, question: Question, facet: Facet
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the score of each paper, [papers], and its parts in the order of `Parts`, [4, papers]."""
    weights = WEIGHTS[facet]
    parts = np.stack(
        [
            _meaning(index, question),
            _words(index, question, facet),
            _things(index, question.columns, weights),
            _lineage(index, question.columns),
        ]
    )
    shares = np.array([weights.meaning, weights.words, weights.things, weights.lineage], np.float32)
    return shares @ parts, parts


def _meaning(index: RelatedIndex, question: Question) -> NDArray[np.float32]:
    if not len(question.embedding):
        return np.zeros(len(index.meaning), np.float32)
    found: NDArray[np.float32] = index.meaning @ _unit(question.embedding)
    return found


def _unit(vector: tuple[float, ...] | NDArray[np.float32]) -> NDArray[np.float32]:
    values = np.asarray(vector, np.float32)
    return values / np.float32(max(float(np.linalg.norm(values)), 1e-12))


def _words(index: RelatedIndex, question: Question, facet: Facet) -> NDArray[np.float32]:
    whole = counted([text_of(question.title, question.abstract)])
    terms, often = whole.indices, whole.data.astype(np.float32)
    told = spoken(question.title, question.abstract, facet)
    weights = often / (often + 1)
    if told:
        here = np.isin(terms, counted([told]).indices)
        weights = np.where(here, weights, weights * np.float32(_ASIDE))
    return index.words.scores(*index.words.vector(terms, weights))


def _things(index: RelatedIndex, columns: NDArray[np.int64], weights: Weights) -> NDArray[np.float32]:
    raised = factors(index.snapshot.entity_kinds, weights.of_role, weights.of_kind)
    return index.roles.scores(*index.roles.vector(columns, raised[columns]))


def _lineage(index: RelatedIndex, columns: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return how much papers propose what this one improves or builds on, and the other way round."""
    entities = len(index.entities)
    if not entities:
        return np.zeros(len(index.papers), np.float32)
    role, entity = columns // entities, columns % entities
    wanted = [
        place(ROLES.index(theirs), entity[role == ROLES.index(ours)], entities) for ours, theirs in _STEPS
    ]
    steps = np.unique(np.concatenate(wanted))
    return index.roles.scores(*index.roles.vector(steps, np.ones(len(steps), np.float32)))


async def _answered(  # noqa: PLR0913, PLR0917
    store: GraphStore,
    index: RelatedIndex,
    question: Question,
    weights: Weights,
    facet: Facet,
    limit: int,
    without: int | None,
) -> list[Hit]:
    scores, parts = scored(index, question, facet)
    if without is not None:
        scores[without] = -np.inf
    order = top(scores, limit)
    order = order[np.isfinite(scores[order])]
    ids = [index.snapshot.rows.papers[number] for number in order.tolist()]
    papers = await store.papers(ids)
    shared = [_shared(index, question.columns, number, weights) for number in order.tolist()]
    wanted = sorted({entity for each in shared for item in each for entity in [item.entity]})
    records = await store.entities(wanted) if wanted else []
    names = {record.entity.id: record.entity.name for record in records if record}
    found: list[Hit] = []
    for number, paper, each in zip(order.tolist(), papers, shared, strict=True):
        if paper is None:  # removed since
            continue
        given = reasons(each, names, (question.title, question.abstract), paper, index.words)
        value = Parts(*(float(part) for part in parts[:, number]))
        found.append(Hit(paper, float(scores[number]), value, given, why(given)))
    return found


def top(scores: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Return the numbers of the highest scores, the highest first; of equals, the lower number."""
    if limit < len(scores):
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        chosen = np.flatnonzero(scores >= least)
    else:
        chosen = np.arange(len(scores))
    return chosen[np.argsort(-scores[chosen], kind="stable")][:limit]


def _shared(
    index: RelatedIndex, columns: NDArray[np.int64], number: int, weights: Weights
) -> Sequence[Shared]:
    """Return what a paper shares with the question, what tells most first."""
    entities = len(index.entities)
    theirs = index.things.indices[index.things.indptr[number] : index.things.indptr[number + 1]].astype(
        np.int64
    )
    if not entities or not len(columns) or not len(theirs):
        return ()
    raised = factors(index.snapshot.entity_kinds, weights.of_role, weights.of_kind)
    mine: dict[int, set[ClaimKind]] = {}
    yours: dict[int, set[ClaimKind]] = {}
    for side, held in ((mine, columns), (yours, theirs)):
        for column in held.tolist():
            side.setdefault(column % entities, set()).add(ROLES[column // entities])
    found = []
    for entity in mine.keys() & yours.keys():
        rarity = float(index.roles.rarity[entity] * raised[entity])
        item = Shared.of(index.snapshot.rows.entities[entity], mine[entity], yours[entity], rarity)
        found.append(item)
    return sorted(found, key=lambda item: (-item.weight, item.entity))


def _check(limit: int) -> None:
    if not 1 <= limit <= MOST:
        raise InvalidValue("first", f"must lie between 1 and {MOST}, got {limit}")
