"""The step `names`: the glossary's findings as edits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from cleaners.document import NOTHING, UNDETERMINED, Document, Flag, Note, Outcome, Reading
from cleaners.edits import Edit, normal
from glossary.glossary import Glossary


class NamesStep:
    """Spells the names of a glossary as the house does, in what stands in the target language.

    Full mentions count wherever they stand; rewritten is only in segments of the target language. A segment of undetermined language
    counts as the target's where the whole document is in the target language or undetermined too.
    """

    name = "names"

    def __init__(self, glossary: Glossary, *, target: str) -> None:
        self.glossary = glossary
        self.target = target

    def __call__(self, documents: Sequence[Document]) -> Sequence[Outcome]:
        """One outcome a document; its notes carry `entry`, `tables` and `how` of every edit."""
        return [self._outcome(document) for document in documents]

    def _outcome(self, document: Document) -> Outcome:
        findings = self.glossary.find(document.text, target=self.target)
        if not findings.rewrites and not findings.doubts:
            return NOTHING
        borders = _Borders(document.reading, self.target)  # asked for only here: most documents have no name to rewrite
        text = document.text
        rewrites = [found for found in findings.rewrites if borders.inside(found.start, found.end)]
        doubts = [doubt for doubt in findings.doubts if borders.inside(doubt.start, doubt.end)]
        return Outcome(
            edits=normal(Edit(f.start, f.end, text[f.start : f.end], f.after, (f.rule,)) for f in rewrites),
            flags=tuple(Flag(d.start, d.end, d.rule, f"{text[d.start : d.end]!r} may be {d.entry}, but {d.reason}") for d in doubts),
            notes=tuple(Note(f.start, f.rule, {"entry": f.entry, "tables": list(f.tables), "how": f.how}) for f in rewrites),
        )


class _Borders:
    """The stretches of a text that are in the target language."""

    def __init__(self, reading: Reading, target: str) -> None:
        kinds = {target, UNDETERMINED} if reading.language in (target, UNDETERMINED) else {target}
        self._segments = [(s.start, s.end) for s in reading.segments if s.language in kinds]
        self._starts = [start for start, _ in self._segments]

    def inside(self, start: int, end: int) -> bool:
        """Whether a span lies in one such stretch."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and end <= self._segments[at][1]
