"""What a chat model used: calls and tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Usage:
    """Replies received, and the tokens that the provider counted for them."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
        )


def counted(metadata: Mapping[str, Any] | None) -> Usage:
    """The tokens of one LangChain message, from its ``usage_metadata``."""
    tokens = metadata or {}
    return Usage(0, tokens.get("input_tokens", 0), tokens.get("output_tokens", 0))
