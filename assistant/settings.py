"""One frozen object of settings, read from the environment, loud about a bad value."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from assistant.widget.sites import origin_of
from corpus.errors import AssistantError

_ROOT = Path(__file__).resolve().parent.parent
DEFAULT_CORPUS = _ROOT / "corpus" / "articles"


_OWN_PATHS = frozenset(
    "api assets docs figures gradio_api health mcp read sources static svelte v1 widget".split()
)


class SettingError(AssistantError):
    """A setting has a value that can't be used."""


class _Unusable(ValueError):
    """Says what a value must be."""


def _probability(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError("between 0 and 1")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= 3600:
        raise ValueError("between 0 and 3600")
    return value


def _port(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 65535:
        raise ValueError("between 0 and 65535")
    return value


def _host(text: str) -> str:
    if not re.fullmatch(r"[\w.:%-]+", text, re.ASCII):
        raise _Unusable("a name or an address, such as 127.0.0.1")
    return text


def _rate(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 100_000:
        raise ValueError("between 0 and 100000")
    return value


def _root_path(text: str) -> str:
    if not re.fullmatch(r"(?:/[\w.~-]+)*/?", text):
        raise _Unusable("a path such as /assistant")
    if text.strip("/").split("/")[0] in _OWN_PATHS:  # a proxy that strips it could not be told
        raise _Unusable("a path that the server does not use itself")
    return text.rstrip("/")


def _hosts(text: str) -> tuple[str, ...]:
    names = _listed(text.lower())
    if not all(re.fullmatch(r"[\w.-]+|\[[\da-f:]+\]", name) for name in names):
        raise _Unusable("names without scheme and port, such as policy.example")
    return names


def _sites(text: str) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(origin_of(site) for site in _listed(text)))
    except ValueError as error:
        raise _Unusable(f"origins such as https://news.example; {error}") from None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[,\s]+", text) if part)


def _token(text: str) -> str:
    if not re.fullmatch(r"[\x21-\x7e]{8,}", text):
        raise _Unusable("at least 8 printable ASCII characters without blanks")
    return text


def _switch(text: str) -> bool:
    if text.lower() not in ("1", "0", "true", "false", "yes", "no", "on", "off"):
        raise _Unusable("1 or 0")
    return text.lower() in ("1", "true", "yes", "on")


def _setting(
    default: Any, variable: str, says: str, parse: Any = str, *, secret: bool = False
) -> Any:
    metadata = {"env": variable, "says": says, "parse": parse, "secret": secret}
    return field(default=default, repr=not secret, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may set. Each field names its variable, its meaning and its parser."""

    corpus: Path = _setting(DEFAULT_CORPUS, "ASSISTANT_CORPUS", "folder of articles", Path)
    follow_links: bool = _setting(
        False,
        "ASSISTANT_FOLLOW_LINKS",
        "whether links that lead out of the folder of articles are followed",
        _switch,
    )
    index: Path | None = _setting(
        None, "ASSISTANT_INDEX", "folder of the index; none: one for each corpus in .index", Path
    )
    encoder: str | None = _setting(
        None, "ASSISTANT_ENCODER", "sentence-transformers folder or hub name"
    )
    reader: Path | None = _setting(
        None, "ASSISTANT_READER", "folder of another question-answering model", Path
    )
    threshold: float = _setting(
        0.3,  # refuses 5 of 100 answerable questions of the lessons that were held out
        "ASSISTANT_THRESHOLD",
        "confidence (0 to 1) under which the assistant refuses; higher refuses more",
        _probability,
    )
    model: str | None = _setting(
        None, "ASSISTANT_MODEL", "chat model, as provider:name; none: no language model"
    )
    model_url: str | None = _setting(
        None, "ASSISTANT_MODEL_URL", "address of the chat model's server, if not the provider's"
    )
    timeout: float = _setting(
        30.0, "ASSISTANT_TIMEOUT", "seconds to wait for the chat model", _seconds
    )
    host: str = _setting("127.0.0.1", "ASSISTANT_HOST", "address the server listens on", _host)
    port: int = _setting(7860, "PORT", "port the server listens on; 0 picks a free one", _port)
    root_path: str = _setting(
        "", "ASSISTANT_ROOT_PATH", "sub-path behind a proxy, such as /assistant", _root_path
    )
    hosts: tuple[str, ...] = _setting(
        (), "ASSISTANT_HOSTS", "names this server answers to, with commas; for a proxy", _hosts
    )
    proxy: str | None = _setting(
        None, "ASSISTANT_PROXY", "address of the proxy whose X-Forwarded-For is believed"
    )
    token: str | None = _setting(
        None,
        "ASSISTANT_TOKEN",
        "bearer token that /api, /v1 and /mcp ask for; the chat and its pages stay open",
        _token,
        secret=True,
    )
    rate: int = _setting(
        600, "ASSISTANT_RATE", "questions a minute from one client; 0: no limit", _rate
    )
    sites: tuple[str, ...] = _setting(
        (), "ASSISTANT_SITES", "origins that may show the widget, with commas", _sites
    )
    log_questions: bool = _setting(
        False, "ASSISTANT_LOG_QUESTIONS", "whether questions are written to the log", _switch
    )
    feedback: Path | None = _setting(
        None, "ASSISTANT_FEEDBACK", "file for thumbs; none: feedback.jsonl beside the index", Path
    )

    @property
    def index_folder(self) -> Path:
        """Where the index lies: as set, else a folder of its own for each corpus."""
        if self.index:
            return self.index
        corpus = self.corpus.resolve()
        digest = hashlib.sha256(str(corpus).encode()).hexdigest()[:8]
        return _ROOT / ".index" / f"{corpus.name}-{digest}"

    @property
    def feedback_file(self) -> Path:
        """Where thumbs are written: as set, else a file beside the index."""
        return self.feedback or self.index_folder.parent / "feedback.jsonl"

    @property
    def corpus_decides(self) -> bool:
        """False when an index was named without its corpus: then it is used as it is."""
        return self.index is None or self.corpus != DEFAULT_CORPUS or not self.index.exists()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Raises SettingError naming the variable, its value and what would be right."""
        environment = os.environ if environment is None else environment
        values = {}
        for spec in fields(cls):
            text = environment.get(spec.metadata["env"], "").strip()
            if text:
                values[spec.name] = _parsed(spec.metadata, text)
        return cls(**values)

    def rows(self, environment: Mapping[str, str] | None = None) -> list[tuple[str, str, str, str]]:
        """(variable, value, where it came from, meaning) of every setting."""
        environment = os.environ if environment is None else environment
        found = []
        for spec in fields(self):
            variable = spec.metadata["env"]
            value = getattr(self, spec.name)
            text = environment.get(variable, "").strip()
            from_env = bool(text) and _parsed(spec.metadata, text) == value
            default = value == spec.default
            source = "environment" if from_env else "default" if default else "command line"
            found.append((variable, _shown(spec.metadata, value), source, spec.metadata["says"]))
        return found


def _shown(metadata: Mapping[str, Any], value: object) -> str:
    if value in (None, "", ()):
        return "none"
    if metadata["secret"]:
        return "set, not shown"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _parsed(metadata: Mapping[str, Any], text: str) -> Any:
    try:
        return metadata["parse"](text)
    except ValueError as error:
        says = isinstance(error, _Unusable) or "between" in str(error)
        reason = str(error) if says else "a number"
        shown = "" if metadata["secret"] else f"={text!r}"
        raise SettingError(
            f"{metadata['env']}{shown} can't be used: it must be {reason}.",
            f"Set the {metadata['says'].split(';')[0]}, or unset {metadata['env']}.",
        ) from None
