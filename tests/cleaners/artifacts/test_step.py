"""The step: which rules it runs, what it says about a document, and that the gate only skips work."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.artifacts import ArtifactsStep
from cleaners.artifacts.catalogue import catalogue, rule
from cleaners.artifacts.examples import examples
from cleaners.artifacts.gate import LONGEST_LINE
from cleaners.artifacts.rule import bare, spellings
from cleaners.cleaner import Cleaner
from cleaners.document import Document
from cleaners.edits import apply, invert
from tests.cleaners.artifacts.reading import Says, document
from tests.texts import any_text

GATED, UNGATED = ArtifactsStep(), ArtifactsStep(gated=False)
CASES = json.loads((Path(__file__).parents[2] / "cases" / "artifacts" / "together.json").read_text(encoding="utf-8"))

SCRAPS = sorted(
    {example.original for one in catalogue() for example in examples(one.name).repaired}
    | {example.text for one in catalogue() for example in examples(one.name).left}
)
debris = st.lists(
    st.one_of(
        st.sampled_from(SCRAPS), st.sampled_from(sorted({word for one in catalogue() for word in one.literals | one.lines})), any_text
    ),
    max_size=6,
)
texts = st.builds(lambda parts, joint: joint.join(parts), debris, st.sampled_from(["\n", "\n\n", " ", "", "\r\n"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_rules_work_together(case: dict[str, str]) -> None:
    """Texts with several defects come out as an editor would leave them."""
    one = document(case["original"], case.get("language", "en"))
    Cleaner([GATED]).clean([one])
    assert one.text == case["fixed"]


@given(texts)
def test_the_gate_only_skips_work(text: str) -> None:
    """With and without the gate the outcome is the same, edit for edit and flag for flag (promise 4)."""
    assert GATED([document(text)]) == UNGATED([document(text)])


@given(texts)
def test_cleaning_is_reversible_and_done_after_once(text: str) -> None:
    """The edits lead to the clean text and back, and the clean text is clean (promises 1 and 2)."""
    one = document(text)
    Cleaner([GATED]).clean([one])
    assert one.failure is None
    assert apply(one.text, invert(one.edits)) == text
    again = document(one.text)
    Cleaner([GATED]).clean([again])
    assert again.text == one.text


@given(st.lists(texts, max_size=4))
def test_a_document_does_not_depend_on_its_batch(batch: list[str]) -> None:
    """A batch gives what its documents give one by one (promise 3)."""
    assert list(GATED([document(text) for text in batch])) == [GATED([document(text)])[0] for text in batch]


def test_a_clean_document_is_never_asked_for_its_language() -> None:
    """The language is dear: it is asked for only where a rule has found something."""
    reader = Says("en")
    GATED([Document("The harbour froze over on Sunday.\nFerries stayed in port.", reader=reader)])
    assert reader.asked == 0


def test_doubtful_findings_are_flagged_in_the_offsets_of_the_given_text() -> None:
    """A flag points at its place although an edit before it has moved the text."""
    text = "[ad_1]\nThe boat came in.\nWrite [ad_1] where it should stand."
    (outcome,) = GATED([document(text)])
    assert [text[flag.start : flag.end] for flag in outcome.flags] == ["[ad_1]"]
    assert outcome.flags[0].start == text.index("Write") + 6
    assert outcome.flags[0].rule == "scraper/ad-tag"


def test_rules_and_families_can_be_selected_and_ignored() -> None:
    """Names of rules and of families both do; what is ignored is ignored although it was selected."""
    assert {one.name for one in ArtifactsStep(select=["scraper"]).rules} == {one.name for one in catalogue() if one.family == "scraper"}
    left = ArtifactsStep(select=["scraper", "words/glued"], ignore=["scraper/ad-tag"]).rules
    assert {one.name for one in left} == {one.name for one in catalogue() if one.family == "scraper"} - {"scraper/ad-tag"} | {"words/glued"}


@pytest.mark.parametrize("option", ["select", "ignore", "doubtful"])
def test_an_unknown_rule_is_refused_with_the_nearest_name(option: str) -> None:
    """A misspelled rule is an error, not a rule that never acts."""
    with pytest.raises(ValueError, match="did you mean scraper/ad-tag"):
        ArtifactsStep(**{option: ["scraper/adtag"]})
    with pytest.raises(ValueError, match="did you mean scraper/ad-tag"):
        rule("scraper/adtag")


def test_every_rule_can_be_reached_through_the_gate() -> None:
    """A rule without literals, lines or test would never run."""
    for one in catalogue():
        assert one.literals or one.lines or one.test, one.name
        assert not any("\n" in literal for literal in one.literals), one.name
        assert all(len(line) <= LONGEST_LINE and bare(line) == line for line in one.lines), one.name


def test_spellings_are_the_ways_a_heading_writes_a_phrase() -> None:
    """As given, with a capital, with capitals throughout, in capitals."""
    assert spellings(["read more"]) == {"read more", "Read more", "Read More", "READ MORE"}


def test_importing_the_rules_is_cheap() -> None:
    """Nothing heavy is imported until a rule needs it."""
    code = "import sys, cleaners.artifacts; print(*sorted({'wordfreq', 'ftfy', 'langdetect', 'regex'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""
