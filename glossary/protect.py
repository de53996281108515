"""Names in a source text before it is translated: where they stand and how the target language spells them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from glossary.folding import fold
from glossary.hits import hits
from glossary.index import Index, Person, Phrase
from glossary.mentions import Mention, mentions_of
from glossary.romanize import script, scripts

if TYPE_CHECKING:
    from glossary.entry import Entry
    from glossary.glossary import Glossary
    from glossary.parts import Parts


class Protected(NamedTuple):
    """A name at `start:end` (code points) of a source text, its canonical form in the target language and its entry's id."""

    start: int
    end: int
    canonical: str
    entry: str


def protect(text: str, glossary: Glossary, *, source: str, target: str) -> list[Protected]:
    """The names of a glossary in a source text, in order, not overlapping.

    Found are the spellings that the tables give, for a source in Latin script, and native forms with the case endings of their
    language (best effort). The surname alone counts after a full mention, or where the entry says `alone`.
    """
    found: list[Protected] = []
    for index in (glossary.index(target), glossary.native_index(target)):
        found += _found(text, index, source)
    taken: list[Protected] = []
    for one in sorted(found, key=lambda p: (p.start, -p.end)):
        if not taken or taken[-1].end <= one.start:
            taken.append(one)
    return taken


def _found(text: str, index: Index, source: str) -> Iterator[Protected]:
    by_hit = [(hit, mentions_of(text, hit, index, source)) for hit in hits(text, index)]
    seen = {m.person for _, some in by_hit for m in some if m.how in ("full", "part")}
    for hit, some in by_hit:
        full = [m for m in some if m.how == "full"]
        if full:
            if len({m.person for m in full}) == 1:
                person = index.persons[full[0].person]
                yield Protected(full[0].start, hit.end, person.canonical, person.entry.id)
            continue
        bare = [m for m in some if _may_be(m, index, seen)]
        known = [m for m in bare if m.person in seen] or bare
        if len(known) == 1:
            person = index.persons[known[0].person]
            yield Protected(hit.start, hit.end, person.family, person.entry.id)
        elif not known and len(phrases := index.phrases.get(hit.key, [])) == 1 and phrases[0].how != "keep":
            yield Protected(hit.start, hit.end, phrases[0].entry.canonical[index.target], phrases[0].entry.id)


def _may_be(mention: Mention, index: Index, seen: set[int]) -> bool:
    """Whether a surname may stand for its person. A capital word before it tells nothing where every noun has a capital."""
    return mention.how in ("bare", "part", "unsure") and (mention.person in seen or index.persons[mention.person].entry.alone)


class _Native(Person):
    """A person as the languages of their own write them."""

    @cached_property
    def givens(self) -> frozenset[str]:
        """Folded given names in all cases."""
        return frozenset(form for language, name in self.native for form in _cases(name.given, language))

    @cached_property
    def middles(self) -> tuple[frozenset[str], ...]:
        """None: a full mention needs the given name."""
        return ()

    @property
    def families(self) -> list[str]:
        """None but those of `native`."""
        return []


class NativeIndex(Index):
    """The native forms of a glossary's entries, but for those in Latin letters, which the other index has."""

    def __init__(self, entries: Iterable[Entry], target: str) -> None:
        super().__init__((entry for entry in entries if any(not _is_latin(name) for name in entry.native.values())), target)

    def _person(self, entry: Entry, canonical: str, family: str, native: tuple[tuple[str, Parts], ...]) -> Person:
        return _Native(entry, canonical, family, tuple((lang, name) for lang, name in native if not _is_latin(name.family)), ())

    def _family_keys(self, word: str, language: str) -> Iterable[str]:
        return () if _is_latin(word) else sorted(_cases(word, language))

    def _add_phrases(self, entry: Entry, canonical: str) -> None:
        for language, name in entry.native.items():
            if not _is_latin(name):
                for form in _cases(name, language):
                    self._add_phrase(form, Phrase(entry, "generated", (language,)))


def _is_latin(name: str) -> bool:
    return all(c < "\u0250" or "\u1e00" <= c < "\u1f00" for c in name)


def _cases(name: str, language: str) -> set[str]:
    """A native name in the cases of its language, folded; of several words the last one is inflected, or all of them alike."""
    words = name.split()
    if not words:
        return set()
    forms = [_inflected(word, language) for word in words]
    alike = {fold(" ".join(row)) for row in zip(*forms, strict=False)} if len(words) > 1 else set()
    return {fold(" ".join([*words[:-1], last])) for last in forms[-1]} | alike


def _inflected(word: str, language: str) -> list[str]:
    if language not in scripts():
        return [word]
    cases = script(language).cases
    ending = max((some for some in cases if word.lower().endswith(some)), key=len, default=None)
    if ending is None:
        return [word]
    return [word, *(word[: len(word) - len(ending)] + other for other in cases[ending])]
