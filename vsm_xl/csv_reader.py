r"""Reads CSV files as people and programs write them: the one reader of all of them.

Commas, semicolons or tabs between the fields; UTF-8, or what Excel calls plain CSV; a mark of the
end of the file, as old programs write it, is left out.  The files are untrusted: their size and the
number of their rows are limited, and a character that cannot be seen is refused.

>>> csv_records("ranges.csv", "\ufeffPost;Salary\r\n\r\n Chief\u00a0Nurse ;150,000;;\r\n")
[(1, ['Post', 'Salary']), (3, ['Chief Nurse', '150,000'])]
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from vsm_xl.errors import UnusableInput
from vsm_xl.text_fields import normal_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

#: The line that a record begins on, and its fields.
Record: TypeAlias = "tuple[int, list[str]]"
#: How many fields of a header are known.
Known: TypeAlias = "Callable[[list[str]], int]"

#: More than any annual return needs; a larger file is something else.
_LARGEST: Final = 20_000_000
#: The longest list of a return, and as many blank rows.
_MOST_RECORDS: Final = 400_000
#: Lines within texts count too; so many are refused before anything is read.
_MOST_LINES: Final = 4 * _MOST_RECORDS
#: Of equals the first is taken.
_DELIMITERS: Final = (",", ";", "\t")
#: What old programs write at the end of a file (Ctrl-Z).
_END: Final = "\x1a"
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LETTERS_OF_CTRL: Final = 64


def csv_bytes(path: Path) -> bytes:
    """Read the bytes of a CSV file.

    Raises:
        UnusableInput: it cannot be read, is too large, or is something else than a file.
    """
    if path.exists() and not path.is_file():
        # A pipe, for example, might keep whoever reads it waiting for ever.
        raise UnusableInput(f"{path} is not an ordinary file. Save the sheet as CSV UTF-8.")
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as problem:
        raise UnusableInput(
            f"{path} cannot be read: {problem.strerror or problem}. Check the name and the folder."
        ) from None
    if len(data) > _LARGEST:
        raise UnusableInput(f"{path} is over {_LARGEST:,} bytes, too large for such a file.")
    return data


def csv_decoded(name: object, data: bytes) -> str:
    """Return the text of a CSV file.

    Raises:
        UnusableInput: it is something else than text.
    """
    if b"\x00" in data:
        raise UnusableInput(f"{name} is not a CSV file; in Excel save the sheet as CSV UTF-8.")
    # UTF-8, or what Excel calls plain CSV: the code page of Western Windows.
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding).rstrip(_END)
        except UnicodeDecodeError:
            continue
    raise UnusableInput(
        f"{name} is neither UTF-8 nor Windows text; in Excel save the sheet as CSV UTF-8."
    )


def csv_records(name: object, text: str, known: Known | None = None) -> list[Record]:
    """Return the records of a CSV text that are not blank, fields in their normal form.

    Args:
        name: what messages call it.
        text: the text; blank fields at the end of a record are left out.
        known: how many fields of a header are known, to find out what stands between them; left
            out, it is what stands in the most lines.

    Raises:
        UnusableInput: it is not CSV text, or has more rows than any file of a return.
    """
    found = ((at, _visible(fields)) for at, fields in _raw(name, text, known))
    return [(at, fields) for at, fields in found if fields]


def csv_file(path: Path, known: Known | None = None) -> list[Record]:
    """Return the records of a CSV file, as :func:`csv_records` does.

    Raises:
        UnusableInput: it cannot be read, is too large, or is not CSV.
    """
    return csv_records(path, csv_decoded(path, csv_bytes(path)), known)


def csv_block(path: Path) -> list[list[str]]:
    """Read a CSV file as rows of equal length; the last one is not blank.

    Raises:
        UnusableInput: it cannot be read, is empty or not CSV, or holds what cannot be seen.
    """
    text = csv_decoded(path, csv_bytes(path))
    rows = []
    for at, fields in _raw(path, text):
        rows.append([normal_text(field) for field in fields])
        if problem := next(filter(None, map(hidden_character, fields)), ""):
            raise UnusableInput(f"{path}, row {at}: {problem}.")
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise UnusableInput(f"{path} is empty.")
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def csv_dicts(text: str) -> list[dict[str, str]]:
    r"""Return the rows of a CSV text of this package by the names in its header.

    >>> csv_dicts("code,name\nRR8,\n")
    [{'code': 'RR8', 'name': ''}]
    """
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def _raw(name: object, text: str, known: Known | None = None) -> Iterator[Record]:
    if text.count("\n") + text.count("\r") > _MOST_LINES:
        raise _too_many(name)
    yield from _parted(name, text, _delimiter(text, known))


def _too_many(name: object) -> UnusableInput:
    return UnusableInput(
        f"{name} has more than {_MOST_RECORDS:,} rows, too many for such a file. Leave only the rows "
        "of the table in it."
    )


def _parted(name: object, text: str, delimiter: str) -> Iterator[Record]:
    text = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    number = 1
    try:
        for count, fields in enumerate(reader):
            if count >= _MOST_RECORDS:
                raise _too_many(name)
            yield number, fields
            number = reader.line_num + 1
    except csv.Error as fault:
        raise UnusableInput(
            f"{name}, row {number}: it is not CSV text ({fault}); save the sheet as CSV UTF-8"
        ) from None


def _delimiter(text: str, known: Known | None) -> str:
    """Return what stands between the fields: that by which most of a header is known."""
    if known is None:
        return _commonest(text)

    def score(delimiter: str) -> int:
        try:
            for _, fields in _parted("", text, delimiter):
                if header := _visible(fields):
                    return known(header)
        except UnusableInput:
            # Said of the delimiter that is taken in the end.
            pass
        return 0

    return max(_DELIMITERS, key=score)


def _commonest(text: str) -> str:
    r"""Return what stands between the fields of a text with any header or none.

    >>> _commonest("Chief executive;£150,000\n"), _commonest("role,note\nNurse,one; two\n")
    (';', ',')
    """
    lines = text.splitlines()
    # Of equals not the comma: amounts and sentences have one too.
    return max(_DELIMITERS[::-1], key=lambda delimiter: sum(delimiter in line for line in lines))


def _visible(fields: list[str]) -> list[str]:
    """Return the fields in their normal form, up to the last one that is not blank."""
    kept = [normal_text(field) for field in fields]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def hidden_character(text: str) -> str:
    r"""Return why a field is refused for a character that cannot be seen; empty where it has none.

    >>> hidden_character("Nurse\x1a"), hidden_character("Nurse")
    ('it holds the character Ctrl-Z (U+001A), which cannot be seen; delete it', '')
    """
    found = _CONTROL.search(text)
    if not found:
        return ""
    code = ord(found[0])
    name = f"Ctrl-{chr(code + _LETTERS_OF_CTRL)}" if 0 < code < ord(" ") else "an unprintable one"
    return f"it holds the character {name} (U+{code:04X}), which cannot be seen; delete it"


def plain_name(text: str) -> str:
    """Return a header as it is compared: small letters and digits, words apart by one blank.

    What stands in brackets at its end, a unit most often, does not count.

    >>> plain_name("In_post_from"), plain_name(" Salary\u00a0at 31 March (£) ")
    ('in post from', 'salary at 31 march')
    """
    text = re.sub(r"\([^()]*\)\s*$", "", unicodedata.normalize("NFKC", text))
    return " ".join(islice(re.findall(r"[^\W_]+", text.casefold()), 50))
