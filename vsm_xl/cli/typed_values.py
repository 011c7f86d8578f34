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

from decimal import Decimal
from pathlib import Path
from typing import Final, TypeAlias

from vsm_xl.text_fields import amount

Cell: TypeAlias = "float | str | bool | None"

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
    number = amount(text.removesuffix("%"))
    if number is None:
        return text
    # Exactly: 3.25 divided by 100 in binary would be another number than 0.0325.
    return float(Decimal(repr(number)).scaleb(-2)) if text.endswith("%") else number


def argument(text: str) -> Cell | list[list[Cell]]:
    """Read one word as an argument: a cell, or with ``@`` before it the range in a CSV file.

    Raises:
        UnusableInput: there is no such file, or it is not a CSV.
    """
    if text.startswith("@"):
        # Loaded here, because most words of a command line name no file.
        from vsm_xl.csv_reader import csv_block  # noqa: PLC0415

        return [[cell(field) for field in record] for record in csv_block(Path(text[1:]))]
    return cell(text)
