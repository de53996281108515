"""What can be wrong with a translation: each check finds its fault and leaves good translations alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaners.document import Reading, Segment
from cleaners.translation import checks
from cleaners.translation.polish import polish

HERE = Path(__file__).parent
CASES = json.loads((HERE / "checks.json").read_text(encoding="utf-8"))
POLISHED = json.loads((HERE / "polish.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["bad"], ids=lambda case: f"{case['check']}: {case['output'][:30]}")
def test_a_check_finds_its_fault(case: dict[str, str]) -> None:
    """The check named in the case gives a reason, and so the translation as a whole is refused."""
    assert getattr(checks, case["check"])(case["source"], case["output"])
    assert checks.failure(case["source"], case["output"])


@pytest.mark.parametrize("case", CASES["good"], ids=lambda case: f"{case['check']}: {case['output'][:30]}")
def test_no_check_refuses_a_good_translation(case: dict[str, str]) -> None:
    """A good translation that comes near the fault passes every check."""
    assert checks.failure(case["source"], case["output"]) is None


def test_every_check_has_cases_on_both_sides() -> None:
    """No check goes without three cases that fail it and three that pass it."""
    for check in checks.ALL:
        for side in ("bad", "good"):
            assert sum(case["check"] == check.__name__ for case in CASES[side]) >= 3, (check.__name__, side)


def test_a_translation_that_reads_as_foreign_is_refused() -> None:
    """Only the segments that the translation touches count, and what is undetermined is not foreign."""
    reading = Reading("en", (Segment(0, 10, "en"), Segment(11, 20, "nl"), Segment(21, 30, "und")))
    assert checks.language(reading, 11, 20, "en") == "the translation reads as nl, not as en"
    assert checks.language(reading, 0, 10, "en") is None
    assert checks.language(reading, 21, 30, "en") is None


@pytest.mark.parametrize("case", POLISHED, ids=lambda case: case["label"])
def test_final_marks_and_entities(case: dict[str, str]) -> None:
    """A translated sentence ends as its source does and has no entity of its own; polishing twice changes nothing more."""
    polished = polish(case["source"], case["output"])
    assert polished == case["polished"]
    assert polish(case["source"], polished) == polished
