"""Shows that no rule is slower than linear: four times the text may cost at most five times the time.

    python -m benchmarks.linear [MEGABYTES]

Feeds every rule alone, ungated, so much and four times so much of each adversarial pattern, and prints what costs more than five times.
"""

from __future__ import annotations

import sys
import time

from cleaners.artifacts import ArtifactsStep
from cleaners.artifacts.catalogue import catalogue
from cleaners.document import Document, Reading, Segment

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
}
LEAST = 0.05
"""CPU seconds below which a ratio says nothing."""


class English:
    """Everything is English: what a language costs is measured elsewhere."""

    def read(self, text: str) -> Reading:
        return Reading("en", (Segment(0, len(text), "en"),))


def seconds(step: ArtifactsStep, text: str) -> float:
    started = time.process_time()
    step([Document(text, English())])
    return time.process_time() - started


def main() -> None:
    small = int(float(sys.argv[1] if len(sys.argv) > 1 else 1) * 1e6)
    worst, slow = 0.0, 0
    for rule in catalogue():
        step = ArtifactsStep(select=[rule.name], gated=False)
        for name, pattern in PATTERNS.items():
            one, four = (seconds(step, pattern * (size // len(pattern.encode()))) for size in (small, 4 * small))
            if one > LEAST / 4:
                worst = max(worst, four / one)
                if four / one > 5:
                    slow += 1
                    print(f"{rule.name:<32} {name:<16} {one:6.2f} s, four times as much {four:6.2f} s: {four / one:.1f} ×", flush=True)
    sizes = f"{small / 1e6:g} and {4 * small / 1e6:g} MB"
    print(f"{len(catalogue())} rules × {len(PATTERNS)} patterns, {sizes}: worst {worst:.1f} ×, {slow} above 5 ×")


if __name__ == "__main__":
    main()
