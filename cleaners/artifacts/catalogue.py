"""The catalogue: every rule, in the order they act."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache

from cleaners.artifacts import punctuation, scraper, structure, words
from cleaners.artifacts.rule import Rule


@lru_cache(maxsize=1)
def catalogue() -> tuple[Rule, ...]:
    """Every rule, in the order they act: what is not text goes first, then structure is mended, then marks, then words."""
    return (*scraper.RULES, *structure.RULES, *punctuation.RULES, *words.RULES)


def rule(name: str) -> Rule:
    """The rule of that name. Raises ValueError, with the nearest name, where there is none."""
    rules = {one.name: one for one in catalogue()}
    if name not in rules:
        raise ValueError(f"there is no rule {name!r}; did you mean {get_close_matches(name, rules, n=1, cutoff=0)[0]}?")
    return rules[name]
