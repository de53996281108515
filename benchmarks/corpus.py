"""Text of our own to measure on: prose in ten languages, and the debris of the rules' own examples, in any amount."""

from __future__ import annotations

import json
import random
from pathlib import Path

from cleaners.artifacts.catalogue import catalogue
from cleaners.artifacts.examples import examples

PROSE: dict[str, list[str]] = json.loads((Path(__file__).parent / "prose.json").read_text("utf-8"))
LENGTH = 2_500
"""Code points of a document, as of a short article."""


def documents(megabytes: float, *, dirty: float, seed: int = 1) -> list[str]:
    """Documents of so many megabytes of UTF-8 in all; a share `dirty` of them holds one to four pieces of debris."""
    chance = random.Random(seed)
    debris = [case.original for rule in catalogue() for case in examples(rule.name).repaired]
    made: list[str] = []
    size = 0
    while size < megabytes * 1e6:
        paragraphs = list(_paragraphs(chance))
        if chance.random() < dirty:
            for _ in range(chance.randint(1, 4)):
                paragraphs.insert(chance.randrange(len(paragraphs) + 1), chance.choice(debris))
        made.append("\n".join(paragraphs))
        size += len(made[-1].encode("utf-8", "replace"))
    return made


def _paragraphs(chance: random.Random) -> list[str]:
    """No sentence twice in a row, or every document would hold a repetition."""
    sentences = PROSE[chance.choice(list(PROSE))]
    paragraphs: list[str] = []
    before = ""
    while sum(map(len, paragraphs)) < LENGTH:
        chosen = []
        for _ in range(chance.randint(3, 7)):
            before = chance.choice([sentence for sentence in sentences if sentence != before])
            chosen.append(before)
        paragraphs.append(f"{' '.join(chosen)} ({chance.randint(1, 2_000_000)})")  # so that no two paragraphs are the same
    return paragraphs
