"""Markdown as markup, so that the reader of HTML pages reads both.

CommonMark with tables, struck out text, notes and definition lists. It departs from the
specification only where that would lose or change what people wrote: a cell beyond the head of its
table stays and a row that is short stays short, indented text is no code, 5*3*2 is a product, an
unknown tag such as <your name> is text, and a paragraph above a line of dashes is no heading.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from corpus.dropped import Dropped, without_comments
from corpus.page import Page, read_markup
from corpus.wrapping import ends_sentence

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# Deeper quotes and lists than about a third of Python's stack are read as plain text.
DEEPEST = 1000
# Where this share of the line breaks falls within a sentence, lines were wrapped by an editor.
WRAPPED_SHARE = 0.3
NEAR = 4  # tokens beside a line break that may be marks, such as the end of a link

# What site generators take out of a file before they read it as Markdown.
_TEMPLATE = re.compile(
    r"\{%[^\n]{0,400}?%\}|<%[^\n]{0,400}?%>|\{:[^{}\n]{0,200}\}|(?<=\S) \{#[\w-]{1,80}\}[ \t]*$",
    re.M,
)
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)+")
_TAG = re.compile(r"</?([A-Za-z][\w:-]*)[^<>]*>")
_MENU_MARKS = frozenset("|·•/>»›")
_STRAY = re.compile(r"<(?![/A-Za-z!?][^<>]*>)")
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,60}\](?!:)")
_KANA_OR_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_HYPHEN = re.compile(r"\w[-‐]\Z")


def read_markdown(text: str) -> Page:
    """The text as a person reads it, and what was left out; it states no facts."""
    visible, comments = without_comments(text)
    markup, dropped = as_markup(visible)
    page = read_markup(markup)
    return Page({}, page.text, (*comments, *dropped, *page.dropped))


def as_markup(text: str) -> tuple[str, list[Dropped]]:
    """The HTML of a Markdown text, and what is no text in it: templates' tags, pictures' names.

    What is nested too deeply to be read comes as one paragraph, line by line, as it is.
    """
    dropped = [Dropped(tag, "a template's tag") for tag in _TEMPLATE.findall(text)]
    environment: dict[str, Any] = {"dropped": dropped}
    try:
        body = _parser().render(_TEMPLATE.sub("", text), environment)
    except RecursionError:
        return f"<pre>{html.escape(text, quote=False)}</pre>", []
    return f"<html><body>{body}</body></html>", dropped


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST})
    parser.enable(["table", "strikethrough"]).disable("code")
    parser.use(footnote_plugin).use(deflist_plugin)
    parser.inline.ruler.before("emphasis", "product", _product)
    parser.core.ruler.before("inline", "blocks", _mend_blocks)
    parser.core.ruler.push("lines", _mend_lines)
    for name in ("footnote_ref", "footnote_anchor"):
        parser.add_render_rule(name, _nothing)
    parser.add_render_rule("image", _picture)
    return parser


def _nothing(*_: Any) -> str:
    return ""


def _picture(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    if tokens[at].content.strip():
        env["dropped"].append(Dropped(tokens[at].content.strip(), "the name of a picture"))
    return ""


def _product(state: StateInline, silent: bool) -> bool:
    """A star between digits multiplies and marks nothing."""
    at, source = state.pos, state.src
    if source[at] != "*" or not (
        source[at - 1 : at].isdigit() and source[at + 1 : at + 2].isdigit()
    ):
        return False
    state.pending += "" if silent else "*"
    state.pos += 1
    return True


def _mend_blocks(state: StateCore) -> None:
    for at, token in enumerate(state.tokens):
        if token.type == "heading_open" and token.markup in ("-", "="):
            said = state.tokens[at + 1].content
            if "\n" in said or ends_sentence(said):
                token.tag = state.tokens[at + 2].tag = "p"
        elif token.type == "html_block":
            token.content = _with_known_tags(token.content)
    state.tokens[:] = _with_true_rows(state)


def _with_true_rows(state: StateCore) -> Iterator[Token]:
    """The tokens, with as many cells in each row of a table as the row has."""
    from markdown_it.rules_block.table import escapedSplit

    lines = state.src.split("\n")
    cells: list[Token] = []
    row: Token | None = None
    for token in list(state.tokens):
        if token.type == "tr_open":
            row, cells = token, []
        if row is None:
            yield token
            continue
        cells.append(token)
        if token.type == "tr_close":
            yield from _true_row(cells, escapedSplit, lines, row)
            row = None


def _true_row(cells: list[Token], split: Any, lines: Sequence[str], row: Token) -> list[Token]:
    """A row of tokens (its opening, three for each cell, its end) with the cells that it has."""
    if row.map is None or cells[1].type != "td_open":
        return cells
    said = split(_QUOTED.sub("", lines[row.map[0]]).strip())
    said = said[not said[0] :]
    said = said[: len(said) - (len(said) > 1 and not said[-1])]
    inside, width = cells[1:-1], (len(cells) - 2) // 3
    inside = inside[: 3 * len(said)]
    for extra in said[width:]:
        opened, text, closed = (token.copy() for token in cells[1:4])
        text.content, text.children = extra.strip(), []
        inside += [opened, text, closed]
    return [cells[0], *inside, cells[-1]]


def _with_known_tags(markup: str) -> str:
    from lxml.html.defs import tags

    def known(tag: re.Match[str]) -> str:
        return tag[0] if tag[1].lower() in tags else html.escape(tag[0], quote=False)

    return _STRAY.sub("&lt;", _TAG.sub(known, markup))


def _mend_lines(state: StateCore) -> None:
    """Decides for each line break within a paragraph whether the sentence goes on over it."""
    texts = [token for token in state.tokens if token.type == "inline" and token.children]
    breaks = [
        _sides(token.children or [], n)
        for token in texts
        for n, child in enumerate(token.children or [])
        if child.type == "softbreak"
    ]
    wrapped = sum(_is_within(*sides) for sides in breaks) >= WRAPPED_SHARE * max(1, len(breaks))
    for above, token in pairwise([None, *state.tokens]):
        if token is not None and token.type == "inline":
            heading = above is not None and above.type == "heading_open" and above.tag != "p"
            _mend_children(token.children or [], wrapped or heading)
            if said := _menu(token.children or []):
                state.env["dropped"].append(Dropped(said, "a menu"))
                token.children = []


def _mend_children(children: list[Token], wrapped: bool) -> None:
    for n, child in enumerate(children):
        if child.type == "text":
            child.content = _NOTE_MARK.sub("", child.content)
        elif child.type == "html_inline":
            child.content = _with_known_tags(child.content)
        elif child.type == "softbreak":
            before, after = _sides(children, n)
            child.type = "hardbreak"
            if (wrapped or _is_within(before, after)) and not _HYPHEN.search(before):
                wide = _KANA_OR_HAN.match(before[-1:]) and _KANA_OR_HAN.match(after[:1])
                child.type, child.content = "text", "" if wide else " "


def _menu(children: Sequence[Token]) -> str:
    """What a paragraph of links with bars or points between them says; "" if it is none."""
    between: list[str] = []
    depth = 0
    for child in children:
        depth += child.nesting if child.type.startswith("link_") else 0
        if not depth and child.content.strip():
            between.append(child.content.strip())
    menu = between and all(mark in _MENU_MARKS for mark in between)
    return "".join(child.content for child in children) if menu else ""


def _sides(children: Sequence[Token], at: int) -> tuple[str, str]:
    """The text on both sides of a line break: of the nearest token that has any."""
    near = children[max(0, at - NEAR) : at], children[at + 1 : at + 1 + NEAR]
    before = next((child.content for child in reversed(near[0]) if child.content.strip()), "")
    after = next((child.content for child in near[1] if child.content.strip()), "")
    return before.rstrip(), after.lstrip()


def _is_within(before: str, after: str) -> bool:
    """Whether a line break visibly falls within a sentence."""
    return after[:1].islower() and bool(before) and not ends_sentence(before)
