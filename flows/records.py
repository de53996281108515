"""The record: what stands in the field `retouch` beside a clean text, and how it is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleaners.document import Document, Note
from cleaners.edits import Edit, EditError, Edits, apply, check_normal, invert

Record = dict[str, Any]


def describe(document: Document, signature: str) -> Record:
    """The field `retouch`: what was found and changed, with all offsets in code points of the original text."""
    found = document.found
    return {
        "language": found.language if found else None,
        "translated_from": None,
        "segments": [segment._asdict() for segment in found.segments] if found else [],
        "edits": [{**edit._asdict(), "rules": list(edit.rules)} for edit in document.edits],
        "flags": [flag._asdict() for flag in document.flags],
        "notes": [{"start": note.start, "rule": note.rule, **note.facts} for note in _standing(document)],
        "signature": signature,
    }


def _standing(document: Document) -> list[Note]:
    """The notes whose edit still stands; a later round may have taken an edit back."""
    notes = sorted({(note.start, note.rule): note for note in document.notes}.items())
    standing, edits, i = [], document.edits, 0
    for (start, _), note in notes:
        while i < len(edits) and edits[i].end < start:
            i += 1
        if i < len(edits) and edits[i].start <= start:
            standing.append(note._replace(start=edits[i].start))
    return standing


def edits_in(told: object) -> Edits:
    """The edits of a field `retouch`. Raises EditError where they are none."""
    try:
        rows = told["edits"]  # type: ignore[index]
        edits = tuple(Edit(row["start"], row["end"], row["before"], row["after"], tuple(row["rules"])) for row in rows)
        check_normal(edits)
    except (KeyError, TypeError, IndexError) as error:
        raise EditError(f"no list of edits ({type(error).__name__}: {error})") from None
    return edits


def restore(text: str, told: object) -> str:
    """The original of a clean text, from its field `retouch`. Raises EditError where its edits do not lead to this text."""
    edits = edits_in(told)
    original = apply(text, invert(edits))
    if apply(original, edits) != text:
        raise EditError("the edits do not lead from the original to this text")
    return original


def comes_restored(fields: Mapping[str, Any]) -> tuple[str, str | None]:
    """The text to clean: the original, where the record carries replayable edits; and what is wrong with them, where they are not."""
    text: str = fields["text"]
    if "retouch" not in fields:
        return text, None
    try:
        return restore(text, fields["retouch"]), None
    except EditError as error:
        return text, f"its field `retouch` does not replay ({error}), so the text was taken as it is"
