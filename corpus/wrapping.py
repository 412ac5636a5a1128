"""Which lines of a text are one paragraph: blank lines, list items, and lines wrapped by hand."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

# Wider lines are paragraphs of their own; narrower than this nobody wraps prose.
WIDEST_WRAP = 120
NARROWEST_WRAP = 40
# Share of the line breaks that a wrapping editor must have made.
WRAPPED_SHARE = 0.75
# Share of them that must visibly fall inside a sentence: a lower-case letter follows.
BROKEN_SHARE = 0.2
# A line of fewer words may be a label, even "Published in".
LINE_WORDS = 4
# Such a share of the paragraph's longest line fills a line.
NEARLY_FULL = 0.85
# The longest lines may be addresses that could not be wrapped.
WIDTH_QUANTILE = 0.95

HASHES = re.compile(r"#{1,6}\s+\S")
BULLET = re.compile(
    r"(?:[-*+•·‣▪●○◦–—※△▲▷□■◆◇▶►]|\(?\d{1,3}[.)]|\(?[a-zA-Z가-하][.)]|\([ivxIVX]{2,5}\)"
    r"|[①-⑳㉠-㉻])[ \t]+\S|\|.*\|$"
)
NUMBER = re.compile(r"\(?(\d{1,3})[.)]")
_BROKEN_WORD = re.compile(r"[^\W_][-‐]\Z")
# Words in small letters that begin no line of their own, and such as end none.
JOINING = frozenset("and or of und oder et y e och og".split())
OPEN = frozenset(
    """the a an of to in on at by for from with without into and or nor as than per under between
    among that which whose its their our der die das den dem des ein eine einen einem einer und oder
    von mit für zu im am zum zur bei le la les des du de et ou à au aux pour par sur un une el los
    las del y o para con por una über um an auf nach wenn dass daß sur que si""".split()
)
_TERMINAL = re.compile(r"[.!?…。！？｡]['\"”’»」』)\]）】*_]*(?:\[\d+\])*$")
# A Korean sentence may end without a full stop; these nouns end like its verbs.
_KOREAN_END = re.compile(
    r"[가-힣](?<!캐나)(?<!바)(?<!우간)(?<!르완)(?<!아젠)(?<!어젠)(?<!플로리)(?<!보)다['\"”’)\]]*$"
    r"|(?:[어아해세에예네군나까데게래져줘]요|니까|[을일할될갈올]까|죠)['\"”’)\]]*$"
)
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together: ``text[start:end]``, without space at either end."""

    start: int
    end: int
    first: str  # its first line
    indent: int
    block: int  # lines with no blank line between them share a block
    width: int = 0  # columns of its longest line so far
    lines: int = 1


def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does, closing quotes and brackets allowed."""
    tail = line[-12:]
    return bool(_TERMINAL.search(tail) or _KOREAN_END.search(tail))


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs, headings and list items of a text; together they cover all but space."""
    lines = list(_lines(text))
    width = _wrap_width(lines)
    found: list[Paragraph] = []
    last: Paragraph | None = None  # the line before
    for line in lines:
        if last and line.block == last.block and _continues(found[-1], last, line, width):
            found[-1].end = line.end
            found[-1].lines += 1
            found[-1].width = max(found[-1].width, _columns(line))
        else:
            found.append(replace(line, width=_columns(line)))
        last = line
    return found


def _lines(text: str) -> Iterator[Paragraph]:
    position, block = 0, 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            start = position + indent
            yield Paragraph(start, start + len(stripped), stripped, indent, block)
        else:
            block += 1
        position += len(raw) + 1


def _wrap_width(lines: Sequence[Paragraph]) -> int | None:
    """The column at which the text was wrapped by hand or by an editor; None if it was not."""
    pairs = [
        (a, b)
        for a, b in itertools.pairwise(lines)
        if a.block == b.block and not _is_marked(b.first) and not HASHES.match(a.first)
    ]
    narrow = [pair for pair in pairs if _columns(pair[0]) <= WIDEST_WRAP]
    if not narrow or len(narrow) < 0.9 * len(pairs):
        return None
    broken = sorted(_columns(a) for a, b in narrow if _is_broken(a.first, b.first))
    # Two lines prove nothing by their width alone, so some break must fall inside a sentence.
    if len(broken) < max(1, BROKEN_SHARE * len(narrow)):
        return None
    width = broken[int(WIDTH_QUANTILE * (len(broken) - 1))]
    full = sum(_is_full(a, b.first, width) for a, b in narrow)
    return width if width >= NARROWEST_WRAP and full >= WRAPPED_SHARE * len(narrow) else None


def _is_broken(line: str, following: str) -> bool:
    """Whether the line break visibly falls inside a sentence."""
    return (following[0].islower() or _is_wide(following[0])) and not ends_sentence(line)


def _columns(line: Paragraph) -> int:
    return line.indent + len(line.first) + len(_WIDE.findall(line.first))


def _is_wide(character: str) -> bool:
    return bool(_WIDE.match(character))


def _is_full(line: Paragraph, following: str, width: int) -> bool:
    """Whether the first word of the following line would not have fitted on this one."""
    first = following[0] if _is_wide(following[0]) else following.split(maxsplit=1)[0]
    return _columns(line) + 1 + len(first) + len(_WIDE.findall(first)) >= width


def _is_marked(line: str) -> bool:
    return bool(BULLET.match(line) or HASHES.match(line))


def _is_rule(line: str) -> bool:
    """A line of dashes, stars and the like."""
    return not any(character.isalnum() for character in line)


def _continues(unit: Paragraph, above: Paragraph, line: Paragraph, width: int | None) -> bool:
    """Whether the line goes on with the paragraph above it, or begins its own."""
    last, text = above.first, line.first
    if HASHES.match(unit.first) or HASHES.match(text) or _is_rule(last) or _is_rule(text):
        return False
    full = width is not None and _columns(above) <= WIDEST_WRAP and _is_full(above, text, width)
    if BULLET.match(text) and not (full and _is_wrapped_marker(last, text)):
        return False
    if unit.first.startswith("|"):
        return False
    if full or (BULLET.match(unit.first) and line.indent > unit.indent):
        return True
    if _BROKEN_WORD.search(last) and text[0].isalnum():
        return True
    if ends_sentence(last) or last.endswith((":", ";")):
        return False
    words = last.split()
    if len(words) >= LINE_WORDS and words[-1] in OPEN:
        return True
    if unit.lines > 1 and _columns(above) >= NEARLY_FULL * unit.width and last[-1].isalnum():
        return unit.width >= NARROWEST_WRAP
    return text[0].islower() and (len(last) >= NARROWEST_WRAP or _first_word(text) in JOINING)


def _first_word(line: str) -> str:
    return line.split(maxsplit=1)[0]


def _is_wrapped_marker(last: str, line: str) -> bool:
    """Whether "12. Then" or "(a) applies" at the start of a wrapped line only looks like a marker.

    ``last`` fills its line.
    """
    number = NUMBER.match(line)
    if number is not None:
        return not ends_sentence(last) and int(number[1]) > 1 and not NUMBER.match(last)
    return (
        line.startswith("(") and last[-1].isalnum() and last.rsplit(maxsplit=1)[-1] not in JOINING
    )
