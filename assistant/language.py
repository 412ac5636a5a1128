"""Whether a question is in a language that the encoder reads (the default reads English)."""

from __future__ import annotations

import unicodedata

from assistant.words import FUNCTION_WORDS, tokens

# Commonest function words that are no English words; two of them and no English one decide.
# Language guessers (langid, lingua) err on questions of three words or weigh 100 MB.
_FOREIGN = {
    "French": "le la les des du une est sont dans pour avec sur que qui quel quelle quels combien "
    "pourquoi où comment quand aux et ce cette il elle ont plus par son ses l'ia d'euros",
    "German": "der die das und ist sind ein eine einen für mit von zu wie viel viele warum wann "
    "wer wo welche welcher welches wird werden wurde auf nicht den dem im geld geht wieviel kostet",
    "Spanish": "el los las una es son para con por qué que cuánto cuanto cuánta cuántos cuándo "
    "quién cómo dónde cuál del al se fue más su va está hay",
    "Italian": "il lo gli della dello dei delle è sono per con quanto quanti quando chi come dove "
    "perché quale che una nel di si va ai alla",
    "Portuguese": "os uma é são para com por quanto quantos quando quem como onde qual do da dos "
    "das não vai foi mais se ao",
    "Dutch": "het een en zijn voor met van naar hoeveel waarom wanneer wie waar welke wordt de "
    "gaat geld hoe veel niet",
    "Swedish": "och är för med av till hur mycket många varför när vem vilken det en ett går som",
    "Polish": "jest są dla na ile dlaczego kiedy kto gdzie jaki jaka jakie do nie się w z co",
    "Turkish": "ne kadar için ve bir bu nedir kaç neden kim nerede ile mi mı var",
    "Indonesian": "berapa untuk dan yang apa siapa mengapa kapan dimana dengan adalah dari ini itu",
    "Vietnamese": "là cho và bao nhiêu của tại sao khi nào ai ở đâu có những được",
}
_WORDS = {name: frozenset(words.split()) for name, words in _FOREIGN.items()}
_SCRIPTS = {
    "HANGUL": "Korean", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "CJK": "Chinese",
    "CYRILLIC": "Cyrillic script", "ARABIC": "Arabic script", "HEBREW": "Hebrew",
    "DEVANAGARI": "Devanagari script", "THAI": "Thai", "GREEK": "Greek",
}  # fmt: skip


def unread_language(question: str) -> str | None:
    """The name of the question's language or script when it is not English, else None.

    Names and terms in another script inside an English question do not count.
    """
    return _by_script(question) or _by_function_words(question)


def _by_script(question: str) -> str | None:
    letters = [c for c in question if c.isalpha()]
    scripts = [unicodedata.name(c, "").split()[0] for c in letters]
    foreign = [s for s in scripts if s in _SCRIPTS]
    if len(foreign) * 2 <= len(letters):
        return None
    if any(s in ("HIRAGANA", "KATAKANA") for s in foreign):
        return "Japanese"
    return _SCRIPTS[max(set(foreign), key=foreign.count)]


def _by_function_words(question: str) -> str | None:
    words = {token.lower() for token in tokens(question)}
    counts = {name: len(words & known - FUNCTION_WORDS) for name, known in _WORDS.items()}
    name = max(counts, key=lambda n: counts[n])
    english = len(words & FUNCTION_WORDS - _WORDS[name])
    return name if counts[name] >= 2 and counts[name] > english else None
