"""Related papers through GraphQL and on the command line."""

import json
from pathlib import Path

import pytest

from api.context import Context, Services
from api.ingestor import Ingestor
from graph.store import GraphStore
from tests.api_client import SCHEMA, ask, refused
from tests.test_api_cli import Run, filled, run  # noqa: F401  # fixtures
from tests.test_queries_related import papers

QUERY = """
query Related($paper: ID!, $facet: Facet! = ANY) {
  relatedPapers(paper: $paper, facet: $facet, first: 2) {
    paper { id title }
    score
    why
    parts { meaning words things lineage }
    reasons { kinship role weight words entity { id name } evidence { sentence } }
  }
}
"""


async def test_related_papers_come_with_reasons_and_sentences(store: GraphStore) -> None:
    await store.merge(papers())
    answer = await ask(store, QUERY, paper="p2")
    first, second = answer["relatedPapers"]
    assert (first["paper"]["id"], second["paper"]["id"]) == ("p1", "p3")
    assert first["why"] == "it proposes DDPM, which this paper improves on; both evaluate on CIFAR-10"
    assert first["score"] > second["score"]
    reason = first["reasons"][0]
    assert (reason["kinship"], reason["role"], reason["entity"]["name"]) == (
        "ANCESTOR",
        "IMPROVES_ON",
        "DDPM",
    )
    assert reason["evidence"][0] == {"sentence": "We propose DDPM."}
    assert (await ask(store, QUERY, paper="p2", facet="DATASET"))["relatedPapers"]
    assert (await ask(store, QUERY, paper="nothing"))["relatedPapers"] is None


async def test_too_many_are_refused(store: GraphStore) -> None:
    await store.merge(papers())
    error = await refused(store, '{ relatedPapers(paper: "p1", first: 5000) { why } }')
    assert "first" in error["message"]
    long = "x" * 10_001
    text = f'{{ relatedToText(title: "A", abstract: "{long}") {{ why }} }}'
    assert "10,001 characters" in (await refused(store, text))["message"]
    error = await refused(store, '{ relatedToText(title: " ", abstract: "x") { why } }')
    assert "paper.title" in error["message"]


async def test_a_text_that_is_not_in_the_graph_has_related_papers(store: GraphStore) -> None:
    await store.merge(papers())
    query = """{ relatedToText(title: "Faster diffusion", abstract: "We train diffusion models.") {
        paper { id } why parts { words } } }"""
    ingestor = Ingestor()
    services = Services.of(store, extract=ingestor.extract)
    result = await SCHEMA.execute(query, context_value=Context(store, services=services))
    ingestor.close()
    assert result.errors is None
    assert result.data
    found = result.data["relatedToText"]
    assert found[0]["parts"]["words"] > 0
    assert "diffusion" in found[0]["why"]
    assert await store.revision() == 1
    error = await refused(store, query)
    assert error["extensions"]["code"] == "NOTHING_INGESTS"


def candidates(folder: Path, *lines: str) -> tuple[str, str]:
    query = folder / "query.json"
    query.write_text(
        json.dumps(
            {
                "id": 7,
                "title": "Denoising diffusion models for images",
                "abstract": [
                    "We train diffusion models to generate images.",
                    "They reach a good FID on CIFAR-10.",
                ],
            }
        )
    )
    file = folder / "candidates.jsonl"
    file.write_text("\n".join(lines) + "\n")
    return str(query), str(file)


NEAR = json.dumps(
    {
        "id": 3,
        "title": "Faster diffusion models",
        "abstract": "Sampling images from diffusion models, faster.",
    }
)
FAR = json.dumps(
    {"id": "method:far", "title": "Parsing of speech", "abstract": "A parser for spoken language."}
)
EMPTY = json.dumps({"id": "none", "title": "Wheat and other crops", "abstract": None})
BROKEN = json.dumps({"id": "broken", "title": "", "abstract": "x"})


@pytest.mark.parametrize("facet", ["any", "task", "method", "dataset", "text", "background", "result"])
def test_rank_writes_ids_the_nearest_first(run: Run, tmp_path: Path, facet: str) -> None:  # noqa: F811
    query, file = candidates(tmp_path, FAR, BROKEN, EMPTY, NEAR)
    result = run("rank", query, file, "--facet", facet)
    assert result.code == 0, result.err
    ids = result.out.split()
    assert ids[0] == "3"
    assert ids[-1] == "broken"
    assert sorted(ids) == ["3", "broken", "method:far", "none"]
    assert "line 2: paper.title: is empty; it comes last." in result.err
    assert not (tmp_path / "papers.db").exists()


def test_rank_says_why_as_json(run: Run, tmp_path: Path) -> None:  # noqa: F811
    query, file = candidates(tmp_path, FAR, NEAR, BROKEN)
    lines = [json.loads(line) for line in run("rank", query, file, "--json").out.splitlines()]
    assert [line["id"] for line in lines] == ["3", "method:far", "broken"]
    assert lines[0]["score"] > lines[1]["score"]
    assert lines[0]["why"]


def test_rank_refuses_what_is_no_list_of_papers(run: Run, tmp_path: Path) -> None:  # noqa: F811
    query, file = candidates(tmp_path, NEAR, "nonsense")
    result = run("rank", query, file)
    assert (result.code, result.out) == (2, "")
    assert "candidates.jsonl, line 2: is no JSON" in result.err
    query, file = candidates(tmp_path, json.dumps({"title": "No id", "abstract": ""}))
    assert "needs an id, a title and an abstract" in run("rank", query, file).err
    query, file = candidates(tmp_path)
    assert "has no paper to rank" in run("rank", query, file).err
    assert run("rank", query, str(tmp_path / "missing.jsonl")).code == 2


def test_related_shows_what_to_read_next(filled: Run) -> None:  # noqa: F811
    result = filled("related", "arxiv:1810.04805", "--first", "2")
    assert result.code == 0, result.err
    assert result.out.startswith("Related to BERT")
    assert "both" in result.out or "which this paper proposes" in result.out
    record = json.loads(filled("related", "arxiv:1810.04805", "--json", "--facet", "method").out)
    assert record["title"].startswith("BERT")
    assert record["related"][0]["why"]
    assert "is an entity; name a paper" in filled("related", "method:bert").err
    assert (
        "did you mean" in filled("related", "BERT-like").err or "Nothing here" in filled("related", "zzz").err
    )


def test_related_reads_papers_that_are_not_in_the_store(filled: Run, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "mine.jsonl"
    file.write_text(
        json.dumps(
            {"id": "mine", "title": "A better BERT", "abstract": "We improve on BERT on the GLUE dataset."}
        )
    )
    result = filled("related", str(file), "--json")
    [record] = [json.loads(line) for line in result.out.splitlines()]
    assert record["title"] == "A better BERT"
    assert any(reason["name"] == "BERT" for hit in record["related"] for reason in hit["reasons"])
