"""Words as the lexical half of the search sees them."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

# An acronym with points, a number with its separators, or a run of letters and digits.
_TOKEN = re.compile(
    r"(?P<acronym>(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?)"
    r"|(?P<number>\d+(?:[.,]\d+)+)"
    r"|[^\W_]+"
)
_POSSESSIVE = re.compile("['\u2019]s\\b")
# Scripts written without spaces, or with particles glued on: cut into pairs of characters.
_PAIRED = re.compile(
    "[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]+"
)


def words(text: str) -> list[str]:
    """Lower-case words in their order: "U.S.'s 10,000 GPUs" gives us, 10000, gpus.

    Hangul, kana and Han runs become overlapping pairs of characters, so that 예산 finds 예산이.
    """
    found: list[str] = []
    plain = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", text)).lower()
    for match in _TOKEN.finditer(plain):
        token = match.group()
        if match.lastgroup == "acronym":
            found.append(token.replace(".", ""))
        elif match.lastgroup == "number":
            found.append(token.replace(",", ""))
        elif token.isascii():
            found.append(token)
        else:
            found.extend(_pairs(token))
    return found


def _pairs(token: str) -> list[str]:
    pieces: list[str] = []
    position = 0
    for run in _PAIRED.finditer(token):
        if position < run.start():
            pieces.append(token[position : run.start()])
        signs = run.group()
        pieces.extend([signs] if len(signs) == 1 else map("".join, pairwise(signs)))
        position = run.end()
    if position < len(token):
        pieces.append(token[position:])
    return pieces
