"""Counting lines that recur across documents: a summary of bounded size first, exact evidence for what may recur then.

Both passes merge: the parts of a corpus can be counted anywhere and put together in the order of the corpus.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from typing import NamedTuple

from cleaners.artifacts.learnt import ends_as_a_sentence, shapes

LONGEST = 1000
"""Code points of a line. A longer one is a paragraph, which nobody can judge in a list; and this bounds what is held of a line."""

BODY = 4
"""Documents are told apart by so many of their longest other lines: chrome is short and the article's own paragraphs are not."""

BORDER = 0.2
"""A line is at the border of a document where no more than this part of the document stands above or below it."""

PROSE = 80
"""A longer line, or one that ends as a sentence does, is part of what the document says; only those tell how deep inside it one is."""

AROUND = 40
"""Code points of the neighbouring lines shown in an example."""

SHOWN = 100
"""Code points of the line itself shown in an example."""


def key_of(shape: str) -> bytes:
    """Eight bytes that stand for a shape, the same in every process; empty where it does not count.

    That is, where it is blank or too long, or has a lone surrogate, which no file can hold.
    """
    try:
        return blake2b(shape.encode(), digest_size=8).digest() if 0 < len(shape) <= LONGEST else b""
    except UnicodeEncodeError:
        return b""


class Frequent:
    """How many documents have a line, for no more than `2 × room` lines at a time, whatever is counted.

    Misra and Gries (1982), cut down and merged as in Agarwal et al., «Mergeable summaries» (2012): a count is never too high, and too low
    by `lost` at most, which never exceeds `seen / (room + 1)`, in whatever order things were counted and merged: when more than twice
    `room` lines are held, the `room + 1`-th count is taken off all, so each unit of `lost` has cost `room + 1` units of `seen`.
    """

    def __init__(self, room: int) -> None:
        self.room = room
        self.counts: Counter[bytes] = Counter()
        self.seen = 0
        self.lost = 0

    def add(self, text: str) -> None:
        """Count each line of one document once."""
        keys = {key_of(shape) for shape in set(shapes([row.strip() for row in text.split("\n")]))} - {b""}
        self.counts.update(keys)
        self.seen += len(keys)
        self._cut()

    def merge(self, other: Frequent) -> None:
        """Count what another counted, too."""
        self.counts.update(other.counts)
        self.seen += other.seen
        self.lost += other.lost
        self._cut()

    def _cut(self) -> None:
        if len(self.counts) <= 2 * self.room:
            return
        cut, above = 0, 0
        for count, lines in sorted(Counter(self.counts.values()).items(), reverse=True):
            above += lines
            if above > self.room:
                cut = count
                break
        self.lost += cut
        self.counts = Counter({key: count - cut for key, count in self.counts.items() if count > cut})

    def floor(self, least: int) -> int:
        """So many documents a line must have for it to be certain that it is among those held; `least` where nothing had to go.

        It hangs on the corpus alone: up to `room` different lines nothing is ever cut, and above it the bound is that of `seen`.
        """
        if not self.lost and len(self.counts) <= self.room:
            return least
        return max(least, self.seen // (self.room + 1) + 1)

    def candidates(self, floor: int) -> frozenset[bytes]:
        """Keys of all lines that may have so many documents, if that is `floor(…)` or more."""
        return frozenset(key for key, count in self.counts.items() if count + self.lost >= floor)


class Example(NamedTuple):
    """One place where a line stands: which, and the line there between the ends of its neighbours."""

    where: str
    shown: str


@dataclass(slots=True)
class Evidence:
    """What is known of one line. `documents` is exact, `bodies` are the first few different documents, as digests.

    `top` and `bottom` count documents that have it only at that border. `text` is the line as it first stood; `varies`: not always so.
    """

    text: str
    documents: int = 0
    bodies: tuple[bytes, ...] = ()
    top: int = 0
    bottom: int = 0
    varies: bool = False
    examples: tuple[Example, ...] = ()


class Wanted(NamedTuple):
    """Which lines the second pass looks for, and how many different documents and examples it keeps of each."""

    keys: frozenset[bytes]
    least: int
    examples: int


class Gathered:
    """The evidence for the wanted lines. Merged in the order of the corpus it is the same however the corpus was cut."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.lines: dict[bytes, Evidence] = {}

    def add(self, text: str, where: str) -> None:
        """Take one document into account; `where` names it to a person."""
        rows = [row.strip() for row in text.split("\n")]
        places: dict[bytes, list[int]] = {}
        for number, shape in enumerate(shapes(rows)):
            if shape and (key := key_of(shape)) in self.wanted.keys:
                places.setdefault(key, []).append(number)
        if not places:
            return
        sides, longest = _sides(rows), _longest(rows)
        for key, numbers in places.items():
            first = rows[numbers[0]]
            known = self.lines.get(key) or self.lines.setdefault(key, Evidence(first))
            known.documents += 1
            known.varies = known.varies or any(rows[number] != known.text for number in numbers)
            found = {sides[number] for number in numbers}
            known.top += "" not in found and "top" in found
            known.bottom += found == {"bottom"}
            if len(known.bodies) < self.wanted.least:
                self._add_bodies(known, (_body(longest, {rows[number] for number in numbers}),))
            if len(known.examples) < self.wanted.examples:
                self._add_examples(known, (Example(where, _shown(rows, numbers[0])),))

    def merge(self, later: Gathered) -> None:
        """Take in the evidence of a later part of the corpus."""
        for key, new in later.lines.items():
            if (known := self.lines.setdefault(key, new)) is not new:
                known.documents += new.documents
                known.top += new.top
                known.bottom += new.bottom
                known.varies = known.varies or new.varies or known.text != new.text
                self._add_bodies(known, new.bodies)
                self._add_examples(known, new.examples)

    def _add_bodies(self, known: Evidence, bodies: tuple[bytes, ...]) -> None:
        known.bodies = tuple(dict.fromkeys((*known.bodies, *bodies)))[: self.wanted.least]

    def _add_examples(self, known: Evidence, examples: tuple[Example, ...]) -> None:
        shown = {one.shown for one in known.examples}
        known.examples = (*known.examples, *(one for one in examples if one.shown not in shown))[: self.wanted.examples]


def _sides(rows: Sequence[str]) -> list[str]:
    """For each row `top` or `bottom` where it stands at that border of the text, else nothing."""
    weights = [min(len(row), PROSE) if len(row) > PROSE or ends_as_a_sentence(row) else 0 for row in rows]
    total = sum(weights)
    near = BORDER * total
    sides: list[str] = []
    above = 0
    for weight in weights:
        below = total - above - weight
        sides.append("" if total == 0 or min(above, below) > near else "top" if above <= below else "bottom")
        above += weight
    return sides


def _longest(rows: Iterable[str]) -> list[str]:
    """The longest different rows, one more than it takes to tell documents apart."""
    return nsmallest(BODY + 1, set(rows) - {""}, key=lambda row: (-len(row), row))


def _body(longest: Sequence[str], but: set[str]) -> bytes:
    """A digest of what the document says beside the line in question: the same for two copies of one article.

    Empty where it says nothing else: a thousand copies of one notice are one document that was taken a thousand times.
    """
    told = [row for row in longest if row not in but][:BODY]
    return blake2b("\n".join(told).encode("utf-8", "surrogatepass"), digest_size=8).digest() if told else b""


def _shown(rows: Sequence[str], at: int) -> str:
    above = next((rows[number] for number in range(at - 1, -1, -1) if rows[number]), "")
    below = next((rows[number] for number in range(at + 1, len(rows)) if rows[number]), "")
    line = rows[at] if len(rows[at]) <= SHOWN else f"{rows[at][:SHOWN]}…"
    before = above if len(above) <= AROUND else f"…{above[-AROUND:]}"
    behind = below if len(below) <= AROUND else f"{below[:AROUND]}…"
    return f"{before} ⏎ {line} ⏎ {behind}".strip()
