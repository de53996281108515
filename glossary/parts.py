"""The parts of a person's name: which is the given name, which the family name, which neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from glossary.folding import fold
from glossary.romanize import script, scripts, spellings

FAMILY_FIRST = ("zh", "ja", "ko", "hu", "vi")
"""Languages that write the family name first, as a rule without a comma."""


class Parts(NamedTuple):
    """A name's words by their part. `middle` are second given names and patronymics; each may be missing."""

    given: str
    middle: tuple[str, ...]
    family: str

    def patronymic(self, language: str) -> str | None:
        """The middle word that is a patronymic in that language, if there is one."""
        return next((word for word in self.middle if is_patronymic(word, language)), None)


def is_patronymic(word: str, language: str) -> bool:
    """Whether a word has the ending of a patronymic (`Викторович`, ru)."""
    endings = script(language).patronymic if language in scripts() else ()
    return word.lower().endswith(tuple(endings))


def parts(name: str, language: str, *, canonical: str = "", family: str | None = None) -> Parts:
    """The parts of a name as it comes: `Рубен Айрапетян`, `Айрапетян, Рубен Рафикович`, `Соболєв Єгор Вікторович`.

    A comma or `family` decides; then a patronymic, which always follows the given name; then the order of the canonical form,
    whose last word is the family name: the native word that can be spelled like it is too. Without any of these the family name is last.
    """
    before, comma, behind = name.partition(",")
    words = name.replace(",", " ").split()
    if comma and behind.split():
        rest = behind.split()
        return Parts(rest[0], tuple(rest[1:]), " ".join(before.split()))
    if len(words) < 2:
        return Parts("", (), name.strip(", "))
    if family and (at := _find(words, family.split())) is not None:
        rest = words[:at] + words[at + len(family.split()) :]
        return Parts(rest[0] if rest else "", tuple(rest[1:]), family)
    if _family_is_first(words, language, canonical):
        return Parts(words[1], tuple(words[2:]), words[0])
    return Parts(words[0], tuple(words[1:-1]), words[-1])


def _find(words: Sequence[str], some: Sequence[str]) -> int | None:
    for at in range(len(words) - len(some) + 1):
        if list(words[at : at + len(some)]) == list(some):
            return at
    return None


def _family_is_first(words: Sequence[str], language: str, canonical: str) -> bool:
    if language in FAMILY_FIRST:
        return True
    if len(words) > 2 and is_patronymic(words[-1], language) and not is_patronymic(words[1], language):
        return True
    if len(words) > 2 and is_patronymic(words[1], language):
        return False
    wanted = fold(canonical.split()[-1]) if canonical else ""
    return bool(wanted) and not _spelled(words[-1], language, wanted) and _spelled(words[0], language, wanted)


def _spelled(word: str, language: str, folded: str) -> bool:
    return any(folded in some for some in spellings(word, language).values())
