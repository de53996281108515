"""The rounds of steps, and the promises that every document keeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from cleaners.cleaner import ROUNDS, Cleaner
from cleaners.document import Document, Flag, Note, Outcome, Reading, Segment
from cleaners.edits import Edit, apply, invert, normal
from tests.texts import any_text


class Replace:
    """A step that replaces one string by another wherever it stands."""

    def __init__(self, before: str, after: str, name: str = "replace") -> None:
        self.before, self.after, self.name = before, after, name

    def __call__(self, documents: Sequence[Document]) -> Sequence[Outcome]:
        return [Outcome(normal(self._edits(document.text))) for document in documents]

    def _edits(self, text: str) -> list[Edit]:
        edits, at = [], text.find(self.before)
        while at >= 0:
            edits.append(Edit(at, at + len(self.before), self.before, self.after, (f"{self.name}/{self.before}",)))
            at = text.find(self.before, at + len(self.before))
        return edits


class Say:
    """A step that says what a function says of a document's text."""

    def __init__(self, say: Callable[[str], Outcome], name: str = "say") -> None:
        self.say, self.name = say, name

    def __call__(self, documents: Sequence[Document]) -> Sequence[Outcome]:
        return [self.say(document.text) for document in documents]


STEPS = st.lists(
    st.builds(Replace, st.sampled_from(["a", "b", "ab", "“", "\n\n", "\ud83d"]), st.sampled_from(["", "b", "c", "\n"])), max_size=4
)


@given(any_text, STEPS)
def test_every_change_can_be_taken_back(text: str, steps: list[Replace]) -> None:
    """Promise 1: restore(clean(x)) == x, whatever the text and whatever the steps do to it."""
    document = Document(text)
    Cleaner(steps).clean([document])
    assert apply(document.text, invert(document.edits)) == text
    assert apply(text, document.edits) == document.text


@given(any_text, STEPS)
def test_cleaning_the_clean_text_changes_nothing(text: str, steps: list[Replace]) -> None:
    """Promise 2: clean(clean(x).text).text == clean(x).text, also for steps that undo each other's work."""
    once = Document(text)
    Cleaner(steps).clean([once])
    if once.failure is None:
        twice = Document(once.text)
        Cleaner(steps).clean([twice])
        assert twice.text == once.text
        assert twice.edits == ()


def test_steps_that_never_agree_leave_the_original_and_say_so() -> None:
    """a → b → a … : after the last round the original comes out, flagged."""
    document = Document("grape [ad_1]")
    Cleaner([Replace("[ad_1]", "", "debris"), Replace("ap", "apap", "grows")]).clean([document])
    assert document.text == "grape [ad_1]"
    assert document.edits == ()
    assert [flag.rule for flag in document.flags] == ["cleaner/unstable"]
    assert str(ROUNDS) in document.flags[0].message


def test_a_document_that_breaks_a_step_comes_out_as_it_went_in_and_the_others_are_cleaned() -> None:
    """One bad document costs no other, and what was done to it before is taken back."""

    def breaks(text: str) -> Outcome:
        if "bad" in text:
            raise RuntimeError("cannot read this")
        return Outcome()

    good, bad = Document("x good"), Document("x bad")
    Cleaner([Replace("x ", ""), Say(breaks, "fragile")]).clean([good, bad])
    assert (good.text, bad.text) == ("good", "x bad")
    assert bad.edits == ()
    assert bad.flags == (Flag(0, 5, "fragile/failed", "the step fragile failed on this document: RuntimeError: cannot read this"),)
    assert good.flags == ()


def test_edits_that_do_not_fit_cost_only_their_document() -> None:
    """A step that is wrong about one text, or answers for too few, does not end the run."""

    class Wrong:
        name = "wrong"

        def __call__(self, documents: Sequence[Document]) -> Sequence[Outcome]:
            return [Outcome((Edit(0, 2, "zz", "q", ("wrong/z",)),)) if "bad" in d.text else Outcome() for d in documents]

    class TooFew:
        name = "few"

        def __call__(self, documents: Sequence[Document]) -> Sequence[Outcome]:
            return [Outcome() for d in documents if "few" not in d.text]

    good, bad, few = Document("x good"), Document("x bad"), Document("x few")
    Cleaner([Replace("x ", ""), Wrong(), TooFew()]).clean([good, bad, few])
    assert (good.text, bad.text, few.text) == ("good", "x bad", "x few")
    assert [flag.rule for flag in (*bad.flags, *few.flags)] == ["wrong/failed", "few/failed"]


def test_offsets_of_flags_and_notes_are_the_originals() -> None:
    """A later step sees a shorter text; what it says is told in offsets of the text that came in."""

    def looks(text: str) -> Outcome:
        at = text.find("doubt")
        return Outcome((), (Flag(at, at + 5, "look/doubt", "is it?"),), (Note(at, "look/doubt", {"seen": 1}),))

    document = Document("[ad_1] a doubt")
    Cleaner([Replace("[ad_1] ", ""), Say(looks, "look")]).clean([document])
    assert document.flags == (Flag(9, 14, "look/doubt", "is it?"),)
    assert {note.start for note in document.notes} == {9}


def test_a_flag_that_no_longer_holds_is_dropped() -> None:
    """Flags tell of the text that comes out: what a later round mended is not told of."""

    def looks(text: str) -> Outcome:
        return Outcome((), (Flag(0, 1, "look/two", "doubled"),) if "aa" in text else ())

    document = Document("aa")
    Cleaner([Say(looks, "look"), Replace("aa", "b")]).clean([document])
    assert document.text == "b"
    assert document.flags == ()


def test_segments_keep_the_language_as_found_and_learn_what_they_became() -> None:
    """The reading is published as found; a translation adds what the segment became, in offsets of the original."""

    class German:
        def read(self, text: str) -> Reading:
            end = len(text)
            return Reading("de", (Segment(0, end, "de" if "Tag" in text else "en"),))

    class Translate:
        name = "retranslate"

        def __call__(self, documents: Sequence[Document]) -> Sequence[Outcome]:
            return [self._one(document) for document in documents]

        def _one(self, document: Document) -> Outcome:
            (segment,) = document.reading.segments
            if segment.language != "de":
                return Outcome()
            edit = Edit(0, len(document.text), document.text, "Good day", ("retranslate/test",))
            return Outcome((edit,), reading=Reading("de", (segment._replace(became="en"),)))

    document = Document("[x]Guten Tag", German())
    Cleaner([Replace("[x]", ""), Say(lambda text: Outcome(reading=German().read(text)), "detect"), Translate()]).clean([document])
    assert document.text == "Good day"
    assert document.found == Reading("de", (Segment(3, 12, "de", "en"),))


def test_the_result_does_not_depend_on_the_batch() -> None:
    """Promise 3: a document is cleaned the same alone and among others."""
    texts = ["aab", "", "b a b", "[ad_1]", "ab" * 50]
    together = [Document(text) for text in texts]
    steps = [Replace("ab", "b"), Replace("aa", "a")]
    Cleaner(steps).clean(together)
    for text, document in zip(texts, together, strict=True):
        alone = Document(text)
        Cleaner(steps).clean([alone])
        assert (alone.text, alone.edits) == (document.text, document.edits)
