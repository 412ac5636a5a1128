"""Greetings, thanks and "what can you answer?": a short helpful reply instead of a search."""

from __future__ import annotations

import re

from corpus.article import Corpus

_GREETING = (
    r"(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|안녕(?:하세요)?)"
)
_OPENER = rf"(?:{_GREETING}(?: there| everyone| all)?[\s,!.]*)?"
_PATTERNS = {
    "greeting": rf"{_GREETING}(?: there| everyone| all)?|how are you(?: doing)?(?: today)?"
    r"|nice to meet you",
    "thanks": r"(?:ok(?:ay)?[\s,]*)?(?:many )?(?:thanks|thank you|thx|cheers|great|perfect|cool"
    r"|nice|good job|well done|got it|고마워요?|감사합니다)(?:[\s,]*(?:a lot|so much|very much"
    r"|again|thanks|thank you|that helps|that helped))*",
    "bye": r"(?:good)?bye(?: bye)?|see you(?: later)?|good night",
    "help": _OPENER + r"(?:help(?: me)?|who are you|what are you|what(?:'s| is) your name"
    r"|what (?:can|do) you (?:do|answer|know)(?: for me)?|what can i ask(?: you)?"
    r"|what (?:questions|things|topics) can (?:you answer|i ask)(?: you)?|how (?:do(?:es)?|can) "
    r"(?:you|this|i) (?:work|help|use (?:you|this))(?: me)?|what (?:is|are) (?:this|you)(?: for)?"
    r"|(?:what|which) (?:articles|sources|documents) (?:do you (?:have|know|use)|are there))",
}
_COMPILED = {
    name: re.compile(rf"(?:{pattern})[\s!.?,:)]*", re.IGNORECASE)
    for name, pattern in _PATTERNS.items()
}


def small_talk(question: str, corpus: Corpus) -> str | None:
    """The reply when the whole question is small talk, else None."""
    kind = next((name for name, p in _COMPILED.items() if p.fullmatch(question)), None)
    if kind is None:
        return None
    opening = {
        "greeting": "Hello!",
        "thanks": "You're welcome.",
        "bye": "Goodbye.",
        "help": "I look answers up in the articles and quote the sentences they rest on.",
    }[kind]
    return opening if kind == "bye" else f"{opening} {_offer(corpus)}"


def _offer(corpus: Corpus) -> str:
    titles = [f"“{article.title}”" for article in corpus.articles[:3]]
    more = f" and {len(corpus) - 3} more" if len(corpus) > 3 else ""
    count = "1 article" if len(corpus) == 1 else f"{len(corpus)} articles"
    return (
        f"Ask about what stands in the {count} here, such as {', '.join(titles)}{more}. "
        "When they do not say, I tell you so."
    )
