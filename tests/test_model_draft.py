"""A model's reply read: markers wherever they stand, markdown, refusals, and any junk."""

from __future__ import annotations

import contextlib
import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.model.draft import MAX_REPLY, Draft, DraftError, Statement, parse_draft, settled

Read = list[tuple[str, tuple[int, ...]]]


def read(text: str, count: int = 3) -> Read:
    return [(s.text, s.evidence) for s in parse_draft(text, count).statements]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("It is 45 [1].", [("It is 45.", (1,))]),
        ("It is 45. [1]", [("It is 45.", (1,))]),
        ("It is 45.[1][3] So be it [2].", [("It is 45.", (1, 3)), ("So be it.", (2,))]),
        ("It is 45 [1, 3].", [("It is 45.", (1, 3))]),
        ("It is 45 [1], [3].", [("It is 45.", (1, 3))]),
        ("It is 45 [1-3].", [("It is 45.", (1, 2, 3))]),
        ("It is 45 [3\N{EN DASH}1].", [("It is 45.", (3, 1))]),
        ("It is 45 [1 and 2].", [("It is 45.", (1, 2))]),
        ("It is 45 [^2] [evidence 3].", [("It is 45.", (2, 3))]),
        ("It is 45\u30101\u2020source\u3011.", [("It is 45.", (1,))]),
        ("It is 45 \uff3b2\uff3d\u3002", [("It is 45\u3002", (2,))]),
        ("[1] It is 45\n[2] It is 46", [("It is 45", (1,)), ("It is 46", (2,))]),
        ("It is 45.\n[2]", [("It is 45.", (2,))]),
        ("A got 5 [1] while B got 6 [2].", [("A got 5 while B got 6.", (1, 2))]),
        ("It is 45 [1][1].", [("It is 45.", (1,))]),
        ("The U.S. spends 1.46 trillion [1].", [("The U.S. spends 1.46 trillion.", (1,))]),
        ("Dr. Kim said so [2]. He left [3].", [("Dr. Kim said so.", (2,)), ("He left.", (3,))]),
        ("Nobody knows. It is 45 [1].", [("Nobody knows.", ()), ("It is 45.", (1,))]),
        ("Nobody knows. It is 45 [1]", [("Nobody knows.", ()), ("It is 45", (1,))]),
        ("## Talent\n- **45** billion [1]", [("Talent", ()), ("45 billion", (1,))]),
        ("1. *First* [1]\n2) `Second` [2]", [("First", (1,)), ("Second", (2,))]),
        ("See [the plan](http://a.b) [1](http://c).", [("See the plan.", (1,))]),
        ("R&D costs 5 * 3 and snake_case stays [1].", [
            ("R&D costs 5 * 3 and snake_case stays.", (1,))
        ]),
        ("On [12 May] it began [1].", [("On [12 May] it began.", (1,))]),
        ("<think>Is it [2]?</think>\nIt is 45 [1].", [("It is 45.", (1,))]),
        ("It is\u202e 45\U000e0041 [1].", [("It is 45.", (1,))]),
        ("예산은 450억 원이다 [1]. 다음은 GPU다. [2]", [
            ("예산은 450억 원이다.", (1,)), ("다음은 GPU다.", (2,))
        ]),
    ],
)  # fmt: skip
def test_markers_and_markdown_are_read(reply: str, expected: Read) -> None:
    assert read(reply) == expected


@pytest.mark.parametrize(
    ("reply", "evidence", "unknown"),
    [
        ("It is 45 [9].", (), 1),
        ("It is 45 [1, 9].", (1,), 1),
        ("It is 45 [2-5].", (2, 3), 2),
        ("It is 45 [0].", (), 1),
        ("It is 45 [2026].", (), 1),
        ("It is 45 [1-999999].", (1,), 1),
        (f"It is 45 [{'9' * 5000}].", (), 1),
    ],
)
def test_numbers_that_name_no_evidence_are_dropped_and_counted(
    reply: str, evidence: tuple[int, ...], unknown: int
) -> None:
    statements = (Statement("It is 45.", evidence),)
    assert parse_draft(reply, 3) == Draft(statements, None, answered=True, unknown=unknown)


@pytest.mark.parametrize(
    "reply",
    [
        "NOT IN SOURCES",
        "Not in sources.",
        "**NOT_IN_SOURCES**",
        "Short: NOT IN SOURCES",
        "NOT IN SOURCES\nThe articles only speak of GPUs [1].",
        "The sum is not named. NOT IN SOURCES",
    ],
)
def test_the_agreed_refusal_is_recognised(reply: str) -> None:
    assert parse_draft(reply, 3) == Draft((), None, answered=False)


def test_a_reply_that_answers_in_part_keeps_that_part() -> None:
    draft = parse_draft("Talent gets 45 [1]. The rest is NOT IN SOURCES.", 3)
    assert draft == Draft((Statement("Talent gets 45.", (1,)),), None, answered=True)


@pytest.mark.parametrize(
    ("reply", "short", "statements"),
    [
        ("Short: 45 billion won\nTalent gets 45 [1].", "45 billion won", ("Talent gets 45.",)),
        ("**Short answer:** 45 won [1].\n\nTalent gets 45 [1].", "45 won", ("Talent gets 45.",)),
        ("Talent gets 45 [1].", None, ("Talent gets 45.",)),
        ("Short: 45 won [1]", "45 won", ("45 won",)),
        (f"Short: {'very ' * 40}long [1].", None, (f"{'very ' * 40}long.",)),
        ("In short: it ends [1].", None, ("In short: it ends.",)),
    ],
)
def test_the_short_answer_is_split_off(
    reply: str, short: str | None, statements: tuple[str, ...]
) -> None:
    draft = parse_draft(reply, 3)
    assert draft.short == short
    assert tuple(s.text for s in draft.statements) == statements


@pytest.mark.parametrize("reply", ["", " \n ", "***", "[1]", "...", "<think>hm</think>", "\u202e"])
def test_nothing_to_read_is_an_error(reply: str) -> None:
    with pytest.raises(DraftError):
        parse_draft(reply, 3)


PIECES = st.sampled_from([
    "[", "]", "【", "】", "1", "2", "9", "-", ",", " and ", "†", ".", " ", "\n", "*", "#", "_", "`",
    "won", "Short:", "NOT IN SOURCES", "(", ")", "</think>", "다.", "U.S.", "\u202e", "\ud800",
])  # fmt: skip


@example("SHORT::\r0", 0)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)), st.integers(0, 5))
def test_any_text_is_read_or_refused(text: str, count: int) -> None:
    try:
        draft = parse_draft(text, count)
    except DraftError:
        return
    for said in [*(s.text for s in draft.statements), draft.short or "x"]:
        assert not re.search(r"\[\d+\]", said)
        assert any(c.isalnum() for c in said)
        assert "\n" not in said
        assert said == said.strip()
    for statement in draft.statements:
        assert all(1 <= n <= count for n in statement.evidence)
        assert len(set(statement.evidence)) == len(statement.evidence)


SENTENCES = st.sampled_from([
    "Short: 45 won [1]\n", "Talent gets 45 billion [1]. ", "GPUs get 46. [2] [3] ",
    "Dr. Kim of the ", "U.S. ", "Government said so [1]. ", "A got 5 [1] while B got 6 [2]. ",
    "- **Talk**: 7 [3]\n", "1. First [1].\n", "NOT IN SOURCES ", "Nobody knows. ",
])  # fmt: skip
REPLIES = st.builds(
    str.__add__,
    st.sampled_from(["", "<think>Is it 3 [1]. Or 4 [2]. Or 5. </think>"]),
    st.lists(SENTENCES, min_size=1, max_size=6).map("".join),
)


@given(REPLIES, st.data())
def test_what_is_settled_in_a_stream_stays(reply: str, data: st.DataObject) -> None:
    try:
        final = parse_draft(reply, 3)
    except DraftError:
        return
    early = settled(reply[: data.draw(st.integers(0, len(reply)))], 3)
    if final.answered:
        assert final.statements[: len(early)] == early


def test_a_stream_settles_sentence_by_sentence() -> None:
    reply = "Short: 45 [1]\nA got 5 [1] while B got 6. [2][3] Next is seven [1]. Last is 8 [2]."
    sizes = [len(settled(reply[:end], 3)) for end in range(len(reply) + 1)]
    assert sizes == sorted(sizes)
    assert set(sizes) == {0, 1, 2}
    assert settled(reply, 3)[0] == Statement("A got 5 while B got 6.", (1, 2, 3))


@pytest.mark.parametrize(
    "unit", ["[", "[1", "[1,", "*", "[(", "[[1]", "_a ", "<think>", "1. ", "("]
)
def test_a_long_reply_of_junk_is_read_quickly(unit: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(DraftError):
        parse_draft(unit * (2 * MAX_REPLY // len(unit)), 3)
    assert time.process_time() - begun < 20  # a tenth of one; a pattern that runs away: minutes
