"""The main flow as a LangChain Runnable, so that it drops into somebody else's chain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import Runnable, RunnableConfig

from assistant.answer import Answer, Turn

if TYPE_CHECKING:
    from assistant.ask import Assistant


class AskRunnable(Runnable[object, Answer]):
    """Input: a question, or a mapping with ``question`` and maybe ``history`` and ``articles``.

    ``history`` is a list of earlier questions or Turns. Output: the Answer; ``stream`` gives the
    text in pieces and then the Answer. Raises ValueError on any other input.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def invoke(self, input: object, config: RunnableConfig | None = None, **_: Any) -> Answer:
        return self._call_with_config(lambda i: self._assistant.ask(**_arguments(i)), input, config)

    def stream(
        self, input: object, config: RunnableConfig | None = None, **_: Any
    ) -> Iterator[Any]:
        yield from self._assistant.stream(**_arguments(input))


def _arguments(input: object) -> dict[str, Any]:
    if isinstance(input, str):
        return {"question": input}
    if not isinstance(input, dict) or not isinstance(input.get("question"), str):
        raise ValueError("Give a question as a string, or a mapping with 'question'.")
    history = [t if isinstance(t, Turn) else Turn(str(t)) for t in input.get("history") or ()]
    return {
        "question": input["question"],
        "history": history,
        "articles": input.get("articles"),
    }
