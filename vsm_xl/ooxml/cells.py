"""Cell values changed in a worksheet part; everything else of the part stays as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from vsm_xl.ooxml.markup import drop_attribute, new_element, parse, serialise
from vsm_xl.ooxml.references import parse_range, parse_reference, place_in_row, reference
from vsm_xl.ooxml.sheet_reader import read_sheet
from vsm_xl.ooxml.values import (
    CellValue,
    Stored,
    decode_text,
    encode_text,
    number_text,
    same,
    stored,
)
from vsm_xl.ooxml.values import stored_result as spelt_result
from vsm_xl.xml_text import MAIN, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vsm_xl.ooxml.markup import Element
    from vsm_xl.ooxml.sheet import Cell, SheetCells

_DATA, _ROW, _CELL, _FORMULA, _VALUE, _INLINE, _TEXT, _DIMENSION, _COLUMN = (
    f"{{{MAIN}}}{name}"
    for name in ("sheetData", "row", "c", "f", "v", "is", "t", "dimension", f"cols/{{{MAIN}}}col")
)
_HOLDERS: Final = frozenset((_VALUE, _INLINE))
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_TRUE: Final = ("1", "true")
#: A cell with a formula in the rows of a sheet that was read by a pattern.
_PLAIN_RESULT: Final = re.compile(
    r'<c r="([A-Z]+[0-9]+)"( s="[0-9]+")?(?: t="[a-z]+")?>(<f[^<>]*/>|<f[^<>]*>[^<]*</f>)'
    r"(?:(<v[^<>/]*>)[^<]*</v>|<v/>)?</c>"
)


def store_results(
    xml: bytes, results: Mapping[str, CellValue], sheet: SheetCells | None = None
) -> bytes:
    """Set the stored values of formula cells; the formulas themselves are not touched.

    Args:
        xml: A worksheet part.
        results: The value of each formula cell by reference (``B2``).  Cells that an array
            formula fills may be given as well; None clears the stored value.
        sheet: What the part holds, where it was read already.

    Returns:
        The part with the new values; the same bytes where every value is stored already.

    Raises:
        ValueError: A reference has no formula.
        UnusableInput: ``xml`` is not a worksheet.

    >>> xml = (b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    ...     b'<sheetData><row r="1"><c r="A1"><f>2*3</f></c></row></sheetData></worksheet>')
    >>> store_results(xml, {"A1": 6.0}).split(b"</c>")[0].split(b"<c")[1]
    b' r="A1"><f>2*3</f><v>6</v>'
    """
    sheet = sheet or read_sheet(xml)
    formulas = sheet.formulas()
    arrays = list(sheet.array_ranges().values())
    wanted: dict[str, Stored] = {}
    for ref, value in results.items():
        cell = formulas.get(ref)
        if cell is None and not _inside(ref, arrays):
            raise ValueError(f"{ref} has no formula, so it has no result to store")
        if not (cell and value and surely_stored(cell, value)):
            wanted[ref] = spelt_result(value)
    return _set(xml, sheet, wanted)


def surely_stored(cell: Cell, value: CellValue) -> bool:
    """Return whether a cell surely has a number or a text stored; a quick look."""
    if type(value) is float:
        return cell.kind == "n" and cell.stored == number_text(value)
    plain = type(value) is str and value.isprintable() and "_x" not in value
    return plain and cell.kind == "str" and cell.stored == value


def enter_values(
    xml: bytes, values: Mapping[str, CellValue], sheet: SheetCells | None = None
) -> bytes:
    """Put input values into cells, keeping their style; a missing cell or row is made.

    A text beginning with ``=``, ``+``, ``-`` or ``@`` stays text.  None empties the cell.

    Raises:
        ValueError: The cell has a formula, or no cell can hold the value (a text over 32,767
            characters, an infinite number, a date before 1900).
        UnusableInput: ``xml`` is not a worksheet.

    >>> xml = (b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    ...     b'<sheetData/></worksheet>')
    >>> enter_values(xml, {"A1": "=1"}).split(b"<c")[1].split(b"</c>")[0]
    b' r="A1" t="inlineStr"><is><t>=1</t></is>'
    """
    sheet = sheet or read_sheet(xml)
    formulas = sheet.formulas()
    arrays = list(sheet.array_ranges().values())
    texts: dict[str, Stored] = {}
    for ref, value in values.items():
        if ref in formulas or _inside(ref, arrays):
            raise ValueError(f"{ref} has a formula, which an entered value must not replace")
        try:
            texts[ref] = stored(value, text_kind="inlineStr")
        except ValueError as problem:
            raise ValueError(f"{ref}: {problem}") from problem
    return _set(xml, sheet, texts)


def _inside(ref: str, ranges: Iterable[tuple[int, int, int, int]]) -> bool:
    row, column = parse_reference(ref)
    return any(
        top <= row <= bottom and left <= column <= right for top, left, bottom, right in ranges
    )


def _set(xml: bytes, sheet: SheetCells, values: Mapping[str, Stored]) -> bytes:
    cells = sheet.cells()
    values = {ref: value for ref, value in values.items() if not _holds(cells.get(ref), value)}
    if not values:
        return xml
    if sheet.frame is not None and (changed := _set_plainly(xml, values)) is not None:
        return changed
    wanted: dict[int, dict[int, Stored]] = {}
    for ref, value in values.items():
        row, column = parse_reference(ref)
        wanted.setdefault(row, {})[column] = value
    root = parse(xml)
    data = root.find(_DATA)
    assert data is not None, "the part was read as a worksheet"
    _Writer(root, data).write(wanted)
    return serialise(root)


def _set_plainly(xml: bytes, values: Mapping[str, Stored]) -> bytes | None:
    """Return a part with other results, where it was read by a pattern; None where a cell has no formula."""
    rest = dict(values)

    def put(found: re.Match[str]) -> str:
        value = rest.pop(found[1], None)
        if value is None:
            return found[0]
        kind = f' t="{value.kind}"' if value.kind else ""
        text = "" if value.text is None else f"{found[4] or '<v>'}{escape(value.text)}</v>"
        return f'<c r="{found[1]}"{found[2] or ""}{kind}>{found[3]}{text}</c>'

    head, start, body = xml.partition(b"<sheetData>")
    body, end, tail = body.partition(b"</sheetData>")
    rows = _PLAIN_RESULT.sub(put, body.decode())
    return None if rest else b"".join((head, start, rows.encode(), end, tail))


def _holds(cell: Cell | None, value: Stored) -> bool:
    """Return whether a cell holds a value already, as far as its kind and its spelling go."""
    if cell is None:
        return value.text is None
    kind: str | None = cell.kind
    if cell.stored is None or (cell.stored == "" and kind not in {"str", "inlineStr"}):
        return value.text is None and kind == "n" and cell.stored is None
    if value.text is None:
        return False
    if kind in {"str", "inlineStr"}:
        return same(Stored(kind, encode_text(decode_text(cell.stored))), value)
    return same(Stored(kind, cell.stored), value)


class _Writer:
    """Writes values into the rows of one sheet."""

    def __init__(self, root: Element, data: Element) -> None:
        self._root = root
        self._data = data
        #: The cells that were made, for the used range.
        self._made: list[tuple[int, int]] = []

    def write(self, wanted: dict[int, dict[int, Stored]]) -> None:
        number = 0
        rest = sorted(wanted, reverse=True)
        for element in list(self._data.iterchildren(_ROW)):
            number = int(element.get("r", number + 1))
            while rest and rest[-1] < number:
                self._new_row(element, rest[-1], wanted[rest.pop()])
            if rest and rest[-1] == number:
                self._into_row(element, rest[-1], wanted[rest.pop()])
        while rest:
            self._new_row(None, rest[-1], wanted[rest.pop()])
        self._widen()

    def _new_row(self, before: Element | None, number: int, values: dict[int, Stored]) -> None:
        held = {column: value for column, value in values.items() if value.text is not None}
        if not held:
            return
        row = new_element(_ROW, self._data, r=str(number))
        if before is None:
            self._data.append(row)
        else:
            before.addprevious(row)
        self._into_row(row, number, held)

    def _into_row(self, row: Element, number: int, values: dict[int, Stored]) -> None:
        column = 0
        rest = sorted(values, reverse=True)
        made = len(self._made)
        for element in list(row.iterchildren(_CELL)):
            ref = element.get("r")
            column = column + 1 if ref is None else place_in_row(ref, number)[1]
            while rest and rest[-1] < column:
                self._new_cell(row, element, (number, rest[-1]), values[rest.pop()])
            if rest and rest[-1] == column:
                _fill(element, values[rest.pop()])
        while rest:
            self._new_cell(row, None, (number, rest[-1]), values[rest.pop()])
        if len(self._made) > made:
            _widen_spans(row, [place[1] for place in self._made[made:]])

    def _new_cell(
        self, row: Element, before: Element | None, place: tuple[int, int], value: Stored
    ) -> None:
        if value.text is None:
            return
        cell = new_element(_CELL, self._data, r=reference(*place))
        if (style := self._style(row, place[1])) is not None:
            cell.set("s", style)
        if before is None:
            row.append(cell)
        else:
            before.addprevious(cell)
        _fill(cell, value)
        self._made.append(place)

    def _style(self, row: Element, column: int) -> str | None:
        if row.get("customFormat") in _TRUE and (style := row.get("s")) is not None:
            return style
        found = None
        for element in self._root.iterfind(_COLUMN):
            first, last = element.get("min", ""), element.get("max", "")
            if first.isdecimal() and last.isdecimal() and int(first) <= column <= int(last):
                found = element.get("style")
        return found

    def _widen(self) -> None:
        """Widen the used range; readers that stream the sheet believe it."""
        element = self._root.find(_DIMENSION)
        if element is None or not self._made:
            return
        try:
            top, left, bottom, right = parse_range(element.get("ref", ""))
        except ValueError:
            return
        rows, columns = zip(*self._made, strict=True)
        top, left = min(top, *rows), min(left, *columns)
        bottom, right = max(bottom, *rows), max(right, *columns)
        element.set("ref", f"{reference(top, left)}:{reference(bottom, right)}")


def _fill(cell: Element, value: Stored) -> None:
    """Set the value of a cell element, or remove it."""
    wanted = None if value.text is None else _INLINE if value.kind == "inlineStr" else _VALUE
    holder = _kept(cell, wanted)
    if value.kind is None:
        drop_attribute(cell, "t")
    elif cell.get("t") != value.kind:
        cell.set("t", value.kind)
    # Value metadata belongs to the value that was there (a rich error, a linked data type).
    drop_attribute(cell, "vm")
    if wanted is None or value.text is None:
        return
    if holder is None:
        holder = etree.SubElement(cell, wanted)
        before = 1 if cell[0].tag == _FORMULA else 0
        if len(cell) > before + 1:
            cell.insert(before, holder)
    if wanted == _INLINE:
        holder = etree.SubElement(holder, _TEXT)
        if needs_preserving(value.text):
            holder.set(_SPACE, "preserve")
    holder.text = value.text


def _kept(cell: Element, wanted: str | None) -> Element | None:
    """Take the old value away, but for an element that the new one can stand in."""
    kept = None
    for old in list(cell):
        if old.tag == wanted == _VALUE and kept is None:
            kept = old
        elif old.tag in _HOLDERS:
            cell.remove(old)
    return kept


def needs_preserving(text: str) -> bool:
    """Return whether a text has blanks that readers drop unless they are told to keep them."""
    return text != text.strip() or "\n" in text or "\t" in text or "  " in text


def _widen_spans(row: Element, columns: list[int]) -> None:
    spans = row.get("spans", "").split(":")
    if len(spans) == 2 and all(span.isdecimal() for span in spans):  # noqa: PLR2004 - first:last
        row.set("spans", f"{min(int(spans[0]), *columns)}:{max(int(spans[1]), *columns)}")
