"""What can go wrong with a chat model, whoever serves it, in our own terms."""

from __future__ import annotations

import email.utils
import os
import re
import time
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from corpus.errors import AssistantError

_HINT = 200  # characters of a provider's own words shown to the person

_SECRET_NAMES = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL", re.IGNORECASE)

Again = Literal["never", "once", "patiently"]


class ModelUnavailable(AssistantError):
    """The chat model can't be opened: its package, its key or its name is missing."""


class ModelFailed(AssistantError):
    """The chat model gave no usable reply, after all the attempts that made sense."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Whom we talk to: "provider:model", the variable that holds its key, its URL if it was set."""

    name: str
    key: str | None
    base_url: str | None = field(repr=False)  # may carry a password
    timeout_s: float

    @property
    def provider(self) -> str:
        return self.name.partition(":")[0]

    @property
    def model(self) -> str:
        return self.name.partition(":")[2]

    @property
    def address(self) -> str:
        """ " at host:port" for a message, empty for the provider's own."""
        parts = urlsplit(self.base_url or "")
        host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
        return f" at {host}" if host else ""


class Trouble(Exception):
    """One failed attempt: what to tell the person, and whether another attempt makes sense.

    ``wait_s`` is how long the server asks to wait, in seconds.
    """

    def __init__(
        self, message: str, remedy: str, again: Again, wait_s: float | None = None
    ) -> None:
        super().__init__(message)
        self.failure = ModelFailed(message, remedy)
        self.again = again
        self.wait_s = wait_s


def late(endpoint: Endpoint) -> Trouble:
    """The time for the whole request has passed."""
    return Trouble(
        f"{endpoint.name} did not answer within {endpoint.timeout_s:g} s.",
        "Ask again, give the model more time, or choose a faster one.",
        "patiently",
    )


def unusable(endpoint: Endpoint, why: str) -> Trouble:
    """A reply came and can't be used."""
    return Trouble(
        f"{endpoint.name} sent a reply that can't be used: {why}.",
        "Ask again, or choose another model.",
        "once",
    )


def trouble_of(error: Exception, endpoint: Endpoint, *, begun: bool) -> Trouble:
    """A vendor's exception in our terms; ``begun``: a part of the reply had already come."""
    import httpx
    from langchain_core.exceptions import (
        ContextOverflowError,
        ModelConnectionError,
        ModelTimeoutError,
    )

    if isinstance(error, ContextOverflowError):
        return Trouble(
            f"The question and its evidence are too long for {endpoint.name}.",
            "Choose a model with a longer context.",
            "never",
        )
    if isinstance(error, ModelTimeoutError | httpx.TimeoutException | TimeoutError):
        return late(endpoint)
    if isinstance(error, ModelConnectionError | httpx.TransportError | ConnectionError):
        return unusable(endpoint, "it broke off") if begun else _unreachable(endpoint)
    status = _status(error)
    if status is None:
        return unusable(endpoint, "it is not in the form that the provider promises")
    return _by_status(status, error, endpoint)


def _unreachable(endpoint: Endpoint) -> Trouble:
    return Trouble(
        f"The connection to the server of {endpoint.name}{endpoint.address} failed.",
        "Check that it runs and that this machine can reach it.",
        "patiently",
    )


def _by_status(status: int, error: Exception, endpoint: Endpoint) -> Trouble:
    name = endpoint.name
    if status == 401:
        where = f" in {endpoint.key}" if endpoint.key else ""
        return Trouble(f"The provider of {name} refused the key{where}.", "Check the key.", "never")
    if status == 403:
        return Trouble(
            f"The key may not use {name}.", "Ask its owner, or choose another model.", "never"
        )
    if status == 404:
        local = endpoint.provider == "ollama"
        remedy = f"Type: ollama pull {endpoint.model}" if local else "Check the model's name."
        return Trouble(f"The provider knows no model '{endpoint.model}'.", remedy, "never")
    if status == 429 and getattr(error, "code", None) == "insufficient_quota":
        remedy = "Add credit with the provider, or choose another model."
        return Trouble(f"The account behind {name} has no credit left.", remedy, "never")
    if status == 429:
        message = f"The provider of {name} is asked too often (HTTP 429)."
        return Trouble(message, "Wait a minute and ask again.", "patiently", _asked_wait(error))
    if status in (408, 409, 425) or status >= 500:
        message = f"The server of {name} failed (HTTP {status})."
        return Trouble(message, "Ask again in a while.", "patiently", _asked_wait(error))
    message = f"The provider of {name} refused the request (HTTP {status}): {_hint(error)!r}."
    return Trouble(message, "Check the model's name and settings.", "never")


def _status(error: Exception) -> int | None:
    """The HTTP status that vendors keep on the error or on its response."""
    response = getattr(error, "response", None)
    for holder in (error, response):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int) and status >= 400:
            return status
    return None


def _asked_wait(error: Exception) -> float | None:
    """Seconds named by a Retry-After header (a number or an HTTP date), if there is one."""
    headers = getattr(getattr(error, "response", None), "headers", None)
    value = headers.get("retry-after") if headers is not None else None
    if not isinstance(value, str):
        return None
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", value.strip()):
        return float(value)
    try:
        return email.utils.parsedate_to_datetime(value).timestamp() - time.time()
    except (ValueError, OverflowError):
        return None


def _hint(error: Exception) -> str:
    """The provider's own words in one short line, without any secret of this process."""
    text = re.sub(r"^Error code: \d+ - ", "", " ".join(str(error).split()))
    for name, value in os.environ.items():
        if _SECRET_NAMES.search(name) and len(value) >= 6:
            text = text.replace(value, "…")
    return text if len(text) <= _HINT else f"{text[:_HINT]}…"
