"""The unit that a table states beside its figures: "(million euros)", ", in crowns", "EUR million".

A head, a label or a caption says in what its figures count, and a figure that is read alone needs
it. A phrase is taken for a unit only where its words are known ones; anything else ("Students
(primary)", "Wages, in cities") is what the head names, and stays with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

Span = tuple[int, int]

_CODES = (
    "AED ARS AUD BDT BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP GHS HKD HRK HUF IDR ILS INR"
    " ISK JPY KES KRW KZT LKR MAD MXN MYR NGN NOK NPR NZD PEN PHP PKR PLN QAR RMB RON RSD RUB SAR"
    " SEK SGD THB TND TRY TWD TZS UAH UGX USD VND XAF XOF ZAR ZMW"
)
_MONEY = (
    "euros? dollars? pounds? won yen yuan rupees? francs? crowns? kron(?:er|or|as?) korun(?:a|as|y)"
    " pesos? reais? rands? liras? z[lł]ot(?:y|ys|ych) forints? shillings? dinars? dirhams? riyals?"
    " rials? rupiah ringgit baht dong r(?:ou|u)bles? hryvnias? marks? florins? guilders? shekels?"
    " naira cedis? taka leva? lei cents? ct pence"
)
_THINGS = (
    "percent per_cent percentage_points? percentages? pp points? persons? people inhabitants"
    " residents households jobs employees workers students pupils patients beds dwellings units?"
    " vehicles passengers visitors cases head days? weeks? months? years? hours? hrs? minutes?"
    " mins? seconds? tonnes? tons? kilotonnes? kilograms? kg grams? litres? liters? hectares? ha"
    " acres? m² m2 km² km2 m³ m3 sqm sq_km metres? meters? km kilomet(?:re|er)s? miles? mi ft"
    " square_(?:kilo)?met(?:re|er)s? cubic_met(?:re|er)s? (?:kilo|mega|giga|tera)?watts?"
    " (?:kilo|mega|giga|tera)watt[_-]?hours? [kMGT]?Wh [kMGT]W [PT]J toe Mtoe"
    " [MkG]t(?:_CO[2₂](?:-?eq?)?)? °C °F mm cm g mg µg dB Mbps ppm FTEs?"
    " (?:full-time_)?equivalents? (?:index_)?points? barrels? bushels? feet"
)
_SIGN = r"(?:(?:US|A|C|HK|NT|S|R)?\$|[€£¥₩₹₺₽₴₦₫฿₪]|\bRs\.?)"
_WORDS = "|".join(f"{_MONEY} {_THINGS}".split()).replace("_", " ")
_CURRENCY = re.compile(_MONEY.replace(" ", "|") + "|원|달러", re.IGNORECASE)
_CODE = rf"(?:{_SIGN}|\b(?:{_CODES.replace(' ', '|')})\b)"
_SCALE = (
    r"(?:\b(?:hundred|thousand|million|billion|trillion)s?\b|['’]?000s?\b|\b1[,. ]?000s?\b"
    r"|\b(?:mio|mrd|bn|mn|mln|tn)\b\.?|\b(?:lakh|crore)s?\b|백만|십억|천|만|억|조)"
)
_PER = r"(?:\s?(?:/|per|a(?=\s(?:year|month|week|day|head)\b))\s?[^\s,;()/]+(?:\s[a-z]+){0,2})?"
_PATTERN = re.compile(
    rf"(?:in\s|unit\s?[:=]?\s|단위\s?[:：]?\s?)?"
    rf"(?:(?P<code>{_CODE})\s?(?:in\s)?(?P<after>{_SCALE}|(?-i:[mk]\b))?"
    rf"|(?P<scale>{_SCALE})?(?:\s?(?:of\s)?)(?P<base>(?:{_WORDS})\b|%|‰|원|달러|명|개|톤)?)"
    rf"(?P<per>{_PER})(?P<of>(?<=%|t)\sof\s[^,;()]+)?",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"(?i:(?!percent))(?:[A-Z][a-z]+s?|[A-Z]?[a-z]+s)"
)  # "Households": what a column lists
_WHERE = (
    re.compile(r"[(\[（](?P<phrase>[^()\[\]（）]+)[)\]）]"),  # in brackets
    re.compile(r",\s(?P<phrase>[^,;()]+?)(?=\s?[(\[]|$)"),  # behind a comma
    re.compile(
        r"(?:^|\s)(?P<phrase>in\s[^,;()]+?)(?=\sby\s|,|;|\s?\(|\.?$)", re.IGNORECASE
    ),  # "Wages in euros by year"
    re.compile(rf"\s(?P<phrase>(?:{_CODE})\s?(?:{_SCALE}|m|k)?|%)$"),  # "2019 €m"
)
_OF_ALL = r"(?:figures|amounts|values|numbers|prices|sums|data|units?)"
_ALL = re.compile(
    rf"(?:all\s)?(?:{_OF_ALL}\s?:?\s(?:are\s)?(?:given\s|shown\s|stated\s)?)?(?P<phrase>.+?)\.?",
    re.IGNORECASE,
)
_SAYS = re.compile(rf"\b(?:{_OF_ALL}|table)\b|^[(\[]?(?:in|unit|단위)\b", re.IGNORECASE)

# Labels of what is counted one by one, which money is not, unless all of the table is sums.
COUNTED = re.compile(
    r"\b(?:number|count|quantity|how many)\b"
    r"|^(?!.*\b(?:to|for|on|by)\s)(?:.*\s)?(?:staff|headcount|personnel|workforce|employees"
    r"|workers|posts|jobs|vacancies|population|inhabitants|residents|seats|beds|vehicles|visitors"
    r"|passengers|projects|cases|applications|dwellings|schools|hospitals)(?:\s\([^)]*\))?\W*$",
    re.IGNORECASE,
)
SUMS = re.compile(
    r"\b(?:expenditures?|spending|spent|costs?|budgets?|outlays?|expenses?|revenues?|incomes?"
    r"|payments?|grants?|aid|fees?|taxes|charges|investments?|wages?|salar(?:y|ies)|prices?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """Where a text states a unit. The spans count its characters; ``whole`` is all of the phrase.

    ``before``: a currency's sign or code, that is written before a figure; ``scale``: "million";
    ``base``: what is counted, with "per …" behind it; ``money``: whether that is a currency.
    """

    whole: Span
    before: Span | None = None
    scale: Span | None = None
    base: Span | None = None
    money: bool = False

    @property
    def counts(self) -> bool:
        """Whether it says what is counted, and not only how many at once."""
        return bool(self.before or self.base)


@lru_cache(maxsize=4096)
def unit_in(text: str) -> Unit | None:
    """The unit that a head, a label or a caption states; None where it states none."""
    whole = _ALL.fullmatch(text.strip("()[] "))
    if whole and not _NOUN.fullmatch(whole["phrase"]):
        offset = text.index(whole[0]) + whole.start("phrase")
        if found := _unit(whole["phrase"], offset, (0, len(text))):
            return found
    for pattern in _WHERE:
        for match in pattern.finditer(text):
            if found := _unit(match["phrase"], match.start("phrase"), match.span()):
                return found
    return None


def unit_said(sentence: str) -> Unit | None:
    """The unit of a whole table, where the sentence is about that: "All figures in days"."""
    return unit_in(sentence.rstrip(". ")) if _SAYS.search(sentence) else None


def _unit(phrase: str, offset: int, whole: Span) -> Unit | None:
    match = _PATTERN.fullmatch(phrase.rstrip())
    if match is None:
        return None
    found = match.groupdict()

    def span(*names: str) -> Span | None:
        held = [match.span(name) for name in names if found.get(name)]
        return (held[0][0] + offset, held[-1][1] + offset) if held else None

    before, base = span("code"), span("base", "per", "of")
    scale = span("after") or span("scale")
    if not (before or found.get("base") or scale):
        return None
    money = bool(before or _CURRENCY.fullmatch(found.get("base") or ""))
    return Unit(whole, before, scale, base, money)
