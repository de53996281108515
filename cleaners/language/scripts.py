"""What the letters alone tell: scripts that one language owns, and letters that one language of a script owns.

Sources: Unicode's names of characters for the scripts; CLDR's exemplar characters for the letters.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

OWNERS: Mapping[str, str] = {
    "ARMENIAN": "hy",
    "ETHIOPIC": "am",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KANNADA": "kn",
    "KATAKANA": "ja",
    "KHMER": "km",
    "LAO": "lo",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "ORIYA": "or",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAANA": "dv",
    "THAI": "th",
    "TIBETAN": "bo",
}
"""Scripts that one living language writes almost alone: the first word of their characters' Unicode names, and the language."""

LETTERS: Mapping[str, tuple[tuple[str, str, int], ...]] = {
    "CYRILLIC": (
        ("be", "ў", 150),
        ("kk", "әғқңұһ", 30),
        ("mn", "өү", 50),
        ("mk", "ѓќѕ", 150),
        ("sr", "ђћ", 150),
        ("uk", "їєґ", 150),
    ),
    "LATIN": (("az", "ə", 30),),
}
"""Letters that only one of the languages of a script uses, tried in this order, because Kazakh has ө ү as well. ј љ њ џ are both Serbian
and Macedonian.

The number is how scarce they may be: one in so many letters of the text. Azerbaijani shows ə once in 11 letters, Ukrainian ї or є once
in 75; half of that still counts. What is scarcer comes from a name or a quotation.
"""


NO_ASCII_LETTERS = {code: None for code in range(128) if not chr(code).isalpha()}
"""For str.translate, which counts the letters of ASCII text four times as fast as Counter does."""


@lru_cache(maxsize=8192)
def script(character: str) -> str:
    """The script of a letter as in its Unicode name (LATIN, CYRILLIC, CJK), or "" for what is no letter."""
    return unicodedata.name(character, "").partition(" ")[0] if character.isalpha() else ""


def letters(text: str) -> Counter[str]:
    """How many letters of each script the text has."""
    if text.isascii():
        number = len(text.translate(NO_ASCII_LETTERS))
        return Counter(LATIN=number) if number else Counter()
    counts: Counter[str] = Counter()
    for character, number in Counter(text).items():
        if name := script(character):
            counts[name] += number
    return counts


def owner(text: str) -> str | None:
    """The language that the letters alone decide, or None where a model has to be asked.

    The script with most letters decides, so a name in brackets in another script changes nothing.
    """
    if text.isascii():  # nothing of what follows can hold
        return None
    counts = letters(text)
    if not counts:
        return None
    most = counts.most_common(1)[0][0]
    if most in ("CJK", "HIRAGANA", "KATAKANA"):
        kana = counts["HIRAGANA"] + counts["KATAKANA"]
        return "ja" if kana * 20 >= counts["CJK"] + kana else "zh"  # running Japanese is more than a third kana
    if most in OWNERS:
        return OWNERS[most]
    seen = Counter(text.lower())
    for language, own, scarce in LETTERS.get(most, ()):
        if sum(seen[letter] for letter in own) * scarce >= counts[most]:
            return language
    return None
