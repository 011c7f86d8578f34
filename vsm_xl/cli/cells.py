"""Words of a command line as cells of a worksheet.

A spreadsheet turns what is typed into a number, a truth or text, and so do we, by fixed rules:

- nothing (``""``) is an empty cell;
- digits, with an optional minus sign, ``£`` before, ``%`` behind, commas between groups of
  three and a decimal point, are a number: ``150000``, ``£277,500.00``, ``3.25%`` (0.0325);
- ``TRUE`` and ``FALSE``, in any case, are truths;
- a leading apostrophe keeps the rest as text: ``'5`` is the text 5, ``'@x`` the text @x;
- ``@file.csv`` is the range of cells in that CSV file, each read by these rules;
- everything else is text, days and pay years among it: ``2025-04-01``, ``2025/26``.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeAlias

from vsm_xl.errors import UnusableInput

Cell: TypeAlias = "float | str | bool | None"

_NUMBER: Final = re.compile(
    r"(-?)£?((?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)?(?:\.[0-9]+)?)(%?)", re.ASCII
)
_TRUTHS: Final = {"TRUE": True, "FALSE": False}


def cell(text: str) -> Cell:
    """Read one word as a cell.

    >>> cell("£277,500.00"), cell("3.25%"), cell("true"), cell(""), cell("'5"), cell("2025/26")
    (277500.0, 0.0325, True, None, '5', '2025/26')
    """
    text = text.strip()
    if not text:
        return None
    if text.startswith("'"):
        return text[1:]
    if text.upper() in _TRUTHS:
        return _TRUTHS[text.upper()]
    found = _NUMBER.fullmatch(text)
    if found is None or not found[2]:
        return text
    number = Decimal(f"{found[1]}{found[2].replace(',', '')}")
    # Exactly: 3.25 divided by 100 in binary would be another number than 0.0325.
    return float(number.scaleb(-2) if found[3] else number)


def argument(text: str) -> Cell | list[list[Cell]]:
    """Read one word as an argument: a cell, or with ``@`` before it the range in a CSV file.

    Raises:
        UnusableInput: there is no such file, or it is no CSV.
    """
    if text.startswith("@"):
        return [[cell(field) for field in record] for record in records(Path(text[1:]))]
    return cell(text)


def records(path: Path) -> list[list[str]]:
    """Read a CSV file, UTF-8 or what Excel calls plain CSV, as rows of equal length.

    Raises:
        UnusableInput: it cannot be read, is empty or no CSV.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise UnusableInput(
            f"{path} cannot be read: {problem.strerror or problem}. Check the name and the folder."
        ) from None
    if b"\x00" in data:
        raise UnusableInput(f"{path} is not a CSV file; in Excel save the sheet as CSV UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Five bytes mean nothing in that code page; no number is written with them.
        text = data.decode("cp1252", errors="replace")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as fault:
        raise UnusableInput(f"{path} is not CSV text ({fault}).") from None
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise UnusableInput(f"{path} is empty.")
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]
