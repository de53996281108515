"""A glossary: entries, and what they have to say about a text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from glossary.entry import Entry

if TYPE_CHECKING:
    from glossary.index import Index
    from glossary.matcher import Findings
    from glossary.protect import Protected

CODE = "1"
"""Raised whenever the code gives other findings for the same entries and tables."""


class Glossary:
    """Entries with their indexes, one a target language, each built when first asked for and kept: in the folder `cache` too, if given."""

    def __init__(self, entries: Sequence[Entry], *, cache: Path | None = None) -> None:
        self.entries = tuple(entries)
        self.cache = cache
        self._indexes: dict[str, Index] = {}
        self._native: dict[str, Index] = {}
        self._lock = Lock()

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) of everything a finding depends on: entries, romanization tables, word lists."""
        from glossary.context import FOLDER
        from glossary.romanize import all_files

        total = sha256(CODE.encode())
        for entry in self.entries:
            row = {key: value for key, value in asdict(entry).items() if key != "where"}
            total.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass"))
        for path in (*all_files(), *sorted(Path(FOLDER).iterdir())):
            total.update(path.name.encode() + path.read_bytes())
        return total.hexdigest()

    def __getstate__(self) -> dict[str, object]:
        return {"entries": self.entries, "cache": self.cache}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["entries"], cache=state["cache"])  # type: ignore[misc]

    def index(self, target: str) -> Index:
        """The index for a target language (ISO 639 code)."""
        with self._lock:
            if target not in self._indexes:
                self._indexes[target] = self._index(target)
            return self._indexes[target]

    def _index(self, target: str) -> Index:
        from glossary.index import Index
        from glossary.store import load, path_of, save

        if self.cache is None:
            return Index(self.entries, target)
        path = path_of(self.cache, self.digest, target)
        if (stored := load(self.entries, target, path)) is not None:
            return stored
        index = Index(self.entries, target)
        save(index, self.entries, path)
        return index

    def native_index(self, target: str) -> Index:
        """The index of native forms in other scripts, with the canonical forms of a target language."""
        from glossary.protect import NativeIndex

        with self._lock:
            if target not in self._native:
                self._native[target] = NativeIndex(self.entries, target)
            return self._native[target]

    def find(self, text: str, *, target: str) -> Findings:
        """The spellings in a text of the target language that should read otherwise, and those that are in doubt. Code points."""
        from glossary.matcher import find

        return find(text, self.index(target))

    def protect(self, text: str, *, source: str, target: str) -> list[Protected]:
        """The names in a text of the source language, in whatever spelling, with their canonical form in the target language."""
        from glossary.protect import protect

        return protect(text, self, source=source, target=target)
