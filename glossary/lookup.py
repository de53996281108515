"""Looking things up: which entries and tables give a spelling, and which spellings an entry gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from glossary.entry import Entry
from glossary.folding import fold
from glossary.glossary import Glossary
from glossary.index import Person, tables_giving
from glossary.parts import parts
from glossary.romanize import readers, spellings


class Origin(NamedTuple):
    """One entry that a spelling may stand for. `words` says of each of its words which tables give it (`hy-de`)."""

    entry: str
    canonical: str
    words: Mapping[str, tuple[str, ...]]


def origins(spelling: str, glossary: Glossary, *, target: str) -> list[Origin]:
    """The entries that a name as spelled may stand for, in the order of the glossary: `Sohrab Mnazakanjan`, `Mnazakanjan`, `Eriwan`."""
    index = glossary.index(target)
    folded = fold(" ".join(spelling.split()))
    found = [
        Origin(phrase.entry.id, phrase.entry.canonical[target], {spelling: phrase.tables or ("canonical",)})
        for phrase in index.phrases.get(folded, [])
        if phrase.how != "keep"
    ]
    words = folded.split()
    for at in range(len(words)):
        family = " ".join(words[at:])
        for number in index.families.get(family, []):
            person = index.persons[number]
            if at == 0 or words[0] in person.givens:
                given = {words[0]: _tables_of_given(person, words[0])} if at else {}
                found.append(Origin(person.entry.id, person.canonical, {**given, family: person.tables_of(family)}))
    return found


def _tables_of_given(person: Person, key: str) -> tuple[str, ...]:
    found = tuple(f"{language}-{to}" for language, name in person.native for to in tables_giving(name.given, language, key))
    return found or ("canonical",)


def generated(entry: Entry, *, most: int = 8) -> dict[str, list[str]]:
    """The most usual spellings that each reader's language gives an entry's native forms, as printed: `{"de": ["Sohrab Mnazakanjan", …]}`.

    Given names, patronymics and surnames are spelled word for word; an entry may well be found in other combinations.
    """
    canonical = next(iter(entry.canonical.values()))
    found: dict[str, list[str]] = {to: [] for to in readers()}
    for language, name in entry.native.items():
        words = name.split()
        if entry.type == "person":
            part = parts(name, language, canonical=canonical, family=entry.family)
            words = [*part.given.split(), *part.family.split()]
        tables = [spellings(word, language, folded=False) for word in words]
        for to in found:
            rows = [""]
            for table in tables:
                some = table.get(to, ())[:most]
                rows = [f"{row} {_title(spelled)}".strip() for row in rows for spelled in some][: most * most]
            found[to] += [row for row in rows[:most] if row and row not in found[to]]
    return {to: some for to, some in found.items() if some}


def _title(spelled: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in spelled.split("-"))
