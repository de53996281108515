"""The step `learnt`: takes out whole lines that a person accepted as boilerplate after `retouch learn` found them in many documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from cleaners.artifacts.lines import drop_emptied_lines
from cleaners.document import NOTHING, Document, Flag, Outcome
from cleaners.edits import Edit

RULE = "learnt/line"
"""The name that every edit and flag of this step carries."""

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
"""A number in the digits of any script, with its separators: 5, 1,024, 3.5, 03.05.2020, ٢٠٢٠."""

SHAPED = 120
"""Code points of the longest line whose numbers are looked at: scanning for digits is the dearest part, and labels are short."""

_LETTER = re.compile(r"[^\W\d_]")

_ENDS = ".!?…:;。！？｡؟۔।॥։።·"
"""Marks after which a line may be the end of a sentence."""

_CLOSERS = "\"'’”»«)]}›」』）"
"""Marks that may close a quotation or a bracket after the end of its sentence."""


def has_letter(line: str) -> bool:
    """Whether a letter of any script stands in the line."""
    return _LETTER.search(line) is not None


def shape(line: str) -> str:
    """A trimmed line with every number written as 0, so that «5 min read» and «12 min read» are one.

    A line without a letter keeps its numbers: those are all it says; so does one of more than 120 code points. The shape of a shape
    is itself.
    """
    return NUMBER.sub("0", line) if len(line) <= SHAPED and has_letter(line) else line


def shapes(rows: Sequence[str]) -> list[str]:
    """The shape of each of several trimmed lines: one scan for all of them is several times as fast as one for each."""
    folded = NUMBER.sub("0", "\n".join([row if len(row) <= SHAPED else "" for row in rows])).split("\n")
    return [fold if fold == row or (fold and has_letter(row)) else row for row, fold in zip(rows, folded, strict=True)]


def ends_as_a_sentence(line: str) -> bool:
    """Whether the line ends in a mark that ends sentences, closing quotes and brackets left out."""
    return line.rstrip(_CLOSERS).endswith(tuple(_ENDS))


class LearntStep:
    """Takes out the lines of a document that, trimmed, read exactly like one of `lines` or have one of `shapes`.

    Only whole lines go, with their line break. A line that seems to stand inside a hard-wrapped sentence is flagged and stays, and so
    does a document that would lose everything. Raises ValueError for a line that is blank or has a line break in it, and for a shape
    that is none.
    """

    name = "learnt"

    def __init__(self, lines: Iterable[str], shapes: Iterable[str] = ()) -> None:
        self._lines, self._shapes = frozenset(line.strip() for line in lines), frozenset(one.strip() for one in shapes)
        for one in self._lines | self._shapes:
            if not one or "\n" in one:
                raise ValueError(f"{one!r} is not one line")
        for one in self._shapes:
            if not has_letter(one) or shape(one) != one:
                raise ValueError(f"{one!r} is no shape; a shape has a letter and writes every number as 0")

    def __call__(self, documents: Sequence[Document]) -> Sequence[Outcome]:
        """One outcome a document: the accepted lines taken out, and those that were left with the reason why."""
        return [self._clean(document.text) for document in documents]

    def _clean(self, text: str) -> Outcome:
        rows = text.split("\n")
        trimmed = [row.strip() for row in rows]
        accepted = [row in self._lines for row in trimmed]
        if self._shapes:
            accepted = [known or row in self._shapes for known, row in zip(accepted, shapes(trimmed), strict=True)]
        if not any(accepted):
            return NOTHING
        if all(known or not row for known, row in zip(accepted, trimmed, strict=True)):
            return Outcome(flags=(Flag(0, len(text), RULE, "the document holds nothing but accepted lines, so it was left as it is"),))
        starts = [0]
        for row in rows:
            starts.append(starts[-1] + len(row) + 1)
        edits: list[Edit] = []
        flags: list[Flag] = []
        for first, last in _runs(trimmed, accepted):
            spans = [_trimmed(starts[number], rows[number]) for number in range(first, last + 1) if accepted[number]]
            if _inside_a_sentence(trimmed, first, last):
                flags += [
                    Flag(start, end, RULE, "an accepted line that seems to stand inside a sentence, so it was left") for start, end in spans
                ]
            else:
                edits += [Edit(start, end, text[start:end], "", (RULE,)) for start, end in spans]
        return Outcome(drop_emptied_lines(text, tuple(edits)), tuple(flags))


def _runs(rows: Sequence[str], accepted: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last of accepted (trimmed) rows between which nothing but blank rows stands.

    Taken together because their neighbours are what stays: what one run does then never hangs on what another did.
    """
    first = last = -1
    for number, known in enumerate(accepted):
        if known:
            first, last = (number if first < 0 else first), number
        elif first >= 0 and rows[number]:
            yield first, last
            first = -1
    if first >= 0:
        yield first, last


def _inside_a_sentence(rows: Sequence[str], first: int, last: int) -> bool:
    """Whether the line above breaks off and the line below goes on in small letters, with no blank line in between."""
    above = rows[first - 1] if first else ""
    below = rows[last + 1] if last + 1 < len(rows) else ""
    return bool(above and below) and not ends_as_a_sentence(above) and below[0].islower()


def _trimmed(start: int, row: str) -> tuple[int, int]:
    start += len(row) - len(row.lstrip())
    return start, start + len(row.strip())
