"""A German–English grammar of news: `lexicon.txt` and `rules.txt` made into sentence pairs. The notation is explained in those files."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
CASES = "nadg"
ARTICLES = {  # by determiner, then gender (p: plural), in the order of CASES
    "the": {"m": "der den dem des", "f": "die die der der", "n": "das das dem des", "p": "die die den der"},
    "a": {"m": "ein einen einem eines", "f": "eine eine einer einer", "n": "ein ein einem eines"},
}
ENDINGS = {  # of an adjective, likewise
    "the": {"m": "e en en en", "f": "e e en en", "n": "e e en en", "p": "en en en en"},
    "a": {"m": "er en en en", "f": "e e en en", "n": "es es en en"},
    "no": {"m": "er en em en", "f": "e e er er", "n": "es es em en", "p": "e e en er"},
}
RELATIVE = {"m": "der", "f": "die", "n": "das", "p": "die"}
MASKED = {"name": 0.55, "land": 0.3, "landf": 0.3, "city": 0.3, "num": 0.8, "day": 0.8, "year": 0.8}
"""How often a word of these classes is a place-holder: a translator's caller masks what it knows, and leaves what it does not."""
FUSED = [
    ("an dem", "am"),
    ("bei dem", "beim"),
    ("in dem", "im"),
    ("von dem", "vom"),
    ("zu dem", "zum"),
    ("zu der", "zur"),
    ("in das", "ins"),
]


class Noun(NamedTuple):
    """A noun with its genitive and plural on the German side, its plural on the English."""

    gender: str
    de: str
    genitive: str
    plural: str
    en: str
    en_plural: str

    def form(self, case: str, number: str) -> str:
        if number == "p":
            return self.plural + ("n" if case == "d" and self.plural[-1] not in "ns" else "")
        if case == "g":
            return self.genitive
        weak = self.gender == "m" and self.genitive.endswith("n") and not self.de.endswith("n")
        return self.genitive if weak and case != "n" else self.de


class Word(NamedTuple):
    """An adjective's stem or an unchanging phrase."""

    de: str
    en: str


@dataclass
class Phrase:
    """What a rule made: German by case (or by order, for a clause), English by number of the subject."""

    de: Callable[[str], str]
    en: Callable[[str], str]
    number: str = "s"
    gender: str = ""


@dataclass
class Verb:
    """A verb phrase: finite verb, what closes the bracket, a separable prefix, and what follows."""

    finite: Callable[[str], str]
    middle: str
    prefix: str
    tail: str
    en: Callable[[str], str]


TOKEN = re.compile(
    r"\{(?P<ref>[a-z]+\d?)(?::(?P<mod>[a-z*]))?\}|\[(?P<group>[^\]]+)\]|\((?P<sg>[^/()]+)/(?P<pl>[^/()]+)\)|(?P<text>[^{\[(]+)"
)


class Rule(NamedTuple):
    weight: float
    de: list[dict[str, str]]
    en: list[dict[str, str]]


@dataclass
class Grammar:
    """Draws sentence pairs; every draw comes from the generator of random numbers that is handed in."""

    lexicon: dict[str, list[Noun | Word]] = field(default_factory=dict)
    rules: dict[str, list[Rule]] = field(default_factory=dict)
    clauses: list[tuple[float, str, str]] = field(default_factory=list)

    def pairs(self, rng: random.Random) -> Iterator[tuple[str, str]]:
        """Sentence pairs without end, none longer than 22 German words; one in ten is a headline."""
        while True:
            try:
                pair = Draw(self, rng).sentence("H" if rng.random() < 0.1 else "S")
            except IndexError:  # more place-holders than there are
                continue
            if pair[0].count(" ") < 22:
                yield pair


class Draw:
    """One sentence in the making."""

    def __init__(self, grammar: Grammar, rng: random.Random) -> None:
        self.grammar, self.rng = grammar, rng
        self.free = list(range(10))

    def sentence(self, symbol: str) -> tuple[str, str]:
        phrase = self.phrase(symbol)
        de, en = german(phrase.de("n")), english(phrase.en("s"))
        de, en = self.renumber(de, en)
        style = self.rng.random()
        if style < 0.15:
            return re.sub("[„“]", '"', de), re.sub("[“”]", '"', en)
        if style < 0.3:
            return de.replace("“", "”").replace("„", "“"), en
        return de, en

    def renumber(self, de: str, en: str) -> tuple[str, str]:
        """Place-holders count up in the order of the source, as a caller numbers them."""
        seen = list(dict.fromkeys(re.findall(r"⟦(\d)⟧", de)))
        to = {digit: str(i) for i, digit in enumerate(seen)}
        return tuple(re.sub(r"⟦(\d)⟧", lambda m: f"⟦{to[m.group(1)]}⟧", text) for text in (de, en))  # type: ignore[return-value]

    def phrase(self, symbol: str) -> Phrase:
        if symbol == "clause":
            return self.clause()
        rules = self.grammar.rules[symbol]
        rule = self.rng.choices(rules, [r.weight for r in rules])[0]
        bound = self.bind(rule.de)
        number, gender = agreement(rule.de, bound)
        if symbol in ("S", "H"):
            subject = next((bound[n][0] for n in ("person", "org") if n in bound), None)
            number = subject.number if isinstance(subject, Phrase) else "s"
        return Phrase(
            lambda case: self.german(rule.de, bound, case, number), lambda _n: self.english(rule.en, bound, number), number, gender
        )

    def bind(self, tokens: list[dict[str, str]]) -> dict[str, tuple]:
        """A choice for every symbol of a template: (word or phrase, number)."""
        bound: dict[str, tuple] = {}
        for token in tokens:
            if ref := token.get("ref"):
                if ref not in bound:
                    bound[ref] = (self.pick(ref.rstrip("0123456789")), "s")
            elif group := token.get("group"):
                det, *items = group.split()
                number = "p" if det.split(":")[0].endswith("*") else "s"
                for item in items:
                    name = item.rstrip("?")
                    bound[name] = (
                        (None, number) if item != name and self.rng.random() < 0.6 else (self.word(name.rstrip("0123456789")), number)
                    )
        return bound

    def pick(self, symbol: str) -> Noun | Word | Phrase:
        if symbol == "inf":
            return self.infinitive()
        return self.phrase(symbol) if symbol in self.grammar.rules or symbol == "clause" else self.word(symbol)

    def word(self, symbol: str) -> Noun | Word:
        if self.rng.random() < MASKED.get(symbol, 0):
            mask = f"⟦{self.free.pop(0)}⟧"
            return Noun("f", mask, mask, mask, mask, mask) if symbol == "landf" else Word(mask, mask)
        return self.rng.choice(self.grammar.lexicon[symbol])

    def infinitive(self) -> Phrase:
        """An infinitive phrase; asked for "z" it stands with "zu"."""
        plain = self.phrase("inf")
        return Phrase(
            lambda mod: re.sub(r"(?<=\w)_", "zu", plain.de("n")).replace("_", "zu ") if mod == "z" else plain.de("n").replace("_", ""),
            plain.en,
        )

    def clause(self) -> Phrase:
        table = self.grammar.clauses
        _, who, what = self.rng.choices(table, [c[0] for c in table])[0]
        subject, verb = self.phrase(who), self.verb(what)
        number = subject.number
        de, en = subject.de("n"), subject.en("s")
        if who in ("person", "org") and subject.gender and "⟦" not in de.split()[0] and self.rng.random() < 0.04:
            aside = self.verb("act")
            de += f", {RELATIVE[subject.gender]} {subordinate(aside, number)},"
            en += f", {'who' if who == 'person' else 'which'} {aside.en(number)},"
        time = self.phrase("time") if what == "act" and not verb.tail and self.rng.random() < 0.2 else None
        when_de, when_en = (f"{time.de('n')} ", f" {time.en('s')}") if time else ("", "")

        def order(how: str) -> str:
            if how == "s":
                return f"{de} {when_de}{subordinate(verb, number)}"
            sich, middle = ("sich", verb.middle[4:]) if f"{verb.middle} ".startswith("sich ") else ("", verb.middle)
            rest = f"{when_de}{middle} {verb.prefix}{verb.tail}"
            return f"{verb.finite(number)} {sich} {de} {rest}" if how == "i" else f"{de} {verb.finite(number)} {sich} {rest}"

        return Phrase(order, lambda _n: f"{en} {verb.en(number)}{when_en}")

    def verb(self, symbol: str) -> Verb:
        rules = self.grammar.rules[symbol]
        rule = self.rng.choices(rules, [r.weight for r in rules])[0]
        bound = self.bind(rule.de)
        finite, *rest = self.german(rule.de, bound, "n", "?").split("^")
        middle, tail = rest[0], rest[1].strip() if len(rest) > 1 else ""
        middle, _, prefix = middle.partition("+")
        one, many = finite.strip().strip("()").split("/")
        return Verb(lambda n: many if n == "p" else one, middle.strip(), prefix.strip(), tail, lambda n: self.english(rule.en, bound, n))

    def german(self, tokens: list[dict[str, str]], bound: dict[str, tuple], case: str, number: str) -> str:
        out = []
        for token in tokens:
            if text := token.get("text"):
                out.append(text)
            elif ref := token.get("ref"):
                mod = case if token["mod"] == "*" else token["mod"] or "n"
                choice = bound[ref][0]
                out.append(choice.de(mod) if isinstance(choice, Phrase) else choice.de)
            elif token.get("sg"):
                out.append(f"({token['sg']}/{token['pl']})" if number == "?" else token["pl" if number == "p" else "sg"])
            else:
                out.append(noun_phrase(token["group"], bound, case))
        return "".join(out)

    def english(self, tokens: list[dict[str, str]], bound: dict[str, tuple], number: str) -> str:
        out = []
        for token in tokens:
            if text := token.get("text"):
                out.append(text)
            elif ref := token.get("ref"):
                choice = bound[ref][0]
                out.append(choice.en("s") if isinstance(choice, Phrase) else choice.en)
            elif token.get("sg"):
                out.append(token["pl" if number == "p" else "sg"])
            else:
                out.append(english_group(token["group"], bound))
        return "".join(out)


def agreement(tokens: list[dict[str, str]], bound: dict[str, tuple]) -> tuple[str, str]:
    """Number and gender of a noun phrase: those of its first group, or of the phrase it hands on."""
    for token in tokens:
        if token["group"]:
            noun, number = bound[token["group"].split()[-1]]
            return number, "p" if number == "p" else noun.gender
        if token["ref"] and isinstance(phrase := bound[token["ref"]][0], Phrase):
            return phrase.number, phrase.gender
    return "s", ""


def noun_phrase(group: str, bound: dict[str, tuple], case: str) -> str:
    """`[det:case adj? noun]` with the forms that gender, number and case ask for; a case of its own goes before the one handed down."""
    det, *items = group.split()
    det, _, own = det.partition(":")
    case, det = own or case, det.rstrip("*")
    *adjectives, name = [item.rstrip("?") for item in items]
    noun, number = bound[name]
    at = CASES.index(case)
    gender = "p" if number == "p" else noun.gender
    words = [ARTICLES[det][gender].split()[at]] if det in ARTICLES else []
    words += [bound[a][0].de + ENDINGS[det][gender].split()[at] for a in adjectives if bound[a][0]]
    return " ".join([*words, noun.form("n" if det == "bare" else case, number)])


def english_group(group: str, bound: dict[str, tuple]) -> str:
    det, *items = group.split()
    *adjectives, name = [item.rstrip("?") for item in items]
    noun, number = bound[name]
    article = det.split(":")[0].rstrip("*")
    words = [] if article in ("-", "") else ["the" if article == "the" or number == "p" else "a"]
    words += [bound[a][0].en for a in adjectives if bound[a][0]]
    return " ".join([*words, noun.en_plural if number == "p" else noun.en])


def subordinate(verb: Verb, number: str) -> str:
    return f"{verb.middle} {verb.prefix}{verb.finite(number)}{verb.tail}"


def german(text: str) -> str:
    text = tidy(text)
    for long, short in FUSED:
        text = re.sub(rf"\b{long}\b", short, text)
        text = re.sub(rf"\b{long.capitalize()}\b", short.capitalize(), text)
    return text.replace(" “", "“")


def english(text: str) -> str:
    text = re.sub(r"\ba (?=[aeiouAEIOU](?!uro))", "an ", tidy(text))
    return text.replace(" ”", "”")


def tidy(text: str) -> str:
    """One space between words, none before a mark, no doubled commas; a capital first and after an opening quote."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r" (?=[,.;:?!])", "", text)
    text = re.sub(r",(?=[,.;:?!])", "", text)
    return re.sub(r"^([„“]?)(\w)|(?<=: [„“])(\w)", lambda m: (m.group(1) or "") + (m.group(2) or m.group(3)).upper(), text)


def load() -> Grammar:
    """The grammar of the two files beside this one."""
    grammar = Grammar()
    words: list[Noun | Word] = []
    for line in _lines("lexicon.txt"):
        if line.startswith("["):
            words = grammar.lexicon.setdefault(line.strip("[]"), [])
        else:
            words.append(_word(line))
    for line in _lines("rules.txt"):
        weight, symbol, body = re.fullmatch(r"(?:(\d+) )?(\w+): (.*)", line).groups()  # type: ignore[union-attr]
        if symbol == "clause":
            who, what = body.split(" ~ ")
            grammar.clauses.append((float(weight or 1), who, what))
            continue
        de, en = (list(_tokens(side, symbol)) for side in body.split(" || "))
        grammar.rules.setdefault(symbol, []).append(Rule(float(weight or 1), de, en))
    return grammar


def _lines(name: str) -> Iterator[str]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def _tokens(side: str, symbol: str) -> Iterator[dict[str, str]]:
    at = 0
    while at < len(side):
        match = TOKEN.match(side, at)
        if match is None:
            raise ValueError(f"rules.txt, {symbol}: cannot read {side[at:]!r}")
        yield {key: value or "" for key, value in match.groupdict().items()}
        at = match.end()


def _word(line: str) -> Noun | Word:
    left, right = line.split(" = ")
    if left.startswith("+"):
        return Word(left[1:], right)
    parts = left.split()
    if len(parts) == 4 and parts[0] in "mfn":
        gender, de, genitive, plural = parts
        genitive, plural = (de if form == "." else de + form[1:] if form.startswith("-") else form for form in (genitive, plural))
        singular, _, many = right.partition(" / ")
        return Noun(gender, de, genitive, plural, singular, many or _plural(singular))
    return Word(left, right)


def _plural(word: str) -> str:
    if re.search(r"(s|x|ch|sh)$", word):
        return word + "es"
    return word[:-1] + "ies" if re.search(r"[^aeiou]y$", word) else word + "s"


if __name__ == "__main__":
    source = load().pairs(random.Random(1))
    for _ in range(40):
        print(*next(source), sep="\n   ")
