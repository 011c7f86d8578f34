"""Reads a worksheet part, once and for all who ask.

What a cell holds is read by one rule, and a cell that two programs could read in two ways is refused:
one element of each kind, of the worksheet's own namespace, with text and nothing else in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.markup import attributes, local_name, parse
from vsm_xl.ooxml.plain_sheet import read_plain_sheet
from vsm_xl.ooxml.references import MAX_COLUMN, MAX_ROW, place_in_row, reference
from vsm_xl.ooxml.sheet import FORMULA_TYPES, MAX_FORMULA, Cell, SheetCells, formula_length
from vsm_xl.xml_text import MAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsm_xl.ooxml.markup import Element

_WORKSHEET, _DATA, _ROW, _CELL, _FORMULA, _VALUE, _INLINE, _TEXT, _RUN, _PHONETIC, _EXTENSIONS = (
    f"{{{MAIN}}}{name}"
    for name in ("worksheet", "sheetData", "row", "c", "f", "v", "is", "t", "r", "rPh", "extLst")
)
_PROPERTIES: Final = (f"{{{MAIN}}}phoneticPr", f"{{{MAIN}}}rPr")
_ROW_NUMBER: Final = re.compile(r"[0-9]{1,7}")


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
    return read_plain_sheet(xml) or read_carefully(xml)


def read_carefully(xml: bytes) -> SheetCells:
    """Read a worksheet part element by element; as :func:`read_sheet`, which returns the same."""
    root = parse(xml)
    data = root.findall(_DATA)
    if root.tag != _WORKSHEET or len(data) != 1:
        raise UnusableInput("A worksheet has no cell area (sheetData), or more than one.")
    try:
        cells: list[Cell] = []
        rows: dict[int, Mapping[str, str]] = {}
        _read_rows(data[0], rows, cells)
        return SheetCells(cells, rows, formula_length(cells))
    except ValueError as problem:
        raise UnusableInput(f"A worksheet cannot be read: {problem}.") from None


def _read_rows(data: Element, rows: dict[int, Mapping[str, str]], cells: list[Cell]) -> None:
    number = 0
    for element in data.iterchildren(_ROW):
        number, before = _row_number(element, number), number
        if not before < number <= MAX_ROW:
            raise UnusableInput(f"A worksheet's rows are out of order at row {number}.")
        rows[number] = told = attributes(element)
        told.pop("r", None)
        _read_cells(element, number, cells)


def _row_number(element: Element, before: int) -> int:
    number = element.get("r")
    if number is None:
        return before + 1
    if not _ROW_NUMBER.fullmatch(number):
        raise UnusableInput(f"A worksheet's rows are out of order at row {number[:20]!r}.")
    return int(number)


def _read_cells(element: Element, row: int, cells: list[Cell]) -> None:
    column = 0
    for child in element:
        if child.tag != _CELL:
            if local_name(child) == "c":
                raise UnusableInput(f"Row {row} has a cell of another program's; {_TWO_WAYS}")
            continue
        before, ref = column, child.get("r")
        number, column = (row, before + 1) if ref is None else place_in_row(ref, row)
        if number != row or not before < column <= MAX_COLUMN:
            raise UnusableInput(f"A worksheet's cells are out of order at {ref or row}.")
        if len(child):
            cell = _cell(child, row, column)
            if cell is not None:
                cells.append(cell)
        elif child.text and child.text.strip():
            raise _ambiguous(reference(row, column), "text outside its value")


_TWO_WAYS: Final = (
    "two programs could read it in two ways, so it is refused. Clear it and type its value again."
)


def _ambiguous(ref: str, what: str) -> UnusableInput:
    return UnusableInput(f"the cell {ref} holds {what}: {_TWO_WAYS}")


def _cell(element: Element, row: int, column: int) -> Cell | None:
    ref, kind = reference(row, column), element.get("t", "n")
    seen = set()
    stored: str | None = None
    formula: tuple[str | None, Mapping[str, str]] = None, {}
    for child in element:
        tag = child.tag
        if tag in seen or tag not in _KNOWN:
            what = local_name(child) or "a comment or an instruction"
            raise _ambiguous(ref, f"{what} where no spreadsheet program writes it")
        seen.add(tag)
        if tag == _VALUE:
            if len(child):
                raise _ambiguous(ref, "more than text in its value")
            stored = child.text or ""
        elif tag == _FORMULA:
            formula = _formula(child, ref)
        elif tag == _INLINE:
            stored = _inline_text(child, ref)
    if formula[0] is None:
        if stored is None:
            return None
        if (_VALUE if kind == "inlineStr" else _INLINE) in seen:
            raise _ambiguous(ref, "a value of another kind than it says")
    style, dynamic = element.get("s", ""), element.get("cm") is not None
    return Cell(ref, row, column, kind, style, stored, *formula, dynamic)


def _inline_text(element: Element, ref: str) -> str:
    try:
        return rich_text(element)
    except ValueError:
        raise _ambiguous(ref, "more than text in its value") from None


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


def _formula(element: Element, ref: str) -> tuple[str, Mapping[str, str]]:
    text = element.text or ""
    if len(element):
        raise _ambiguous(ref, "more than text in its formula")
    if len(text) > MAX_FORMULA:
        raise UnusableInput(
            f"The formula in {ref} has more than {MAX_FORMULA:,} characters, which no spreadsheet "
            "program writes; clear it."
        )
    if element.get("t") not in FORMULA_TYPES:
        raise _ambiguous(ref, "a formula of an unknown kind")
    return text, attributes(element)
