"""Romanization tables: each is held to the samples in its own file."""

from __future__ import annotations

import pytest

from glossary.folding import fold
from glossary.romanize import FOLDER, all_files, reader, readers, script, scripts, spellings

SAMPLES = [
    pytest.param(source, to, native, spelled, id=f"{source}-{to} {native}")
    for to in readers()
    for source, names in reader(to).samples.items()
    for native, spelled in names.items()
]


@pytest.mark.parametrize(("source", "to", "native", "spelled"), SAMPLES)
def test_readers_spell_their_samples(source: str, to: str, native: str, spelled: str) -> None:
    """Each sample is among the three first spellings of its table: marks, letters and order are as its press prints them."""
    assert spelled.lower() in spellings(native, source, folded=False)[to][:3]


@pytest.mark.parametrize("source", scripts())
def test_scripts_sound_like_their_samples(source: str) -> None:
    """Each sample's first reading is the row of sounds beside it."""
    from glossary.romanize import _sounds

    assert script(source).samples
    for native, sounds in script(source).samples.items():
        assert " ".join(_sounds(native.lower(), script(source))[0][0][:-1]) == sounds


@pytest.mark.parametrize("to", readers())
def test_every_sound_has_a_spelling(to: str) -> None:
    """No reader is left with a sound it cannot spell: nothing but letters and apostrophes comes out, for every letter of every script."""
    for source in scripts():
        for rules in script(source).rules.values():
            for rule in rules:
                for spelling in spellings("".join(rule.key), source, folded=False)[to]:
                    assert all((c.isalpha() and c.islower()) or c == "'" for c in spelling), (source, rule.key, spelling)


@pytest.mark.parametrize("path", [path for path in all_files() if path.stem != "base"], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_tables_name_their_source_and_carry_samples(path: object) -> None:
    """A table without a source or without samples is not finished."""
    import yaml

    data = yaml.safe_load((FOLDER / str(path)).read_text(encoding="utf-8"))
    assert len(data["source"]) > 10
    assert data["samples"]


def test_folded_and_printed_forms_agree() -> None:
    """The folded spellings are the folds of the printed ones."""
    for word, source in (("Щербаков", "ru"), ("Մնացականյան", "hy"), ("Кличко", "uk"), ("Gülüstan", "az")):
        printed, folded = spellings(word, source, folded=False), spellings(word, source)
        for to in readers():
            assert {fold(spelling) for spelling in printed[to]} <= set(folded[to]) | {fold(s) for s in printed[to][12:]}


def test_compounds_are_spelled_by_part() -> None:
    """Each half of a compound is spelled by itself, and both by one table."""
    assert spellings("Тер-Петросян", "ru", folded=False)["de"][0] == "ter-petrossjan"


def test_no_table_no_spellings() -> None:
    """A language without a table gives nothing rather than a guess."""
    assert spellings("安倍", "ja") == {}
    with pytest.raises(KeyError):
        script("ja")
    with pytest.raises(KeyError):
        reader("ja")


def test_long_words_stay_within_bounds() -> None:
    """However many options its letters have, a word has a bounded number of spellings, worked out in no time."""
    assert all(len(some) <= 12 * 48 for some in spellings("щюёъьийцюхгвнщюёийц" * 3, "ru").values())
