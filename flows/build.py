"""From options to a cleaner: the one place where steps meet engines, glossaries and detectors."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleaners.cleaner import Cleaner, Step
from cleaners.document import Reader
from flows.errors import WrongCall
from flows.options import Cleaning
from flows.steps import StepName

if TYPE_CHECKING:
    from glossary.glossary import Glossary


class Workshop(NamedTuple):
    """A cleaner, the reader that its documents ask for their language, and the signature that its records carry."""

    cleaner: Cleaner
    reader: Reader
    signature: str


def workshop(options: Cleaning) -> Workshop:
    """Everything that is needed to clean with these options. Raises WrongCall where an option names what is not there.

    Only what the chosen steps need is imported: argostranslate and ctranslate2 take most of a second.
    """
    from cleaners.language import default_reader

    reader = default_reader()
    makers: dict[StepName, Callable[[], tuple[Step, str]]] = {
        "artifacts": lambda: _artifacts(options),
        "detect": lambda: _detect(),
        "retranslate": lambda: _retranslate(options),
        "names": lambda: _names(options),
    }
    made = [*_learnt(options), *(makers[name]() for name in options.steps)]
    return Workshop(Cleaner([step for step, _ in made]), reader, _signature(options, reader.digest, [digest for _, digest in made]))


CACHE = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "retouch"
"""Where the spellings generated for a glossary are kept: half a second the first time, a tenth of it later."""

ACT_IN: Mapping[StepName, tuple[str, ...]] = {
    "artifacts": ("select", "ignore", "doubtful", "overrides"),
    "detect": (),
    "retranslate": ("to", "leave"),
    "names": ("to",),
}
"""The options that act in each step, beside those whose content has a digest of its own."""


def _signature(options: Cleaning, detector: str, digests: Sequence[str]) -> str:
    """Version and digests, as in `0.1.0; config 1f0c…; glossary …`. What does not act on the text is not in it."""
    acting = {name for step in options.steps for name in ACT_IN[step]}
    told = json.dumps(options.model_dump(include={"steps", *acting}, mode="json"), sort_keys=True)
    parts = [version("retouch"), f"config {sha256(told.encode()).hexdigest()[:12]}", *(d for d in digests if d), f"detector {detector}"]
    return "; ".join(parts)


def _learnt(options: Cleaning) -> list[tuple[Step, str]]:
    """The step that takes out what a person accepted of `retouch learn`: first, because the lines are those of the corpus as it came."""
    if not options.learnt:
        return []
    from cleaners.artifacts.learnt import LearntStep
    from flows.learnt import accepted

    known = accepted(Path(options.learnt).expanduser())
    return [(LearntStep(known.lines, known.shapes), f"learnt {known.digest[:12]}")]


def _artifacts(options: Cleaning) -> tuple[Step, str]:
    from cleaners.artifacts.chosen import Choice, ChosenArtifacts, Override

    overrides = [
        Override(Choice(some.select, some.ignore, some.doubtful), some.language, some.source, some.fields) for some in options.overrides
    ]
    try:
        return ChosenArtifacts(Choice(options.select, options.ignore, options.doubtful), overrides), ""
    except ValueError as error:
        raise WrongCall(str(error)) from None


def _detect() -> tuple[Step, str]:
    from cleaners.language import DetectStep

    return DetectStep(), ""


def _names(options: Cleaning) -> tuple[Step, str]:
    from cleaners.names import NamesStep

    entries = glossary_of(options)
    return NamesStep(entries, target=options.to), f"glossary {entries.digest[:12]}"


def _retranslate(options: Cleaning) -> tuple[Step, str]:
    from cleaners.translation import ArgosEngine, RetranslateStep

    engine = ArgosEngine(packages_dir=Path(options.packages).expanduser() if options.packages else None)
    entries = glossary_of(options)

    def protect(text: str, source: str) -> list[tuple[int, int, str]]:
        return [(name.start, name.end, name.canonical) for name in entries.protect(text, source=source, target=options.to)]

    step = RetranslateStep([engine], target=options.to, leave=options.leave, protect=protect)
    return step, f"packages {engine.digest[:12]}"


def glossary_of(options: Cleaning) -> Glossary:
    """The glossaries that the options name, loaded. Raises WrongCall with file, line and field of a mistake."""
    return glossary_named(options.glossary)


@lru_cache(maxsize=4)
def glossary_named(names: tuple[str, ...]) -> Glossary:
    """The glossary of all entries of some files; `shipped` is the one that comes with retouch. Raises WrongCall."""
    from glossary.entry import GlossaryError
    from glossary.load import load_glossary

    try:
        return load_glossary(["shipped" if name == "shipped" else Path(name).expanduser() for name in names], cache=CACHE)
    except GlossaryError as error:
        raise WrongCall(str(error).rstrip(".")) from None
