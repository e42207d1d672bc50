"""The project's own files agree with each other: versions, settings, commands, containers."""

import itertools
import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from api.cli import commands
from api.settings import Settings

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_requirement_is_locked_to_a_version_that_it_allows() -> None:
    locked: dict[str, list[Requirement]] = {}
    for line in (ROOT / ".ci/constraints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            requirement = Requirement(line)
            locked.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    project = PYPROJECT["project"]
    # What only a training needs is not installed where the tests run.
    wanted = itertools.chain(project["dependencies"], project["optional-dependencies"]["dev"])
    for requirement in map(Requirement, wanted):
        name = canonicalize_name(requirement.name)
        assert name in locked, f"{name} is not in .ci/constraints.txt: run .ci/lock"
        for lock in locked[name]:
            [version] = [specifier.version for specifier in lock.specifier]
            assert requirement.specifier.contains(version), f"{lock} is not {requirement}: run .ci/lock"


def test_the_readme_names_every_setting_and_every_command() -> None:
    for name, field in Settings.model_fields.items():
        variable = f"PAPERGRAPH_{name.upper()}"
        assert f"`{variable}`" in README, f"{variable} is missing from the README's table of settings"
        assert field.description, f"{variable} has no help text"
    for command in commands():
        assert f"`{command}" in README, f"papergraph {command} is missing from the README"


def test_the_changelog_knows_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{PYPROJECT['project']['version']}]" in changelog


def test_strawberry_is_pinned_exactly() -> None:
    [strawberry] = [r for r in PYPROJECT["project"]["dependencies"] if r.startswith("strawberry")]
    assert re.fullmatch(r"strawberry-graphql==[\d.]+", strawberry)


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs/adr").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
