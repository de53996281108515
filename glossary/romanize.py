"""Romanization tables: how the press of one language spells names of another.

A table of a pair (script language → reader's language) has two halves, both data files:
`romanization/from/ru.yaml` says which sounds the letters stand for, `romanization/to/de.yaml` how readers of German spell them.
So 11 + 25 files give 275 tables, each held to the samples in its files. A language more, on either side, is a file more and nothing else.

Letters and sounds may have several options, in the order of how usual they are; `x/2` costs 2 instead of its place in the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from glossary.folding import fold

FOLDER = Path(__file__).parent / "romanization"
READINGS = 8
"""Readings of a word kept, cheapest first; 6 and 12 find the same of 696 press spellings tried."""
SPELLINGS = 32
"""Spellings kept for a reading and table, cheapest first; 16 lose 1 press spelling of 286, 24 and 48 none."""

Option = tuple[str, int]
"""A spelling (or a row of sounds) and its cost: 0 for the usual one."""

_SOUND = re.compile(r"[A-Z][a-z]*|[^A-Z]+")
_KEY = re.compile(r"([\^<]?)(.+?)([$~>]?)$", re.DOTALL)
_END = "End"


class _Rule(NamedTuple):
    """What a row of letters (or sounds) may become where it stands `before`/`after` as the marks say."""

    key: tuple[str, ...]
    before: str
    after: str
    options: tuple[Option, ...]


class Script(NamedTuple):
    """The first half of a table: a language's letters and the sounds they stand for."""

    language: str
    vowels: frozenset[str]
    rules: Mapping[str, tuple[_Rule, ...]]
    words: Mapping[str, tuple[Option, ...]]
    patronymic: tuple[str, ...]
    cases: Mapping[str, tuple[str, ...]]
    samples: Mapping[str, str]


class Reader(NamedTuple):
    """The second half: how the press of a language spells sounds. `plain` holds the sounds that are spelled alike wherever they stand."""

    language: str
    rules: Mapping[str, tuple[_Rule, ...]]
    plain: Mapping[str, tuple[Option, ...]]
    samples: Mapping[str, Mapping[str, str]]


@cache
def scripts() -> tuple[str, ...]:
    """The languages whose names can be spelled, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("from/*.yaml")))


@cache
def readers() -> tuple[str, ...]:
    """The languages whose spellings are known, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("to/*.yaml") if path.stem != "base"))


@cache
def script(language: str) -> Script:
    """The sounds of a language's letters. Raises KeyError where there is no such file."""
    if language not in scripts():
        raise KeyError(language)
    data = _yaml(FOLDER / "from" / f"{language}.yaml")
    return Script(
        language,
        frozenset(data["vowels"]),
        _rules((tuple(key), before, after, _sound_rows(value)) for (before, key, after), value in _keys(data["letters"])),
        {word: _sound_rows(value) for word, value in data.get("words", {}).items()},
        tuple(data.get("patronymic", ())),
        {ending: tuple(forms) for ending, forms in data.get("cases", {}).items()},
        data.get("samples", {}),
    )


@cache
def reader(language: str, *, folded: bool = False) -> Reader:
    """The spellings of a reader's language, as printed or folded. Raises KeyError where there is no such file."""
    if language not in readers():
        raise KeyError(language)
    letters: dict[str, Any] = {}
    chain = [_yaml(FOLDER / "to" / f"{language}.yaml")]
    samples = chain[0].get("samples", {})
    while "extends" in chain[0]:
        chain.insert(0, _yaml(FOLDER / "to" / f"{chain[0]['extends']}.yaml"))
    for data in (_yaml(FOLDER / "to" / "base.yaml"), *chain):
        letters |= data["letters"]
    rules = _rules((tuple(_SOUND.findall(key)), before, after, _options(value, folded)) for (before, key, after), value in _keys(letters))
    plain = {first: some[0].options for first, some in rules.items() if len(some) == 1 and some[0][:3] == ((first,), "", "")}
    return Reader(language, rules, plain, samples)


@lru_cache(maxsize=4096)
def spellings(word: str, language: str, *, folded: bool = True, dearest: int = 99) -> Mapping[str, tuple[str, ...]]:
    """How readers of each language spell one word of a name (`Лавров`, `ru`), the usual spelling first, none dearer than `dearest`.

    In lower case, folded or as printed; parts of a compound are spelled one by one. Empty for a script language without a table.
    """
    if language not in scripts():
        return {}
    parts = word.split("-")
    if len(parts) > 1:
        by_part = [spellings(part, language, folded=folded, dearest=dearest) for part in parts if part]
        few = max(2, int(SPELLINGS ** (1 / len(parts))))
        return {to: _joined([part[to][:few] for part in by_part], "-") for to in readers() if all(part[to] for part in by_part)}
    sounds = _sounds(word.lower(), script(language))
    known: dict[object, Any] = {}  # most readers agree on most words, and then on all of their spellings
    found: dict[str, tuple[str, ...]] = {}
    for to in readers():
        table = reader(to, folded=folded)
        lattices = tuple((_lattice(row, table), cost) for row, cost in sounds)
        if lattices not in known:
            known[lattices] = _merged(lattices, known, dearest)
        found[to] = known[lattices]
    return found


def _merged(lattices: Sequence[tuple[tuple[tuple[Option, ...], ...], int]], known: dict[object, Any], dearest: int) -> tuple[str, ...]:
    """The spellings of all readings of a word, each at its lowest cost."""
    costs: dict[str, int] = {}
    for lattice, cost in lattices:
        if lattice not in known:
            known[lattice] = _cheapest(lattice)
        for more, spelling in known[lattice]:
            if costs.get(spelling, dearest + 1) > cost + more:
                costs[spelling] = cost + more
    return tuple(sorted(costs, key=lambda spelling: (costs[spelling], spelling)))


def _joined(parts: Sequence[Sequence[str]], by: str) -> tuple[str, ...]:
    rows = [""]
    for number, part in enumerate(parts):
        rows = [row + (by if number else "") + spelling for row in rows for spelling in part]
    return tuple(dict.fromkeys(rows))


def _sounds(word: str, source: Script) -> list[tuple[tuple[str, ...], int]]:
    """The readings of a word as rows of sounds, cheapest first."""
    if whole := source.words.get(word):
        return [((*row.split(), _END) if not row.islower() else (row.strip(),), cost) for row, cost in whole]
    lattice: list[tuple[Option, ...]] = []
    at = 0
    while at < len(word):
        rule = _match(source.rules.get(word[at], ()), word, at, lambda c: c in source.vowels, lambda c: False)
        lattice.append(rule.options if rule else ((f"{word[at]} " if word[at].isalpha() else "", 0),))
        at += len(rule.key) if rule else 1
    return [((*row.split(), _END), cost) for cost, row in _cheapest(tuple(lattice), READINGS)]


def _lattice(sounds: tuple[str, ...], target: Reader) -> tuple[tuple[Option, ...], ...]:
    """The options that a reader has for each stretch of a row of sounds."""
    lattice: list[tuple[Option, ...]] = []
    at = 0
    while at < len(sounds):
        if (options := target.plain.get(sounds[at])) is not None:
            lattice.append(options)
            at += 1
            continue
        rule = _match(target.rules.get(sounds[at], ()), sounds, at, _is_vowel, _is_front)
        lattice.append(rule.options if rule else ((sounds[at], 0),))  # what is no sound is spelled as it stands
        at += len(rule.key) if rule else 1
    return tuple(lattice)


def _match(rules: Sequence[_Rule], row: Sequence[str], at: int, is_vowel: Any, is_front: Any) -> _Rule | None:
    """The longest rule that fits at a place; of two equally long the one that asks more of its neighbours."""
    for rule in rules:
        end = at + len(rule.key)
        if (len(rule.key) > 1 or end > len(row)) and tuple(row[at:end]) != rule.key:  # the first sound chose the rules: it fits
            continue
        if (rule.before == "^" and at) or (rule.before == "<" and not (at and is_vowel(row[at - 1]))):
            continue
        following = row[end] if end < len(row) else _END
        if (rule.after == "$" and following != _END) or (rule.after == "~" and not is_front(following)):
            continue
        if rule.after == ">" and not is_vowel(following):
            continue
        return rule
    return None


def _is_vowel(sound: str) -> bool:
    return sound[-1:] in "aeiou" if sound.islower() else (sound[:1] in "AEIOUY" and sound != _END) or sound == "Schwa"


def _is_front(sound: str) -> bool:
    return (sound[:1] in ("E", "I") and sound not in ("Iu", "Ia", "Io", _END)) or sound[:1] in ("e", "i")


def _cheapest(lattice: Sequence[Sequence[Option]], most: int = SPELLINGS) -> list[tuple[int, str]]:
    """The cheapest ways through a lattice. Costs add up, so keeping the cheapest beginnings loses none of them."""
    ways: list[tuple[int, str]] = [(0, "")]
    for options in lattice:
        if len(options) == 1:
            (spelling, more) = options[0]
            ways = [(cost + more, way + spelling) for cost, way in ways]
            continue
        ways = [(cost + more, way + spelling) for cost, way in ways for spelling, more in options]
        if len(ways) > most:
            ways.sort()
            del ways[most:]
    ways.sort()
    return ways


def _yaml(path: Path) -> dict[str, Any]:
    import yaml

    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return data


def _keys(letters: Mapping[str, Any]) -> Iterable[tuple[tuple[str, str, str], Any]]:
    for key, value in letters.items():
        match = _KEY.match(key)
        assert match is not None
        yield (match[1], match[2], match[3]), value


def _rules(rows: Iterable[tuple[tuple[str, ...], str, str, tuple[Option, ...]]]) -> dict[str, tuple[_Rule, ...]]:
    by_first: dict[str, list[_Rule]] = {}
    for rule in map(_Rule._make, rows):
        by_first.setdefault(rule.key[0], []).append(rule)
    return {first: tuple(sorted(some, key=lambda r: (-len(r.key), -len(r.before + r.after)))) for first, some in by_first.items()}


def _sound_rows(value: str | list[str]) -> tuple[Option, ...]:
    """Options whose sounds are kept apart by blanks: `Shch E `."""
    return tuple(("".join(f"{sound} " for sound in _SOUND.findall(row)), cost) for row, cost in _options(value))


def _options(value: str | list[str], folded: bool = False) -> tuple[Option, ...]:
    options: dict[str, int] = {}
    for place, text in enumerate([value] if isinstance(value, str) else value):
        spelling, slash, cost = str(text).partition("/")
        options.setdefault(fold(spelling) if folded else spelling, int(cost) if slash else place)
    return tuple(options.items())


def all_files() -> tuple[Path, ...]:
    """Every table file, sorted: what a glossary's digest covers beside its entries."""
    return tuple(sorted(FOLDER.glob("*/*.yaml")))
