"""Writing so that nothing is ever half there: aside, synced, renamed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def written_aside(path: Path) -> Iterator[BinaryIO]:
    """A file to write that takes its name only when all of it is on the disk; a failure leaves nothing behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def sweep(paths: Iterable[Path]) -> None:
    """Remove what a killed process left behind of writing these files."""
    for folder in sorted({path.parent for path in paths}):
        for aside in folder.glob(".*.part"):
            aside.unlink(missing_ok=True)


def stamp(path: Path) -> list[int] | None:
    """Size in bytes and time of change in nanoseconds: by these a file is known to be the one that was written. None where it is gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns]
