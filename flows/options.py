"""What a run is told: one immutable, validated object for the command line, the Prefect form and the worker processes."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from flows.errors import WrongCall
from flows.steps import STEPS, StepName

LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]

Place = Annotated[
    str, StringConstraints(min_length=1), BeforeValidator(lambda path: path.rstrip("\r\n") if isinstance(path, str) else path)
]
"""A path. An empty one would be the folder one stands in; and the box of a form takes a line break at its end."""


class Override(BaseModel):
    """Another choice of rules for documents that fit everything that is given here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: LanguageCode | None = Field(None, title="Language", description="Documents that are read as this language.")
    source: str | None = Field(None, title="Source", description="Glob on the name below the corpus, e.g. blogs/*.")
    fields: dict[str, str] = Field({}, title="Fields", description="Globs on fields of the record, by name.")
    select: tuple[str, ...] = Field((), title="Rules", description="Only these rules or families.")
    ignore: tuple[str, ...] = Field((), title="Rules to leave out", description="Not these rules or families.")
    doubtful: tuple[str, ...] = Field((), title="Doubtful rules to apply", description="These too.")


class Cleaning(BaseModel):
    """What decides the clean text. Two runs with equal Cleaning, glossaries and packages give the same bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    steps: tuple[StepName, ...] = Field(
        STEPS,
        min_length=1,
        title="Steps",
        description="artifacts mends what scraping left, detect finds the languages, retranslate translates what is in another language, "
        "names spells names as the glossaries do.",
    )
    to: LanguageCode = Field(
        "en", title="Target language", description="ISO 639 code of the language the corpus should be in, e.g. en or de."
    )
    leave: tuple[LanguageCode, ...] = Field(
        (), title="Languages to leave", description="Segments in these languages are not translated, e.g. la, fr."
    )
    glossary: tuple[str, ...] = Field(
        ("shipped",),
        title="Glossaries",
        description="Files of glossary entries (YAML or JSONL); shipped is the one that comes with retouch.",
    )
    select: tuple[str, ...] = Field((), title="Rules", description="Names of rules or families, e.g. scraper; empty for all.")
    ignore: tuple[str, ...] = Field((), title="Rules to leave out", description="Names of rules or families, e.g. words/glued or words.")
    doubtful: tuple[str, ...] = Field(
        (),
        title="Doubtful rules to apply",
        description="These only flag unless named here: a rule, a family, or the word all. The command retouch rules lists them.",
    )
    overrides: tuple[Override, ...] = Field((), title="Overrides", description="Other choices of rules, by language, source or field.")
    packages: str = Field(
        "", title="Folder of translation packages", description="Where argostranslate packages lie; empty for argostranslate's own folder."
    )

    learnt: str = Field(
        "",
        title="Learnt lines",
        description="File of `retouch learn`: the lines accepted in it are taken out, before all steps. Empty for none.",
    )

    @field_validator("packages", "learnt", mode="before")
    @classmethod
    def _a_text(cls, packages: object) -> object:
        return "" if packages is None else packages  # a form shows a choice between text and nothing as a riddle

    @field_validator("steps")
    @classmethod
    def _in_order(cls, steps: tuple[StepName, ...]) -> tuple[StepName, ...]:
        return tuple(step for step in STEPS if step in steps)


class _Places(BaseModel):
    """Where from and where to: a base of its own because a form shows the fields of the last base first."""

    source: Place = Field(title="Corpus", description="File or folder to read: .txt and .jsonl. It is never written to.")
    output: Place = Field(title="Output", description="File or folder to write, of the same shape as the corpus. It need not exist.")


class CorpusRun(Cleaning, _Places):
    """A whole run: a corpus in, the same corpus out, repaired."""

    overwrite: bool = Field(
        False, title="Overwrite", description="Replace what another run wrote there; what of it is still right is kept."
    )
    workers: int = Field(0, ge=0, le=256, title="Worker processes", description="0 takes one for each processor.")
    shard_megabytes: float = Field(
        8.0,
        ge=0.0001,
        le=1024,
        title="Shard size in MB",
        description="One shard is one task: take 1 to 5 minutes of work, much less where most is translated.",
    )

    @property
    def cleaning(self) -> Cleaning:
        """The part that decides the text."""
        return Cleaning(**{name: getattr(self, name) for name in Cleaning.model_fields})


def corpus_run(told_by: str | None = None, /, **options: Any) -> CorpusRun:
    """A validated run. Raises WrongCall with one sentence: which option is wrong, what it takes, and in which file it stands."""
    try:
        return CorpusRun(**options)
    except ValidationError as error:
        where = f"{told_by}: " if told_by else ""
        raise WrongCall(where + _sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    place, wrong = [part for part in first["loc"] if isinstance(part, str)], first.get("input")
    name = place[-1] if first["type"] == "extra_forbidden" or place[0] == "overrides" else place[0]
    if first["type"] == "extra_forbidden":
        known = Override if place[0] == "overrides" else CorpusRun
        near = nearest(name, tuple(known.model_fields))
        return f"there is no option {'.'.join(place)!r}; did you mean {near}?" if near else f"there is no option {'.'.join(place)!r}"
    if name == "steps":
        near = nearest(str(wrong), STEPS)
        return f"there is no step {wrong!r}; the steps are {', '.join(STEPS)}" + (f" (did you mean {near}?)" if near else "")
    if name in ("to", "leave", "language"):
        return f"{wrong!r} is no language code; give two or three lower-case letters of ISO 639, such as en or de"
    return f"the option {'.'.join(place)} is wrong: {first['msg'].lower()} (given: {wrong!r})"


def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """The known word that the given one is probably meant to be, or None."""
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.5)), None)
