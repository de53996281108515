"""What the scraper's own templates leave in the text: the placeholders of auto-post plugins, with or without their closing partner."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.artifacts.rule import Finding, Pattern, Piece, Rule, spellings
from cleaners.artifacts.wording import either, told

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


_PLACEHOLDER_NAMES = frozenset(told("scraper")["placeholders"])
_PLACEHOLDER = Pattern(
    rf"""(?<![\w\]'"`$“‘])\[/?(?:{either(sorted(_PLACEHOLDER_NAMES))}|AD_\d{{1,2}}|views_\d{{1,12}})"""
    r"""(?:[\s=:-][^\[\]\n]{0,200})?/?\](?![\['"`”’])"""
)


def _placeholders(piece: Piece) -> Iterator[Finding]:
    """Other placeholders of the kind, alone on their line or after a sentence has ended."""
    line = piece.text
    for found in _PLACEHOLDER.finditer(line):
        before, after = line[max(0, found.start() - 8) : found.start()], line[found.end() : found.end() + 8]
        alone = not after.strip() and (not before.strip() or "=" in found[0] or "_" in found[0] or bool(_ENDS_A_SENTENCE.search(before)))
        if alone or (not before.strip() and not _GOES_ON.match(after) and ("_" in found[0] or "=" in found[0])):
            yield Finding(found.start() - (len(before) - len(before.rstrip(" \t"))), found.end())


_SHORTCODE_NAMES = frozenset(told("scraper")["shortcodes"])
_SHORTCODE_PREFIXES = tuple(told("scraper")["prefixes"])
_QUOTED_VALUE = Pattern("=(?:[\"'“”″]|&(?:quot|#8221|#8243);)")
_STRING_MARKS = frozenset("\"'`")
_SHORTCODE = Pattern(
    rf"""\[(/?)((?:{either(list(_SHORTCODE_PREFIXES))})[\w-]{{1,40}}|[a-z][\w-]{{1,40}})((?:\s+[\w-]{{1,40}}\s?=\s?"""
    r"""(?:"[^"\]\n]{0,2000}"|'[^'\]\n]{0,2000}'|[“”″][^“”″\]\n]{0,2000}[“”″]|&(?:quot|#8221|#8243);[^\]\n]{0,2000}?&(?:quot|#8221|#8243);"""
    r"""|[\w./:#%,-]{1,200}))*)\s*/?\](?!\()"""
)


def _shortcodes(piece: Piece) -> Iterator[Finding]:
    """Shortcodes: those with attributes, closing ones, those of page builders; bare ones only where nothing else stands on the line."""
    text = piece.text
    closed = {found[2] for found in _SHORTCODE.finditer(text) if found[1]}
    for found in _SHORTCODE.finditer(text):
        name, attributes = found[2], found[3]
        known = name in _SHORTCODE_NAMES or name.startswith(_SHORTCODE_PREFIXES)
        before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
        if (before in _STRING_MARKS and after in _STRING_MARKS) or not (known or _QUOTED_VALUE.search(attributes)):
            continue
        sure = attributes or found[1] or name in closed or name.startswith(_SHORTCODE_PREFIXES)
        if (sure and not (before.isalnum() and not found[1])) or _stands_alone(text, *found.span()):
            yield Finding(*found.span())


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 60) : start].rpartition("\n")[2], text[end : end + 60].partition("\n")[0]
    return not before.strip() and not after.strip() and start - len(before) >= 0


_TEMPLATE = Pattern(
    r"\{\{\{[^{}\n]{1,300}\}\}\}|\{\{[^{}\n]{1,300}\}\}|\{%-?[^{}%\n]{1,300}-?%\}|<%=?[^<>%\n]{1,300}%>|\$\{[\w.]{1,100}\}|%%[a-z_]{2,40}%%"
)


def _templates(piece: Piece) -> Iterator[Finding]:
    """Variables of templates that nobody filled in."""
    line = piece.text
    for found in _TEMPLATE.finditer(line):
        before, after = line[found.start() - 1 : found.start()], line[found.end() : found.end() + 1]
        if before not in {'"', "'", "`"} and after not in {'"', "'", "`"}:
            yield Finding(*found.span())


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
    Rule(
        name="scraper/placeholder",
        reason="a placeholder of a plugin that nothing replaced",
        find=_placeholders,
        literals=frozenset(f"[{slash}{name}" for name in (*_PLACEHOLDER_NAMES, "AD_", "views_") for slash in ("", "/")),
    ),
    Rule(
        name="scraper/shortcode",
        reason="a shortcode of a page builder, a caption, a gallery or an embed that nothing replaced",
        find=_shortcodes,
        scope="document",
        literals=frozenset("["),
    ),
    Rule(
        name="scraper/template",
        reason="a variable of a template that nobody filled in",
        find=_templates,
        literals=frozenset({"{{", "{%", "<%", "${", "%%"}),
    ),
)
