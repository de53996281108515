"""The command `retouch`, called as a person calls it."""

from __future__ import annotations

import subprocess
import sys
from typing import NamedTuple


class Ended(NamedTuple):
    """How a call ended."""

    status: int
    out: bytes
    err: str


def retouch(*words: object, stdin: bytes = b"") -> Ended:
    """Call the command in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "flows.cli", *map(str, words)], input=stdin, capture_output=True, check=False)
    return Ended(done.returncode, done.stdout, done.stderr.decode())
