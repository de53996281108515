"""The keys of an index that stand in a text as words of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from glossary.context import is_protected, is_small
from glossary.folding import Folded
from glossary.index import Index

_SEPARATOR = re.compile(r"[^\w]")


class Hit(NamedTuple):
    """A key of the index as a whole word at `start:end` of the text; `tail` is a genitive -s behind it."""

    start: int
    end: int
    key: str
    tail: bool


def hits(text: str, index: Index) -> Iterator[Hit]:
    """The keys that stand in a text as words, leftmost and longest, capital and in no protected place."""
    folded = Folded(text)
    for start, end, key in _keys(folded.text, index):
        tail = end < len(folded.text) and folded.text[end].isalnum()
        first, last = folded.span(start, end)
        if not is_small(text[first]) and _stands_alone(text, first, last + tail) and not is_protected(text, first, last + tail):
            yield Hit(first, last, key, tail)


def _keys(text: str, index: Index) -> Iterator[tuple[int, int, str]]:
    """Keys in a folded text from one word border to another (or to a genitive -s)."""
    done = 0
    for number, start, end in index.automaton.find_matches_as_indexes(text):
        key = index.keys[number]
        if start >= done and _bordered(text, start, end):
            yield start, end, key
            done = end
        elif _SEPARATOR.search(key):
            for again in _rescan(text, start, end, index):
                if again[0] >= done:
                    yield again
                    done = again[1]


def _rescan(text: str, start: int, end: int, index: Index) -> Iterator[tuple[int, int, str]]:
    """What a key of several words hid that turned out not to end at a border: at each of its words the longest key that does."""
    borders = [start, *(start + m.end() for m in _SEPARATOR.finditer(text[start:end]))]
    at = start
    for border in borders:
        if border < at:
            continue
        for last in range(min(len(text), border + index.longest), border, -1):
            key = text[border:last]
            if (key in index.families or key in index.phrases) and _bordered(text, border, last):
                yield border, last, key
                at = last
                break


def _bordered(text: str, start: int, end: int) -> bool:
    if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        return False
    if end == len(text) or not (text[end].isalnum() or text[end] == "_"):
        return True
    return text[end] == "s" and (end + 1 == len(text) or not (text[end + 1].isalnum() or text[end + 1] in "_'"))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no apostrophe ties a span to more letters: `O'…`, `…'ko`. A possessive -'s is no tie."""
    if start > 1 and text[start - 1] in "'’ʼ" and text[start - 2].isalpha():
        return False
    if end + 1 < len(text) and text[end] in "'’ʼ" and text[end + 1].isalpha():
        return text[end + 1] in "sS" and not text[end + 2 : end + 3].isalpha()
    return True
