"""Gates for a build server: floors for figures, and JUnit XML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from assistant.evaluate.metrics import BY_NAME
from assistant.evaluate.questions import QuestionError
from assistant.evaluate.rows import Row
from assistant.evaluate.summary import Summary

FAILURES = ("wrong", "false refusal", "should have refused")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse_limits(text: str) -> dict[str, float]:
    """``right=0.9,refused=0.9`` as limits by metric name. Raises QuestionError on anything else."""
    limits = {}
    for part in text.split(","):
        name, _, value = part.strip().partition("=")
        try:
            limits[name.strip()] = float(value)
        except ValueError as error:
            raise QuestionError(
                f"{part.strip()!r} is not a limit.", "Write it like right=0.9,refused=0.9."
            ) from error
    unknown = [name for name in limits if name not in BY_NAME]
    if unknown:
        raise QuestionError(f"No figure is called {unknown[0]!r}.", f"Use {', '.join(BY_NAME)}.")
    return limits


def failures(summary: Summary, limits: Mapping[str, float]) -> list[str]:
    """A line for each figure beyond its limit, or that the set does not measure.

    A limit is the least that passes; for figures of which less is better (false_refusals, aurc,
    latencies) it is the most.
    """
    lines = []
    for name, limit in limits.items():
        figure = summary.figures.get(name)
        if figure is None:
            lines.append(f"{name}: the set has no question that measures it")
        elif BY_NAME[name].higher_is_better and figure.value < limit:
            lines.append(f"{name} is {figure.value:.4g}, under {limit:g} ({figure.n} questions)")
        elif not BY_NAME[name].higher_is_better and figure.value > limit:
            lines.append(f"{name} is {figure.value:.4g}, over {limit:g} ({figure.n} questions)")
    return lines


def junit_xml(rows: Sequence[Row]) -> str:
    """A JUnit report: a suite for each type, a failure for each wrong row; no key is a skip."""
    root = ElementTree.Element("testsuites", name="evaluate")
    for name in sorted({row.type for row in rows}):
        of_type = [row for row in rows if row.type == name]
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=_clean(name),
            tests=str(len(of_type)),
            failures=str(sum(row.outcome in FAILURES for row in of_type)),
            errors=str(sum(row.error is not None for row in of_type)),
            skipped=str(sum(row.outcome == "no key" for row in of_type)),
            time=f"{sum(row.ms for row in of_type) / 1000:.3f}",
        )
        for row in of_type:
            _case(suite, row)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ElementTree.Element, row: Row) -> None:
    case = ElementTree.SubElement(
        suite,
        "testcase",
        name=_clean(f"{row.id}: {row.question}"),
        classname=_clean(f"evaluate.{row.type}"),
        time=f"{row.ms / 1000:.3f}",
    )
    if row.error is not None:
        ElementTree.SubElement(case, "error", message=_clean(row.error))
    elif row.outcome == "no key":
        ElementTree.SubElement(case, "skipped", message="the question has no key")
    elif row.outcome in FAILURES:
        step = f"{row.outcome} ({row.step})" if row.step != row.outcome else row.outcome
        failure = ElementTree.SubElement(case, "failure", message=_clean(step))
        failure.text = _clean(row.answer.answer if row.answer else "")


def _clean(text: str) -> str:
    """Characters that XML 1.0 does not allow become U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)
