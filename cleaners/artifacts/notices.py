"""What pages say about rights, times and other pages: notices that have a form rather than a wording."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.artifacts.boilerplate import is_known
from cleaners.artifacts.rule import Finding, Pattern, Piece, Rule, spellings
from cleaners.artifacts.wording import either, told

_RIGHTS = spellings(told("notices")["rights"]) | {"All rights Reserved"}
_RIGHTS_STATED = Pattern(either(sorted(_RIGHTS)))
_SIGN = Pattern(r"©|\([cC]\)|[Cc]opyright|COPYRIGHT")
_SIGN_AND_YEAR = Pattern(
    r"\W{0,12}(?:[\w.,&'’|-]{1,40} ){0,4}?(?:(?:[Cc]opyright|COPYRIGHT)\W{0,4}(?:©|\([cC]\)|by)?|©|\([cC]\))"
    r"\W{0,3}(?:since |by |\w{1,20} )?(?:(?:19|20)\d\d)\b.{0,250}|.{0,60}(?:19|20)\d\d\W{1,3}(?:©|\([cC]\)).{0,80}"
)
_PROSE_ENDS = Pattern(r"(?<=[a-zß-öø-ÿ”\"’)])[.!?](?= [A-ZА-ЯÀ-Þ“\"©(])")


def _copyright(piece: Piece) -> Iterator[Finding]:
    """Footers with © and a year, and statements of rights: the line, or what of it follows the last sentence before the notice."""
    line = piece.text
    if len(line) <= 300 and _SIGN_AND_YEAR.fullmatch(line.strip()):
        yield Finding(0, len(line))
    elif len(line) <= 1500 and (stated := _RIGHTS_STATED.search(line)):
        sign = _SIGN.search(line, max(0, stated.start() - 200), stated.start())
        before = line[: (sign or stated).start()]
        ends = [stop.end() for stop in _PROSE_ENDS.finditer(before)]
        words = len(before.split())
        if ends and words > 25:
            yield Finding(ends[-1], len(line))
        elif sign or ends or words <= 12:
            yield Finding(0, len(line))


_OMITTED = r"(?:\[(?:…|\.\.\.)\]|\((?:…|\.\.\.)\))"
_UNFINISHED = Pattern(rf"(?<=[\w,’”\")])\s{{1,2}}{_OMITTED}\s{{0,4}}$")
_PINGBACK = Pattern(rf"^\s{{0,4}}{_OMITTED}\s(?=.{{1,2000}}{_OMITTED}\s{{0,4}}$)")
_PINGBACK_END = Pattern(rf"\s{{0,2}}{_OMITTED}\s{{0,4}}$")


def _truncated(piece: Piece) -> Iterator[Finding]:
    """The mark with which blogs cut an excerpt short, at the end of a line that does not end its sentence, or at both ends."""
    line = piece.text
    opening = _PINGBACK.search(line)
    if opening:
        yield Finding(*opening.span())
    tail = max(0, len(line) - 40)
    ending = (_PINGBACK_END if opening else _UNFINISHED).search(line, tail)
    if ending and (opening or line[max(0, ending.start() - 2) : ending.start()].rstrip('”")')[-1:] not in tuple(".!?…")):
        yield Finding(*ending.span())


_ADDRESS = Pattern(r"\s{0,4}(?:https?://|www\.)[^\s<>\"]{4,1000}\s{0,4}")


def _addresses(piece: Piece) -> Iterator[Finding]:
    """A line that is nothing but the address of a page: beside a line of the page's frame it is what is left of a button."""
    start, above, waiting = 0, "", None
    for line in piece.text.split("\n"):
        if line.strip():
            if waiting is not None:
                yield waiting if is_known(line) else _flagged(waiting)
            waiting = None
            if len(line) <= 1008 and ("://" in line or "www." in line) and _ADDRESS.fullmatch(line.rstrip("\r")):
                waiting = Finding(start, start + len(line))
                if is_known(above):
                    yield waiting
                    waiting = None
            above = line
        start += len(line) + 1
    if waiting is not None:
        yield _flagged(waiting)


def _flagged(finding: Finding) -> Finding:
    return finding._replace(after=None, message="the address of a page, alone on its line: a reference, or what is left of a link")


_BETWEEN = Pattern(
    r"(?:Advertisement|ADVERTISEMENT) ?[-–—] ?(?:Continue Reading Below|CONTINUE READING BELOW|Continue reading below)"
    r"|Continue Reading Below Advertisement"
)


def _between(piece: Piece) -> Iterator[Finding]:
    """The label of an advertisement that was glued into a line of text."""
    line = piece.text
    begins, ends = len(line) - len(line.lstrip()), len(line.rstrip())
    for label in _BETWEEN.finditer(line):
        yield Finding(*label.span(), "\n" if label.start() > begins and label.end() < ends else "")


_STAMP = Pattern(rf"(?i)\W{{0,4}}(?:{either(told('notices')['stamps'])})(?: on| am| le| el| il| em| op| tarihi)?\W{{1,4}}")
_CLOCK = Pattern(r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?")
_ZONE = Pattern(rf"\b(?:{either(told('notices')['zones'])}|ist|мск|Uhr|h|[AaPp]\.?[Mm])\b")
_YEAR = Pattern(r"(?<!\d)(?:19|20)\d\d")
_TOKEN = Pattern(r"[^\s,/|·•()–—-]+")
_MONTHS = frozenset(told("notices")["months"])
_OF_DATES = _MONTHS.union(
    told("notices")["days"],
    told("notices")["in dates"],
    map(str.lower, told("notices")["zones"]),
    " ".join(told("notices")["stamps"]).split(),
)


def _timestamps(piece: Piece) -> Iterator[Finding]:
    """When the page was published or changed: a word for it and a date, or a date with the time of day, and nothing else on the line."""
    line = piece.text.strip() if len(piece.text) <= 120 else ""
    label = _STAMP.match(line)
    if (label or (_CLOCK.search(line) and _ZONE.search(line))) and _is_date(line[label.end() if label else 0 :]):
        yield Finding(0, len(piece.text))


def _is_date(text: str) -> bool:
    """Whether there is a day with its month or year, and no word that belongs to no date."""
    words = [stripped for word in _TOKEN.finditer(text) if (stripped := word[0].strip(".:;").lower())]
    numbers = sum(word[0].isdigit() for word in words)
    dated = _YEAR.search(text) is not None or not _MONTHS.isdisjoint(words)
    return numbers >= 2 and dated and all(word[0].isdigit() or word in _OF_DATES for word in words)


RULES = (
    Rule(
        name="boilerplate/copyright",
        reason="a notice of rights in the page, not in the text",
        find=_copyright,
        longest=1500,
        literals=_RIGHTS | {"©", "(c)", "(C)", "opyright", "OPYRIGHT"},
    ),
    Rule(
        name="boilerplate/truncated",
        reason="the mark of an excerpt that the page cut short",
        find=_truncated,
        literals=frozenset({"[…]", "[...]", "(…)", "(...)"}),
    ),
    Rule(
        name="boilerplate/address",
        reason="the address of a page, beside its buttons, is what is left of one",
        find=_addresses,
        scope="document",
        literals=frozenset({"http://", "https://", "www."}),
    ),
    Rule(
        name="boilerplate/ad-between",
        reason="the label of an advertisement stands in the middle of the text",
        find=_between,
        literals=frozenset({"ontinue Reading Below", "CONTINUE READING BELOW", "ontinue reading below"}),
    ),
    Rule(
        name="boilerplate/timestamp",
        reason="tells when the page was published or changed",
        find=_timestamps,
        longest=120,
        literals=frozenset(f"{century}{decade}" for century in ("19", "20") for decade in range(10))
        | frozenset(f"{digit}{mark}" for digit in range(10) for mark in ":.h"),
    ),
)
