"""What a translation engine is: the one thing `RetranslateStep` knows of argostranslate or of any other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Missing(NamedTuple):
    """Why an engine cannot translate a pair of languages, and the command that would change it."""

    reason: str
    remedy: str = ""


class Result(NamedTuple):
    """A translated segment. `score` is the mean log-probability a token of its weakest sentence (0 is certain), rounded to 3 places;
    None where the engine gives none. `failure` says in one clause what is wrong with it; the text is then not to be used.
    """

    text: str
    score: float | None = None
    failure: str | None = None


class Engine(Protocol):
    """Translates segments. Never touches the network unless that is what the engine is for."""

    @property
    def name(self) -> str:
        """As in the rule of an edit: `retranslate/NAME`."""

    def supports(self, source: str, target: str) -> Missing | None:
        """None where segments in `source` can be translated into `target` (ISO 639-1 codes), else what is missing."""

    def translate(self, segments: Sequence[str], *, source: str, target: str, careful: bool = False) -> list[Result]:
        """One result a segment, in order. White space and line marks between the sentences of a segment are kept.

        A result is a function of its segment alone, not of what else is in the call. `careful` asks for the slower way that avoids loops,
        for segments that failed before. Never raises for a bad package or text: the results say what failed.
        """

    @property
    def digest(self) -> str:
        """A digest of all that decides the results beside the text: models, options, versions. Cheap to ask."""
