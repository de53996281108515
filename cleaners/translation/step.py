"""The step `retranslate`: every segment that is not in the target language, translated, checked, and put in its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from cleaners.document import NOTHING, UNDETERMINED, Document, Flag, Note, Outcome, Segment
from cleaners.edits import Edit, apply, normal
from cleaners.sentences import BORDER, Span, sentences
from cleaners.translation import checks
from cleaners.translation.engine import Engine, Missing, Result
from cleaners.translation.polish import polish
from cleaners.translation.protect import Finder, Masked, keeps_masks, mask, unmask

NAME = "retranslate"
MISSING, FAILED = f"{NAME}/missing", f"{NAME}/failed"


class Sentence(NamedTuple):
    """One sentence to be translated, with the names found in it: spans of it and the target's spelling."""

    text: str
    names: tuple[tuple[int, int, str], ...] = ()


class Verdict(NamedTuple):
    """What became of a sentence or segment: its translation by which engine with which score, or why there is none."""

    text: str
    engine: str = ""
    score: float | None = None
    failure: str | None = None


class Core(NamedTuple):
    """The part of a segment that is translated: without white space and a bullet or heading mark at its border. Offsets of the text."""

    segment: Segment
    start: int
    text: str


class RetranslateStep:
    """Translates what is neither in the target language, nor undetermined, nor in a language that is to stay.

    `engines` are tried in order. `leave` names languages (ISO 639-1) that stay as they are. `protect` finds names that are to be kept:
    (text of a segment, its language) → spans and the target's spelling. A translation that fails a check is tried again, and where that
    fails too the source stays, flagged with the reason.
    """

    name = NAME

    def __init__(self, engines: Sequence[Engine], *, target: str, leave: Collection[str] = (), protect: Finder | None = None) -> None:
        self.engines = tuple(engines)
        self.target = target
        self.stays = frozenset({target, UNDETERMINED, *leave})
        self.protect = protect
        self._masks: dict[tuple[str, str], bool] = {}

    def __call__(self, documents: Sequence[Document]) -> list[Outcome]:
        """One outcome a document. All segments of a language go through the engines together, equal ones once."""
        found = [[core for s in d.reading.segments if s.language not in self.stays and (core := _core(d.text, s)).text] for d in documents]
        by_language: dict[str, set[str]] = defaultdict(set)
        for core in (core for cores in found for core in cores):
            by_language[core.segment.language].add(core.text)
        verdicts = {language: self._translated(sorted(texts), language) for language, texts in sorted(by_language.items())}
        return [
            self._outcome(d, [(core, verdicts[core.segment.language][core.text]) for core in cores])
            for d, cores in zip(documents, found, strict=True)
        ]

    # --- from verdicts to outcomes ---

    def _outcome(self, document: Document, judged: list[tuple[Core, Verdict | Missing]]) -> Outcome:
        if not judged:
            return NOTHING
        judged = self._settled(document, judged)
        edits = [_edit(core, verdict) for core, verdict in judged if isinstance(verdict, Verdict) and not verdict.failure]
        flags = [self._flag(core, verdict) for core, verdict in judged if isinstance(verdict, Missing) or verdict.failure]
        notes = [_note(core, verdict, self.target) for core, verdict in judged if isinstance(verdict, Verdict) and not verdict.failure]
        if not edits:
            return Outcome(flags=tuple(flags))
        became = {core.segment for core, verdict in judged if isinstance(verdict, Verdict) and not verdict.failure}
        reading = document.reading
        segments = tuple(s._replace(became=self.target) if s in became else s for s in reading.segments)
        return Outcome(normal(edits), tuple(flags), tuple(notes), reading._replace(segments=segments))

    def _settled(self, document: Document, judged: list[tuple[Core, Verdict | Missing]]) -> list[tuple[Core, Verdict | Missing]]:
        """The verdicts, failed where the text with all of them in place would be read as foreign there: the next round would translate
        the translation. Taking one out can change how its neighbours read, so the text is read again until it stands.
        """
        while document.reader is not None:
            good = [(core, verdict) for core, verdict in judged if isinstance(verdict, Verdict) and not verdict.failure]
            if not good:
                break
            reading = document.reader.read(apply(document.text, normal(_edit(core, verdict) for core, verdict in good)))
            foreign: dict[Core, str] = {}
            shift = 0
            for core, verdict in good:
                start = core.start + shift
                shift += len(verdict.text) - len(core.text)
                if reason := checks.language(reading, start, start + len(verdict.text), self.target):
                    foreign[core] = reason
            if not foreign:
                break
            judged = [
                (core, verdict._replace(failure=foreign[core]) if isinstance(verdict, Verdict) and core in foreign else verdict)
                for core, verdict in judged
            ]
        return judged

    def _flag(self, core: Core, verdict: Verdict | Missing) -> Flag:
        if isinstance(verdict, Missing):
            remedy = f"; `{verdict.remedy}` fetches it" if verdict.remedy else ""
            return Flag(core.start, core.start + len(core.text), MISSING, f"left in {core.segment.language}: {verdict.reason}{remedy}")
        return Flag(core.start, core.start + len(core.text), FAILED, f"left in {core.segment.language}: {verdict.failure}")

    # --- from texts to verdicts ---

    def _translated(self, texts: Sequence[str], source: str) -> dict[str, Verdict | Missing]:
        """A verdict on every text in one language, or what is missing where no engine can translate it."""
        able = [engine for engine in self.engines if engine.supports(source, self.target) is None]
        if not able:
            missing = [m for engine in self.engines if (m := engine.supports(source, self.target))]
            why = missing[0] if missing else Missing("no translation engine is set up")
            return dict.fromkeys(texts, why)
        spans = {text: self._sentences(text, source) for text in texts}
        waiting = {sentence for found in spans.values() for _, sentence in found}
        done: dict[Sentence, Verdict] = {}
        for engine in able:
            done |= self._judged(engine, sorted(waiting), source)
            waiting = {sentence for sentence in waiting if done[sentence].failure}
        return {text: _joined(text, found, done) for text, found in spans.items()}

    def _sentences(self, text: str, source: str) -> list[tuple[Span, Sentence]]:
        """The sentences of a text that have a word to translate, with the names found in them."""
        names = sorted(self.protect(text, source)) if self.protect else []
        found = []
        for start, end in sentences(text, language=source):
            inside = tuple((a - start, b - start, spelling) for a, b, spelling in names if start <= a and b <= end)
            if any(c.isalpha() for c in text[start:end]):
                found.append(((start, end), Sentence(text[start:end], inside)))
        return found

    def _judged(self, engine: Engine, asked: Sequence[Sentence], source: str) -> dict[Sentence, Verdict]:
        """Every sentence through one engine: masked where it keeps masks, then as it stands, then carefully; the first good one counts."""
        masks = self._keeps_masks(engine, source)
        masked = {s: m for s in asked if masks and (m := mask(s.text, s.names, source, self.target))}
        done = self._asked(engine, asked, masked, source, careful=False)
        for again, careful in ((list(masked), False), (asked, True)):
            if failed := [sentence for sentence in again if done[sentence].failure]:
                retried = self._asked(engine, failed, masked if careful else {}, source, careful=careful)
                done |= {s: verdict if not verdict.failure else done[s] for s, verdict in retried.items()}
        return done

    def _asked(
        self, engine: Engine, asked: Sequence[Sentence], masked: dict[Sentence, Masked], source: str, *, careful: bool
    ) -> dict[Sentence, Verdict]:
        texts = sorted({masked[s].text if s in masked else s.text for s in asked})
        results = dict(zip(texts, engine.translate(texts, source=source, target=self.target, careful=careful), strict=True))
        return {s: _checked(s, masked.get(s), results[masked[s].text if s in masked else s.text], engine.name) for s in asked}

    def _keeps_masks(self, engine: Engine, source: str) -> bool:
        if (engine.name, source) not in self._masks:
            self._masks[engine.name, source] = keeps_masks(engine, source, self.target)
        return self._masks[engine.name, source]


def _core(text: str, segment: Segment) -> Core:
    end = segment.start + len(text[segment.start : segment.end].rstrip())
    start = segment.start
    while True:  # leading empty lines, then indentation and the mark of the first line
        border = BORDER.match(text, start, end)
        at = border.end() if border else start
        if at < end and text[at].isspace():
            start = at + 1
            continue
        return Core(segment, at, text[at:end])


def _checked(sentence: Sentence, masked: Masked | None, result: Result, engine: str) -> Verdict:
    """The engine's result with the masks taken off and every check made."""
    if result.failure:
        return Verdict("", engine, result.score, result.failure)
    text: str | None = result.text
    if masked is not None:
        text = unmask(result.text, masked)
        if text is None:
            return Verdict("", engine, result.score, "a protected name or number was lost")
    text = polish(sentence.text, text or "")
    source = sentence.text if masked is None else masked.text
    plain = result.text if masked is not None else text
    # with masks on, numbers and addresses are safe, and in the target's way of writing they would no longer compare
    reason = checks.failure(source, plain) if masked is None else next((r for check in _MASKED_CHECKS if (r := check(source, plain))), None)
    return Verdict(text, engine, result.score, reason)


_MASKED_CHECKS: tuple[checks.Check, ...] = tuple(check for check in checks.ALL if check not in (checks.numbers, checks.protected))


def _joined(text: str, found: Iterable[tuple[Span, Sentence]], done: dict[Sentence, Verdict]) -> Verdict:
    """The verdict on a text: every sentence in its place, what lies between them as it was; one failure fails it all."""
    pieces: list[str] = []
    at = 0
    mine = []
    for (start, end), sentence in found:
        verdict = done[sentence]
        if verdict.failure:
            return verdict
        mine.append(verdict)
        pieces += (text[at:start], verdict.text)
        at = end
    if not mine:
        return Verdict(text, failure="there is nothing in it to translate")
    engines = "+".join(dict.fromkeys(verdict.engine for verdict in mine))
    scores = [verdict.score for verdict in mine if verdict.score is not None]
    return Verdict("".join([*pieces, text[at:]]), engines, min(scores, default=None))


def _edit(core: Core, verdict: Verdict) -> Edit:
    return Edit(core.start, core.start + len(core.text), core.text, verdict.text, (f"{NAME}/{verdict.engine}",))


def _note(core: Core, verdict: Verdict, target: str) -> Note:
    facts = {"engine": verdict.engine, "pair": f"{core.segment.language}-{target}", "score": verdict.score}
    return Note(core.start, f"{NAME}/{verdict.engine}", facts)
