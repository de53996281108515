"""The sentence splitter, with cases as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.sentences import sentences

CASES = json.loads((Path(__file__).parent / "sentences.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_text_falls_into_its_sentences(case: dict[str, Any]) -> None:
    """Each case's text gives exactly its sentences."""
    found = [case["text"][a:b] for a, b in sentences(case["text"], language=case["language"])]
    assert found == case["sentences"]


@given(st.text(alphabet="Ab. !?…\n\t-•“”„1。a", max_size=80), st.sampled_from(["", "de", "en"]))
def test_only_blanks_and_line_marks_lie_between(text: str, language: str) -> None:
    """Spans are in order, within a line and without blanks at their border; what lies between them is white space and marks of lines."""
    at = 0
    for start, end in sentences(text, language=language):
        assert at <= start < end
        assert not text[start].isspace() and not text[end - 1].isspace() and "\n" not in text[start:end]
        assert not text[at:start].strip().strip("-•1.")
        at = end
    assert not text[at:].strip().strip("-•1.")
