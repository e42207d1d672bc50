"""The linear models of `linear.json`: which written forms name the same, and which numbers are results."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extraction import abbreviations, sentences
from extraction.annotations import Cluster, Found, Proposal
from extraction.choices import MODEL
from extraction.gold import Gold
from extraction.trained import groups, merging
from extraction.trained.linear import Features, Weights
from extraction.trained.results import Text, end_features, value_features
from extraction.trained.schema import ENTITY_KINDS
from extraction.trained.spans import Scored
from extraction.training.examples import one_hot
from graph.kinds import EntityKind
from graph.model import Span

_RARE = 3
"""A feature of fewer examples has no weight."""
_SMALL = 0.02
"""Weights below this are left out."""
Labelled = tuple[Features, bool]


def fit(golds: Sequence[Gold]) -> dict[str, Weights]:
    """Return the weights of all linear models."""
    texts = [(gold, _text(gold)) for gold in golds]
    return {
        "merging": _fitted(item for gold in golds for item in _merging(gold)),
        "value": _fitted(item for pair in texts for item in _values(*pair)),
        **{
            kind.value: _fitted(item for pair in texts for item in _ends(*pair, kind))
            for kind in (EntityKind.METRIC, EntityKind.DATASET)
        },
    }


def _fitted(labelled: Iterator[Labelled]) -> Weights:
    items = list(labelled)
    count = Counter(feature for features, _ in items for feature in features)
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(
        {feature: value for feature, value in features.items() if count[feature] >= _RARE}
        for features, _ in items
    )
    model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000)
    model.fit(matrix, [right for _, right in items])
    weights = dict(zip(vectors.get_feature_names_out(), model.coef_[0].tolist(), strict=True))
    return {feature: round(value, 4) for feature, value in sorted(weights.items()) if abs(value) >= _SMALL}


def _merging(gold: Gold) -> Iterator[Labelled]:
    """Yield, of each pair of written forms of one kind, whether they name the same."""
    bounds = tuple(sentences.spans(gold.text))
    id_of = dict(gold.mentions)
    scored = [
        Scored((i, i), span, one_hot([ENTITY_KINDS.index(gold.kinds[id])])[0])
        for i, (span, id) in enumerate(gold.mentions)
    ]
    found = groups.find(gold.text, scored, tuple(abbreviations.find(gold.text, bounds)))
    long_of = merging.abbreviations(found)
    forms = [[merging.Form.of(name, long_of) for name in group.forms] for group in found]
    ids = [id_of[group.members[0].place] for group in found]
    for i, one in enumerate(found):
        for j in range(i + 1, len(found)):
            if one.kind == found[j].kind:
                for a in forms[i]:
                    for b in forms[j]:
                        features = merging.features(a, b, one.kind)
                        if features is not None:
                            yield features, ids[i] == ids[j]


def _text(gold: Gold) -> Text:
    spans: dict[str, list[Span]] = {entity.id: [] for entity in gold.entities}
    for span, id in gold.mentions:
        spans[id].append(span)
    clusters = [
        Cluster(
            entity.kind,
            entity.id,
            entity.id,
            tuple(Found(span, entity.kind, MODEL, 1.0) for span in spans[entity.id]),
            None,
            Proposal(spans[entity.id][0], spans[entity.id][0], MODEL, 1.0)
            if entity.proposed and spans[entity.id]
            else None,
        )
        for entity in gold.entities
    ]
    return Text.of(gold.text, tuple(sentences.spans(gold.text)), clusters)


def _values(gold: Gold, text: Text) -> Iterator[Labelled]:
    """Yield, of each number, whether it is a result."""
    results = {result.value for result in gold.results}
    for value in text.values:
        yield value_features(text, value), value.text in results


def _ends(gold: Gold, text: Text, kind: EntityKind) -> Iterator[Labelled]:
    """Yield, of each result and each entity of a kind, whether the result is of it."""
    ids = [entity.id for entity in gold.entities]
    named: Mapping[str, set[str | None]] = {result.value: set() for result in gold.results}
    for result in gold.results:
        named[result.value].add(result.metric if kind is EntityKind.METRIC else result.dataset)
    for value in text.values:
        if value.text in named:
            candidates = text.candidates(value, kind)
            for cluster in candidates:
                yield end_features(text, value, candidates, cluster), ids[cluster] in named[value.text]
