"""The index of a glossary for one target language: every key that may stand for an entry, and one automaton that finds them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from glossary.entry import Entry
from glossary.folding import fold
from glossary.parts import Parts, parts
from glossary.romanize import spellings

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

SHORTEST = 3
"""A generated key of fewer letters says nothing: Ли gives Li, Ly, Lee."""
SHORT_PLACE = 6
"""Letters of a native place name up to which only its usual spellings count: of Брянск the dearer Bransk is a town in Poland."""
PHRASE_SPELLINGS = 8
"""Spellings of each word of a place of several words that are combined, a table."""


class Phrase(NamedTuple):
    """A key of a place, organization or term: it stands for its whole entry. `how`: canonical, generated, accepted or keep."""

    entry: Entry
    how: str
    tables: tuple[str, ...]


@dataclass
class Person:
    """A person of the glossary and the words that may be theirs, for one target language."""

    entry: Entry
    canonical: str
    family: str  # of the canonical form
    native: tuple[tuple[str, Parts], ...]  # by language
    accepted: tuple[Parts, ...]

    @property
    def given(self) -> str:
        """The canonical form without its family name."""
        return self.canonical.removesuffix(self.family).rstrip()

    @cached_property
    def givens(self) -> frozenset[str]:
        """Folded spellings of the given name."""
        keys = {fold(self.given.split()[0])} if self.given else set()
        keys |= {fold(some.given) for some in self.accepted if some.given}
        for language, name in self.native:
            keys |= folded_spellings(name.given, language)
        return frozenset(keys)

    @cached_property
    def middles(self) -> tuple[frozenset[str], ...]:
        """Folded spellings of second given names; patronymics are none."""
        keys = [frozenset({fold(word)}) for word in self.given.split()[1:]]
        for language, name in self.native:
            keys += [folded_spellings(word, language) for word in name.middle if word != name.patronymic(language)]
        return tuple(keys)

    @cached_property
    def patronymics(self) -> tuple[tuple[str, str], ...]:
        """Native patronymics with their language."""
        return tuple((language, word) for language, name in self.native if (word := name.patronymic(language)))

    @property
    def families(self) -> list[str]:
        """Folded keys of the family name that the entry gives: canonical and accepted."""
        return [fold(self.family), *(fold(some.family) for some in self.accepted)]

    @cached_property
    def usual(self) -> frozenset[str]:
        """Folded family names as the tables spell them first: the only ones that may stand for the person without a full mention.

        The others meet too many strangers: Elcin is a spelling of Ельцин, and a Turkish name.
        """
        spelled = (spellings(name.family, language, dearest=0) for language, name in self.native)
        return frozenset(self.families) | {key for by_reader in spelled for some in by_reader.values() for key in some}

    def tables_of(self, key: str) -> tuple[str, ...]:
        """The tables that give a folded spelling of the family name, `ru-de`; `canonical`, `accepted` where it is no table."""
        if key == fold(self.family):
            return ("canonical",)
        found = tuple(f"{language}-{to}" for language, name in self.native for to in tables_giving(name.family, language, key))
        return found or ("accepted",)


@lru_cache(maxsize=2048)
def folded_spellings(word: str, language: str) -> frozenset[str]:
    """All spellings of a native word by all tables, folded; a word of several is spelled word for word."""
    return frozenset(key for keys in {*phrase_spellings(word, language).values()} for key in keys)


@lru_cache(maxsize=2048)
def phrase_spellings(name: str, language: str, dearest: int = 99) -> Mapping[str, tuple[str, ...]]:
    """Spellings of a name of one or more words by reader's language, folded. A table spells all words of it."""
    words = name.split()
    if len(words) == 1:
        return spellings(name, language, dearest=dearest)
    rows: dict[str, list[str]] = {}
    for number, word in enumerate(words):
        for to, some in spellings(word, language, dearest=dearest).items():
            few = some[:PHRASE_SPELLINGS]
            rows[to] = [f"{row} {option}" for row in rows.get(to, []) for option in few] if number else list(few)
    return {to: tuple(some) for to, some in rows.items()}


def tables_giving(word: str, language: str, key: str) -> tuple[str, ...]:
    """The readers' languages whose table spells a native word as `key` (folded)."""
    return tuple(to for to, some in phrase_spellings(word, language).items() if key in some)


class Index:
    """Keys of all entries that have a canonical form in the target language."""

    def __init__(self, entries: Iterable[Entry], target: str) -> None:
        self.target = target
        self.persons: list[Person] = []
        self.families: dict[str, list[int]] = {}  # folded family name -> persons
        self.phrases: dict[str, list[Phrase]] = {}
        self._bearers: dict[tuple[str, str], list[int]] = {}  # native family name and language -> persons
        for entry in entries:
            if canonical := entry.canonical.get(target):
                if entry.type == "person":
                    self._add_person(entry, canonical)
                else:
                    self._add_phrases(entry, canonical)
                    self._keep(entry, entry.keep)
        self._spell_families()
        for number, person in enumerate(self.persons):  # a full name that stays is a mention, found by its surname like any other
            self._keep(person.entry, [some for some in person.entry.keep if number not in self.families.get(fold(some.split()[-1]), ())])
        self._close()

    @classmethod
    def stored(
        cls,
        target: str,
        persons: Iterable[tuple[Entry, str, tuple[tuple[str, Parts], ...]]],
        families: dict[str, list[int]],
        phrases: dict[str, list[Phrase]],
    ) -> Index:
        """An index from what `persons`, `families` and `phrases` of another held; nothing is generated."""
        index = cls((), target)
        index.persons = [index._person(entry, entry.canonical[target], family, native) for entry, family, native in persons]
        index.families, index.phrases = families, phrases
        index._close()
        return index

    def _close(self) -> None:
        self.keys = sorted({*self.families, *self.phrases} - {""})
        self.longest = max(map(len, self.keys), default=0)

    @cached_property
    def automaton(self) -> AhoCorasick:
        """All keys, leftmost-longest (70–88 MB/s at 10,000–1,000,000 keys, measured on news of three languages)."""
        import ahocorasick_rs

        return ahocorasick_rs.AhoCorasick(self.keys, matchkind=ahocorasick_rs.MATCHKIND_LEFTMOST_LONGEST)

    def _add_person(self, entry: Entry, canonical: str) -> None:
        native = tuple((lang, parts(name, lang, canonical=canonical, family=entry.family)) for lang, name in entry.native.items())
        person = self._person(entry, canonical, _family(canonical, entry.family), native)
        number = len(self.persons)
        self.persons.append(person)
        for key in dict.fromkeys(person.families):
            self.families.setdefault(key, []).append(number)
        for language, name in native:
            self._bearers.setdefault((name.family, language), []).append(number)

    def _spell_families(self) -> None:
        """The generated keys of all family names. Each name is spelled once, however many bear it."""
        for (word, language), numbers in self._bearers.items():
            plurals = {number: fold(self.persons[number].family) + "s" for number in numbers}
            for key in self._family_keys(word, language):
                some = self.families.setdefault(key, [])
                # `the Lavrovs` are a family, whatever Latvian spelling looks like them
                some += [number for number in dict.fromkeys(numbers) if key != plurals[number] and number not in some]
                if not some:
                    del self.families[key]
        self._bearers.clear()

    def _family_keys(self, word: str, language: str) -> Iterable[str]:
        return (key for key in sorted(folded_spellings(word, language)) if len(key) >= SHORTEST)

    def _person(self, entry: Entry, canonical: str, family: str, native: tuple[tuple[str, Parts], ...]) -> Person:
        accepted = tuple(_accepted(name, entry.family) for names in entry.accept.values() for name in names)
        return Person(entry, canonical, family, native, accepted)

    def _add_phrases(self, entry: Entry, canonical: str) -> None:
        self._add_phrase(fold(canonical), Phrase(entry, "canonical", ()))
        for names in entry.accept.values():
            for name in names:
                self._add_phrase(fold(name), Phrase(entry, "accepted", ("accepted",)))
        if entry.type != "place":  # a common noun in the name of an organization is translated, not spelled
            return
        found: dict[str, list[str]] = {}
        people = {fold(canonical) + ending for ending in ("s", "i", "is")}  # Dagestanis live in Dagestan, whatever Lithuanian calls it
        for language, name in entry.native.items():
            for to, some in phrase_spellings(name, language, 1 if len(name) <= SHORT_PLACE else 6).items():
                for key in some:
                    for spelled in dict.fromkeys((key, key.replace(" ", "-"), key.replace("-", " "))):
                        found.setdefault(spelled, []).append(f"{language}-{to}")
        for key, tables in found.items():
            if len(key) > SHORTEST and key not in people:
                self._add_phrase(key, Phrase(entry, "generated", tuple(tables)))

    def _keep(self, entry: Entry, phrases: Iterable[str]) -> None:
        for phrase in phrases:
            if " " in phrase:
                self._add_phrase(fold(phrase), Phrase(entry, "keep", ()))

    def _add_phrase(self, key: str, phrase: Phrase) -> None:
        some = self.phrases.setdefault(key, [])
        if not any(other.entry.id == phrase.entry.id for other in some):
            some.append(phrase)


def _family(canonical: str, family: str | None) -> str:
    """The family name of a canonical form: as the entry says, else its last word with the small particles before it."""
    words = canonical.split()
    if family and family in canonical:
        return family
    at = len(words) - 1
    while at > 1 and words[at - 1][:1].islower():
        at -= 1
    return " ".join(words[at:])


def _accepted(name: str, family: str | None) -> Parts:
    words = name.split()
    if len(words) == 1:
        return Parts("", (), name)
    last = _family(name, family)
    rest = name.removesuffix(last).split()
    return Parts(rest[0] if rest else "", tuple(rest[1:]), last)
