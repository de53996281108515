"""What a run changed, or would change, read from the records themselves."""

from __future__ import annotations

import difflib
import re
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
from flows.records import Record, comes_restored, describe, edits_in, restore


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
            yield Change(file.name, textfile.original(file, file.read_bytes()).text, edits_in(told), told["flags"])
        elif shop:
            yield _cleaned(file.name, Document(textfile.decode(file.read_bytes()).text, shop.reader, file.name), shop)
    except (EditError, UnicodeDecodeError, OSError) as error:
        raise WrongCall(f"{file} cannot be shown: {error}") from None


def _of_lines(file: Path, shop: Workshop | None, as_they_stand: bool) -> Iterator[Change]:
    with file.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            record = jsonl.parse(raw).record
            if record is None:
                continue
            name = f"{file.name} {record.get('id', f'line {number}')}"
            try:
                if "retouch" in record and not as_they_stand:
                    told = record["retouch"]
                    yield Change(name, restore(record["text"], told), edits_in(told), told.get("flags", []))
                elif shop:
                    yield _cleaned(
                        name, Document(record["text"] if as_they_stand else comes_restored(record)[0], shop.reader, file.name, record), shop
                    )
            except EditError as error:
                raise WrongCall(f"{file}, line {number}, cannot be shown: {error}") from None


def _cleaned(name: str, document: Document, shop: Workshop) -> Change:
    shop.cleaner.clean([document])
    return Change(name, document.original, document.edits, describe(document, shop.signature)["flags"])


def unified(change: Change) -> str:
    """The change as a unified diff of lines, as `patch` and code review read it. Empty where nothing changed."""
    before, after = change.original, apply(change.original, change.edits)
    lines = difflib.unified_diff(_lines(before), _lines(after), f"a/{change.name}", f"b/{change.name}", n=1)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


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
        from bisect import bisect_right

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
