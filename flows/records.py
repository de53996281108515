"""The record: what stands in the field `retouch` beside a clean text, and how it is taken back."""

from __future__ import annotations

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
    rows = told.get("edits") if isinstance(told, dict) else None
    if not isinstance(rows, list):
        raise EditError("it has no list of edits")
    edits = tuple(_edit(row) for row in rows)
    check_normal(edits)
    return edits


def _edit(row: object) -> Edit:
    match row:
        case {"start": int(start), "end": int(end), "before": str(before), "after": str(after), "rules": [*rules]}:
            if all(isinstance(rule, str) for rule in rules):
                return Edit(start, end, before, after, tuple(rules))
    raise EditError(f"this is no edit: {str(row)[:80]}")


def restore(text: str, told: object) -> str:
    """The original of a clean text, from its field `retouch`. Raises EditError where its edits do not lead to this text."""
    edits = edits_in(told)
    original = apply(text, invert(edits))
    if apply(original, edits) != text:
        raise EditError("the edits do not lead from the original to this text")
    return original
