"""The figures in README.md and docs/quality.md are those that were measured."""

from __future__ import annotations

import json
import re

import pytest

from tests.figures import FIGURES, MAIN, QUALITY, README, rendered

MEASURED = json.loads(FIGURES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", [README, QUALITY], ids=lambda page: page.name)
def test_the_pages_say_what_was_measured(page: object) -> None:
    text = page.read_text(encoding="utf-8")  # type: ignore[attr-defined]  # a path, of both
    assert rendered(text, MEASURED) == text
    assert "<!-- figures:" in text


def test_other_figures_are_written_over() -> None:
    text = README.read_text(encoding="utf-8")
    changed = re.sub(r"\d+% of the answerable", "99% of the answerable", text)
    assert changed != text
    assert rendered(changed, MEASURED) == text


def test_a_column_more_is_a_column_of_the_table() -> None:
    more = {**MEASURED, "second, briefs": MEASURED[MAIN]}
    lines = rendered(QUALITY.read_text(encoding="utf-8"), more).splitlines()
    (head,) = (line for line in lines if line.startswith("| | "))
    (right,) = (line for line in lines if line.startswith("| right, % |"))
    assert head.count("second, briefs") == 1
    assert head.count("|") == right.count("|")
