"""The chat's server: answers at once, says what is wrong, lets in only its own page."""

from __future__ import annotations

import base64
import dataclasses
import errno
import hashlib
import http.client
import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from web_site import health, serving

from assistant.cli import main
from assistant.settings import Settings
from assistant.web.app import PortTaken, Site
from assistant.web.conversation import Asker
from corpus.article import Article, Corpus
from corpus.errors import AssistantError

SCRIPT = "window.here = 1"
CORPUS = Corpus((Article("a", "A title", "A sentence without anything to ask."),))


class Silent:
    """An assistant that is never asked."""

    corpus = CORPUS
    engine = "none"

    def stream(self, question: str, history: object = (), articles: object = None) -> Iterator[str]:
        raise AssertionError(question)


def _no_examples(asker: Asker) -> list[str]:
    return []


def _mount(app: FastAPI, asker: Asker, examples: Future[list[str]]) -> None:
    """A page in place of Gradio's, which takes seconds to import."""

    @app.get("/")
    @app.get("/gradio_api/file={path:path}")
    @app.post("/gradio_api/upload")
    @app.post("/gradio_api/queue/join")
    def page() -> HTMLResponse:
        headers = {"access-control-allow-origin": "https://evil.example"}
        return HTMLResponse(f"<script>{SCRIPT}</script><script src='x.js'></script>", 200, headers)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving(Silent, _mount) as served:  # type: ignore[arg-type]  # yields no Answer
        yield served


def _send(
    site: Site, method: str, path: str, **headers: str
) -> tuple[int, str, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=5)
    connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, body, response.headers


def test_the_port_answers_while_the_assistant_loads() -> None:
    gate = threading.Event()

    def opener() -> Silent:
        gate.wait(20)
        return Silent()

    with serving(opener, _mount, ready=False) as loading:  # type: ignore[arg-type]
        for _ in range(100):
            if health(loading.address)[0]:
                break
        assert health(loading.address) == (503, '{"status":"warming"}')
        status, body, _ = _send(loading, "GET", "/")
        assert status == 503
        assert "starting" in body
        gate.set()
        while health(loading.address)[0] != 200:
            pass
        assert f'"corpus":"{CORPUS.fingerprint}","articles":1' in health(loading.address)[1]
        assert _send(loading, "GET", "/")[0] == 200


def test_what_keeps_the_assistant_from_opening_ends_the_server() -> None:
    def opener() -> Asker:
        raise AssistantError("There is no folder.", "Make one.")

    site = Site(opener, _mount, _no_examples)
    with pytest.raises(AssistantError, match="There is no folder"):
        site.run()


def test_a_port_in_use_is_told_with_what_to_do(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    port = urlsplit(site.address).port
    assert port is not None
    with pytest.raises(PortTaken, match=rf"127\.0\.0\.1:{port}"):
        Site(Silent, _mount, _no_examples, port=port)  # type: ignore[arg-type]
    assert main(["serve", "--port", str(port)]) == 2
    said = capsys.readouterr().err
    assert f"PORT={port + 1}" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("port", ["99999", "-1", "65536", "http", "7860x", "", "1" * 5000])
def test_a_port_that_is_none_is_a_mistake(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", f"--port={port}"]) == 2
    said = capsys.readouterr().err
    assert "can't be used: it must be" in said or "--port is empty" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("error", "said", "remedy"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "Permission denied", "PORT=7860"),
        (OSError(errno.EADDRINUSE, "Address already in use"), "already in use", "PORT=0"),
        (OSError(errno.EADDRNOTAVAIL, "Cannot assign"), "Cannot assign", "ASSISTANT_HOST"),
    ],
)
def test_an_address_that_cannot_be_had_is_told_with_what_to_do(
    error: OSError, said: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bind(*_: object) -> None:
        raise error

    monkeypatch.setattr(socket.socket, "bind", bind)
    with pytest.raises(PortTaken) as told:
        Site(Silent, _mount, _no_examples, port=80)  # type: ignore[arg-type]
    assert said in told.value.message
    assert remedy in told.value.remedy


@pytest.mark.parametrize("host", ["192.0.2.1", "a" * 300])
def test_a_host_that_is_not_this_machine_is_told(host: str) -> None:
    with pytest.raises(PortTaken, match="can't listen on") as told:
        Site(Silent, _mount, _no_examples, host)  # type: ignore[arg-type]
    assert "ASSISTANT_HOST" in told.value.remedy


def test_port_0_is_a_free_one_that_is_named() -> None:
    sites = [Site(Silent, _mount, _no_examples, port=0) for _ in range(2)]  # type: ignore[arg-type]
    ports = {urlsplit(site.address).port for site in sites}
    assert len(ports - {0, None}) == 2


@pytest.mark.parametrize("token", [None, "a-token-for-the-tests"])
def test_what_a_token_leaves_open_is_said_at_the_start(token: str | None) -> None:
    said: list[str] = []
    site = Site(
        Silent,  # type: ignore[arg-type]
        _mount,
        _no_examples,
        announce=said.append,
        settings=dataclasses.replace(Settings(), token=token),
    )
    thread = threading.Thread(target=site.run)
    thread.start()
    while health(site.address)[0] != 200 and "ready" not in health(site.address)[1]:
        assert thread.is_alive()
        if said:
            break
    site.stop()
    thread.join(30)
    assert said[0] == f"Chat: {site.address}"
    assert ["Figures" in line and "/read" in line for line in said[1:]] == [True] * bool(token)
    assert token is None or token not in " ".join(said)


def test_the_page_may_load_its_own_scripts_only(site: Site) -> None:
    _, _, headers = _send(site, "GET", "/", Accept_Encoding="gzip, br")
    policy = headers["content-security-policy"]
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    scripts = re.search(r"script-src ([^;]*);", policy)
    assert scripts is not None
    assert scripts[1] == f"'self' 'sha256-{digest}'"
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["access-control-allow-origin"] is None
    assert headers["x-content-type-options"] == "nosniff"


def test_files_and_uploads_are_shut(site: Site) -> None:
    for path in (
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file/x",
        "/config",
        "/login",
    ):
        assert _send(site, "GET", path)[0] == 404, path
    assert _send(site, "POST", "/gradio_api/upload")[0] == 404
    assert _send(site, "DELETE", "/")[0] == 404


def test_only_its_own_page_may_ask(site: Site) -> None:
    join = "/gradio_api/queue/join"
    assert _send(site, "POST", join)[0] == 200
    assert _send(site, "POST", join, Origin=site.address)[0] == 200
    assert _send(site, "POST", join, Origin="https://evil.example")[0] == 403
    assert _send(site, "POST", join, Origin="null")[0] == 403
    assert _send(site, "POST", join, Sec_Fetch_Site="cross-site")[0] == 403


def test_a_name_that_was_made_to_point_here_is_refused(site: Site) -> None:
    port = urlsplit(site.address).port
    assert _send(site, "GET", "/", Host=f"evil.example:{port}")[0] == 421
    assert _send(site, "GET", "/", Host=f"localhost:{port}")[0] == 200
