"""`papergraph evaluate`: how well extractors read annotated papers."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.commands.console import answers, messages
from extraction import choices

if TYPE_CHECKING:
    from extraction.evaluation import Evaluation
    from extraction.scoring import Row


def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD", help="Annotated papers, JSON Lines; docs/training.md has the format."),
    ],
    extractor: Annotated[
        str, typer.Option("--extractor", metavar="NAME", help="The extractor beside the rules.")
    ] = choices.DEFAULT,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure an extractor on annotated papers, with the rules beside it.

    Precision, recall and F1 in percent: of mentions (exact), entities (a shared mention), claims (both ends
    right; "overlap": where mentions only overlap) and results.
    """
    from extraction import evaluation, pipeline  # noqa: PLC0415
    from extraction.gold import read  # noqa: PLC0415

    golds = read(gold)
    found: list[Evaluation] = []
    with messages().status(f"Reading {len(golds):,} papers"):
        for name in dict.fromkeys((extractor, choices.RULES)):
            found.append(evaluation.evaluate(pipeline.load(name), golds))
    if as_json:
        answers().print_json(json.dumps([_to_json(each) for each in found]))
    else:
        answers().print(_table(found))


def _to_json(evaluation: "Evaluation") -> dict[str, Any]:
    return {
        "extractor": evaluation.extractor,
        "rows": {
            name: {
                "precision": row.precision,
                "recall": row.recall,
                "f1": row.f1,
                "annotated": row.annotated,
            }
            for name, row in evaluation.rows.items()
        },
        "calibration_error": evaluation.calibration_error,
        "evidence": evaluation.evidence,
        "papers_per_second": evaluation.speed,
    }


def _table(evaluations: Sequence["Evaluation"]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    table.add_column("annotated", justify="right")
    for each in evaluations:
        table.add_column(f"{each.extractor}\nP / R / F1", justify="right")
    names = sorted({name for each in evaluations for name in each.rows})
    for name in names:
        rows = [each.rows.get(name) for each in evaluations]
        annotated = next(row.annotated for row in rows if row)
        table.add_row(name, f"{annotated:,}", *map(_figures, rows))
    for title, figures in (
        ("calibration error of claims", [f"{each.calibration_error:.3f}" for each in evaluations]),
        ("quotes that stand in the text", [f"{each.evidence:.1%}" for each in evaluations]),
        ("papers a second", [f"{each.speed:,.1f}" for each in evaluations]),
    ):
        table.add_row(title, "", *figures)
    return table


def _figures(row: "Row | None") -> Text:
    if row is None:
        return Text("-", style="dim")
    precision, recall, f1 = (f"{100 * value:5.1f}" for value in (row.precision, row.recall, row.f1))
    return Text.assemble((f"{precision} {recall} ", "dim"), f1)
