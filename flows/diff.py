"""What a run changed, or would change, read from the records themselves."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from cleaners.document import Document
from cleaners.edits import Edit, EditError, Edits, apply
from flows import jsonl, textfile
from flows.build import Workshop
from flows.errors import WrongCall
from flows.plan import FORMATS, TEXT
from flows.records import Record, describe, edits_in


class Change(NamedTuple):
    """A document with its edits, in offsets of its original, and what was flagged."""

    name: str
    original: str
    edits: Edits
    flags: list[Record]


def changes(files: list[Path], shop: Workshop | None, *, as_they_stand: bool = False) -> Iterator[Change]:
    """The changes that cleaned files tell of; of files that tell of none, those that cleaning with `shop` would make.

    `as_they_stand` takes every text for one that was never cleaned. Raises WrongCall where a file cannot be read.
    """
    for file in files:
        yield from _of_text(file, shop, as_they_stand) if FORMATS[file.suffix] == TEXT else _of_lines(file, shop, as_they_stand)


def carries_edits(file: Path) -> bool:
    """Whether a file was written by retouch."""
    if FORMATS[file.suffix] == TEXT:
        return textfile.beside(file).exists()
    with file.open("rb") as lines:
        line = jsonl.parse(next(iter(lines), b""))
    return line.record is not None and "retouch" in line.record


def _of_text(file: Path, shop: Workshop | None, as_they_stand: bool) -> Iterator[Change]:
    try:
        if textfile.beside(file).exists() and not as_they_stand:
            told = textfile.load_edits(textfile.beside(file))
            if "copied" not in told:
                yield Change(file.name, textfile.original(file, file.read_bytes()).text, edits_in(told), told["flags"])
        elif shop:
            yield _cleaned(file.name, Document(textfile.decode(file.read_bytes()).text, shop.reader, file.name), shop)
    except (EditError, UnicodeDecodeError, OSError) as error:
        raise WrongCall(f"{file} cannot be shown: {error}") from None


def _of_lines(file: Path, shop: Workshop | None, as_they_stand: bool) -> Iterator[Change]:
    with file.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            line = jsonl.parse(raw)
            if line.record is None:
                continue
            name = f"{file.name} {line.record.get('id', f'line {number}')}"
            try:
                if line.retouch and not as_they_stand:
                    told, original = line.record["retouch"], jsonl.parse(line.restored()).record
                    yield Change(name, original["text"] if original else "", edits_in(told), _flags(told))
                elif shop:
                    yield _cleaned(name, Document(line.record["text"], shop.reader, file.name, line.record), shop)
            except EditError as error:
                raise WrongCall(f"{file}, line {number}, cannot be shown: {error}") from None


def _flags(told: Record) -> list[Record]:
    flags = told.get("flags", [])
    return [flag for flag in flags if isinstance(flag, dict) and {"start", "end", "rule", "message"} <= flag.keys()]


def _cleaned(name: str, document: Document, shop: Workshop) -> Change:
    shop.cleaner.clean([document])
    return Change(name, document.original, document.edits, describe(document, shop.signature)["flags"])


def unified(change: Change) -> str:
    """The change as a unified diff of lines, as `patch` and code review read it; a line of context. Empty where nothing changed.

    Made from the edits themselves, in time linear in the text: what is shown is what was done, not what a diff makes of two texts.
    """
    text = change.original
    starts = [0, *(at + 1 for at, character in enumerate(text) if character == "\n"), len(text)]
    if starts[-1] == starts[-2]:
        starts.pop()
    shown, shift = [], 0
    for first, end, edits in _touched(change.edits, text, starts):
        above, below = max(first - 1, 0), min(end + 1, len(starts) - 1)
        moved = tuple(e._replace(start=e.start - starts[first], end=e.end - starts[first]) for e in edits)
        before = _lines(text[starts[first] : starts[end]])
        after = _lines(apply(text[starts[first] : starts[end]], moved))
        context = _lines(text[starts[above] : starts[first]]), _lines(text[starts[end] : starts[below]])
        around = len(context[0]) + len(context[1])
        shown.append(f"@@ -{_range(above, len(before) + around)} +{_range(above + shift, len(after) + around)} @@\n")
        marked = ((" ", context[0]), ("-", before), ("+", after), (" ", context[1]))
        for mark, lines in marked:
            shown += [f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n\\ No newline at end of file\n" for line in lines]
        shift += len(after) - len(before)
    return f"--- a/{change.name}\n+++ b/{change.name}\n{''.join(shown)}" if shown else ""


def _touched(edits: Edits, text: str, starts: list[int]) -> Iterator[tuple[int, int, list[Edit]]]:
    """Runs of lines that edits touch, as numbers from 0, half open, with the edits; runs with fewer than three lines between are one."""
    lines = len(starts) - 1
    first = end = -1
    group: list[Edit] = []
    for edit in edits:
        begins = min(bisect_right(starts, edit.start) - 1, max(lines - 1, 0))
        whole = edit.start == starts[begins] and edit.end in (starts[-1], starts[bisect_right(starts, edit.end) - 1]) and edit.before
        ends = bisect_left(starts, edit.end) if whole and (not edit.after or edit.after.endswith("\n")) else bisect_right(starts, edit.end)
        ends = min(max(ends, begins + 1), lines)
        if group and begins > end + 2:
            yield first, end, group
            group = []
        first, end = (first, max(end, ends)) if group else (begins, ends)
        group.append(edit)
    if group:
        yield first, end, group


def _range(first: int, count: int) -> str:
    return f"{first + (count > 0)}" if count == 1 else f"{first + (count > 0)},{count}"


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


class Hunk(NamedTuple):
    """A line or more of the original with the edits in it: (text, None) stays, (before, edit) is taken out for edit.after."""

    line: int
    pieces: list[tuple[str, Edit | None]]
    rules: tuple[str, ...]


def hunks(change: Change, *, around: int = 60) -> Iterator[Hunk]:
    """The edits of a change line by line, each with up to `around` code points of what stands beside it."""
    text = change.original
    starts = [0, *(i + 1 for i, character in enumerate(text) if character == "\n")]

    def line_of(edit: Edit) -> int:
        return bisect_right(starts, edit.start)

    for line, group in groupby(change.edits, key=line_of):
        edits = list(group)
        at = max(starts[line - 1], edits[0].start - around)
        pieces: list[tuple[str, Edit | None]] = [("…", None)] if at > starts[line - 1] else []
        for edit in edits:
            gap = text[at : edit.start]
            pieces += [(gap if len(gap) <= 2 * around else f"{gap[:around]} … {gap[-around:]}", None), (edit.before, edit)]
            at = edit.end
        rest = text[at : at + around].partition("\n")[0]
        pieces.append((rest + ("…" if len(rest) == around else ""), None))
        yield Hunk(line, pieces, tuple(dict.fromkeys(rule for edit in edits for rule in edit.rules)))
