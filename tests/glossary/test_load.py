"""Entries and glossaries from files: what is taken, and what a mistake is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.entry import GlossaryError
from glossary.load import load_glossary


def written(folder: Path, name: str, text: str) -> Path:
    """A file with that text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


GOOD = "- id: a\n  type: person\n  canonical: {en: Anna Ochir}\n"


def test_yaml_and_jsonl_say_the_same(tmp_path: Path) -> None:
    """One entry from YAML and from JSONL is one entry, and the glossaries have one digest."""
    full = GOOD + "  native: {ru: 'Очир, Анна  Петровна'}\n  accept: {any: [Otschir]}\n  keep: [Ochyr]\n  alone: true\n"
    one = written(tmp_path, "a.yaml", full)
    row = '{"id": "a", "type": "person", "canonical": {"en": "Anna Ochir"}, "native": {"ru": "Очир, Анна Петровна"}, '
    other = written(tmp_path, "a.jsonl", "\n" + row + '"accept": {"any": ["Otschir"]}, "keep": ["Ochyr"], "alone": true}\n\n')
    assert load_glossary([one]).digest == load_glossary([other]).digest
    assert load_glossary([one]).entries[0].where == f"{one}, line 1"
    assert load_glossary([other]).entries[0].where == f"{other}, line 2"


def test_the_digest_tells_entries_apart(tmp_path: Path) -> None:
    """Another canonical form is another digest; another file name is not."""
    same = written(tmp_path, "b.yaml", GOOD)
    changed = written(tmp_path, "c.yaml", GOOD.replace("Ochir", "Otchir"))
    digest = load_glossary([written(tmp_path, "a.yaml", GOOD)]).digest
    assert digest == load_glossary([same]).digest != load_glossary([changed]).digest
    assert len(digest) == 64


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- id: a\n  type: person\n", "line 1, field canonical"),
        (GOOD + "- id: b\n  type: animal\n  canonical: {en: B}\n", "line 4, field type: 'animal' is none of person, place"),
        (GOOD + "- type: place\n  canonical: {en: B}\n", "line 4, field id"),
        (GOOD + GOOD, "line 4, field id: 'a' was already given at"),
        (GOOD + "  colour: red\n", "line 1: unknown field 'colour'"),
        (GOOD + "  native: Анна\n", "line 1, field native: must map languages to names, not 'Анна'"),
        (GOOD + "  native: {no: Anna}\n", "line 1, field native: False is no language code"),
        (GOOD + "  native: {ru: 3}\n", "line 1, field native.ru: must be a name, not 3"),
        (GOOD + "  accept: {de: Anna}\n", "line 1, field accept.de: must be a list of names, not 'Anna'"),
        (GOOD + "  accept: [Anna]\n", "line 1, field accept: must map languages"),
        (GOOD + "  keep: Anna\n", "line 1, field keep: must be a list of names"),
        (GOOD + "  alone: yes please\n", "line 1, field alone: must be true or false, not 'yes please'"),
        (GOOD + "  family: ''\n", "line 1, field family"),
        (GOOD + "- just text\n", "line 4: an entry must be a mapping with id, type and canonical, not 'just text'"),
        ("id: a\n", "a glossary is a list of entries"),
        ("- id: [\n", "line 2: not valid YAML"),
    ],
)
def test_a_mistake_in_yaml_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    """The message is one sentence with file, line and field."""
    path = written(tmp_path, "mine.yaml", text)
    with pytest.raises(GlossaryError) as error:
        load_glossary([path])
    assert str(error.value).startswith(str(path))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}\n", "line 1, field id"),
        ('\n{"id": "a"', "line 2: not a JSON object"),
        ("[1]\n", "line 1: an entry must be a mapping with id, type and canonical, not a list"),
    ],
)
def test_a_mistake_in_jsonl_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    """The message names the line of the file."""
    with pytest.raises(GlossaryError, match=said.replace("[", r"\[")):
        load_glossary([written(tmp_path, "mine.jsonl", text)])


def test_unreadable_files_are_named(tmp_path: Path) -> None:
    """A file that is not there, has another ending or other bytes is answered with one sentence."""
    with pytest.raises(GlossaryError, match="no such glossary file"):
        load_glossary([tmp_path / "missing.yaml"])
    with pytest.raises(GlossaryError, match=r"\.yaml or \.jsonl"):
        load_glossary([written(tmp_path, "mine.txt", "")])
    (tmp_path / "latin.yaml").write_bytes(b"- id: \xe4\n")
    with pytest.raises(GlossaryError, match="not UTF-8"):
        load_glossary([tmp_path / "latin.yaml"])


def test_an_empty_file_is_an_empty_glossary(tmp_path: Path) -> None:
    """No entries, no findings."""
    glossary = load_glossary([written(tmp_path, "a.yaml", "# nothing yet\n"), written(tmp_path, "b.jsonl", "")])
    assert glossary.entries == ()
    assert glossary.find("Anna Ochir", target="en").rewrites == ()


def test_the_shipped_glossary_is_whole() -> None:
    """Every shipped entry is valid, has an English form, and native forms only in languages that have a table."""
    from glossary.romanize import scripts

    entries = load_glossary(["shipped"]).entries
    assert len(entries) >= 150
    assert all("en" in entry.canonical for entry in entries)
    assert {language for entry in entries for language in entry.native} <= set(scripts())


def test_shipped_and_own_entries_together(tmp_path: Path) -> None:
    """Several sources make one glossary, in order."""
    both = load_glossary(["shipped", written(tmp_path, "a.yaml", GOOD)])
    assert both.entries[-1].id == "a"
    assert both.entries[:-1] == load_glossary(["shipped"]).entries
