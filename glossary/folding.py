"""Folding: the form in which spellings are compared. Case, marks and typographic variants of one letter fall together.

Folded forms are never shown to anybody. They only say that `Mnazakanjan`, `MNAZAKANJAN` and `Mnázakanjan` are one spelling.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

_SPECIAL = {
    # Letters that Unicode does not decompose, as English keyboards replace them (checked against the Unicode names list).
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ø": "o",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ħ": "h",
    "ı": "i",
    # One apostrophe for all that stand for a soft sign, an ayin or an elision.
    **dict.fromkeys("’‘ʼʹ´ʻʿʾ", "'"),
    "ς": "σ",
    **dict.fromkeys("‐‑", "-"),
    **dict.fromkeys("\u00a0\u202f\u2009", " "),
}
_ASCII = bytes(range(128))


class _Letters(dict[int, str]):
    """Folded form of each code point, worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_one(chr(code))
        return folded


def _fold_one(letter: str) -> str:
    lower = letter.lower()
    if lower in _SPECIAL:
        return _SPECIAL[lower]
    if "\ud800" <= letter <= "\udfff":  # the automaton takes no lone surrogates
        return "\ufffd"
    if "\uac00" <= letter <= "\ud7a3":  # Hangul syllables fall apart into letters under NFKD and gain nothing by it
        return letter
    parts = unicodedata.normalize("NFKD", lower)
    kept = "".join(_SPECIAL.get(c, c) for c in parts if unicodedata.category(c) not in ("Mn", "Cf"))
    return kept.lower()


_LETTERS = _Letters()


def fold(text: str) -> str:
    """The folded form of a text. Marks and invisible characters vanish; `ß`, `æ`, `œ`, `þ` become two letters."""
    return text.lower() if text.isascii() else _fold(text, _odd(text))


def _odd(text: str) -> set[str]:
    """The letters beyond ASCII in a text (by way of bytes: 4 times as fast as `set(text)` on news)."""
    return set(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))


def _fold(text: str, odd: set[str]) -> str:
    changing = [letter for letter in odd if _LETTERS[ord(letter)] != letter]
    if len(changing) > 24:  # str.replace goes through 4 GB/s, translate through 20 MB/s, but that in one go
        return text.translate(_LETTERS)
    for letter in changing:
        text = text.replace(letter, _LETTERS[ord(letter)])
    return text.lower()


class Folded:
    """A text in folded form that knows where in the original (code points) each of its positions came from."""

    def __init__(self, text: str) -> None:
        self.original = text
        self._at: list[int] = []  # folded positions behind each character whose folded form is not one character long
        self._shift: list[int] = []  # original minus folded position from there on
        if text.isascii():
            self.text = text.lower()
            return
        letters = _odd(text)
        self.text = _fold(text, letters)
        odd = [c for c in letters if len(_LETTERS[ord(c)]) != 1]
        if odd:
            shift = 0
            for match in re.finditer("[" + "".join(map(re.escape, sorted(odd))) + "]", text):
                shift += 1 - len(_LETTERS[ord(match[0])])
                self._at.append(match.end() - shift)
                self._shift.append(shift)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of `start:end` of the folded text; marks that belong to its last letter are inside."""
        if not self._at:
            return start, end
        first, last = self._origin(start), self._origin(end - 1) + 1 if end > start else self._origin(start)
        while last < len(self.original) and not _LETTERS[ord(self.original[last])]:
            last += 1
        return first, last

    def _origin(self, position: int) -> int:
        """Original position of the character that gave the folded one; the second letter of `ss` comes from its `ß`."""
        i = bisect_right(self._at, position)
        if i < len(self._at) and self._expands(i) and position > self._at[i] - len(self._letter(i)):
            return self._at[i] + self._shift[i] - 1
        return position + (self._shift[i - 1] if i else 0)

    def _letter(self, i: int) -> str:
        return _LETTERS[ord(self.original[self._at[i] + self._shift[i] - 1])]

    def _expands(self, i: int) -> bool:
        return len(self._letter(i)) > 1
