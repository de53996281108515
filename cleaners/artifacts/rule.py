"""Rules: what a rule is, what it looks at, and what it says."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple


class Finding(NamedTuple):
    """What a rule says about `start:end` (code points of the piece it looked at): `after` belongs there.

    `after` is None where the rule sees a defect that it cannot mend with certainty; it is then flagged with `message`.
    """

    start: int
    end: int
    after: str | None = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a rule looks at: one line without its line break, or the whole document.

    The language is asked for lazily, because the answer costs a thousand times what the question «is there a bracket» costs.
    """

    text: str
    ask: Callable[[], str]

    @property
    def language(self) -> str:
        """ISO 639 code of the language around this piece, `und` where it cannot be told."""
        return self.ask()


Find = Callable[[Piece], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of defect, and how it is mended.

    The gate is a *necessary* condition: a piece in which none of the `literals` stands, none of whose lines reads, made `bare`,
    like one of `lines`, and which fails `test`, has no finding; no more has a line of more than `longest` code points.
    So skipping the rule there changes nothing but the time it takes.
    A finding counts only in text of one of `languages`; empty means that the defect is the same in all of them.
    """

    name: str
    reason: str
    find: Find = field(repr=False)
    scope: Literal["line", "document"] = "line"
    safe: bool = True
    literals: frozenset[str] = field(default=frozenset(), repr=False)
    lines: frozenset[str] = field(default=frozenset(), repr=False)
    test: Callable[[str], bool] | None = field(default=None, repr=False)
    longest: int = sys.maxsize
    languages: frozenset[str] = frozenset()

    @property
    def family(self) -> str:
        """The part of the name before the slash, which is also the name of the file the rule is in."""
        return self.name.partition("/")[0]


class Pattern:
    """A regular expression that is compiled when it is first used: to compile all of them takes longer than to clean a short text."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source, self.flags = source, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.source, self.flags)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches, as `re.finditer`."""
        return self.compiled.finditer(text)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match, as `re.search`."""
        return self.compiled.search(text, start, end)

    def match(self, text: str) -> re.Match[str] | None:
        """The match at the beginning, as `re.match`."""
        return self.compiled.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match of the whole text, as `re.fullmatch`."""
        return self.compiled.fullmatch(text)


def spellings(phrases: Iterable[str]) -> frozenset[str]:
    """Each phrase as given, with a capital, with capitals throughout and in capitals: the ways a heading or a button writes it.

    Rules match exactly these, not any mix of cases: so a gate of literals can ask for the very strings that the rule looks for.
    """
    return frozenset(way for phrase in phrases for way in _ways(phrase))


def _ways(phrase: str) -> Iterator[str]:
    yield phrase
    yield phrase[:1].upper() + phrase[1:]
    yield " ".join(word[:1].upper() + word[1:] for word in phrase.split(" "))
    yield phrase.upper()


MARKS = " \t\r\u00a0\u200b\ufeff.,:;!?…»«›‹>→➔▸►▶▼↓↑×|/•·*–—-\"“”„'‘’()[]"
"""What may stand around the words of a line without changing what the line is."""


def bare(line: str) -> str:
    """The line in small letters and without the marks around its words, or without surrounding space where it has nothing but marks.

    Dotted and dotless i are one: «DEVAMINI» in small letters reads differently to a Turk and to a computer.
    """
    stripped = (line.strip(MARKS) or line.strip()).lower()
    if stripped.isascii():
        return stripped
    return stripped.replace("’", "'").replace("\u00a0", " ").replace("ı", "i").replace("\u0307", "")  # faster than one str.translate
