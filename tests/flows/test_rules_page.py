"""docs/rules.md is made from the data that the tests run."""

from __future__ import annotations

from pathlib import Path

from cleaners.artifacts.catalogue import catalogue
from flows.rules_page import rules_page

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_page_of_rules_is_not_stale() -> None:
    """Red? .venv/bin/retouch rules --page > docs/rules.md"""
    assert PAGE.read_text("utf-8") == rules_page()


def test_the_page_tells_every_rule() -> None:
    """Name and reason of each."""
    page = rules_page()
    for rule in catalogue():
        assert f"### `{rule.name}`" in page
        assert rule.reason in page
