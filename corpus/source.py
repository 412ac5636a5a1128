"""Finding the files of a folder and getting text out of their bytes."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import CorpusError

SUFFIXES = {".md", ".markdown", ".txt", ".html", ".htm"}
# Files that systems and programs leave in a folder and nobody put there.
_SYSTEM = re.compile(r"\.|~\$|(?:Thumbs\.db|desktop\.ini|Icon\r|__MACOSX)\Z", re.IGNORECASE)
LARGEST = 20 * 1024 * 1024  # bytes

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{1,30})", re.IGNORECASE)
_RETURNS = re.compile("\r\n?")
_LIGATURES = dict(
    zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
)
_NEWLINES = re.compile("\r\n?|[\u000b\u000c\u0085\u2028\u2029]")
# Zero-width joiners are spelling between letters of Arabic and Indic scripts, else hidden text.
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff\ud800-\udfff]"
    "|(?<![\u0600-\u109f])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u109f])"
)


def find_files(
    folder: Path, *, follow_links: bool = False
) -> Iterator[tuple[Path, CorpusError | None]]:
    """Every file, each with what is wrong with it already, in a fixed order.

    Links within the folder are followed, others only if asked, and no folder is entered twice.
    Hidden files and folders and those of the system are passed over.
    """
    root = os.path.realpath(folder)
    entered: set[str] = set()
    pending = [folder]
    while pending:
        path = pending.pop()
        real = os.path.realpath(path)
        if not follow_links and os.path.commonpath([root, real]) != root:
            yield path, _outside()
        elif not os.path.isdir(path):
            yield path, _file_problem(path)
        elif real in entered:
            yield path, CorpusError("It leads to a folder that is read already.", "Remove it.")
        else:
            entered.add(real)
            try:
                names = sorted(os.listdir(path), reverse=True)
            except OSError as error:
                yield path, _unreadable(error)
                continue
            pending += [path / name for name in names if not _SYSTEM.match(name)]


def _outside() -> CorpusError:
    return CorpusError(
        "It is a link that leads out of the folder.",
        "Put the file itself into the folder, or set ASSISTANT_FOLLOW_LINKS=1 to read it.",
    )


def _file_problem(path: Path) -> CorpusError | None:
    """What can be told about a file without opening it."""
    try:
        status = path.stat()
    except OSError as error:
        return _unreadable(error)
    if not stat.S_ISREG(status.st_mode):
        return CorpusError("It is not an ordinary file.", "Put the article's text in its place.")
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        what = f"{path.suffix} files are" if suffix else "A file without an ending is"
        return CorpusError(
            f"{what} not read.",
            "Save the text as .txt, .md or .html in UTF-8, or take the file out of the folder.",
        )
    if status.st_size > LARGEST:
        return CorpusError(
            f"The file is too large: {status.st_size / 2**20:.0f} MB, the limit is 20 MB.",
            "Split it into one file for each article.",
        )
    return None


def _unreadable(error: OSError) -> CorpusError:
    reason = (error.strerror or "unknown error").lower()
    return CorpusError(f"It can't be opened: {reason}.", "Check the link and the permissions.")


def read_text(path: Path) -> str:
    """The text of a file: decoded, with plain newlines.

    Raises CorpusError when the file is empty, binary, or in an encoding that can't be told.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(error) from error
    text = _decode(data, path.suffix.lower() in {".html", ".htm"})
    if not normalise(text).strip():
        raise CorpusError("The file is empty.", "Put the article's text into it, or remove it.")
    return _RETURNS.sub("\n", text)


def normalise(text: str) -> str:
    """NFC, newlines as \\n, ligatures as letters, and no character that is not seen."""
    text = _NEWLINES.sub("\n", text).translate(_LIGATURES)
    return unicodedata.normalize("NFC", _HIDDEN.sub("", text))


def _decode(data: bytes, is_html: bool) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise CorpusError(
                    f"The file says that it is {encoding.upper()} and is not.",
                    "Save it again as UTF-8.",
                ) from error
    if b"\0" in data:
        raise CorpusError(
            "The file is binary, not text.", "Save the article's text as .txt, .md or .html."
        )
    try:
        return data.decode()
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:4096]) if is_html else None
    if declared is not None:
        try:
            return data.decode(declared[1].decode())
        except (LookupError, UnicodeDecodeError):
            pass
    raise _wrong_encoding(data)


def _wrong_encoding(data: bytes) -> CorpusError:
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:50_000]).best()
    if guess is None:
        return CorpusError("The file is not UTF-8 text.", "Save it again as UTF-8.")
    return CorpusError(
        f"The file is not UTF-8; its bytes look like {guess.encoding}.",
        f"Save it as UTF-8, for example: iconv -f {guess.encoding} -t UTF-8.",
    )
