"""The bytes of a file as text: UTF-8, UTF-16, or Windows-1252 where nothing speaks against it."""

from __future__ import annotations

import codecs
import re

from sim.base.problems import ProblemsError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžŸªº"
_WESTERN = re.compile(rf"[\t\r\n -~{_LETTERS}\xa0“”‘’‚„‹›«»–—…•·€£¥§©®™°´¨¿¡²³½¼¾]*")
_UNLIKELY = re.compile(
    r"[^\x00-\x7f“”‘’–—…]{3}|[a-z][ŸÀ-ÝŽŠŒ]|[A-Z][ŸÀ-ÝŽŠŒ][a-z]|"
    rf"[{_LETTERS}][£¥§©®°´¨¿¡²³½¼¾•][{_LETTERS}]"
)
"""What Western text hardly holds: three accents in a row, signs or capitals within a word."""

SAVE = 'save the file as "CSV UTF-8"'


def decode(raw: bytes, file: str) -> tuple[str, list[str]]:
    """Return a file's text, and what a reader should know of how it was got.

    UTF-16 is known by its byte order mark, or by NULs beside plain letters. What is not UTF-8 is
    read as Windows-1252, and said, if it then is Western text; guesses among other encodings proved
    wrong too often on files as short as these.

    Raises:
        ProblemsError: It is no text in any of these.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _strictly(raw, encoding, file), _told(encoding)
    if 0 in raw:
        even, odd = raw[0::2].count(0), raw[1::2].count(0)
        if 4 * max(even, odd) > len(raw):
            encoding = "utf-16-le" if odd > even else "utf-16-be"
            return _strictly(raw, encoding, file), _told("utf-16")
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError as error:
        row, byte = _row(raw, error.start), raw[error.start]
    text = raw.decode("cp1252", errors="replace")
    if not _WESTERN.fullmatch(text) or _UNLIKELY.search(text):
        raise ProblemsError(
            [f"{file}, row {row}: byte 0x{byte:02x} is neither UTF-8 nor Western European; {SAVE}"]
        )
    word = next(word for word in re.split(r"[;,\t\r\n|\"]", text) if not word.isascii())
    return text, [
        f"encoding: Windows-1252, as the file is not UTF-8; check a name: {word.strip()[:40]!r}"
    ]


def _told(encoding: str) -> list[str]:
    return [] if encoding == "utf-8-sig" else [f"encoding: {encoding.upper()}"]


def _strictly(raw: bytes, encoding: str, file: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ProblemsError(
            [
                f"{file}: begins as {encoding.upper().removesuffix('-SIG')}, but holds bytes that "
                f"are not ({error.reason}); {SAVE}"
            ]
        ) from None


def _row(raw: bytes, place: int) -> int:
    return raw.count(b"\n", 0, place) + 1
