"""Findings by file and line, as linters tell them: for use as a gate."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flows.build import Workshop
from flows.diff import Change, changes


class Finding(NamedTuple):
    """One place that would be changed or that was flagged. `line` and `column` count from 1, in lines and code points of the text."""

    name: str
    line: int
    column: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.name}:{self.line}:{self.column}: {self.rule}: {self.message}"


def findings(files: list[Path], shop: Workshop) -> Iterator[Finding]:
    """Everything that cleaning the files would change or flag, in the order of the text. Texts are taken as they stand."""
    for change in changes(files, shop, as_they_stand=True):
        yield from sorted(_of(change), key=lambda found: (found.line, found.column))


def _of(change: Change) -> Iterator[Finding]:
    starts = [0, *(at + 1 for at, character in enumerate(change.original) if character == "\n")]

    def place(at: int) -> tuple[int, int]:
        line = bisect_right(starts, at)
        return line, at - starts[line - 1] + 1

    for edit in change.edits:
        yield Finding(change.name, *place(edit.start), "+".join(edit.rules), f"{_shown(edit.before)} → {_shown(edit.after)}")
    for flag in change.flags:
        yield Finding(change.name, *place(flag["start"]), flag["rule"], flag["message"])


def _shown(text: str) -> str:
    text = text.replace("\n", "⏎")
    return f"«{text if len(text) <= 60 else text[:40] + '…' + text[-16:]}»"
