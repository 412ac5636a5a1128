"""The network at work in torch: encoded windows in, logits out; for training and measuring."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from assistant.reader.encode import Encoded, by_length, pad
from assistant.reader.model import SpanReader
from assistant.reader.spans import Scored


def device() -> torch.device:
    """A GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def score(model: SpanReader, items: Sequence[Encoded], token_budget: int = 8192) -> list[Scored]:
    """Logits of every window, in the order given."""
    model.eval()
    where = next(model.parameters()).device
    found: dict[int, Scored] = {}
    for rows in by_length(items, token_budget):
        batch = [items[row] for row in rows]
        ids, types, mask = (torch.from_numpy(part).to(where) for part in pad(batch))
        with torch.no_grad(), torch.autocast(where.type, dtype=torch.bfloat16):
            starts, ends, answers = model(ids, types, mask)
        for at, row in enumerate(rows):
            found[row] = Scored(
                items[row],
                starts[at].float().cpu().numpy(),
                ends[at].float().cpu().numpy(),
                float(answers[at]),
            )
    return [found[row] for row in range(len(items))]
