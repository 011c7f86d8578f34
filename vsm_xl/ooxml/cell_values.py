"""What the cells of a workbook hold: formulas as text, inputs as values.

Read from the parts themselves: a spreadsheet library builds every cell of a merged range, of a
hyperlink or up to the last used row, and one attribute of a hostile file asks for millions.  The same
reading goes to whoever checks a value and, written again, to the engines that compute from it.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from operator import is_
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from vsm_xl.dates import date_serial, moment_of
from vsm_xl.errors import ERROR_CODES, UnusableInput, XlError
from vsm_xl.ooxml.markup import attributes, named
from vsm_xl.ooxml.moved_formulas import formula_texts
from vsm_xl.ooxml.package import SHARED_TEXTS
from vsm_xl.ooxml.sheet import HeldRow
from vsm_xl.ooxml.sheet_reader import rich_text
from vsm_xl.ooxml.values import decode_text
from vsm_xl.xml_text import MAIN

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from vsm_xl.ooxml.markup import Element
    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.sheet import Cell, PlainRow, RowForm, SheetCells

_STYLES: Final = "spreadsheetml.styles+xml"
#: Numbers as the file format spells them; what Python reads beyond that is not a number elsewhere.
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?")
_WHOLE: Final = re.compile(r"[0-9]{1,8}")
#: Dates as text, as openpyxl and SheetJS write them; a zone is no part of a cell's day.
_MOMENT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)Z?)?"
)
_TRUTHS: Final = {"1": True, "true": True, "0": False, "false": False}
#: The formats of dates and times that have a number and no code (ECMA-376 part 1, 18.8.30).
_DATE_FORMATS: Final = frozenset(map(str, (*range(14, 23), *range(45, 48))))
#: What of a format's code is words, a colour or a language, and what shows a day or a time.
_NO_SIGN: Final = re.compile(r'"[^"]*"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]', re.IGNORECASE)
_DATE_SIGN: Final = re.compile(r"(?<![_\\])[dmhys]", re.IGNORECASE)
_SHORT: Final = 64
_HELD: Final = "rows"
#: Under which the form of a row keeps what its cells held last.
_CONTENTS: Final = "contents"
#: With how many other texts a row is kept.
_MOST_KEPT: Final = 8
#: Contents of rows that were put together, with these, by their number and the first of them.
_joined: Final[dict[tuple[int, int], tuple[list[dict[str, object]], dict[str, object]]]] = {}
_MOST_JOINED: Final = 64
#: What a cell without a formula holds.
Constant: TypeAlias = "float | bool | str | XlError | None"
_SPACES: Final = " \t\r\n"


def contents(
    package: Package, only: Collection[str] | None = None, *, formulas: bool = True
) -> dict[str, dict[str, object]]:
    """Return what each cell holds, by sheet and reference; a formula as text beginning with =.

    Text that merely looks like a formula is marked by a leading apostrophe.  Empty cells are left out.
    What is returned for a sheet is not to be changed: other workbooks may share it.

    Args:
        package: the workbook.
        only: the sheets to read; all of them when not given.
        formulas: whether formulas count; if not, the value stored with one stands for it.

    Raises:
        UnusableInput: the file cannot be read.
    """
    strings = shared_strings(package)
    dates = _date_styles(package)
    found: dict[str, dict[str, object]] = {}
    for title, part in package.sheets().items():
        if only is None or title in only:
            try:
                found[title] = _sheet(package.sheet(part), strings, dates, formulas=formulas)
            except UnusableInput as problem:
                raise UnusableInput(f"{package.name}, sheet {title}: {problem}") from None
    return found


def _sheet(
    sheet: SheetCells, strings: list[str], dates: Collection[str], *, formulas: bool
) -> dict[str, object]:
    asked = ("contents", formulas)
    found: dict[str, object]
    if (known := sheet.known.get(asked)) is not None and known[0] is strings and known[1] == dates:
        found = known[2]
        return found
    found = {}
    rows = _held_rows(sheet, strings, dates) if formulas else ()
    if rows:
        found = _together([row.contents for row in rows])
    else:
        texts = formula_texts(sheet) if formulas else {}
        for cell in sheet.held:
            text = texts.get(cell[0])
            value = f"={text}" if text else _content(cell, constant(cell, strings), dates)
            if value is not None:
                found[cell[0]] = value
    sheet.known[asked] = (strings, dates, found)
    return found


def _together(rows: list[dict[str, object]]) -> dict[str, object]:
    """Return the contents of rows as one; of the same rows, which many returns have, the same object."""
    asked = len(rows), id(rows[0])
    known = _joined.get(asked)
    if known is not None and all(map(is_, known[0], rows)):
        return known[1]
    found: dict[str, object] = {}
    for row in rows:
        found.update(row)
    if len(_joined) >= _MOST_JOINED:
        _joined.clear()
    _joined[asked] = rows, found
    return found


def _content(cell: Cell, value: Constant, dates: Collection[str]) -> object:
    """Return what a cell without a formula holds."""
    if isinstance(value, str) and not isinstance(value, XlError):
        # A text that looks like a formula is none; see the docstring of contents.
        return f"'{value}" if value.startswith("=") else value or None
    if isinstance(value, float):
        return _number(value, is_date=cell.kind == "d" or cell.style in dates)
    return value


def held_rows(package: Package, part: str) -> Sequence[HeldRow]:
    """Return what each row of a worksheet holds that holds anything.

    There are none where rows are not plain, or formulas are shared.  Rows that are those of another
    workbook, with the same texts, are the same objects.

    Raises:
        UnusableInput: a cell holds what its kind cannot be.
    """
    return _held_rows(package.sheet(part), shared_strings(package), _date_styles(package))


def _held_rows(sheet: SheetCells, strings: list[str], dates: Collection[str]) -> Sequence[HeldRow]:
    if not sheet.simple:
        return ()
    known = sheet.known.get(_HELD)
    if known is None or known[0] is not strings or known[1] != dates:
        found = [
            row.known.get(dates) or _held_row(row, strings, dates)
            for row in sheet.plain
            if row.form.cells
        ]
        known = sheet.known[_HELD] = (strings, dates, found)
    rows: list[HeldRow] = known[2]
    return rows


def _held_row(row: PlainRow, strings: list[str], dates: Collection[str]) -> HeldRow:
    asked: object = None
    if row.most < len(strings):
        asked = (dates, *map(strings.__getitem__, row.shared)) if row.shared else dates
        known: HeldRow | None = row.known.get(asked)
        if known is not None:
            return known
    form = row.form
    values = _stored_values(row, strings)
    contents = _contents_of(form, values, dates) if form.constants else form.formulas
    by_ref = dict(zip(form.refs, values, strict=True))
    errors = {}
    if XlError in set(map(type, values)):
        errors = {ref: value for ref, value in by_ref.items() if type(value) is XlError}
    found = HeldRow(row.number, by_ref, contents, errors, form)
    if asked is not None and len(row.known) < _MOST_KEPT:
        row.known[asked] = found
    return found


def _contents_of(
    form: RowForm, values: list[Constant], dates: Collection[str]
) -> dict[str, object]:
    """Return what the cells of a row hold; what it was last, where that stays: most differ in results alone."""
    constants = [values[at] for at in form.constants]
    known = form.known.get(_CONTENTS)
    if known is None or known[0] != constants or known[1] != dates:
        found: dict[str, object] = {}
        for cell, value in zip(form.cells, values, strict=True):
            content = f"={cell[6]}" if cell[6] else _content(cell, value, dates)
            if content is not None:
                found[cell[0]] = content
        known = form.known[_CONTENTS] = constants, dates, found
    contents: dict[str, object] = known[2]
    return contents


def _stored_values(row: PlainRow, strings: list[str]) -> list[Constant]:
    """Return what :func:`stored_value` does, of each cell of a row."""
    try:
        values: list[Any] = [
            (_short_value if len(text) < _SHORT else _value)(kind, text)
            if text
            else (None if text is None or kind != "str" else "")
            for kind, text in zip(row.form.kinds, row.stored, strict=True)
        ]
        for at in row.form.texts:
            if values[at] is not None:
                values[at] = strings[values[at]]
    except (ValueError, IndexError, OverflowError):
        return [stored_value(cell, strings) for cell in row.cells()]
    return values


def constant(cell: Cell, strings: list[str]) -> Constant:
    """Return the value that a cell holds, whatever formula it has; a date as its serial.

    The one reading of a cell: what is checked, computed from and exported is this.

    Args:
        cell: the cell.
        strings: the workbook's shared texts.

    Raises:
        UnusableInput: it holds what its kind cannot be.
    """
    text, kind = cell.stored, cell.kind
    if not text and (text is None or kind not in {"str", "inlineStr"}):
        return None
    try:
        found: Constant = (_short_value if len(text) < _SHORT else _value)(kind, text)
        return strings[found] if kind == "s" and isinstance(found, int) else found
    except (ValueError, IndexError, OverflowError):
        raise UnusableInput(
            f"the cell {cell.ref} is damaged: it holds {text[:40]!r}. Clear it "
            "and type its value again."
        ) from None


def stored_value(cell: Cell, strings: list[str]) -> Constant:
    """Return what :func:`constant` does; None where what is stored with a formula cannot be read."""
    try:
        return constant(cell, strings)
    except UnusableInput:
        if cell.formula or cell.formula_attributes:
            # Nobody typed it, and the formula gives it again.
            return None
        raise


def _value(kind: str, text: str) -> Any:
    """Return what a cell of a kind holds; of a shared text its number, an int."""
    if kind == "n":
        return _plain_number(text)
    if kind in {"str", "inlineStr"}:
        return decode_text(text)
    bare = text.strip(_SPACES)
    if kind == "s":
        if not _WHOLE.fullmatch(bare):
            raise ValueError(text)
        return int(bare)
    if kind == "b":
        if bare not in _TRUTHS:
            raise ValueError(text)
        return _TRUTHS[bare]
    if kind == "e":
        # A newer error than the format knows is still an error; words are none.
        if bare not in ERROR_CODES:
            raise ValueError(text)
        return XlError(bare)
    if kind == "d":
        return _serial(bare)
    raise ValueError(text)


#: The same numbers and words stand in many cells.
_short_value: Final = lru_cache(maxsize=1 << 14)(_value)


def _plain_number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        text = text.strip(_SPACES)
        if not _NUMBER.fullmatch(text):
            raise ValueError(text)
    number = float(text)
    if number - number != 0:
        raise OverflowError(text)
    return number


def _serial(text: str) -> float:
    found = _MOMENT.fullmatch(text)
    if not found:
        raise ValueError(text)
    day, time = found.groups()
    if time is None:
        return float(date_serial(date.fromisoformat(day)))
    clock, _, fraction = time.partition(".")
    moment = datetime.fromisoformat(f"{day}T{clock}")
    if fraction:
        moment += timedelta(microseconds=round(float(f"0.{fraction}") * 1e6))
    return float(date_serial(moment))


def _number(number: float, *, is_date: bool) -> object:
    value = int(number) if number.is_integer() else number
    # What is less than a day is a time of day, and a cell of ours holds none.
    if not is_date or 0 <= value < 1:
        return value
    try:
        moment = moment_of(value)
    except (ValueError, OverflowError):
        return value
    return moment.date() if moment.time() == moment.min.time() else moment


def shared_strings(package: Package) -> list[str]:
    """Return the texts that cells share; hints of how they sound (for Japanese) are left out.

    Raises:
        UnusableInput: a text holds what no spreadsheet program writes into one.
    """
    part = package.part_of_type(SHARED_TEXTS)
    if not part:
        return []
    plain = package.plain_texts(part)
    if plain is not None:
        return plain
    try:
        return package.read(part, _strings)
    except _UnclearTextError as unclear:
        raise UnusableInput(
            f"{package.name}: the shared text number {unclear.args[0]} (part {part}) holds more than "
            "text, and two programs could read it in two ways. Open the file in Excel and save it."
        ) from None


class _UnclearTextError(Exception):
    """A shared text holds more than text; its argument is which."""


def _strings(root: Element) -> list[str]:
    found: list[str] = []
    for element in root.iterchildren(f"{{{MAIN}}}si"):
        try:
            found.append(decode_text(rich_text(element)))
        except ValueError:
            raise _UnclearTextError(len(found) + 1) from None
    return found


def _date_styles(package: Package) -> frozenset[str]:
    """Return the numbers of the cell styles that show a number as a date."""
    part = package.part_of_type(_STYLES)
    if not part:
        return frozenset()
    return package.read(part, _dates_of)


def _dates_of(root: Element) -> frozenset[str]:
    own: dict[str, str] = {}
    for element in named(root, "numFmt"):
        told = attributes(element)
        own[told.get("numFmtId", "")] = told.get("formatCode", "")
    formats = [
        element.get("numFmtId", "0") for element in root.iterfind(f"{{{MAIN}}}cellXfs/{{{MAIN}}}xf")
    ]
    found = {str(at) for at, number in enumerate(formats) if _is_date(number, own.get(number))}
    # A cell without a style has the first one.
    return frozenset(found | {""} if "0" in found else found)


@lru_cache(maxsize=1024)
def _is_date(number: str, code: str | None) -> bool:
    if code is None:
        return number in _DATE_FORMATS
    return _DATE_SIGN.search(_NO_SIGN.sub("", code.partition(";")[0])) is not None
