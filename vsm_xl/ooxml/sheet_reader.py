"""Reads a worksheet part, once and for all who ask.

What a cell holds is read by one rule, and a cell that two programs could read in two ways is refused:
one element of each kind, of the worksheet's own namespace, with text and nothing else in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.markup import MAIN, local_name, parse
from vsm_xl.ooxml.references import MAX_COLUMN, MAX_ROW, parse_range, place_in_row, reference
from vsm_xl.ooxml.sheet import Cell, SheetCells, SheetRow

if TYPE_CHECKING:
    from vsm_xl.ooxml.markup import Element

#: The cells that all array formulas of a sheet may fill together: a whole column, and no attack by
#: one attribute.
MAX_ARRAY: Final = MAX_ROW
#: Excel takes formulas of 8,192 characters; the file may spell function names longer.  Reading one
#: takes time by the square of its length.
MAX_FORMULA: Final = 16_384
_WORKSHEET, _DATA, _ROW, _CELL, _FORMULA, _VALUE, _INLINE, _TEXT, _RUN, _PHONETIC, _EXTENSIONS = (
    f"{{{MAIN}}}{name}"
    for name in ("worksheet", "sheetData", "row", "c", "f", "v", "is", "t", "r", "rPh", "extLst")
)
_PROPERTIES: Final = (f"{{{MAIN}}}phoneticPr", f"{{{MAIN}}}rPr")
_ROW_NUMBER: Final = re.compile(r"[0-9]{1,7}")
_FORMULA_TYPES: Final = (None, "normal", "array", "shared", "dataTable")


def read_sheet(xml: bytes) -> SheetCells:
    r"""Read a worksheet part.

    Raises:
        UnusableInput: it is not a well-formed worksheet, its cells are out of order, or a cell could
            be read in two ways.

    >>> xml = b'<worksheet xmlns="%s"><sheetData><row r="2"><c r="B2"><v>5</v></c></row>' \
    ...     b'</sheetData></worksheet>' % MAIN.encode()
    >>> read_sheet(xml).cells()["B2"].stored
    '5'
    """
    root = parse(xml)
    data = root.findall(_DATA)
    if root.tag != _WORKSHEET or len(data) != 1:
        raise UnusableInput("A worksheet has no cell area (sheetData), or more than one.")
    try:
        rows = _rows(data[0])
        return SheetCells(rows, _formula_length(rows))
    except ValueError as problem:
        raise UnusableInput(f"A worksheet cannot be read: {problem}.") from None


def _rows(data: Element) -> list[SheetRow]:
    rows: list[SheetRow] = []
    number = 0
    for element in data.iterchildren(_ROW):
        number, before = _row_number(element, number), number
        if not before < number <= MAX_ROW:
            raise UnusableInput(f"A worksheet's rows are out of order at row {number}.")
        row = SheetRow(number, _attributes(element))
        _read_cells(element, row)
        rows.append(row)
    return rows


def _attributes(element: Element) -> dict[str, str]:
    # They are str; the published types of lxml allow for bytes.
    return dict(cast("list[tuple[str, str]]", element.items()))


def _row_number(element: Element, before: int) -> int:
    number = element.get("r")
    if number is None:
        return before + 1
    if not _ROW_NUMBER.fullmatch(number):
        raise UnusableInput(f"A worksheet's rows are out of order at row {number[:20]!r}.")
    return int(number)


def _read_cells(element: Element, row: SheetRow) -> None:
    column = 0
    for child in element:
        if child.tag != _CELL:
            if local_name(child) == "c":
                raise UnusableInput(
                    f"Row {row.number} has a cell of another program's; {_TWO_WAYS}"
                )
            continue
        before, ref = column, child.get("r")
        number, column = (row.number, before + 1) if ref is None else place_in_row(ref, row.number)
        if number != row.number or not before < column <= MAX_COLUMN:
            raise UnusableInput(f"A worksheet's cells are out of order at {ref or row.number}.")
        if len(child):
            cell = _cell(child, row.number, column)
            if cell is not None:
                row.cells.append(cell)
        elif child.text and child.text.strip():
            raise _ambiguous(row.number, column, "text outside its value")


_TWO_WAYS: Final = (
    "two programs could read it in two ways, so it is refused. Clear it and type its value again."
)


def _ambiguous(row: int, column: int, what: str) -> UnusableInput:
    return UnusableInput(f"the cell {reference(row, column)} holds {what}: {_TWO_WAYS}")


def _cell(element: Element, row: int, column: int) -> Cell | None:
    get = element.get
    cell = Cell(row, column, get("t", "n"), get("s", ""), dynamic=get("cm") is not None)
    if len(element) == 1 and _is_value(element[0]) and cell.kind != "inlineStr":
        # Nearly every cell without a formula.
        cell.stored = element[0].text or ""
        return cell
    if len(element) == 2 and element[0].tag == _FORMULA and _is_value(element[1]):  # noqa: PLR2004
        # Nearly every cell with one.
        cell.stored = element[1].text or ""
        _read_formula(element[0], cell)
        return cell
    return _full_cell(element, cell)


def _is_value(element: Element) -> bool:
    return element.tag == _VALUE and not len(element)


def _full_cell(element: Element, cell: Cell) -> Cell | None:
    row, column = cell.row, cell.column
    seen = set()
    for child in element:
        tag = child.tag
        if tag in seen or tag not in _KNOWN:
            what = local_name(child) or "a comment or an instruction"
            raise _ambiguous(row, column, f"{what} where no spreadsheet program writes it")
        seen.add(tag)
        if tag == _VALUE:
            if len(child):
                raise _ambiguous(row, column, "more than text in its value")
            cell.stored = child.text or ""
        elif tag == _FORMULA:
            _read_formula(child, cell)
        elif tag == _INLINE:
            cell.stored = _inline_text(child, row, column)
    if cell.formula is not None:
        return cell
    if cell.stored is None:
        return None
    if (_VALUE if cell.kind == "inlineStr" else _INLINE) in seen:
        raise _ambiguous(row, column, "a value of another kind than it says")
    return cell


def _inline_text(element: Element, row: int, column: int) -> str:
    try:
        return rich_text(element)
    except ValueError:
        raise _ambiguous(row, column, "more than text in its value") from None


_KNOWN: Final = frozenset((_FORMULA, _VALUE, _INLINE, _EXTENSIONS))


def rich_text(element: Element) -> str:
    """Return the text of a string item: its runs joined, hints of how it sounds left out.

    Raises:
        ValueError: it holds what no spreadsheet program writes into a text.

    >>> item = b'<is xmlns="%s"><r><t>a</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is>' % MAIN.encode()
    >>> rich_text(parse(item))
    'a'
    """
    pieces = []
    for child in element:
        tag = child.tag
        if tag == _TEXT:
            pieces.append(_plain_text(child))
        elif tag == _RUN:
            for part in child:
                if part.tag == _TEXT:
                    pieces.append(_plain_text(part))
                elif part.tag not in _PROPERTIES:
                    raise ValueError("a text holds what no spreadsheet program writes into one")
        elif tag != _PHONETIC and tag not in _PROPERTIES:
            raise ValueError("a text holds what no spreadsheet program writes into one")
    return "".join(pieces)


def _plain_text(element: Element) -> str:
    if len(element):
        raise ValueError("a text holds what no spreadsheet program writes into one")
    return element.text or ""


def _read_formula(element: Element, cell: Cell) -> None:
    text = element.text or ""
    if len(element):
        raise _ambiguous(cell.row, cell.column, "more than text in its formula")
    if len(text) > MAX_FORMULA:
        raise UnusableInput(
            f"The formula in {reference(cell.row, cell.column)} has more than "
            f"{MAX_FORMULA:,} characters, which no spreadsheet program writes; clear it."
        )
    cell.formula = text
    if element.attrib:
        cell.formula_attributes = _attributes(element)
        if element.get("t") not in _FORMULA_TYPES:
            raise _ambiguous(cell.row, cell.column, "a formula of an unknown kind")


def _formula_length(rows: list[SheetRow]) -> int:
    """Return the characters of all formulas, each follower counted like the formula it follows.

    Raises:
        UnusableInput: the array formulas fill more cells than a sheet has rows.
        ValueError: an array formula does not state which cells it fills.
    """
    filled = characters = 0
    shared: dict[str, int] = {}
    for row in rows:
        for cell in row.cells:
            if cell.formula is None:
                continue
            told = cell.formula_attributes
            kind = told.get("t")
            if kind == "array":
                top, left, bottom, right = parse_range(told.get("ref", ""))
                filled += (bottom - top + 1) * (right - left + 1)
                if filled > MAX_ARRAY:
                    raise UnusableInput(
                        f"The array formula for {told['ref']} fills more than {MAX_ARRAY:,} cells, "
                        "or all of them together do."
                    )
            length = len(cell.formula)
            if kind == "shared":
                length = shared.setdefault(told.get("si", ""), length)
            characters += length
    return characters
