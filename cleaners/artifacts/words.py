"""Words that were joined, or given or robbed of a capital, where a link or a bold run was cut. English so far."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

from cleaners.artifacts.rule import Finding, Pattern, Piece, Rule

_ENGLISH = frozenset({"en"})

_CLAUSE_WORDS = (
    "although because between however moreover should that their there therefore these they those though through unless until whatever "
    "when whenever where wherever whether which whichever while whoever would"
).split()
"""Words that begin a clause or a phrase, and that hardly any English word ends in."""

_GLUED = Pattern(rf"(?<![\w@#/.\-_’'])([a-z]{{3,20}}?)({'|'.join(_CLAUSE_WORDS)})(?![\w@/\-_’']|\.\w)")

FREQUENT = 4.4
"""Zipf frequency (log10 of occurrences in 10⁹ words): at least 25 in a million."""


def _glued(piece: Piece) -> Iterator[Finding]:
    """Two frequent words written as one that nobody has ever written."""
    for found in _GLUED.finditer(piece.text):
        if _never_written(found[0]) and _frequent(found[1]) and piece.language in _ENGLISH:
            yield Finding(found.end(1), found.end(1), " ")


def _never_written(word: str) -> bool:
    from wordfreq import zipf_frequency

    return bool(zipf_frequency(word, "en", wordlist="large") == 0)


def _frequent(word: str) -> bool:
    from wordfreq import zipf_frequency

    return bool(zipf_frequency(word, "en", wordlist="large") >= FREQUENT)


COUNTRIES = (
    "afghanistan albania algeria angola argentina armenia australia austria azerbaijan bangladesh belarus belgium bolivia botswana "
    "brazil bulgaria cambodia cameroon canada colombia croatia denmark ecuador egypt eritrea estonia ethiopia finland france germany "
    "ghana greece guatemala haiti honduras iceland indonesia iran iraq ireland israel italy jamaica kazakhstan kenya kosovo kuwait "
    "kyrgyzstan latvia lebanon liberia libya lithuania luxembourg madagascar malaysia mauritania mexico moldova mongolia montenegro "
    "morocco mozambique myanmar namibia nepal netherlands nicaragua nigeria norway pakistan palestine paraguay poland portugal "
    "romania russia rwanda senegal serbia singapore slovakia slovenia somalia spain sudan sweden switzerland syria taiwan tajikistan "
    "tanzania thailand tunisia turkmenistan uganda ukraine uruguay uzbekistan venezuela vietnam yemen zambia zimbabwe"
).split()
"""States whose English name, in small letters, is no other English word: not turkey, china, jordan, chile, georgia, chad, mali, oman,
japan (a varnish), panama (a hat), cuba, india, jersey, wales, holland (cloth), hungary (hungry), niger, togo, guinea, malta."""

_COUNTRY = Pattern(rf"(?<![\w@#/.\-_&’'‘“\"])({'|'.join(COUNTRIES)})(?![\w@/\-_’'”\"]|\.\w)|(?<=\s)({'|'.join(COUNTRIES)})(?=[’']s\b)")
_LIST_OF_TAGS = Pattern(r",\s*[a-z-]+\s*,\s*[a-z-]+\s*,")


def _small_country(piece: Piece) -> Iterator[Finding]:
    """A state's name in small letters, in a sentence that knows capitals otherwise."""
    line = piece.text
    for found in _COUNTRY.finditer(line) if _is_written_with_care(line) else ():
        if not _LIST_OF_TAGS.search(line, max(0, found.start() - 60), found.end() + 60):
            yield Finding(found.start(), found.start() + 1, found[0][0].upper())


def _is_written_with_care(line: str) -> bool:
    """Whether the line is a sentence, with capital and full stop."""
    stripped = line.strip()
    return len(stripped.split(None, 6)) > 5 and _CAPITAL.match(stripped) is not None and _STOP.search(stripped[-8:]) is not None


_CAPITAL, _STOP = Pattern(r"\W{0,5}[A-Z]"), Pattern(r"""[.!?…:][”"’')\]]{0,3}$""")

_TITLED = frozenset(
    (
        "album anthem article autobiography ballad band blog book brand called channel collection column comedy comic documentary "
        "drama entitled episode essay exhibition film game group hit magazine manga memoir movie musical named newspaper novel opera "
        "paper play podcast poem program programme project publication report section series show single sitcom site song story study "
        "thriller titled tool track trilogy website"
    ).split()
)
"""Words that a title may follow without quotation marks: «the novel On the road»."""

_PREPOSITIONS = "At By For From In Into Of On Over To Under With".split()
_DETERMINERS = "the a an this that these those his her its their our my your".split()
_STRAY = Pattern(
    rf"(?<=[a-z] )([a-z]{{3,}}) ({'|'.join(_PREPOSITIONS)}) "
    rf"(?:(?:{'|'.join(_DETERMINERS)}) [a-z]+\b(?! [A-Z])|(?:{'|'.join(country.capitalize() for country in COUNTRIES)})\b)"
)


def _stray_capitals(piece: Piece) -> Iterator[Finding]:
    """A preposition with a capital in the middle of a sentence, where no title begins."""
    line = piece.text
    for found in _STRAY.finditer(line) if _is_written_with_care(line) else ():
        if found[1] not in _TITLED:
            yield Finding(found.start(2), found.start(2) + 1, found[2][0].lower())


RULES = (
    Rule(
        name="words/glued",
        reason="two words were joined where a link or a bold run ended; the dictionary knows both, and not the one they make",
        find=_glued,
        literals=frozenset(letter + word for letter in ascii_lowercase for word in _CLAUSE_WORDS),
        languages=_ENGLISH,
    ),
    Rule(
        name="words/country-case",
        reason="the name of a country is written with a capital",
        find=_small_country,
        literals=frozenset(COUNTRIES),
        languages=_ENGLISH,
    ),
    Rule(
        name="words/stray-capital",
        reason="a preposition has a capital in the middle of a sentence, left from a link or a heading that was cut",
        find=_stray_capitals,
        literals=frozenset(f" {word} " for word in _PREPOSITIONS),
        languages=_ENGLISH,
    ),
)
