"""The gate: one cheap look at a text tells which rules have to look at which of its lines (promise 4: it may only skip work)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from ahocorasick_rs import AhoCorasick, Implementation

from cleaners.artifacts.rule import Rule, bare

LONGEST_LINE = 120
"""A line that reads like one of a rule's `lines` is no longer than this, marks at its ends included (a rule is checked for it)."""

Test = Callable[[str], bool]

Spans = Sequence[tuple[int, int]]
"""Lines (line break left out) or the whole document, as half-open spans in the order of the text."""

_SURROGATES = re.compile("[\ud800-\udfff]")


class Literals:
    """Finds which of many strings stand in a text, in one scan.

    With 10,000 of them the small automaton takes 0.02 s to build and scans 65 MB/s, the large one 0.15 s and 106 MB/s: so the large one
    is built when it is going to pay.
    """

    def __init__(self, literals: Iterable[str]) -> None:
        self._literals = list(literals)
        self._scanned = 0
        self._automaton: AhoCorasick | None = None

    def found(self, text: str) -> list[tuple[int, int, int]]:
        """All matches, overlapping ones too (one literal may begin inside another): number of the literal, start, end."""
        if not self._literals:
            return []
        automaton = self._ready(len(text))
        try:
            return automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # lone surrogates are legal in JSON; a shadow of the same length can be scanned
            return automaton.find_matches_as_indexes(_SURROGATES.sub("\ufffd", text), overlapping=True)

    def _ready(self, length: int) -> AhoCorasick:
        before, self._scanned = self._scanned, self._scanned + length
        if self._automaton is None or before < _WORTH_IT <= self._scanned:
            large = self._scanned >= _WORTH_IT
            self._automaton = AhoCorasick(self._literals, implementation=Implementation.DFA if large else Implementation.ContiguousNFA)
        return self._automaton


_WORTH_IT = 10_000_000
"""Code points after which the large automaton has won back what it took to build."""


class Where(Protocol):
    """Where the rules have to look in one text. True where any has to."""

    def get(self, number: int, /) -> Spans | None:
        """The spans that a rule, by its number, has to look at; None where it can have no finding."""


class Gate(Protocol):
    """Whoever tells which rules have to look where."""

    def __call__(self, text: str) -> Where:
        """Where the rules have to look in a text."""


class Scanned:
    """What one scan found in a text. The rules' tests are made when they are asked for: a text that changes is scanned again after every
    rule that changed it, and most of the tests belong to rules that come late.
    """

    def __init__(self, text: str, found: dict[int, list[tuple[int, int]]], whole: Sequence[bool], tests: Mapping[int, Test]) -> None:
        self._text, self._found, self._whole, self._tests = text, found, whole, tests

    def get(self, number: int, /) -> Spans | None:
        """See Where."""
        if number in self._tests and self._tests[number](self._text):
            return _spans(self._text, whole=self._whole[number])
        if number in self._found:
            return [(0, len(self._text))] if self._whole[number] else sorted(self._found[number])
        return None

    def __bool__(self) -> bool:
        return bool(self._found) or any(test(self._text) for test in self._tests.values())


class Scan:
    """One scan for all literals, one look at the short lines."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._whole = [rule.scope == "document" for rule in rules]
        self._longest = [rule.longest for rule in rules]
        self._tests = {number: rule.test for number, rule in enumerate(rules) if rule.test}
        self._by_line = _numbers((line, number) for number, rule in enumerate(rules) for line in rule.lines)
        by_literal = _numbers((literal, number) for number, rule in enumerate(rules) for literal in rule.literals)
        self._by_literal = list(by_literal.values())
        self._literals = Literals(by_literal)

    def __call__(self, text: str) -> Scanned:
        """Where the rules have to look in a text."""
        found: dict[int, dict[tuple[int, int], None]] = {}
        self._look_for_literals(text, found)
        self._look_at_lines(text, found)
        return Scanned(text, {number: list(spans) for number, spans in found.items()}, self._whole, self._tests)

    def _look_for_literals(self, text: str, found: dict[int, dict[tuple[int, int], None]]) -> None:
        matches = self._literals.found(text)
        start, end = 0, -1
        for literal, at, until in sorted(matches, key=_by_start) if matches else ():
            if at > end:
                start, end = text.rfind("\n", max(end, 0), at) + 1, text.find("\n", until)
                end = len(text) if end < 0 else end
            for number in self._by_literal[literal]:
                if end - start <= self._longest[number] + 1:  # a carriage return may stand at the end
                    found.setdefault(number, {})[start, end] = None

    def _look_at_lines(self, text: str, found: dict[int, dict[tuple[int, int], None]]) -> None:
        if not self._by_line:
            return
        start = 0
        for line in text.split("\n"):
            if line and len(line) <= LONGEST_LINE + 1 and (numbers := self._by_line.get(bare(line))):
                for number in numbers:
                    found.setdefault(number, {})[start, start + len(line)] = None
            start += len(line) + 1


class Everything:
    """The gate that skips nothing: what the gated rules are held against."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._whole = [rule.scope == "document" for rule in rules]

    def __call__(self, text: str) -> Where:
        """Every rule, everywhere."""
        return {number: _spans(text, whole=whole) for number, whole in enumerate(self._whole)}


def _spans(text: str, *, whole: bool) -> list[tuple[int, int]]:
    if whole:
        return [(0, len(text))]
    ends = [at.start() for at in re.finditer("\n", text)]
    return list(zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True))


def _numbers(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    """Which rules, by number, want which string."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for string, number in pairs:
        wanted[string].append(number)
    return {string: tuple(numbers) for string, numbers in sorted(wanted.items())}


def _by_start(match: tuple[int, int, int]) -> int:
    return match[1]
