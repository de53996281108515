"""The step `learnt`: what a person accepted goes, by whole lines, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.artifacts.learnt import LearntStep, shape, shapes
from cleaners.cleaner import Cleaner
from cleaners.document import Document
from cleaners.edits import apply, invert
from tests.texts import any_text

CASES = json.loads((Path(__file__).parents[2] / "cases" / "artifacts" / "learnt.json").read_text(encoding="utf-8"))
STEP = LearntStep(**CASES["accepted"])

rows = st.sampled_from([*CASES["accepted"]["lines"], "7 min read", "1,5 min read", "", " ", "One.", "two", "of three\r", "Share alike"])
texts = st.lists(st.one_of(rows, rows, any_text), max_size=12).map("\n".join)


def cleaned(text: str, step: LearntStep = STEP) -> Document:
    """The document after the step's rounds."""
    document = Document(text)
    Cleaner([step]).clean([document])
    return document


@pytest.mark.parametrize("case", CASES["repaired"], ids=lambda case: case["label"])
def test_accepted_lines_go_with_their_line_break(case: dict[str, str]) -> None:
    """Every edit names the rule, and what is left reads as if the line had never been there."""
    document = cleaned(case["original"])
    assert document.text == case["fixed"]
    assert {rule for edit in document.edits for rule in edit.rules} == {"learnt/line"}


@pytest.mark.parametrize("case", CASES["left"], ids=lambda case: case["label"])
def test_everything_else_stays(case: dict[str, str]) -> None:
    """A line that only resembles an accepted one is not meant; one that seems part of a sentence is in doubt."""
    assert cleaned(case["original"]).text == case["original"]


def test_what_was_accepted_and_left_is_flagged() -> None:
    """Inside a sentence the line is flagged; of a document that would be emptied the whole."""
    inside, only = CASES["left"][3]["original"], CASES["left"][7]["original"]
    (flag,) = cleaned(inside).flags
    assert (inside[flag.start : flag.end], flag.rule) == ("Share", "learnt/line")
    (flag,) = cleaned(only).flags
    assert (flag.start, flag.end) == (0, len(only))


@given(texts)
def test_it_can_be_taken_back_and_done_again(text: str) -> None:
    """Promises 1 and 2."""
    document = cleaned(text)
    assert document.failure is None
    assert apply(document.text, invert(document.edits)) == text
    assert cleaned(document.text).text == document.text


@given(texts)
def test_no_line_goes_that_was_not_accepted(text: str) -> None:
    """What stands on the lines that stay stays in its order; of blank lines some may go."""
    kept = [row.strip() for row in text.split("\n") if row.strip()]
    left = [row.strip() for row in cleaned(text).text.split("\n") if row.strip()]
    assert [row for row in kept if row in left or not STEP([Document(f"x.\n{row}")])[0].edits] == left
    assert cleaned(text, LearntStep(())).text == text


@given(st.lists(any_text.map(lambda text: text.replace("\n", " ").strip()), min_size=1))
def test_many_shapes_at_once_are_each_lines_own(lines: list[str]) -> None:
    """The fast way and the plain one agree, and the shape of a shape is itself."""
    assert shapes(lines) == [shape(line) for line in lines]
    assert [shape(one) for one in shapes(lines)] == shapes(lines)


@pytest.mark.parametrize(
    ("line", "expected"),
    [("5 min read", "0 min read"), ("3.5 von 10,000", "0 von 0"), ("1. 2.", "1. 2."), ("2020", "2020"), ("x" * 120 + "1", "x" * 120 + "1")],
)
def test_numbers_fold_where_a_letter_stands_beside_them(line: str, expected: str) -> None:
    """A line of numbers alone is all that it says, and a long line is compared as it is."""
    assert shape(line) == expected


@pytest.mark.parametrize(("lines", "shapes"), [([" "], []), (["a\nb"], []), ([], ["5 min read"]), ([], ["0"])])
def test_what_is_no_line_or_shape_is_refused(lines: list[str], shapes: list[str]) -> None:
    """A shape that could never match would be a silent mistake."""
    with pytest.raises(ValueError, match=r"is not one line|is no shape"):
        LearntStep(lines, shapes)
