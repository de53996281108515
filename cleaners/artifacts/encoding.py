"""Characters that were damaged on the way: mojibake, entities, control characters, invisible ones, ligatures."""

from __future__ import annotations

import html
from collections.abc import Iterator

from cleaners.artifacts.gate import Literals
from cleaners.artifacts.rule import Finding, Pattern, Piece, Rule

_LEADS = "ÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛàáâãäåæçèéêëìíîïðñòóôРС"
"""What the first byte of a UTF-8 sequence becomes in windows-1252, and of the commonest ones in windows-1251."""

_CONTINUATIONS_1252 = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
_CONTINUATIONS_1251 = "".join(bytes([byte]).decode("cp1251", "ignore") for byte in range(0x80, 0xC0))
_SUSPICIOUS = frozenset(
    lead + after for lead in _LEADS for after in (_CONTINUATIONS_1251 if lead in "РС" else _CONTINUATIONS_1252) if not after.isspace()
)
_PAIRS = Literals(sorted(_SUSPICIOUS))
"""A byte of UTF-8 that was read as a letter is followed by one that was read as a mark. Cheap; ftfy's own test of badness decides."""


def _mojibake(piece: Piece) -> Iterator[Finding]:
    """UTF-8 that was read in another encoding. ftfy finds the way back, for the whole line or not at all."""
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    line = piece.text
    if not is_bad(line) or not _PAIRS.found(line):
        return
    fixed = fix_encoding(line)
    before, after = line.split(" "), fixed.split(" ")
    if len(before) != len(after):
        if fixed != line:
            yield Finding(0, len(line), fixed)
        return
    at = 0
    for word, mended in zip(before, after, strict=True):
        if word != mended:
            yield Finding(at, at + len(word), mended)
        at += len(word) + 1


_ENTITY = Pattern(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_INVISIBLE = "\u00ad\u200b\u2060\ufeff\r\x00"


def _entities(piece: Piece) -> Iterator[Finding]:
    """Entities of HTML, once or twice escaped: the second layer is seen when the first is off."""
    line = piece.text
    words = line.strip()
    for entity in _ENTITY.finditer(line):
        start, end = entity.span()
        quoted = line[start - 1 : start] in {'"', "'", "`"} and line[start - 1 : start] == line[end : end + 1]
        character = html.unescape(entity[0])
        if quoted or character == entity[0]:
            continue
        alone = words == entity[0]
        if character in _INVISIBLE or (alone and character.isspace()):
            character = ""
        elif len(character) == 1 and ((character < " " and character not in "\n\t") or "\ud800" <= character <= "\udfff"):
            continue
        yield Finding(start, end, character)


_CONTROLS = "".join(map(chr, (*range(9), *range(0x0E, 0x20), 0x7F)))
_CONTROL = Pattern(r"\x1b\[[0-9;]{0,12}[A-Za-z]|[\x00-\x08\x0e-\x1f\x7f]")


def _control(piece: Piece) -> Iterator[Finding]:
    """Control characters, and the colour codes of terminals. Tab, line break and form feed stay."""
    for found in _CONTROL.finditer(piece.text):
        yield Finding(*found.span())


_C1 = Pattern("[\x80\x82-\x84\x86-\x8c\x8e\x91-\x9c\x9e\x9f]")


def _c1(piece: Piece) -> Iterator[Finding]:
    """Bytes of windows-1252 read as latin-1: control characters that nobody means. U+0085 stays, it is a line break to some."""
    for found in _C1.finditer(piece.text):
        yield Finding(*found.span(), found[0].encode("latin-1").decode("cp1252"))


_HIDDEN = Pattern("[\u00ad\u200b\u2060\ufeff]")
_BREAKS_WITHOUT_SPACES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x0F00, 0x109F),  # Tibetan, Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x1AAF),  # Tai
    (0x2E80, 0x9FFF),  # Chinese, Japanese
    (0xA980, 0xAADF),  # Javanese, Cham
)
"""Scripts in which a zero-width space tells where a line may break."""


def _hidden(piece: Piece) -> Iterator[Finding]:
    """Soft hyphens, zero-width spaces and stray byte-order marks. Joiners and marks of direction stay: scripts and emoji need them."""
    line = piece.text
    for found in _HIDDEN.finditer(line):
        around = line[max(0, found.start() - 1) : found.start()] + line[found.end() : found.end() + 1]
        if found[0] != "\u200b" or not any(first <= ord(one) <= last for one in around for first, last in _BREAKS_WITHOUT_SPACES):
            yield Finding(*found.span())


_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURE = Pattern(f"[{''.join(_LIGATURES)}]")


def _ligatures(piece: Piece) -> Iterator[Finding]:
    """Ligatures that a PDF left as one character, inside words."""
    for found in _LIGATURE.finditer(piece.text):
        around = piece.text[max(0, found.start() - 1) : found.end() + 1].replace(found[0], "")
        if any(one.isalpha() for one in around):
            yield Finding(*found.span(), _LIGATURES[found[0]])


RULES = (
    Rule(
        name="encoding/mojibake",
        reason="UTF-8 that was read in another encoding",
        find=_mojibake,
        literals=_SUSPICIOUS,
    ),
    Rule(
        name="encoding/entity",
        reason="an entity of HTML stands where its character should",
        find=_entities,
        literals=frozenset("&"),
    ),
    Rule(
        name="encoding/control",
        reason="control characters are not text",
        find=_control,
        literals=frozenset(_CONTROLS),
    ),
    Rule(
        name="encoding/windows-1252",
        reason="a quotation mark or dash of windows-1252 was read as a control character",
        find=_c1,
        literals=frozenset(map(chr, (0x80, *range(0x82, 0x85), *range(0x86, 0x8D), 0x8E, *range(0x91, 0x9D), 0x9E, 0x9F))),
    ),
    Rule(
        name="encoding/invisible",
        reason="soft hyphens, zero-width spaces and byte-order marks split words without anybody seeing it",
        find=_hidden,
        literals=frozenset("\u00ad\u200b\u2060\ufeff"),
    ),
    Rule(
        name="encoding/ligature",
        reason="a ligature is two letters, and is found by nobody who looks for them",
        find=_ligatures,
        literals=frozenset(_LIGATURES),
    ),
)
