"""The chat's server: answers at once, says what is wrong, lets in only its own page."""

from __future__ import annotations

import base64
import hashlib
import http.client
import re
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from web_site import health, serving

from assistant.cli import main
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
