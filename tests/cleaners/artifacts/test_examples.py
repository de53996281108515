"""Every rule does what its examples say, alone and with all others."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from importlib.resources import files

import pytest

from cleaners.artifacts import ArtifactsStep
from cleaners.artifacts.catalogue import catalogue
from cleaners.artifacts.examples import CounterExample, Example, examples
from cleaners.cleaner import Cleaner
from tests.cleaners.artifacts.reading import document

REPAIRED = [
    pytest.param(rule.name, example, id=f"{rule.name}: {example.label}") for rule in catalogue() for example in examples(rule.name).repaired
]
LEFT = [
    pytest.param(rule.name, example, id=f"{rule.name}: {example.label}") for rule in catalogue() for example in examples(rule.name).left
]


EVERYTHING = ArtifactsStep()


@cache
def alone(rule: str) -> ArtifactsStep:
    """A step of one rule, applied although it may be doubtful."""
    return ArtifactsStep(select=[rule], doubtful=[rule])


def cleaned(text: str, language: str, step: ArtifactsStep) -> str:
    """The text after the step, repeated until nothing changes."""
    one = document(text, language)
    Cleaner([step]).clean([one])
    assert one.failure is None
    return one.text


@pytest.mark.parametrize(("rule", "example"), REPAIRED)
def test_a_rule_repairs_its_examples(rule: str, example: Example) -> None:
    """The rule alone makes of the original what the example says."""
    assert cleaned(example.original, example.language, alone(rule)) == example.fixed


@pytest.mark.parametrize(("rule", "example"), LEFT)
def test_a_rule_leaves_its_counter_examples_alone(rule: str, example: CounterExample) -> None:
    """What looks like the defect and is none comes out as it went in."""
    assert cleaned(example.text, example.language, alone(rule)) == example.text


@pytest.mark.parametrize(("rule", "example"), REPAIRED)
def test_cleaning_an_example_twice_changes_nothing_more(rule: str, example: Example) -> None:
    """With all rules at work, the clean text stays as it is (promise 2)."""
    once = cleaned(example.original, example.language, EVERYTHING)
    assert cleaned(once, example.language, EVERYTHING) == once


def test_every_rule_has_three_examples_and_three_counter_examples() -> None:
    """A rule without examples explains nothing, and one without counter-examples was not thought through."""
    for rule in catalogue():
        told = examples(rule.name)
        assert len(told.repaired) >= 3, rule.name
        assert len(told.left) >= 3, rule.name
        assert all(example.original != example.fixed for example in told.repaired), rule.name


def test_every_example_belongs_to_a_rule() -> None:
    """No examples are left over from a rule that is gone, and no two rules have one name."""
    told = [name for file in (files("cleaners.artifacts") / "cases").iterdir() for name in json.loads(file.read_text(encoding="utf-8"))]
    assert Counter(told) == Counter(rule.name for rule in catalogue())
