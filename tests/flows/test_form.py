"""The form that the Prefect UI draws for a run by hand, in a real browser: usable without the docs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.options import CorpusRun
from tests.flows.browser import Browser, browser
from tests.flows.conftest import Served

pytestmark = [pytest.mark.slow, pytest.mark.browser]

FORM = "//form"


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Browser]:
    """A browser window."""
    with browser(tmp_path / "profile") as opened:
        yield opened


def box(title: str) -> str:
    """Where the box of a field is."""
    return f"//label[starts-with(normalize-space(), '{title}')]/following::textarea[1]"


def test_a_run_is_filled_in_and_started_by_hand(served: Served, window: Browser, corpus: Path, tmp_path: Path) -> None:
    """From the list of deployments to the rendered report: two boxes to fill in, the rest stands there with its reason."""
    window.open(f"{served.url}/v2/deployments")
    window.click("//a[normalize-space()='manual']")
    window.click("//button[normalize-space()='Run']")
    window.click("//*[@role='menuitem' and contains(., 'Custom run')]")

    window.type(box("Corpus"), str(corpus))
    window.type(box("Output"), str(tmp_path / "out") + "\n")
    for step in ("retranslate", "names"):
        window.click(f"//button[@aria-label='Remove {step} tag']")
    titles = [str(field.title) for field in CorpusRun.model_fields.values()]
    shown = [text.removesuffix(" (Optional)") for text in window.texts("//label")]
    assert [text for text in shown if text in titles] == titles, "every field, in the order of the model, the two that are needed first"
    assert titles[:2] == ["Corpus", "Output"]
    page = window.see("//main")
    for field in CorpusRun.model_fields.values():
        assert str(field.description) in page

    before = {run["id"] for run in served.ask("/flow_runs/filter", post=True)}
    window.click("//button[normalize-space()='Submit']")
    (run,) = served.wait(lambda: [r["id"] for r in served.ask("/flow_runs/filter", post=True) if r["id"] not in before])
    state, message = served.ended(run)
    assert state == "COMPLETED", message
    told = served.ask(f"/flow_runs/{run}")["parameters"]["run"]
    assert told["steps"] == ["artifacts", "detect"]
    assert (tmp_path / "out" / "a.txt").read_text() == "The boats came back late.\n"

    window.open(f"{served.url}/v2/runs/flow-run/{run}?tab=Artifacts")
    (artifact,) = served.ask("/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run]}}}, post=True)
    window.click("//a[contains(@href, '/artifacts/key/clean-corpus-report')]")
    window.click(f"//a[contains(@href, '/artifacts/artifact/{artifact['id']}')]")
    assert window.see("//h2[normalize-space()='Edits by rule']")
    assert window.see("//td[normalize-space()='scraper/ad-tag']")


def test_a_form_without_its_two_places_is_not_sent(served: Served, window: Browser) -> None:
    """What is missing is said beside the field, and no run begins."""
    before = len(served.ask("/flow_runs/filter", post=True))
    window.open(f"{served.url}/v2/deployments/deployment/{served.deployments()['manual']['id']}/run")
    window.click("//button[normalize-space()='Submit']")
    assert "required" in window.see("//*[contains(text(), 'required')]").lower()
    assert len(served.ask("/flow_runs/filter", post=True)) == before
