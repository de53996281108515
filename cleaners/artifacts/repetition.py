"""Repetitions that nobody wrote: translation engines that run in circles, paragraphs and sentences that a page holds twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import eq

from cleaners.artifacts.rule import Finding, Pattern, Piece, Rule

_WORD = Pattern(r"\S+")
_LOOP = 5
"""A word this often in a row is a loop, or it is laughter: so it is flagged."""


def _has_loop(text: str) -> bool:
    """Whether every fourth word is ever the same as its neighbour: of five in a row, one of the first four is such a one."""
    words = text.split()
    return any(map(eq, words[:: _LOOP - 1], words[1 :: _LOOP - 1]))


def _word_loops(piece: Piece) -> Iterator[Finding]:
    """One word over and over: all but the first."""
    run: list[tuple[int, int, str]] = []
    for found in _WORD.finditer(piece.text):
        if run and found[0] != run[-1][2]:
            yield from _loop(run)
            run = []
        run.append((*found.span(), found[0]))
    yield from _loop(run)


def _loop(run: Sequence[tuple[int, int, str]]) -> Iterator[Finding]:
    if len(run) >= _LOOP and sum(map(str.isalpha, run[0][2])) >= 2:
        yield Finding(run[0][1], run[-1][1])


_LONG_ENOUGH = 8
"""Words in a sentence that nobody says twice in a row for effect; «I have a dream» has four."""


def _twins(text: str) -> Iterator[Finding]:
    """Sentences that end in a full stop and stand twice in a row on one line: the second."""
    start, before = 0, ""
    parts = text.split(". ")
    for number, part in enumerate(parts):
        end = start + len(part)
        sentence = part.partition("\n")[0]
        last = number == len(parts) - 1 or len(sentence) < len(part)
        if before and sentence.removesuffix(".") == before and len(before.split(None, _LONG_ENOUGH)) >= _LONG_ENOUGH:
            yield Finding(start - 1, start + len(sentence)) if last else Finding(start, end + 2)
        before = part.rpartition("\n")[2]
        start = end + 2


def _has_twin_sentences(text: str) -> bool:
    """Whether two neighbours are the same among the sentences that are long enough: what lies between twins is never one of these."""
    parts = [part.removesuffix(".") for part in text.replace("\n", ". ").split(". ") if len(part) > 2 * _LONG_ENOUGH - 2]
    return any(map(eq, parts, parts[1:]))


def _twin_sentences(piece: Piece) -> Iterator[Finding]:
    """A long sentence that stands twice in a row."""
    return _twins(piece.text)


_PARAGRAPH = 60
"""Code points; a shorter line may be the refrain of a song."""


def _long_lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if len(line) >= _PARAGRAPH]


def _has_twin_paragraphs(text: str) -> bool:
    lines = _long_lines(text)
    return any(map(eq, lines, lines[1:]))


def _twin_paragraphs(piece: Piece) -> Iterator[Finding]:
    """A paragraph that stands twice in a row, blank lines aside: the second."""
    start, before = 0, ""
    for line in piece.text.split("\n"):
        if line.strip():
            if line == before and len(line) >= _PARAGRAPH and len(line.split()) >= _LONG_ENOUGH:
                yield Finding(start, start + len(line))
            before = line
        start += len(line) + 1


def _two_titles(text: str) -> tuple[int, str, str] | None:
    """The first two lines that are not blank, and where the second begins."""
    first = ""
    start = 0
    for line in text[:1000].split("\n")[:12]:
        if line.strip() and first:
            return start, first, line
        first = first or line.strip()
        start += len(line) + 1
    return None


def _has_twin_titles(text: str) -> bool:
    two = _two_titles(text)
    return two is not None and two[1] == two[2].strip()


def _twin_titles(piece: Piece) -> Iterator[Finding]:
    """A headline that a page holds twice, once for its title and once for its heading: the second."""
    two = _two_titles(piece.text)
    if two and two[1] == two[2].strip() and len(two[1].split()) >= 4 and two[1][-1] not in ".!,;:" and len(two[1]) < 300:
        yield Finding(two[0], two[0] + len(two[2]))


RULES = (
    Rule(
        name="repetition/title",
        reason="the headline stands twice, from the page's title and from its heading",
        find=_twin_titles,
        scope="document",
        test=_has_twin_titles,
    ),
    Rule(
        name="repetition/paragraph",
        reason="the same paragraph stands twice in a row",
        find=_twin_paragraphs,
        scope="document",
        test=_has_twin_paragraphs,
    ),
    Rule(
        name="repetition/sentence",
        reason="the same long sentence stands twice in a row",
        find=_twin_sentences,
        scope="document",
        test=_has_twin_sentences,
    ),
    Rule(
        name="repetition/word",
        reason="a translation engine that ran in circles repeats a word; so does laughter",
        find=_word_loops,
        safe=False,
        scope="document",
        test=_has_loop,
    ),
)
