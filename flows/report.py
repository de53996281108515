"""What a run did, in numbers and samples: added up over shards, shown as Markdown or in the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cleaners.document import Document

SAMPLES = 3
"""So many examples of a rule are shown."""

PROBLEMS = 50
"""So many problems are told one by one; the rest is counted."""

AROUND = 24
"""Code points shown on either side of an edit."""


@dataclass
class Report:
    """Counts of one shard or of a whole run. Adding is associative and keeps order, so shards may be cut anywhere."""

    documents: int = 0
    changed: int = 0
    given_up: int = 0
    translated: int = 0
    edits: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[str]] = field(default_factory=dict)
    messages: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    problems_untold: int = 0
    files_failed: int = 0
    kept: int = 0

    def count(self, document: Document, where: Callable[[], str]) -> None:
        """Take a cleaned document into the counts; `where` tells how a person finds it, and is asked only for what is shown."""
        self.documents += 1
        self.changed += document.text != document.original
        self.given_up += document.failure is not None
        if document.found:
            self.languages[document.found.language] += 1
            self.translated += sum(segment.became is not None for segment in document.found.segments)
        for flag in document.flags:
            self.flags[flag.rule] += 1
            if flag.rule.startswith("retranslate/"):
                self.messages[flag.message] += 1
        shown_here: set[str] = set()
        for edit in document.edits:
            for rule in edit.rules:
                self.edits[rule] += 1
                if rule not in shown_here and len(shown := self.samples.setdefault(rule, [])) < SAMPLES:
                    shown_here.add(rule)
                    shown.append(f"{where()}: {_sample(document.original, edit.start, edit.end, edit.after)}")

    def problem(self, sentence: str | Callable[[], str], *, file: bool = False) -> None:
        """Something that could not be done, in one sentence, which is asked for only where it is told; `file` where a whole file failed."""
        self.files_failed += file
        if len(self.problems) < PROBLEMS:
            self.problems.append(sentence if isinstance(sentence, str) else sentence())
        else:
            self.problems_untold += 1

    def add(self, other: Report) -> None:
        """Add a later shard's report to this one."""
        for name in ("documents", "changed", "given_up", "translated", "files_failed", "kept", "problems_untold"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("edits", "flags", "languages", "messages"):
            getattr(self, name).update(getattr(other, name))
        for rule, shown in other.samples.items():
            self.samples[rule] = [*self.samples.get(rule, ()), *shown][:SAMPLES]
        told = [*self.problems, *other.problems]
        self.problems, self.problems_untold = told[:PROBLEMS], self.problems_untold + len(told[PROBLEMS:])

    def as_json(self) -> dict[str, Any]:
        """Plain data for the manifest."""
        return {name: dict(value) if isinstance(value, Counter) else value for name, value in vars(self).items()}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Report:
        """The report that as_json told."""
        report = cls(**told)
        for name in ("edits", "flags", "languages", "messages"):
            setattr(report, name, Counter(getattr(report, name)))
        return report

    def sentence(self) -> str:
        """The run in one sentence."""
        return (
            f"{_number(self.documents, 'document')}, {self.changed} changed by {_number(sum(self.edits.values()), 'edit')}, "
            f"{_number(self.translated, 'segment')} translated, {_number(sum(self.flags.values()), 'flag')}"
        )

    def kept_sentence(self) -> str:
        """What needed no work, in one sentence."""
        return f"{_number(self.kept, 'file or part', 'files or parts')} had been done before and stayed"


def markdown(report: Report, title: str) -> str:
    """The report as a page of Markdown, for the Prefect UI and for reading as a file."""
    parts = [f"# {title}", report.sentence() + "."]
    if report.kept:
        parts.append(f"{report.kept_sentence()}.")
    if report.given_up:
        parts.append(f"{_number(report.given_up, 'document')} could not be cleaned and came out unchanged, flagged.")
    if report.edits:
        parts += ["## Edits by rule", _table(("rule", "edits"), report.edits)]
    if report.samples:
        parts.append("## What they did")
        parts += [f"**{rule}**\n\n" + "\n".join(f"- {_code(line)}" for line in report.samples[rule]) for rule in sorted(report.samples)]
    if report.languages:
        parts += ["## Languages", _table(("language", "documents"), report.languages)]
    if report.flags:
        parts += ["## Flagged, and left as it was", _table(("rule", "flags"), report.flags)]
        parts += [f"- {count} × {message}" for message, count in _by_count(report.messages)]
    if report.problems:
        parts += ["## Problems", "\n".join(f"- {problem}" for problem in report.problems)]
        if report.problems_untold:
            parts.append(f"… and {report.problems_untold} more.")
    return "\n\n".join(parts) + "\n"


def _sample(text: str, start: int, end: int, after: str) -> str:
    before, behind = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    shown = f"{before}⟦{_short(text[start:end])} → {_short(after)}⟧{behind}"
    return shown.replace("\n", "⏎").encode("utf-8", "replace").decode("utf-8")


def _short(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:100]} … {text[-50:]}"


def _code(line: str) -> str:
    where, _, shown = line.partition(": ")
    fence = "``" if "`" in shown else "`"
    return f"{where}: {fence}{' ' if fence == '``' else ''}{shown}{' ' if fence == '``' else ''}{fence}"


def _table(head: tuple[str, str], counts: Counter[str]) -> str:
    rows = "\n".join(f"| {name} | {count} |" for name, count in _by_count(counts))
    return f"| {head[0]} | {head[1]} |\n|---|---:|\n{rows}"


def _by_count(counts: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _number(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
