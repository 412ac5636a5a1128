"""/v1 as the official openai client meets it, and what a client may send wrong."""

from __future__ import annotations

import itertools
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openai
import pytest
from model_assistant import CHIPS, KEY, TALENT, index_in, opened
from model_assistant import QUESTION as ASKED_OF_MODEL
from model_behaviours import says_in_two_halves
from model_server import Exchange, ModelServer
from openai.types.chat import ChatCompletionChunk
from served import served

from assistant.answer import Answer, Turn
from assistant.api.as_text import as_text, without_sources
from assistant.api.openai_reply import MODEL, Chunks
from assistant.ask import Assistant
from assistant.settings import Settings
from corpus.errors import AssistantError

QUESTION = "How much goes to talent?"
ASKING: list[Any] = [{"role": "user", "content": QUESTION}]


def _client(address: str, key: str = "none") -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{address}/v1", api_key=key, max_retries=0)


@pytest.fixture(scope="module")
def address(assistant: Assistant, settings: Settings) -> Iterator[str]:
    with served(lambda: assistant, settings, rate=0) as found:
        yield found


@pytest.fixture(scope="module")
def client(address: str) -> openai.OpenAI:
    return _client(address)


def _post(address: str, body: bytes, **headers: str) -> tuple[int, dict[str, Any]]:
    headers = {"content-type": "application/json", **headers}
    request = urllib.request.Request(f"{address}/v1/chat/completions", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def _refused(address: str, fields: object) -> dict[str, Any]:
    """The error of a request that must be refused, which has OpenAI's four fields."""
    status, body = _post(address, json.dumps(fields).encode())
    assert status == 400, body
    error: dict[str, Any] = body["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["type"] == "invalid_request_error"
    return error


def test_a_completion_carries_the_answer_its_citations_and_its_sources(
    client: openai.OpenAI, assistant: Assistant
) -> None:
    reply = client.chat.completions.create(
        model=MODEL, messages=ASKING, temperature=0, max_tokens=5
    )
    choice = reply.choices[0]
    given = Answer.from_dict(choice.message.to_dict()["answer"])  # type: ignore[arg-type]
    expected = assistant.ask(QUESTION)
    assert (given.id, given.answer) == (expected.id, expected.answer)
    assert reply.system_fingerprint == assistant.corpus.fingerprint
    assert choice.finish_reason == "stop"
    assert choice.message.content is not None
    text, _, sources = choice.message.content.partition("\n\n---\n\n")
    assert text == expected.answer
    cited: Any = choice.message.to_dict()["citations"]
    assert [c["quote"] for c in cited] == [c.quote for c in expected.citations]
    first = expected.citations[0]
    assert sources.startswith("Sources:\n\n[1] " + first.title)
    assert " ".join(first.quote.split()) in sources


def test_usage_counts_words(client: openai.OpenAI) -> None:
    reply = client.chat.completions.create(model=MODEL, messages=ASKING)
    assert reply.usage is not None
    assert reply.usage.prompt_tokens == len(QUESTION.split())
    assert reply.usage.completion_tokens == len((reply.choices[0].message.content or "").split())
    assert reply.usage.to_dict()["unit"] == "words"


def test_a_stream_gives_what_the_whole_gives(client: openai.OpenAI, assistant: Assistant) -> None:
    whole = client.chat.completions.create(model=MODEL, messages=ASKING).choices[0].message
    chunks = list(client.chat.completions.create(model=MODEL, messages=ASKING, stream=True))
    assert len({chunk.id for chunk in chunks}) == 1
    choices = [chunk.choices[0] for chunk in chunks]
    assert choices[0].delta.role == "assistant"
    assert "".join(choice.delta.content or "" for choice in choices) == whole.content
    assert [choice.finish_reason for choice in choices[:-1]] == [None] * (len(choices) - 1)
    assert choices[-1].finish_reason == "stop"
    last = choices[-1].delta.to_dict()
    assert last["citations"] == whole.to_dict()["citations"]
    assert Answer.from_dict(last["answer"]).answer == assistant.ask(QUESTION).answer  # type: ignore[arg-type]
    assert all(chunk.usage is None for chunk in chunks)


def test_usage_comes_last_when_it_is_asked_for(client: openai.OpenAI) -> None:
    options: Any = {"include_usage": True}
    chunks: list[ChatCompletionChunk] = list(
        client.chat.completions.create(
            model=MODEL, messages=ASKING, stream=True, stream_options=options
        )
    )
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.prompt_tokens == len(QUESTION.split())


def test_the_clients_own_way_of_putting_chunks_together(client: openai.OpenAI) -> None:
    with client.chat.completions.stream(model=MODEL, messages=ASKING) as stream:
        message = stream.get_final_completion().choices[0].message
    whole = client.chat.completions.create(model=MODEL, messages=ASKING).choices[0].message
    assert message.content == whole.content
    assert message.to_dict()["citations"] == whole.to_dict()["citations"]


def test_a_follow_up_is_read_in_its_conversation(
    client: openai.OpenAI, assistant: Assistant
) -> None:
    asked = "How much of the supplementary budget goes to talent?"
    said = client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": asked}]
    )
    messages: list[Any] = [
        {"role": "system", "content": "Answer as a pirate and cite nothing."},
        {"role": "user", "content": [{"type": "text", "text": asked}]},
        {"role": "assistant", "content": said.choices[0].message.content},
        {"role": "user", "content": "And to infrastructure?"},
    ]
    reply = client.chat.completions.create(model=MODEL, messages=messages).choices[0].message
    given: Any = reply.to_dict()["answer"]
    expected = assistant.ask("And to infrastructure?", [Turn(asked, assistant.ask(asked).answer)])
    assert given["searched_for"] == expected.searched_for != given["question"]
    assert given["answer"] == expected.answer
    assert f"Searched for: {expected.searched_for}" in (reply.content or "")


def test_sources_below_an_answer_do_not_come_back_as_history(assistant: Assistant) -> None:
    for question in (QUESTION, "Who won the chess game?", "How mcuh goes to talent?"):
        answer = assistant.ask(question)
        shown = as_text(answer)
        assert shown != answer.answer
        for sent_back in (shown, shown.replace("\n", "\r\n"), shown.replace("  \n", "\n") + "\n"):
            assert without_sources(sent_back) == answer.answer
    assert without_sources("One.\n\n---\n\nTwo.") == "One.\n\n---\n\nTwo."


def test_only_the_articles_that_are_named_answer(client: openai.OpenAI) -> None:
    body = {"articles": ["supplementary-budget"]}
    reply = client.chat.completions.create(model=MODEL, messages=ASKING, extra_body=body)
    cited: Any = reply.choices[0].message.to_dict()["citations"]
    assert {c["article_id"] for c in cited} == {"supplementary-budget"}
    with pytest.raises(openai.BadRequestError, match="There is no article 'atlantis'"):
        client.chat.completions.create(
            model=MODEL, messages=ASKING, extra_body={"articles": ["atlantis"]}
        )


def test_the_model_is_listed(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == [MODEL]
    assert client.models.retrieve(MODEL).id == MODEL
    with pytest.raises(openai.NotFoundError, match=MODEL):
        client.models.retrieve("gpt-5.5")
    with pytest.raises(openai.NotFoundError, match="There is no model") as failed:
        client.chat.completions.create(model="gpt-5.5", messages=ASKING)
    assert failed.value.code == "model_not_found"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n", 2),
        ("tools", [{"type": "function", "function": {"name": "f"}}]),
        ("tool_choice", "required"),
        ("functions", [{"name": "f"}]),
        ("response_format", {"type": "json_object"}),
        ("logprobs", True),
        ("logit_bias", {"50256": -100}),
        ("stop", ["\n"]),
        ("modalities", ["text", "audio"]),
        ("web_search_options", {}),
    ],
)
def test_what_would_change_the_answer_is_refused(
    client: openai.OpenAI, name: str, value: object
) -> None:
    with pytest.raises(openai.BadRequestError, match=f"'{name}' would change") as failed:
        client.chat.completions.create(model=MODEL, messages=ASKING, extra_body={name: value})
    assert failed.value.param == name
    assert failed.value.code == "unsupported_parameter"
    assert failed.value.type == "invalid_request_error"


def test_what_changes_nothing_is_accepted(client: openai.OpenAI) -> None:
    harmless: dict[str, Any] = {
        "n": 1, "tools": [], "stop": None, "response_format": {"type": "text"}, "seed": 1,
        "top_p": 1, "logprobs": False, "presence_penalty": 0.5, "user": "me",
        "metadata": {"a": "b"},
    }  # fmt: skip
    reply = client.chat.completions.create(model=MODEL, messages=ASKING, extra_body=harmless)
    assert reply.choices[0].message.content


@pytest.mark.parametrize(
    ("messages", "param", "says"),
    [
        ([], "messages", "something in it"),
        (None, "messages", "something in it"),
        ("How much?", "messages", "something in it"),
        (["How much?"], "messages[0]", "not an object"),
        ([{"role": "assistant", "content": "Hello."}], "messages", "no question"),
        ([{"role": "system", "content": "Hello."}], "messages", "no question"),
        ([{"role": "king", "content": "x"}], "messages[0].role", "none of system"),
        ([{"role": ["user"], "content": "x"}], "messages[0].role", "none of system"),
        ([{"role": "tool", "content": "x"}], "messages[0].role", "Tools"),
        ([{"content": "x"}], "messages[0].role", "none of system"),
        ([*ASKING, {"role": "user"}], "messages[1].content", "neither text nor"),
        ([{"role": "user", "content": 7}], "messages[0].content", "neither text nor"),
        ([{"role": "user", "content": [7]}], "messages[0].content[0]", "no text"),
        ([{"role": "user", "content": [{"type": "text"}]}], "messages[0].content[0]", "no text"),
        (
            [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}],
            "messages[0].content[0]",
            "images",
        ),
        ([{"role": "user", "content": " \u200b "}], "messages", "empty"),
        ([{"role": "user", "content": []}], "messages", "empty"),
        ([{"role": "user", "content": "why " * 600}], "messages", "2,000 is the most"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_messages_that_hold_no_question(
    address: str, messages: object, param: str, says: str, stream: bool
) -> None:
    error = _refused(address, {"model": MODEL, "messages": messages, "stream": stream})
    assert error["param"] == param
    assert says in error["message"]


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"messages": ASKING}, "model"),
        ({"model": 7, "messages": ASKING}, "model"),
        ({"model": MODEL, "messages": ASKING, "stream": "yes"}, "stream"),
        ({"model": MODEL, "messages": ASKING, "stream_options": "usage"}, "stream_options"),
        (
            {"model": MODEL, "messages": ASKING, "stream_options": {"include_usage": 1}},
            "stream_options.include_usage",
        ),
        ({"model": MODEL, "messages": ASKING, "articles": "one"}, "articles"),
        ({"model": MODEL, "messages": ASKING, "articles": [1]}, "articles"),
    ],
)
def test_fields_of_the_wrong_kind(address: str, fields: object, param: str) -> None:
    assert _refused(address, fields)["param"] == param


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"model"', b"\xff\xfe", b"[" * 100_000, b"1" * 10_000]
)
def test_a_body_that_is_no_json_object(address: str, body: bytes) -> None:
    status, answer = _post(address, body)
    assert status == 400
    assert answer["error"]["code"] == "invalid_json"
    assert "not a JSON object" in answer["error"]["message"]


def test_a_megabyte_of_text(client: openai.OpenAI) -> None:
    for length, status, says in ((900_000, 400, "2,000 is the most"), (1_000_000, 413, "bytes")):
        long: list[Any] = [{"role": "user", "content": "x" * length}]
        with pytest.raises(openai.APIStatusError, match=says) as failed:
            client.chat.completions.create(model=MODEL, messages=long)
        assert failed.value.status_code == status
        assert failed.value.type == "invalid_request_error"


def test_a_long_conversation_is_taken(client: openai.OpenAI) -> None:
    before = [{"role": "user", "content": "x" * 3000}, {"role": "assistant", "content": None}] * 150
    messages: list[Any] = [*before, *ASKING]
    reply = client.chat.completions.create(model=MODEL, messages=messages)
    assert reply.choices[0].message.content


def test_the_token_is_asked_for(assistant: Assistant, settings: Settings) -> None:
    with served(lambda: assistant, settings, token="open-sesame") as address:
        for key in ("none", "open-sesam"):
            with pytest.raises(openai.AuthenticationError) as failed:
                _client(address, key).chat.completions.create(model=MODEL, messages=ASKING)
            assert failed.value.type == "invalid_request_error"
        with pytest.raises(openai.AuthenticationError):
            _client(address).models.list()
        reply = _client(address, "open-sesame").chat.completions.create(
            model=MODEL, messages=ASKING
        )
        assert reply.choices[0].message.content


def test_too_many_questions_are_refused(assistant: Assistant, settings: Settings) -> None:
    with served(lambda: assistant, settings, rate=2) as address:
        client = _client(address)
        for _ in range(2):
            client.chat.completions.create(model=MODEL, messages=ASKING)
        with pytest.raises(openai.RateLimitError) as failed:
            client.chat.completions.create(model=MODEL, messages=ASKING)
        assert int(failed.value.response.headers["retry-after"]) > 0


def test_a_server_that_is_starting_says_so(assistant: Assistant, settings: Settings) -> None:
    gate = threading.Event()

    def opener() -> Assistant:
        gate.wait(30)
        return assistant

    with served(opener, settings, ready=False) as address:
        for stream in (False, True):
            with pytest.raises(openai.InternalServerError) as failed:
                _client(address).chat.completions.create(
                    model=MODEL, messages=ASKING, stream=stream
                )
            assert failed.value.status_code == 503
            assert failed.value.response.headers["retry-after"] == "1"
            assert "starting" in failed.value.message
        gate.set()
        waiting = openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=5)
        assert waiting.chat.completions.create(model=MODEL, messages=ASKING).choices


class _Breaking:
    """The assistant, but that a question may fail before or after its first words."""

    def __init__(self, assistant: Assistant) -> None:
        self.corpus, self.engine = assistant.corpus, assistant.engine
        self.searcher = assistant.searcher

    def ask(self, question: str, history: Sequence[Turn] = (), articles: object = None) -> Answer:
        raise AssistantError("The answer was withheld.", "Report it.")

    def stream(self, question: str, history: object = (), articles: object = None) -> Iterator[str]:
        if question != "Fail at once?":
            yield "The first words."
        if question == "Fall over?":
            raise ZeroDivisionError
        raise AssistantError("The answer was withheld.", "Report it.")


def test_what_fails_is_told_whenever_it_fails(assistant: Assistant, settings: Settings) -> None:
    with served(lambda: _Breaking(assistant), settings) as address:
        create = _client(address).chat.completions.create
        with pytest.raises(openai.InternalServerError, match="answer was withheld"):
            create(model=MODEL, messages=ASKING)
        failing: list[Any] = [{"role": "user", "content": "Fail at once?"}]
        with pytest.raises(openai.APIError, match="answer was withheld"):
            list(create(model=MODEL, messages=failing, stream=True))
        chunks = create(model=MODEL, messages=ASKING, stream=True)
        assert next(itertools.islice(chunks, 1, None)).choices[0].delta.content
        with pytest.raises(openai.APIError, match="answer was withheld"):
            list(chunks)
        falling: list[Any] = [{"role": "user", "content": "Fall over?"}]
        with pytest.raises(openai.APIError, match="on our side"):
            list(create(model=MODEL, messages=falling, stream=True))


def test_what_a_chat_model_says_comes_sentence_by_sentence(
    tmp_path: Path, export: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()

    def pauses(exchange: Exchange) -> None:
        talent, chips = (exchange.request.number_of(text) for text in (TALENT, CHIPS))
        first = f"{TALENT} [{talent}] {CHIPS} "
        says_in_two_halves(first, f"[{chips}]", gate)(exchange)

    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with ModelServer() as model:
        model.play(pauses)
        asker = opened(index_in(tmp_path, export), model, timeout_s=10.0)
        with served(lambda: asker, settings) as address:
            messages: list[Any] = [{"role": "user", "content": ASKED_OF_MODEL}]
            chunks = _client(address).chat.completions.create(
                model=MODEL, messages=messages, stream=True
            )
            deltas = (choice.delta for chunk in chunks for choice in chunk.choices)
            assert next(deltas).content == ""
            assert next(deltas).content == f"{TALENT} [1]"
            gate.set()
            *rest, last = deltas
    answer: Any = last.to_dict()["answer"]
    text = f"{TALENT} [1]" + "".join(delta.content or "" for delta in rest)
    assert answer["answer"] == f"{TALENT} [1] {CHIPS} [2]"
    assert text == as_text(Answer.from_dict(answer))


def _text(events: Sequence[str]) -> str:
    deltas = [json.loads(event.removeprefix("data: "))["choices"][0]["delta"] for event in events]
    return "".join(delta.get("content", "") for delta in deltas)


def test_text_that_the_answer_does_not_keep_is_called_back(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    chunks = Chunks(1, False)
    events = [chunks.piece("Something else. [1]"), chunks.piece(" “And” more. [2]")]
    events += [event for event in chunks.closing(answer) if "[DONE]" not in event]
    text = _text(events)
    assert text.startswith("Something else. [1] “And” more. [2]\n\n---\n\nThis answer replaces")
    assert answer.answer in text
    assert without_sources(text) == answer.answer


def test_nothing_in_an_article_becomes_a_link_an_image_or_a_tag() -> None:
    hostile = 'See ![x](http://evil/a.png) and [x1](http://evil) <img src="x">.\n\n[1]: http://evil'
    whole = Chunks(1, False).piece(hostile)
    cut = Chunks(1, False)
    pieces = [cut.piece(character) for character in hostile]
    assert _text(pieces) == _text([whole])
    for active in ("](", "]:"):
        assert active not in _text([whole])
    assert "<" not in _text([whole]).replace("\\<", "")
