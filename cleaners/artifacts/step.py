"""The step `artifacts`: the rules of the catalogue, in order, over each document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import partial

from cleaners.artifacts.catalogue import catalogue
from cleaners.artifacts.gate import Everything, Gate, Scan, Spans, Where
from cleaners.artifacts.lines import drop_emptied_lines
from cleaners.artifacts.rule import Piece, Rule
from cleaners.document import NOTHING, UNDETERMINED, Document, Flag, Outcome, Segment
from cleaners.edits import Edit, Edits, Offsets, apply, compose, normal

PASSES = 8
"""A rule may bare what an earlier rule looks for (`&amp;lt;`): the rules are run again until they find nothing, but not for ever."""


class ArtifactsStep:
    """Takes the scraper's debris out of documents and mends what the scraper broke.

    `select` and `ignore` name rules or families; empty `select` means all. Rules that are not safe only flag, unless `doubtful` names
    them, their family, or `all`. Without `gated` every rule looks at everything: the same result, slower. Raises ValueError where a
    name is no rule's and no family's.
    """

    name = "artifacts"

    def __init__(self, *, select: Iterable[str] = (), ignore: Iterable[str] = (), doubtful: Iterable[str] = (), gated: bool = True) -> None:
        wanted, unwanted, daring = (_names(some) for some in (select, ignore, doubtful))
        self.rules = tuple(rule for rule in catalogue() if (not wanted or rule.name in wanted) and rule.name not in unwanted)
        self._applied = [rule.safe or rule.name in daring for rule in self.rules]
        self._gate: Gate = Scan(self.rules) if gated else Everything(self.rules)

    def __call__(self, documents: Sequence[Document]) -> Sequence[Outcome]:
        """One outcome a document: what the rules mended, and what they saw and left."""
        return [self._clean(document) for document in documents]

    def _clean(self, document: Document) -> Outcome:
        if not (where := self._gate(document.text)):
            return NOTHING
        edits: Edits = ()
        flags: list[Flag] = []
        for _ in range(PASSES):
            made, flags = self._pass(document, edits, where)
            if made == edits:
                break
            edits = made
            where = self._gate(apply(document.text, edits))
        return Outcome(edits, tuple(flags))

    def _pass(self, document: Document, edits: Edits, where: Where) -> tuple[Edits, list[Flag]]:
        """The rules in order, each on the text as the one before left it. Offsets are those of the document's text."""
        text, offsets, flags = apply(document.text, edits), Offsets(edits), list[Flag]()
        for number, rule in enumerate(self.rules):
            if (spans := where.get(number)) is None:
                continue
            made, seen = self._run(rule, text, spans, _asker(document, offsets), applied=self._applied[number])
            flags += [Flag(*offsets.span(flag.start, flag.end), flag.rule, flag.message) for flag in seen]
            if made:
                text, edits = apply(text, made), compose(edits, made)
                offsets, where = Offsets(edits), self._gate(text)
        return edits, flags

    def _run(self, rule: Rule, text: str, spans: Spans, ask: Callable[[int, int], str], *, applied: bool) -> tuple[Edits, list[Flag]]:
        """One rule over its pieces of one text: what it mends and what it flags, in offsets of that text."""
        edits: list[Edit] = []
        flags: list[Flag] = []
        for start, end in spans:
            if end > start and text[end - 1] == "\r":
                end -= 1
            for at, until, after, message in rule.find(Piece(text[start:end], partial(ask, start, end))):
                at, until = start + at, start + until
                if rule.languages and ask(at, until) not in rule.languages:
                    continue
                if after is None or not applied:
                    flags.append(Flag(at, until, rule.name, message or rule.reason))
                elif not edits or at >= edits[-1].end:  # of two that overlap, the next pass sees what is left of the second
                    edits.append(Edit(at, until, text[at:until], after, (rule.name,)))
        return drop_emptied_lines(text, normal(edits)), flags


def _asker(document: Document, offsets: Offsets) -> Callable[[int, int], str]:
    """Answers which language the text at a span is in, from the document's reading, which is of the text before any rule acted."""

    def ask(start: int, end: int) -> str:
        start, end = offsets.span(start, end)
        reading = document.reading
        for segment in reading.segments[bisect_right(reading.segments, start, key=_end) :]:
            if segment.start > end or segment.language != UNDETERMINED:
                return segment.language if segment.start <= end else reading.language
        return reading.language

    return ask


def _end(segment: Segment) -> int:
    return segment.end


def _names(chosen: Iterable[str]) -> frozenset[str]:
    """The names of the rules that the names of rules and families stand for."""
    rules = catalogue()
    families: dict[str, list[str]] = {"all": [rule.name for rule in rules]}
    for rule in rules:
        families.setdefault(rule.family, []).append(rule.name)
        families[rule.name] = [rule.name]
    names: list[str] = []
    for name in chosen:
        if name not in families:
            near = get_close_matches(name, families, n=1, cutoff=0)
            raise ValueError(f"there is no rule or family {name!r}; did you mean {near[0]}? `retouch rules` lists them all")
        names += families[name]
    return frozenset(names)
