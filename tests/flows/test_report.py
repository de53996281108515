"""The report: counts that add up however a corpus is cut, and the page that is made of them."""

from __future__ import annotations

import json

from cleaners.document import Document, Flag, Outcome, Reading, Segment
from cleaners.edits import Edit
from flows.report import PROBLEMS, SAMPLES, Report, markdown


def document(text: str = "[ad_1] a boat") -> Document:
    """A document with an edit, a flag and a translated segment."""
    made = Document(text)
    flag = Flag(7, 8, "retranslate/missing", "install it")
    edit = Edit(0, 7, "[ad_1] ", "", ("scraper/ad-tag",))
    made.accept("all", Outcome((edit,), (flag,), reading=Reading("de", (Segment(7, 13, "de", "en"),))))
    return made


def report_of(*names: str) -> Report:
    """The report of documents of these names."""
    report = Report()
    for name in names:
        report.count(document(), lambda name=name: name)
    return report


def test_reports_add_up_however_the_corpus_is_cut() -> None:
    """One shard of five documents, or shards of two and three: the same report."""
    whole, parts = report_of(*"abcde"), report_of(*"ab")
    parts.add(report_of(*"cde"))
    assert parts == whole
    assert (whole.documents, whole.changed, whole.translated, whole.edits["scraper/ad-tag"]) == (5, 5, 5, 5)
    assert len(whole.samples["scraper/ad-tag"]) == SAMPLES


def test_a_report_survives_the_manifest() -> None:
    """Written as JSON and read again it is the same report."""
    report = report_of("a")
    report.problem("b.txt could not be cleaned: gone", file=True)
    assert Report.from_json(json.loads(json.dumps(report.as_json()))) == report


def test_problems_beyond_the_first_are_counted() -> None:
    """A corpus of a million broken lines does not fill the memory with sentences."""
    report = Report()
    for number in range(PROBLEMS + 7):
        report.problem(f"line {number} is broken")
    other = Report()
    other.problem("one more")
    report.add(other)
    assert (len(report.problems), report.problems_untold) == (PROBLEMS, 8)


def test_the_page_tells_documents_edits_languages_flags_and_problems() -> None:
    """Whoever opens the run in the Prefect UI sees what was done and why."""
    report = report_of("a.txt", "b.txt")
    report.problem("c.txt could not be cleaned: gone", file=True)
    page = markdown(report, "in → out")
    for line in (
        "# in → out",
        "2 documents, 2 changed by 2 edits, 2 segments translated, 2 flags.",
        "| scraper/ad-tag | 2 |",
        "- a.txt: `⟦[ad_1]  → ⟧a boat`",
        "| de | 2 |",
        "| retranslate/missing | 2 |",
        "- 2 × install it",
        "- c.txt could not be cleaned: gone",
    ):
        assert line in page, line


def test_documents_that_were_given_up_are_told() -> None:
    """Nothing that came out as it went in is passed over in silence."""
    broken, report = document(), Report()
    broken.give_up("cleaner/unstable", "still changing")
    report.count(broken, lambda: "a")
    assert "1 document could not be cleaned" in markdown(report, "x")
    assert "could not be cleaned" not in markdown(report_of("a"), "x")


def test_a_lone_surrogate_in_a_sample_can_be_shown() -> None:
    """A page of Markdown is UTF-8; what it cannot hold is replaced in the sample, not in the text."""
    report = Report()
    report.count(document("[ad_1] \ud83d boat"), lambda: "a")
    assert "? boat" in markdown(report, "x").encode().decode()
