"""Scores of an answer's text: SQuAD exact match and F1, containment, ROUGE-L."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

MARKER = re.compile(r"\s?\[\d+\]")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def without_markers(text: str) -> str:
    """The text without its citation markers: ``[1]`` must not pass for a figure."""
    return MARKER.sub("", text)


def squad_tokens(text: str) -> list[str]:
    """Tokens after SQuAD's normalisation: lower case, no ASCII punctuation, no a/an/the.

    Source: Rajpurkar et al. 2016, section "Evaluation", and its evaluation script.
    """
    text = text.lower().translate(_PUNCTUATION)
    return re.sub(r"\b(a|an|the)\b", " ", text).split()


def exact_match(prediction: str, answers: Iterable[str]) -> float:
    """1.0 when the prediction equals an answer after normalisation.

    No answers means that abstaining, the empty prediction, is right (SQuAD 2.0).
    """
    tokens = squad_tokens(prediction)
    return float(any(tokens == squad_tokens(gold) for gold in _golds(answers)))


def token_f1(prediction: str, answers: Iterable[str]) -> float:
    """The best F1 over the answers, of tokens as bags (0 to 1); empty against empty is 1."""
    return max(_f1(squad_tokens(prediction), squad_tokens(gold)) for gold in _golds(answers))


def contains_answer(text: str, answers: Iterable[str]) -> bool:
    """True when an answer's normalised tokens stand in the text in a row.

    ALCE's STR-EM (Gao et al. 2023, arXiv:2305.14627), on whole tokens.
    """
    tokens = squad_tokens(text)
    for gold in map(squad_tokens, answers):
        width = len(gold)
        if width and any(tokens[i : i + width] == gold for i in range(len(tokens) - width + 1)):
            return True
    return False


def rouge_l(prediction: str, reference: str) -> float:
    """ROUGE-L F1 with stemming, by Google's rouge-score (Lin 2004)."""
    return float(_rouge().score(reference, prediction)["rougeL"].fmeasure)


@lru_cache(maxsize=1)
def _rouge() -> Any:
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(["rougeL"], use_stemmer=True)


def _golds(answers: Iterable[str]) -> list[str]:
    """The answers that normalise to something, as the official script keeps them, else none."""
    return [gold for gold in answers if squad_tokens(gold)] or [""]


def _f1(prediction: list[str], gold: list[str]) -> float:
    if not prediction or not gold:
        return float(prediction == gold)
    shared = sum((Counter(prediction) & Counter(gold)).values())
    return 2 * shared / (len(prediction) + len(gold))
