"""The text of a question file, whatever program saved it."""

from __future__ import annotations

import codecs
import gzip
from pathlib import Path

from assistant.evaluate.questions import QuestionError

# Longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = {
    b"PK\x03\x04": "a zip archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document (.xls), or one with a password",
    b"PAR1": "Parquet",
    b"%PDF": "PDF",
    b"\x1f\x8b": "gzip",
}
ZIP = b"PK\x03\x04"


def bytes_of(path: Path) -> bytes:
    """The file's content, ``.gz`` unpacked. Raises QuestionError when it can't be read."""
    try:
        return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError) as error:
        raise QuestionError(f"{path} can't be read: {error}.", "Check the file.") from error


def text_of(path: Path, data: bytes) -> tuple[str, str | None]:
    """The text, and the encoding where it had to be guessed.

    A byte order mark says the encoding (Excel's "Unicode text" is UTF-16); without one it is
    UTF-8, or what Excel saves on a Korean or a western Windows. Raises QuestionError on what is
    no text.
    """
    for start, kind in _BINARY.items():
        if data.startswith(start):
            raise _unreadable(path, f"it is {kind}")
    try:
        for mark, encoding in _MARKS:
            if data.startswith(mark):
                return data.decode(encoding), None
        if b"\0" in data:
            return data.decode(_unmarked_utf16(data)), None
        return data.decode(), None
    except UnicodeDecodeError as error:
        if b"\0" in data or error.encoding != "utf-8":
            raise _unreadable(path, f"it is not in {error.encoding}") from error
    try:
        encoding = _of_windows(data)
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise _unreadable(path, "it is in no known encoding") from error


def _unmarked_utf16(data: bytes) -> str:
    """By where the zeros of its ASCII characters stand."""
    return "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"


def _of_windows(data: bytes) -> str:
    """Korean where the bytes beyond ASCII come in pairs that are mostly everyday syllables."""
    try:
        beyond = [c for c in data.decode("cp949") if c > "\x7f"]
    except UnicodeDecodeError:
        return "cp1252"
    common = sum("가" <= c <= "힣" and min(c.encode("cp949")) >= 0xA1 for c in beyond)
    return "cp949" if 2 * common > len(beyond) else "cp1252"


def _unreadable(path: Path, why: str) -> QuestionError:
    remedy = "Save it as .xlsx, .csv, .jsonl or UTF-8 text."
    return QuestionError(f"{path} can't be read: {why}.", remedy)
