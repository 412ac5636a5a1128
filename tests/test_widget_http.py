"""The widget over HTTP: what is sent to whom, how large it is, and where it may appear."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files

import httpx
import pytest
from served import served
from widget_host import Scripted

from assistant.ask import Assistant
from assistant.settings import SettingError, Settings
from assistant.widget.assets import PARTS
from assistant.widget.sites import origin_of

SITE = "https://news.example"
TOKEN = "a-token-that-no-page-may-hold"
QUESTION = {"question": "How much goes to talent?"}
MOST_BYTES = 10_000  # of widget.js as it is sent, comments and all


@pytest.fixture(scope="module")
def server(assistant: Assistant, settings: Settings) -> Iterator[httpx.Client]:
    with (
        served(lambda: Scripted(assistant), settings, sites=(SITE,), token=TOKEN) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        yield client


def _ancestors(response: httpx.Response) -> str:
    policy: str = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    return policy.rpartition("frame-ancestors ")[2]


def _own(client: httpx.Client, **more: str) -> dict[str, str]:
    return {"origin": str(client.base_url).rstrip("/"), "sec-fetch-site": "same-origin", **more}


def test_the_script_is_small_and_anybody_may_load_and_keep_it(server: httpx.Client) -> None:
    script = server.get("/widget.js", headers={"origin": "https://anybody.example"})
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "max-age" in script.headers["cache-control"]
    assert 0 < len(script.content) < MOST_BYTES
    again = server.get("/widget.js", headers={"if-none-match": script.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_no_cookie_is_set_and_no_page_holds_the_key(server: httpx.Client) -> None:
    names = ["widget.js", "widget", "widget/demo", *(f"widget/{part}" for part in PARTS)]
    for name in names:
        found = server.get(f"/{name}")
        assert found.status_code == 200
        assert "set-cookie" not in found.headers
        assert TOKEN not in found.text
    assert {f.name for f in files("assistant.widget").joinpath("static").iterdir()} == {
        "widget.js", "panel.html", "demo.html", "refused.html", *PARTS
    }  # fmt: skip


def test_only_listed_sites_and_the_server_itself_may_frame_the_chat(server: httpx.Client) -> None:
    own = str(server.base_url).rstrip("/")
    for address in ("/widget", f"/widget?host={SITE}", f"/widget?host={own}"):
        page = server.get(address)
        assert (page.status_code, _ancestors(page)) == (200, f"'self' {SITE}")
        assert page.headers["cache-control"] == "no-store"
        assert "panel.js" in page.text


@pytest.mark.parametrize(
    ("host", "headers", "ancestors"),
    [
        ("https://other.example", {}, "https://other.example"),
        (f"{SITE}.other.example", {}, f"{SITE}.other.example"),
        (f"{SITE}:444", {}, f"{SITE}:444"),
        ("http://news.example", {}, "http://news.example"),
        ("null", {}, "'none'"),
        ("", {}, "'none'"),
        ("*", {}, "'none'"),
        (f"{SITE}; script-src *", {}, "'none'"),
        (SITE, {"sec-fetch-dest": "iframe", "referer": "https://other.example/"}, SITE),
        (SITE, {"sec-fetch-dest": "iframe", "referer": "nonsense"}, SITE),
    ],
)
def test_a_site_that_is_not_listed_gets_no_chat(
    server: httpx.Client, host: str, headers: dict[str, str], ancestors: str
) -> None:
    page = server.get("/widget", params={"host": host}, headers=headers)
    assert (page.status_code, _ancestors(page)) == (403, ancestors)
    assert "not set up for this site" in page.text
    assert "panel.js" not in page.text


def test_without_a_list_the_chat_is_for_the_server_alone(
    assistant: Assistant, settings: Settings
) -> None:
    with served(lambda: Scripted(assistant), settings) as address:
        assert _ancestors(httpx.get(f"{address}/widget")) == "'self'"
        assert httpx.get(f"{address}/widget?host={SITE}").status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": SITE},
        {"origin": "http://127.0.0.1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_questions_are_taken_from_the_panel_alone(
    server: httpx.Client, headers: dict[str, str]
) -> None:
    if "sec-fetch-site" in headers:
        headers = _own(server) | headers
    refused = server.post("/widget/ask", json=QUESTION, headers=headers)
    assert refused.status_code == 403
    error = refused.json()["error"]
    assert (error["code"], error["field"]) == ("foreign_origin", None)
    assert error["message"]
    assert error["remedy"]


def test_the_panel_asks_without_the_token_that_the_api_wants(server: httpx.Client) -> None:
    assert server.post("/api/ask", json=QUESTION).status_code == 401
    answered = server.post("/widget/ask", json=QUESTION, headers=_own(server))
    assert answered.status_code == 200
    assert answered.headers["content-type"].startswith("text/event-stream")
    last = answered.text.rstrip().split("\n\n")[-1]
    assert last.startswith("event: answer\n")
    assert json.loads(last.partition("data: ")[2])["citations"]


def test_the_rate_counts_the_widgets_questions_too(
    assistant: Assistant, settings: Settings
) -> None:
    with (
        served(lambda: Scripted(assistant), settings, rate=2) as address,
        httpx.Client(base_url=address) as client,
    ):
        asked = [client.post("/widget/ask", json=QUESTION, headers=_own(client)) for _ in range(3)]
    assert [response.status_code for response in asked] == [200, 200, 429]
    assert asked[2].json()["error"]["code"] == "too_many_questions"
    assert int(asked[2].headers["retry-after"]) > 0


def test_titles_are_given_for_the_ids_that_are_asked_for(server: httpx.Client) -> None:
    found = server.get("/widget/articles?id=supplementary-budget&id=missing").json()
    assert [article["id"] for article in found["articles"]] == ["supplementary-budget"]
    assert found["articles"][0]["title"].startswith("Korea's extra AI money")


@pytest.mark.parametrize("path", ["/widget/", "/widget/panel.html", "/widget/..%2froutes.py"])
def test_nothing_else_is_there(server: httpx.Client, path: str) -> None:
    assert server.get(path).status_code == 404


@pytest.mark.parametrize("prefix", ["", "/policy"])
def test_it_works_behind_a_proxy_that_strips_or_keeps_a_prefix(
    assistant: Assistant, settings: Settings, prefix: str
) -> None:
    with (
        served(lambda: Scripted(assistant), settings, root_path="/policy") as address,
        httpx.Client(base_url=address) as client,
    ):
        for path in ("/widget.js", "/widget", "/widget/panel.js", "/widget/demo"):
            assert client.get(prefix + path).status_code == 200
        asked = client.post(f"{prefix}/widget/ask", json=QUESTION, headers=_own(client))
        assert asked.status_code == 200


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://news.example", "https://news.example"),
        ("https://News.Example/", "https://news.example"),
        ("https://news.example:443", "https://news.example"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_a_site_is_read_as_a_browser_writes_it(given: str, origin: str) -> None:
    assert origin_of(given) == origin
    assert Settings.from_environment({"ASSISTANT_SITES": f"{given}, {SITE}"}).sites == tuple(
        dict.fromkeys([origin, SITE])
    )


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("*", "has a wildcard; name each site"),
        ("https://*.news.example", "has a wildcard; name each site"),
        ("news.example", "has no scheme; write https://news.example"),
        ("https://news.example/page", "is more than an origin; write https://news.example"),
        ("ftp://news.example", "must begin with https:// or http://"),
        ("https://news.example:99999", "is not an origin"),
        ("https://me@news.example", "does not name a host"),
        ("https://", "does not name a host"),
        ("https://news.example;script-src", "does not name a host"),
        ("null", "has no scheme"),
    ],
)
def test_a_site_that_is_none_is_refused_with_what_is_right(given: str, says: str) -> None:
    with pytest.raises(SettingError) as caught:
        Settings.from_environment({"ASSISTANT_SITES": f"{SITE},{given}"})
    assert f"{given!r} {says}" in caught.value.message
    assert "ASSISTANT_SITES" in caught.value.remedy
