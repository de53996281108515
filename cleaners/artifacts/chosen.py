"""Which rules act on which document: a choice for all, and overrides for some by language, source or field of the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from cleaners.artifacts.step import ArtifactsStep
from cleaners.document import Document, Outcome


@dataclass(frozen=True, slots=True)
class Choice:
    """Rules by name or family: only these, not these, and these although they are doubtful. Empty `select` means all."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()

    def and_also(self, other: Choice) -> Choice:
        """This choice with another one on top: its `select` takes the place of this one's, the rest is added."""
        return Choice(other.select or self.select, self.ignore + other.ignore, self.doubtful + other.doubtful)


@dataclass(frozen=True, slots=True)
class Override:
    """A choice for documents that fit everything that is given: the language as read, a glob on the source's name, globs on fields."""

    choice: Choice
    language: str | None = None
    source: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    def fits(self, document: Document) -> bool:
        """Whether the override is for this document. `*` in a glob stands for any text, slashes included."""
        return (
            (self.source is None or fnmatchcase(document.source, self.source))
            and all(fnmatchcase(str(document.fields.get(name, "")), glob) for name, glob in self.fields.items())
            and (self.language is None or document.reading.language == self.language)  # last: it may cost a detector's time
        )


class ChosenArtifacts:
    """The step `artifacts` with overrides. Documents are grouped by the overrides that fit them; each group has a step of its own, kept.

    Raises ValueError where a name is no rule's and no family's.
    """

    name = ArtifactsStep.name

    def __init__(self, choice: Choice, overrides: Sequence[Override]) -> None:
        self._choice, self._overrides = choice, tuple(overrides)
        self._steps: dict[tuple[int, ...], ArtifactsStep] = {}
        for alone in ((), *((number,) for number in range(len(self._overrides)))):
            self._step(alone)  # a wrong name is found now and not at the first document it is for

    def __call__(self, documents: Sequence[Document]) -> Sequence[Outcome]:
        """One outcome a document, in order."""
        groups: dict[tuple[int, ...], list[int]] = {}
        for place, document in enumerate(documents):
            fitting = tuple(number for number, override in enumerate(self._overrides) if override.fits(document))
            groups.setdefault(fitting, []).append(place)
        outcomes: dict[int, Outcome] = {}
        for fitting, places in groups.items():
            outcomes.update(zip(places, self._step(fitting)([documents[place] for place in places]), strict=True))
        return [outcomes[place] for place in range(len(documents))]

    def _step(self, fitting: tuple[int, ...]) -> ArtifactsStep:
        if fitting not in self._steps:
            choice = self._choice
            for number in fitting:
                choice = choice.and_also(self._overrides[number].choice)
            self._steps[fitting] = ArtifactsStep(select=choice.select, ignore=choice.ignore, doubtful=choice.doubtful)
        return self._steps[fitting]
