"""The catalogue: every rule, in the order they act."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache

from cleaners.artifacts.rule import Rule


@lru_cache(maxsize=1)
def catalogue() -> tuple[Rule, ...]:
    """Every rule, in the order they act: what is not text goes first, then structure is mended, then marks, then words.

    The families are imported here, because their word lists take longer to read than the rest of the package to import.
    """
    from cleaners.artifacts.boilerplate import rules as boilerplate
    from cleaners.artifacts.encoding import RULES as ENCODING
    from cleaners.artifacts.markup import RULES as MARKUP
    from cleaners.artifacts.notices import RULES as NOTICES
    from cleaners.artifacts.pictures import RULES as PICTURES
    from cleaners.artifacts.punctuation import RULES as PUNCTUATION
    from cleaners.artifacts.repetition import RULES as REPETITION
    from cleaners.artifacts.scraper import RULES as SCRAPER
    from cleaners.artifacts.structure import RULES as STRUCTURE
    from cleaners.artifacts.words import RULES as WORDS

    return (*MARKUP, *ENCODING, *SCRAPER, *NOTICES, *PICTURES, *boilerplate(), *REPETITION, *STRUCTURE, *PUNCTUATION, *WORDS)


def rule(name: str) -> Rule:
    """The rule of that name. Raises ValueError, with the nearest name, where there is none."""
    rules = {one.name: one for one in catalogue()}
    if name not in rules:
        raise ValueError(f"there is no rule {name!r}; did you mean {get_close_matches(name, rules, n=1, cutoff=0)[0]}?")
    return rules[name]
