"""JSONL, a record a line. Only the text and the field `retouch` are ever written; every other byte of a line stays as it came."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from cleaners.edits import EditError
from flows.records import Record, restore

Span = tuple[int, int]

_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\n\r]*")
SKIP = 1 << 16
"""Bytes read at a time where a line is only passed over, however long it is."""


class Line(NamedTuple):
    """One line. Where it is a record: the spans (code points of `body`) of the text's value and, with the comma before it, of the member
    `retouch`, and where the last value ends. Where it is none: what is wrong with it, or nothing for a blank line.
    """

    raw: bytes
    problem: str | None = None
    body: str = ""
    record: Record | None = None
    text: Span = (0, 0)
    retouch: Span | None = None
    last: int = 0
    colon: str = ": "

    def written(self, text: str, told: Record) -> bytes:
        """The line with another text and with the field `retouch`, which remembers how the text was written where that is not plain."""
        assert self.record is not None
        literal = self.body[slice(*self.text)]
        way = _way(literal, self.record["text"])
        told = told if way is None else {**told, "literal": way}
        for escaped in (self.body.isascii() and "\\u" in self.body, True):
            value = literal if text == self.record["text"] else _literal(text, escaped=escaped)
            try:
                return self._with(value, self._member(told, escaped=escaped)).encode()
            except UnicodeEncodeError:  # a lone surrogate cannot be written in UTF-8, only escaped
                continue
        raise AssertionError("escaped JSON is ASCII")

    def _member(self, told: Record, *, escaped: bool) -> str:
        """The member `retouch`, with the spaces that the line's own members have."""
        blank = " " if self.colon.endswith(" ") else ""
        shown = json.dumps(told, ensure_ascii=escaped, separators=(f",{blank}", f":{blank}"))
        return f',{blank}"retouch":{blank}{shown}'

    def _with(self, value: str, member: str) -> str:
        start, end = self.text
        return f"{self.body[:start]}{value}{self.body[end : self.last]}{member}{self.body[self.last :]}"

    def restored(self) -> bytes:
        """The line as it was before it was cleaned. Raises EditError where its field `retouch` does not lead back."""
        if self.record is None or self.retouch is None:
            return self.raw
        told = self.record["retouch"]
        original = restore(self.record["text"], told)
        way = told.get("literal")
        literal = way if isinstance(way, str) else _literal(original, escaped=way is True)
        if isinstance(way, str) and _value(way) != original:
            raise EditError("its `literal` is not the original text")
        body = self.body
        for (start, end), new in sorted([(self.text, literal), (self.retouch, "")], reverse=True):
            body = body[:start] + new + body[end:]
        try:
            return body.encode()
        except UnicodeEncodeError:
            raise EditError("its original cannot be written") from None


def lines_of(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Offset in bytes and content of every line that begins in start:end, so that ranges cut anywhere share no line and lose none."""
    if start:
        file.seek(start - 1)
        while (passed := file.readline(SKIP)) and not passed.endswith(b"\n") and file.tell() < end:
            pass
    at = file.tell()
    while at < end and (raw := file.readline()):
        yield at, raw
        at += len(raw)


def parse(raw: bytes) -> Line:
    """A line of a JSONL file, with or without the byte-order mark of its first line."""
    try:
        body = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return Line(raw, f"is not UTF-8 (byte {error.start} of the line)")
    if not body.strip():
        return Line(raw)
    try:
        return _record(raw, body)
    except (ValueError, RecursionError) as error:
        return Line(raw, f"is not JSON ({error})")


def _record(raw: bytes, body: str) -> Line:
    """Walk the members of the object on the line. Raises ValueError where it is no JSON."""
    at = _blank(body, len(BOM_UTF8.decode()) if raw.startswith(BOM_UTF8) else 0)
    if body[at : at + 1] != "{":
        value, end = _DECODER.raw_decode(body, at)
        _ended(body, end)
        return Line(raw, f"is no JSON object but {_kind(value)}")
    record: Record = {}
    spans: dict[str, Span] = {}
    before, colon = at + 1, ": "
    at = _blank(body, at + 1)
    while body[at : at + 1] != "}" or record:
        if body[at : at + 1] != '"':
            raise ValueError(f"a name in quotes is missing at character {at + 1}")
        name, end = _DECODER.raw_decode(body, at)
        at = _blank(body, end)
        if body[at : at + 1] != ":":
            raise ValueError(f"a colon is missing at character {at + 1}")
        value_at = _blank(body, at + 1)
        colon = body[at:value_at]
        record[name], end = _DECODER.raw_decode(body, value_at)
        spans[name] = (before, end) if name == "retouch" else (value_at, end)
        at = _blank(body, end)
        before = end
        if body[at : at + 1] == "}":
            break
        if body[at : at + 1] != ",":
            raise ValueError(f"a comma is missing at character {at + 1}")
        at = _blank(body, at + 1)
    _ended(body, at + 1)
    if not isinstance(record.get("text"), str):
        wrong = f"has a `text` that is {_kind(record['text'])}" if "text" in record else "has no field `text`"
        return Line(raw, wrong)
    return Line(raw, None, body, record, spans["text"], spans.get("retouch"), before, colon)


def _blank(body: str, at: int) -> int:
    match = _BLANK.match(body, at)
    return match.end() if match else at


def _ended(body: str, at: int) -> None:
    if _blank(body, at) != len(body):
        raise ValueError(f"more follows at character {at + 1}")


def _kind(value: Any) -> str:
    return {list: "a list", dict: "an object", str: "a string", bool: "true or false", type(None): "null"}.get(type(value), "a number")


def _literal(text: str, *, escaped: bool) -> str:
    return json.dumps(text, ensure_ascii=escaped)


def _way(literal: str, text: str) -> bool | str | None:
    """How to write a text again as it was written: None for plainly, True for escaped, or the very literal."""
    if literal == _literal(text, escaped=False):
        return None
    return True if literal == _literal(text, escaped=True) else literal


def _value(literal: str) -> object:
    try:
        return json.loads(literal)
    except ValueError:
        return None


def dump(row: Record) -> bytes:
    """An object on a line of its own, in UTF-8 as far as that can write it."""
    try:
        return json.dumps(row, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(row).encode() + b"\n"


def writable(text: str) -> bool:
    """Whether JSON gives the text back. A high and a low surrogate side by side come back as one character."""
    return not any("\ud800" <= character <= "\udbff" for character in text) or json.loads(json.dumps(text)) == text


class LineNumbers:
    """Numbers of lines for a person, counted only when asked for, and from where the last answer was."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at, self._number = 0, 1

    def __call__(self, at: int) -> str:
        """The line that begins at an offset in bytes, in words."""
        if at < self._at:
            self._at, self._number = 0, 1
        with self._path.open("rb") as file:
            file.seek(self._at)
            while self._at < at and (piece := file.read(min(1 << 20, at - self._at))):
                self._at += len(piece)
                self._number += piece.count(b"\n")
        return f"line {self._number:,}"
