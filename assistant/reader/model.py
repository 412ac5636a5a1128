"""The network: MiniLM with a span head and an answerability head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import Tensor, nn

if TYPE_CHECKING:
    from transformers import BertModel

FAR = -1e4  # a logit that no softmax notices, and that int8 and bf16 can hold


def load_encoder(folder: str) -> BertModel:
    """MiniLM without pooling. Eager attention: on a CPU in bf16 it trains 1.6 times as fast."""
    from transformers import BertModel

    encoder = BertModel.from_pretrained(
        folder,
        attn_implementation="eager",
        add_pooling_layer=False,
        attention_probs_dropout_prob=0.0,
        hidden_dropout_prob=0.0,  # a fifth faster, and every round shows other windows anyway
    )
    assert isinstance(encoder, BertModel)
    return encoder


class SpanReader(nn.Module):
    """(ids, types, mask) to start logits, end logits (batch, length) and answer logits (batch).

    The score of "no answer" is the logit of the first token, [CLS].
    """

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.spans = nn.Linear(encoder.config.hidden_size, 2)
        self.answers = nn.Linear(encoder.config.hidden_size, 1)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        states = self.encoder(
            input_ids=ids, token_type_ids=types, attention_mask=mask
        ).last_hidden_state
        states = self.dropout(states.float())
        starts, ends = self.spans(states).unbind(-1)
        return starts, ends, self.answers(states[:, 0]).squeeze(-1)


def restrict(logits: Tensor, types: Tensor) -> Tensor:
    """Logits outside the body and the null position made impossible."""
    allowed = types.bool()
    allowed[:, 0] = True
    return logits.masked_fill(~allowed, FAR)


def loss(
    starts: Tensor, ends: Tensor, answers: Tensor, gold: Tensor, weight: Tensor, types: Tensor
) -> Tensor:
    """Marginal negative log-likelihood over the gold spans, plus cross-entropy of "answers".

    ``gold`` (batch, spans, 2) holds token positions, padded with -1; [0, 0] means no answer.
    """
    import torch
    from torch.nn import functional

    log_starts = torch.log_softmax(restrict(starts, types), dim=-1)
    log_ends = torch.log_softmax(restrict(ends, types), dim=-1)
    known = gold[:, :, 0] >= 0
    pairs = log_starts.gather(1, gold[:, :, 0].clamp(min=0)) + log_ends.gather(
        1, gold[:, :, 1].clamp(min=0)
    )
    span_loss = -torch.logsumexp(pairs.masked_fill(~known, -1e9), dim=1) + known.sum(1).log()
    target = (gold[:, 0, 0] > 0).float()
    answer_loss = functional.binary_cross_entropy_with_logits(answers, target, reduction="none")
    return ((0.5 * span_loss + answer_loss) * weight).mean()
