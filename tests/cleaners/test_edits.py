"""The algebra of edits, on arbitrary text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.edits import Edit, EditError, Edits, Offsets, apply, check_normal, compose, invert, normal
from tests.texts import any_text, odd_text

RULES = st.lists(st.sampled_from(["a/one", "b/two", "c/three"]), min_size=1, max_size=2, unique=True).map(tuple)


@st.composite
def edits_on(draw: st.DrawFn, text: str) -> Edits:
    """A list of edits in normal form that fits the text."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    made = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        after = draw(st.text(st.sampled_from("ab \ud83d"), max_size=3))
        made.append(Edit(start, end, text[start:end], after, draw(RULES)))
    return normal(made)


@st.composite
def histories(draw: st.DrawFn, steps: int, texts: st.SearchStrategy[str] = odd_text) -> tuple[str, list[Edits]]:
    """A text and lists of edits, each made on what the one before left."""
    text = now = draw(texts)
    history = []
    for _ in range(steps):
        history.append(draw(edits_on(now)))
        now = apply(now, history[-1])
    return text, history


@given(histories(1, any_text))
def test_inverted_edits_give_the_original_back(case: tuple[str, list[Edits]]) -> None:
    """Applied, then inverted and applied again, any text comes back, lone surrogates included."""
    text, (edits,) = case
    assert apply(apply(text, edits), invert(edits)) == text


@given(histories(1))
def test_inverting_twice_changes_nothing(case: tuple[str, list[Edits]]) -> None:
    """invert(invert(e)) == e, and the inverse is in normal form too."""
    _, (edits,) = case
    check_normal(invert(edits))
    assert invert(invert(edits)) == edits


@given(histories(2))
def test_composed_edits_do_what_the_two_lists_do_in_turn(case: tuple[str, list[Edits]]) -> None:
    """apply(compose(a, b)) == apply b after a, in normal form."""
    text, (first, second) = case
    both = compose(first, second)
    check_normal(both)
    assert apply(text, both) == apply(apply(text, first), second)


@given(histories(1))
def test_an_edit_and_its_inverse_compose_to_nothing(case: tuple[str, list[Edits]]) -> None:
    """What is taken back leaves no trace."""
    _, (edits,) = case
    assert compose(edits, invert(edits)) == ()
    assert compose(invert(edits), edits) == ()


@given(histories(3))
def test_composition_is_associative_in_effect(case: tuple[str, list[Edits]]) -> None:
    """However three lists are bracketed, the text that comes out is the same."""
    text, (a, b, c) = case
    assert apply(text, compose(compose(a, b), c)) == apply(text, compose(a, compose(b, c)))


@given(histories(3), st.data())
def test_composition_is_associative_edit_for_edit_where_nothing_cancels(case: tuple[str, list[Edits]], data: st.DataObject) -> None:
    """With edits that always bring in a new character, nothing can come back to where it was, and both bracketings are one list."""
    text, _ = case
    history: list[Edits] = []
    now = text
    for fresh in "αβγ":
        history.append(normal(e._replace(after=e.after + fresh) for e in data.draw(edits_on(now))))
        now = apply(now, history[-1])
    a, b, c = history
    left, right = compose(compose(a, b), c), compose(a, compose(b, c))
    assert [e[:4] for e in left] == [e[:4] for e in right]
    assert [set(e.rules) for e in left] == [set(e.rules) for e in right]


@given(histories(2))
def test_no_rule_is_forgotten_by_composition(case: tuple[str, list[Edits]]) -> None:
    """An edit of the composition names rules of both lists, in the order they acted, and no other."""
    _, (first, second) = case
    known = {rule for edit in (*first, *second) for rule in edit.rules}
    for edit in compose(first, second):
        assert edit.rules
        assert set(edit.rules) <= known
        assert len(set(edit.rules)) == len(edit.rules)


@given(histories(2), st.data())
def test_a_span_of_the_new_text_maps_to_text_that_holds_it(case: tuple[str, list[Edits]], data: st.DataObject) -> None:
    """Outside the edits a span maps to the same letters; a span that cuts an edit maps to one that holds the whole edit."""
    text, (first, second) = case
    edits = compose(first, second)
    new = apply(text, edits)
    start = data.draw(st.integers(0, len(new)))
    end = data.draw(st.integers(start, len(new)))
    old_start, old_end = Offsets(edits).span(start, end)
    assert 0 <= old_start <= old_end <= len(text)
    for mine, edit in zip(invert(edits), edits, strict=True):
        if mine.start < end and mine.end > start:
            assert old_start <= edit.start and edit.end <= old_end
    inside = [e for e in edits if e.start >= old_start and e.end <= old_end]
    shifted = tuple(e._replace(start=e.start - old_start, end=e.end - old_start) for e in inside)
    assert new[start:end] in apply(text[old_start:old_end], shifted)


def test_normal_form_merges_what_touches_and_drops_what_changes_nothing() -> None:
    """Two touching edits are one; an edit to the same text is none."""
    merged = normal([Edit(1, 2, "b", "", ("x/2",)), Edit(0, 1, "a", "c", ("x/1",)), Edit(4, 5, "e", "e", ("x/3",))])
    assert merged == (Edit(0, 2, "ab", "c", ("x/1", "x/2")),)


def test_edits_that_overlap_are_refused() -> None:
    """Nobody can say which of two overlapping edits is meant."""
    with pytest.raises(EditError, match="overlap"):
        normal([Edit(0, 2, "ab", "x"), Edit(1, 3, "bc", "y")])


def test_an_edit_that_does_not_fit_the_text_is_refused() -> None:
    """An edit made on another text is never applied on trust."""
    with pytest.raises(EditError, match="wants 'b'"):
        apply("abc", (Edit(0, 1, "b", "x"),))
    with pytest.raises(EditError):
        apply("abc", (Edit(2, 5, "c", "x"),))
