"""Marks that the scraper or the translation engine turned round or pushed off their word."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_letters, digits

from cleaners.artifacts.rule import Finding, Pattern, Piece, Rule

_ENGLISH = frozenset({"en"})

_INTRODUCING = (
    "a and are as at by call called calls for from his her in is its like my named not of on or our so-called term than that the their "
    "these this those to was were with word your"
).split()
"""Words that no possessive ends: a mark behind them that faces back cannot be the apostrophe of «the workers’ demands»."""

_INSIDE_OUT = Pattern(rf"\b({'|'.join(_INTRODUCING)})’ (?=(\w[^‘’“”\n]{{0,60}})’(?:[\s.,;:!?)]|$))")


def _inside_out(piece: Piece) -> Iterator[Finding]:
    """`known as’ rebels’ is`: the opening mark faces back, and the space stands on its wrong side."""
    for found in _INSIDE_OUT.finditer(piece.text):
        if len(found[2].split()) <= 6:
            yield Finding(found.end(1), found.end(), " ‘")


_SUSPICIOUS = frozenset(
    (
        *(f"“{after}" for after in " .,;:!?)"),
        *(f"{before}“" for before in ascii_letters + digits + ".,!?…"),
        *(f"{before}”" for before in " (\u00a0"),
        *(f"”{after}" for after in ascii_letters + digits),
        *(f"{word[-2:]}” " for word in _INTRODUCING),
    )
)
"""A double mark with something on the wrong side of it; wrong only in seeing too many."""

_OPENS_AFTER = frozenset(" \t\u00a0([—–-/‘'")
_CLOSES_BEFORE = frozenset(" \t\u00a0.,;:!?)]—–-/’'…")
_SINGLE_CLOSES = Pattern(r"’(?!\w)")
_DOUBLE, _FOREIGN = Pattern("[“”]"), Pattern("[„«»]")


def _double_marks(piece: Piece) -> Iterator[Finding]:
    """Double marks that face the wrong way or hang beside a space, in a line whose marks pair off once they are mended."""
    line = piece.text
    if any(pair in line for pair in _SUSPICIOUS) and not _FOREIGN.search(line):
        yield from _pairing(line) or ()


def _pairing(line: str) -> list[Finding] | None:
    """What it takes for the marks of the line to open and close in turn; None where it cannot be told what was meant."""
    repairs: list[Finding] = []
    opened, last = False, 0
    for found in _DOUBLE.finditer(line):
        at, mark = found.start(), found[0]
        if opened:
            repair, opened = _as_closing(line, at, mark), False
        elif pair := _opened_by_single(line, at, mark, last):
            repair = pair
        else:
            repair, opened = _as_opening(line, at, mark), True
        if repair is None:
            return None
        repairs += repair
        last = at + 1
    return None if opened else repairs


def _as_closing(line: str, at: int, mark: str) -> list[Finding] | None:
    """What makes the mark at this place close, if it can be a closing mark at all."""
    space = _space_before(line, at)
    if not _ends(line, at + 1):
        return [] if mark == "”" and not space else None
    if space and mark == "”" and line[at - space - 1] in "’'":  # many houses part the marks of nested quotations by a space
        return []
    if not space and at and line[at - 1] in "([‘":
        return None
    return [Finding(at - space, at + 1, "”")] if space or mark == "“" else []


def _as_opening(line: str, at: int, mark: str) -> list[Finding] | None:
    """What makes the mark at this place open, if it can be an opening mark at all."""
    begins, next_two = at == 0 or line[at - 1] in _OPENS_AFTER, line[at + 1 : at + 3]
    if begins and (not _ends(line, at + 1) or next_two == " ‘"):
        return [] if mark == "“" else [Finding(at, at + 1, "“")]
    if mark == "“" and begins and next_two[:1] == " " and next_two[1:].isalnum():
        return [Finding(at, at + 2, "“")]
    if mark == "”" and next_two[:1] == " " and next_two[1:].isalnum() and line[max(0, at - 20) : at].rpartition(" ")[2] in _INTRODUCING:
        return [Finding(at, at + 2, " “")]
    return None


def _opened_by_single(line: str, at: int, mark: str, last: int) -> list[Finding] | None:
    """`he says, ‘and now … gone “.`: a mark that hangs before the full stop closes; the single mark is its partner if nothing else is."""
    hangs = mark == "“" and at > 0 and line[at - 1] in " \u00a0" and line[at + 1 : at + 2] in ("", *".,;:!?)")
    single = line.rfind("‘", last, at)
    if not hangs or single < 0 or (single and line[single - 1] not in _OPENS_AFTER) or _SINGLE_CLOSES.search(line, single, at):
        return None
    return [Finding(single, single + 1, "“"), Finding(at - _space_before(line, at), at + 1, "”")]


def _space_before(line: str, at: int) -> int:
    start = max(0, at - 8)
    return at - start - len(line[start:at].rstrip(" \u00a0"))


def _ends(line: str, at: int) -> bool:
    return at == len(line) or line[at] in _CLOSES_BEFORE


_SPACED = frozenset("en de es it pt nl pl ru tr uk fr".split())
_STRAY_SPACE = Pattern(r"(?<=[^\W\d_]) {1,2}(?=[,.](?:\s[^\W\d_]|$))")


def _spaces_before(piece: Piece) -> Iterator[Finding]:
    """A space before a comma or a full stop, which no language here has; French has one before `;:!?`, and those are left alone."""
    for found in _STRAY_SPACE.finditer(piece.text):
        yield Finding(*found.span())


RULES = (
    Rule(
        name="punctuation/quote-inside-out",
        reason="a closing mark hangs on the word before the quotation, where the opening mark of the next word belongs",
        find=_inside_out,
        literals=frozenset(f"{word[-2:]}’ " for word in _INTRODUCING),
        languages=_ENGLISH,
    ),
    Rule(
        name="punctuation/quote-direction",
        reason="a quotation mark faces the wrong way or hangs beside a stray space",
        find=_double_marks,
        literals=_SUSPICIOUS,
        languages=_ENGLISH,
    ),
    Rule(
        name="punctuation/space-before",
        reason="a space before a comma or full stop, where the end of a link stood",
        find=_spaces_before,
        literals=frozenset({" , ", " . ", " ,", " ."}),
        languages=_SPACED,
    ),
)
