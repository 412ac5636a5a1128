"""Opening a chat model: names, packages, keys; and that neither key nor trace leaves."""

from __future__ import annotations

import importlib.util
import logging
import traceback
from collections.abc import Iterator

import model_behaviours as does
import pytest
from model_server import ModelServer

from assistant.model.chat import open_chat_model
from assistant.model.errors import ModelFailed, ModelUnavailable

KEY = "sk-do-not-tell-anyone-0123456789"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with ModelServer() as running:
        yield running


@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_the_key_is_in_no_message_log_or_repr(
    server: ModelServer, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    model = open_chat_model("openai:m", timeout_s=5, retries=1, base_url=server.url)
    server.play(*[does.fails(status, "who is {authorization}?")] * 2)
    with caplog.at_level(logging.DEBUG), pytest.raises(ModelFailed) as caught:
        model.draft("How much?", (), ["It is 45."])
    error = caught.value
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(model)
    assert KEY not in shown
    assert error.__context__ is None
    assert KEY not in caplog.text


def test_nothing_is_traced_unless_the_person_asked_for_it(server: ModelServer) -> None:
    from langsmith.utils import tracing_is_enabled

    model = open_chat_model("openai:m", timeout_s=5, retries=0, base_url=server.url)
    model.draft("How much?", (), ["It is 45."])
    assert not tracing_is_enabled()
    assert len(server.requests) == 1


def test_a_missing_key_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelUnavailable) as caught:
        open_chat_model("openai:test-model", timeout_s=5, retries=0)
    assert "OPENAI_API_KEY" in caught.value.remedy


@pytest.mark.parametrize("provider", ["anthropic", "ollama"])
def test_a_missing_package_is_named_by_its_extra(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if importlib.util.find_spec(f"langchain_{provider}"):
        pytest.skip("this provider's package is installed here")
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    with pytest.raises(ModelUnavailable) as caught:
        open_chat_model(f"{provider}:some-model", timeout_s=5, retries=0)
    assert f"langchain-{provider}" in caught.value.message
    assert f"pip install 'policy-assistant[{provider}]'" in caught.value.remedy


@pytest.mark.parametrize("name", ["", "gpt-5", "openai:", ":gpt-5", "nobody:model"])
def test_a_name_that_names_no_model_is_refused(name: str) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        open_chat_model(name, timeout_s=5, retries=0)
    assert caught.value.remedy
