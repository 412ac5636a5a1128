"""Chat models through LangChain: evidence in, a Draft out, every vendor failure mapped to ours."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from assistant.answer import Turn
from assistant.model import prompts
from assistant.model.draft import Draft, DraftError, parse_draft
from assistant.model.errors import (
    Endpoint,
    ModelUnavailable,
    Trouble,
    late,
    trouble_of,
    unusable,
)
from assistant.model.patience import Late, Patience, in_time
from assistant.model.usage import Usage, counted

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage

CONNECT_S = 10.0  # a host that does not accept a connection by then is taken for dead

_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
# Where a complete reply says why it ended: without it, a stream was cut.
_ENDINGS = {"openai": "finish_reason", "anthropic": "stop_reason", "ollama": "done_reason"}
_TOO_LONG = ("length", "max_tokens")  # the reason given when the reply hit its length limit

_log = logging.getLogger(__name__)


def open_chat_model(
    name: str,
    *,
    timeout_s: float,
    retries: int,
    temperature: float | None = 0.0,
    base_url: str | None = None,
) -> ChatModel:
    """The chat model "provider:model" ("openai:…", "anthropic:…", "ollama:…", any of LangChain's).

    ``timeout_s`` bounds a whole call in seconds, its ``retries`` and pauses included. The key is
    read from the provider's environment variable. Nothing is sent yet.
    Raises ModelUnavailable when the name, the package or the key is missing.
    """
    provider, _, model = name.partition(":")
    if not provider or not model:
        raise ModelUnavailable(
            f"'{name}' names no chat model.",
            "Write provider:model, for example openai:gpt-5.5 or ollama:llama3.2.",
        )
    key = _KEYS.get(provider)
    options: dict[str, Any] = _limits(provider, timeout_s)
    if base_url:
        options["base_url"] = base_url

    def build(temperature: float | None) -> BaseChatModel:
        return _build(provider, model, key, {**options, "temperature": temperature})

    return ChatModel(Endpoint(name, key, base_url, timeout_s), build, temperature, retries)


class ChatModel:
    """One chat model. Safe to share between threads."""

    def __init__(
        self,
        endpoint: Endpoint,
        build: Callable[[float | None], BaseChatModel],
        temperature: float | None,
        retries: int,
    ) -> None:
        self._endpoint = endpoint
        self._build = build
        self._client = build(temperature)
        self._tempered = None if temperature is None else self._client
        self._retries = retries
        self._usage = Usage()
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"ChatModel({self.name!r})"

    @property
    def name(self) -> str:
        """As it was opened: "provider:model"."""
        return self._endpoint.name

    @property
    def timeout_s(self) -> float:
        """The time limit of one call, in seconds."""
        return self._endpoint.timeout_s

    @property
    def usage(self) -> Usage:
        """What was used so far, by all threads. A stream counts tokens only if the server does."""
        with self._lock:
            return self._usage

    def draft(
        self,
        question: str,
        history: Sequence[Turn],
        evidence: Sequence[str],
        complaint: str = "",
        within_s: float | None = None,
    ) -> Draft:
        """The model's reply from the evidence sentences, which it cites by number from 1.

        ``complaint`` tells it what was wrong with its last reply; ``within_s`` is what is left of
        the time limit (None: all of it). Raises ModelFailed.
        """
        request = prompts.messages(question, history, evidence, complaint)
        reply = "".join(self._reply(request, len(evidence), streaming=False, within_s=within_s))
        return parse_draft(reply, len(evidence))

    def stream(
        self, question: str, history: Sequence[Turn], evidence: Sequence[str]
    ) -> Iterator[str]:
        """The same reply as text, in chunks as they come; joined, parse_draft reads it.

        A cut stream is asked for again and goes on where it broke off. Raises ModelFailed, also
        after the first chunks, when that does not work out.
        """
        request = prompts.messages(question, history, evidence)
        yield from self._reply(request, len(evidence), streaming=True)

    def complete(self, messages: list[tuple[str, str]]) -> str:
        """The whole reply to (role, text) messages. Raises ModelFailed."""
        return "".join(self._reply(messages, 0, streaming=False))

    def _reply(
        self,
        request: list[tuple[str, str]],
        evidence_count: int,
        *,
        streaming: bool,
        within_s: float | None = None,
    ) -> Iterator[str]:
        patience = Patience(within_s or self.timeout_s, self._retries)
        sent = ""
        while True:
            try:
                text = ""
                for chunk in self._attempt(request, patience, streaming=streaming):
                    text += chunk
                    if streaming and len(text) > len(sent) and text.startswith(sent):
                        yield text[len(sent) :]
                        sent = text
                parse_draft(text, evidence_count)
                if not text.startswith(sent):
                    raise unusable(self._endpoint, "it broke off and began anew differently")
                if rest := text[len(sent) :]:
                    yield rest
                return
            except Trouble as trouble:
                last = trouble
            except DraftError:
                last = unusable(self._endpoint, "it is empty")
            self._wait(patience, last)

    def _wait(self, patience: Patience, trouble: Trouble) -> None:
        """Waits before the next attempt, or raises ModelFailed when there is to be none."""
        pause = patience.pause_s(trouble)
        if pause is None:
            raise trouble.failure
        _log.warning("%s Trying again in %.1f s.", trouble.failure.message, pause)
        time.sleep(pause)

    def _attempt(
        self, request: list[tuple[str, str]], patience: Patience, *, streaming: bool
    ) -> Iterator[str]:
        """One request: the texts of its messages. Raises Trouble."""
        client, ending, begun = self._client, "", False
        field = _ENDINGS.get(self._endpoint.provider)

        def call() -> Iterator[AIMessage]:
            if streaming:
                yield from client.stream(request)
            else:
                yield client.invoke(request)

        used = Usage(calls=1)
        for message in in_time(call, patience):
            if isinstance(message, Late):
                raise late(self._endpoint)
            if isinstance(message, Exception):
                raise self._trouble(message, client, begun=begun)
            ending = str(message.response_metadata.get(field) or ending)
            used += counted(message.usage_metadata)
            if text := str(message.text):
                begun = True
                yield text
        with self._lock:
            self._usage += used
        if ending in _TOO_LONG:
            raise unusable(self._endpoint, "it hit the limit on its length")
        if streaming and field and not ending:
            raise unusable(self._endpoint, "it broke off")

    def _trouble(self, error: Exception, client: BaseChatModel, *, begun: bool) -> Trouble:
        # Reasoning models take no temperature, and each provider refuses it in other words.
        refused = getattr(error, "status_code", 400) == 400 and "temperature" in str(error).lower()
        if refused and client is self._tempered:
            self._client = self._build(None)
            return Trouble(f"{self.name} takes no temperature.", "Ask again.", "once")
        return trouble_of(error, self._endpoint, begun=begun)


def _build(provider: str, model: str, key: str | None, options: dict[str, Any]) -> BaseChatModel:
    """LangChain's client. Raises ModelUnavailable, which carries no word of the vendor's error."""
    if key and not os.environ.get(key):
        raise ModelUnavailable(
            f"{provider}:{model} needs a key.", f"Set the environment variable {key}."
        )
    try:
        from langchain.chat_models import init_chat_model

        client: BaseChatModel = init_chat_model(model, model_provider=provider, **options)
        return client
    except ImportError as error:
        problem = _not_installed(provider, error)
    except Exception as error:  # of any vendor; its text may hold the key
        problem = ModelUnavailable(
            f"{provider}:{model} can't be opened ({type(error).__name__}).",
            "Check the provider's name, and that the environment holds its key.",
        )
    raise problem  # outside the handler: the vendor's error is not chained to ours


def _not_installed(provider: str, error: ImportError) -> ModelUnavailable:
    missing = getattr(error.__cause__, "name", None) or f"langchain_{provider}"
    package = missing.partition(".")[0].replace("_", "-")
    install = f"pip install {package}"
    if provider in _ENDINGS:
        extra = f"[{provider}]"
        install = f"pip install 'policy-assistant{extra}' (in a checkout: pip install '.{extra}')"
    return ModelUnavailable(f"The package {package} is not installed.", f"Type: {install}")


def _limits(provider: str, timeout_s: float) -> dict[str, Any]:
    """The vendor's own limits: no retries, which are ours, and timeouts in seconds."""
    from httpx import Timeout

    phases = Timeout(timeout_s, connect=min(CONNECT_S, timeout_s))
    if provider == "ollama":
        return {"client_kwargs": {"timeout": phases}}
    # Only OpenAI's client is known to take the phases apart.
    return {"timeout": phases if provider == "openai" else timeout_s, "max_retries": 0}
