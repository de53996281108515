"""What becomes of a line from which a rule has taken all it held: it goes, with its line break."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleaners.edits import Edit, Edits, normal


class _Dropped(NamedTuple):
    start: int
    end: int


def drop_emptied_lines(text: str, edits: Edits) -> Edits:
    """The edits, widened: a line they leave blank goes with its line break, and so does one of two blank lines that would meet.

    Linear: no character is looked at more than a fixed number of times, however many edits a line has.
    """
    if all(edit.after for edit in edits):
        return edits
    kept: list[Edit] = []
    dropped: list[_Dropped] = []
    for start, end, group in _by_line(text, edits):
        if _leaves_nothing(text, start, end, group):
            if dropped and not text[dropped[-1].end : start].strip():
                start = dropped.pop().start
            dropped.append(_Dropped(start, end))
        else:
            kept += group
    rules = edits[0].rules if edits else ()
    taken = [_with_breaks(text, one) for one in dropped]
    return normal([*kept, *(Edit(start, end, text[start:end], "", rules) for start, end in taken)])


def _by_line(text: str, edits: Edits) -> Iterator[tuple[int, int, list[Edit]]]:
    """The edits, grouped by the line or lines they stand in: start and end of these lines (last line break left out), and the edits."""
    start, end = 0, -1
    group: list[Edit] = []
    for edit in edits:
        if edit.start > end:
            if group:
                yield start, end, group
            start, group = text.rfind("\n", max(end, 0), edit.start) + 1, []
            end = edit.start
        group.append(edit)
        if edit.end > end or end == edit.start:
            end = text.find("\n", edit.end)
            end = len(text) if end < 0 else end
    if group:
        yield start, end, group


def _leaves_nothing(text: str, start: int, end: int, group: list[Edit]) -> bool:
    at = start
    took = False
    for edit in group:
        if edit.after or (edit.start > at and not text[at : edit.start].isspace()):
            return False
        took = took or not edit.before.isspace()
        at = edit.end
    return took and (at >= end or text[at:end].isspace())


def _with_breaks(text: str, dropped: _Dropped) -> tuple[int, int]:
    """The span of the dropped lines together with the line breaks that go with them."""
    start, end = dropped
    above, below = start, end
    while above and text[above - 1] in "\n\r \t":
        above -= 1
    while below < len(text) and text[below] in "\n\r \t":
        below += 1
    if not above:  # nothing stands above: the text begins with the next line that holds something
        return 0, text.rfind("\n", end, below) + 1 or end
    if below == len(text):  # nothing stands below: the text ends as it did, with or without a line break
        content_ends = text.find("\n", above, start)
        if text.endswith("\n"):
            return content_ends + 1, below
        return content_ends - text.endswith("\r", 0, content_ends), below
    blank_above, blank_below = text.count("\n", above, start) > 1, text.count("\n", end, below) > 1
    if blank_above and blank_below:
        return start, text.rfind("\n", end, below) + 1
    return start, text.find("\n", end) + 1
