"""What the scraper's own templates leave in the text: the placeholders of auto-post plugins, with or without their closing partner."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.artifacts.rule import Finding, Pattern, Piece, Rule, spellings

_AD_TAG = Pattern(r"""(?<![\w\]'"`$«“‘])\[ad_\d{1,2}\](?:\s{0,8}\[ad_\d{1,2}\]){0,8}(?![\['"`»”’])""")
"""Not behind a name (`item[ad_1]` is code) and not in quotes (a text about the tag)."""

_ENDS_A_SENTENCE = Pattern(r"""[.!?…:;)\]}>"”’»*|–—-]\s*$""")
_GOES_ON = Pattern(r"\s*[a-zß-öø-ÿа-я,;]")

_SOURCE_WORDS = spellings(["source", "source link", "original source", "quelle", "fuente", "fonte", "bron", "źródło", "kaynak", "источник"])
_SOURCE_LINE = Pattern(rf"\[ad_\d{{1,2}}\][ \t]*\r?\n\s{{0,8}}((?:{'|'.join(sorted(_SOURCE_WORDS))})[ \t]{{0,8}}:?)[ \t]*\r?(?=\n|\Z)")


def _ad_tags(piece: Piece) -> Iterator[Finding]:
    """Placeholders that stand alone, or where a sentence has ended; one in the middle of a sentence may be what the text is about."""
    line = piece.text
    for tag in _AD_TAG.finditer(line):
        before, after = line[max(0, tag.start() - 8) : tag.start()], line[tag.end() : tag.end() + 8]
        begins = not before.strip() and tag.start() < 8
        ends = not after.strip()
        glued = after[:1].isalpha()
        if (begins or ends or glued or _ENDS_A_SENTENCE.search(before)) and (ends or glued or not _GOES_ON.match(after)):
            start, end = tag.span()
            if not glued and not (begins and ends):  # the space on one side goes with it
                while begins and end < len(line) and line[end] in " \t":
                    end += 1
                while not begins and start and line[start - 1] in " \t":
                    start -= 1
            yield Finding(start, end)
        else:
            yield Finding(*tag.span(), None, "a placeholder for an advertisement, in the middle of a sentence")


def _source_links(piece: Piece) -> Iterator[Finding]:
    """The template's last line, the bare word that was a link to the source, under its closing placeholder."""
    for line in _SOURCE_LINE.finditer(piece.text):
        yield Finding(*line.span(1))


RULES = (
    Rule(
        name="scraper/source-link",
        reason="the word under the closing placeholder was a link to the source; without the link it says nothing",
        find=_source_links,
        scope="document",
        literals=frozenset({"[ad_"}),
    ),
    Rule(
        name="scraper/ad-tag",
        reason="a placeholder that an auto-post plugin should have replaced by an advertisement",
        find=_ad_tags,
        literals=frozenset({"[ad_"}),
    ),
)
