"""What papers say under decisions, and that stores keep both."""

import pytest

from graph.curation import Curation, Decision, DecisionKind
from graph.errors import InvalidValue
from graph.kinds import ClaimKind, EntityKind
from graph.model import PaperFacts
from graph.store import ClaimFilter, ClaimsBy, GraphStore, Window
from tests.factories import albert, bert, library, make_facts, roberta

MERGE, SPLIT, RENAME, REJECT = DecisionKind
GPT_IS_BERT = Decision("1", MERGE, "method:gpt", "method:bert", "BERT")
LITE = Decision("2", RENAME, "method:albert", name="A Lite BERT")
WRONG = Decision("3", REJECT, "iclr2020-albert|method:roberta|IMPROVES_ON|method:bert")


def two_senses() -> PaperFacts:
    """A paper in which one entity is two: GAN the network and GAN the training."""
    return make_facts(
        "senses",
        "Two senses of one name",
        "GAN improves on VAE in quality. Adversarial training builds on SGD. GAN reaches an FID of 3.1, and "
        "adversarial training an accuracy of 4.2.",
        entities=(
            "Method: GAN, Adversarial training, adversarial training",
            "Method: VAE",
            "Method: SGD",
            "Metric: FID",
            "Metric: accuracy",
        ),
        claims=(("IMPROVES_ON", "GAN", "VAE"), ("BUILDS_ON", "GAN", "SGD"), ("PROPOSES", "paper", "GAN")),
        results=(
            {"value": "3.1", "number": 3.1, "method": "GAN", "metric": "FID"},
            {"value": "4.2", "number": 4.2, "method": "GAN", "metric": "accuracy"},
        ),
    )


def said(facts: PaperFacts) -> set[str]:
    return {claim.edge_id for claim in facts.claims if claim.kind is not ClaimKind.MENTIONS}


def test_what_no_decision_touches_stays_the_same_object() -> None:
    facts = roberta()
    assert Curation([]).apply(facts) is facts
    assert Curation([GPT_IS_BERT, LITE, WRONG]).apply(facts) is facts


def test_a_merged_entity_takes_names_mentions_and_claims() -> None:
    facts = Curation([GPT_IS_BERT]).apply(bert())
    [entity] = [e for e in facts.entities if e.id == "method:bert"]
    assert entity.names == ("BERT", "Bidirectional Encoder Representations from Transformers", "GPT")
    assert all(e.id != "method:gpt" for e in facts.entities)
    mentions = [m for m in bert().mentions if m.entity in ("method:gpt", "method:bert")]
    assert len([m for m in facts.mentions if m.entity == "method:bert"]) == len(mentions)
    # BERT cannot improve on itself.
    assert said(bert()) - said(facts) == {"method:bert|IMPROVES_ON|method:gpt"}


def test_where_a_paper_has_only_the_merged_one_it_takes_the_name_too() -> None:
    decision = Decision("1", MERGE, "dataset:glue", "dataset:superglue", "SuperGLUE")
    facts = Curation([decision]).apply(roberta())
    [entity] = [e for e in facts.entities if e.kind is EntityKind.DATASET and "SQuAD" not in e.name]
    assert (entity.id, entity.name, entity.aliases) == ("dataset:superglue", "SuperGLUE", ("GLUE",))
    assert [result.dataset for result in facts.results] == ["dataset:superglue"]


def test_a_split_takes_what_is_claimed_where_the_names_are_written() -> None:
    names = ("Adversarial training",)
    decision = Decision(
        "1", SPLIT, "method:gan", "method:adversarial-training", "adversarial training", names
    )
    before = two_senses()
    facts = Curation([decision]).apply(before)
    by_id = {entity.id: entity for entity in facts.entities}
    assert by_id["method:gan"].names == ("GAN",)
    assert by_id["method:adversarial-training"].names == ("adversarial training", "Adversarial training")
    assert said(facts) == {
        "method:gan|IMPROVES_ON|method:vae",
        "method:adversarial-training|BUILDS_ON|method:sgd",
        "senses|PROPOSES|method:gan",
    }
    assert sum(claim.kind is ClaimKind.MENTIONS for claim in facts.claims) == len(facts.entities)


def test_a_split_of_all_that_a_paper_writes_takes_all_of_it() -> None:
    decision = Decision("1", SPLIT, "method:bert", "method:other", "Other", ("BERT",))
    facts = Curation([decision]).apply(albert())
    assert "method:bert" not in {entity.id for entity in facts.entities}
    assert "method:albert|IMPROVES_ON|method:other" in said(facts)
    [entity] = [e for e in facts.entities if e.id == "method:other"]
    assert entity.names == ("Other", "BERT")


def test_names_and_claims() -> None:
    facts = Curation([LITE, WRONG]).apply(albert())
    assert [e.names for e in facts.entities if e.id == "method:albert"] == [("A Lite BERT", "ALBERT")]
    assert said(albert()) - said(facts) == {"method:roberta|IMPROVES_ON|method:bert"}


def test_decisions_follow_each_other() -> None:
    on = Decision("4", MERGE, "method:bert", "method:encoder", "encoder")
    facts = Curation([GPT_IS_BERT, on]).apply(bert())
    assert {e.id for e in facts.entities if e.kind is EntityKind.METHOD} == {
        "method:encoder",
        "method:transformer",
    }


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": REJECT, "subject": "method:bert"}, "is no id of a claim"),
        ({"kind": REJECT, "subject": "p|paper|MENTIONS|method:bert"}, "cannot be rejected"),
        ({"kind": RENAME, "subject": "p1", "name": "X"}, "is no id of an entity"),
        ({"kind": RENAME, "subject": "method:bert"}, "is missing"),
        ({"kind": RENAME, "subject": "method:bert", "name": " "}, "decision|entity"),
        ({"kind": MERGE, "subject": "method:a", "into": "method:a", "name": "A"}, "another method"),
        ({"kind": MERGE, "subject": "method:a", "into": "task:a", "name": "A"}, "another method"),
        ({"kind": SPLIT, "subject": "method:a", "into": "method:b", "name": "B"}, "must name what belongs"),
    ],
)
def test_what_is_no_decision(fields: dict[str, str], message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        Decision("1", **fields)  # type: ignore[arg-type]


def test_a_decision_survives_json() -> None:
    decision = Decision("1", SPLIT, "method:a", "method:b", "B", ("x", "y"), "a key", "2026-11-26T00:00:00")
    assert Decision.from_json(decision.to_json()) == decision


# --- stores ------------------------------------------------------------------------------------------


async def test_a_store_shows_what_is_decided_and_keeps_what_was_extracted(store: GraphStore) -> None:
    await store.merge(library())
    assert await store.curate([GPT_IS_BERT, LITE]) == 2
    assert await store.decisions() == [GPT_IS_BERT, LITE]
    assert await store.revision() == 2
    curation = Curation([GPT_IS_BERT, LITE])
    ids = [facts.paper.id for facts in library()]
    assert await store.facts(ids) == [curation.apply(facts) for facts in library()]
    assert await store.entities(["method:gpt"]) == [None]
    [albert_record, bert_record] = await store.entities(["method:albert", "method:bert"])
    assert albert_record is not None
    assert albert_record.entity.names == ("A Lite BERT", "ALBERT")
    assert bert_record is not None
    assert "GPT" in bert_record.entity.aliases
    # The same papers once more are the same; others come under what is decided.
    report = await store.merge(library())
    assert (report.added, report.changed, report.unchanged) == (0, 0, 4)
    later = make_facts(
        "later",
        "A later paper",
        "GPT is trained on WebText.",
        entities=("Method: GPT", "Dataset: WebText"),
        claims=(("TRAINED_ON", "GPT", "WebText"),),
    )
    await store.merge([later])
    assert await store.facts(["later"]) == [curation.apply(later)]
    [page] = await store.claims(ClaimsBy.HEAD, ["method:bert"], ClaimFilter(), Window(50))
    assert "later|method:bert|TRAINED_ON|dataset:webtext" in [record.claim.id for record in page.items]


async def test_a_decision_can_be_taken_back(store: GraphStore) -> None:
    await store.merge(library())
    before = await store.facts([facts.paper.id for facts in library()])
    assert await store.curate([GPT_IS_BERT, WRONG, LITE]) == 2
    assert await store.withdraw("nothing") is None
    assert await store.withdraw(WRONG.id) == 1
    assert await store.decisions() == [GPT_IS_BERT, LITE]
    assert await store.withdraw(GPT_IS_BERT.id) == 1
    assert await store.withdraw(LITE.id) == 1
    assert await store.facts([facts.paper.id for facts in library()]) == before == library()
    stats = await store.stats()
    assert stats.papers == 4
    assert stats.entities[EntityKind.METHOD] == 5


async def test_a_rejected_claim_stays_away_when_its_paper_comes_again(store: GraphStore) -> None:
    await store.merge([albert(), roberta()])
    assert await store.curate([WRONG]) == 1
    [page] = await store.claims(ClaimsBy.HEAD, ["method:roberta"], ClaimFilter(), Window(50))
    supports = {record.claim.edge_id: record.support for record in page.items}
    assert supports["method:roberta|IMPROVES_ON|method:bert"] == 1
    await store.delete_papers([albert().paper.id])
    await store.merge([albert()])
    assert await store.facts([albert().paper.id]) == [Curation([WRONG]).apply(albert())]
    assert await store.withdraw(WRONG.id) == 1
    assert await store.facts([albert().paper.id]) == [albert()]
