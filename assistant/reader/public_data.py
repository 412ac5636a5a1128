"""The public sets as documents: SquadShifts, PolicyQA, SelQA, QAMR, TAT-QA.

The folder holds each set's files as gzip under the names used below; the model card says where
the sets come from. A document's split follows from its id alone (``split_of``): about 8% are
never trained on.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from assistant.reader.documents import Asked, Document, document, share

SETS = ("new_wiki", "reddit", "amazon", "policyqa", "selqa", "qamr", "tatqa")
_SQUAD = {
    "new_wiki": ("squadshifts_new_wiki",),
    "reddit": ("squadshifts_reddit",),
    "amazon": ("squadshifts_amazon_reviews",),
    "policyqa": ("policyqa_dev", "policyqa_test"),
}


def split_of(doc: Document) -> str:
    """ "test" (8%), "dev" (2%) or "train", by a hash of set and document id."""
    place = share(f"{doc.source}:{doc.id}")
    return "test" if place < 0.08 else "dev" if place < 0.10 else "train"


def read_public(folder: Path, name: str) -> list[Document]:
    """All documents of a set. Raises FileNotFoundError if its files are not in the folder."""
    if name in _SQUAD:
        return [d for file in _SQUAD[name] for d in _squad(_json(folder / f"{file}.json.gz"), name)]
    if name == "selqa":
        return _selqa([x for s in ("dev", "test") for x in _json(folder / f"selqa_{s}.json.gz")])
    if name == "tatqa":
        parts = ("tatqa_dev", "tatqa_test_gold")
        return _tatqa([x for part in parts for x in _json(folder / f"{part}.json.gz")])
    return _qamr(folder)


def _json(path: Path) -> Any:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def _squad(raw: Any, name: str) -> list[Document]:
    docs: dict[str, Document] = {}
    for entry in raw["data"]:
        for paragraph in entry["paragraphs"]:
            context = paragraph["context"]
            doc = docs.setdefault(context, document(name, context[:200], "", [context]))
            for question in paragraph["qas"]:
                spans = [
                    (a["answer_start"], a["answer_start"] + len(a["text"]))
                    for a in question["answers"]
                    if a["text"].strip()
                ]
                spans = [s for s in spans if context[s[0] : s[1]].strip()]
                if spans:
                    doc.questions.append(
                        Asked(question["question"].strip(), tuple(tidy(context, s) for s in spans))
                    )
    return list(docs.values())


def tidy(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A span without spaces at its ends and without the full stop or comma after it."""
    start, end = span
    while end > start and text[end - 1] in " \n\t.,;:":
        end -= 1
    while start < end and text[start] in " \n\t,;:":
        start += 1
    return (start, end) if end > start else span


def _selqa(raw: list[Any]) -> list[Document]:
    docs: dict[str, Document] = {}
    for item in raw:
        key = f"{item['article']}|{item['section']}|{len(item['candidates'])}"
        if key not in docs:
            sentences, position = [], 0
            for text in item["candidates"]:
                sentences.append((position, position + len(text), 0))
                position += len(text) + 1
            text = " ".join(item["candidates"])
            docs[key] = Document("selqa", item["article"], item["article"], text, tuple(sentences))
        doc = docs[key]
        spans = tuple(
            tidy(doc.text, doc.sentences[i][:2]) for i in item["answers"] if i < len(doc.sentences)
        )
        if spans and all(doc.text[s:e].strip() for s, e in spans):
            doc.questions.append(Asked(item["question"], spans))
    return list(docs.values())


def _tatqa(raw: list[Any]) -> list[Document]:
    docs = []
    for item in raw:
        paragraphs = [p["text"] for p in sorted(item["paragraphs"], key=lambda p: p["order"])]
        doc = document("tatqa", item["table"]["uid"], "", paragraphs)
        for question in item["questions"]:
            asked = _tatqa_question(doc, question)
            if asked:
                doc.questions.append(asked)
        docs.append(doc)
    return docs


def _tatqa_question(doc: Document, question: Any) -> Asked | None:
    """From text: its spans, if each is there once. From a table: unanswerable from the text."""
    kind, origin = question["answer_type"], question["answer_from"]
    values = question["answer"] if isinstance(question["answer"], list) else [question["answer"]]
    values = [str(value).strip() for value in values]
    if kind in ("span", "multi-span") and origin == "text":
        found = [doc.text.find(value) for value in values]
        if not values or min(found) < 0 or any(len(v) < 2 for v in values):
            return None
        spans = tuple(
            tidy(doc.text, (at, at + len(v))) for at, v in zip(found, values, strict=True)
        )
        return Asked(question["question"], spans)
    digits = [re.sub(r"[^\d.]", "", value) for value in values]
    if origin == "table" and kind == "span" and not any(v in doc.text for v in digits + values):
        return Asked(question["question"], ())
    return None


_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_NO_SPACE_BEFORE = re.compile(r"^(?:[.,;:!?%)\]}]|'s|'re|'ve|'ll|'d|'m|n't|'|'')$")


def join_tokens(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Penn Treebank tokens as plain text, and the offsets of each token in it."""
    text, offsets, glue, quoted = "", [], True, False
    for token in tokens:
        plain = _BRACKETS.get(token, token)
        opens = token == "``" or (token == '"' and not quoted)
        closes = token == "''" or (token == '"' and quoted)
        if opens or closes:
            plain, quoted = '"', opens
        tight = glue or closes or bool(_NO_SPACE_BEFORE.match(plain if not closes else "''"))
        if opens:
            tight = glue
        text += plain if tight else f" {plain}"
        offsets.append((len(text) - len(plain), len(text)))
        glue = opens or plain in ("(", "[", "{", "$", "£", "€")
    return text, offsets


def _qamr(folder: Path) -> list[Document]:
    with gzip.open(folder / "qamr_sentences.tsv.gz", "rt", encoding="utf-8") as file:
        sentences = dict(line.rstrip("\n").split("\t", 1) for line in file)
    rows: dict[str, list[list[str]]] = defaultdict(list)
    for part in ("dev", "test"):
        with gzip.open(folder / f"qamr_{part}.tsv.gz", "rt", encoding="utf-8") as file:
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                rows[row[0]].append(row)
    articles: dict[str, list[str]] = defaultdict(list)
    for key in rows:
        articles[":".join(key.split(":")[:3])].append(key)
    return [_qamr_article(name, keys, sentences, rows) for name, keys in articles.items()]


def _qamr_article(
    name: str, keys: list[str], sentences: dict[str, str], rows: dict[str, list[list[str]]]
) -> Document:
    joined = [join_tokens(sentences[key].split(" ")) for key in keys]
    bounds, position = [], 0
    for number, (text, _) in enumerate(joined):
        bounds.append((position, position + len(text), number))
        position += len(text) + 2
    text = "\n\n".join(sentence for sentence, _ in joined)
    doc = Document("qamr", name, "", text, tuple(bounds), connected=False)
    for (base, _, _), (_, offsets), key in zip(bounds, joined, keys, strict=True):
        seen: dict[str, Asked] = {}
        for row in rows[key]:
            spans = tuple(
                (base + offsets[run[0]][0], base + offsets[run[1]][1]) for run in _runs(row[6:])
            )
            if spans and len(row[5]) > 8:
                seen.setdefault(row[5].lower(), Asked(row[5], spans))
        doc.questions.extend(seen.values())
    return doc


def _runs(cells: list[str]) -> list[tuple[int, int]]:
    """Answers of writer and validators as (first, last) token, where they are one run."""
    found = []
    for cell in cells:
        indices = cell.split(":")[-1].split()
        numbers = [int(i) for i in indices if i.isdigit()]
        if numbers and numbers[-1] - numbers[0] + 1 == len(numbers):
            found.append((numbers[0], numbers[-1]))
    return found
