"""A file of text is one document. Its newline style and byte-order mark stay; its edits lie beside it in NAME.edits.jsonl."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from pathlib import Path
from typing import NamedTuple

from cleaners.edits import EditError
from flows.jsonl import STYLES
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
        body = (
            (self.text if text is None else text).replace("\n", self.newline)
            if self.newline != "\n"
            else (self.text if text is None else text)
        )
        return (BOM_UTF8 if self.bom else b"") + body.encode("utf-8")


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
    return b"".join(STYLES[0].dump(row) + b"\n" for row in (head, *told["edits"]))


def load_edits(path: Path) -> Record:
    """What dump_edits wrote, as a field `retouch` with newline and bom.

    Raises EditError where it is none, OSError where it is unreadable.
    """
    try:
        head, *edits = [json.loads(line) for line in path.read_bytes().decode("utf-8").split("\n") if line]
        return {**head, "edits": edits}
    except (ValueError, TypeError) as error:
        raise EditError(f"{path} is no file of edits ({error})") from None


def original(path: Path, data: bytes) -> TextFile:
    """The file as it was before it was cleaned, where its edits lie beside it. Raises EditError where they do not lead to it."""
    now = decode(data)
    if not beside(path).exists():
        return now
    told = load_edits(beside(path))
    plain = now.text if told.get("newline", "\n") == now.newline else now.encode().decode("utf-8-sig").replace(told["newline"], "\n")
    return TextFile(restore(plain, told), told.get("newline", now.newline), bool(told.get("bom", now.bom)))
