"""Glossaries from files: YAML lists of entries for those kept by hand, JSONL for large ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from glossary.entry import Entry, GlossaryError, entry_of

if TYPE_CHECKING:
    from glossary.glossary import Glossary

SHIPPED = Path(__file__).parent / "entries"

Source = Path | Literal["shipped"]


def load_glossary(sources: Sequence[Source], *, cache: Path | None = None) -> Glossary:
    """The glossary of all entries of the sources, in order: files ending in .yaml, .yml or .jsonl, or `shipped`.

    In the folder `cache`, if one is given, its indexes are kept for the next time.

    Raises GlossaryError for a file that cannot be read, an entry with a mistake and an id that two entries share.
    """
    from glossary.glossary import Glossary

    entries: dict[str, Entry] = {}
    for source in sources:
        for entry in read_entries(source):
            if entry.id in entries:
                raise GlossaryError(f"{entry.where}, field id: {entry.id!r} was already given at {entries[entry.id].where}.")
            entries[entry.id] = entry
    return Glossary(tuple(entries.values()), cache=cache)


def read_entries(source: Source) -> Iterator[Entry]:
    """The entries of one source. Raises GlossaryError."""
    if source == "shipped":
        for path in sorted(SHIPPED.glob("*.yaml")):
            yield from _read_yaml(path)
        return
    path = Path(source)
    if path.suffix in (".yaml", ".yml"):
        yield from _read_yaml(path)
    elif path.suffix in (".jsonl", ".ndjson"):
        yield from _read_jsonl(path)
    else:
        raise GlossaryError(f"{path}: a glossary is a .yaml or .jsonl file, and this is neither.")


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise GlossaryError(f"{path}: there is no such glossary file.") from None
    except OSError as error:
        raise GlossaryError(f"{path}: the glossary cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        raise GlossaryError(f"{path}: the glossary is not UTF-8 (byte {error.start}).") from None


def _read_jsonl(path: Path) -> Iterator[Entry]:
    for number, line in enumerate(_read_text(path).split("\n"), 1):
        if line.strip():
            where = f"{path}, line {number}"
            try:
                row = json.loads(line)
            except ValueError as error:
                raise GlossaryError(f"{where}: not a JSON object ({error}).") from None
            yield entry_of(row, where)


def _read_yaml(path: Path) -> Iterator[Entry]:
    import yaml

    text = _read_text(path)
    try:
        rows: Any = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise GlossaryError(f"{path}{line}: not valid YAML ({getattr(error, 'problem', None) or 'unreadable'}).") from None
    if rows is None:
        return
    if not isinstance(rows, list):
        raise GlossaryError(f"{path}, line 1: a glossary is a list of entries, each beginning with `- id: …`.")
    # A list at the left margin, as all of ours are, tells its lines without a second, slower parse.
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.startswith("- ")]
    for number, row in enumerate(rows):
        place = f"line {lines[number]}" if len(lines) == len(rows) else f"entry {number + 1}"
        yield entry_of(row, f"{path}, {place}")
