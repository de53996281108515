"""A document on its way through the steps: what it was, what it is now, and everything that was said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from cleaners.edits import Edits, Offsets, apply, check_normal, compose

UNDETERMINED = "und"
"""The language of a text that gives nothing to go by (ISO 639-2 `und`)."""


class Flag(NamedTuple):
    """A defect seen at `start:end` (code points) and not mended; `rule` saw it, `message` tells a person what and why."""

    start: int
    end: int
    rule: str
    message: str


class Note(NamedTuple):
    """What a step knows about its edit at `start` beside the rule: glossary entry and table, engine and score."""

    start: int
    rule: str
    facts: Mapping[str, Any]


class Segment(NamedTuple):
    """A stretch of text in one language, as found; `became` is the language it was translated into, if it was."""

    start: int
    end: int
    language: str
    became: str | None = None


class Reading(NamedTuple):
    """The answer to «what language is this»: of the whole text, and of its segments, in order, not overlapping."""

    language: str
    segments: tuple[Segment, ...]


class Reader(Protocol):
    """Whoever can tell the language of a text and of its segments (`cleaners.language`)."""

    def read(self, text: str) -> Reading:
        """The reading of a text; never raises, `und` where there is nothing to go by."""


class Outcome(NamedTuple):
    """What a step says about one document. All offsets are code points of the document's text as the step found it.

    `segments` is what `detect` publishes; `became` tells, for `retranslate`, which of the text's segments were translated into what.
    """

    edits: Edits = ()
    flags: tuple[Flag, ...] = ()
    notes: tuple[Note, ...] = ()
    reading: Reading | None = None


NOTHING = Outcome()


@dataclass(slots=True)
class Document:
    """One text and what is known of it. `text` is always `apply(original, edits)`.

    `found` is the reading as first published, in offsets of the original; `reading` is asked of the text as it stands and kept until
    the text changes. `failure` says why a document was given up and comes out as it went in. `source` and `fields` are what its corpus
    calls it and says of it.
    """

    original: str
    reader: Reader | None = None
    source: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    edits: Edits = ()
    notes: tuple[Note, ...] = ()
    found: Reading | None = None
    failure: str | None = None
    _flags: dict[str, tuple[Flag, ...]] = field(default_factory=dict)
    _reading: Reading | None = None

    def __post_init__(self) -> None:
        self.text = self.original

    @property
    def reading(self) -> Reading:
        """Language and segments of the text as it stands. Without a reader everything is undetermined."""
        if self._reading is None:
            whole = (Segment(0, len(self.text), UNDETERMINED),) if self.text else ()
            self._reading = self.reader.read(self.text) if self.reader else Reading(UNDETERMINED, whole)
        return self._reading

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What every step last flagged, in offsets of the original, in the order of the text."""
        return tuple(sorted({flag for flags in self._flags.values() for flag in flags}))

    def accept(self, step: str, outcome: Outcome) -> bool:
        """Take in what a step says; its flags replace those it made before. Returns whether the text changed."""
        if not outcome.edits and not outcome.flags and not outcome.notes and outcome.reading is None:
            self._flags.pop(step, None)
            return False
        check_normal(outcome.edits)
        offsets = Offsets(self.edits)
        self._flags[step] = tuple(Flag(*offsets.span(flag.start, flag.end), flag.rule, flag.message) for flag in outcome.flags)
        self.notes += tuple(note._replace(start=offsets.span(note.start, note.start)[0]) for note in outcome.notes)
        if outcome.reading is not None:
            self._publish(outcome.reading, offsets)
        if not outcome.edits:
            return False
        self.text = apply(self.text, outcome.edits)
        self.edits = compose(self.edits, outcome.edits)
        self._reading = None
        return True

    def give_up(self, rule: str, reason: str) -> None:
        """Put the original back and say why."""
        self.text, self.edits, self.notes, self._reading, self.failure = self.original, (), (), None, reason
        self._flags = {"given-up": (Flag(0, len(self.original), rule, reason),)}
        self.found = (
            None if self.found is None else self.found._replace(segments=tuple(s._replace(became=None) for s in self.found.segments))
        )

    def _publish(self, reading: Reading, offsets: Offsets) -> None:
        moved = tuple(Segment(*offsets.span(s.start, s.end), s.language, s.became) for s in reading.segments)
        if self.found is None:
            self.found = Reading(reading.language, moved)
        else:  # a later round, or what was translated: segments already found only learn what they became
            became = {(s.start, s.end): s.became for s in moved if s.became}
            self.found = Reading(
                self.found.language,
                tuple(s if s.became else s._replace(became=became.get((s.start, s.end))) for s in self.found.segments),
            )
