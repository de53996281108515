"""What can be wrong with a translation. Each check is a function of source and output that gives the reason as a clause, or None."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from cleaners.document import UNDETERMINED, Reading
from cleaners.translation.protect import verbatim

Check = Callable[[str, str], str | None]

SHORT = 20
"""Characters below which lengths and copies say nothing: «Nein.», a name, a place."""
LONGEST, LEAST = 3.0, 0.3
"""Bounds of the ratio of lengths between two alphabets: pairs of European languages lie between 0.6 and 1.7. Wide, for a
wrong translation of the right length is common and one of thrice the length is certainly wrong."""
_DENSE = 3
"""Letters a character of Chinese, Japanese or Korean stands for in an alphabet's text."""
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")
_DIGITS = re.compile(r"\d(?:[\d.,'’:/\u00a0\u202f]{0,60}\d)?")


def empty(source: str, output: str) -> str | None:
    """Nothing came out, or nothing with a letter or digit."""
    return None if any(c.isalnum() for c in output) or not any(c.isalnum() for c in source) else "the translation is empty"


def copy(source: str, output: str) -> str | None:
    """The source came back. A sentence of one or two words may be the same in both languages, as may one of names and numbers only."""
    words = [word for word in re.findall(r"\w+", source) if word.islower()]
    if len(source) >= SHORT and len(words) >= 3 and _folded(source) == _folded(output):
        return "the translation is a copy of its source"
    return None


def ratio(source: str, output: str) -> str | None:
    """Far longer or shorter than a translation can be."""
    long, short = _length(output), _length(source)
    if max(long, short) < SHORT:
        return None
    if long > LONGEST * short + SHORT:
        return f"the translation is {long / max(short, 1):.1f} times as long as its source"
    if long < LEAST * short:
        return f"the translation has only {long / short:.0%} of the length of its source"
    return None


def loop(source: str, output: str) -> str | None:
    """The same words, or the same letters, again and again, oftener than in the source."""
    if _repeats(output.casefold().split(), 8) > max(2, _repeats(source.casefold().split(), 8)):
        return "the translation repeats itself"
    letters = [c for c in output.casefold() if not c.isspace()]
    if _repeats(letters, 12) > max(5, _repeats([c for c in source.casefold() if not c.isspace()], 12)):
        return "the translation repeats itself"
    return None


def numbers(source: str, output: str) -> str | None:
    """A number of two or more digits lost, or one of three or more invented. «90er» may become «1990s», small ones may be written out."""
    before, after = _numbers(source), _numbers(output)
    for number in before:
        match = next((other for other in after if _readings(number) & _readings(other)), None)
        match = match or next((other for other in after if other.endswith(number)), None)
        if match is not None:
            after.remove(match)
        elif sum(map(str.isdigit, number)) > 1:
            return f"the number {number} of the source is lost"
    # a shorter one may have been written out in the source: «zwanzig»
    surplus = next((other for other in after if sum(map(str.isdigit, other)) > 2), None)
    return f"the number {surplus} is not in the source" if surplus else None


def protected(source: str, output: str) -> str | None:
    """A URL, an e-mail address or a handle lost, changed or invented."""
    before, after = Counter(verbatim(source)), Counter(verbatim(output))
    if before == after:
        return None
    lost = next(iter(before - after), None)
    return f"{lost} of the source is lost" if lost else f"{next(iter(after - before))} is not in the source"


def marks(source: str, output: str) -> str | None:
    """A mask or a sign of the tokenizer left in the text."""
    left = [sign for sign in ("⟦", "⟧", "▁", "<unk>", "</s>", "\ufffd") if sign in output and sign not in source]
    return f"the sign {left[0]} was left in the translation" if left else None


ALL: tuple[Check, ...] = (empty, copy, ratio, loop, numbers, protected, marks)


def failure(source: str, output: str) -> str | None:
    """The first reason not to take the output for a translation of the source."""
    return next((reason for check in ALL if (reason := check(source, output))), None)


def language(reading: Reading, start: int, end: int, target: str) -> str | None:
    """The translation that now stands at `start:end` of a text with this reading still reads as another language."""
    for segment in reading.segments:
        if segment.start < end and start < segment.end and segment.language not in (target, UNDETERMINED):
            return f"the translation reads as {segment.language}, not as {target}"
    return None


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _length(text: str) -> int:
    return len(text) + (_DENSE - 1) * len(_WIDE.findall(text))


def _repeats(items: Sequence[str], longest: int) -> int:
    """How often a run of up to `longest` items is said in a row at most; a run of one counts half: «very very» is English."""
    most = 1
    for period in range(1, min(longest, len(items) // 2) + 1):
        run = best = 0
        for i in range(period, len(items)):
            run = run + 1 if items[i] == items[i - period] else 0
            best = max(best, run)
        times = best // period + 1
        most = max(most, times if period > 1 else (times + 1) // 2)
    return most


def _numbers(text: str) -> list[str]:
    return _DIGITS.findall(text)


def _readings(number: str) -> set[str]:
    """What a number may say, with a point before the decimals: «1.500» is 1500 in one language and 1.5 in another, «2,5» is never 25."""
    parts = re.split(r"\D", number)
    whole = parts[0].lstrip("0") or "0"
    if len(parts) == 1:
        return {whole}
    grouped = "".join(parts).lstrip("0") or "0"
    readings = {grouped} if all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3 else set()
    if len(parts) == 2:
        readings.add(f"{whole}.{parts[1].rstrip('0')}".rstrip("."))
    elif all(len(part) == 3 for part in parts[1:-1]):
        readings.add(f"{''.join(parts[:-1]).lstrip('0') or '0'}.{parts[-1].rstrip('0')}".rstrip("."))
    readings.add(".".join(parts))  # a date, a time
    return readings
