"""Reads CSV files as people and programs write them: the one reader of all of them.

Commas, semicolons or tabs between the fields; UTF-8, or what Excel calls plain CSV; a mark of the
end of the file, as old programs write it, is left out.  The files are untrusted: their size and the
number of their rows are limited, and a character that cannot be seen is refused.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.template.return_size import MOST_STAFF
from vsm_xl.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

DELIMITERS: Final = (",", ";", "\t")

#: More than any annual return needs; a larger file is something else.
_LARGEST: Final = 20_000_000
#: The longest list, and as many blank rows.
_MOST_RECORDS: Final = 2 * MOST_STAFF
#: Lines within texts count too; so many are refused before anything is read.
_MOST_LINES: Final = 4 * _MOST_RECORDS
#: What old programs write at the end of a file (Ctrl-Z).
_END: Final = "\x1a"
#: Characters that end a line within a text, as Word and web pages have them.
_LINE_ENDS: Final = re.compile("[\x0b\x0c\x85\u2028\u2029]")
#: Spaces of any width, which look like a space and are none to a formula.
_SPACES: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff"
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LETTERS_OF_CTRL: Final = 64


def csv_text(path: Path) -> str:
    """Read the text of a CSV file.

    Raises:
        UnusableInput: it cannot be read, is too large, or is something else than text.
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
    if b"\x00" in data:
        raise UnusableInput(f"{path} is not a CSV file; in Excel save the sheet as CSV UTF-8.")
    try:
        return data.decode("utf-8-sig").rstrip(_END)
    except UnicodeDecodeError:
        pass
    # What Excel calls plain CSV: the code page of Western Windows, which leaves five bytes unused.
    try:
        return data.decode("cp1252").rstrip(_END)
    except UnicodeDecodeError:
        raise UnusableInput(
            f"{path} is neither UTF-8 nor Windows text; in Excel save the sheet as CSV UTF-8."
        ) from None


def numbered_records(
    path: Path, text: str, delimiter: str = ","
) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a CSV text with the number of the line that each begins on.

    Raises:
        UnusableInput: it is not CSV text, or has more rows than any file of a return.
    """
    if text.count("\n") + text.count("\r") > _MOST_LINES:
        raise _too_many(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    number = 1
    try:
        for count, fields in enumerate(reader):
            if count >= _MOST_RECORDS:
                raise _too_many(path)
            yield number, fields
            number = reader.line_num + 1
    except csv.Error as fault:
        raise UnusableInput(
            f"{path}, row {number}: it is not CSV text ({fault}); save the sheet as CSV UTF-8"
        ) from None


def _too_many(path: Path) -> UnusableInput:
    return UnusableInput(
        f"{path} has more than {_MOST_RECORDS:,} rows, too many for such a file. Leave only the rows "
        "of the table in it."
    )


def first_record(path: Path, text: str, delimiter: str) -> list[str]:
    """Return the first record that is not blank, as it would be with a delimiter; or nothing."""
    try:
        for _, fields in numbered_records(path, text, delimiter):
            if any(map(seen, fields)):
                return fields
    except UnusableInput:
        # Said of the delimiter that is taken in the end.
        pass
    return []


def records(path: Path) -> list[list[str]]:
    """Read a CSV file as rows of equal length, fields as they are.

    Raises:
        UnusableInput: it cannot be read, is empty or not CSV.
    """
    rows = [fields for _, fields in numbered_records(path, csv_text(path))]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise UnusableInput(f"{path} is empty.")
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def seen(field: str) -> str:
    r"""Return what a reader sees of a field: no blanks around it, spaces and line ends of one kind.

    >>> seen(" Chief\u202fNurse\u200b "), seen("one\x0btwo\r\n")
    ('Chief Nurse', 'one\ntwo')
    """
    if field.isascii() and "\r" not in field and "\x0b" not in field and "\x0c" not in field:
        return field.strip(" \t\n")
    text = field.replace("\r\n", "\n").replace("\r", "\n")
    text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", text))
    return text.strip(f"{_INVISIBLE} \t\n")


def hidden_character(text: str) -> str:
    r"""Return a character that cannot be seen, as it is named to people; empty if there is none.

    >>> hidden_character("Nurse\x1a"), hidden_character("Nurse")
    ('Ctrl-Z (U+001A)', '')
    """
    found = _CONTROL.search(text)
    if not found:
        return ""
    code = ord(found[0])
    name = f"Ctrl-{chr(code + _LETTERS_OF_CTRL)}" if 0 < code < ord(" ") else "an unprintable one"
    return f"{name} (U+{code:04X})"


def plain_name(text: str) -> str:
    """Return a header as it is compared: small letters and digits, words apart by one blank.

    What stands in brackets at its end, a unit most often, does not count.

    >>> plain_name("In_post_from"), plain_name(" Salary\u00a0at 31 March (£) ")
    ('in post from', 'salary at 31 march')
    """
    text = re.sub(r"\([^()]*\)\s*$", "", unicodedata.normalize("NFKC", text))
    return " ".join(islice(re.findall(r"[^\W_]+", text.casefold()), 50))


def without_trailing_blanks(fields: Sequence[str]) -> list[str]:
    """Return the fields up to the last one that is not blank."""
    kept = list(fields)
    while kept and not kept[-1]:
        kept.pop()
    return kept
