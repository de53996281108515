"""What a translation must not touch: names that the glossary knows, numbers, URLs, e-mail addresses, handles.

They are masked as ⟦0⟧ … ⟦9⟧ before and put back after, in the target's spelling. Only a model that was trained with such tokens keeps
them (measured: 600 of 600 sentences against 0 of 252 for any other form), so each package is asked first (`keeps_masks`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cleaners.translation.engine import Engine

Finder = Callable[[str, str], Sequence[tuple[int, int, str]]]
"""(text, source language) → spans (code points, not overlapping) of names, and what stands there in the target language."""

MASKS = 10
_MASK = re.compile(r"⟦(\d)⟧")
_VERBATIM = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”„«»]{1,2000}(?<![.,;:!?)\]'’])"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?<![\w@#])[@#][A-Za-z_]\w{1,80}"
)
# Groups of three may be set apart by a point, a comma, an apostrophe or a space that does not break; then decimals, dates, times, ranges.
# Not the number of a word: «Covid-19», «20-jährig», «1990er».
_NUMBER = re.compile(r"(?<![\w⟦.,-])\d{1,15}+(?:[.,'’\u00a0\u202f:/]\d{1,15}){0,6}+(?![\w⟧]|-\w)")
_GROUPED = re.compile(r"(\d{1,3})((?:[.,'’\u00a0\u202f]\d{3})+)(?:[.,](\d+))?")
_DECIMAL_COMMA = frozenset(
    "az be bg ca cs da de el es et fi fr hr hu hy id is it ka kk lt lv mk nb nl nn no pl pt ro ru sk sl sq sr sv tr uk uz vi".split()
)


class Masked(NamedTuple):
    """A sentence with masks, and what each of them stands for, in the target's spelling."""

    text: str
    kept: tuple[str, ...]


def verbatim(text: str) -> list[str]:
    """The URLs, addresses and handles of a text, in order."""
    return [match.group() for match in _VERBATIM.finditer(text)]


def number(text: str, source: str, target: str) -> str:
    """A number as the target language writes it: «1.500,5» in German is «1,500.5» in English.

    Only what can be read in one way is rewritten: groups of three, or one decimal comma. Dates, times and the rest stay.
    """
    from_comma, to_comma = source in _DECIMAL_COMMA, target in _DECIMAL_COMMA
    if from_comma == to_comma:
        return text
    point, comma = ("," if from_comma else "."), ("." if from_comma else ",")
    grouped = _GROUPED.fullmatch(text)
    if grouped and (grouped[2][0] == comma or grouped[2][0] in "'’\u00a0\u202f") and len(set(grouped[2][::4])) == 1:
        whole = grouped[1] + "".join(point + grouped[2][i + 1 : i + 4] for i in range(0, len(grouped[2]), 4))
        return whole + (comma + grouped[3] if grouped[3] else "")
    if re.fullmatch(rf"\d+{re.escape(point)}\d+", text) and (from_comma or not grouped):
        return text.replace(point, comma)
    return text


def mask(sentence: str, names: Sequence[tuple[int, int, str]], source: str, target: str) -> Masked | None:
    """The sentence with names (spans of it), verbatim strings and numbers masked; None where there is nothing to mask, more than there
    are masks, or the sentence has such signs of its own.
    """
    if "⟦" in sentence or "⟧" in sentence:
        return None
    spans = [*names, *((m.start(), m.end(), m.group()) for m in _VERBATIM.finditer(sentence))]
    spans += [(m.start(), m.end(), number(m.group(), source, target)) for m in _NUMBER.finditer(sentence)]
    chosen: list[tuple[int, int, str]] = []
    for span in spans:  # names before numbers: «Boeing 737» is one name
        if all(span[1] <= other[0] or other[1] <= span[0] for other in chosen):
            chosen.append(span)
    if not chosen or len(chosen) > MASKS:
        return None
    pieces, at = [], 0
    for i, (start, end, _) in enumerate(sorted(chosen)):
        pieces += [sentence[at:start], f"⟦{i}⟧"]
        at = end
    return Masked("".join([*pieces, sentence[at:]]), tuple(text for _, _, text in sorted(chosen)))


def unmask(text: str, masked: Masked) -> str | None:
    """The translation with everything put back; None where a mask was lost, doubled or invented."""
    if sorted(_MASK.findall(text)) != [str(i) for i in range(len(masked.kept))] or text.count("⟦") != len(masked.kept):
        return None
    return _MASK.sub(lambda match: masked.kept[int(match.group(1))], text)


@cache
def _probes() -> dict[str, list[str]]:
    return json.loads((Path(__file__).parent / "probes.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def keeps_masks(engine: Engine, source: str, target: str) -> bool:
    """Whether the engine gives back every mask of every probe sentence of the source language; False where there are no probes for it."""
    if not (probes := _probes().get(source)):
        return False
    results = engine.translate(probes, source=source, target=target)
    return all(
        result.failure is None and sorted(_MASK.findall(result.text)) == sorted(_MASK.findall(probe))
        for probe, result in zip(probes, results, strict=True)
    )
