"""Whose a picture is, and what it shows: captions and credits of pictures that are not in the text."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.artifacts.rule import Finding, Pattern, Piece, Rule, spellings
from cleaners.artifacts.wording import either, told

_AGENCIES = frozenset(told("notices")["agencies"])
_ANY_AGENCY = either(sorted(_AGENCIES))
_ALONE = frozenset("Getty Images|Getty|GETTY|AFP|dpa|picture alliance|Shutterstock|iStock|Unsplash|Pixabay|Pexels".split("|"))
"""Agencies that a line may name alone; NASA or Twitter alone may be a heading."""

_CREDIT_WORDS = spellings(told("notices")["picture words"])
_HEAD = Pattern(
    rf"\W{{0,4}}(?:{either(sorted(_CREDIT_WORDS))})"
    r"(?:\.?\s?(?::|/|©| –|\|)|(?<= by)\b|(?<= von)\b|(?<=copyright)\b|(?<= of)\b|(?<= via)\b)"
)
_PARTICLES = frozenset("& - – + by van von der den de da di du del della la le of the and und et y e i и via for für pour com zu".split())


def _credits(piece: Piece) -> Iterator[Finding]:
    """Lines that only say whose the picture is: a word for it and names, or names and an agency."""
    line = piece.text.strip() if len(piece.text) <= 160 else ""
    if len(line) > 1 and (_says_credit(line) or _names_agency(line)):
        yield Finding(0, len(piece.text))


def _says_credit(line: str) -> bool:
    if head := _HEAD.match(line):
        return _is_names(line[head.end() :], most=14)
    return line[0] == "©" and _is_names(line[1:], most=8)


def _names_agency(line: str) -> bool:
    parts = [part.strip(" .,()[]") for part in _parts(line)]
    known = parts[0] in _AGENCIES or parts[-1] in _AGENCIES
    return (len(parts) == 1 and parts[0] in _ALONE) or (1 < len(parts) < 5 and known and _is_names(line, most=10))


def _is_names(text: str, *, most: int) -> bool:
    """Whether there is at least one word, and each begins with a capital, or is one of those that stand between names."""
    words = [word for part in _parts(text) for word in part.strip(" .,()[]").split()]
    return 0 < len(words) <= most and all(map(_is_of_a_name, words))


def _is_of_a_name(word: str) -> bool:
    return word in _PARTICLES or word in _AGENCIES or not word.strip("\"'“„«(@[")[:1].islower()


def _parts(line: str) -> list[str]:
    return line.replace("|", "/").split("/")


_CREDITED = (
    "Photo|Photos|Image|Images|Image credit|Picture|Credit|Photo credit|Photograph|Foto|Fotos|Bild|Symbolbild|Archivbild|Crédit photo|Фото"
).split("|")
_PARENTHESIS = Pattern(
    rf"\s?\((?:(?:{either(_CREDITED)}|Photo by|Photo via|Image via|Foto von)(?: ?[:/©] ?| )[^()]{{1,80}}"
    rf"|AP Photo[^()]{{0,60}}|(?:{_ANY_AGENCY})/[^()]{{1,60}})\)\s{{0,3}}$"
)
_OF_AN_AGENCY = Pattern(rf"(?i:credit|courtesy)|(?i:\b(?:{_ANY_AGENCY})\b)")
_BEGINS = Pattern(r"FILE PHOTO: |(?:Media|Image) ?caption ?[A-Z]|In this [A-Z][a-z]{2,8}\.? \d{1,2}, \d{4},? (?:file )?photo[ ,]")
_ENDS = Pattern(
    r"\((?:AP Photo|REUTERS|AFP PHOTO|AFP)\b ?/?[^()]{0,80}\)\W{0,3}$|[.”\"] ?(?:REUTERS|AP Photo|AFP PHOTO) ?/ ?[^.!?/]{1,60}$"
    r"|\(?Photo(?:graph)? by [^().!?]{3,60}/ ?Getty Images(?: for [^()]{1,60})?\)?\W{0,3}$"
)


def _captions(piece: Piece) -> Iterator[Finding]:
    """A caption that says that it is one or ends as agencies end theirs; of any other line that ends in a credit, the credit."""
    line = piece.text
    credit = _PARENTHESIS.search(line, max(0, len(line) - 120))
    by_agency = credit is not None and _OF_AN_AGENCY.search(credit[0])
    if len(line) <= 700 and (by_agency or _BEGINS.match(line.lstrip()) or _ENDS.search(line.rstrip())):
        yield Finding(0, len(line))
    elif credit:
        yield Finding(*credit.span())


RULES = (
    Rule(
        name="boilerplate/picture-credit",
        reason="says whose a picture is that is not there",
        find=_credits,
        longest=160,
        literals=_AGENCIES | _CREDIT_WORDS | {"©"},
    ),
    Rule(
        name="boilerplate/caption",
        reason="the caption of a picture that is not there",
        find=_captions,
        literals=frozenset(f"({word}" for word in (*_CREDITED, *_AGENCIES))
        | {"FILE PHOTO", "aption", "In this ", "REUTERS", "AP Photo", "AFP PHOTO", "Photo by ", "Photograph by "},
    ),
)
