"""Markup and program text that stands in the text instead of acting on it: comments, tags, scripts, style sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.artifacts.rule import Finding, Pattern, Piece, Rule

_BLOCK = (
    "address article aside blockquote body br center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "head header hr html legend li main nav noscript ol p pre section summary table tbody td tfoot th thead title tr ul"
).split()
_INLINE = (
    "a abbr acronym audio b big button cite code del dfn em embed font i iframe img ins kbd label link mark meta object picture q rp rt "
    "ruby s samp small source span strike strong sub sup svg time track tt u var video wbr"
).split()
_TAG = Pattern(rf"</?({'|'.join(sorted(_BLOCK + _INLINE, key=len, reverse=True))})((?:\s[^<>]{{0,4000}}|/)?)>", re.IGNORECASE)
_PROPER = Pattern(r"""\s*/?|(?:\s+[\w:.-]{1,60}(?:\s{0,4}=\s{0,4}(?:"[^"]*"|'[^']*'|[^\s"'=<>`]{1,500}))?)*\s*/?""")
"""What stands in a tag that was meant as one: attributes, not prose."""

_ABOUT_TAGS = Pattern(r"(?i)\b(?:tags?|elements?|attributes?|elementos?|etiquetas?|balises?|теги?|тегов|элементы?|Elemente?|HTML[45]?)\b")
_QUOTES = frozenset("\"'`“”„«»‘’")


def _tags(piece: Piece) -> Iterator[Finding]:
    """Tags of HTML. Where blocks part two stretches of text on one line, a line break takes their place."""
    text = piece.text
    run: list[Finding] = []
    blocks = False
    for tag in _TAG.finditer(text):
        start, end = tag.span()
        if not _PROPER.fullmatch(tag[2]) or _is_quoted(text, start, end):
            continue
        if not tag[2].strip(" /") and _spoken_of(text, start, end):
            yield Finding(start, end, None, "a tag of HTML in a sentence that may be about it")
            continue
        if run and text[run[-1].end : start].strip(" \t"):
            yield from _parted(text, run, blocks=blocks)
            run, blocks = [], False
        run.append(Finding(start, end))
        blocks = blocks or tag[1].lower() in _BLOCK
    yield from _parted(text, run, blocks=blocks)


def _parted(text: str, run: list[Finding], *, blocks: bool) -> list[Finding]:
    """A run of tags with nothing between them; the first becomes a line break where text stands on both sides."""
    if (
        run
        and blocks
        and not _is_blank(text[max(0, run[0].start - 1) : run[0].start])
        and not _is_blank(text[run[-1].end : run[-1].end + 1])
    ):
        run[0] = run[0]._replace(after="\n")
    return run


def _is_blank(character: str) -> bool:
    return not character.strip()


def _is_quoted(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start] in _QUOTES and text[end : end + 1] in _QUOTES


def _spoken_of(text: str, start: int, end: int) -> bool:
    """Whether the words around a bare tag are about markup: «the <p> element»."""
    return bool(_ABOUT_TAGS.search(text, max(0, start - 25), start) or _ABOUT_TAGS.search(text, end, end + 25))


def _comments(piece: Piece) -> Iterator[Finding]:
    """Comments of HTML, among them the ones in which WordPress keeps its blocks, and the wrapping of CDATA sections."""
    text = piece.text
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (closing := text.find("-->", start + 4)) >= 0:
        end = closing + 3
        if text[max(0, start - 1) : start] not in _QUOTES:
            yield Finding(start, end)


def _sections(piece: Piece) -> Iterator[Finding]:
    """The wrapping of CDATA sections."""
    text = piece.text
    end = 0
    while (start := text.find("<![CDATA[", end)) >= 0 and (closing := text.find("]]>", start + 9)) >= 0:
        end = closing + 3
        if text[max(0, start - 1) : start] not in _QUOTES:
            yield Finding(start, start + 9)
            yield Finding(closing, end)


_ELEMENT = Pattern(r"<(script|style|noscript|template|SCRIPT|STYLE)\b[^<>]{0,2000}>")


def _elements(piece: Piece) -> Iterator[Finding]:
    """Scripts and style sheets with all they hold."""
    text = piece.text
    end = 0
    while element := _ELEMENT.search(text, end):
        closing = text.find(f"</{element[1]}", element.end())
        bracket = text.find(">", closing) if closing >= 0 else -1
        if bracket < 0:
            return
        end = bracket + 1
        yield Finding(element.start(), end)


_CODE_LINE = Pattern(
    r"""\s*(?:
        [\]})(;,\s]{1,20}                                                   # });
      | (?:var|let|const)\s+[\w$]{1,60}\s*(?:=.*|;)?                        # var x = …
      | (?:[\w$]+\s*[.:=(\[]|!?function\b|\(function\b|if\s*\(|else\b|for\s*\(|try\s*\{|return\b|/\*|//|\}|\$\(|\()
        .*[;{}(),\[\]/'"]\s*                                                # a statement
      | [\w$-]{1,40}\s*:\s*['"\[{\d].{0,2000}                               # a property
    )\s*""",
    re.VERBOSE,
)
_SURE_SIGNS = (
    "document.write( document.getElement document.createElement( document.querySelector document.currentScript googletag. adsbygoogle "
    "_taboola _gaq dataLayer gtag( fbq( parentNode.insertBefore( $(document) jQuery(document jQuery(function addEventListener( apstag. "
    "elementorFrontendConfig google_ad_client google_ad_slot FB.init( fbAsyncInit Modernizr wp_meta_data !function( (function("
).split()
"""What stands in no prose: the interfaces of browsers, of advertisers and of those who count visitors."""

_EMPTY_VARIABLE = Pattern(r"\bvar\s{1,4}[\w$]{1,60}\s?=\s?(?:\{\s?\}\s?;|\[\s?\]\s?;|\[\s*$|\{\"|window\.)")
_VARIABLE_SIGNS = ("= {", "={", "= [", "=[", "= window.", "=window.")


_PROSE_ABOUT_CODE = Pattern(
    r"(?i)\b(?:snippet|tutorial|source code|programm(?:er|ing|ierung)|stack overflow|npm|github|Quellcode|código fuente|git)\b|```"
)


def _scripts(piece: Piece) -> Iterator[Finding]:
    """Lines of JavaScript in a text that is not about it, together with the lines of program around them."""
    text = piece.text
    if _PROSE_ABOUT_CODE.search(text):
        return
    lines = text.split("\n")
    sure = [_is_script(line) for line in lines]
    doomed = list(sure)
    for order in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
        for number in order:
            beside = doomed[number - order.step]
            doomed[number] = doomed[number] or (beside and bool(lines[number].strip()) and bool(_CODE_LINE.fullmatch(lines[number][:2000])))
    start = 0
    for number, line in enumerate(lines):
        if doomed[number]:
            yield Finding(start + (_program_starts(line) if sure[number] else 0), start + len(line))
        start += len(line) + 1


def _is_script(line: str) -> bool:
    signs = any(sign in line for sign in _SURE_SIGNS) or (
        any(sign in line for sign in _VARIABLE_SIGNS) and bool(_EMPTY_VARIABLE.search(line))
    )
    return signs and _looks_like_code(line)


_PROGRAM = Pattern(r"[!(]?function\b|(?:var|let|const)\s|[\w$][\w$.]{0,80}\s?[=(.{\[]")


def _looks_like_code(line: str) -> bool:
    """Brackets and semicolons where prose has letters: at least one character in twelve."""
    marks = sum(line.count(mark) for mark in "(){}[];=.,'\"_$")
    return marks * 12 >= len(line)


def _program_starts(line: str) -> int:
    """Where the program begins in a line that may begin with prose: before the first word that prose does not have."""
    match = _PROGRAM.search(line)
    head = line[: match.start()] if match else ""
    return len(head) if len(head.split()) > 2 else 0


_SELECTOR = r"(?:[.#@*]?[a-zA-Z][\w-]{0,60}|[.#][\w-]{1,60}|\*|:root)"
_RULESET = Pattern(
    rf"\s*(?:@media[^{{}}\n]{{1,200}}\{{\s*)?{_SELECTOR}[\w\s.#>+~:,()*\[\]=\"'@%-]{{0,400}}\{{(?:[^{{}}\n]{{0,3000}}\}}?)?\s*\}}?\s*"
)
_DECLARATION = Pattern(r"\s*-?[a-z-]{2,40}\s*:\s*[^{}\n]{1,400};\s*\}?\s*|\s*\}\s*|\s*/\*[^\n]{0,300}\*/\s*")
_PROPERTY = Pattern(
    r"\b(?:display|position|margin|padding|width|height|color|background|font|border|text-align|float|z-index|overflow|line-height|"
    r"max-width|min-width|max-height|min-height|top|left|right|bottom|visibility|opacity|content|clear|transform|flex|grid|box-shadow|"
    r"list-style|vertical-align|white-space|text-decoration|cursor|background-color|margin-top|margin-bottom|margin-left|margin-right|"
    r"padding-left|padding-right|padding-top|padding-bottom|font-size|font-family|font-weight|background-image|text-transform)\s*:"
)


def _styles(piece: Piece) -> Iterator[Finding]:
    """Rules of a style sheet: a selector with its braces, and the declarations down to the closing brace."""
    text = piece.text
    if _PROSE_ABOUT_CODE.search(text):
        return
    lines = text.split("\n")
    start, number, starts = 0, 0, []
    for line in lines:
        starts.append(start)
        start += len(line) + 1
    while number < len(lines):
        end = _ruleset_ends(lines, number)
        for doomed in range(number, end):
            yield Finding(starts[doomed], starts[doomed] + len(lines[doomed]))
        number = max(end, number + 1)


def _ruleset_ends(lines: list[str], first: int) -> int:
    """The line after the ruleset that begins on this line; this line itself where none begins."""
    line = lines[first]
    if "{" not in line or len(line) > 20_000 or not _RULESET.fullmatch(line[:4000]):
        return first
    if "}" in line:
        return first + 1 if _PROPERTY.search(line) else first
    at = first + 1
    while at < len(lines) and at - first < 60 and _DECLARATION.fullmatch(lines[at][:600]):
        at += 1
        if "}" in lines[at - 1]:
            break
    return at if any(_PROPERTY.search(one) for one in lines[first:at]) else first


RULES = (
    Rule(
        name="markup/comment",
        reason="a comment of HTML was meant for the program that made the page",
        find=_comments,
        scope="document",
        literals=frozenset({"<!--"}),
    ),
    Rule(
        name="markup/section",
        reason="the wrapping of a CDATA section was meant for the program that reads the file",
        find=_sections,
        scope="document",
        literals=frozenset({"<![CDATA["}),
    ),
    Rule(
        name="markup/element",
        reason="a script or style sheet, with its tags, is not text",
        find=_elements,
        scope="document",
        literals=frozenset({"<script", "<style", "<noscript", "<template", "<SCRIPT", "<STYLE"}),
    ),
    Rule(
        name="markup/tag",
        reason="a tag of HTML stands in the text instead of acting on it",
        find=_tags,
        scope="document",
        literals=frozenset("<"),
    ),
    Rule(
        name="markup/script",
        reason="program text of the page stands in the text",
        find=_scripts,
        scope="document",
        literals=frozenset((*_SURE_SIGNS, *_VARIABLE_SIGNS)),
    ),
    Rule(
        name="markup/style",
        reason="a rule of a style sheet stands in the text",
        find=_styles,
        scope="document",
        literals=frozenset("{"),
    ),
)
