"""What can be done with an answer: copy, link, ask again, thumbs. Safe Markdown, pure.

Gradio's sanitiser drops data- and aria- attributes, so a button says by its classes what it does,
and the text it copies lies hidden beside it. ``page.js`` does the rest.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from assistant.answer import Answer
from assistant.web.conversation import Exchange
from assistant.web.escape import escape, escape_lines
from assistant.web.feedback import verdicts_on
from assistant.web.labels import Labels, texts
from assistant.web.references import markdown, plain


def actions(exchange: Exchange, turn: int, labels: Labels) -> str:
    """The row below one exchange; ``turn`` counts from 1."""
    buttons, hidden = [], ""
    if exchange.answer:
        buttons = [
            _button("copy md", labels.copy, said=labels.copied),
            _button("copy txt", labels.copy_plain, said=labels.copied),
            _button("copy link", labels.link, said=labels.link_copied),
        ]
        hidden = _kept("md", markdown(exchange.answer, labels))
        hidden += _kept("txt", plain(exchange.answer, labels))
    buttons.append(_button("again", labels.again))
    hidden += _kept("q", standalone(exchange))
    inside = "".join(buttons)
    if exchange.answer:
        inside += _thumbs(exchange, exchange.answer, labels)
    name = escape(labels.actions)
    return f'<div class="acts" id="acts-{turn}" role="group" title="{name}">{inside}{hidden}</div>'


def standalone(exchange: Exchange) -> str:
    """The question as it is understood without the conversation around it."""
    return (exchange.answer.searched_for if exchange.answer else "") or exchange.question


def suggestions(questions: list[str], labels: Labels, *, refused: bool) -> str:
    """What could be asked next, as buttons; after a refusal, what could be asked instead."""
    if not questions:
        return ""
    heading = labels.instead if refused else labels.next
    items = "".join(f"<li>{_button('suggested', q)}</li>" for q in questions)
    return f'<p class="head">{heading}</p><ul class="chips" role="list">{items}</ul>'


def in_use(articles: tuple[str, ...], count: int, labels: Labels) -> str:
    """Which articles the next question uses, where it is not all; with a way to lift it."""
    if not articles:
        return ""
    said = labels.only_some.format(n=len(articles), all=count)
    lift = _button("lift", labels.use_all)
    return f'<p role="status">{said} {lift} <a href="sources">{labels.choose}</a></p>'


def _thumbs(exchange: Exchange, answer: Answer, labels: Labels) -> str:
    words = texts(labels)
    if exchange.thumb and not exchange.unsaved:
        said = labels.thanks.format(verdict=words[exchange.thumb])
        return f'<span class="thanks">{escape(said)}</span>'
    wrong = "".join(_button(f"thumb {v}", words[v]) for v in verdicts_on(answer))
    failed = ""
    if exchange.unsaved:
        said = labels.not_noted.format(why=exchange.unsaved)
        failed = f'<p class="unsaved" role="alert">{escape(said)}</p>'
    good = f'<button type="button" class="thumb good" title="{labels.good}"></button>'
    return (
        f'<span class="thumbs">{good}<details class="why"><summary title="{labels.bad}"></summary>'
        f'<div class="reasons"><p>{labels.what_was_wrong}</p>{wrong}</div></details></span>{failed}'
    )


def _button(kind: str, text: str, said: str = "") -> str:
    after = f'<span class="said" hidden>{escape(said)}</span>' if said else ""
    return f'<button type="button" class="{kind}">{escape(text)}{after}</button>'


def _kept(kind: str, text: str) -> str:
    return f'<pre class="kept {kind}" hidden>{escape_lines(text)}</pre>'


def menu(labels: Labels) -> str:
    """The menu that saves the conversation."""
    buttons = _button("save md", labels.as_markdown) + _button("save json", labels.as_json)
    return f'<details class="menu"><summary>{labels.save}</summary><div>{buttons}</div></details>'


def command_of(text: object) -> dict[str, Any]:
    """What page.js asks for, as it wrote it down; {} for anything else."""
    try:
        command = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        command = None
    return command if isinstance(command, dict) else {}


def saved(name: str, content: str) -> str:
    """A file for page.js to save; its id differs each time, so that it is saved again."""
    once = secrets.token_hex(4)
    return f'<pre id="file-{once}" title="{name}">{escape_lines(content)}&#10;</pre>'
