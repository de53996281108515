"""Folding: which spellings are one, and where a folded position came from."""

from __future__ import annotations

import pytest
from hypothesis import given

from glossary.folding import Folded, fold
from tests.texts import any_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ławrow", "lawrow"),
        ("Đinđić", "dindic"),
        ("Großmann", "GROSSMANN"),
        ("Ærø", "aero"),
        ("İmamoğlu", "imamoglu"),
        ("Z\u030cukov", "žukov"),
        ("Choïgou", "choigou"),
        ("Gol’ts", "gol'ts"),
        ("Tõmošenko", "tomosenko"),
        ("so\u00adft", "soft"),
        ("Хрущёв", "хрущев"),
    ],
)
def test_variants_of_one_spelling_fall_together(one: str, other: str) -> None:
    """Case, marks, special letters, apostrophes and invisible characters make no difference."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Golts", "Golz"), ("Kim", "Kin"), ("Лавров", "Lavrov"), ("Əliyev", "Aliyev")])
def test_other_spellings_stay_apart(one: str, other: str) -> None:
    """Folding joins no two letters that readers tell apart."""
    assert fold(one) != fold(other)


@given(any_text)
def test_folding_twice_is_folding_once(text: str) -> None:
    """A folded text is its own folded form, in capitals too where it has no others."""
    assert fold(fold(text)) == fold(text)


@given(any_text)
def test_every_folded_span_has_its_origin(text: str) -> None:
    """The origin of each folded letter folds to something that has it, and origins go in order."""
    folded = Folded(text)
    assert folded.text == fold(text)
    at = 0
    for position, letter in enumerate(folded.text):
        start, end = folded.span(position, position + 1)
        assert at <= start < end <= len(text)
        assert letter in fold(text[start:end])
        at = start


def test_marks_belong_to_the_letter_before() -> None:
    """The span of a word ends behind the mark of its last letter."""
    text = "ß Tho\u0301 x"
    start = Folded(text).text.index("tho")
    assert text[slice(*Folded(text).span(start, start + 3))] == "Tho\u0301"
