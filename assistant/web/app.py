"""The server of all doors: the port answers at once, the heavy parts load behind it."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from importlib.resources import files
from string import Template
from typing import TypeVar

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import Headers

from assistant.api.app import build, is_door
from assistant.api.asgi import ASGIApp, Prefix, Receive, Scope, Send, route_path
from assistant.api.connection import MOST_HEAD, Patience, connections, most_files
from assistant.api.doors import Asker, Doors
from assistant.api.errors import NotReady
from assistant.settings import Settings
from assistant.web.gate import PageGate
from assistant.web.guard import MOST_AT_ONCE, Guard, names_of
from assistant.web.labels import labels_of, texts
from corpus.errors import AssistantError

_GRACE_S = 2  # for open streams, when the server is told to stop
_OPEN = (
    "ASSISTANT_TOKEN closes /api, /v1 and /mcp. Open to all who reach this address: the chat, "
    "Sources, Figures, /figures.csv, /read and the widget."
)


class PortTaken(AssistantError):
    """The address can't be listened on: it is in use, not permitted, or none of this machine."""


_T = TypeVar("_T")
Mount = Callable[[FastAPI, Asker, "Future[list[str]]"], None]


class Site:
    """The server: says that it is loading until the assistant and the chat's page are there.

    ``open_asker`` opens the assistant, ``mount`` puts the chat's page into an application,
    ``examples`` gives questions to start from. Each runs once, in a thread of its own, after the
    port answers; the page does not wait for the examples. ``settings``: those of the doors;
    ``patience``: how long a client may be silent.
    """

    def __init__(
        self,
        open_asker: Callable[[], Asker],
        mount: Mount,
        examples: Callable[[Asker], list[str]],
        host: str = "127.0.0.1",
        port: int = 0,
        announce: Callable[[str], None] = print,
        settings: Settings | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._open_asker, self._mount, self._examples = open_asker, mount, examples
        self._announce = announce
        self._socket = _listen(host, port)
        self.address = f"http://{_shown(host)}:{self._socket.getsockname()[1]}"
        self._asker: Asker | None = None
        self._page: ASGIApp | None = None
        self._failure: Exception | None = None
        index = settings.index_folder if settings else None
        settings = settings or Settings()
        self._rate, self._has_token = settings.rate, settings.token is not None
        doors = Doors(settings, self._asker_or_not_ready)
        self._count = doors.count
        self._doors = build(doors, index)
        patience = patience or Patience()
        names = names_of(host, settings.hosts)
        guarded = Guard(self._site(), names, is_door, min(MOST_AT_ONCE, most_files() // 4))
        self._server = uvicorn.Server(
            uvicorn.Config(
                Prefix(guarded, settings.root_path),
                http=connections(patience),
                timeout_keep_alive=patience.idle,
                h11_max_incomplete_event_size=MOST_HEAD,
                ws="none",
                log_level="critical",
                proxy_headers=settings.proxy is not None,
                forwarded_allow_ips=settings.proxy,
                timeout_graceful_shutdown=_GRACE_S,
            )
        )

    def run(self) -> None:
        """Serves until it is stopped. Raises what opening the assistant raised."""
        self._server.run(sockets=[self._socket])
        if self._failure:
            raise self._failure

    def stop(self) -> None:
        """Ends :meth:`run`, from any thread."""
        self._server.should_exit = True

    def _site(self) -> FastAPI:
        site = FastAPI(lifespan=self._lifespan, docs_url=None, redoc_url=None, openapi_url=None)
        site.add_api_route("/page.js", _script, methods=["GET"])
        site.mount("/", self._door_or_page)
        return site

    def _asker_or_not_ready(self) -> Asker:
        if self._asker is None:
            raise NotReady
        return self._asker

    async def _door_or_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        door = is_door(route_path(scope))
        await (self._doors if door else self._page_or_loading)(scope, receive, send)

    async def _page_or_loading(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._page:
            await self._page(scope, receive, send)
            return
        words = texts(labels_of(Headers(scope=scope)))
        page = Template(_asset("loading.html")).substitute(words)
        wait = HTMLResponse(page, 503, headers={"retry-after": "1"})
        await wait(scope, receive, send)

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        warming = asyncio.create_task(self._warm_up())
        yield
        warming.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await warming

    async def _warm_up(self) -> None:
        try:
            page, asker = await asyncio.wrap_future(_in_background(self._load, Future()))
            async with page.router.lifespan_context(page):
                self._page, self._asker = PageGate(page, self._rate), asker
                self._announce(f"Chat: {self.address}")
                if self._has_token:
                    self._announce(_OPEN)
                sys.stdout.flush()  # it may be a pipe
                await asyncio.Event().wait()  # until it is cancelled
        except Exception as error:  # run() raises it, when the server has stopped
            self._failure = error
            self.stop()

    def _load(self) -> tuple[FastAPI, Asker]:
        asker = self._open_asker()
        examples: Future[list[str]] = Future()
        page = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        page.state.count = self._count
        self._mount(page, asker, examples)
        _in_background(lambda: self._examples_of(asker), examples)
        return page, asker

    def _examples_of(self, asker: Asker) -> list[str]:
        try:
            return self._examples(asker)
        except Exception:  # an extra: the chat works without them
            if not self._server.should_exit:
                logging.getLogger(__name__).exception("There are no questions to start from")
            return []


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, OverflowError, UnicodeError) as error:
        listening.close()
        why = error.strerror if isinstance(error, OSError) else str(error)
        what = f"The chat can't listen on {host}:{port}: {why}."
        if getattr(error, "errno", None) in (errno.EADDRINUSE, errno.EACCES):
            free = port + 1 if 1023 < port < 65535 else 7860
            remedy = f"Choose another port, such as PORT={free}, or PORT=0 for any free one."
        else:
            remedy = "Set ASSISTANT_HOST to an address of this machine, such as 127.0.0.1."
        raise PortTaken(what, remedy) from None
    return listening


def _shown(host: str) -> str:
    """The host as it stands in an address that a browser on this machine opens."""
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _in_background(work: Callable[[], _T], future: Future[_T]) -> Future[_T]:
    """Runs the work in a thread that does not keep the process alive, as asyncio's own would."""

    def run() -> None:
        future.set_running_or_notify_cancel()
        try:
            future.set_result(work())
        except Exception as error:  # handed to the one who waits
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


async def _script() -> Response:
    return Response(
        _asset("page.js"), media_type="text/javascript", headers={"cache-control": "no-cache"}
    )


def _asset(name: str) -> str:
    return files("assistant.web").joinpath(name).read_text(encoding="utf-8")
