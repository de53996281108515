"""Taking everything back: the originals of a cleaned corpus."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from cleaners.edits import EditError
from flows import jsonl, textfile
from flows.errors import WrongCall
from flows.plan import FORMATS, TEXT
from flows.storage import written_aside


def restore_corpus(cleaned: str, target: str, *, overwrite: bool) -> tuple[int, list[str]]:
    """Write the originals of a cleaned file or folder; how many documents, and what could not be restored and was copied as it is.

    Raises WrongCall before anything is written.
    """
    source, output = Path(cleaned).expanduser(), Path(target).expanduser()
    if not source.exists():
        raise WrongCall(f"{source} does not exist; name a file or folder that retouch wrote")
    files = list(_files(source))
    if not files:
        raise WrongCall(f"{source} holds no file that ends in {' or '.join(FORMATS)}")
    if source.is_file() and output.is_dir():
        output = output / source.name
    pairs = [(file, output if file == source else output / file.relative_to(source)) for file in files]
    for file, path in pairs:
        if path.resolve() == file.resolve():
            raise WrongCall(f"{path} is the cleaned file itself; name another place for the original")
        if path.exists() and not overwrite:
            raise WrongCall(f"{path} exists; name another place or add --overwrite to replace it")
    restored, problems = 0, []
    for file, path in pairs:
        try:
            count, wrong = (_restore_text if FORMATS[file.suffix] == TEXT else _restore_lines)(file, path)
        except OSError as error:
            count, wrong = 0, [f"{file} could not be restored: {error.strerror or error}"]
        restored += count
        problems += wrong
    return restored, problems


def _files(source: Path) -> Iterator[Path]:
    if source.is_file():
        if source.suffix in FORMATS:
            yield source
        return
    for root, folders, names in os.walk(source):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix in FORMATS and not name.startswith(".") and not name.endswith(textfile.BESIDE):
                yield Path(root, name)


def _restore_text(file: Path, path: Path) -> tuple[int, list[str]]:
    data = file.read_bytes()
    problems = []
    try:
        if not textfile.beside(file).exists():
            raise EditError("no edits lie beside it")
        if "copied" not in textfile.load_edits(textfile.beside(file)):
            data = textfile.original(file, data).encode()
    except (EditError, UnicodeDecodeError) as error:
        problems.append(f"{file} was copied as it is: {error}")
    with written_aside(path) as out:
        out.write(data)
    return 1 - len(problems), problems


def _restore_lines(file: Path, path: Path) -> tuple[int, list[str]]:
    restored, wrong, first = 0, 0, ""
    with file.open("rb") as lines, written_aside(path) as out:
        for number, raw in enumerate(lines, 1):
            line = jsonl.parse(raw)
            try:
                out.write(line.restored())
                restored += line.retouch is not None
            except EditError as error:
                out.write(raw)
                wrong += 1
                first = first or f"line {number:,}: {error}"
    more = f", and {wrong - 1:,} more" if wrong > 1 else ""
    return restored, [f"{file}, {first}{more}: copied as it is"] if wrong else []
