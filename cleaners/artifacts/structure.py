"""What the scraper broke in the structure of a text: markers torn from their items."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.artifacts.rule import Finding, Pattern, Piece, Rule

_GLYPHS = "-–•‣▪▫■□●○◦⁃∙"
"""Markers of list items. `*` and `—` are not among them: alone on a line they part the scenes of a story."""

_LONE = Pattern(rf"(?m)^([ \t]{{0,20}}[{_GLYPHS}])[ \t]{{0,20}}\r?\n(?=(.*))")
_ITEM = Pattern(r"""[ \t]{0,20}(["“”„'‘’«(\[¿¡]{0,3}\w.*)""")


def _lone_markers(piece: Piece) -> Iterator[Finding]:
    """A marker whose item begins on the next line. Where the item is a word or two, the marker may be a dash between entries of a menu."""
    text = piece.text
    for marker in _LONE.finditer(text):
        item = _ITEM.match(marker[2])
        if item is None:
            continue
        if _introduced(text, marker.start()) or _is_prose(item[1]):
            yield Finding(marker.end(1), marker.end() + item.start(1), " ")
        else:
            yield Finding(*marker.span(1), None, "a list marker alone on its line, or a dash between two entries")


def _introduced(text: str, at: int) -> bool:
    """Whether the line above ends with a colon."""
    return text[max(0, at - 20) : at].rstrip().endswith(":")


def _is_prose(item: str) -> bool:
    """Four words, at least two of them in small letters: a line of a menu or of a table has fewer."""
    words = item[:200].split()
    return len(words) >= 4 and sum(word[0].islower() for word in words) >= 2


_GAP = Pattern(r"\n{5,}")


def _gaps(piece: Piece) -> Iterator[Finding]:
    """Four blank lines and more: one is left."""
    for gap in _GAP.finditer(piece.text):
        yield Finding(*gap.span(), "\n\n")


RULES = (
    Rule(
        name="structure/gap",
        reason="four blank lines and more are what is left of something that was cut out",
        find=_gaps,
        scope="document",
        test=lambda text: "\n\n\n\n\n" in text,
    ),
    Rule(
        name="structure/lone-marker",
        reason="a list marker that stands alone on its line belongs before its item",
        find=_lone_markers,
        scope="document",
        lines=frozenset(_GLYPHS),
    ),
)
