"""JSONL, a record a line: read it, write it in the style it came in, and let what is no record pass untouched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from flows.records import Record


class Style(NamedTuple):
    """How a line of JSON is written; the four that the usual writers use."""

    ensure_ascii: bool
    compact: bool

    def dump(self, record: Record) -> bytes:
        """The record in this style, without a newline. A lone surrogate cannot be written in UTF-8, so such a line is escaped."""
        separators = (",", ":") if self.compact else (", ", ": ")
        try:
            return json.dumps(record, ensure_ascii=self.ensure_ascii, separators=separators).encode("utf-8")
        except UnicodeEncodeError:
            return json.dumps(record, ensure_ascii=True, separators=separators).encode("utf-8")


STYLES = (Style(False, False), Style(False, True), Style(True, False), Style(True, True))


class Line(NamedTuple):
    """One line: a record with a text, or the bytes as they came and what is wrong with them."""

    raw: bytes
    record: Record | None
    problem: str | None
    style: Style

    @property
    def ending(self) -> bytes:
        """The line's own newline: none at the end of a file that has none."""
        return self.raw[len(self.raw.rstrip(b"\r\n")) :]


def lines_of(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Offset in bytes and content of every line that begins in start:end, so that ranges cut anywhere share no line and lose none."""
    if start:
        file.seek(start - 1)
        file.readline()
    at = file.tell()
    while at < end and (raw := file.readline()):
        yield at, raw
        at += len(raw)


def parse(raw: bytes, style: Style = STYLES[0]) -> Line:
    """A line of a JSONL file; `style` is the one to try first, the line before's."""
    body = raw.strip()
    if not body:
        return Line(raw, None, None, style)
    try:
        record = json.loads(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Line(raw, None, f"is not UTF-8 (byte {error.start} of the line)", style)
    except (ValueError, RecursionError) as error:
        return Line(raw, None, f"is not JSON ({error})", style)
    if not isinstance(record, dict):
        return Line(raw, None, f"is no JSON object but {_kind(record)}", style)
    if not isinstance(record.get("text"), str):
        return Line(raw, None, "has no field `text`" if "text" not in record else f"has a `text` that is {_kind(record['text'])}", style)
    return Line(raw, record, None, _style(body, record, style))


def _kind(value: Any) -> str:
    return {list: "a list", dict: "an object", str: "a string", bool: "true or false", type(None): "null"}.get(type(value), "a number")


def _style(body: bytes, record: Record, first: Style) -> Style:
    return next((style for style in dict.fromkeys((first, *STYLES)) if style.dump(record) == body), first)


def writable(text: str) -> bool:
    """Whether JSON gives the text back. A high and a low surrogate side by side come back as one character."""
    return not any("\ud800" <= character <= "\udbff" for character in text) or json.loads(json.dumps(text)) == text
