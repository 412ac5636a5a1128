"""Sets that others published, the parts that training never saw: ``python -m tests.heldout
--data DIR [--sets NAME ...] [--sample N]``.

The folder holds the files that ``assistant.reader.public_data`` names. Training leaves out 8% of
each set's documents, by a hash of the document; only those are asked about. A document is a
paragraph (SQuADShifts, PolicyQA), a section (SelQA), a report's page (TAT-QA) or an article
(QAMR). PolicyQA, QAMR, SelQA and TAT-QA were trained on with their dev and test files alike, so
the published test part as a whole is not unseen; the hashed part is.

Given the passage: pairs of a question with one to three sentences, made as for training
(``assistant.reader.stages.held_out``). For one pair that answers there is about one that does
not: another window of the same document, rather with the same kind of value; a window of another
document that shares the question's words; the right window after a name, number, year or
relation was exchanged in it or in the question; the sentence beside the answer. Exact match and
F1 (SQuAD's) over the pairs that answer, AUROC over all.

Open: the documents of the set's unseen part are the articles. Each question is asked twice: of
all of them, and of all but its own document, where refusing is right (unless another document
says it too: a part of those answers may be right). "Before" is search alone, see
``tests/plain_search.py``.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.ask import Assistant
from assistant.evaluate.asking import Answering, answered_rows
from assistant.evaluate.questions import Question
from assistant.evaluate.rows import Row
from assistant.quiet import quiet
from assistant.reader.documents import Document
from assistant.reader.examples import Example
from assistant.reader.measure import figures
from assistant.reader.metrics import auroc, exact, f1
from assistant.reader.onnx_reader import OnnxReader
from assistant.reader.public_data import SETS, read_public, split_of
from assistant.reader.stages import Material, held_out
from assistant.reader.windows import sentence_bounds
from assistant.settings import Settings
from assistant.wiring import WEIGHTS, open_assistant, ready_index
from corpus.article import Article, Corpus
from index.opened import open_index
from tests.ablation import PRACTICE, Ablated, Step, shown, without_errors
from tests.plain_search import BY_SEARCH, NearestSentence, practice

EXPORTS = "models"  # the encoder's export is made once for all indexes
SAMPLE = 80
OPEN = tuple(name for name in SETS if name != "policyqa")  # whose policy, its questions don't say


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints two Markdown tables."""
    args = _parser().parse_args(arguments)
    quiet()
    settings = Settings.from_environment()
    index = ready_index(settings)
    unseen = {name: unseen_part(args.data, name, args.sample, args.seed) for name in args.sets}
    reader = OnnxReader(settings.reader or WEIGHTS)
    print("| given the passage | answer / do not | EM | F1 | AUROC |")
    print("| --- | --- | --- | --- | --- |")
    for name, docs in unseen.items():
        print(given_row(name, docs, reader, NearestSentence(index.encoder)), flush=True)
    with practice(index.encoder, args.practice, args.seed) as lessons:
        threshold = lessons.threshold(NearestSentence(index.encoder), BY_SEARCH)
    print(
        "\n| open | questions, documents | answerer | right, % | F1, % | cited its passage, % "
        "| false refusals, % | refused without it, % |"
    )
    print("| --- " * 8 + "|")
    for name, docs in unseen.items():
        if name in OPEN:
            for line in open_rows(name, docs, settings, threshold):
                print(line, flush=True)


def unseen_part(data: Path, name: str, size: int, seed: int) -> list[Document]:
    """The documents of a set that training left out, with at most ``size`` questions together."""
    docs = [doc for doc in read_public(data, name) if split_of(doc) == "test"]
    asked = [(place, n) for place, doc in enumerate(docs) for n in range(len(doc.questions))]
    kept = set(random.Random(f"{seed} {name}").sample(asked, min(size, len(asked))))
    return [
        dataclasses.replace(
            doc, questions=[q for n, q in enumerate(doc.questions) if (place, n) in kept]
        )
        for place, doc in enumerate(docs)
    ]


def given_row(name: str, docs: list[Document], reader: OnnxReader, nearest: NearestSentence) -> str:
    """A line of the first table: search alone, an arrow, and the reader, on the same pairs."""
    ((_, examples),) = held_out(Material({name: docs}), "test", limit=10**9)
    scored = reader.score([(example.question, example.window) for example in examples])
    now = figures(examples, [parts[0] for parts in scored])
    before = _nearest_figures(examples, nearest)
    both = ((before[0], now["em"]), (before[1], now["f1"]))
    cells = [f"{100 * old:.0f} → {100 * new:.0f}" for old, new in both]
    area = f"{before[2]:.2f} → {now['auroc_both']:.2f}"
    return f"| {name} | {now['n']} / {now['others']} | {' | '.join(cells)} | {area} |"


def _nearest_figures(
    examples: Sequence[Example], nearest: NearestSentence
) -> tuple[float, float, float]:
    """Exact match, F1 and AUROC of the window's sentence that is nearest to the question."""
    ems, f1s = [], []
    sure: dict[bool, list[float]] = {True: [], False: []}
    for example in examples:
        body = example.window.body
        texts = [body[start:end] for start, end in sentence_bounds(body)] or [body]  # blank
        cosines = nearest.cosines(example.question, texts)
        best = int(np.argmax(cosines))
        sure[bool(example.spans)].append(float(cosines[best]))
        if example.spans:
            gold = [body[start:end] for start, end in example.spans]
            ems.append(exact(texts[best], gold))
            f1s.append(f1(texts[best], gold))
    return float(np.mean(ems)), float(np.mean(f1s)), auroc(sure[True], sure[False])


def open_rows(
    name: str, docs: Sequence[Document], settings: Settings, threshold: float
) -> Iterator[str]:
    """Two lines of the second table: search alone, and the assistant."""
    questions, corpus = as_evaluated(docs)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copytree(settings.index_folder / EXPORTS, place / EXPORTS)
        set_settings = dataclasses.replace(settings, index=place)
        assistant = open_assistant(set_settings, corpus)
        index = open_index(place, settings.encoder)
        step = Step("search alone", NearestSentence(index.encoder), BY_SEARCH, threshold)
        size = f"{len(questions)}, {len(corpus)}"
        for label, asker in (("before", Ablated(index, step)), ("now", assistant)):
            yield f"| {name} | {size} | {label} | {' | '.join(_open_cells(asker, questions))} |"
        index.close()


def as_evaluated(docs: Sequence[Document]) -> tuple[list[Question], Corpus]:
    """The documents as articles, and their answerable questions with keys for evaluation."""
    articles: list[Article] = []
    questions: list[Question] = []
    for number, doc in enumerate(docs, start=1):
        id = f"document-{number:04d}"
        articles.append(Article(id=id, title=doc.title, text=doc.text))
        for asked in doc.questions:
            spans = tuple(dict.fromkeys(doc.text[start:end] for start, end in asked.spans))
            if spans:
                name = f"{id}-{len(questions)}"
                questions.append(
                    Question(
                        name,
                        asked.text,
                        answers=spans,
                        answerable=True,
                        qrels={id: 1},
                        context=id,
                    )
                )
    return questions, Corpus(tuple(articles))


def _open_cells(asker: Assistant, questions: Sequence[Question]) -> Iterator[str]:
    rows = _rows(asker, questions, lambda q: asker.ask(q.question))
    for metric in ("right", "f1", "citation_recall", "false_refusals"):
        yield shown(rows, metric)
    ids = {article.id for article in asker.corpus}
    without = [dataclasses.replace(q, answers=(), qrels={}, answerable=False) for q in questions]
    rows = _rows(asker, without, lambda q: asker.ask(q.question, articles=ids - {q.context or ""}))
    yield shown(rows, "refused")


def _rows(asker: Assistant, questions: Sequence[Question], answer: Answering) -> list[Row]:
    rows = answered_rows(questions, answer, asker, retrieve=False, workers=1)
    return without_errors(list(rows))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.heldout", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the published sets")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS, help="all by default")
    says = f"questions of each set ({SAMPLE})"
    parser.add_argument("--sample", type=int, default=SAMPLE, metavar="N", help=says)
    says = f"lessons' questions for the threshold of search alone ({PRACTICE})"
    parser.add_argument("--practice", type=int, default=PRACTICE, metavar="N", help=says)
    parser.add_argument("--seed", type=int, default=0, help="of the sample (0)")
    return parser


if __name__ == "__main__":
    main()
