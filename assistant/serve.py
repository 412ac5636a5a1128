"""The serve command: opens the assistant behind a port that answers at once."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import TYPE_CHECKING

from assistant.quiet import quiet
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.api.doors import Asker
    from assistant.web.app import Mount


def serve(settings: Settings, mount: Mount, workers: int = 1) -> None:
    """Serves all doors until it is stopped. Raises AssistantError where it can't start.

    ``mount`` puts the chat's page into an application. With one worker, answers are computed in
    this process; with more, in that many others over the same index.
    """
    quiet()
    from assistant.api.log import write_requests
    from assistant.web.app import Site
    from assistant.web.examples import example_questions

    pools = contextlib.ExitStack()

    def opened() -> Asker:
        from assistant.wiring import open_assistant, ready_index

        if workers == 1:
            return open_assistant(settings)
        from assistant.api.pool import Pool

        return pools.enter_context(Pool(settings, ready_index(settings), workers))

    def examples(asker: Asker) -> list[str]:
        from assistant.wiring import open_assistant

        # They are tried out without the chat model, which a person may have to pay for.
        bare = dataclasses.replace(settings, model=None)
        return example_questions(open_assistant(bare) if settings.model else asker)

    write_requests()
    with pools:
        Site(opened, mount, examples, settings.host, settings.port, settings=settings).run()
