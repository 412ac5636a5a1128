"""Questions and windows as token ids, with the characters of the body that each token covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.reader.windows import Window

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLS, SEP = 101, 102  # of the uncased BERT vocabulary that MiniLM uses
MAX_TOKENS = 384
_QUESTION, _BEFORE, _AFTER = 64, 56, 40  # longest parts, in tokens
_STRIDE = 64  # tokens that two slices of an overlong body share

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Encoded:
    """``ids`` of [CLS] question [SEP] before body after [SEP].

    The body's tokens are ``ids[first : first + len(offsets)]`` and have type 1, all others type 0,
    so that the model can tell where answers may lie. ``offsets`` count characters of the body.
    """

    ids: list[int]
    first: int
    offsets: list[tuple[int, int]]


def plain_tokenizer(path: str) -> Tokenizer:
    """The tokenizer of a tokenizer.json without its own truncation and padding."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(path)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def encode_all(tokenizer: Tokenizer, pairs: Sequence[tuple[str, Window]]) -> list[list[Encoded]]:
    """One list a pair: mostly of one Encoded, of several where the body exceeds MAX_TOKENS."""
    texts: list[str] = []
    for question, window in pairs:
        texts += [question, window.before, window.body, window.after]
    coded = tokenizer.encode_batch(texts, add_special_tokens=False)
    encoded = []
    for at in range(0, len(coded), 4):
        asked, before, body, after = coded[at : at + 4]
        head = [CLS, *asked.ids[:_QUESTION], SEP]
        encoded.append(_slices(head, before.ids[-_BEFORE:], body, after.ids[:_AFTER]))
    return encoded


def _slices(head: list[int], before: list[int], body: Any, after: list[int]) -> list[Encoded]:
    """Cut what exceeds MAX_TOKENS: the neighbours first, then the body into overlapping slices."""
    room = MAX_TOKENS - len(head) - 1
    if len(before) + len(body.ids) + len(after) > room:
        before, after = before[: max(0, room - len(body.ids))], []
    head = [*head, *before]
    room = MAX_TOKENS - len(head) - 1
    starts = range(0, max(1, len(body.ids) - _STRIDE), room - _STRIDE)
    if len(body.ids) <= room:
        starts = range(1)
    return [
        Encoded(
            [*head, *body.ids[start : start + room], *after, SEP],
            len(head),
            list(body.offsets[start : start + room]),
        )
        for start in starts
    ]


def pad(batch: Sequence[Encoded], multiple: int = 1) -> tuple[Array, Array, Array]:
    """(ids, types, mask), each int64 of shape (batch, longest up to a multiple)."""
    longest = max(len(item.ids) for item in batch)
    longest += -longest % multiple
    ids = np.zeros((len(batch), longest), dtype=np.int64)
    types, mask = np.zeros_like(ids), np.zeros_like(ids)
    for row, item in enumerate(batch):
        ids[row, : len(item.ids)] = item.ids
        mask[row, : len(item.ids)] = 1
        types[row, item.first : item.first + len(item.offsets)] = 1
    return ids, types, mask


def by_length(batch: Sequence[Encoded], token_budget: int) -> list[list[int]]:
    """Indices in batches of similar length, each at most ``token_budget`` padded tokens."""
    order = sorted(range(len(batch)), key=lambda i: len(batch[i].ids))
    batches: list[list[int]] = []
    for index in order:
        wide = len(batch[index].ids)
        if batches and (len(batches[-1]) + 1) * wide <= token_budget:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches
