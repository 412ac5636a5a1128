"""MathML as a line of characters, and the raised, lowered and broken numbers of any line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_RAISED = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−–=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_PLAIN = re.compile(r"[0-9A-Za-z.,−–]")
_VULGAR = dict(
    zip(
        "1/2 1/3 2/3 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/8 3/8 5/8 7/8".split(),
        "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞",
        strict=True,
    )
)
_BINARY = set("=+−-±×÷·<>≤≥≠≈→∈")
_SIMPLE = re.compile(r"[\w.,%√⁰-⁹¹²³₀-₉]*\Z")
_INVISIBLE = re.compile("[\u2061-\u2064]")


def raised(text: str) -> str:
    """As an exponent: 10⁻³, xⁿ, and "^k" where there is no such character."""
    changed = text.translate(_RAISED)
    return f"^{_grouped(text)}" if _PLAIN.search(changed) else changed


def lowered(text: str) -> str:
    """As an index: CO₂; as it is where there is no such character, as PM2.5 is written."""
    changed = text.translate(_LOWERED)
    return text if _PLAIN.search(changed) else changed


def fraction(above: str, below: str) -> str:
    """½ where there is such a character, else 3/7 and (a + b)/c."""
    plain = f"{above}/{below}"
    return _VULGAR.get(plain) or f"{_grouped(above)}/{_grouped(below)}"


def _grouped(text: str) -> str:
    return text if _SIMPLE.match(text) else f"({text})"


def spell_formulas(page: HtmlElement) -> None:
    """Replaces each <math>, in place, by a line of characters: "a/b", "x²", "√(a + b)"."""
    for formula in list(page.iter("math")):
        said: dict[HtmlElement, str] = {}
        for node in reversed(list(formula.iter())):
            said[node] = _said(node, [said[child] for child in node])
        text = " ".join(said[formula].split()) or (formula.get("alttext") or "")
        formula.clear(keep_tail=True)
        formula.tag, formula.text = "span", text


def _said(node: HtmlElement, parts: list[str]) -> str:
    text = _INVISIBLE.sub("", (node.text or "").strip())
    match node.tag, len(parts):
        case "mo", _:
            return f" {text} " if text in _BINARY else text
        case "mspace", _:
            return " "
        case "mfrac", 2:
            return fraction(parts[0].strip(), parts[1].strip())
        case "msup" | "mover", 2:
            return parts[0] + raised(parts[1].strip())
        case "msub" | "munder", 2:
            return parts[0] + lowered(parts[1].strip())
        case "msubsup" | "munderover", 3:
            return parts[0] + lowered(parts[1].strip()) + raised(parts[2].strip())
        case "msqrt", _:
            return "√" + _grouped("".join(parts).strip())
        case "mfenced", _:
            return f"{node.get('open') or '('}{', '.join(parts)}{node.get('close') or ')'}"
        case "mtr", _:
            return ", ".join(parts) + "; "
    return text + "".join(parts)
