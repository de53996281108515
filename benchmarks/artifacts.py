"""How fast the artifacts are, on one core, beside ftfy, clean-text and the same rules without their gate.

    pip install ftfy clean-text && python -m benchmarks.artifacts [MEGABYTES]

Prints MB of UTF-8 a CPU second and ratios; edits are produced in that time, not only the text. Trust the ratios: all run in one process.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from benchmarks.corpus import documents
from cleaners.artifacts import ArtifactsStep
from cleaners.document import Document
from cleaners.language import default_reader

READER = default_reader()


def rate(work: Callable[[list[str]], object], texts: list[str], *, rounds: int = 3) -> float:
    """MB of UTF-8 a CPU second, the best of some rounds."""
    size = sum(len(text.encode("utf-8", "replace")) for text in texts)
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        work(texts)
        best = min(best, time.process_time() - started)
    return size / 1e6 / best


def ours(step: ArtifactsStep) -> Callable[[list[str]], object]:
    return lambda texts: step([Document(text, READER) for text in texts])


def main() -> None:
    import ftfy

    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    gated, ungated = ours(ArtifactsStep()), ours(ArtifactsStep(gated=False))
    gated(documents(0.2, dirty=1, seed=2))  # patterns compile and word lists load at first use
    for dirty in (0.05, 1.0):
        texts = documents(megabytes, dirty=dirty)
        few = texts[: max(1, len(texts) // 20)]
        mine = rate(gated, texts)
        peers = {"ungated": rate(ungated, few, rounds=1)}
        peers["ftfy.fix_text"] = rate(lambda some: [ftfy.fix_text(text) for text in some], few, rounds=1)
        try:
            from cleantext import clean
        except ImportError:
            pass
        else:
            peers["clean-text"] = rate(lambda some: [clean(text) for text in some], few, rounds=1)
        print(f"{dirty:.0%} of {len(texts):,} documents dirty, {megabytes:g} MB")
        print(f"  retouch        {mine:8.1f} MB/s")
        for name, other in peers.items():
            print(f"  {name:<14} {other:8.1f} MB/s   retouch is {mine / other:.1f} × as fast")


if __name__ == "__main__":
    main()
