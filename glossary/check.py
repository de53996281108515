"""Checking a glossary: spellings that stand for more than one entry, and spellings that are words."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import combinations
from typing import NamedTuple

from glossary.folding import fold
from glossary.glossary import Glossary
from glossary.index import Index, Person


class Problem(NamedTuple):
    """Something a person should look at. `kind` is canonical, ambiguous, namesakes or word; `spelling` is folded."""

    kind: str
    entries: tuple[str, ...]
    spelling: str
    message: str


def check(glossary: Glossary, *, target: str, words: Container[str] = frozenset()) -> list[Problem]:
    """What is unclear in a glossary for a target language, in the order of the entries.

    canonical: a spelling of one entry is the canonical form of another, which it is left to. ambiguous: a spelling that two entries share
    and that therefore changes nothing. namesakes: persons of one surname, whose bare surname changes nothing where both are named.
    word: a place's spelling is in `words` (folded), such as a dictionary of the target language.
    """
    index = glossary.index(target)
    return [*_phrases(index, words), *_persons(index)]


def _phrases(index: Index, words: Container[str]) -> Iterator[Problem]:
    for key, phrases in sorted(index.phrases.items()):
        phrases = [phrase for phrase in phrases if phrase.how != "keep"]
        owners = [phrase for phrase in phrases if phrase.how == "canonical"]
        entries = tuple(phrase.entry.id for phrase in phrases)
        if len(phrases) > 1 and len(owners) == 1:
            others = ", ".join(entry for entry in entries if entry != owners[0].entry.id)
            yield Problem(
                "canonical", entries, key, f"{key!r} is the canonical form of {owners[0].entry.id} and stands for it, not for {others}."
            )
        elif len(phrases) > 1:
            yield Problem("ambiguous", entries, key, f"{key!r} may stand for {' or '.join(entries)}, so it changes nothing.")
        elif phrases and not owners and key in words:
            yield Problem("word", entries, key, f"{key!r}, a spelling of {entries[0]}, is a word of its own.")


def _persons(index: Index) -> Iterator[Problem]:
    shared: dict[tuple[int, int], list[str]] = {}
    for key, numbers in sorted(index.families.items()):
        for pair in combinations(sorted(numbers), 2):
            shared.setdefault(pair, []).append(key)
    for (one, other), keys in sorted(shared.items()):
        first, second = index.persons[one], index.persons[other]
        entries = (first.entry.id, second.entry.id)
        if givens := sorted(first.givens & second.givens):
            yield _full_names(first, second, givens, sorted(keys), entries)
        else:
            both = f"{first.canonical} and {second.canonical}"
            message = f"{both} can share the surname {keys[0]!r}: alone it changes nothing where both are named."
            yield Problem("namesakes", entries, keys[0], message)


def _full_names(one: Person, other: Person, givens: list[str], keys: list[str], entries: tuple[str, str]) -> Problem:
    for owner, loser in ((one, other), (other, one)):
        family, given = fold(owner.family), fold(owner.given.split()[0]) if owner.given else ""
        if family in keys and given in givens:
            message = f"{owner.canonical!r} is the canonical form of {owner.entry.id} and stands for it, not for {loser.entry.id}."
            return Problem("canonical", entries, f"{given} {family}", message)
    spelling = f"{givens[0]} {keys[0]}"
    return Problem("ambiguous", entries, spelling, f"{spelling!r} may stand for {' or '.join(entries)}, so it changes nothing.")
