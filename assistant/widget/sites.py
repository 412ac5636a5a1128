"""Sites as origins: which may show the widget, and whether a request comes from one. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}
# What a policy's frame-ancestors can name: a host of letters, digits and hyphens.
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


def origin_of(text: str) -> str:
    """The origin as a browser writes it: lower case, ASCII, without its default port.

    Raises ValueError that says what is right, for anything but a scheme, a host and a port.
    """
    if "*" in text:
        raise ValueError(f"{text!r} has a wildcard; name each site")
    if "://" not in text:
        raise ValueError(f"{text!r} has no scheme; write https://{text}")
    try:
        parts = urlsplit(text.lower())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        raise ValueError(f"{text!r} is not an origin") from None
    if parts.scheme not in _PORTS:
        raise ValueError(f"{text!r} must begin with https:// or http://")
    if not _HOST.fullmatch(host) or "@" in parts.netloc:
        raise ValueError(f"{text!r} does not name a host")
    origin = f"{parts.scheme}://{host}"
    if port is not None and port != _PORTS[parts.scheme]:
        origin += f":{port}"
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError(f"{text!r} is more than an origin; write {origin}")
    return origin


def host_of(address: str) -> str:
    """Host and port of an address as they stand there; "" where it is malformed."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def is_own(origin: str, headers: Mapping[str, str]) -> bool:
    """True when the origin is this server, by the name that the request was sent to.

    The scheme is not compared: behind a proxy the server does not know its own.
    """
    own = headers.get("host", "").lower()
    return bool(own) and host_of(origin).lower() == own


def may_show(sites: Collection[str], headers: Mapping[str, str], around: str | None) -> bool:
    """Whether the page around the frame may show the chat, by its own word and by the Referer.

    ``around``: the origin it claims to have; None when it claims none. What gets past here with a
    false claim is stopped by the browser, which knows better: see ``frame-ancestors``.
    """
    claims = [] if around is None else [around]
    if headers.get("sec-fetch-dest") == "iframe" and "referer" in headers:
        scheme = headers["referer"].partition(":")[0]
        claims.append(f"{scheme}://{host_of(headers['referer'])}")
    return all(claim in sites or is_own(claim, headers) for claim in claims)


def from_own_page(headers: Mapping[str, str]) -> bool:
    """Whether a request comes from a page of this server, as a browser says it.

    This keeps other sites out. A program can say what it likes; the rate keeps those slow.
    """
    fetched = headers.get("sec-fetch-site", "same-origin")
    return fetched == "same-origin" and is_own(headers.get("origin", ""), headers)
