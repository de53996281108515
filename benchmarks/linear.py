"""Shows that nothing is slower than linear: four times the text may cost at most five times the time.

    python -m benchmarks.linear [MEGABYTES]

Feeds every rule alone, ungated, the sentence splitter, the matcher of names and the reader of languages so much and four times so much of
each adversarial pattern, and prints what costs more than five times.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from cleaners.artifacts import ArtifactsStep
from cleaners.artifacts.catalogue import catalogue
from cleaners.document import Document, Reading, Segment
from cleaners.language import default_reader
from cleaners.sentences import sentences
from glossary.load import load_glossary

PATTERNS = {
    "brackets": "[",
    "closed brackets": "[]",
    "shortcodes": "[ad_",
    "dashes": "-",
    "lone dashes": "-\n",
    "quotes": "“",
    "straight quotes": '" ',
    "spaces": " ",
    "blank lines": "\n",
    "&": "&",
    "entities": "&amp;",
    "<": "<",
    "tags": "<a ",
    "one letter": "a",
    "words": "side ",
    "capitals": "On ",
    "one emoji": "😀",
    "full stops": ". ",
    "digits": "19 ",
    "braces": "{{",
    "bars": "Share | ",
    "initials": "S. ",
    "a name": "Lawrow ",
    "marks": "\u0301",
}
LEAST = 0.05
"""CPU seconds below which a ratio says nothing."""


class English:
    """Everything is English: what a language costs is measured elsewhere."""

    def read(self, text: str) -> Reading:
        return Reading("en", (Segment(0, len(text), "en"),))


Work = Callable[[str], object]


def works() -> Iterator[tuple[str, Work]]:
    for rule in catalogue():
        step = ArtifactsStep(select=[rule.name], gated=False)
        yield rule.name, lambda text, step=step: step([Document(text, English())])
    names = load_glossary(["shipped"])
    reader = default_reader()
    yield "sentences", lambda text: sentences(text, language="de")
    yield "names", lambda text: names.find(f"Sergei Lavrov {text}", target="en")
    yield "languages", reader.read


def seconds(work: Work, text: str) -> float:
    started = time.process_time()
    work(text)
    return time.process_time() - started


def main() -> None:
    small = int(float(sys.argv[1] if len(sys.argv) > 1 else 1) * 1e6)
    worst, slow, count = 0.0, 0, 0
    for kind, work in works():
        count += 1
        for name, pattern in PATTERNS.items():
            one, four = (seconds(work, pattern * (size // len(pattern.encode()))) for size in (small, 4 * small))
            if one > LEAST / 4:
                worst = max(worst, four / one)
                if four / one > 5:
                    slow += 1
                    print(f"{kind:<32} {name:<16} {one:6.2f} s, four times as much {four:6.2f} s: {four / one:.1f} ×", flush=True)
    sizes = f"{small / 1e6:g} and {4 * small / 1e6:g} MB"
    print(f"{count} kinds of work × {len(PATTERNS)} patterns, {sizes}: worst {worst:.1f} ×, {slow} above 5 ×")


if __name__ == "__main__":
    main()
