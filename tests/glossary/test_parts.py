"""The parts of a native name, however it comes."""

from __future__ import annotations

import pytest

from glossary.parts import Parts, parts


@pytest.mark.parametrize(
    ("name", "language", "canonical", "family", "expected"),
    [
        ("Рубен Айрапетян", "ru", "Ruben Hayrapetyan", None, ("Рубен", (), "Айрапетян")),
        ("Айрапетян, Рубен Рафикович", "ru", "Ruben Hayrapetyan", None, ("Рубен", ("Рафикович",), "Айрапетян")),
        ("Айрапетян Рубен Рафикович", "ru", "Ruben Hayrapetyan", None, ("Рубен", ("Рафикович",), "Айрапетян")),
        ("Рубен Рафикович Айрапетян", "ru", "Ruben Hayrapetyan", None, ("Рубен", ("Рафикович",), "Айрапетян")),
        ("Соболєв Єгор Вікторович", "uk", "", None, ("Єгор", ("Вікторович",), "Соболєв")),
        ("Леонид Рабинович", "ru", "Leonid Rabinovich", None, ("Леонид", (), "Рабинович")),
        ("Рабинович Леонид", "ru", "Leonid Rabinovich", None, ("Леонид", (), "Рабинович")),
        ("Շահինյան Անահիտ", "hy", "Anahit Shahinyan", None, ("Անահիտ", (), "Շահինյան")),
        ("Անահիտ Շահինյան", "hy", "", None, ("Անահիտ", (), "Շահինյան")),
        ("Балабанова, Калина Петрова", "bg", "Kalina Balabanova", None, ("Калина", ("Петрова",), "Балабанова")),
        ("Recep Tayyip Erdoğan", "tr", "Recep Tayyip Erdogan", None, ("Recep", ("Tayyip",), "Erdoğan")),
        ("Орбан Виктор", "ru", "", "Орбан", ("Виктор", (), "Орбан")),
        ("Nagy Imre", "hu", "Imre Nagy", None, ("Imre", (), "Nagy")),
        ("Пеле", "ru", "Pelé", None, ("", (), "Пеле")),
        ("Шойгу,", "ru", "", None, ("", (), "Шойгу")),
    ],
)
def test_parts_are_put_in_order(
    name: str, language: str, canonical: str, family: str | None, expected: tuple[str, tuple[str, ...], str]
) -> None:
    """Comma, `family`, patronymic and canonical form tell the family name, in this order."""
    assert parts(name, language, canonical=canonical, family=family) == Parts(*expected)


def test_patronymics_are_told_from_second_names() -> None:
    """A patronymic may be dropped and has its own initial; a second given name is one."""
    assert parts("Викторов, Иван Петрович", "ru").patronymic("ru") == "Петрович"
    assert parts("Recep Tayyip Erdoğan", "tr").patronymic("tr") is None
