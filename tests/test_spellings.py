"""The spellings of numbers that publishers use, each with its value and unit."""

from __future__ import annotations

import pytest

from assistant.quantities import Quantity, numbers

# A spelling, "=", its value with its unit; "a..b" for a range, "text" where it must not be read.
TABLE = """
    # scales in words and short
    1.46 trillion won = 1460000000000 KRW
    3 million = 3000000
    7 hundred = 700
    45 thousand = 45000
    2 quadrillion yen = 2000000000000000 JPY
    45bn won = 45000000000 KRW
    45 bn won = 45000000000 KRW
    6mn euros = 6000000 EUR
    2.5tn dollars = 2500000000000 USD
    9 mln euros = 9000000 EUR
    12k people = 12000
    €8m = 8000000 EUR
    $3 m = 3000000 USD
    US$1.2B = 1200000000 USD
    US$4MM = 4000000 USD
    14 M€ = 14000000 EUR
    3,5 Md€ = 3500000000 EUR
    80 k€ = 80000 EUR
    750 Mio. Euro = 750000000 EUR
    750 Mio Euro = 750000000 EUR
    €1,5 Mrd = 1500000000 EUR
    2 Milliarden Euro = 2000000000 EUR
    3 Millionen Euro = 3000000 EUR
    6 milliards = 6000000000
    5 thousand million = 5000000000
    5 millions = 5000000
    45-million-euro = 45000000 EUR
    100-trillion-won = 100000000000000 KRW
    (4.2) million = -4200000
    $(4.2) million = -4200000 USD
    (1.5)% = -1.5 %
    2 million 300 thousand = 2300000
    1 billion 250 million euros = 1250000000 EUR
    # India
    Rs 2,50,000 = 250000 INR
    Rs. 12,34,567.50 = 1234567.50 INR
    ₹5 lakh = 500000 INR
    10 lakhs = 1000000
    Rs 10,372 crore = 103720000000 INR
    2 lakh crore = 2000000000000
    ₹1.5 lakh crore = 1500000000000 INR
    INR 40 cr = 400000000 INR
    3 crore 20 lakh = 32000000
    five lakh rupees = 500000 INR
    # marks
    1,234,567 = 1234567
    18,000 = 18000
    1,234.5 = 1234.5
    1.234.567 = 1234567
    1.234,56 = 1234.56
    1.234.567,8 euros = 1234567.8 EUR
    3,7 percent = 3.7 %
    0,5 percent = 0.5 %
    0.125 = 0.125
    0,125 = 0.125
    .25 percent = 0.25 %
    3·5% = 3.5 %
    1'234'567 = 1234567
    CHF 1’234.50 = 1234.50 CHF
    934 000 tonnes = 934000
    934\u00a0000 tonnes = 934000
    934\u202f000 tonnes = 934000
    1\u2009234\u2009567 = 1234567
    12 500,75 € = 12500.75 EUR
    45\u00a0million\u00a0won = 45000000 KRW
    45\u202f% = 45 %
    1.234 million = 1234000
    1.375 percent = 1.375 %
    1.234 people = text
    1.234 Mio. = 1234000000
    # signs and codes
    $500 = 500 USD
    US$5m = 5000000 USD
    U.S. $5 million = 5000000 USD
    5 million U.S. dollars = 5000000 USD
    5 million US dollars = 5000000 USD
    5 million American dollars = 5000000 USD
    EUR 5 million = 5000000 EUR
    EUR5m = 5000000 EUR
    5 million EUR = 5000000 EUR
    5m EUR = 5000000 EUR
    KRW 45 billion = 45000000000 KRW
    ₩45 billion = 45000000000 KRW
    £3.5bn = 3500000000 GBP
    3 million pounds sterling = 3000000 GBP
    25 € = 25 EUR
    25€ = 25 EUR
    NT$3bn = 3000000000 TWD
    HK$ 20 million = 20000000 HKD
    A$7 million = 7000000 AUD
    C$7 million = 7000000 CAD
    500 million Canadian dollars = 500000000 CAD
    6 million New Zealand dollars = 6000000 NZD
    NOK 300 million = 300000000 NOK
    300 million Norwegian kroner = 300000000 NOK
    40 million Swiss francs = 40000000 CHF
    SFr. 40 million = 40000000 CHF
    1.2 million francs = 1200000 CHF
    250 Kč = 250 CZK
    80 zł = 80 PLN
    3 million hryvnias = 3000000 UAH
    5 million Kenyan shillings = 5000000 KES
    R5.4 billion = 5400000000 ZAR
    RM 30 million = 30000000 MYR
    Tk 5 crore = 50000000 BDT
    TRY 500 million = 500000000 TRY
    7 million Ruritanian dollars = text
    ¤5 million = text
    50¢ = text
    # percent
    32.4% = 32.4 %
    18 percent = 18 %
    18 per cent = 18 %
    18 pct = 18 %
    18-percent = 18 %
    one percentage point = 1 %
    0.5 percentage points = 0.5 %
    7‰ = 0.7 %
    12 퍼센트 = 12 %
    # less than nothing
    -3.1% = -3.1 %
    −3.1% = -3.1 %
    –3.1% = -3.1 %
    −$2m = -2000000 USD
    $-2m = -2000000 USD
    minus ten = -10
    minus 10 billion euros = -10000000000 EUR
    # words
    seventeen = 17
    forty-two = 42
    two hundred = 200
    two hundred thousand = 200000
    a hundred and five = 105
    one hundred and five million = 105000000
    twelve hundred = 1200
    nineteen eighty-four = 1984
    two thousand and twenty-five = 2025
    a million = 1000000
    a thousand million = 1000000000
    two trillion three hundred billion = 2300000000000
    three million two hundred thousand five hundred and one = 3200501
    one point eight trillion = 1800000000000
    ten million euros = 10000000 EUR
    a five-year plan = 5
    a dozen = 12
    two dozen = 24
    half a dozen = 6
    # parts
    half a million = 500000
    half a billion won = 500000000 KRW
    half-a-million = 500000
    a million and a half = 1500000
    two and a half million = 2500000
    2 and a half million = 2500000
    2½ million = 2500000
    ¾ of the fleet = 75 %
    ½ = 0.5
    half of the firms = 50 %
    one half of the firms = 50 %
    three-quarters of the firms = 75 %
    a quarter of the firms = 25 %
    a quarter of a million = 250000
    two-fifths = 40 %
    3/4 of the firms = 75 %
    half a percent = 0.5 %
    7 out of 10 = 70 %
    seven out of ten = 70 %
    1 in 5 households = 20 %
    one in five = 20 %
    one in every four = 25 %
    500 thousand out of 2 million = 25 %
    # ranges
    3 to 5 million euros = 3000000..5000000 EUR
    between 3 and 5 million euros = 3000000..5000000 EUR
    3–5% = 3..5 %
    3‑5% = 3..5 %
    3‐5% = 3..5 %
    3−5% = 3..5 %
    3% to 5% = 3..5 %
    $5–10 million = 5000000..10000000 USD
    $5m-$10m = 5000000..10000000 USD
    from 500,000 to 2 million = 500000..2000000
    two to three million = 2000000..3000000
    10 000–20 000 € = 10000..20000 EUR
    2020–2025 = 2020..2025
    3~5만 명 = 30000..50000
    # Korea
    450억 원 = 45000000000 KRW
    450 억 원 = 45000000000 KRW
    450 억 = 45000000000
    1조 4,600억 원 = 1460000000000 KRW
    1 조 8 천억 원 = 1800000000000 KRW
    3천4백억 원 = 340000000000 KRW
    1억 2천만 원 = 120000000 KRW
    천억 원 = 100000000000 KRW
    천만 명 = 10000000
    12만5천 명 = 125000
    1만 2,500명 = 12500
    5백만 달러 = 5000000 USD
    4.5만 = 45000
    삼천억 원 = 300000000000 KRW
    5만원 = 50000 KRW
    제5조 = text
    수천억 원 = text
    # what only looks like a number, or is not understood
    12.03.2026 = text
    2025.05.01 = text
    2025-05-01 = text
    5.2.1 = text
    192.168.0.1 = text
    10:30 = text
    2023–24 = text
    2023-24 = text
    2023/24 = text
    7-2 = text
    02-123-4567 = text
    2014/24 = text
    H100 = text
    GPT-4 = text
    5G = text
    12th = text
    1990s = text
    3x = text
    10⁹ = text
    10^9 = text
    45m = text
    45 mil = text
    45 billion12 = text
    38%5 = text
    1,23,45 = text
    1,2,3 = text
    doubled = text
    threefold = text
    halved = text
    millions = text
    tens of thousands = text
"""
ROWS = [
    tuple(part.strip(" ") for part in line.rpartition("=")[::2])
    for line in TABLE.strip("\n").split("\n")
    if line.strip() and not line.strip().startswith("#")
]


def read(text: str) -> str:
    """The value and unit of the only number in the text, or "text" where it is not read."""
    (number,) = numbers(text)
    if not isinstance(number, Quantity):
        return "text"
    value = f"{number.value:f}" if number.high is None else f"{number.value:f}..{number.high:f}"
    return f"{value} {number.unit}".strip()


def plain(expected: str) -> str:
    """The same with what is no part of the value left out: zeros at the end of a fraction."""
    value, _, unit = expected.partition(" ")
    ends = [e.rstrip("0").rstrip(".") if "." in e else e for e in value.split("..")]
    return f"{'..'.join(ends)} {unit}".strip()


def test_the_table_is_large() -> None:
    assert len(ROWS) >= 150


@pytest.mark.parametrize(("spelling", "expected"), ROWS)
def test_reads(spelling: str, expected: str) -> None:
    assert plain(read(spelling)) == plain(expected)
    inside = f"It is said that ({spelling}) was the figure."
    (number,) = numbers(inside)
    assert inside[number.start : number.end] in spelling
