"""Small certainties about a translated sentence: it begins and ends as its source does, and has no HTML entity that its source has not."""

from __future__ import annotations

import html
import re

_MARKS = {
    "。": ".",
    "．": ".",
    "！": "!",
    "？": "?",
    "।": ".",
    "։": ".",
    "؟": "?",
    "；": ";",
    "：": ":",
}  # as Latin-script languages write them
_FINAL = ".!?…:;"
_CLOSERS = "\"'“”‘’»«›‹)]}"
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")


def polish(source: str, text: str) -> str:
    """The translation of one sentence, with the entities read, a capital where the source begins with one, and the source's final mark."""
    if _ENTITY.search(text) and not _ENTITY.search(source):
        text = html.unescape(text)
    text = " ".join(text.split())
    first = re.match(r"[\"“‘«(]?(\w+)", text)
    if first and first[1].islower() and _begins_upper(source):
        text = text[: first.start(1)] + text[first.start(1)].upper() + text[first.start(1) + 1 :]
    return _ended(text, _mark(source))


def _begins_upper(sentence: str) -> bool:
    return next((c.isupper() for c in sentence if c.isalnum()), False)


def _mark(sentence: str) -> str:
    """The final mark of a sentence, before the quotes and brackets that close it; empty where it has none."""
    bare = sentence.rstrip().rstrip(_CLOSERS).rstrip()
    if bare.endswith("..."):
        return "..."
    last = _MARKS.get(bare[-1:], bare[-1:])
    return last if last and last in _FINAL else ""


def _ended(text: str, mark: str) -> str:
    """The text with that final mark in the place of its own. What asks or exclaims is not turned into a statement or the other way round
    by guesswork: only the mark is the source's.
    """
    body = text.rstrip(_CLOSERS)
    closers = text[len(body) :]
    if _mark(body) == mark or not body:
        return text
    bare = body.rstrip(_FINAL)
    if not bare:
        return text
    if mark and not _mark(body) and closers:
        return text  # «… (sic)» or a quotation: whether the mark belongs inside or outside is not certain
    if bare[-1:] in ")" or (not mark and re.search(r"\b(?:\w\.)+\w\Z|\b(?:Mr|Mrs|Dr|Jr|Sr|St|Inc|Ltd|Co|Corp|etc)\Z", bare)):
        return text  # an abbreviation's point
    return bare + mark + closers
