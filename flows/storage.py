"""Writing so that nothing is ever half there: aside, synced, renamed. And one run at a time on one output."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from flows.errors import WrongCall


@contextmanager
def written_aside(path: Path, *, sync: bool = True) -> Iterator[BinaryIO]:
    """A file to write that takes its name only when all of it is there, and on the disk where `sync` says so.

    A failure leaves nothing behind. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{_aside(path)}{os.getpid()}.part")
    try:
        with aside.open("wb") as file:
            yield file
            file.flush()
            if sync:
                os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


def _aside(path: Path) -> str:
    """How the names of what is written aside for a file begin: short, whatever the length of its own name, and nobody else's."""
    return f".retouch-{sha256(os.fsencode(path.name)).hexdigest()[:12]}-"


def sweep(paths: Iterable[Path]) -> None:
    """Remove what a killed process left behind of writing these files."""
    begins: dict[Path, set[str]] = {}
    for path in paths:
        begins.setdefault(path.parent, set()).add(_aside(path))
    for folder, ours in sorted(begins.items()):
        for aside in folder.glob(".retouch-*.part"):
            if aside.name[: aside.name.rindex("-") + 1] in ours:
                aside.unlink(missing_ok=True)


@contextmanager
def alone(state: Path) -> Iterator[None]:
    """Hold the output of a state folder. Raises WrongCall where another run holds it."""
    state.mkdir(parents=True, exist_ok=True)
    with (state / "lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                raise WrongCall(f"another run is writing to the output of {state}; wait until it has ended") from None
            # a file system without locks: then it is up to whoever starts two runs on it
        yield


def stamp(path: Path) -> list[int] | None:
    """Size in bytes and time of change in nanoseconds: by these a file is known to be the one that was written. None where it is gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns]
