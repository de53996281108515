"""Lines of the page around the text: buttons, menus, forms, notices. The phrases of each language are data, in `phrases.json`.

A phrase is a whole line, marks at its ends and capitals aside. It may have slots, `{network}` or `{any}`, for what varies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from itertools import product
from sys import maxsize

from cleaners.artifacts.gate import LONGEST_LINE, Literals
from cleaners.artifacts.rule import Finding, Piece, Rule, bare
from cleaners.artifacts.wording import told

_NETWORKS = (
    "facebook twitter x instagram youtube linkedin whatsapp telegram pinterest reddit tumblr pocket e-mail email mail skype xing vk вк "
    "вконтакте vkontakte одноклассники одноклассниках viber messenger flipboard google\\+ threads bluesky mastodon tiktok snapchat rss "
    "google apple twitch discord line wechat weibo дзен яндекс\\.дзен яндекс\\.дзене telegram-канал telegram-канале feedly digg stumbleupon"
).split()
_COMMAS = r"[^.!?,;|/:]{1,60}(?:[,;|/:][^.!?,;|/:]{1,60}){1,30}"
_SLOTS = {
    "network": rf"(?:(?:{'|'.join(_NETWORKS)}|google news|яндекс новости)(?: \(twitter\)|/twitter|/x)?)",
    "networks": rf"(?:{'|'.join(_NETWORKS)})(?:[ ,|/·•]{{1,4}}(?:and |und |et |y |e |и )?(?:{'|'.join(_NETWORKS)})){{0,12}}",
    "n": r"\d[\d.,\u00a0 ]{0,9}(?: ?(?:k|m|mio\.?|tsd\.?|тыс\.?|mil))?",
    "time": r"-?\d{1,2}:\d{2}(?::\d{2})?",
    "date": r"[\w.,/ -]{4,40}",
    "name": r"[^\s.!?:]{1,40}\.?(?: [^\s.!?:]{1,40}\.?){0,6}",
    "few": r"[^\s\d.!?:]{1,40}(?: [^\s\d.!?:]{1,40}){0,2}",
    "words": r"[^.!?]{1,80}",
    "list": rf"(?:[^\s.!?]{{1,40}}(?: [^\s.!?]{{1,40}}){{0,7}}|{_COMMAS})",
    "commas": _COMMAS,
    "any": r".{0,600}",
}
_LENGTHS = {
    "network": 30,
    "networks": 200,
    "few": 122,
    "n": 16,
    "time": 8,
    "date": 40,
    "name": 293,
    "words": 80,
    "list": 300,
    "commas": 900,
    "any": 600,
}
"""The most characters that a slot holds; a notice about cookies may have 700 in two."""

_SLOT = re.compile(r"\{(\w+)\}")
_MARGIN = 20
"""Marks and spaces that may stand around a phrase."""


def _pairs(fixed: str) -> list[str]:
    """The words of a fixed part, two by two; the parts of words beside a slot count as words."""
    words = fixed.strip().split(" ")
    return [" ".join(words[at : at + 2]) for at in range(max(1, len(words) - 1))]


def _written(pair: str) -> tuple[str, ...]:
    """The ways one or two words are written: small, with a capital (German: either may have one), in capitals."""
    ways = [dict.fromkeys((word, word[:1].upper() + word[1:], "-".join(map(str.capitalize, word.split("-"))))) for word in pair.split(" ")]
    return tuple(dict.fromkeys([*map(" ".join, product(*ways)), pair.upper()]))


class Template:
    """A phrase with slots. `literals` are the ways its longest pair of fixed words is written; one of them has to stand in the line."""

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase
        self.longest = sum(map(len, _SLOT.split(phrase)[::2])) + sum(_LENGTHS[name] for name in _SLOT.findall(phrase)) + _MARGIN
        self.literals = _written(max((pair for part in _SLOT.split(phrase)[::2] for pair in _pairs(part)), key=len))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches a bare line."""
        parts = _SLOT.split(self.phrase)
        fixed = [re.escape(part) for part in parts[::2]]
        slots = [_SLOTS[name] for name in parts[1::2]]
        return re.compile("".join(part + slot for part, slot in zip(fixed, [*slots, ""], strict=True)))


class Phrases:
    """The phrases of one rule."""

    def __init__(self, phrases: dict[str, list[str]]) -> None:
        every = [bare(phrase) for language in phrases.values() for phrase in language]
        self.lines = frozenset(phrase for phrase in every if "{" not in phrase)
        by_literal: dict[str, list[Template]] = {}
        for template in [Template(phrase) for phrase in sorted({phrase for phrase in every if "{" in phrase})]:
            for literal in template.literals:
                by_literal.setdefault(literal, []).append(template)
        self.literals = frozenset(by_literal)
        self.longest = min(1200, max([LONGEST_LINE, *(template.longest for some in by_literal.values() for template in some)]))
        self._scan, self._by_literal = Literals(by_literal), list(by_literal.values())

    def __contains__(self, line: str) -> bool:
        """Whether the line is one of the phrases."""
        if len(line) > self.longest:
            return False
        return (len(line) <= LONGEST_LINE and bare(line) in self.lines) or self.fits_a_template(line)

    def fits_a_template(self, line: str) -> bool:
        """Whether the line is one of the phrases with slots."""
        seen = {literal for literal, _, _ in self._scan.found(line)}
        templates = dict.fromkeys(template for literal in sorted(seen) for template in self._by_literal[literal])
        stripped = bare(line) if templates else ""
        return any(template.pattern.fullmatch(stripped) for template in templates)


def _whole_lines(phrases: Phrases) -> Callable[[Piece], Iterator[Finding]]:
    """Lines that are one of the phrases."""

    def find(piece: Piece) -> Iterator[Finding]:
        if piece.text in phrases:
            yield Finding(0, len(piece.text))

    return find


_SENTENCE = re.compile(r"(?<=[.!?…”\"’)])\s+(?=\S)")


def _last_sentences(phrases: Phrases) -> Callable[[Piece], Iterator[Finding]]:
    """Lines that are one of the phrases, or that end with one after the end of a sentence."""

    def find(piece: Piece) -> Iterator[Finding]:
        line = piece.text
        if line in phrases:
            yield Finding(0, len(line))
            return
        from_here = max(0, len(line) - phrases.longest)
        for sentence in _SENTENCE.finditer(line, from_here):
            if phrases.fits_a_template(line[sentence.end() :]):
                yield Finding(sentence.start(), len(line))
                return

    return find


_ENDS_A_TEXT = frozenset({"boilerplate/first-published", "boilerplate/newsletter"})
"""Rules whose phrases also stand at the end of a paragraph."""


def _frame(words: Phrases) -> Callable[[Piece], Iterator[Finding]]:
    """Lines of a word or two that are the page's only in company: the next line that is not blank, above or below, is of the kind too."""

    def find(piece: Piece) -> Iterator[Finding]:
        start, before, waiting = 0, False, None
        for line in piece.text.split("\n"):
            if line.strip():
                stripped = bare(line) if len(line) <= LONGEST_LINE else ""
                mine, one_of_them = stripped in words.lines, stripped in _known()
                if waiting is not None and one_of_them:
                    yield waiting
                waiting = None
                if mine and before:
                    yield Finding(start, start + len(line))
                elif mine:
                    waiting = Finding(start, start + len(line))
                before = one_of_them
            start += len(line) + 1

    return find


@cache
def _known() -> frozenset[str]:
    return frozenset(
        bare(phrase) for one in told("phrases").values() for language in one["phrases"].values() for phrase in language if "{" not in phrase
    )


def is_known(line: str) -> bool:
    """Whether the line is a phrase of this family, of whatever rule."""
    return len(line) <= LONGEST_LINE and bare(line) in _known()


_PARTED = re.compile(r"[ \u00a0]*[|·•/][ \u00a0]*| [>,] |[ \u00a0\t]{2,}|\t")
_NETWORK = re.compile(rf"(?:{'|'.join(_NETWORKS)}|google|print|mail|pin|pint)")


def _rows(piece: Piece) -> Iterator[Finding]:
    """Several phrases in a row, parted by bars, dots or wide spaces: `Imprint | Privacy | Contact`."""
    line = piece.text.strip(_ROW_ENDS) if len(piece.text) <= 300 else ""
    first = _PARTED.search(line)
    if first and _in_a_row(line[: first.start()]) and all(map(_in_a_row, _PARTED.split(line[first.end() :]))):
        yield Finding(0, len(piece.text))


_ROW_ENDS = " \t\u00a0|·•»>/,"


def _in_a_row(part: str) -> bool:
    stripped = bare(part)
    return not stripped or stripped in _known() or _NETWORK.fullmatch(stripped) is not None


_ROW = Rule(
    name="boilerplate/row",
    reason="a row of the page's links and buttons",
    find=_rows,
    longest=300,
    literals=frozenset(("|", "·", "•", "/", " > ", " , ", "  ", " \u00a0", "\u00a0 ", "\u00a0\u00a0", "\t")),
)


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of this family that are made of phrases, in the order of the file."""
    return (_ROW, *_of_phrases())


def _of_phrases() -> Iterator[Rule]:
    for name, one in told("phrases").items():
        phrases = Phrases(one["phrases"])
        if name == "boilerplate/frame":
            yield Rule(name=name, reason=one["reason"], find=_frame(phrases), scope="document", lines=phrases.lines)
        else:
            tails = name in _ENDS_A_TEXT
            find = _last_sentences(phrases) if tails else _whole_lines(phrases)
            longest = maxsize if tails else phrases.longest
            yield Rule(name=name, reason=one["reason"], find=find, literals=phrases.literals, lines=phrases.lines, longest=longest)
