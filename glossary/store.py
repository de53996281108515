"""Indexes on disk: what took half a second a thousand entries to generate is read again in a tenth of it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from glossary.entry import Entry
from glossary.index import Index, Phrase
from glossary.parts import Parts


def path_of(folder: Path, digest: str, target: str) -> Path:
    """Where the index of a glossary with that digest is kept for a target language."""
    return folder / f"{digest[:40]}-{target}.json"


def save(index: Index, entries: Sequence[Entry], path: Path) -> None:
    """Write an index, aside and then in one step. A folder that cannot be written is no failure: the index is built again next time."""
    number = {entry.id: at for at, entry in enumerate(entries)}
    data = {
        "persons": [[number[p.entry.id], p.family, p.native] for p in index.persons],
        "families": index.families,
        "phrases": {key: [[number[p.entry.id], p.how, p.tables] for p in some] for key, some in index.phrases.items()},
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as aside:
            json.dump(data, aside, ensure_ascii=False, separators=(",", ":"))
        os.replace(aside.name, path)  # noqa: PTH105  (a str, not a Path, comes from the temporary file)
    except OSError:
        return


def load(entries: Sequence[Entry], target: str, path: Path) -> Index | None:
    """The index that was saved for these entries; None where there is none or it cannot be read."""
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        persons = [(entries[at], family, _native(native)) for at, family, native in data["persons"]]
        phrases = {key: [Phrase(entries[at], how, tuple(tables)) for at, how, tables in some] for key, some in data["phrases"].items()}
        return Index.stored(target, persons, data["families"], phrases)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _native(rows: Any) -> tuple[tuple[str, Parts], ...]:
    return tuple((language, Parts(given, tuple(middle), family)) for language, (given, middle, family) in rows)
