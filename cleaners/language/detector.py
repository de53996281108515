"""Detectors: which language is this text, behind one small protocol."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory

Guess = tuple[str, float]
"""An ISO 639 code and a probability between 0 and 1."""


class Detector(Protocol):
    """Whoever can guess the language of a stretch of prose."""

    @property
    def digest(self) -> str:
        """Name and version: two detectors with equal digests answer equally."""

    def guess(self, text: str) -> Sequence[Guess]:
        """Guesses, best first; empty where there is nothing to go by. Never raises, and always answers the same."""


_CODES = {"zh-cn": "zh", "zh-tw": "zh", "no": "nb"}
"""langdetect's codes that are not those of CLDR."""


class Langdetect:
    """langdetect, seeded: left alone it draws at random and answers differently each time.

    It knows 55 languages, but no hy ka az sr be eu ga kk ms nn, and calls text in a script it has never seen Estonian with
    certainty 1.00; `cleaners.language.scripts` keeps such text from it.
    """

    def __init__(self) -> None:
        self._factory: DetectorFactory | None = None
        self._lock = Lock()

    @property
    def digest(self) -> str:
        """Name and version."""
        return f"langdetect {version('langdetect')}"

    def guess(self, text: str) -> Sequence[Guess]:
        """Guesses, best first. About 2 ms a sentence."""
        from langdetect.lang_detect_exception import LangDetectException

        detector = self._ready().create()
        detector.append(text)
        try:
            found = detector.get_probabilities()
        except LangDetectException:  # nothing but marks, digits or letters it has never seen
            return ()
        return [(_CODES.get(guess.lang, guess.lang), float(guess.prob)) for guess in found]

    def _ready(self) -> DetectorFactory:
        """The factory with its 55 profiles, loaded once (half a second) and never shared with whoever else uses langdetect.

        Sorted by name, because langdetect's own loader takes them in the order of the file system, and sums follow that order.
        """
        with self._lock:
            if self._factory is None:
                from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

                factory = DetectorFactory()
                factory.set_seed(0)
                factory.load_json_profile(
                    [path.read_text("utf-8") for path in sorted(Path(PROFILES_DIRECTORY).iterdir()) if path.is_file()]
                )
                self._factory = factory
            return self._factory
