"""The reading of a text: its language, and the language of each of its lines and, where a line holds several, of their sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

import regex

from cleaners.document import UNDETERMINED, Reading, Segment
from cleaners.language.detector import Detector, Guess
from cleaners.language.ensemble import LEAST, Share
from cleaners.language.scripts import letters, owner, script
from cleaners.sentences import sentences

NO_EVIDENCE = regex.compile(
    r"https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}|[@#]\w+|\[[\w/]{1,40}\]|<[^<>\n]{1,200}>|&\w{1,12};|\d[\d.,:/-]*"
)
"""Says nothing of the language around it: addresses, handles, shortcodes, tags, entities, numbers."""

MAYBE_NO_EVIDENCE = re.compile(r"[\d@#\[<&/]|www\.")
"""Without one of these there is nothing to take out: most lines are spared the long pattern."""

WORD = regex.compile(r"\w+")
OPENING = frozenset("\"'“„«‹‘‚(—–-,;")
"""What a sentence does not end in: a quotation of a few words in another language stays part of its sentence."""

DOCUMENT_LETTERS = 4000
"""So much of a document is shown to the detector: its cost grows with length, its certainty about the whole document does not."""

SHORT = 24
"""Below so many letters a line is too short for a detector against the language of its document (69% right on words of 57 languages)."""

UNSURE = 80
"""Up to so many letters a line is foreign only where the language of its document is a thousand times less likely."""

LIKELIER = 20
"""So many times likelier must another language be in a longer line. Between 5 and 100 the mixed documents come out the same."""

OTHER = 12
"""A line in which another language has so many percent at a glance is read sentence by sentence: a sentence of an eighth of its line."""


CERTAIN = 0.9
"""So certain must both sides of a border inside a sentence be, multiplied, of being in two languages."""

AROUND = 60
"""A glance is out by so many code points at most where it sees a border."""


BORDERS = 8
"""A sentence with more borders than these is no sentence with a heading before it but a list or a glossary; it is left whole."""

WINDOW = 400
"""Code points on either side of a border that decide: beyond, the answer does not change and the time would grow with the square."""


class Glancing(Detector, Protocol):
    """A detector that can also say at a glance which languages a text holds."""

    def shares(self, text: str) -> Sequence[Share]:
        """The languages of a text, at most three, largest first."""

    def borders(self, text: str) -> Sequence[int]:
        """About where, in code points, the text goes over from one language into another."""


class LineReader:
    """Reads a document line by line, and lines of several languages sentence by sentence.

    What does not clearly speak another language has the language of its document: a wrong answer sends good text through a translator.
    """

    def __init__(self, detector: Glancing) -> None:
        self._detector = detector
        # Recurring lines, and the rounds after the first, ask the same again.
        self._guess = lru_cache(maxsize=4096)(detector.guess)

    @property
    def digest(self) -> str:
        """The detector's."""
        return self._detector.digest

    def read(self, text: str) -> Reading:
        """The reading of a text: its language by letters, and a segment for each line that holds more than blanks, or for each stretch of
        sentences in one language where a line holds several.
        """
        lines = _lines(text)
        evidence = [_evidence(text[start:end]) for start, end in lines]
        prior = self._language(" ".join(evidence)[:DOCUMENT_LETTERS])
        segments: list[Segment] = []
        weight: Counter[str] = Counter()
        for (start, end), line in zip(lines, evidence, strict=True):
            for segment in self._segments(text, start, end, line, prior):
                segments.append(segment)
                if segment.language != UNDETERMINED:
                    weight[segment.language] += segment.end - segment.start
        whole = max(sorted(weight), key=lambda language: (weight[language], language == prior)) if weight else UNDETERMINED
        return Reading(whole, tuple(segments))

    def _segments(self, text: str, start: int, end: int, evidence: str, prior: str) -> list[Segment]:
        shares = self._detector.shares(_lowered(evidence)) if len(evidence) >= SHORT else ()
        if len(shares) > 1 and shares[1].percent >= OTHER:
            spans = [span for sentence in sentences(text[start:end]) for span in self._parted(text[start:end], *sentence)]
            if len(spans) > 1:
                return self._by_sentence(text, start, end, spans, prior)
        return [Segment(start, end, self._line(evidence, prior, shares))]

    def _parted(self, line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A sentence, parted where a heading without a full stop and a sentence in another language stand in it side by side.

        Parted only before a capital or a letter of another script, outside quotation marks, and only where both sides are certain.
        """
        borders = self._detector.borders(line[start:end])
        for border in borders if len(borders) <= BORDERS else ():
            fits = (
                (self._fit(line[max(start, at - WINDOW) : at], line[at : min(end, at + WINDOW)]), at)
                for at in _starts_of_words(line, start, end, start + border)
            )
            best = max(fits, default=(0.0, 0))
            if best[0] > CERTAIN:
                yield start, start + len(line[start : best[1]].rstrip())
                start = best[1]
        yield start, end

    def _fit(self, left: str, right: str) -> float:
        """How certain it is that two texts are in two languages: the product of both chances; 0 where they are in one."""
        one, other = (_evidence(side) for side in (left, right))
        if min(sum(letters(one).values()), sum(letters(other).values())) < SHORT:
            return 0.0
        (language, chance), (another, other_chance) = self._best(one), self._best(other)
        return chance * other_chance if language != another else 0.0

    def _best(self, evidence: str) -> Guess:
        if (owned := owner(evidence)) is not None:
            return owned, 1.0
        return next(iter(self._guesses(evidence)), (UNDETERMINED, 0.0))

    def _guesses(self, evidence: str) -> Sequence[Guess]:
        """What the detector says of the beginning, where that is long: more would make it slower and no surer."""
        return self._guess(_lowered(evidence[:DOCUMENT_LETTERS]))

    def _by_sentence(self, text: str, start: int, end: int, spans: Sequence[tuple[int, int]], prior: str) -> list[Segment]:
        """Sentences of one language together; one too short to tell goes with the sentence before it."""
        line = self._language(_evidence(text[start:end]))
        found: list[Segment] = []
        for at, until in spans:
            evidence = _evidence(text[start + at : start + until])
            language = self._line(evidence, prior if prior != UNDETERMINED else line, ())
            short = sum(letters(evidence).values()) < SHORT
            if found and (found[-1].language == language or (short and owner(evidence) is None)):
                found[-1] = found[-1]._replace(end=start + until)
            else:
                found.append(Segment(start + at, start + until, language))
        return [found[0]._replace(start=start, end=end)] if len(found) == 1 else found

    def _language(self, evidence: str) -> str:
        if (owned := owner(evidence)) is not None:
            return owned
        guesses = self._guesses(evidence) if letters(evidence) else ()
        return guesses[0][0] if guesses else UNDETERMINED

    def _line(self, evidence: str, prior: str, shares: Sequence[Share]) -> str:
        counts = letters(evidence)
        length = sum(counts.values())
        if not length:
            return UNDETERMINED
        if (owned := owner(evidence)) is not None:
            return owned
        if prior == UNDETERMINED or not _same_script(counts, prior):
            return self._language(evidence)
        if length < SHORT:
            return prior
        if shares and shares[0].language == prior and shares[0].reliable:
            return prior
        guesses = self._guesses(evidence)
        if not guesses or guesses[0][0] == prior:
            return prior
        chance = max(dict(guesses).get(prior, 0.0), LEAST)
        return guesses[0][0] if guesses[0][1] > chance * (LIKELIER if length >= UNSURE else 1000) else prior


def _lines(text: str) -> list[tuple[int, int]]:
    """Start and end of every line that holds more than blanks, without the blanks at its ends."""
    borders = [-1, *(i for i, character in enumerate(text) if character == "\n"), len(text)]
    lines = []
    for before, end in pairwise(borders):
        line = text[before + 1 : end]
        if stripped := line.strip():
            start = before + 1 + line.index(stripped[0])
            lines.append((start, start + len(stripped)))
    return lines


def _starts_of_words(line: str, start: int, end: int, near: int) -> list[int]:
    """Where, around a place in a line, a word begins that may begin a sentence: a capital or a change of script, not in quotes."""
    found = []
    for word in WORD.finditer(line, max(start, near - AROUND), min(end, near + AROUND)):
        at = word.start()
        before = line[max(start, at - AROUND) : at].rstrip()
        if (
            before
            and line[at - 1].isspace()
            and before[-1] not in OPENING
            and (line[at].isupper() or script(line[at]) != script(before[-1]))
        ):
            found.append(at)
    return found


def _evidence(text: str) -> str:
    return " ".join(NO_EVIDENCE.sub(" ", text).split()) if MAYBE_NO_EVIDENCE.search(text) else text


def _lowered(text: str) -> str:
    """Capitals lowered where they outnumber small letters: langdetect drops words in capitals and is right on 38% of such texts."""
    capitals = sum(map(str.isupper, text))
    return text.lower() if capitals * 2 > sum(map(str.isalpha, text)) else text


SCRIPT_OF = {
    "CYRILLIC": frozenset("ru uk bg mk be sr kk mn".split()),
    "ARABIC": frozenset("ar fa ur".split()),
    "DEVANAGARI": frozenset("hi mr ne".split()),
    "BENGALI": frozenset({"bn"}),
}
"""The languages that a detector may answer for a script which several languages share."""


def _same_script(counts: Counter[str], language: str) -> bool:
    """Whether a line written mostly in this script may be in that language at all."""
    most = counts.most_common(1)[0][0]
    return (
        language in SCRIPT_OF[most] if most in SCRIPT_OF else most == "LATIN" and not any(language in some for some in SCRIPT_OF.values())
    )
