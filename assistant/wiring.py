"""The only place where settings become objects."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from assistant.ask import Assistant
from assistant.finding.decision import Decision
from assistant.finding.finder import Finder
from assistant.quiet import quiet
from assistant.reader.reading import Reader
from assistant.settings import SettingError, Settings
from corpus.article import Corpus, read_articles
from index.build import BuildReport, build
from index.opened import Index, open_index, status
from index.progress import ProgressBar

WEIGHTS = Path(__file__).resolve().parent / "reader" / "weights"
_RETRIES = 2  # of a chat model that answers 429 or 5xx, before the embedded answer is given


def open_assistant(settings: Settings, corpus: Corpus | None = None) -> Assistant:
    """The assistant over an index that is up to date; builds it where it is missing or stale.

    ``corpus``: articles already read, instead of the folder in the settings. Raises AssistantError
    (settings, corpus, index or chat model), each with what to do.
    """
    index = ready_index(settings, corpus)
    folder = settings.reader or WEIGHTS
    phraser = None
    if settings.model:
        from assistant.model.chat import open_chat_model
        from assistant.writing.phrase import Phraser

        model = open_chat_model(
            settings.model,
            timeout_s=settings.timeout,
            retries=_RETRIES,
            base_url=settings.model_url,
        )
        phraser = Phraser(model, index.corpus)
    return Assistant(
        index,
        Finder(index.searcher, index.corpus, reader_of(folder), _decision(folder)),
        threshold=settings.threshold,
        english=_english_words(),
        phraser=phraser,
        settings=_described(settings, folder),
    )


def build_index(settings: Settings, corpus: Corpus | None = None) -> BuildReport:
    """Builds the index of the settings' corpus, with a progress bar when it takes long."""
    quiet(hub=_from_hub(settings.encoder))
    corpus = corpus or read_articles(settings.corpus, follow_links=settings.follow_links)
    with ProgressBar() as bar:
        return build(corpus, settings.index_folder, settings.encoder, progress=bar)


def ready_index(settings: Settings, corpus: Corpus | None = None) -> Index:
    """The settings' index, opened; built first where it is missing or stale."""
    quiet(hub=_from_hub(settings.encoder))
    folder = settings.index_folder
    # An index named without its corpus is taken as it is: its articles are stored in it.
    if corpus is not None or settings.corpus_decides:
        corpus = corpus or read_articles(settings.corpus, follow_links=settings.follow_links)
        if status(folder, corpus, settings.encoder).state != "fresh":
            build_index(settings, corpus)
    index = open_index(folder, settings.encoder)
    if corpus is not None:
        # The same articles; which other files lie in the folder can have changed since.
        index.corpus = corpus
    return index


def _described(settings: Settings, reader: Path) -> dict[str, str | None]:
    """The settings that can change an answer, without paths: a moved folder changes nothing."""
    weights = hashlib.sha256()
    for file in sorted(reader.glob("*.onnx")) + sorted(reader.glob("*.json")):
        weights.update(file.read_bytes())
    encoder = Path(settings.encoder).name if settings.encoder else "default"
    return {"encoder": encoder, "reader": weights.hexdigest()[:12], "model": settings.model}


def _from_hub(encoder: str | None) -> bool:
    return encoder is not None and not Path(encoder).is_dir()


def reader_of(folder: Path) -> Reader:
    """The reader in a folder: an exported one, or any question-answering model."""
    if not folder.is_dir():
        raise SettingError(
            f"ASSISTANT_READER: there is no folder {folder}.", "Name a model folder, or unset it."
        )
    if (folder / "reader.json").exists():
        from assistant.reader.onnx_reader import OnnxReader

        return OnnxReader(folder)
    from assistant.reader.any_reader import AnyReader

    return AnyReader(folder)


def _decision(folder: Path) -> Decision:
    fitted = folder if (folder / "decision.json").exists() else WEIGHTS
    return Decision.load(fitted)


def _english_words() -> frozenset[str]:
    """Ordinary words: the whole words of the reader's vocabulary, which is BERT's."""
    tokenizer = json.loads((WEIGHTS / "tokenizer.json").read_text(encoding="utf-8"))
    return frozenset(w for w in tokenizer["model"]["vocab"] if w.isalpha() and len(w) > 2)
