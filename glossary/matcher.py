"""Finding the names of a glossary in a text, and telling the certain ones from the doubtful."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from glossary.context import Token, before, given_names, is_quoted_title, words
from glossary.entry import Entry
from glossary.folding import fold
from glossary.hits import Hit, hits
from glossary.index import Index, Person, Phrase
from glossary.mentions import INITIAL, Mention, is_nominative, mentions_of
from glossary.romanize import readers, spellings

_WORD = re.compile(r"[ \u00a0]([^\W\d_][\w-]{0,40})")


class Found(NamedTuple):
    """A spelling at `start:end` (code points) that should read `after`. `how` says what made it certain."""

    start: int
    end: int
    after: str
    rule: str
    entry: str
    tables: tuple[str, ...]
    how: str


class Doubt(NamedTuple):
    """A spelling that was seen and left alone, and why."""

    start: int
    end: int
    rule: str
    entry: str
    reason: str


class _Evidence(NamedTuple):
    """What a whole text says of the persons in it."""

    seen: set[int]  # persons with a full mention
    spelled: set[tuple[int, str]]  # and how their family names are spelled there
    strangers: set[int]  # persons whose family name somebody else bears too
    nominatives: set[tuple[int, str]]  # family names whose -s is part of the name


class Findings(NamedTuple):
    """What a glossary has to say about a text: both in the order of the text, the rewrites not overlapping."""

    rewrites: tuple[Found, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def find(text: str, index: Index) -> Findings:
    """All findings in a text. A function of the text and the index alone; linear in the text but for the sorting of the findings."""
    if not index.keys:
        return Findings()
    found_hits = list(hits(text, index))
    if not found_hits:
        return Findings()
    mentions = [(hit, mentions_of(text, hit, index, index.target)) for hit in found_hits]
    evidence = _evidence(mentions, index)
    found: list[tuple[int, Found]] = []
    doubts: list[Doubt] = []
    for hit, some in mentions:
        if hit.tail and any((m.person, hit.key) in evidence.nominatives for m in some):
            hit = hit._replace(end=hit.end + 1, tail=False)
        verdict = _verdict(text, hit, some, index, evidence)
        if isinstance(verdict, Found) and is_quoted_title(text, verdict.start, verdict.end):
            verdict = Doubt(verdict.start, verdict.end, verdict.rule, verdict.entry, "it stands in a quoted title")
        if isinstance(verdict, Found):
            found.append((0 if verdict.how in ("full", "initials") else 1, verdict))
        elif verdict is not None:
            doubts.append(verdict)
    return Findings(_apart(found), tuple(sorted(set(doubts))))


def _evidence(mentions: Sequence[tuple[Hit, list[Mention]]], index: Index) -> _Evidence:
    some = [mention for _, them in mentions for mention in them]
    seen = [m for m in some if m.how in ("full", "part")]
    others = {hit.key for hit, them in mentions if any(m.how == "other" for m in them) and all(m.how != "full" for m in them)}
    return _Evidence(
        {m.person for m in seen},
        {(m.person, m.hit.key) for m in seen},
        {number for key in others for number in index.families[key]},
        {(m.person, m.hit.key) for m in some if is_nominative(m, index)},
    )


def _apart(found: Sequence[tuple[int, Found]]) -> tuple[Found, ...]:
    """The findings without those that overlap a better one: full mentions first, then longer ones."""
    taken: list[Found] = []
    for _, one in sorted(found, key=lambda f: (f[0], f[1].start, -f[1].end)):
        at = bisect_left(taken, one)
        if (at == 0 or taken[at - 1].end <= one.start) and (at == len(taken) or one.end <= taken[at].start):
            taken.insert(at, one)
    return tuple(taken)


def _verdict(text: str, hit: Hit, mentions: Sequence[Mention], index: Index, evidence: _Evidence) -> Found | Doubt | None:
    """What becomes of one hit: rewritten, flagged, or left alone."""
    full = [m for m in mentions if m.how == "full"]
    if full:
        return _full(text, hit, full, index)
    phrases = index.phrases.get(hit.key, [])
    if phrases and not any(m.person in evidence.seen or m.how == "initials" for m in mentions):
        return _phrase(text, hit, phrases, index)
    known = [m for m in mentions if m.person in evidence.seen] or [m for m in mentions if _alone(m, index)]
    if any(text[hit.start : hit.end] == index.persons[m.person].family for m in mentions):
        return None
    if unsure := [m for m in known if m.how == "unsure"]:
        person = index.persons[unsure[0].person]
        return Doubt(hit.start, hit.end, "names/person", person.entry.id, "the word before it may be another person's given name")
    known = [m for m in known if m.how in ("bare", "part", "initials")]
    if len(known) != 1:
        return None
    (mention,) = known
    person = index.persons[mention.person]
    if mention.how != "part" and (mention.person in evidence.strangers or _is_word(text, hit, mention, index, evidence)):
        return None
    how = "alone" if mention.person not in evidence.seen else "initials" if mention.how == "initials" else "surname"
    after = _cased(text[hit.start : hit.end], person.family)
    start = hit.start
    if mention.how == "initials" and (initials := _initials(text[mention.start : hit.start], person, index.target)) is not None:
        start, after = mention.start, initials + after
    return _checked(text, hit, start, after, person, index, how)


def _alone(mention: Mention, index: Index) -> bool:
    """Whether a surname may stand for its person though nothing else in the text names them."""
    person = index.persons[mention.person]
    return person.entry.alone and mention.hit.key in person.usual


def _is_word(text: str, hit: Hit, mention: Mention, index: Index, evidence: _Evidence) -> bool:
    """Whether a bare surname may be a word of the target language, or the given name of whoever is named behind it."""
    if hit.key in words(index.target).words and (mention.person, hit.key) not in evidence.spelled:
        return True
    return not hit.tail and hit.key in given_names() and _capital_follows(text, hit.end)


def _full(text: str, hit: Hit, mentions: Sequence[Mention], index: Index) -> Found | Doubt | None:
    """A full mention: the canonical form, unless two persons could be meant or the text has one's canonical form already."""
    if any(text[m.start : hit.end] == index.persons[m.person].canonical for m in mentions):
        return None
    if len({m.person for m in mentions}) > 1:
        return None
    (mention, *_) = mentions
    person = index.persons[mention.person]
    if _stays(text[mention.start : hit.end], person.entry) or (
        text[hit.end : hit.end + 1] in ("-", "‐", "‑") and text[hit.end + 1 : hit.end + 2].isalpha()
    ):
        return None
    family = _cased(text[hit.start : hit.end], person.family)
    given = _cased(text[mention.tokens[-1].start : mention.tokens[-1].end], _given(mention, person))
    return _checked(text, hit, mention.start, f"{given} {family}".strip(), person, index, "full")


def _stays(written: str, entry: Entry) -> bool:
    """Whether a spelling is one that the entry keeps, in capitals or not; marks make a difference."""
    return bool(entry.keep) and written.casefold() in {phrase.casefold() for phrase in entry.keep}


def _given(mention: Mention, person: Person) -> str:
    """The canonical given names that answer to those in the text: a second one that the text leaves out stays out."""
    canonical = person.given.split()
    if len(canonical) < 2 or not person.middles:
        return person.given
    between = {fold(token.text) for token in mention.tokens[:-1]}
    kept = [word for word in canonical[1:] if fold(word) in between or any(between & keys for keys in person.middles if fold(word) in keys)]
    native_middles = any(set(name.middle) - {name.patronymic(language)} for language, name in person.native)
    return " ".join([canonical[0], *kept]) if native_middles else person.given


def _initials(written: str, person: Person, target: str) -> str | None:
    """Initials as written, with the letters of the canonical form: `S. W. ` becomes `S. V. `. None where a letter is not known."""
    letters = [person.given[:1]]
    middle = [word[:1] for word in person.given.split()[1:]]
    if not middle and person.patronymics and target in readers():
        language, word = person.patronymics[0]
        middle = [spellings(word, language)[target][0][:1].upper()]
    letters += middle[:1]
    count = len(INITIAL.findall(written))
    if count > len(letters):
        return None
    rest = iter(letters)
    return INITIAL.sub(lambda _: next(rest), written)


def _phrase(text: str, hit: Hit, phrases: Sequence[Phrase], index: Index) -> Found | Doubt | None:
    """A place, an organization or a term, unless two could be meant or the text has a canonical form already."""
    written = text[hit.start : hit.end]
    if any(p.how == "keep" or written == p.entry.canonical[index.target] or _stays(written, p.entry) for p in phrases):
        return None
    canonical = [p for p in phrases if p.how == "canonical"] or list(phrases)
    if len(canonical) > 1:
        return None
    (phrase,) = canonical
    entry = phrase.entry
    nearest = next(before(text, hit.start), None)
    if entry.type == "place" and nearest and nearest.kind == "word" and fold(nearest.text) in given_names():
        return None
    if phrase.how == "canonical" and entry.type != "place" and not _is_definite(text, hit, nearest, index.target):
        return None
    after = _cased(written, entry.canonical[index.target])
    if after == written:
        return None
    rule = f"names/{entry.type}"
    if hit.tail:
        return _genitive(text, hit, hit.start, after, rule, entry.id, phrase.tables, "phrase", index.target)
    return Found(hit.start, hit.end, after, rule, entry.id, phrase.tables or ("canonical",), "phrase")


def _is_definite(text: str, hit: Hit, nearest: Token | None, target: str) -> bool:
    """Whether a name in other capitals must be the name: `the Minsk group` is, `a Minsk group` or `the European union of …` need not be."""
    lists = words(target)
    following = _WORD.match(text, hit.end)
    if hit.tail or nearest is None or (following and fold(following[1]) in lists.limits):
        return False
    return fold(nearest.text) in lists.articles or (len(nearest.text) > 1 and nearest.text.isupper())


def _checked(text: str, hit: Hit, start: int, after: str, person: Person, index: Index, how: str) -> Found | Doubt | None:
    written = text[start : hit.end]
    if written == after or _stays(written, person.entry) or _stays(text[hit.start : hit.end], person.entry):
        return None
    if hit.tail and how != "full" and hit.key == fold(person.family):
        return None  # `the Lavrovs` are a family, not a genitive
    tables = person.tables_of(hit.key)
    if hit.tail:
        return _genitive(text, hit, start, after, "names/person", person.entry.id, tables, how, index.target)
    return Found(start, hit.end, after, "names/person", person.entry.id, tables, how)


def _genitive(
    text: str, hit: Hit, start: int, after: str, rule: str, entry: str, tables: tuple[str, ...], how: str, target: str
) -> Found | Doubt | None:
    """German -s behind a name: English 's where a noun phrase follows, else in doubt."""
    following = _WORD.match(text, hit.end + 1)
    lists = words(target)
    word = fold(following[1]) if following else ""
    if target != "en" or not word or word in lists.followers or any(word.endswith(end[1:]) for end in lists.followers if end[0] == "-"):
        return Doubt(start, hit.end + 1, rule, entry, "the -s behind it may be a genitive, a plural or part of the name")
    return Found(start, hit.end + 1, after + ("’s" if "’" in text else "'s"), rule, entry, tables, how)


def _capital_follows(text: str, end: int) -> bool:
    return re.match(r"[ \u00a0][^\W\d_]", text[end : end + 2]) is not None and text[end + 1].isupper()


def _cased(written: str, canonical: str) -> str:
    """The canonical form in capitals where the text has capitals: LAWROW becomes LAVROV."""
    letters = [c for c in written if c.isalpha()]
    return canonical.upper() if len(letters) > 1 and all(c.isupper() for c in letters) else canonical
