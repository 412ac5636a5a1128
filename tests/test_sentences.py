"""Sentences: where they end, in several languages, and that nothing is lost."""

from __future__ import annotations

import dataclasses
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.article import Article
from corpus.passage import Sentence
from corpus.sentences import LONGEST, sentences


def split(text: str, language: str = "en") -> list[str]:
    article = Article(id="a", title="A title of its own", text=text, language=language)
    return [sentence.text for sentence in sentences(article)]


# Each row is one paragraph, cut by hand.
ENGLISH = [
    ["The U.S. officials left.", "Nobody knows why."],
    ["They moved to the U.S.", "The plan failed."],
    ["He lives in the U.S.", "He likes it."],
    ["It cost 1.46 trillion won.", "That is 2.4% of the budget."],
    ["National Supercomputer No. 6 will open in 2026.", "No. 5 will close."],
    ["Is that a yes or a no?", "He said no.", "The others agreed."],
    ["See Art. 5 and Sec. 12 of the act.", "Art is long."],
    ["She holds a Ph.D. in physics.", "Her Ph.D.-level staff earn less."],
    ["Dr. Kim, Mr. Lee, Mrs. Park and Prof. Choi met Gen. Sato.", "Sen. Wu was late."],
    ["J. K. Rowling and J.R.R. Tolkien wrote books.", "Both sold well."],
    ["Acme Inc. bought Beta Ltd. for $5 million.", "Gamma Co. sued."],
    ["They work for Acme Inc.", "They like it."],
    ["Use a tool, e.g. a hammer, i.e. something hard, etc.", "Then stop."],
    ["On Oct. 20 he spoke.", "On Feb. 3 he did not."],
    ["It opens at 9 a.m. on Monday.", "It closes at 5 p.m.", "The rest is known."],
    ['"It is good," he said.', '"Is it?" she asked.'],
    ['He said, "It is good.', 'It is new."', "She left."],
    ["'Securing GPUs cannot be a solution.'", "He emphasized that."],
    ["He called it ‘a “quote” within.’", "Then he left."],
    ["Really?!", "Yes!", "But why …", "Nobody knows."],
    ["He waited... and waited.", "Then he left..."],
    ["(This is a whole sentence.)", "This is another (see above)."],
    ["It rose by 3.5 percent (about 20 million).", "That is all."],
    ["Visit www.example.com/a.b?c=d.", "Then write to a.b@example.org.", "Thanks."],
    ["The value fell to -.5 in v2.0.1 of the model.", "GPT-4.1 is new."],
    ["It has two parts; the first is short; the second is not."],
    ["This is known.[1][2]", "That is not.[3]"],
    ["It costs $5.", "€6 is more.", "7 out of 10 agree."],
    ["He moved to Washington, D.C., in 2010.", "It rained."],
    ["Smith et al. (2020) disagree.", "Jones v. Smith settled it."],
    ["St. Mary's Hospital is on Main St. in Mt. Vernon.", "It is old."],
    ["Gov. Brown signed the bill.", "The bill, H.R. 5, passed."],
    [
        "He felt ill.",
        "Kim said no.",
        "Lee met the sales rep.",
        "Park sat.",
        "Wu ran 5 mm.",
        "Xi won.",
    ],
    ["In Mass. Senator Li won.", "Rep. Wu of Ill. Governor Xi knows."],
    ["We met at approx. 5 places.", "Fig. 3 shows them."],
    ["I asked Mr. Yang.", "I. Newton did not answer."],
    ["It is what it is.", "iPhone sales fell."],
]
OTHERS = [
    ("de", ["Im 3. Quartal stiegen die Mittel.", "Sie fielen am 1. Oktober."]),
    ("de", ["Nach § 7 Abs. 2 gilt z. B. Satz 1.", "Dr. Vogt sagte: „Das ist gut.“", "Er ging."]),
    ("de", ["Das kostet 2,4 Mio. Euro bzw. 3 Mrd. Kronen.", "Das ist viel."]),
    ("de", ["Das war 2019.", "Der Rest folgte 2020.", "Es blieben 12.", "Die gingen."]),
    ("fr", ["M. Castex a dit « non. »", "Il est parti."]),
    ("fr", ["« C’est trop cher », a-t-il dit.", "Mme. Dupont paiera."]),
    ("es", ["¿Quién paga?", "El Sr. Ibarra.", "¡No!"]),
    ("ko", ["정부는 18일 발표했다.", '그러나 업계는 "부족하다"고 말했다.']),
    ("ko", ["예산은 1.8조원이다.", "이 중 80%는 GPU다.", "나머지는요?"]),
    ("ko", ['"그렇다."고 말했다.', "끝났다."]),
    ("ja", ["予算は1.8兆円です。", "「足りない。もっと要る。」と述べた。", "本当？"]),
    ("ja", ["彼は言った。", "（これは注です。）", "次の文！"]),
    ("zh", ["总投资约54亿元。", "他说：“学校要优先。”", "计划分三个阶段！", "好吗？"]),
]


@pytest.mark.parametrize("expected", ENGLISH, ids=lambda row: row[0][:30])
def test_english(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize(("language", "expected"), OTHERS)
def test_other_languages(language: str, expected: list[str]) -> None:
    joint = "" if language in ("ja", "zh") else " "
    assert split(joint.join(expected), language) == expected


def test_korean_pasted_without_a_space() -> None:
    assert split("발표했다.그러나 늦었다.", "ko") == ["발표했다.", "그러나 늦었다."]


def test_korean_lines_without_full_stops() -> None:
    assert split("예산은 1.8조원이다\n업계는 부족하다고 했다  \n끝", "ko") == [
        "예산은 1.8조원이다",
        "업계는 부족하다고 했다",
        "끝",
    ]


def kinds(text: str) -> list[tuple[str, str]]:
    def kind(sentence: Sentence) -> str:
        return "heading" if sentence.heading else "item" if sentence.item else "text"

    return [(kind(sentence), sentence.text) for sentence in sentences(text)]


def test_headings_and_lists() -> None:
    text = """# The plan

Three things will happen:

- GPUs are bought. They cost 5 million.
- talent
  is hired
1. First
2. Second step

Money

It comes from the state."""
    assert kinds(text) == [
        ("heading", "# The plan"),
        ("text", "Three things will happen:"),
        ("item", "- GPUs are bought."),
        ("item", "They cost 5 million."),
        ("item", "- talent\n  is hired"),
        ("item", "1. First"),
        ("item", "2. Second step"),
        ("heading", "Money"),
        ("text", "It comes from the state."),
    ]


def test_a_list_without_markers() -> None:
    text = "There are problems:\nToo few chips\nTalent leaves.\nNo vision\nWe hope. We wait."
    assert kinds(text) == [
        ("text", "There are problems:"),
        ("item", "Too few chips"),
        ("item", "Talent leaves."),
        ("item", "No vision"),
        ("text", "We hope."),
        ("text", "We wait."),
    ]


def test_numbered_headings_are_no_list() -> None:
    text = "1. Background\n\nIt began in 2010. It went on.\n\n2. Measures\n\nMoney was spent."
    assert [kind for kind, _ in kinds(text)] == ["heading", "text", "text", "heading", "text"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("The gate closes at 5. Nobody may stay on the quay", "text"),
        ("Boats from Brunn pay half. Others pay the whole fee", "text"),
        ("The harbour fee is 50 crowns for each boat", "text"),
        ("Owners of small boats must pay before May", "text"),
        ("In order to moor a boat, you promise that", "text"),
        ("Article 5. Fees of the harbour", "heading"),
        ("2.1. Scope of the rules", "heading"),
        ("Who must pay the fee", "heading"),
        ("What is covered", "heading"),
        ("Fees and fines", "heading"),
        ("Dr. Ottavi's plan for the quay", "heading"),
        ("The Harbour Is Open to All", "heading"),
    ],
)
def test_a_short_paragraph_of_sentences_is_no_heading(line: str, kind: str) -> None:
    text = f"The rules are new, the council says.\n\n{line}\n\nThe rules are in force since May."
    assert {found for found, said in kinds(text) if said in line} == {kind}


@pytest.mark.parametrize(
    "sentence",
    [
        "The Com. & Adm. Committee met in May.",
        "He asked [the Minister] to stay.",
        "[The Minister] refused, and [her] office said so.",
        "It was [sic] a mistake by [the members of the harbour council].",
    ],
)
def test_names_and_brackets_within_a_sentence(sentence: str) -> None:
    assert split(f"It began. {sentence} It ended.") == ["It began.", sentence, "It ended."]


@pytest.mark.parametrize(
    "mark", ["[12]", "[3][4]", "[1, 2]", "[a]", "[note 3]", "[citation needed]"]
)
def test_the_mark_of_a_note_stays_with_its_sentence(mark: str) -> None:
    assert split(f"It began.{mark} It ended.") == [f"It began.{mark}", "It ended."]


def test_hard_wrapped_lines_are_one_sentence() -> None:
    text = (
        "The water board read 2,310 meters by radio between January and\n"
        "June of last year. According to its engineer, J. P. Castellane,\n"
        "94.2% of the readings arrived within a day, and they came from\n"
        "cellars with iron doors.\n\n"
        "Leaks were the surprise."
    )
    assert split(text) == [
        "The water board read 2,310 meters by radio between January and\nJune of last year.",
        "According to its engineer, J. P. Castellane,\n94.2% of the readings arrived within a day, "
        "and they came from\ncellars with iron doors.",
        "Leaks were the surprise.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        # a bill: indented lines, wrapped at one column, that begin with a capital or a bracket
        "    (1) Fees.--The owner of a boat that lies within the harbour \n"
        "        (including any boat of the Council) shall pay a fee to the \n"
        "        Council of Vellmar before the first day of the month of \n"
        "        May, and the harbour master shall enter it in a book.",
        "The fee was set by the Council of the Harbours of the\nUnited Provinces in May.",
        "The harbour master may refuse a boat under paragraphs\n(a) and (b) of the rules, and "
        "the owner then\nmay ask the Council of Vellmar for its own view.",
    ],
)
def test_wrapped_lines_that_begin_with_a_capital_or_a_bracket(text: str) -> None:
    assert len(sentences(text)) == 1


def test_a_paragraph_a_line() -> None:
    text = "The first line says one thing.\nThe second says two. Or three.\nA third ends."
    assert [s.paragraph for s in sentences(text)] == [0, 1, 1, 2]


def test_text_without_full_stops_is_cut_at_safe_places() -> None:
    clause = "and the plan goes on with another measure for the sector, "
    pieces = split(clause * 100)
    assert all(len(piece) <= LONGEST for piece in pieces)
    assert all(piece.endswith(("sector,", "sector")) for piece in pieces)
    assert all(len(piece) <= LONGEST for piece in split("x" * 5000))


def test_a_long_line_is_not_cut_beside_a_number() -> None:
    line = "port after port " * 60 + "takes 45 cranes and 12 ships " * 40
    pieces = split(line.strip())
    assert len(pieces) > 2
    assert not any(piece[0].isdigit() or piece[-1].isdigit() for piece in pieces)


def check_spans(text: str) -> None:
    found = sentences(text)
    covered = [False] * len(text)
    end = 0
    for sentence in found:
        assert end <= sentence.start < sentence.end <= len(text)
        assert sentence.text == text[sentence.start : sentence.end] == sentence.text.strip()
        assert len(sentence.text) <= LONGEST
        covered[sentence.start : sentence.end] = [True] * len(sentence.text)
        end = sentence.end
    assert all(seen or character.isspace() for seen, character in zip(covered, text, strict=True))
    numbers = [sentence.paragraph for sentence in found]
    assert numbers == sorted(numbers)


fragments = st.sampled_from(
    'The plan~U.S.~ ~. ~\n~\n\n~- ~1. ~# ~“~”~"~다~.~。~「~」~?!~…~Dr. ~3.~e.g. ~(~)~◇ ~한국~:~'
    "\u00a0~https://a.b/c~| a | b |".split("~")
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(fragments, max_size=80).map("".join)))
@example("x" * 2500)
@example("a\u0301" * 900)
@example("「" * 30 + "。" * 30)
def test_spans_are_ordered_disjoint_and_complete(text: str) -> None:
    check_spans(text)


@pytest.mark.parametrize(
    "text",
    [
        "a. " * 150_000,
        ". " * 200_000,
        "x" * 1_000_000,
        "「" * 500_000 + "。" * 500_000,
        "(" * 1_000_000,
        "Dr. " * 100_000,
        "a\n" * 20_000,
        "- a\n" * 20_000,
        "1. A\n\n" * 20_000,
        "Abc def ghi jkl mno pqr stu vwx yz abc def ghi jkl\nmno " * 18_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_time_is_linear(text: str) -> None:
    """Up to a megabyte on one line, or twenty thousand lines; what is quadratic takes minutes."""
    start = time.process_time()
    assert sentences(text)
    assert time.process_time() - start < 10


def test_language_decides_about_ordinals() -> None:
    english = Article(id="a", title="t", text="It was in 12. October came.", language="en")
    german = dataclasses.replace(english, text="Es war am 12. Oktober in Kassel.", language="de")
    assert len(sentences(english)) == 2
    assert len(sentences(german)) == 1


def test_speed() -> None:
    """About 100,000 sentences a second on one core; the floor allows for a busy machine."""
    text = " ".join(sentence for row in ENGLISH for sentence in row)
    article = Article(id="a", title="t", text="\n\n".join([text] * 60), language="en")
    start = time.process_time()
    found = sentences(article)
    assert len(found) / (time.process_time() - start) > 15_000
