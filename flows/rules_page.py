"""The page of all rules, made from the same data that the tests run: docs/rules.md."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cleaners.artifacts.catalogue import catalogue
from cleaners.artifacts.examples import examples
from cleaners.artifacts.rule import Rule


def rules_page() -> str:
    """Markdown: every rule with its reason, what it repairs and what it leaves alone, family by family in the order they act."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The rules"
    yield ""
    yield "Made by `retouch rules --page`; do not edit. `⏎` stands for a line break."
    yield "Rules that *flag* edit only when asked for with `--doubtful`."
    for family, rules in groupby(catalogue(), key=lambda rule: rule.family):
        yield f"\n## {family}"
        for rule in rules:
            yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    cases = examples(rule.name)
    spoken = f" · {', '.join(sorted(rule.languages))}" if rule.languages else ""
    yield f"\n### `{rule.name}`\n\n*{'edits' if rule.safe else 'flags'}{spoken}*: {rule.reason}.\n"
    for case in cases.repaired:
        yield f"- {case.label}\n  - {_code(case.original)}\n  - {_code(case.fixed)}"
    yield "\nLeft alone:\n"
    for kept in cases.left:
        yield f"- {kept.label}: {kept.why}\n  - {_code(kept.text)}"


def _code(text: str) -> str:
    """Inline code that holds whatever the text holds: fenced by more backticks than stand in it, line breaks shown."""
    shown = text.replace("\r", "").replace("\n", "⏎").encode("utf-8", "backslashreplace").decode()
    shown = "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in shown)
    fence = "`" * (max((len(run) for run in _runs_of_backticks(shown)), default=0) + 1)
    return f"{fence} {shown} {fence}" if "`" in shown or not shown.strip() else f"{fence}{shown}{fence}"


def _runs_of_backticks(text: str) -> Iterator[str]:
    for is_tick, run in groupby(text, key=lambda character: character == "`"):
        if is_tick:
            yield "".join(run)
