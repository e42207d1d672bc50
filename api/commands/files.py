"""Files that a command writes: each is there whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from api.commands.console import OutputError


@contextmanager
def replaced(path: Path) -> Iterator[IO[str]]:
    """Open a text to write that takes the place of `path` when the block ends well, and is gone if it fails.
    Raises `OutputError`."""
    target = path.resolve()  # a link stays one
    try:
        if target.exists() and not target.is_file():  # a pipe, a terminal: nothing to keep whole
            with target.open("w", encoding="utf-8", newline="\n") as file:
                yield file
            return
        # Beside it, so that it can be renamed to it.
        number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        written = Path(name)
        try:
            with open(number, "w", encoding="utf-8", newline="\n") as file:
                yield file
            mask = os.umask(0)
            os.umask(mask)
            written.chmod(0o666 & ~mask)  # as any new file; temporary ones are their owner's alone
            written.replace(target)
        except BaseException:
            written.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}; name another file.") from error
