"""The commands about glossaries: check, variants."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli import options as o
from flows.errors import RunFailed

glossary_app = typer.Typer(no_args_is_help=True, help="Look into a glossary.")

Files = Annotated[list[str] | None, typer.Argument(metavar="FILE…", help="Glossaries; the shipped one unless said.")]


@glossary_app.command()
def check(files: Files = None, to: o.To = "en") -> None:
    """List spellings that two entries share and that therefore change nothing, and such as are another entry's canonical form."""
    from flows.build import glossary_named
    from glossary.check import check as problems

    entries = glossary_named(tuple(files or ("shipped",)))
    found = problems(entries, target=to or "en")
    for problem in found:
        print(f"{problem.kind}: {problem.message}")
    print(f"{len(entries.entries):,} entries, {len(found):,} to look at")


@glossary_app.command()
def variants(
    name: Annotated[
        str, typer.Argument(metavar="SPELLING|ID", help="A name as somebody spells it, or the id of an entry.", show_default=False)
    ],
    glossary: o.Glossary = None,
    to: o.To = "en",
) -> None:
    """Say which entries and tables give a spelling; of an id, which spellings its entry gives in each language."""
    from flows.build import glossary_named
    from glossary.lookup import generated, origins

    entries = glossary_named(tuple(glossary or ("shipped",)))
    of_that_id = next((entry for entry in entries.entries if entry.id == name), None)
    if of_that_id is not None:
        for language, spellings in sorted(generated(of_that_id).items()):
            print(f"{language}  {', '.join(spellings)}")
        return
    found = origins(name, entries, target=to or "en")
    for origin in found:
        words = "; ".join(f"{word}: {', '.join(tables)}" for word, tables in origin.words.items())
        print(f"{origin.entry}  {origin.canonical}  ({words})")
    if not found:
        raise RunFailed(
            f"no entry gives the spelling {name!r}; an entry's id, such as those that retouch glossary check names, is taken too"
        )


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(glossary_app, name="glossary")
