"""Formulas moved to another cell, as those that follow a shared formula are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from vsm_xl.ooxml.formulas import CELL, UnreadableFormulaError, tokens
from vsm_xl.ooxml.references import MAX_COLUMN, MAX_ROW, column_letters, parse_reference
from vsm_xl.ooxml.tokenizer import Token

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLUMNS: Final = re.compile(r"(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})")
_ROWS: Final = re.compile(r"(\$?)([0-9]{1,7}):(\$?)([0-9]{1,7})")


def moved(formula: str, rows: int, columns: int) -> str:
    """Return a formula as it is in another cell, so many rows down and columns to the right.

    Raises:
        UnreadableFormulaError: it cannot be read, or a reference would lead outside the sheet.

    >>> moved("A1+$B$2+SUM(C:C)+'x'!D4:E5", 1, 2)
    "C2+$B$2+SUM(E:E)+'x'!F5:G6"
    """
    if not columns:
        return _moved_down(formula, rows)
    found = []
    for token in _moving(formula):
        text = str(token.value)
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            head, mark, area = text.rpartition("!")
            if "[" not in area:
                text = head + mark + _area_moved(area, rows, columns)
        found.append(text)
    return "".join(found)


def _moved_down(formula: str, rows: int) -> str:
    texts, numbers = _parts(formula)
    if numbers and not (min(numbers) + rows >= 1 and max(numbers) + rows <= MAX_ROW):
        raise UnreadableFormulaError("a reference would lead outside the sheet")
    found = [texts[0]]
    for number, text in zip(numbers, texts[1:], strict=True):
        found += (str(number + rows), text)
    return "".join(found)


@lru_cache(maxsize=1024)
def _parts(formula: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the row numbers that move with a formula, and the texts around them.

    A formula filled down hundreds of rows is taken apart once.
    """
    texts, numbers = [""], []
    for token in _moving(formula):
        text = str(token.value)
        head, mark, area = text.rpartition("!")
        moves = token.type == Token.OPERAND and token.subtype == Token.RANGE and "[" not in area
        texts[-1] += head + mark if moves else text
        for at, part in enumerate(_row_numbers(area) if moves else ()):
            if at % 2:
                numbers.append(int(part))
                texts.append("")
            else:
                texts[-1] += part
    return tuple(texts), tuple(numbers)


def _row_numbers(area: str) -> Iterator[str]:
    """Yield a text and a row number that moves, in turn; a text at the end."""
    before = ""
    rows = _ROWS.fullmatch(area)
    for at, part in enumerate(area.split(":")):
        before += ":" if at else ""
        number = part if rows and part.isdecimal() else _own_row(part)
        if number:
            yield before + part.removesuffix(number)
            yield number
            before = ""
        else:
            before += part
    yield before


def _own_row(text: str) -> str:
    """Return the row number of a reference to a cell, where it moves."""
    found = CELL.fullmatch(text)
    if not found or found[3]:
        return ""
    try:
        parse_reference(text.replace("$", "").upper())
    except ValueError:
        # Three letters and a number beyond the sheet: a name.
        return ""
    return found[4]


@lru_cache(maxsize=256)
def _moving(formula: str) -> tuple[Token, ...]:
    return tuple(tokens(formula))


def _area_moved(area: str, rows: int, columns: int) -> str:
    if found := _COLUMNS.fullmatch(area):
        first, last = (
            mark + _column(letters, 0 if mark else columns)
            for mark, letters in (found.groups()[:2], found.groups()[2:])
        )
        return f"{first}:{last}"
    if found := _ROWS.fullmatch(area):
        first, last = (
            mark + _row(number, 0 if mark else rows)
            for mark, number in (found.groups()[:2], found.groups()[2:])
        )
        return f"{first}:{last}"
    parts = area.split(":")
    return ":".join(_cell_moved(part, rows, columns) for part in parts)


def _cell_moved(text: str, rows: int, columns: int) -> str:
    found = CELL.fullmatch(text)
    if not found:
        return text
    try:
        parse_reference(text.replace("$", "").upper())
    except ValueError:
        # Three letters and a number beyond the sheet: a name.
        return text
    fixed_column, letters, fixed_row, number = found.groups()
    column = _column(letters, 0 if fixed_column else columns)
    return f"{fixed_column}{column}{fixed_row}{_row(number, 0 if fixed_row else rows)}"


def _column(letters: str, by: int) -> str:
    if not by:
        return letters
    try:
        column = parse_reference(f"{letters.upper()}1")[1] + by
    except ValueError:
        raise UnreadableFormulaError(f"the sheet has no column {letters.upper()}") from None
    if not 1 <= column <= MAX_COLUMN:
        raise UnreadableFormulaError("a reference would lead outside the sheet")
    return column_letters(column)


def _row(number: str, by: int) -> str:
    row = int(number) + by
    if not 1 <= row <= MAX_ROW:
        raise UnreadableFormulaError("a reference would lead outside the sheet")
    return str(row)
