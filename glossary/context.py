"""What stands around a name: protected places, titles, other people's given names, quoted titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from glossary.folding import fold

FOLDER = Path(__file__).parent / "context"
_REACH = 48
"""Letters of a word looked at to either side: longer ones are no words, and a bound keeps a line of one letter linear."""
_TITLE = 60
"""Letters of a quotation looked at to either side of a name: a title is short."""
_BLANKS = " \u00a0\u202f"
_OPENING = "\"'«»“„‘‚(["
_INITIALS = re.compile(r"(?:[^\W\d_]{1,4}\.-?)+")
_CLOSING = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "‚": "‘’"}
_QUOTE = re.compile("[" + "".join(_CLOSING) + "]")


class Words(NamedTuple):
    """Word lists of a target language (folded)."""

    titles: frozenset[str]
    openers: frozenset[str]
    followers: frozenset[str]
    words: frozenset[str]
    articles: frozenset[str]
    limits: frozenset[str]
    anglicized: frozenset[str]


@cache
def words(language: str) -> Words:
    """The word lists of a language; empty where there is no file, so that any capital word before a surname is in doubt."""
    path = FOLDER / f"{language}.yaml"
    if not path.exists():
        return Words(*(frozenset[str]() for _ in Words._fields))
    import yaml

    data = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return Words(*(frozenset(str(word) for row in data[key] for word in str(row).split()) for key in Words._fields))


@cache
def given_names() -> frozenset[str]:
    """Common given names of many languages, folded."""
    lines = (FOLDER / "given.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


class Token(NamedTuple):
    """A word before a name. `opens`: a quotation or bracket opens before it, so what stands further left belongs elsewhere."""

    start: int
    end: int
    text: str
    kind: Literal["word", "initials", "lower"]
    opens: bool


def before(text: str, position: int) -> Iterator[Token]:
    """The words before a position, nearest first, as far as blanks alone part them from each other on one line."""
    while True:
        end = position
        while end and position - end < 3 and text[end - 1] in _BLANKS:
            end -= 1
        glued = end == position
        if not end or (glued and text[end - 1] != ".") or (not glued and position - end > 2):
            return
        start = end
        while start and end - start < _REACH and not text[start - 1].isspace():
            start -= 1
        token = text[start:end]
        bare = token.lstrip(_OPENING)
        start += len(token) - len(bare)
        if _INITIALS.fullmatch(bare):
            kind: Literal["word", "initials", "lower"] = "initials" if bare[0].isupper() else "lower"
        elif glued or not bare or not _is_word(bare):
            return
        else:
            kind = "lower" if is_small(bare[0]) else "word"
        yield Token(start, end, bare, kind, len(token) != len(bare))
        if len(token) != len(bare):
            return
        position = start


def is_small(letter: str) -> bool:
    """Whether a letter is a small one. Georgian counts as having no case: its capitals are for headlines only."""
    return letter.islower() and not "\u10d0" <= letter <= "\u10ff"


def _is_word(token: str) -> bool:
    return all(c.isalpha() or c in "-‐‑'’ʼ" or not fold(c) for c in token) and token[-1] not in "-‐‑"


def begins_sentence(text: str, position: int) -> bool:
    """Whether nothing but a mark that ends a sentence or opens a quotation stands before a position on its line."""
    at = position
    while at and position - at < 6 and text[at - 1] in _BLANKS + _OPENING + "-–—•*":
        at -= 1
    return at == 0 or text[at - 1] in ".!?:;…\n\r\t\u2028\u2029"


def is_protected(text: str, start: int, end: int) -> bool:
    """Whether a span is part of a URL, an e-mail address, a handle, a hashtag, a file name or code in backticks."""
    if start and (
        text[start - 1] in "@#_/\\=&%" or (text[start - 1] == "." and start > 1 and text[start - 2].isalnum() and not _initial(text, start))
    ):
        return True
    following = text[end : end + 2]
    if (following[:1] in ("@", "_", "/", "\\", "=") and following[1:].strip()) or (
        following[:1] == "." and (following[1:].islower() or following[1:].isdigit())
    ):
        return True
    left, right = text[max(0, start - 200) : start], text[end : end + 200]
    chunk = (left.split()[-1] if left and not left[-1].isspace() else "") + (right.split()[0] if right and not right[0].isspace() else "")
    if "://" in chunk or "@" in chunk or chunk.lower().startswith("www.") or chunk.startswith("#"):
        return True
    line = text[max(text.rfind("\n", max(0, start - 400), start) + 1, start - 400) : start]
    return line.count("`") % 2 == 1


def _initial(text: str, start: int) -> bool:
    """Whether the full stop before a position ends an initial: `S.Lawrow`."""
    return text[start - 2].isupper() and (start < 3 or not text[start - 3].isalnum())


def is_quoted_title(text: str, start: int, end: int) -> bool:
    """Whether a span stands in a short quotation of capital words: „Der Fall Nawalny“ is somebody's title and not ours to respell."""
    if not _QUOTE.search(text, max(0, start - _TITLE), start):
        return False
    for at in range(start - 1, max(-1, start - _TITLE), -1):
        if text[at] in "\n\r”»":
            return False
        if text[at] in _CLOSING:
            closing = next((i for i in range(end, min(len(text), end + _TITLE)) if text[i] in _CLOSING[text[at]]), None)
            return closing is not None and _is_title(text[at + 1 : closing], f"{text[at + 1 : start]} {text[end:closing]}")
    return False


def _is_title(quoted: str, rest: str) -> bool:
    """Whether a quotation is no sentence, and all long words of the `rest` beside the name have capitals."""
    words = re.findall(r"[^\W\d_]+", rest)
    if not words or not quoted[:1].isupper() or re.search(r"[.!?,;]\s*\S|[.!?,]$", quoted):
        return False
    return all(word[0].isupper() for word in words if len(word) > 3)
