"""Word lists of the families, kept as data beside the rules."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def told(name: str) -> dict[str, Any]:
    """What stands in `NAME.json` of this package."""
    loaded: dict[str, Any] = json.loads(Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def either(words: list[str]) -> str:
    """The words as alternatives of a regular expression, longest first; none of them may hold anything that acts in one but a dot."""
    return "|".join(word.replace(".", r"\.") for word in sorted(words, key=lambda word: (-len(word), word)))
