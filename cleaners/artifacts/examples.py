"""The examples of the rules: what a rule repairs and what it leaves alone. Tests run them, `retouch explain` and the docs print them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


class Example(NamedTuple):
    """A text before and after the rule. `language` is the language it is in."""

    label: str
    original: str
    fixed: str
    language: str


class CounterExample(NamedTuple):
    """A text that looks like the defect and is none: the rule leaves it alone, and `why` says for what reason."""

    label: str
    text: str
    why: str
    language: str


class Examples(NamedTuple):
    """What a rule repairs and what it leaves."""

    repaired: tuple[Example, ...]
    left: tuple[CounterExample, ...]


def examples(rule: str) -> Examples:
    """The examples of the rule of that name, from `cases/FAMILY.json`. Raises KeyError where there are none."""
    told = _family(rule.partition("/")[0])[rule]
    return Examples(
        tuple(Example(one["label"], one["original"], one["fixed"], one.get("language", "en")) for one in told["repaired"]),
        tuple(CounterExample(one["label"], one["text"], one["why"], one.get("language", "en")) for one in told["left"]),
    )


@cache
def _family(name: str) -> dict[str, Any]:
    file = Path(__file__).with_name("cases") / f"{name}.json"
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return loaded
