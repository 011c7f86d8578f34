"""The copy of a workbook that an engine loads: our names as it knows them, no value left to go stale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, unescape

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.cells import with_attribute
from vsm_xl.ooxml.references import reference
from vsm_xl.ooxml.sheet import Cell, SheetMap, read_sheet
from vsm_xl.ooxml.spans import Edit, Span, elements, spliced
from vsm_xl.recalc.spelling import external_reference, respell, used

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from vsm_xl.ooxml.package import Package

#: Errors that the engine's reader takes; any other in a cell makes it refuse the whole file.
_READABLE_ERRORS: Final = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
_TRUE: Final = ("1", "true")


@dataclass(frozen=True)
class FormulaCell:
    """A cell that is to be computed; ``last`` is the far corner of an array formula's range."""

    row: int
    column: int
    text: str
    last: tuple[int, int]
    dynamic: bool
    array: bool


@dataclass(frozen=True)
class PrivateCopy:
    """The copy, the formula cells of each sheet by reference, and the places of its other cells.

    ``sheets`` are the maps of the parts as they were.
    """

    package: Package
    formulas: dict[str, dict[str, FormulaCell]]
    inputs: dict[str, list[tuple[int, int]]]
    sheets: dict[str, SheetMap]


@dataclass(frozen=True)
class Dialect:
    """How an engine wants a copy.

    Args:
        spell: gives a formula as the engine understands it; told whether it is an array formula.
        plain_look: computed cells and truths lose their number formats, because the engine tells
            TRUE from 1 by nothing else.
    """

    spell: Callable[[str, bool], str]
    plain_look: bool = False


def private_copy(
    package: Package, functions: Collection[str], dialect: Dialect | None = None
) -> PrivateCopy:
    """Make the copy; without a dialect our functions have their plain names in it.

    Raises UnusableInput naming sheet and cell of what cannot be computed: references to other
    workbooks (they are never opened, and what Excel remembers of them may be old), table references,
    what-if data tables.
    """
    copy = package
    formulas: dict[str, dict[str, FormulaCell]] = {}
    inputs: dict[str, list[tuple[int, int]]] = {}
    maps: dict[str, SheetMap] = {}
    problems: list[str] = []
    known = tuple(functions)
    dialect = dialect or Dialect(lambda text, _array: respell(text, known))
    tables = _tables(package)
    for title, part in package.sheets().items():
        xml = package.parts[part]
        try:
            sheet = maps[title] = read_sheet(xml)
        except UnusableInput as problem:
            raise UnusableInput(f"{package.name}, sheet {title}: {problem}") from problem
        formulas[title] = _formulas(sheet, functions)
        inputs[title] = [
            (cell.row, cell.column)
            for cell in sheet.cells().values()
            if (cell.formula is None or _empty(cell)) and cell.stored is not None
        ]
        for ref, cell in sheet.formulas().items():
            if words := _unusable(cell, functions, tables):
                problems.append(f"{package.name}, sheet {title}, cell {ref}: {words}")
        copy = copy.replace(part, spliced(xml, _edits(xml, sheet, dialect)))
    if problems:
        raise UnusableInput(problems)
    workbook = package.workbook_part()
    xml = package.parts[workbook]
    copy = copy.replace(workbook, spliced(xml, _names(package, xml, dialect)))
    return PrivateCopy(copy, formulas, inputs, maps)


def _empty(cell: Cell) -> bool:
    """Tell a ``<f/>`` that is no follower of a shared formula: Excel sees just the value."""
    return not cell.formula_text and "t" not in cell.formula_attributes


def _formulas(sheet: SheetMap, functions: Collection[str]) -> dict[str, FormulaCell]:
    arrays = sheet.array_ranges()
    found: dict[str, FormulaCell] = {}
    for ref, cell in sheet.formulas().items():
        if _empty(cell):
            continue
        _, _, bottom, right = arrays.get(ref, (0, 0, cell.row, cell.column))
        text = respell(cell.formula_text, functions)
        dynamic = "cm" in cell.attributes
        found[ref] = FormulaCell(
            cell.row, cell.column, text, (bottom, right), dynamic, ref in arrays
        )
    return found


def _tables(package: Package) -> tuple[str, ...]:
    """Give the names of the workbook's tables, as formulas call them."""
    return tuple(
        element.attributes["displayName"]
        for part, xml in package.parts.items()
        if re.search(r"(^|/)tables/[^/]+\.xml$", part)
        for element in elements(xml)
        if element.path == ("table",) and "displayName" in element.attributes
    )


def _unusable(cell: Cell, functions: Collection[str], tables: tuple[str, ...]) -> str | None:
    if cell.formula_attributes.get("t") == "dataTable":
        return (
            "a what-if data table cannot be computed here. Replace it by formulas or by its values."
        )
    if table := next(iter(used(cell.formula_text, tables)), None):
        # The engine reads no tables from a file: it would be #NAME?, or what IFERROR makes of it.
        return (
            f"the formula ={cell.formula_text} uses the table {table} by its name, which cannot be "
            f"computed here. Write the cells instead (such as $B$5:$B$64)."
        )
    external = external_reference(respell(cell.formula_text, functions))
    if external:
        return (
            f"the formula refers outside the workbook ({external}), where nothing is ever "
            f"fetched. Replace the reference by the value."
        )
    return None


def _edits(xml: bytes, sheet: SheetMap, dialect: Dialect) -> list[Edit]:
    arrays = {
        reference(row, column)
        for top, left, bottom, right in sheet.array_ranges().values()
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    edits: list[Edit] = []
    for ref, cell in sheet.cells().items():
        if cell.formula is not None and _empty(cell):
            edits.append((cell.formula.start, cell.formula.end, b""))
        elif cell.formula is not None:
            edits += _without_value(xml, cell, plain_look=dialect.plain_look)
            text = dialect.spell(cell.formula_text, cell.formula_attributes.get("t") == "array")
            if text != cell.formula_text:
                edits.append(_new_text(xml, cell, text))
        elif ref in arrays:
            # What an array formula filled last time would stand in the way of its new result.
            edits += _without_value(xml, cell, plain_look=dialect.plain_look)
        elif dialect.plain_look and cell.attributes.get("t") == "b":
            tag = with_attribute(xml[cell.tag.start : cell.tag.end], b"s", None)
            edits.append((cell.tag.start, cell.tag.end, tag))
        elif cell.attributes.get("t") == "e" and cell.stored not in _READABLE_ERRORS:
            edits += _other_error(xml, cell)
    return edits


def _without_value(xml: bytes, cell: Cell, *, plain_look: bool = False) -> list[Edit]:
    tag = with_attribute(xml[cell.tag.start : cell.tag.end], b"t", None)
    if plain_look:
        tag = with_attribute(tag, b"s", None)
    edits = [(cell.tag.start, cell.tag.end, tag)]
    edits += [(span.start, span.end, b"") for span in (cell.value, cell.inline) if span is not None]
    return edits


def _new_text(xml: bytes, cell: Cell, text: str) -> Edit:
    assert cell.formula is not None
    start = xml.index(b">", cell.formula.start) + 1
    end = xml.rindex(b"<", start, cell.formula.end)
    return (start, end, escape(text).encode())


def _other_error(xml: bytes, cell: Cell) -> list[Edit]:
    if cell.value is None:
        return _without_value(xml, cell)
    start = xml.index(b">", cell.value.start) + 1
    end = xml.rindex(b"<", cell.value.start, cell.value.end)
    if end < start:
        return _without_value(xml, cell)
    return [(start, end, b"#N/A" if cell.stored == "#GETTING_DATA" else b"#VALUE!")]


def _names(package: Package, xml: bytes, dialect: Dialect) -> list[Edit]:
    edits: list[Edit] = []
    for element in elements(xml):
        if element.path[-1] == "workbookPr" and element.attributes.get("date1904") in _TRUE:
            raise UnusableInput(
                f"{package.name} counts days from 1904. In Excel: File, Options, Advanced, "
                f"clear 'Use 1904 date system', check the dates, and save it."
            )
        if element.path[-1] != "definedName":
            continue
        content = element.content(xml)
        old = _unescaped(xml, content)
        new = dialect.spell(old, False)  # noqa: FBT003 - no array formula
        if external_reference(new):
            # A left-over name hurts nobody; a formula that uses it must not get an old value.
            new = "#REF!"
        if new != old:
            edits.append((content.start, content.end, escape(new).encode()))
    return edits


def _unescaped(xml: bytes, content: Span) -> str:
    text = xml[content.start : content.end].decode()
    return unescape(text, {"&quot;": '"', "&apos;": "'"})


def defined_names(package: Package) -> dict[str, list[str]]:
    """Give what each defined name (in lower case) says; on single sheets it may say other things."""
    xml = package.parts[package.workbook_part()]
    found: dict[str, list[str]] = {}
    for element in elements(xml):
        if element.path[-1] == "definedName":
            name = element.attributes.get("name", "").lower()
            found.setdefault(name, []).append(_unescaped(xml, element.content(xml)))
    return found
