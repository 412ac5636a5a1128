"""Markup that carries meaning: notes, exponents, struck words, quotations, lists, formulas."""

from __future__ import annotations

import pytest

from corpus.page import read_page


def text(markup: str, language: str = "en") -> str:
    return read_page(f'<html lang="{language}"><body>{markup}</body></html>').text


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("the 1998<sup>7</sup> charter", "the 1998 charter"),
        ("rose to 41%<sup>2</sup> in May", "rose to 41% in May"),
        ("2,310<sup><a href='#n4'>4</a></sup> pupils", "2,310 pupils"),
        ("the ministry's<sup>9</sup> plan", "the ministry's plan"),
        ("the 1970s<sup>3</sup> and his/her<sup>4</sup> share", "the 1970s and his/her share"),
        ("a grant of £60m<sup>3</sup> a year", "a grant of £60m a year"),
        ("fees<sup>1,2</sup> and fines<sup>*</sup>", "fees and fines"),
        ("see the report<a href='#_ftn5'>[5]</a> on it", "see the report on it"),
        ("as the table shows [<a href='#fn5'>5</a>]", "as the table shows [5]"),
        ("chapter <a href='#part2'>2</a> has it", "chapter 2 has it"),
        ("<sup>6</sup> Without the islands.", "Without the islands."),
        ("a plot of 90 m<sup>2</sup> or 3 km<sup>2</sup>", "a plot of 90 m² or 3 km²"),
        ("10<sup>9</sup> cells, 10<sup>-6</sup> g", "10⁹ cells, 10⁻⁶ g"),
        ("R<sup>2</sup> of 0.8 at 9.8 m/s<sup>2</sup>", "R² of 0.8 at 9.8 m/s²"),
        ("CO<sub>2</sub>, PM<sub>2.5</sub>, Ca<sup>2+</sup>", "CO₂, PM2.5, Ca²⁺"),
        ("<sup>14</sup>C dates", "¹⁴C dates"),
        ("the 1<sup>st</sup> and 22<sup>nd</sup> of May", "the 1st and 22nd of May"),
        ("2<sup>1</sup>/<sub>2</sub> and <sup>3</sup>/<sub>7</sub>", "2½ and 3/7"),
        ("Acme<sup>TM</sup> pumps", "Acme™ pumps"),
        ("pays <del>30</del> <ins>45</ins> euros", "pays 45 euros"),
        ("pays <s>30</s><strike>35</strike> 45 euros", "pays 45 euros"),
        ("<b style='text-decoration-line: line-through'>30</b> 45 euros", "45 euros"),
        ("She said <q>we <q>may</q> go</q>.", "She said “we ‘may’ go”."),
        (
            "opens on <time datetime='2031-05-04'>4 May 2031</time> at noon",
            "opens on 4 May 2031 at noon",
        ),
        ("con&shy;sti&shy;tu<wbr>tion and zero&#8203;width", "constitution and zerowidth"),
        ("from <span aria-hidden='true'>€</span>23 up", "from €23 up"),
        ("next <i aria-hidden='true'>arrow_forward</i> stop", "next stop"),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字</ruby>", "漢字"),
        (
            "half is <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>, not"
            " <math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac></math>",
            "half is ½, not (a + b)/c",
        ),
        (
            "<span style='display:none'><math><msup><mi>x</mi><mn>2</mn></msup></math></span>"
            "<span aria-hidden='true'>x2 x2</span> grows",
            "x² grows",
        ),
    ],
)
def test_within_a_line(markup: str, said: str) -> None:
    assert text(f"<p>{markup}</p>") == said


def test_endings_of_numbers_are_told_by_the_language() -> None:
    assert text("<p>la 5<sup>a</sup> vez</p>", "es") == "la 5ª vez"
    assert text("<p>5<sup>a</sup> times</p>") == "5 times"


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<ol><li>Ask</li><li>Pay</li></ol>", "1. Ask\n\n2. Pay"),
        (
            "<ol start=4><li>Ask</li><li value=9>Pay</li><li>Go</li></ol>",
            "4. Ask\n\n9. Pay\n\n10. Go",
        ),
        ("<ol type=a><li>Ask</li><li>Pay</li></ol>", "a. Ask\n\nb. Pay"),
        ("<ol type=i start=3><li>Ask</li><li>Pay</li></ol>", "iii. Ask\n\niv. Pay"),
        ("<ol reversed><li>Ask</li><li>Pay</li></ol>", "2. Ask\n\n1. Pay"),
        ("<ol><li>(a) Ask</li></ol>", "(a) Ask"),
        (
            "<dl><dt>Deposit<dd>70 crowns<dt>Fine:<dd>9 crowns<dd>or a day's work</dl>",
            "- Deposit: 70 crowns\n\n- Fine: 9 crowns; or a day's work",
        ),
        ("<div>one<span>two</span><p>three</p>four</div>", "onetwo\n\nthree\n\nfour"),
        ("<h2><button>Who may apply</button></h2><p>All.</p>", "## Who may apply\n\nAll."),
        (
            "<details><summary>Hours</summary><p>Nine to five.</p></details>",
            "Hours\n\nNine to five.",
        ),
        (
            "<p hidden>No.</p><p style='display: none'>No.</p><p class=sr-only>No.</p><p>Yes.</p>",
            "Yes.",
        ),
    ],
)
def test_blocks_and_their_marks(markup: str, said: str) -> None:
    assert text(markup) == said


def test_what_is_not_shown_is_named() -> None:
    page = read_page("<p>Now <del>3</del> 4<sup>7</sup> euros.</p><p hidden>Secret.</p>")
    assert [(part.text, part.reason) for part in page.dropped] == [
        ("3", "struck out"),
        ("Secret.", "hidden"),
        ("7", "marks of notes"),
    ]
