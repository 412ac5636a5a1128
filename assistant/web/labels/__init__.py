"""Every word of ours on the chat's page and the pages beside it, in English and Korean.

Answers, quotes, titles, figures and units stay in the language of the articles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from assistant.web.labels.english import ENGLISH
from assistant.web.labels.korean import KOREAN
from assistant.web.labels.shape import Labels

__all__ = ["ENGLISH", "KOREAN", "LANGUAGES", "Labels", "labels_for", "labels_of", "texts"]

LANGUAGES = {labels.language: labels for labels in (ENGLISH, KOREAN)}


def labels_for(accept_language: str | None) -> Labels:
    """The labels of the first language in an Accept-Language header that there are labels in.

    RFC 9110, 12.5.4: the highest weight wins, and the order among equals; 0 means not at all.
    """
    wanted = []
    for place, entry in enumerate((accept_language or "").split(",")):
        tag, _, parameter = entry.strip().lower().partition(";")
        weight = _weight(parameter)
        language = tag.strip().split("-")[0]
        if weight > 0 and language in LANGUAGES:
            wanted.append((-weight, place, language))
    return LANGUAGES[min(wanted)[2]] if wanted else ENGLISH


def labels_of(headers: Mapping[str, str]) -> Labels:
    """The labels in the language that a request's headers ask for."""
    return labels_for(headers.get("accept-language"))


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def texts(labels: Labels) -> dict[str, str]:
    """Every label by its name, for those that the browser puts in by itself."""
    return {field.name: getattr(labels, field.name) for field in fields(labels)}
