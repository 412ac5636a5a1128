"""Currencies: how amounts are written in signs, codes and words, and how they are said.

The usual writings are a table here; ISO codes and the names with a country ("New Zealand dollars")
are those of the Unicode CLDR, through Babel, which is loaded when a text has one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from assistant.numbers.atom import LETTER

# ISO code -> the name that an amount is written out with, and every other way to write it. A name
# that several countries use stands for all of them: within an article it means one.
_CURRENCIES = {
    "KRW": ("won", "₩ ￦"),
    "USD": ("dollars", "dollar $ us$ ＄"),
    "EUR": ("euros", "euro €"),
    "CNY": ("yuan", "rmb renminbi cn¥ 元"),
    "JPY": ("yen", "¥ ￥ 円"),
    "GBP": ("pounds", "pound sterling £"),
    "INR": ("rupees", "rupee rs ₹"),
    "CHF": ("francs", "franc sfr"),
    "CAD": ("Canadian dollars", "c$ ca$"),
    "AUD": ("Australian dollars", "a$ au$"),
    "NZD": ("New Zealand dollars", "nz$"),
    "TWD": ("Taiwan dollars", "nt$"),
    "HKD": ("Hong Kong dollars", "hk$"),
    "SGD": ("Singapore dollars", "s$"),
    "BRL": ("reais", "r$"),
    "SEK": ("kronor", "krona"),
    "DKK": ("kroner", "krone"),
    "CZK": ("koruna", "korunas koruny korun kč"),
    "PLN": ("zloty", "zlotys złoty zł"),
    "HUF": ("forints", "forint"),
    "UAH": ("hryvnias", "hryvnia ₴"),
    "TRY": ("lira", "liras ₺"),
    "RUB": ("roubles", "rouble ruble rubles ₽"),
    "KZT": ("tenge", "₸"),
    "ILS": ("shekels", "shekel ₪"),
    "AED": ("dirhams", "dirham dhs"),
    "SAR": ("riyals", "riyal"),
    "BDT": ("taka", "tk ৳"),
    "IDR": ("rupiah", "rp"),
    "MYR": ("ringgit", "rm"),
    "THB": ("baht", "฿"),
    "PHP": ("Philippine pesos", "₱"),
    "VND": ("dong", "₫"),
    "MXN": ("pesos", "peso mx$ mex$"),
    "ZAR": ("rand", ""),
    "NGN": ("naira", "₦"),
    "GHS": ("cedis", "cedi ₵ gh₵"),
    "KES": ("shillings", "shilling ksh kshs"),
    "ETB": ("birr", ""),
    "XAF": ("CFA francs", "fcfa"),
}
NAMES = {code: name for code, (name, _) in _CURRENCIES.items()}
_WRITTEN = {
    written: code
    for code, (name, others) in _CURRENCIES.items()
    for written in (name.lower(), *others.split())
}
_KOREAN = {
    "원": "KRW", "달러": "USD", "유로": "EUR", "위안": "CNY", "엔": "JPY", "파운드": "GBP",
    "루피": "INR", "프랑": "CHF",
}  # fmt: skip
# Names that several countries give theirs: with a country that is not known they say too little.
_SHARED = frozenset(
    "dollar pound franc peso krone kroner krona kronor króna krónur rupee dinar dirham rial riyal "
    "shilling lira".split()
)
_RARE = frozenset(
    "afghani ariary balboa boliviano bolívar colón colones córdoba dalasi denar dobra drachma "
    "escudo gourde guarani guilder kina kuna kwacha kwanza kyat lari lempira leone leu lei lev "
    "leva manat markka metical nakfa ngultrum ouguiya pataca peseta pula quetzal riel rufiyaa "
    "schilling somoni tolar tugrik vatu".split()
)
# The words that a currency's name ends in; the last ones are other words without their country.
_HEADS = (
    frozenset(word for word in _WRITTEN if word.isalpha() and len(word) > 2) - {"sfr", "ksh", "dhs"}
) | _RARE | frozenset("krónur króna dinar mark real reals sol soles".split())  # fmt: skip
# Codes that are English words in capitals: read where a scaled or large number makes them one.
_WORD_CODES = frozenset("ALL TOP COP CUP PEN MOP SOS TRY MAD GEL BAM LAK SIT".split())
# Codes that are one without a space before the number; others may be names (COP26).
_GLUED_CODES = frozenset("USD EUR GBP JPY CNY KRW INR CHF MYR IDR".split())
UNKNOWN = "?"  # a currency sign that no currency here is written with

_SIGN = r"[$¢-¥֏؋৲৳૱௹฿៛₠-⃀﷼﹩＄￠￡￥￦]"
_LETTERS = r"(?:[A-Z]{1,3}|[Mm]x|[Mm]ex|[Uu]s|gh|GH)"
_BEFORE = re.compile(
    rf"(?:(?<![^\W\d_]){_LETTERS}?{_SIGN}|(?<![^\W\d_])(?:[A-Z]{{3}}|R[sS]\.?|RM|Rp\.?|Tk\.?|K[Ss][Hh]s?\.?"
    rf"|[sS]Fr\.?|Dhs?\.?|FCFA|R)|{_SIGN})\s?$"
)
_AFTER = re.compile(
    rf"\s?(?P<sign>(?:US|CA|A|C|HK|NT|NZ|S)?{_SIGN}|[元円])(?!\s?\d)"
    rf"|\s?(?P<korean>{'|'.join(_KOREAN)})(?!칙|자력|전|탁|본)"
    r"|[\s-]?(?P<code>[A-Z]{3}|usd|eur|gbp|krw|Kč|zł|Rs|FCFA)\b(?!\s?\d)"
    r"|[\s-](?P<us>U\.S\.\s(?:dollars?|\$))"
)
_WORD = re.compile(rf"[\s-]?([{LETTER}]++)(?!\d)")
_MOST_WORDS = 4
# What "won" is followed by where it is a verb.
_OBJECT = re.compile(r"\s(?:the|its|his|her|their|prizes?|awards?|medals?|seats?)\b")


@dataclass(frozen=True, slots=True)
class Sign:
    """A currency before a number: ``sure`` unless it takes a large number to make it one."""

    start: int
    currency: str
    sure: bool = True


def before(text: str, at: int) -> Sign | None:
    """The sign or code that ends at ``at``; its currency is UNKNOWN where the sign is not known."""
    found = _BEFORE.search(text, max(0, at - 8), at)
    if not found:
        return None
    written = found[0].strip().rstrip(".")
    if not written.isalpha():
        return Sign(found.start(), _WRITTEN.get(written.lower(), UNKNOWN))
    if written == "R":
        return Sign(found.start(), "ZAR", sure=False)
    code = _WRITTEN.get(written.lower()) or (written if written in _codes() else None)
    sure = written not in _WORD_CODES and (text[at - 1].isspace() or code in _GLUED_CODES)
    return Sign(found.start(), code, sure) if code else None


def after(text: str, at: int) -> tuple[int, str] | None:
    """Where the sign, code or name that starts at ``at`` ends, and its currency; or None.

    UNKNOWN where the name is shared and its country is not known ("Ruritanian dollars").
    """
    found = _AFTER.match(text, at)
    if not found:
        return _name_after(text, at)
    if korean := found["korean"]:
        return found.end(), _KOREAN[korean]
    written = found["sign"] or found["code"] or "$"
    code = _WRITTEN.get(written.lower())
    if not code and written.upper() in _codes():
        code = written.upper()
    code = code or (UNKNOWN if found["sign"] else None)
    return (found.end(), code) if code else None


def _name_after(text: str, at: int) -> tuple[int, str] | None:
    words: list[str] = []
    while len(words) < _MOST_WORDS and (word := _WORD.match(text, at)):
        words.append(word[1])
        at = word.end()
        head = word[1].lower()
        if (head in _HEADS or head.removesuffix("s") in _HEADS) and (code := _named(words)):
            verb = head == "won" and _OBJECT.match(text, at)
            return None if verb else (at, code)
    return None


def _named(words: list[str]) -> str | None:
    """The currency that the words name; the last of them is a currency's."""
    name = " ".join(words).lower()
    if name in _WRITTEN:
        return _WRITTEN[name]
    if (len(words) > 1 or name.removesuffix("s") in _RARE) and name in _names():
        return _names()[name]
    if len(words) != 2 or not words[0][0].isupper():
        return None
    return UNKNOWN if words[-1].lower().removesuffix("s") in _SHARED else _named(words[1:])


@cache
def _names() -> dict[str, str]:
    """Every English name of a currency in use, in small letters, with its ISO code."""
    from babel import Locale
    from babel.numbers import get_currency_name

    english = Locale("en")
    names = {name: code for code, name in english.currencies.items() if "(" not in name}
    for code in list(names.values()):
        names[get_currency_name(code, 2, english)] = code
    heads = Counter(name.split()[-1] for name in names)
    names |= {h: code for name, code in names.items() if heads[h := name.split()[-1]] == 1}
    names["American dollars"] = "USD"
    return {name.lower(): code for name, code in names.items()}


@cache
def _codes() -> frozenset[str]:
    return frozenset(_names().values())


def name_of(code: str) -> str:
    """How an amount in the currency is written out: "won", "Norwegian kroner"."""
    from babel.numbers import get_currency_name

    return NAMES.get(code) or get_currency_name(code, 2, "en")
