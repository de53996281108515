"""What the words before a family name make of it: this person's full name, the bare surname, or somebody else's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from glossary.context import Token, Words, before, begins_sentence, given_names, words
from glossary.folding import fold
from glossary.hits import Hit
from glossary.index import Index, Person, phrase_spellings
from glossary.romanize import spellings

INITIAL = re.compile(r"[^\W\d_]+")
_BETWEEN = 2
"""Words that may stand between given and family name: a patronymic, a second name, an initial."""


class Mention(NamedTuple):
    """A person's family name with what stands before it. `how` is full, part, initials, bare, or other: somebody else's."""

    hit: Hit
    person: int
    start: int
    how: str
    tokens: tuple[Token, ...] = ()


def mentions_of(text: str, hit: Hit, index: Index, language: str) -> list[Mention]:
    """What a family name in a text of a language says of every person who may bear it."""
    return [_mention(text, hit, number, index, language) for number in index.families.get(hit.key, ())]


def _mention(text: str, hit: Hit, number: int, index: Index, language: str) -> Mention:
    """What the words before a family name make of it for one person."""
    person = index.persons[number]
    lists = words(language)
    start = hit.start
    if start and text[start - 1] in "-‐‑":  # the second half of a compound: what counts stands before the whole
        while start and hit.start - start < 48 and (text[start - 1].isalpha() or text[start - 1] in "-‐‑"):
            start -= 1
    half = start != hit.start
    left = _left(text, start, number, index, lists)
    if left and not half and left[-1].kind == "word" and fold(left[-1].text) in person.givens:
        given = fold(left[-1].text)
        if given in lists.anglicized and text[hit.start : hit.end] == person.family and given != fold(person.given.partition(" ")[0]):
            return Mention(hit, number, hit.start, "other")
        return Mention(hit, number, left[-1].start, "full", tuple(left))
    if not left:
        return Mention(hit, number, hit.start, "bare")
    nearest = left[0]
    word = fold(nearest.text).removesuffix(".")
    if nearest.kind == "word" and not half and any(word in middle for middle in person.middles):
        return Mention(hit, number, hit.start, "part")
    if word in lists.titles or (word in lists.openers and begins_sentence(text, nearest.start)):
        return Mention(hit, number, hit.start, "bare")
    if word.endswith("s") and word[:-1] in index.phrases:  # `Kiews Lawrow`, which is to be `Kyiv's Lawrow`
        return Mention(hit, number, hit.start, "bare")
    if word.endswith("'s"):  # after `Russia's` stands a name, after another name's genitive anything may
        return Mention(hit, number, hit.start, "unsure" if word[:-2] in index.families else "bare")
    if nearest.kind == "initials":
        some = _initials_before(left, lists.titles)
        fits = not half and _initials_fit([i for token in reversed(some) for i in INITIAL.findall(token.text)], person)
        return Mention(hit, number, some[-1].start, "initials" if fits else "other", tuple(some))
    return Mention(hit, number, hit.start, "other" if word in given_names() else "unsure")


def _left(text: str, position: int, number: int, index: Index, lists: Words) -> list[Token]:
    """The capital words before a family name, nearest first, up to the person's given name if it is among them.

    A title, a genitive or the same surname again may be the nearest one, but nothing further left belongs to the name then.
    """
    left: list[Token] = []
    for token in before(text, position):
        if token.kind == "lower" or len(left) > _BETWEEN:
            break
        left.append(token)
        word = fold(token.text).removesuffix(".")
        if token.kind == "word" and word in index.persons[number].givens:
            break
        again = any(number in index.families.get(key, ()) for key in (word, word.removesuffix("s")))
        if again or word in lists.titles or word in lists.openers or word.endswith("'s"):
            break
    return left


def is_nominative(mention: Mention, index: Index) -> bool:
    """Whether the -s behind a full mention belongs to the name, as in Latvian `Marats Safins`: one table spells both parts so."""
    if mention.how != "full" or not mention.hit.tail:
        return False
    given, family = fold(mention.tokens[-1].text), mention.hit.key + "s"
    for language, name in index.persons[mention.person].native:
        tables = spellings(name.given, language) if " " not in name.given else {}
        if any(given in some and family in phrase_spellings(name.family, language).get(to, ()) for to, some in tables.items()):
            return True
    return False


def _initials_before(left: Sequence[Token], titles: frozenset[str]) -> list[Token]:
    some: list[Token] = []
    for token in left:
        if token.kind != "initials" or fold(token.text).removesuffix(".") in titles:
            break
        some.append(token)
    return some


def _initials_fit(initials: Sequence[str], person: Person) -> bool:
    """Whether initials may be a person's: the first their given name's, a second their patronymic's or middle name's."""
    if not 1 <= len(initials) <= 2 or not any(given.startswith(fold(initials[0])) for given in person.givens):
        return False
    if len(initials) == 1:
        return True
    return any(key.startswith(fold(initials[1])) for key in _second_names(person))


def _second_names(person: Person) -> set[str]:
    keys = {key for middle in person.middles for key in middle}
    for language, word in person.patronymics:
        keys |= {spelling for some in spellings(word, language).values() for spelling in some[:8]}
    return keys
