"""A real Neo4j server for the tests, started and stopped by the tests themselves.

Neo4j Community is a Java library as well as a server, so no container and no installation is needed: Maven
resolves the exact version that ``neo4j/pom.xml`` names, and ``neo4j/Server.java`` starts it with Bolt on one
loopback port, with a password, in a temporary folder. Needed are Java 17 or newer (with its compiler) and
Maven; the first use downloads some 125 MB into Maven's own cache.

    with from_environment() or Neo4jServer() as server:
        driver = AsyncGraphDatabase.driver(server.url, auth=(server.user, server.password))

The environment decides:

``PAPERGRAPH_TEST_NEO4J``
    ``bolt://user:password@host:port`` (user and password percent-encoded): use this server and start none.
    The tests write to its default database.

A server never outlives the tests: it watches its standard input, which the system closes when the test
process ends in any way, and then shuts down and removes its folder.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import random
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

if sys.platform != "win32":
    import fcntl

SERVER_VARIABLE = "PAPERGRAPH_TEST_NEO4J"

SOURCE = Path(__file__).resolve().parent / "neo4j"
TARGET = SOURCE / "target"

OLDEST_JAVA = 17
START_SECONDS = 90.0
STOP_SECONDS = 30.0
MAVEN_SECONDS = 900.0
COMPILE_SECONDS = 120.0
REACH_SECONDS = 5.0
PORT_TRIES = 3

# The heap is bounded; the rest makes a short-lived server start sooner on few cores.
JVM_OPTIONS = ("-Xms128m", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData")

USE_ANOTHER = f"or set {SERVER_VARIABLE} to bolt://user:password@host:port of a running server"


class Neo4jUnavailableError(Exception):
    """No Neo4j server can be had here; the message says why in one sentence."""


class Neo4jStartError(Exception):
    """The server did not start; the message ends with the tail of its log."""


def available() -> str | None:
    """Why no server can be had here, in one sentence; None when one can.

    The first call may take minutes, since it brings the class path with Maven; later ones use what it found.
    """
    try:
        if os.environ.get(SERVER_VARIABLE):
            _reach(_external_server())
        else:
            _launcher()
    except Neo4jUnavailableError as error:
        return str(error)
    return None


def from_environment() -> Neo4jServer | None:
    """The server that PAPERGRAPH_TEST_NEO4J names; None where it is not set.

    Raises Neo4jUnavailableError when the variable is wrong or nothing answers there: who names a server
    wants that one.
    """
    if not os.environ.get(SERVER_VARIABLE):
        return None
    server = _external_server()
    _reach(server)
    return server


class Neo4jServer:
    """A server of our own: one folder, one loopback port and one password for the life of the object.

    ``with`` starts it and closes it; making the object alone does nothing. ``start`` raises
    Neo4jUnavailableError with the sentence of ``available``, or Neo4jStartError with the tail of the log.
    ``stop`` and ``kill`` keep the data, which ``start`` and ``restart`` find again; ``close`` removes it.
    """

    #: Whether the tests may stop this server: False for one that PAPERGRAPH_TEST_NEO4J names.
    managed = True

    def __init__(self) -> None:
        self.user = "neo4j"
        self.password = secrets.token_hex(16)
        self._port: int | None = None
        self._owned: _Owned | None = None
        self._finalizer: weakref.finalize[[_Owned, int], Neo4jServer] | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.user} at port {self._port}>"

    def __enter__(self) -> Self:
        if not self.running:
            self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def url(self) -> str:
        """``bolt://127.0.0.1:PORT``, the same after a restart; known from the first start on."""
        if self._port is None:
            raise RuntimeError("the Neo4j test server has not been started yet")
        return f"bolt://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int | None:
        """The process that serves, None while there is none."""
        process = self._owned.process if self._owned else None
        return process.pid if process and process.poll() is None else None

    @property
    def running(self) -> bool:
        """Whether the server's process is alive."""
        return self.pid is not None

    @property
    def log(self) -> str:
        """What the server has written since its last start, for messages."""
        return self._owned.read_log() if self._owned else ""

    def start(self) -> None:
        """Starts the server and returns when it accepts connections, some ten seconds later."""
        if self.running:
            raise RuntimeError("the Neo4j test server runs already")
        launcher = _launcher()
        if self._owned is None:
            self._owned = _Owned(Path(tempfile.mkdtemp(prefix="papergraph-neo4j-")))
            self._finalizer = weakref.finalize(self, _Owned.remove, self._owned, os.getpid())
        if self._port is not None:
            self._owned.launch(launcher, self._port, self.password)
            return
        # Another process can take a port between the look and the start: then another port will do.
        for tries_left in reversed(range(PORT_TRIES)):
            port = _free_port()
            try:
                self._owned.launch(launcher, port, self.password)
            except _PortTakenError:
                if not tries_left:
                    raise
            else:
                self._port = port
                return

    def stop(self) -> None:
        """Shuts the server down as an administrator would, with the clients connected or not; keeps the data.

        One that takes more than STOP_SECONDS is killed. Nothing to do while it is down.
        """
        if self._owned:
            self._owned.stop()

    def kill(self) -> None:
        """Ends the server at once, as a crash would; nothing to do while it is down."""
        if self._owned:
            self._owned.kill()

    def restart(self) -> None:
        """Stops the server, if it runs, and starts it at the same port with the same data."""
        self.stop()
        self.start()

    def close(self) -> None:
        """Ends the server and removes its folder; may be called twice."""
        if self._finalizer:
            self._finalizer()
        self._owned = None
        self._finalizer = None
        self._port = None


class ExternalNeo4jServer(Neo4jServer):
    """A server that someone else runs: it can be used, and neither started nor stopped."""

    managed = False

    def __init__(self, url: str, user: str, password: str) -> None:
        super().__init__()
        self.user = user
        self.password = password
        self._url = url

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.user} at {self._url}>"

    @property
    def url(self) -> str:
        """The address as PAPERGRAPH_TEST_NEO4J gives it, without user and password."""
        return self._url

    @property
    def running(self) -> bool:
        """True: the tests have no other word for it."""
        return True

    def _refuse(self, what: str) -> NoReturn:
        raise RuntimeError(f"{self._url} is not ours to {what}: it comes from {SERVER_VARIABLE}")

    def start(self) -> None:
        """Refused with RuntimeError."""
        self._refuse("start")

    def stop(self) -> None:
        """Refused with RuntimeError."""
        self._refuse("stop")

    def kill(self) -> None:
        """Refused with RuntimeError."""
        self._refuse("kill")

    def restart(self) -> None:
        """Refused with RuntimeError."""
        self._refuse("restart")

    def close(self) -> None:
        """Nothing to do."""


class _PortTakenError(Neo4jStartError):
    """The port was free a moment ago."""


@dataclass(frozen=True)
class _Launcher:
    """What it takes to start a server."""

    java: str
    class_path: str


@dataclass
class _Owned:
    """A server's folder and process, apart from Neo4jServer so that its finalizer can hold them."""

    folder: Path
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def log_file(self) -> Path:
        return self.folder / "server.log"

    def read_log(self) -> str:
        try:
            return self.log_file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def launch(self, launcher: _Launcher, port: int, password: str) -> None:
        temporary = self.folder / "tmp"
        temporary.mkdir(exist_ok=True)
        command = [launcher.java, *JVM_OPTIONS, f"-Djava.io.tmpdir={temporary}", "Server"]
        with self.log_file.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, str(self.folder), str(port), "--remove"],
                env={**os.environ, "CLASSPATH": launcher.class_path},
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for pytest, which then closes the server
            )
        try:
            self._say(password)
            self._wait_until_ready(port)
        except BaseException:
            self.kill()
            raise

    def _say(self, line: str) -> None:
        """Writes a line to the server's standard input; one that is gone does not hear it."""
        assert self.process
        assert self.process.stdin
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(line.encode() + b"\n")
            self.process.stdin.flush()

    def _wait_until_ready(self, port: int) -> None:
        assert self.process
        end = time.monotonic() + START_SECONDS
        while True:
            ended = self.process.poll()
            log = self.read_log()
            if ended is not None:
                kind = _PortTakenError if "already in use" in log else Neo4jStartError
                raise kind(f"Neo4j ended with code {ended} while it started at port {port}:\n{_tail(log)}")
            if "ready" in log.splitlines():
                return
            if time.monotonic() > end:
                raise Neo4jStartError(f"Neo4j was not ready after {START_SECONDS:.0f} s:\n{_tail(log)}")
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self._say("stop")
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        if self.process.stdin:
            # Closed after the end: a live server takes this for the end of the tests and removes its folder.
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        self.process = None

    def remove(self, owner: int) -> None:
        """Ends the server and removes its folder; a forked child of the owner leaves both alone."""
        if os.getpid() == owner:
            self.kill()
            shutil.rmtree(self.folder, ignore_errors=True)


def _tail(log: str) -> str:
    """The end of a log without the lines of its Java stack traces."""
    lines = [line for line in log.splitlines() if not re.match(r"\s+(at |\.\.\. \d)", line)]
    return "\n".join(lines[-30:])


def _free_port() -> int:
    """A loopback port that is free now, below those that systems give to outgoing connections.

    One of the latter could be taken by a client while the server is down between a stop and a restart.
    """
    draw = random.SystemRandom()
    for _ in range(100):
        port = draw.randrange(20_000, 32_000)
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise Neo4jStartError("no free port was found on 127.0.0.1")


def _external_server() -> ExternalNeo4jServer:
    """The server that PAPERGRAPH_TEST_NEO4J names; the message of an error does not repeat its password."""
    try:
        parts = urllib.parse.urlsplit(os.environ[SERVER_VARIABLE])
        host, port = parts.hostname, parts.port or 7687
    except ValueError:
        host = None
    schemes = [scheme + suffix for scheme in ("bolt", "neo4j") for suffix in ("", "+s", "+ssc")]
    if not host or not parts.username or parts.password is None or parts.scheme not in schemes:
        raise Neo4jUnavailableError(f"{SERVER_VARIABLE} is not of the form bolt://user:password@host:port.")
    address = f"[{host}]" if ":" in host else host
    return ExternalNeo4jServer(
        f"{parts.scheme}://{address}:{port}",
        urllib.parse.unquote(parts.username),
        urllib.parse.unquote(parts.password),
    )


def _reach(server: ExternalNeo4jServer) -> None:
    """Raises Neo4jUnavailableError when nothing listens at the server's address."""
    parts = urllib.parse.urlsplit(server.url)
    try:
        socket.create_connection((parts.hostname, parts.port), REACH_SECONDS).close()
    except OSError as error:
        raise Neo4jUnavailableError(
            f"{server.url}, which {SERVER_VARIABLE} names, cannot be reached: {error}."
        ) from error


def _launcher() -> _Launcher:
    """Finds or makes what it takes to start a server; an answer, good or bad, holds for this process."""
    found = _find_launcher()
    if isinstance(found, str):
        raise Neo4jUnavailableError(found)
    return found


@functools.cache
def _find_launcher() -> _Launcher | str:
    try:
        java = _find_java()
        return _Launcher(java, _prepare(java))
    except Neo4jUnavailableError as error:
        return str(error)
    except OSError as error:
        return f"The Neo4j test server could not be prepared: {error}."


def _find_java() -> str:
    """The path of a Java that is new enough."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    missing = f"Java {OLDEST_JAVA} or newer was not found: install a JDK {USE_ANOTHER}."
    if java is None:
        raise Neo4jUnavailableError(missing)
    try:
        output = _run([java, "-version"], COMPILE_SECONDS)
    except _CommandError as error:
        raise Neo4jUnavailableError(missing) from error
    version = re.search(r'version "(?:1\.)?(\d+)', output)
    if version is None or int(version[1]) < OLDEST_JAVA:
        raise Neo4jUnavailableError(missing)
    return java


def _prepare(java: str) -> str:
    """The class path of the server; resolved and compiled once for each content of neo4j/."""
    pom, source = SOURCE / "pom.xml", SOURCE / "Server.java"
    key = hashlib.sha256(pom.read_bytes() + b"\0" + source.read_bytes()).hexdigest()[:16]
    folder = TARGET / key
    TARGET.mkdir(exist_ok=True)
    with _locked(TARGET / "lock"):
        class_path = _prepared(folder)
        if class_path is None:
            with tempfile.TemporaryDirectory(dir=TARGET) as temporary:
                made = Path(temporary, key)
                made.mkdir()
                _resolve(pom, made / "class_path.txt")
                _compile(java, source, made)
                shutil.rmtree(folder, ignore_errors=True)
                made.rename(folder)
            class_path = _prepared(folder)
    if class_path is None:
        raise Neo4jUnavailableError(f"Maven named files for Neo4j that do not exist; see {folder}.")
    return class_path


def _prepared(folder: Path) -> str | None:
    """The class path as made before, None when it is incomplete, as after Maven's cache was emptied."""
    try:
        jars = (folder / "class_path.txt").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    complete = (folder / "Server.class").exists() and all(map(os.path.exists, jars.split(os.pathsep)))
    return os.pathsep.join([str(folder), jars]) if jars and complete else None


def _resolve(pom: Path, output: Path) -> None:
    """Has Maven write the class path, which downloads what its cache lacks."""
    maven = shutil.which("mvn")
    if maven is None:
        raise Neo4jUnavailableError(f"Maven was not found: install it {USE_ANOTHER}.")
    options = ["-q", "-B", "-Dstyle.color=never", "-f", str(pom)]
    try:
        _run(
            [maven, *options, "dependency:build-classpath", f"-Dmdep.outputFile={output}"],
            MAVEN_SECONDS,
        )
    except _CommandError as error:
        raise Neo4jUnavailableError(f"Maven could not resolve Neo4j: {error.reason}.") from error


def _compile(java: str, source: Path, folder: Path) -> None:
    """Compiles Server.java, with the compiler that is a module of a JDK."""
    class_path = (folder / "class_path.txt").read_text(encoding="utf-8").strip()
    compiler = [java, "-m", "jdk.compiler/com.sun.tools.javac.Main"]
    options = ["-proc:none", "--release", str(OLDEST_JAVA), "-cp", class_path, "-d", str(folder)]
    try:
        _run([*compiler, *options, str(source)], COMPILE_SECONDS)
    except _CommandError as error:
        if re.search(r"Module (java|jdk)\.compiler not found", error.output):
            raise Neo4jUnavailableError(
                f"This Java has no compiler: install the JDK in place of the JRE {USE_ANOTHER}."
            ) from error
        raise Neo4jUnavailableError(f"{source.name} could not be compiled: {error.reason}.") from error


class _CommandError(Exception):
    """A command failed or took too long."""

    def __init__(self, reason: str, output: str) -> None:
        super().__init__(reason)
        self.output = re.sub(r"\x1b\[[\d;]*m", "", output)
        lines = [line for line in self.output.splitlines() if "error" in line.lower()]
        self.reason = (lines[0].removeprefix("[ERROR]").strip() if lines else reason).rstrip(".")


def _run(command: list[str], seconds: float) -> str:
    """The output of a command; raises _CommandError."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _CommandError(f"{Path(command[0]).name} took more than {seconds:.0f} s", "") from error
    if done.returncode:
        raise _CommandError(f"{Path(command[0]).name} ended with code {done.returncode}", done.stdout)
    return done.stdout


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Holds a lock that other processes respect, so that two of them do not run Maven at once."""
    with path.open("a") as lock:
        if sys.platform != "win32":
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
