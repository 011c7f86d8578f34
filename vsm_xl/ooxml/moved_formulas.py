"""Formulas moved to another cell, as those that follow a shared formula are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from vsm_xl.ooxml.formulas import CELL, UnreadableFormulaError, tokens
from vsm_xl.ooxml.references import MAX_COLUMN, MAX_ROW, column_letters, parse_reference
from vsm_xl.ooxml.tokenizer import Token

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A cell, or one side of C:C or 3:4: mark, column, mark, row; of a row alone the first mark is its own.
_PART: Final = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]{0,7})")
_COLUMNS_OR_ROWS: Final = re.compile(
    r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[0-9]{1,7}:\$?[0-9]{1,7}"
)


class _Moving(NamedTuple):
    """A row or a column that moves with its formula, and what is written before it."""

    before: str
    number: int
    is_row: bool


def moved(formula: str, rows: int, columns: int) -> str:
    """Return a formula as it is in another cell, so many rows down and columns to the right.

    Raises:
        UnreadableFormulaError: it cannot be read, or a reference would lead outside the sheet.

    >>> moved("A1+$B$2+SUM(C:C)+'x'!D4:E5", 1, 2)
    "C2+$B$2+SUM(E:E)+'x'!F5:G6"
    """
    moving, end = _pieces(formula, columns != 0)
    found: list[str] = []
    for before, number, is_row in moving:
        place = number + (rows if is_row else columns)
        if not 1 <= place <= (MAX_ROW if is_row else MAX_COLUMN):
            raise UnreadableFormulaError("a reference would lead outside the sheet")
        found += (before, str(place) if is_row else column_letters(place))
    return "".join(found) + end


@lru_cache(maxsize=1024)
def _pieces(formula: str, sideways: bool) -> tuple[tuple[_Moving, ...], str]:  # noqa: FBT001 - part of the key
    """Return what moves with a formula, and the text behind it; columns only where they do.

    A formula filled down hundreds of rows is taken apart once.
    """
    moving: list[_Moving] = []
    before = ""
    for token in tokens(formula):
        head, mark, area = str(token.value).rpartition("!")
        before += head + mark
        refers = token.type == Token.OPERAND and token.subtype == Token.RANGE and "[" not in area
        for piece in _of_area(area, sideways=sideways) if refers else (area,):
            if isinstance(piece, str):
                before += piece
            else:
                moving.append(_Moving(before, *piece))
                before = ""
    return tuple(moving), before


def _of_area(area: str, *, sideways: bool) -> Iterator[str | tuple[int, bool]]:
    """Yield the texts of a reference and, in their places, the rows and columns that move."""
    whole = _COLUMNS_OR_ROWS.fullmatch(area)
    for at, part in enumerate(area.split(":")):
        yield ":" if at else ""
        found = _PART.fullmatch(part)
        if not found or not (whole or _is_cell(part)):
            yield part
            continue
        fixed, letters, fixed_row, number = found.groups()
        yield fixed
        yield (_column(letters), False) if letters and sideways and not fixed else letters
        yield fixed_row
        stays = fixed_row or not number or (fixed and not letters)
        yield number if stays else (int(number), True)


def _is_cell(text: str) -> bool:
    """Whether a word is a cell; three letters and a number beyond the sheet are a name."""
    try:
        return bool(CELL.fullmatch(text) and parse_reference(text.replace("$", "").upper()))
    except ValueError:
        return False


def _column(letters: str) -> int:
    try:
        return parse_reference(f"{letters.upper()}1")[1]
    except ValueError:
        raise UnreadableFormulaError(f"the sheet has no column {letters.upper()}") from None
