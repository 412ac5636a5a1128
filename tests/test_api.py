"""The JSON API over real HTTP: what it answers, and what it says when it can't."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from served import served
from web_site import Staged

from assistant.answer import Answer
from assistant.api.errors import MOST_BYTES
from assistant.api.shapes import MOST_TURNS
from assistant.ask import Assistant
from assistant.citations import check
from assistant.settings import Settings
from assistant.understanding.question import MAX_CHARACTERS

QUESTION = "How much goes to talent?"


@pytest.fixture(scope="module")
def staged(assistant: Assistant) -> Staged:
    asker = Staged(assistant)
    asker.searcher = assistant.searcher  # type: ignore[attr-defined]

    def ask(*arguments: Any) -> Answer:
        *_, answer = asker.stream(*arguments)
        assert isinstance(answer, Answer)
        return answer

    asker.ask = ask  # type: ignore[attr-defined]
    return asker


@pytest.fixture(scope="module")
def api(staged: Staged, settings: Settings) -> Iterator[httpx.Client]:
    with (
        served(lambda: staged, settings, rate=0) as address,  # type: ignore[arg-type, return-value]
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        yield client


def _events(text: str) -> list[tuple[str, dict[str, Any]]]:
    blocks = [block for block in text.split("\n\n") if block and not block.startswith(":")]
    lines = [block.split("\n") for block in blocks]
    return [(e.removeprefix("event: "), json.loads(d.removeprefix("data: "))) for e, d in lines]


def _fault(response: httpx.Response) -> dict[str, Any]:
    """The error, after a look at its shape."""
    error: dict[str, Any] = response.json()["error"]
    assert set(error) == {"code", "message", "remedy", "field", "request_id"}
    assert error["request_id"] == response.headers["x-request-id"]
    assert error["message"]
    return error


def test_an_answer_is_the_contract(api: httpx.Client, assistant: Assistant) -> None:
    response = api.post("/api/ask", json={"question": QUESTION})
    assert response.status_code == 200
    fields = response.json()
    answer = Answer.from_dict(fields)
    check(answer, assistant.corpus)
    assert answer.status == "answered"
    assert fields["abstained"] is False
    straight = assistant.ask(QUESTION).to_dict()
    assert {**fields, "latency_ms": 0} == json.loads(json.dumps({**straight, "latency_ms": 0}))


def test_a_follow_up_is_completed_from_the_history(api: httpx.Client) -> None:
    turn = {"question": QUESTION, "answer": "45 billion won [1]"}
    fields = api.post("/api/ask", json={"question": "and to GPUs?", "history": [turn]}).json()
    alone = api.post("/api/ask", json={"question": "and to GPUs?"}).json()
    assert fields["searched_for"] != alone["searched_for"]


def test_only_the_articles_named_answer(api: httpx.Client, assistant: Assistant) -> None:
    for article in assistant.corpus:
        asked = {"question": QUESTION, "articles": [article.id]}
        fields = api.post("/api/ask", json=asked).json()
        cited = {c["article_id"] for c in fields["citations"] + fields["related"]}
        assert cited <= {article.id}


def test_a_stream_is_text_and_then_the_answer(api: httpx.Client) -> None:
    response = api.post("/api/ask/stream", json={"question": QUESTION})
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    *pieces, (last, fields) = _events(response.text)
    assert last == "answer"
    assert pieces
    assert {name for name, _ in pieces} == {"text"}
    assert "".join(piece["text"] for _, piece in pieces) == fields["answer"]
    assert Answer.from_dict(fields).question == QUESTION


def test_a_stream_that_fails_in_the_middle_says_so(api: httpx.Client) -> None:
    known = api.post("/api/ask/stream", json={"question": "Break a promise?"})
    [(name, body)] = _events(known.text)
    assert (name, body["error"]["remedy"]) == ("error", "Report it.")
    unknown = api.post("/api/ask/stream", json={"question": "Fall over?"})
    [(name, body)] = _events(unknown.text)
    assert (name, body["error"]["code"]) == ("error", "internal")
    assert "ZeroDivision" not in unknown.text


def test_a_stream_ends_with_its_client(api: httpx.Client, staged: Staged) -> None:
    closed = threading.Event()
    whole = staged.stream

    def watched(*arguments: Any) -> Iterator[str | Answer]:
        try:
            yield from whole(*arguments)
        finally:
            closed.set()

    staged.stream = watched  # type: ignore[method-assign, assignment]
    try:
        asked = {"question": "Take your time?"}
        with api.stream("POST", "/api/ask/stream", json=asked) as response:
            assert "one two" in next(response.iter_text())
        assert not closed.is_set()
        staged.gate.set()  # the piece that was being made is finished, and no other is begun
        assert closed.wait(10)
    finally:
        staged.stream = whole  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("asked", "field", "says"),
    [
        ({}, "question", "required"),
        ({"question": ""}, "question", "empty"),
        ({"question": "\u200b \u2800"}, "question", "empty"),
        ({"question": "a" * (MAX_CHARACTERS + 1)}, "question", f"{MAX_CHARACTERS:,}"),
        ({"question": 7}, "question", "string"),
        ({"question": "a", "articles": ["nowhere"]}, "articles", "'nowhere'"),
        ({"question": "a", "articles": []}, "articles", "at least 1"),
        ({"question": "a", "history": [{"question": "a"}] * (MOST_TURNS + 1)}, "history", "40"),
        ({"question": "a", "history": [{"answer": "a"}]}, "history.0.question", "required"),
        ({"question": "a", "histroy": []}, "histroy", "not permitted"),
    ],
)
def test_a_wrong_field_is_named(
    api: httpx.Client, asked: dict[str, Any], field: str, says: str
) -> None:
    for path in ("/api/ask", "/api/ask/stream"):
        response = api.post(path, json=asked)
        assert response.status_code == 422
        error = _fault(response)
        assert error["field"] == field
        assert says in error["message"]
        assert error["remedy"]


@pytest.mark.parametrize(
    ("body", "kind"), [("{", "application/json"), ("[]", "application/json"), ("{}", "text/plain")]
)
def test_a_body_that_is_no_json_object_is_told(api: httpx.Client, body: str, kind: str) -> None:
    response = api.post("/api/ask", content=body, headers={"content-type": kind})
    assert response.status_code == 422
    assert "JSON" in _fault(response)["message"]


def test_other_errors_have_the_same_shape(api: httpx.Client) -> None:
    missing = api.get("/api/nothing")
    assert (missing.status_code, _fault(missing)["code"]) == (404, "not_found")
    method = api.get("/api/ask")
    assert (method.status_code, _fault(method)["code"]) == (405, "bad_method")
    assert method.headers["allow"] == "POST"
    known = api.post("/api/ask", json={"question": "Break a promise?"})
    assert (known.status_code, _fault(known)["remedy"]) == (500, "Report it.")
    unknown = api.post("/api/ask", json={"question": "Fall over?"})
    assert (unknown.status_code, _fault(unknown)["code"]) == (500, "internal")
    host = api.get("/api/articles", headers={"host": "evil.example"})
    assert (host.status_code, host.json()["error"]["code"]) == (421, "wrong_host")
    origin = api.post("/api/ask", json={}, headers={"origin": "https://evil.example"})
    assert (origin.status_code, origin.json()["error"]["code"]) == (403, "foreign_origin")
    assert "access-control-allow-origin" not in origin.headers


def test_a_large_body_is_refused_with_or_without_its_length(api: httpx.Client) -> None:
    body = json.dumps({"question": "a" * MOST_BYTES}).encode()
    kind = {"content-type": "application/json"}
    told = api.post("/api/ask", content=body, headers=kind)
    untold = api.post("/api/ask", content=iter([body[:9000], body[9000:]]), headers=kind)
    for response in (told, untold):
        assert (response.status_code, _fault(response)["code"]) == (413, "too_large")


def test_articles_come_in_pages(api: httpx.Client, assistant: Assistant) -> None:
    ids: list[str] = []
    offset: int | None = 0
    while offset is not None:
        page = api.get("/api/articles", params={"offset": offset, "limit": 2}).json()
        assert page["total"] == len(assistant.corpus)
        assert len(page["articles"]) <= 2
        ids += [article["id"] for article in page["articles"]]
        offset = page["next_offset"]
    assert ids == [article.id for article in assistant.corpus]


def test_an_article_is_as_stored(api: httpx.Client, assistant: Assistant) -> None:
    for article in assistant.corpus:
        fields = api.get(f"/api/articles/{article.id}").json()
        assert fields["text"] == article.text
        assert fields["title"] == article.title
        assert fields["characters"] == len(article.text)
    missing = api.get("/api/articles/nowhere")
    assert (missing.status_code, _fault(missing)["field"]) == (404, "article_id")


def test_search_gives_passages_with_exact_places(api: httpx.Client, assistant: Assistant) -> None:
    found = api.get("/api/search", params={"q": "talent", "k": 7}).json()["matches"]
    assert len(found) == 7
    assert [m["score"] for m in found] == sorted((m["score"] for m in found), reverse=True)
    for match in found:
        article = assistant.corpus.get(match["article_id"])
        assert article is not None
        assert article.text[match["start"] : match["end"]] == match["text"]
    ids = [article.id for article in assistant.corpus][:2]
    some = api.get("/api/search", params={"q": "talent", "k": 50, "articles": ids}).json()
    assert {m["article_id"] for m in some["matches"]} == set(ids)
    for wrong, field in (({}, "q"), ({"q": "a", "k": 0}, "k"), ({"q": " "}, "question")):
        response = api.get("/api/search", params=wrong)
        assert (response.status_code, _fault(response)["field"]) == (422, field)


def test_everything_says_that_it_is_starting(assistant: Assistant, settings: Settings) -> None:
    gate = threading.Event()

    def opener() -> Assistant:
        gate.wait(30)
        return assistant

    with (
        served(opener, settings, ready=False) as address,
        httpx.Client(base_url=address) as client,
    ):
        asked = client.post("/api/ask", json={"question": QUESTION})
        for response in (asked, client.get("/api/articles"), client.get("/api/search?q=a")):
            assert (response.status_code, _fault(response)["code"]) == (503, "not_ready")
            assert response.headers["retry-after"] == "1"
        assert client.get("/docs").status_code == 200
        gate.set()


def test_the_readme_shows_what_comes_back(api: httpx.Client) -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    sent, shown = re.findall(r"-d '(.*)'\n```\n\ngives.*?```json\n(.*?)```", readme, re.S)[0]
    fields, expected = api.post("/api/ask", json=json.loads(sent)).json(), json.loads(shown)
    for name in ("status", "short"):
        assert fields[name] == expected[name]
    for name in ("n", "article_id", "start", "end"):
        assert fields["citations"][0][name] == expected["citations"][0][name]
