"""Starts the chat, asks one question in a real Chromium, and prints the hosts that the page asked.

Usage: python offline_visit.py BROWSER INDEX SECONDS; the server is kept for at least that long.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from urllib.parse import urlsplit

from browsers import launched

QUESTION = "How much goes to talent?"
ANSWER = "45 billion won"


def main(browser: str, index: str, seconds: str) -> None:
    """Prints the hosts that the page asked, as JSON, when the answer stands on it."""
    command = [sys.executable, "-u", "-m", "assistant", "serve", "--port", "0", "--index", index]
    until = time.monotonic() + float(seconds)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            said = next(line for line in server.stdout if "http://" in line)
            found = re.search(r"http://\S+", said)
            assert found
            asked = _visit(browser, found[0])
            time.sleep(max(0.0, until - time.monotonic()))
        finally:
            server.terminate()
    print(json.dumps(asked))


def _visit(path: str, address: str) -> list[str]:
    asked: set[str] = set()
    # What the browser itself looks up finds nothing; what the page asks for is still seen.
    with launched(path, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1") as browser:
        context = browser.new_context()
        context.on("request", lambda request: asked.add(request.url))
        page = context.new_page()
        page.on("websocket", lambda websocket: asked.add(websocket.url))
        page.goto(address)
        page.get_by_role("textbox").fill(QUESTION)
        page.get_by_role("textbox").press("Enter")
        page.get_by_text(ANSWER).first.wait_for(timeout=30_000)
        page.wait_for_load_state("networkidle")
    remote = [url for url in asked if urlsplit(url).scheme not in ("data", "blob", "about")]
    return sorted({str(urlsplit(url).hostname) for url in remote})


if __name__ == "__main__":
    main(*sys.argv[1:])
