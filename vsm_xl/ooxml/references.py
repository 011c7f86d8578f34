"""References to cells and ranges: ``B2``, ``B2:C5``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

MAX_ROW: Final = 1_048_576
MAX_COLUMN: Final = 16_384
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_LETTERS_ONLY: Final = re.compile(r"[A-Z]{1,3}")
_LETTERS: Final = 26


def reference(row: int, column: int) -> str:
    """Write a cell's reference.

    >>> reference(2, 28)
    'AB2'
    """
    return f"{column_letters(column)}{row}"


@lru_cache(maxsize=MAX_COLUMN)
def column_letters(column: int) -> str:
    """Write a column's number in letters.

    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters


def parse_reference(text: str) -> tuple[int, int]:
    """Read a cell's reference as row and column; ValueError for what is not a cell.

    >>> parse_reference("AB2")
    (2, 28)
    """
    found = _REFERENCE.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a cell reference such as B2")
    column = 0
    for letter in found[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    row = int(found[2])
    if row > MAX_ROW or column > MAX_COLUMN:
        raise ValueError(f"{text} is outside a worksheet")
    return row, column


def place_in_row(text: str, row: int) -> tuple[int, int]:
    """Read a reference that most likely is in a row that is known; quick, for whole sheets.

    >>> place_in_row("AB2", 2), place_in_row("AB2", 3)
    ((2, 28), (2, 28))
    """
    letters = text.removesuffix(str(row))
    return (row, column) if (column := _column(letters)) else parse_reference(text)


@lru_cache(maxsize=MAX_COLUMN)
def _column(letters: str) -> int:
    """Return the number of a column's letters; 0 for anything else."""
    return parse_reference(f"{letters}1")[1] if _LETTERS_ONLY.fullmatch(letters) else 0


@lru_cache(maxsize=1 << 12)
def parse_range(text: str) -> tuple[int, int, int, int]:
    """Read a range as first row, first column, last row, last column.

    >>> parse_range("B2:C5")
    (2, 2, 5, 3)
    """
    first, _, last = text.partition(":")
    top, left = parse_reference(first)
    bottom, right = parse_reference(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
