"""The door for programs that speak the Model Context Protocol: one address, /mcp, two tools.

Streamable HTTP without sessions: each POST is answered with JSON and nothing is kept.
"""

from __future__ import annotations

import functools
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.api.asgi import Receive, Scope, Send
from assistant.api.doors import Doors
from assistant.api.errors import ApiError
from assistant.web.guard import LOOPBACK
from assistant.widget.sites import host_of

if TYPE_CHECKING:
    from mcp.server.lowlevel.server import Server


def router(doors: Doors) -> APIRouter:
    """The route /mcp, with and without a slash at its end."""
    routes = APIRouter()
    hosts = LOOPBACK | frozenset(doors.settings.hosts)

    @functools.cache
    def server() -> Server:
        from assistant.api.mcp_tools import tool_server

        return tool_server(doors)

    @routes.post("/mcp", include_in_schema=False)
    @routes.post("/mcp/", include_in_schema=False)
    async def exchange(request: Request) -> Response:
        _check_origin(request, hosts)
        doors.asker()  # raises NotReady: a client asks again when the status is 503
        # The library takes half a second to import, when the first client comes.
        return _Exchange(await to_thread.run_sync(server))

    return routes


def _check_origin(request: Request, hosts: frozenset[str]) -> None:
    """Raises ApiError for a page of another site, or of a name that was made to point here.

    Programs send no Origin; a page on this server sends the server's own.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return
    place = host_of(origin)
    own = place == request.headers.get("host")
    if not own or re.sub(r":\d+$", "", place).lower() not in hosts:
        raise ApiError(
            HTTPStatus.FORBIDDEN,
            "foreign_origin",
            "Pages of other sites can't use this address.",
            "Call it from a program, or name this server in ASSISTANT_HOSTS.",
        )


class _Exchange(Response):
    """One POST, answered by the library."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        # It keeps nothing without sessions, so there is one for each exchange: no lifespan needed.
        manager = StreamableHTTPSessionManager(self._server, json_response=True, stateless=True)
        async with manager.run():
            await manager.handle_request(scope, receive, send)
