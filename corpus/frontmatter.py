"""The YAML block at the head of an article: title, publisher, author, published, url, …"""

from __future__ import annotations

import re

from corpus.errors import CorpusError

FIELDS = ("title", "publisher", "author", "published", "url", "language", "kind")
# No front matter is longer; what is longer opens with a rule of dashes and is text.
LONGEST = 64 * 1024
DEEPEST = 50

_BLOCK = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"---[ \t]*\n(?:#.*\n|[ \t]*\n)*[\w\"'-]+[ \t]*:(?:[ \t]|\n|$)")
_LIST = re.compile(r"---[ \t]*\n-[ \t]")
_NESTING = re.compile(r"[\[{]")
_NULLS = {"", "~", "null", "Null", "NULL"}
_REMEDY = 'Mend the lines between the two "---", or remove them.'


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields that the front matter states, as written, and the text below it.

    Raises CorpusError when there is front matter that can't be read. A text that merely opens with
    a rule of dashes has none.
    """
    if not text.startswith("---") or not (_KEY.match(text) or _LIST.match(text)):
        return {}, text
    block = _BLOCK.match(text[:LONGEST])
    if block is None:
        if _LIST.match(text):
            return {}, text
        raise CorpusError(
            "The front matter is not closed.", 'End it with a line of "---" above the text.'
        )
    return _fields(block[1]), text[block.end() :]


def _fields(block: str) -> dict[str, str]:
    import yaml

    if len(_NESTING.findall(block)) > DEEPEST:
        raise CorpusError("The front matter is nested too deeply.", _REMEDY)
    try:
        # The base loader keeps every value as written: a date stays "2025-03-14".
        found = yaml.load(block, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark is not None else ""
        raise CorpusError(
            f"The front matter is not valid YAML{where}.",
            'Put values that hold ": ", "#" or quotes between quotation marks.',
        ) from error
    if not isinstance(found, dict):
        raise CorpusError(
            "The front matter is not a list of fields.", 'Write it as lines of "title: …".'
        )
    return {name: value for name in FIELDS if (value := _value(found, name))}


def _value(found: dict[object, object], name: str) -> str | None:
    value = found.get(name)
    if name == "author" and isinstance(value, list) and all(isinstance(v, str) for v in value):
        value = ", ".join(value)
    if value is None or (isinstance(value, str) and value.strip() in _NULLS):
        return None
    if not isinstance(value, str):
        raise CorpusError(
            f'"{name}" in the front matter holds a list or a block of fields.',
            f'Write it as one line: "{name}: …".',
        )
    value = " ".join(value.split())
    if name == "url" and not re.match(r"https?://\S+$", value):
        raise CorpusError(
            f'"url" in the front matter is "{value[:60]}", which is not a web address.',
            'Write it with "https://" in front, or leave it out.',
        )
    return value
