"""Entries: who or what is meant, how the house spells it, and what its own language writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TYPES = ("person", "place", "organization", "term")
FIELDS = ("id", "type", "canonical", "native", "family", "accept", "keep", "alone")
ANY = "any"
"""The key of `accept` for spellings that more than one language uses."""


class GlossaryError(ValueError):
    """A glossary that cannot be used; the message is one sentence that names the place, the field and what is wrong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person, place, organization or term.

    `canonical` is the house's spelling per target language (policy, not fact). `native` holds the forms that spellings are generated
    from, by language; `family` is the family name as one of the native or canonical forms has it, where their order does not tell.
    `accept` holds spellings that no table gives, by language or `any`. `keep` are phrases that stay as they are. `alone` says that a
    bare surname may be rewritten without a full mention in the document. `where` is where the entry was read (`file, line 3`).
    """

    id: str
    type: str
    canonical: Mapping[str, str]
    native: Mapping[str, str] = field(default_factory=dict)
    family: str | None = None
    accept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    alone: bool = False
    where: str = ""


def entry_of(row: object, where: str) -> Entry:
    """The entry that a mapping read from a file describes. Raises GlossaryError, which begins with `where`."""
    if not isinstance(row, Mapping):
        raise GlossaryError(f"{where}: an entry must be a mapping with id, type and canonical, not {_kind(row)}.")
    if unknown := [str(key) for key in row if key not in FIELDS]:
        raise GlossaryError(f"{where}: unknown field {unknown[0]!r}; an entry has {', '.join(FIELDS)}.")
    identity = row.get("id")
    if not isinstance(identity, str) or not identity.strip():
        raise GlossaryError(f"{where}, field id: every entry needs one, as text, not {_kind(identity)}.")
    if row.get("type") not in TYPES:
        raise GlossaryError(f"{where}, field type: {row.get('type')!r} is none of {', '.join(TYPES)}.")
    canonical = _forms(row.get("canonical"), f"{where}, field canonical")
    if not canonical:
        raise GlossaryError(f"{where}, field canonical: give the house's spelling for at least one language, as in {{en: Kyiv}}.")
    family = row.get("family")
    if family is not None and (not isinstance(family, str) or not family.strip()):
        raise GlossaryError(f"{where}, field family: must be text, not {_kind(family)}.")
    if not isinstance(row.get("alone", False), bool):
        raise GlossaryError(f"{where}, field alone: must be true or false, not {row['alone']!r}.")
    return Entry(
        id=identity.strip(),
        type=row["type"],
        canonical=canonical,
        native=_forms(row.get("native"), f"{where}, field native"),
        family=family,
        accept=_lists(row.get("accept"), f"{where}, field accept"),
        keep=_list(row.get("keep"), f"{where}, field keep"),
        alone=row.get("alone", False),
        where=where,
    )


def _forms(value: Any, where: str) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise GlossaryError(f"{where}: must map languages to names, not {_kind(value)}.")
    for language, name in value.items():
        if not isinstance(language, str):
            raise GlossaryError(f"{where}: {language!r} is no language code (YAML reads a bare `no` as false: quote it).")
        if not isinstance(name, str) or not name.strip():
            raise GlossaryError(f"{where}.{language}: must be a name, not {_kind(name)}.")
    return {language: " ".join(name.split()) for language, name in value.items()}


def _lists(value: Any, where: str) -> dict[str, tuple[str, ...]]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise GlossaryError(f"{where}: must map languages or `any` to lists of spellings, not {_kind(value)}.")
    return {str(language): _list(names, f"{where}.{language}") for language, names in value.items()}


def _list(value: Any, where: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(name, str) and name.strip() for name in value):
        raise GlossaryError(f"{where}: must be a list of names, not {_kind(value)}.")
    return tuple(" ".join(name.split()) for name in value)


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return repr(value) if value.strip() else "an empty text"
    return {dict: "a mapping", list: "a list", bool: "true or false"}.get(type(value), f"{value!r}")
