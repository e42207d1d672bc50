"""Imports run one way, and each outside package stays where it belongs."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("api", "extraction", "graph", "queries")

MAY_IMPORT = {
    "graph": {"graph"},
    "extraction": {"extraction", "graph"},
    "queries": {"queries", "graph"},
    "api": {"api", "extraction", "graph", "queries"},
}

# Where an outside package may be imported; the standard library and what is not named here: see below.
HOMES = {
    "apsw": "graph/sqlite_*.py",
    "neo4j": "graph/neo4j_*.py",
    "spacy": "extraction/**/*.py",
    "onnxruntime": "extraction/**/*.py",
    "tokenizers": "extraction/**/*.py",
    "networkx": "queries/**/*.py",
    "scipy": "queries/**/*.py",
    "fastapi": "api/**/*.py",
    "starlette": "api/**/*.py",
    "strawberry": "api/**/*.py",
    "graphql": "api/**/*.py",
    "uvicorn": "api/**/*.py",
    "typer": "api/**/*.py extraction/training/__main__.py",
    "torch": "extraction/training/**/*.py",
    "safetensors": "extraction/training/**/*.py",
    "onnx": "extraction/training/**/*.py",
    "sklearn": "extraction/training/**/*.py",
    "rich": "api/**/*.py",
    "prometheus_client": "api/**/*.py",
    "pydantic": "api/**/*.py",
    "pydantic_settings": "api/**/*.py",
}


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where a name comes from"
            assert node.module is not None
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    relative = path.relative_to(ROOT)
    own = relative.parts[0]
    for name in set(imported(path)):
        if name in PACKAGES:
            assert name in MAY_IMPORT[own], f"{relative} must not import {name}"
        elif name in HOMES:
            globs = HOMES[name].split()
            homes = {home.relative_to(ROOT) for glob in globs for home in ROOT.glob(glob)}
            assert relative in homes, f"{relative} must not import {name}: it belongs into {HOMES[name]}"


def test_the_model_needs_the_standard_library_only() -> None:
    for module in ("checks", "directions", "errors", "facts_json", "kinds", "model", "names", "store"):
        for name in set(imported(ROOT / "graph" / f"{module}.py")):
            assert name == "graph" or name in sys.stdlib_module_names, f"graph/{module}.py imports {name}"
