"""The reading of a text: its language, and the language of each of its lines."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import pairwise

import regex

from cleaners.document import UNDETERMINED, Reading, Segment
from cleaners.language.detector import Detector
from cleaners.language.scripts import letters, owner

NO_EVIDENCE = regex.compile(
    r"https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}|[@#]\w+|\[[\w/]{1,40}\]|<[^<>\n]{1,200}>|&\w{1,12};|\d[\d.,:/-]*"
)
"""Says nothing of the language around it: addresses, handles, shortcodes, tags, entities, numbers."""

DOCUMENT_LETTERS = 4000
"""So much of a document is shown to the detector: its cost grows with length, its certainty about the whole document does not."""

SHORT = 24
"""Below so many letters a line is too short for the detector against the language of the document (51% right on words of 57 languages)."""

UNSURE = 80
"""Up to so many letters a line is foreign only where the detector leaves the document's language no chance at all."""


class LineReader:
    """Reads a document line by line. A line that does not clearly speak another language has the language of its document."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._guess = lru_cache(maxsize=4096)(detector.guess)  # recurring lines, and the rounds after the first, ask the same again

    @property
    def digest(self) -> str:
        """The detector's."""
        return self._detector.digest

    def read(self, text: str) -> Reading:
        """The reading of a text: its language by letters, one segment for each line that holds more than blanks."""
        lines = _lines(text)
        evidence = [_evidence(text[start:end]) for start, end in lines]
        prior = self._language(" ".join(evidence)[:DOCUMENT_LETTERS])
        found = [self._line(line, prior) for line in evidence]
        weight: Counter[str] = Counter()
        for line, language in zip(evidence, found, strict=True):
            if language != UNDETERMINED:
                weight[language] += sum(letters(line).values())
        whole = weight.most_common(1)[0][0] if weight else UNDETERMINED
        return Reading(whole, tuple(Segment(start, end, language) for (start, end), language in zip(lines, found, strict=True)))

    def _language(self, evidence: str) -> str:
        if (owned := owner(evidence)) is not None:
            return owned
        guesses = self._guess(_lowered(evidence)) if evidence else ()
        return guesses[0][0] if guesses else UNDETERMINED

    def _line(self, evidence: str, prior: str) -> str:
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
        guesses = self._guess(_lowered(evidence))
        if not guesses or guesses[0][0] == prior:
            return prior
        chance = dict(guesses).get(prior, 0.0)
        return prior if chance > 0 or (length < UNSURE and guesses[0][1] < 0.999) else guesses[0][0]


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


def _evidence(text: str) -> str:
    return " ".join(NO_EVIDENCE.sub(" ", text).split())


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
