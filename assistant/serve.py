"""The serve command: opens the assistant behind a port that answers at once."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from assistant.quiet import quiet
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.api.doors import Asker
    from assistant.web.app import Mount


def serve(settings: Settings, mount: Mount) -> None:
    """Serves all doors until it is stopped. Raises AssistantError where it can't start.

    ``mount`` puts the chat's page into an application.
    """
    quiet()
    from assistant.api.log import write_requests
    from assistant.web.app import Site
    from assistant.web.examples import example_questions

    def opened() -> Asker:
        from assistant.wiring import open_assistant

        return open_assistant(settings)

    def examples(asker: Asker) -> list[str]:
        from assistant.wiring import open_assistant

        # They are tried out without the chat model, which a person may have to pay for.
        bare = dataclasses.replace(settings, model=None)
        return example_questions(open_assistant(bare) if settings.model else asker)

    site = Site(opened, mount, examples, settings.host, settings.port, settings=settings)
    write_requests()
    site.run()
