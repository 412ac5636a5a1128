"""Whether a question is in a language that the encoder reads (the default reads English)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection

from assistant.understanding.words import FUNCTION_WORDS, tokens

# Words that no English question has: those that ask, and common verbs. One of them weighs two.
# Language guessers (langid, lingua) err on questions of three words or weigh 100 MB.
_ASKING = {
    "French": "qui combien pourquoi quand où quel quelle quels quelles quoi qu'est-ce qu'est "
    "est-ce coûte sont peut doit était seront sera sont-ils fait-il va-t-il",
    "German": "warum wann wer wo wie wieviel wieviele welche welcher welches welchen wem wessen "
    "wofür wozu weshalb woher wohin kostet gibt sagt ist sind wird werden wurde wurden",
    "Spanish": "qué quién quiénes cuánto cuánta cuántos cuántas cuándo dónde cómo cuál cuáles "
    "cuanto cuantos cuesta está están son tiene dice hay quien cual cuando donde",
    "Italian": "quanto quanta quanti quante perché perchè chi qual quale quali dov'è cos'è cosa "
    "che cos'è quando dove costa viene vengono sono ha hanno dice c'è",
    "Portuguese": "quanto quanta quantos quantas quem quando onde qual quais porquê são está estão "
    "custa tem têm diz foi há quê",
    "Dutch": "hoeveel waarom wanneer wie waar welke hoe wat kost zijn heeft hebben wordt worden "
    "zegt waarvoor",
    "Swedish": "hur varför när vem vilka vilken vilket vad vart kostar är har säger finns",
    "Danish": "hvor hvorfor hvornår hvem hvilke hvilken hvad koster siger findes",
    "Finnish": "kuinka miksi milloin kuka missä mitä mikä mitkä paljonko montako maksaa onko ovat",
    "Polish": "ile dlaczego kiedy kto gdzie jaki jaka jakie jakich który która które kosztuje jest "
    "są czy mówi czym",
    "Czech": "kolik proč kdy kdo kde jaký jaká jaké který která které stojí jsou říká",
    "Romanian": "cât câți câte câtă când cine unde ce costă sunt este spune",
    "Hungarian": "mennyi hány miért mikor ki hol melyik mit kerül van vannak",
    "Turkish": "ne kaç neden niçin nasıl kim nerede nedir hangi zaman diyor var",
    "Indonesian": "berapa siapa mengapa kapan dimana mana bagaimana apakah apa adalah punya",
    "Vietnamese": "bao nhiêu tại sao khi nào gì ai đâu thế là không",
}
# Their commonest other words. Two of them, or one beside an asking word, decide.
_COMMON = {
    "French": "le la les des du une dans pour avec sur que qui aux et ce cette il elle ont plus "
    "par son ses est va à",
    "German": "der die das und ein eine einen einer für mit von zu zum zur viel viele auf nicht "
    "den dem des im beim geld geht hat dies es",
    "Spanish": "el los las una es para con por que del al se fue más su va la y de en",
    "Italian": "il lo gli della dello dei delle degli del è per con una nel nella di si va ai alla "
    "alle la le in da l",
    "Portuguese": "os uma é para com por como do da dos das não vai mais se ao à que em um o a",
    "Dutch": "het een en voor met van naar veel de gaat geld niet er over",
    "Swedish": "och för med av till mycket många den det en ett går som på stor",
    "Danish": "og er for med af til meget mange den det en et går som på",
    "Finnish": "ja on ei se että hän ovat tämä",
    "Polish": "dla na do nie się w z co to jak o",
    "Czech": "a na do je se v z co to pro má",
    "Romanian": "la și de pe în un o cu pentru a",
    "Hungarian": "a az és egy nem hogy",
    "Turkish": "kadar için ve bir bu ile mi mı mu",
    "Indonesian": "untuk dan yang dengan dari ini itu di ke ada",
    "Vietnamese": "cho và của có những được ở",
}
_STRONG = {name: frozenset(words.split()) for name, words in _ASKING.items()}
_WEAK = {name: frozenset(words.split()) for name, words in _COMMON.items()}
_LETTERS = {
    "French": "éèêàâçùûîôœ", "German": "äöüß", "Spanish": "áéíóúñ", "Italian": "àèéìòù",
    "Portuguese": "ãõáâàéêíóôúç", "Swedish": "åäö", "Danish": "åæø", "Finnish": "äö",
    "Polish": "ąćęłńóśźż", "Czech": "áčďéěíňóřšťúůýž", "Romanian": "ăâîșțşţ",
    "Hungarian": "áéíóöőúüű", "Turkish": "çğıöşü",
    "Vietnamese": "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
}  # fmt: skip
_ELIDED = re.compile(r"(?:l|d|qu|n|s|dell|nell|all)['’]\w")
_SCRIPTS = {
    "HANGUL": "Korean", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "CJK": "Chinese",
    "CYRILLIC": "Cyrillic script", "ARABIC": "Arabic script", "HEBREW": "Hebrew",
    "DEVANAGARI": "Devanagari script", "THAI": "Thai", "GREEK": "Greek",
}  # fmt: skip


_CODES = {
    "French": "fr", "German": "de", "Spanish": "es", "Italian": "it", "Portuguese": "pt",
    "Dutch": "nl", "Swedish": "sv", "Danish": "da", "Finnish": "fi", "Polish": "pl",
    "Czech": "cs", "Romanian": "ro", "Hungarian": "hu", "Turkish": "tr", "Indonesian": "id",
    "Vietnamese": "vi", "Korean": "ko", "Japanese": "ja", "Chinese": "zh",
    "Cyrillic script": "ru", "Arabic script": "ar", "Hebrew": "he", "Devanagari script": "hi",
    "Thai": "th", "Greek": "el",
}  # fmt: skip


def unread_language(question: str, articles: Collection[str] = ()) -> str | None:
    """The name of the question's language or script when it is not English, else None.

    ``articles``: languages of the articles (ISO 639-1); a question in one of them is read, since
    the lexical search finds its words. Names and terms of another language inside an English
    question do not count.
    """
    name = _by_script(question) or ("Spanish" if "¿" in question else _by_words(question))
    return name if name and _CODES[name] not in articles else None


def _by_script(question: str) -> str | None:
    letters = [c for c in question if c.isalpha()]
    scripts = [unicodedata.name(c, "UNNAMED").split()[0] for c in letters]
    foreign = Counter(s for s in scripts if s in _SCRIPTS)
    if foreign.total() * 2 <= len(letters):
        return None
    japanese = foreign["HIRAGANA"] or foreign["KATAKANA"]
    return "Japanese" if japanese else _SCRIPTS[foreign.most_common(1)[0][0]]


def _by_words(question: str) -> str | None:
    """The language with most evidence, if it has more than English."""
    found = tokens(question)
    # A capital inside a question makes a name: "Die Zeit", "Los Angeles".
    words = {w.lower() for place, w in enumerate(found) if not (place and w[0].isupper())}
    scores = {name: _evidence(words, name) for name in _STRONG}
    name = max(scores, key=lambda n: scores[n])
    english = len(words & FUNCTION_WORDS - _STRONG[name] - _WEAK[name])
    return name if scores[name] >= 2 and scores[name] > english else None


def _evidence(words: set[str], name: str) -> int:
    asking = words & _STRONG[name] - FUNCTION_WORDS
    accented = {w for w in words if set(w).intersection(_LETTERS.get(name, ""))}
    elided = {w for w in words if _ELIDED.match(w)} if name in ("French", "Italian") else set()
    common = (words & _WEAK[name] - FUNCTION_WORDS) | accented | elided
    return 2 * len(asking) + len(common - asking)
