"""A file of text is one document. Its newline style and byte-order mark stay; its edits lie beside it in NAME.edits.jsonl."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from pathlib import Path
from typing import NamedTuple

from cleaners.edits import EditError
from flows.jsonl import dump
from flows.records import Record, restore

BESIDE = ".edits.jsonl"
"""What the name of the file of edits ends in."""


class TextFile(NamedTuple):
    """The text with plain newlines, and what is needed to write it as it came."""

    text: str
    newline: str
    bom: bool

    def encode(self, text: str | None = None) -> bytes:
        """The bytes of the file, with another text if one is given."""
        body = self.text if text is None else text
        return (BOM_UTF8 if self.bom else b"") + body.replace("\n", self.newline).encode("utf-8")


def decode(data: bytes) -> TextFile:
    """A file's text. Raises UnicodeDecodeError where it is not UTF-8.

    Newlines are made plain only where all of them are of one style; in a file that mixes them they stay as they are.
    """
    bom = data.startswith(BOM_UTF8)
    text = data[len(BOM_UTF8) if bom else 0 :].decode("utf-8")
    for newline in ("\r\n", "\r"):
        plain = text.replace(newline, "\n")
        if newline in text and plain.replace("\n", newline) == text:
            return TextFile(plain, newline, bom)
    return TextFile(text, "\n", bom)


def beside(path: Path) -> Path:
    """Where the edits of a file of text lie."""
    return path.with_name(path.name + BESIDE)


def dump_edits(file: TextFile, told: Record) -> bytes:
    """The file of edits: a first line about the document, then a line for each edit."""
    head = {**{name: value for name, value in told.items() if name != "edits"}, "newline": file.newline, "bom": file.bom}
    return b"".join(dump(row) for row in (head, *told["edits"]))


def dump_copied(reason: str) -> bytes:
    """What lies beside a file that could not be cleaned and was copied as it is."""
    return dump({"copied": reason})


def load_edits(path: Path) -> Record:
    """What lies beside a file, as a field `retouch` with newline and bom. Raises EditError where it is none of ours, OSError."""
    try:
        head, *edits = [json.loads(line) for line in path.read_bytes().decode("utf-8").split("\n") if line]
    except (ValueError, RecursionError) as error:
        raise EditError(f"{path.name} is no file of edits ({error})") from None
    match head:
        case {"newline": "\n" | "\r\n" | "\r", "bom": bool(), "flags": list()} | {"copied": str()}:
            return {**head, "edits": edits}
    raise EditError(f"{path.name} is no file of edits (its first line does not tell of a document)")


def original(path: Path, data: bytes) -> TextFile:
    """The file as it was before it was cleaned, where its edits lie beside it.

    Raises EditError where they do not lead to it, UnicodeDecodeError where the file is not UTF-8.
    """
    if not beside(path).exists():
        return decode(data)
    told = load_edits(beside(path))
    if "copied" in told:
        return decode(data)
    newline, bom = told["newline"], told["bom"]
    text = (data[len(BOM_UTF8) :] if bom else data).decode("utf-8")
    return TextFile(restore(text if newline == "\n" else text.replace(newline, "\n"), told), newline, bom)
