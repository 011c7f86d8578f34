"""Cell values changed in a worksheet part by splicing bytes; the rest stays as it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from vsm_xl.ooxml.references import parse_range, parse_reference, reference
from vsm_xl.ooxml.sheet_reader import read_sheet
from vsm_xl.ooxml.spans import Edit, spliced
from vsm_xl.ooxml.values import CellValue, Stored, decode_text, encode_text, same, stored
from vsm_xl.ooxml.values import stored_result as spelt_result

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vsm_xl.ooxml.sheet import Cell, Row, SheetMap

_ATTRIBUTE: Final = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_TAG_CLOSE: Final = re.compile(rb"\s*/?>$")
_TRUE: Final = ("1", "true")
#: What a cell's tag says whatever the cell holds.
_KEPT: Final = {"r", "s", "cm"}


def store_results(
    xml: bytes, results: Mapping[str, CellValue], sheet: SheetMap | None = None
) -> bytes:
    """Set the stored values of formula cells; the formulas themselves are not touched.

    Args:
        xml: A worksheet part.
        results: The value of each formula cell by reference (``B2``).  Cells that an array
            formula fills may be given as well; None clears the stored value.
        sheet: The part's map, where there is one already.

    Returns:
        The part with the new values.  A value that is stored already leaves its bytes alone.

    Raises:
        ValueError: A reference has no formula.
        UnusableInput: ``xml`` is no worksheet.

    >>> xml = (b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    ...     b'<sheetData><row r="1"><c r="A1"><f>2*3</f></c></row></sheetData></worksheet>')
    >>> store_results(xml, {"A1": 6.0}).split(b"</c>")[0].split(b"<c")[1]
    b' r="A1"><f>2*3</f><v>6</v>'
    """
    sheet = sheet or read_sheet(xml)
    formulas = sheet.formulas()
    arrays = sheet.array_ranges().values()
    for ref in results:
        if ref not in formulas and not _inside(ref, arrays):
            raise ValueError(f"{ref} has no formula, so it has no result to store")
    return _set(xml, sheet, {ref: spelt_result(value) for ref, value in results.items()})


def enter_values(
    xml: bytes, values: Mapping[str, CellValue], sheet: SheetMap | None = None
) -> bytes:
    """Put input values into cells, keeping their style; a missing cell or row is made.

    Texts become inline strings, so that one beginning with ``=``, ``+``, ``-`` or ``@`` stays
    text.  None empties the cell.

    Raises:
        ValueError: The cell has a formula, or no cell can hold the value (a text over 32,767
            characters, an infinite number, a date before 1900).
        UnusableInput: ``xml`` is no worksheet.

    >>> xml = (b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    ...     b'<sheetData/></worksheet>')
    >>> enter_values(xml, {"A1": "=1"}).split(b"<c")[1].split(b"</c>")[0]
    b' r="A1" t="inlineStr"><is><t>=1</t></is>'
    """
    sheet = sheet or read_sheet(xml)
    formulas = sheet.formulas()
    arrays = sheet.array_ranges().values()
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


def _set(xml: bytes, sheet: SheetMap, values: Mapping[str, Stored]) -> bytes:
    cells = sheet.cells()
    edits: list[Edit] = []
    new: dict[int, dict[int, Stored]] = {}
    for ref, value in values.items():
        if ref in cells:
            edits += _changed(xml, sheet.prefix, cells[ref], value)
        elif value.text is not None:
            row, column = parse_reference(ref)
            new.setdefault(row, {})[column] = value
    rows = {row.number: row for row in sheet.rows}
    missing: dict[int, bytes] = {}
    for number in sorted(new):
        if number in rows:
            edits += _into_row(xml, sheet, rows[number], new[number])
        else:
            missing[number] = _new_row(sheet, number, new[number])
    edits += _into_sheet(xml, sheet, missing)
    if new:
        edits += _wider_dimension(xml, sheet, new)
    return spliced(xml, edits)


def _now(cell: Cell) -> Stored:
    """Give what the cell holds, in the spelling that a new value would have."""
    kind = cell.attributes.get("t")
    if cell.stored is None or (cell.stored == "" and kind != "str" and cell.inline is None):
        return Stored(None if kind == "n" else kind, None)
    if kind in ("str", "inlineStr"):
        return Stored(kind, encode_text(decode_text(cell.stored)))
    return Stored(kind, cell.stored)


def _changed(xml: bytes, prefix: bytes, cell: Cell, value: Stored) -> list[Edit]:
    empty = cell.value is None and cell.inline is None
    if same(_now(cell), value) and (value.text is not None or empty):
        return []
    edits, closed = _new_tag(xml, prefix, cell, value)
    if closed:
        return edits
    content = _content(prefix, value)
    spans = [span for span in (cell.value, cell.inline) if span is not None]
    if spans:
        edits.append((spans[0].start, spans[0].end, content))
        edits += [(span.start, span.end, b"") for span in spans[1:]]
    else:
        place = cell.formula.end if cell.formula is not None else cell.tag(xml).end
        edits.append((place, place, content))
    return edits


def _new_tag(xml: bytes, prefix: bytes, cell: Cell, value: Stored) -> tuple[list[Edit], bool]:
    """Give what changes in a cell's tag, and whether that was the whole cell."""
    if cell.formula is not None and cell.attributes.keys() <= _KEPT and value.kind is None:
        # Nearly every number that a formula gives: its tag says all that it should.
        return [], False
    span = cell.tag(xml)
    tag = with_attribute(xml[span.start : span.end], b"t", value.kind)
    # Value metadata belongs to the value that was there (a rich error, a linked data type).
    tag = with_attribute(tag, b"vm", None)
    closed = span == cell.element
    if closed and (content := _content(prefix, value)):
        tag = _opened(tag) + content + b"</" + prefix + b"c>"
    return [(span.start, span.end, tag)], closed


def _content(prefix: bytes, value: Stored) -> bytes:
    if value.text is None:
        return b""
    text = escape(value.text).encode()
    if value.kind != "inlineStr":
        return b"<%bv>%b</%bv>" % (prefix, text, prefix)
    keep = b' xml:space="preserve"' if _needs_preserving(value.text) else b""
    return b"<%bis><%bt%b>%b</%bt></%bis>" % (prefix, prefix, keep, text, prefix, prefix)


def _needs_preserving(text: str) -> bool:
    return text != text.strip() or "\n" in text or "\t" in text or "  " in text


def with_attribute(tag: bytes, name: bytes, value: str | None) -> bytes:
    """Set, add or (None) take away an attribute of a tag; the others keep order and quotes.

    >>> with_attribute(b'<c r="A1" t="s" cm="1"/>', b"t", "str")
    b'<c r="A1" t="str" cm="1"/>'
    """
    written = b"" if value is None else b' %b="%b"' % (name, value.encode())
    for found in _ATTRIBUTE.finditer(tag):
        if found[1] == name:
            if value is not None and found[2][1:-1] == value.encode():
                return tag
            return tag[: found.start()] + written + tag[found.end() :]
    close = _TAG_CLOSE.search(tag)
    assert close is not None
    return tag[: close.start()] + written + tag[close.start() :]


def _opened(tag: bytes) -> bytes:
    return _TAG_CLOSE.sub(b">", tag)


def _new_cell(sheet: SheetMap, row: Row | None, place: tuple[int, int], value: Stored) -> bytes:
    number, column = place
    style = None
    if row is not None and row.attributes.get("customFormat") in _TRUE:
        style = row.attributes.get("s")
    if style is None:
        for columns in sheet.columns:
            if columns.first <= column <= columns.last:
                style = columns.style
    tag = b'<%bc r="%b">' % (sheet.prefix, reference(number, column).encode())
    tag = with_attribute(with_attribute(tag, b"s", style), b"t", value.kind)
    return b"%b%b</%bc>" % (tag, _content(sheet.prefix, value), sheet.prefix)


def _new_row(sheet: SheetMap, number: int, values: Mapping[int, Stored]) -> bytes:
    cells = b"".join(
        _new_cell(sheet, None, (number, column), values[column]) for column in sorted(values)
    )
    return b'<%brow r="%d">%b</%brow>' % (sheet.prefix, number, cells, sheet.prefix)


def _into_row(xml: bytes, sheet: SheetMap, row: Row, values: Mapping[int, Stored]) -> list[Edit]:
    tag = xml[row.tag.start : row.tag.end]
    spans = row.attributes.get("spans", "").split(":")
    if len(spans) == 2 and all(span.isdecimal() for span in spans):  # noqa: PLR2004 - first:last
        first, last = min(int(spans[0]), *values), max(int(spans[1]), *values)
        tag = with_attribute(tag, b"spans", f"{first}:{last}")
    made = {
        column: _new_cell(sheet, row, (row.number, column), values[column])
        for column in sorted(values)
    }
    if row.element == row.tag:
        text = _opened(tag) + b"".join(made.values()) + b"</%brow>" % sheet.prefix
        return [(row.tag.start, row.tag.end, text)]
    edits = [(row.tag.start, row.tag.end, tag)]
    end = xml.rindex(b"<", row.element.start, row.element.end)
    for column, cell in made.items():
        later = (other.element.start for other in row.cells if other.column > column)
        place = next(later, end)
        edits.append((place, place, cell))
    return edits


def _into_sheet(xml: bytes, sheet: SheetMap, rows: Mapping[int, bytes]) -> list[Edit]:
    if not rows:
        return []
    if sheet.data == sheet.data_tag:
        tag = _opened(xml[sheet.data.start : sheet.data.end])
        text = tag + b"".join(rows.values()) + b"</%bsheetData>" % sheet.prefix
        return [(sheet.data.start, sheet.data.end, text)]
    end = xml.rindex(b"<", sheet.data.start, sheet.data.end)
    numbers = [row.number for row in sheet.rows]
    starts = [*(row.element.start for row in sheet.rows), end]
    places = {number: starts[bisect_right(numbers, number)] for number in rows}
    return [(places[number], places[number], row) for number, row in rows.items()]


def _wider_dimension(
    xml: bytes, sheet: SheetMap, new: Mapping[int, Mapping[int, Stored]]
) -> list[Edit]:
    """Widen the used range; readers that stream the sheet believe it."""
    if sheet.dimension is None:
        return []
    try:
        top, left, bottom, right = parse_range(sheet.dimension_reference)
    except ValueError:
        return []
    columns = [column for values in new.values() for column in values]
    wider = (min(top, *new), min(left, *columns), max(bottom, *new), max(right, *columns))
    if wider == (top, left, bottom, right):
        return []
    text = f"{reference(wider[0], wider[1])}:{reference(wider[2], wider[3])}"
    span = sheet.dimension
    return [(span.start, span.end, with_attribute(xml[span.start : span.end], b"ref", text))]
