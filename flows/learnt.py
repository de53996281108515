"""The file of learnt lines: written for a person to review, read back with what was accepted.

YAML, like the glossaries kept by hand: each line of a corpus stands on a line of its own in the quotes of JSON, which hide no space and no
tab, its evidence below it; a decision is one word, and one line of a git diff. A table would put all of it side by side, with nowhere for
examples, and spreadsheets turn «3-4» into a date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaners.artifacts.learnt import has_letter, shape
from flows.errors import WrongCall
from flows.storage import written_aside

if TYPE_CHECKING:
    from flows.learn import Found, Learnt

HEAD = """\
# Lines that recur across the documents of a corpus, found by `retouch learn`. Nothing goes until you say so:
# write `accept: yes` where a line should be taken out wherever it stands alone, and clean with `--learnt` and the name of this file.
#   line       the whole line, trimmed         shape   the same with 0 for every number: any number will do
#   documents  how many documents have it      where   at the top or bottom of these, or inside the text
#   suggest    only a guess, made from where the line stands and what it looks like, in no language
# `retouch learn` onto this file again keeps every decision. Lines may be added by hand: accept, and line or shape, are all it takes.
"""

KINDS = ("line", "shape")
FIELDS = ("accept", *KINDS, "documents", "where", "suggest", "because", "examples")


class Entry(NamedTuple):
    """One entry of a file: a line or shape, and whether it was accepted."""

    kind: str
    text: str
    accept: bool


class Accepted(NamedTuple):
    """What a person accepted. The digest changes with it, and with nothing else in the file."""

    lines: tuple[str, ...]
    shapes: tuple[str, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of what was accepted, in hexadecimal."""
        return sha256(json.dumps([sorted(self.lines), sorted(self.shapes)]).encode()).hexdigest()


def accepted(path: Path) -> Accepted:
    """The lines and shapes that a file accepts. Raises WrongCall with file and line of a mistake."""
    entries = [entry for entry in read(path) if entry.accept]
    return Accepted(*(tuple(entry.text for entry in entries if entry.kind == kind) for kind in KINDS))


def read(path: Path) -> list[Entry]:
    """The entries of a file. Raises WrongCall with file and line of a mistake."""
    import yaml

    try:
        text = path.read_bytes().decode("utf-8-sig")
        tree = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except FileNotFoundError:
        raise WrongCall(f"{path} does not exist; make it with: retouch learn CORPUS -o {path}") from None
    except OSError as error:
        raise WrongCall(f"{path} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise WrongCall(f"{path} is not UTF-8 (byte {error.start}); convert it first") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        where = f", line {mark.line + 1}," if mark else ""
        why = getattr(error, "problem", None) or "unreadable"
        raise WrongCall(f"{path}{where} is not YAML ({why}); a line of text stands in double quotes") from None
    if tree is None:
        return []
    if not isinstance(tree, yaml.SequenceNode):
        raise WrongCall(f"{path}, line {tree.start_mark.line + 1}, is no list of learnt lines, each of which begins with `- accept:`")
    entries: list[Entry] = []
    first: dict[tuple[str, str], int] = {}
    for node in tree.value:
        entry, line = _entry(node, path), node.start_mark.line + 1
        if first.setdefault(entry[:2], line) != line:
            before = first[entry[:2]]
            raise WrongCall(f"{path}, line {line}: {entry.kind} {entry.text!r} was already given at line {before}; leave one of them")
        entries.append(entry)
    return entries


def _entry(node: Any, path: Path) -> Entry:
    import yaml

    at = f"{path}, line {node.start_mark.line + 1}"
    if not isinstance(node, yaml.MappingNode):
        raise WrongCall(f'{at}: an entry has fields, as in `- accept: no` and `line: "Read also:"` below it')
    fields: dict[str, Any] = {}
    for key, value in node.value:
        here = f"{path}, line {key.start_mark.line + 1}"
        if key.value not in FIELDS:
            from flows.options import nearest

            near = nearest(str(key.value), FIELDS)
            hint = f"did you mean {near}?" if near else f"the fields are {', '.join(FIELDS)}"
            raise WrongCall(f"{here}: there is no field {key.value!r}; {hint}")
        if key.value in fields:
            raise WrongCall(f"{here}: the field {key.value} is given twice in one entry; leave one of them")
        fields[key.value] = value
    kinds = [kind for kind in KINDS if kind in fields]
    if len(kinds) != 1:
        raise WrongCall(f"{at}: an entry has either a line or a shape, and this one has {'both' if kinds else 'neither'}")
    if "accept" not in fields:
        raise WrongCall(f"{at}: the entry does not say accept: yes or accept: no")
    return Entry(kinds[0], _text(kinds[0], fields[kinds[0]], path), _yes(fields["accept"], path))


def _yes(node: Any, path: Path) -> bool:
    told = str(node.value).lower()
    if told not in ("yes", "no", "true", "false"):
        raise WrongCall(f"{path}, line {node.start_mark.line + 1}: accept takes yes or no, not {node.value!r}")
    return told in ("yes", "true")


def _text(kind: str, node: Any, path: Path) -> str:
    at = f"{path}, line {node.start_mark.line + 1}"
    if not isinstance(node.value, str) or not node.tag.endswith(":str"):
        raise WrongCall(f"{at}: a {kind} is text in double quotes, which this is not")
    text = node.value.strip()
    if not text or "\n" in text:
        raise WrongCall(f"{at}: a {kind} is one line of text, and this is {'several' if text else 'blank'}")
    if kind == "shape" and not has_letter(text):
        raise WrongCall(f"{at}: a shape needs a letter beside its numbers; write it as a line")
    if kind == "shape" and text != shape(text):
        raise WrongCall(f"{at}: a shape writes every number as 0, so write {quoted(shape(text))}, or make it a line")
    return text


def decided(path: Path) -> set[tuple[str, str]]:
    """Kind and text of what a file accepts that is going to be written anew; nothing where there is none yet.

    Raises WrongCall where it is no file of learnt lines: asked before a long corpus is read, so that nothing is overwritten or lost.
    """
    if path.suffix not in (".yaml", ".yml"):
        raise WrongCall(f"learnt lines are written to a file that ends in .yaml, not to {path}")
    return {entry[:2] for entry in read(path) if entry.accept} if path.exists() else set()


def write(path: Path, learnt: Learnt) -> None:
    """Write what was learnt. Where the file exists, what it accepts stays accepted, also lines that recur no more. Raises WrongCall."""
    before = decided(path)
    try:
        with written_aside(path) as out:
            out.write("\n".join(_rows(learnt, before)).encode())
    except OSError as error:
        raise WrongCall(f"{path} cannot be written: {error.strerror or error}") from None


def _rows(learnt: Learnt, before: set[tuple[str, str]]) -> Iterator[str]:
    yield f"{HEAD}# {learnt.sentence()}."
    told = set()
    for one in learnt.found:
        entry = (KINDS[one.varies], one.text)
        told.add(entry)
        yield from _row(entry, entry in before, one)
    for kind, text in sorted(before - told):
        yield from (
            "",
            "- accept: yes",
            f"  {kind}: {quoted(text)}",
            "  because: accepted before; it is not among the lines told now",
        )
    yield "" if told or before else "[]\n"


def _row(entry: tuple[str, str], accept: bool, one: Found) -> Iterable[str]:
    suggest, because = one.guess
    inside = one.documents - one.top - one.bottom
    places = [f"{name} {count}" for name, count in (("top", one.top), ("bottom", one.bottom), ("inside", inside)) if count]
    yield from ("", f"- accept: {_word(accept)}", f"  {entry[0]}: {quoted(entry[1])}", f"  documents: {one.documents}")
    yield from (f"  where: {quoted(', '.join(places))}", f"  suggest: {_word(suggest)}", f"  because: {quoted(because)}")
    if one.examples:
        yield "  examples:"
        yield from (f"    - {quoted(f'{example.where}: {example.shown}')}" for example in one.examples)


def _word(yes: bool) -> str:
    return "yes" if yes else "no"


def quoted(text: str) -> str:
    """The text in double quotes, as JSON and YAML both read it; what does not show, joiners apart, is written as its number."""
    return "".join(c if c.isprintable() or c in "\u200c\u200d" or c in '\\"' else _escape(c) for c in json.dumps(text, ensure_ascii=False))


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
