"""Formulas moved to another cell, as those that follow a shared formula are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.formulas import CELL, UnreadableFormulaError, tokens
from vsm_xl.ooxml.references import MAX_COLUMN, MAX_ROW, column_letters, parse_reference, reference
from vsm_xl.ooxml.tokenizer import Token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsm_xl.ooxml.sheet import Cell, SheetCells

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


def formula_texts(sheet: SheetCells) -> dict[str, str]:
    """Return the formula of each cell that has one, without its equals sign.

    The formula of a cell that follows a shared formula is that formula, moved.

    Raises:
        UnusableInput: a shared formula leads outside the sheet where it is moved to, cannot be read,
            or is not there.

    >>> from vsm_xl.ooxml.sheet_reader import read_sheet
    >>> from vsm_xl.xml_text import MAIN
    >>> rows = '<row><c><f t="shared" si="0" ref="A1:A2">B1*2</f></c></row><row><c><f t="shared" si="0"/></c></row>'
    >>> formula_texts(read_sheet(f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()))
    {'A1': 'B1*2', 'A2': 'B2*2'}
    """
    found: dict[str, str]
    if "texts" in sheet.known:
        found = sheet.known["texts"]
        return found
    if sheet.simple:
        found = {cell[0]: cell.formula for cell in sheet.held if cell.formula}
    else:
        found = _formula_texts(sheet)
    sheet.known["texts"] = found
    return found


def _formula_texts(sheet: SheetCells) -> dict[str, str]:
    masters: dict[str, tuple[int, int, str]] = {}
    found: dict[str, str] = {}
    for ref, cell in sheet.formulas().items():
        kind, text = cell.formula_attributes.get("t"), cell.formula or ""
        if kind == "dataTable":
            text = "TABLE()"
        elif kind == "shared":
            index = cell.formula_attributes.get("si", "")
            if text:
                masters.setdefault(index, (cell.row, cell.column, text))
            else:
                text = _follower(ref, cell, masters.get(index))
        elif not text and kind is not None:
            raise UnusableInput(f"the cell {ref} has a formula without text. Clear it.")
        # An empty formula without a kind is not a formula to any program: the value counts.
        if text:
            found[ref] = text
    return found


def _follower(ref: str, cell: Cell, master: tuple[int, int, str] | None) -> str:
    if master is None:
        raise UnusableInput(
            f"the cell {ref} follows a shared formula that is not in the sheet. Enter its formula again."
        )
    row, column, text = master
    try:
        return moved(text, cell.row - row, cell.column - column)
    except UnreadableFormulaError:
        raise UnusableInput(
            f"the cell {ref} follows the shared formula of {reference(row, column)}, which cannot be "
            "read, or leads outside the sheet from there. Enter its formula again."
        ) from None
