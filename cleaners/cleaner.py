"""The steps in order over a batch of documents, repeated on what changed until nothing changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cleaners.document import Document, Outcome
from cleaners.edits import EditError

ROUNDS = 4
"""A text that the fourth round still edits is not converging: an editor who goes to and fro is not certain, so the original stays."""


class Step(Protocol):
    """One kind of repair. It sees documents as the step before left them and knows nothing of the other steps.

    It must be a function of each document's present text alone: then a round that changes nothing proves that cleaning the clean
    text again would change nothing either (promise 2).
    """

    @property
    def name(self) -> str:
        """The step's name, as in `--steps`."""

    def __call__(self, documents: Sequence[Document]) -> Sequence[Outcome]:
        """One outcome a document, in order."""


class Cleaner:
    """Runs steps over batches of documents. Knows nothing of files, processes or Prefect."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = tuple(steps)

    def clean(self, documents: Sequence[Document]) -> None:
        """Clean the documents in place. A document that breaks a step comes out as it went in, flagged; the others go on."""
        waiting = list(documents)
        for _ in range(ROUNDS):
            if not (waiting := self._round(waiting)):
                return
        for document in waiting:
            document.give_up("cleaner/unstable", f"still changing after {ROUNDS} rounds, so the text was left as it came")

    def _round(self, documents: list[Document]) -> list[Document]:
        """The documents that changed in one round of all steps."""
        changed: dict[int, Document] = {}
        for step in self.steps:
            at_work = [document for document in documents if document.failure is None]
            for document, outcome in zip(at_work, _outcomes(step, at_work), strict=True):
                if outcome is not None and _accepted(document, step, outcome):
                    changed[id(document)] = document
        return [document for document in changed.values() if document.failure is None]


def _accepted(document: Document, step: Step, outcome: Outcome) -> bool:
    try:
        return document.accept(step.name, outcome)
    except EditError as error:
        document.give_up(f"{step.name}/failed", f"the step {step.name} made edits that do not fit this document: {error}")
        return False


def _outcomes(step: Step, documents: Sequence[Document]) -> Sequence[Outcome | None]:
    """The step's outcomes; where the batch breaks it, each document is tried alone and the one that breaks it is given up."""
    if not documents:
        return []
    try:
        outcomes = step(documents)
        if len(outcomes) != len(documents):
            raise ValueError(f"{len(outcomes)} outcomes for {len(documents)} documents")
        return outcomes
    except Exception as error:
        if len(documents) == 1:
            documents[0].give_up(f"{step.name}/failed", f"the step {step.name} failed on this document: {type(error).__name__}: {error}")
            return [None]
        return [outcome for document in documents for outcome in _outcomes(step, [document])]
