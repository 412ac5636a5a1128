"""Greetings, thanks and "what can you answer?": a short helpful reply instead of a search."""

from __future__ import annotations

import re

from corpus.article import Corpus

# What small talk is put together from, the kind that decides the reply first.
_PARTS = {
    "help": r"(?:(?:can|could|would) you (?:please )?)?help(?: me)?(?: out)?"
    r"|(?:who|what) are you|are you (?:an? )?(?:human|real|person|robot|bot|ai|machine|chatgpt)"
    r"|what(?:'s| is) your name|who (?:made|built|created) you"
    r"|(?:tell me )?what (?:can you|do you|you can) (?:do|answer|know)(?: about| for me)?"
    r"|what can i ask(?: you)?(?: about)?"
    r"|(?:what|which) (?:kinds? of |sorts? of )?(?:questions|things|topics) (?:can you answer"
    r"|can i ask|do you (?:cover|know|answer))(?: you)?(?: about)?"
    r"|how (?:does this|do you|can you|do i|can i) (?:work|help|use (?:you|this))(?: me)?"
    r"|what are your (?:sources|articles|documents)"
    r"|(?:what|which) (?:articles|sources|documents) (?:do you (?:have|know|use)|are there)"
    r"|(?:list|show)(?: me)? (?:the|your|all) (?:articles|sources|documents)",
    "thanks": r"(?:many |ok )?(?:thanks|thank you|thx|ty|cheers)(?: a lot| so much| very much"
    r"| again| for (?:your|the) help)?|(?:that|this) (?:was |is )?(?:helps|helped|helpful|great"
    r"|useful)|great|perfect|cool|awesome|excellent|nice(?: one)?|good job|well done|got it"
    r"|고마워요?|감사합니다",
    "bye": r"(?:good ?)?bye(?: bye| for now)?|see (?:you|ya)(?: later| soon)?|good night",
    "greeting": r"(?:hi|hello|hey|hiya|howdy|yo|good (?:morning|afternoon|evening|day)|greetings"
    r"|안녕(?:하세요)?)(?: there| everyone| all| again)?|how are you(?: doing)?(?: today)?"
    r"|what's up|nice to meet you",
    "aside": r"ok(?:ay)?|yes|no|please|sorry|hmm+",
}
_OPENINGS = {
    "help": "I look answers up in the articles and quote the sentences they rest on. ",
    "thanks": "You're welcome. ",
    "bye": "Goodbye. ",
    "greeting": "Hello! ",
    "aside": "",
}
_MAY_LEAN = re.compile(r"how (?:does|do) (?:this|it|that)\b", re.I)
_PAUSE = r"[\s!.?,:;)…-]*"
_SMALL_TALK = re.compile(rf"(?:(?:{'|'.join(_PARTS.values())})\b{_PAUSE})+", re.IGNORECASE)
_KINDS = {name: re.compile(rf"\b(?:{part})\b", re.IGNORECASE) for name, part in _PARTS.items()}


def small_talk(question: str, corpus: Corpus, *, alone: bool = True) -> str | None:
    """The reply when the whole question is small talk, else None.

    ``alone``: nothing was asked before, so that "How does this work?" means the assistant.
    """
    if not _SMALL_TALK.fullmatch(question) or (not alone and _MAY_LEAN.match(question)):
        return None
    kind = next(name for name, pattern in _KINDS.items() if pattern.search(question))
    return _OPENINGS[kind].strip() if kind == "bye" else f"{_OPENINGS[kind]}{_offer(corpus)}"


def _offer(corpus: Corpus) -> str:
    titles = [f"“{article.title}”" for article in corpus.articles[:3]]
    more = f" and {len(corpus) - 3} more" if len(corpus) > 3 else ""
    count = "1 article" if len(corpus) == 1 else f"{len(corpus)} articles"
    return (
        f"Ask about what stands in the {count} here, such as {', '.join(titles)}{more}. "
        "When they do not say, I tell you so."
    )
