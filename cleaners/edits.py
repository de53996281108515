"""Edits: the only way a text ever changes.

An edit says what stood where and what stands there now. Offsets are code points of the text the edit was made on, half open.
A list of edits is kept in *normal form*: sorted, no two overlapping or touching, none that changes nothing. In that form

    apply(text, edits)                        gives the new text,
    apply(apply(text, edits), invert(edits))  gives the old one back,
    compose(first, second)                    does in one list what the two do in turn.

`compose` is associative in effect always, and edit for edit as long as nothing cancels out: an edit that has come back to where it
started is dropped, and with it the memory of how far it reached.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple


class EditError(ValueError):
    """A list of edits that is not in normal form, or that does not fit the text it is applied to."""


class Edit(NamedTuple):
    """`before` stood at `start:end` (code points of the text the edit was made on); `after` takes its place.

    `rules` names every rule that had a hand in it, in the order they acted.
    """

    start: int
    end: int
    before: str
    after: str
    rules: tuple[str, ...] = ()


Edits = tuple[Edit, ...]


def normal(edits: Iterable[Edit]) -> Edits:
    """The normal form of edits that were all made on one text, in any order.

    Raises EditError where two of them overlap, because then nobody can say which one is meant.
    """
    ordered = sorted((e for e in edits if e.before != e.after), key=lambda e: (e.start, e.end))
    touching: list[list[Edit]] = []
    for edit in ordered:
        if edit.end - edit.start != len(edit.before):
            raise EditError(f"edit {edit.start}–{edit.end} does not have the length of the text it replaces: {edit.before!r}")
        if not touching or touching[-1][-1].end < edit.start:
            touching.append([edit])
        elif touching[-1][-1].end > edit.start:
            raise EditError(f"edits {touching[-1][-1].start}–{touching[-1][-1].end} and {edit.start}–{edit.end} overlap")
        else:
            touching[-1].append(edit)
    return tuple(e for e in map(_merged, touching) if e.before != e.after)


def _merged(run: Sequence[Edit]) -> Edit:
    """Edits that touch, as one. Joined once and not one after the other: a megabyte of entities is a quarter of a million edits."""
    if len(run) == 1:
        return run[0]
    before, after = "".join(e.before for e in run), "".join(e.after for e in run)
    return Edit(run[0].start, run[-1].end, before, after, _both(*(e.rules for e in run)))


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits made. Raises EditError where an edit does not find its `before` in the text."""
    if not edits:
        return text
    pieces: list[str] = []
    at = 0
    for start, end, before, after, _ in edits:
        if start < at or text[start:end] != before or end > len(text):
            raise EditError(f"edit {start}–{end} wants {before!r} but the text there reads {text[max(start, at) : end]!r}")
        pieces += (text[at:start], after)
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def invert(edits: Sequence[Edit]) -> Edits:
    """The edits that, made on the new text, give the old one back."""
    inverted: list[Edit] = []
    shift = 0
    for start, _, before, after, rules in edits:
        inverted.append(Edit(start + shift, start + shift + len(after), after, before, rules))
        shift += len(after) - len(before)
    return tuple(inverted)


def compose(first: Sequence[Edit], second: Sequence[Edit]) -> Edits:
    """One list that does what `first` and then `second` (made on the text that `first` left) do in turn.

    Works in the middle text, the one between the two: there the spans of both lists are joined into groups of overlapping or touching
    spans. A group's old text is `first`'s old text inside `first`'s spans and `second`'s old text elsewhere; its new text likewise.
    Linear in the number of edits and the length of their texts.
    """
    if not second:
        return tuple(first)
    if not first:
        return tuple(second)
    left, right = invert(first), second  # both made on the middle text; `left` leads back, `right` leads on
    composed: list[Edit] = []
    shift = 0  # from a position of the middle text to one of the old text, outside `first`'s spans
    i = j = 0
    while i < len(left) or j < len(right):
        group_i, group_j = i, j
        lo = min(left[i].start if i < len(left) else right[j].start, right[j].start if j < len(right) else left[i].start)
        hi = lo
        while True:
            if i < len(left) and left[i].start <= hi:
                hi = max(hi, left[i].end)
                i += 1
            elif j < len(right) and right[j].start <= hi:
                hi = max(hi, right[j].end)
                j += 1
            else:
                break
        back, on = left[group_i:i], right[group_j:j]
        old, new = _read(back, on, lo, hi), _read(on, back, lo, hi)
        start = lo + shift
        shift += len(old) - (hi - lo)
        if old != new:
            composed.append(Edit(start, start + len(old), old, new, _both(*(e.rules for e in (*back, *on)))))
    return tuple(composed)


def _read(mine: Sequence[Edit], other: Sequence[Edit], lo: int, hi: int) -> str:
    """The group lo:hi of the middle text with `mine` made; what no edit of mine covers is read from the `before` of the other list."""
    pieces: list[str] = []
    at = lo
    k = 0
    for edit in (*mine, Edit(hi, hi, "", "")):
        while at < edit.start:
            while other[k].end <= at:
                k += 1
            until = min(edit.start, other[k].end)
            pieces.append(other[k].before[at - other[k].start : until - other[k].start])
            at = until
        pieces.append(edit.after)
        at = edit.end
    return "".join(pieces)


def _both(*rules: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule for some in rules for rule in some))


class Offsets:
    """Positions of the new text as spans of the old one. Building costs the number of edits, a look-up its logarithm."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._old = edits
        self._new = invert(edits)
        self._starts = [e.start for e in self._new]
        self._ends = [e.end for e in self._new]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the old text that `start:end` of the new text came from; a position inside an edit gives the edit's whole span.

        A deletion at the very border of a span that is not empty stays outside it.
        """
        if start == end:
            i = bisect_left(self._ends, start)
            if i < len(self._new) and self._starts[i] <= start:
                return self._old[i].start, self._old[i].end
        return self._start(start), max(self._start(start), self._end(end))

    def _start(self, position: int) -> int:
        i = bisect_right(self._ends, position)  # edits 0 … i-1 end at or before the position
        if i < len(self._new) and self._starts[i] <= position:
            return self._old[i].start
        return position + self._shift(i)

    def _end(self, position: int) -> int:
        i = bisect_left(self._ends, position)  # edits 0 … i-1 end before the position
        if i < len(self._new) and self._starts[i] < position:
            return self._old[i].end
        return position + self._shift(i)

    def _shift(self, i: int) -> int:
        return self._old[i - 1].end - self._ends[i - 1] if i else 0


def check_normal(edits: Sequence[Edit]) -> None:
    """Raises EditError where the edits are not in normal form."""
    for edit in edits:
        if edit.before == edit.after or edit.start < 0 or edit.end - edit.start != len(edit.before):
            raise EditError(f"not an edit: {edit}")
    for one, next_one in pairwise(edits):
        if one.end >= next_one.start:
            raise EditError(f"edits {one.start}–{one.end} and {next_one.start}–{next_one.end} overlap, touch or are out of order")
