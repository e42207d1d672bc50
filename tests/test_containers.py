"""The container's files: no Docker engine is needed to run the very commands that they run."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.neo4j_server import Neo4jServer

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
PATIENCE_S = 120


def instruction(pattern: str) -> list[str]:
    """Return the JSON form of an instruction's command."""
    [found] = re.findall(rf"^{pattern} (\[.*\])$", DOCKERFILE, re.MULTILINE)
    command: list[str] = json.loads(found)
    return command


@contextmanager
def container(folder: Path, port: int, **variables: str) -> Iterator[dict[str, str]]:
    """Run the image's CMD with its ENV; yield the environment of its health check."""
    [env] = re.findall(r"^ENV (.*)$", DOCKERFILE, re.MULTILINE)
    image = dict(pair.split("=", 1) for pair in env.split() if not pair.startswith("PATH="))
    environment = {
        **outside(),
        **image,
        "PAPERGRAPH_PORT": str(port),
        **variables,
    }
    with subprocess.Popen(instruction("CMD"), cwd=folder, env=environment) as process:
        try:
            yield environment
        finally:
            process.terminate()
            # Uvicorn shuts down in order, then ends by the signal that it was sent.
            assert process.wait(PATIENCE_S) in (0, -signal.SIGTERM)


def outside() -> dict[str, str]:
    """The environment of this process without settings, and with its Python as the image's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PAPERGRAPH_")}
    return {**kept, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


def is_healthy(environment: dict[str, str]) -> bool:
    [check] = re.findall(r"^HEALTHCHECK .*\\\n\s+CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    checked = subprocess.run(json.loads(check), env=environment, stderr=subprocess.DEVNULL, check=False)
    return checked.returncode == 0


def becomes_healthy(environment: dict[str, str]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if is_healthy(environment):
            return True
        time.sleep(0.5)
    return False


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def test_the_image_serves_a_new_embedded_store_and_its_health_check_sees_it(tmp_path: Path) -> None:
    with container(tmp_path, free_port()) as environment:
        assert becomes_healthy(environment)
    assert (tmp_path / "papergraph.db").exists()


def test_the_health_check_fails_where_nothing_answers() -> None:
    assert not is_healthy({**outside(), "PAPERGRAPH_PORT": str(free_port())})


def test_compose_serves_neo4j(empty_neo4j: Neo4jServer, tmp_path: Path) -> None:
    """The compose file's own settings, with the server of the tests in the place of its host name."""
    settings: dict[str, Any] = COMPOSE["services"]["papergraph"]["environment"]
    address = empty_neo4j.url.partition("://")[2]
    variables = {
        "PAPERGRAPH_STORE": settings["PAPERGRAPH_STORE"]
        .replace("neo4j://", "bolt://")
        .replace("@neo4j:7687", f"@{address}"),
        "PAPERGRAPH_STORE_PASSWORD": settings["PAPERGRAPH_STORE_PASSWORD"].replace(
            "${NEO4J_PASSWORD}", empty_neo4j.password
        ),
    }
    with container(tmp_path, free_port(), **variables) as environment:
        assert becomes_healthy(environment)
        stats = subprocess.run(
            ["papergraph", "stats"], env=environment, capture_output=True, text=True, check=False
        )
        assert stats.returncode == 0, stats.stderr


def test_the_compose_file_waits_for_a_healthy_store() -> None:
    services = COMPOSE["services"]
    assert services["papergraph"]["depends_on"]["neo4j"]["condition"] == "service_healthy"
    assert services["neo4j"]["image"].startswith("neo4j:5.26")
    assert "NEO4J_PASSWORD:?" in services["neo4j"]["environment"]["NEO4J_AUTH"]
    assert services["papergraph"]["environment"]["PAPERGRAPH_STORE"] == "neo4j://neo4j@neo4j:7687"


def test_the_health_check_of_neo4j_takes_the_password_from_its_setting(tmp_path: Path) -> None:
    """Run in a shell with a stand-in that prints its arguments where the image has cypher-shell."""
    [kind, check] = COMPOSE["services"]["neo4j"]["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    stand_in = tmp_path / "cypher-shell"
    stand_in.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n", encoding="utf-8")
    stand_in.chmod(0o755)
    ran = subprocess.run(
        ["sh", "-c", check.replace("$$", "$")],
        env={"NEO4J_AUTH": "neo4j/pass/word $1", "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == ["-u", "neo4j", "-p", "pass/word $1", "RETURN 1"]


def test_the_image_does_not_run_as_root_and_copies_only_what_it_needs() -> None:
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists()
        assert f"!{name}" in ignored, f"{name} is copied into the image but kept out by .dockerignore"
