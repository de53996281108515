"""The commands that only show: diff, check, explain, rules, languages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli import options as o
from flows.errors import RunFailed, WrongCall

if TYPE_CHECKING:
    from rich.console import Console

    from flows.diff import Change


def diff(
    source: Annotated[str, typer.Argument(metavar="IN", help="What retouch wrote, or a corpus it would clean.", show_default=False)],
    rule: Annotated[str | None, typer.Option("--rule", metavar="RULE", help="Only edits of this rule or family.")] = None,
    flags: Annotated[bool, typer.Option("--flags", help="What was flagged and left as it was, too.")] = False,
    config: o.Config = None,
    steps: o.Steps = None,
    to: o.To = None,
    leave: o.Leave = None,
    glossary: o.Glossary = None,
    select: o.Select = None,
    ignore: o.Ignore = None,
    doubtful: o.Doubtful = None,
    packages: o.Packages = None,
    learnt: o.Learnt = None,
) -> None:
    """Show what changed, in colour in a terminal and as a unified diff in a pipe. Of a corpus not cleaned yet: what would change."""
    options = {name: value for name, value in locals().items() if name not in ("source", "rule", "flags")}
    from flows.build import workshop
    from flows.diff import carries_edits, changes, unified
    from flows.plan import corpus_files

    files = corpus_files(Path(source).expanduser())
    shop = None
    if not all(carries_edits(file) for file in files):
        run = o.run_of(source, "-", **options)
        shop = workshop(run.cleaning)
    console = _console() if sys.stdout.isatty() else None
    for change in changes(files, shop):
        shown = change._replace(edits=tuple(e for e in change.edits if rule is None or any(_is_of(r, rule) for r in e.rules)))
        if console is not None:
            _show(console, shown, flags)
            continue
        _write(unified(shown))
        if flags:
            _write("".join(f"# {change.name} {f['start']}-{f['end']} {f['rule']}: {f['message']}\n" for f in change.flags))


def check(
    source: Annotated[str, typer.Argument(metavar="IN", help="File or folder to look at; nothing is written.", show_default=False)],
    config: o.Config = None,
    steps: o.Steps = None,
    to: o.To = None,
    leave: o.Leave = None,
    glossary: o.Glossary = None,
    select: o.Select = None,
    ignore: o.Ignore = None,
    doubtful: o.Doubtful = None,
    packages: o.Packages = None,
    learnt: o.Learnt = None,
) -> None:
    """List what cleaning would change or flag, by file and line; exit status 1 when there is anything, for use as a gate."""
    run = o.run_of(output="-", **locals())
    from flows.build import workshop
    from flows.check import findings
    from flows.plan import corpus_files

    found = 0
    for finding in findings(corpus_files(Path(source).expanduser()), workshop(run.cleaning)):
        _write(f"{finding}\n")
        found += 1
    if found:
        raise RunFailed(f"{found:,} {'finding' if found == 1 else 'findings'}")


def explain(name: Annotated[str, typer.Argument(metavar="RULE", help="Name of a rule, e.g. scraper/ad-tag.", show_default=False)]) -> None:
    """Say why a rule exists, with texts that it changes and texts that it leaves alone."""
    from cleaners.artifacts.catalogue import rule
    from cleaners.artifacts.examples import examples

    try:
        found = rule(name)
    except ValueError as error:
        raise WrongCall(str(error)) from None
    cases = examples(found.name)
    lines = [
        found.name,
        f"  {found.reason}",
        f"  {_kind(found.safe)}; {', '.join(sorted(found.languages)) or 'every language'}",
        "",
        "  repairs",
    ]
    for case in cases.repaired:
        lines += [f"    {case.label}", f"      - {_line(case.original)}", f"      + {_line(case.fixed)}"]
    lines += ["", "  leaves alone"]
    for kept in cases.left:
        lines += [f"    {kept.label}: {kept.why}", f"        {_line(kept.text)}"]
    _write("\n".join(lines) + "\n")


def rules(
    page: Annotated[bool, typer.Option("--page", help="As a page of Markdown with every example: docs/rules.md is made so.")] = False,
) -> None:
    """List all rules: name, whether it edits or only flags, reason."""
    from cleaners.artifacts.catalogue import catalogue

    if page:
        from flows.rules_page import rules_page

        _write(rules_page())
        return
    width = max(len(rule.name) for rule in catalogue())
    _write("".join(f"{rule.name:<{width}}  {'edits' if rule.safe else 'flags'}  {rule.reason}\n" for rule in catalogue()))


def languages(packages: o.Packages = None) -> None:
    """List the installed translation packages and what each language pair would use."""
    from flows.packages import pairs, unusable

    folder = Path(packages).expanduser() if packages else None
    chains = pairs(folder)
    if not chains:
        _write("no translation package is installed; install one with: retouch install de en\n")
    for chain in chains:
        way = " → ".join([chain[0].source, *(package.target for package in chain)])
        _write(f"{way}  {', '.join(f'{package.name} {package.version}' for package in chain)}\n")
    for sentence in unusable(folder):
        print(f"retouch: {sentence}", file=sys.stderr)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (diff, check, explain, rules, languages):
        app.command()(command)


def _kind(safe: bool) -> str:
    return "edits: a careful editor would be certain" if safe else "flags only, unless asked for with --doubtful"


def _is_of(name: str, wanted: str) -> bool:
    return name == wanted or name.startswith(f"{wanted}/")


def _line(text: str) -> str:
    return text.replace("\n", "⏎").encode("utf-8", "backslashreplace").decode()


def _write(text: str) -> None:
    """To standard output; a lone surrogate, which UTF-8 cannot write, is shown escaped."""
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode())


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=True)


def _show(console: Console, change: Change, flags: bool) -> None:
    from rich.text import Text

    from flows.diff import hunks

    if not change.edits and not (flags and change.flags):
        return
    console.print(Text(change.name, "bold"))
    for hunk in hunks(change):
        line = Text().append(f"{hunk.line:>5} ", "dim")
        for text, edit in hunk.pieces:
            if edit is None:
                line.append(_line(text))
                continue
            taken, put = ("[-{}-]", "{{+{}+}}") if console.no_color else ("{}", "{}")
            line.append(taken.format(_line(text)) if text else "", "red strike")
            line.append(put.format(_line(edit.after)) if edit.after else "", "green")
        line.append(f"  {', '.join(hunk.rules)}", "dim")
        console.print(line)
    for flag in change.flags if flags else ():
        console.print(
            Text(f"      {flag['rule']}: {flag['message']} «{_line(change.original[flag['start'] : flag['end']][:80])}»", "yellow")
        )
