"""Sentences of a text, as spans. What lies between them (line breaks, indentation, bullets, spaces) is never translated and so is kept.

argostranslate's own splitters fetch a model at the first translation; this one needs a list of abbreviations.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

Span = tuple[int, int]

BORDER = re.compile(r"[^\S\n]*(?:(?:[-–—•‣◦▪·*>]|#{1,6}|\(?\d{1,3}[.)]|\(?[a-z]\))[^\S\n]+)?")
"""Indentation, and a bullet, number or heading mark that a space follows, at the start of a line."""

_OPENERS = "\"'“”„‚‘’«»‹›([{¿¡—–-"
_CLOSERS = "\"'“”‘’»«›‹)\\]}」』）】"
# A run of final marks with the quotes and brackets that close after it. The look-behind lets only the start of a run try, and the
# possessive quantifiers never go back: a megabyte of dots is read once.
_END = re.compile(rf"(?<![.!?…])[.!?…]++[{_CLOSERS}]{{0,4}}+(?=[^\S\n])|[。！？।։։]++[{_CLOSERS}]{{0,4}}+")
_WORD_BEFORE = re.compile(r"[^\W_](?:[^\W_]|\.(?=\w)){0,11}\Z")
_WINDOW = 14


@cache
def _data() -> dict[str, Any]:
    return json.loads((Path(__file__).parent / "abbreviations.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@cache
def _abbreviations(language: str) -> frozenset[str]:
    data = _data()
    return frozenset(data[""]) | frozenset(data.get(language, ()))


def sentences(text: str, *, language: str = "") -> list[Span]:
    """Spans (code points) of the sentences, in order: within a line, without the white space and line marks around them.

    `language` (ISO 639-1) chooses the abbreviations after which a full stop ends nothing, and whether a number with a full stop is an
    ordinal («am 9. Oktober»). A span never holds a line break. Linear in the length of the text.
    """
    found: list[Span] = []
    at = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        border = BORDER.match(body)
        start = border.end() if border else 0
        found += [(at + a, at + b) for a, b in _within(body, start, language)]
        at += len(line)
    return found


def _within(line: str, start: int, language: str) -> Iterator[Span]:
    for match in _END.finditer(line, start):
        end = match.end()
        following = end
        while following < len(line) and line[following].isspace():
            following += 1
        if following == len(line):
            break
        if match.group()[0] in "。！？।։" and not ("ぁ" <= line[following] <= "ゟ" and match.group()[-1] in "」』"):
            yield start, end  # «「…。」と» goes on: the particle belongs to the quotation
            start = following
        elif match.group()[0] not in "。！？।։" and _ends(line, match.start(), match.group(), following, language):
            yield start, end
            start = following
    if start < len(line):
        yield start, len(line)


def _ends(line: str, mark: int, marks: str, following: int, language: str) -> bool:
    """Does the mark at `mark` end a sentence, when the next word begins at `following`."""
    while following < len(line) and line[following] in _OPENERS:
        following += 1
    if following == len(line) or line[following].islower() or line[following] in ",;:.":
        return False
    if not marks.startswith(".") or marks.startswith(".."):
        return True
    before = _WORD_BEFORE.search(line, max(0, mark - _WINDOW), mark)
    if before is None:  # a masked number may be an ordinal too: «am ⟦0⟧. Oktober»
        return not (line[mark - 1 : mark] == "⟧" and language in _data()["ordinals"])
    word = before.group()
    if word.isdigit():
        return not (len(word) <= 2 and language in _data()["ordinals"])
    if len(word) == 1 and word.isupper():
        return False  # an initial: «J. Schmidt»
    folded = word.lower()
    if folded in _data()["may end"]:
        return True
    if folded in _data()["units"]:
        return line[max(0, before.start() - 2) : before.start()].strip().isdigit()  # «в 1994 г. Потом», but not «в г. Баку»
    return folded not in _abbreviations(language)
