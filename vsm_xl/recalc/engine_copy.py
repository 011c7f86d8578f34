"""The copy of a workbook that an engine loads: our names as it knows them, no value left to go stale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.sax.saxutils import escape, unescape

from vsm_xl.errors import UnusableInput
from vsm_xl.ooxml.cells import with_attribute
from vsm_xl.ooxml.references import reference
from vsm_xl.ooxml.spans import Edit, Span, elements, spliced
from vsm_xl.recalc.formula_shapes import FormulaShapes, Said
from vsm_xl.recalc.function_names import external_reference, respell

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.sheet import Cell, SheetMap

#: Errors that the engine's reader takes; any other in a cell makes it refuse the whole file.
_READABLE_ERRORS: Final = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
_TRUE: Final = ("1", "true")


class FormulaCell(NamedTuple):
    """A cell that is to be computed.

    Attributes:
        row, column: Its place.
        text: Its formula, our functions by their plain names.
        calls: The functions called, in capitals.
        last: The far corner of an array formula's range.
        dynamic, array: Whether it spills, and whether its file calls it an array formula.
    """

    row: int
    column: int
    text: str
    calls: frozenset[str]
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
    shapes = FormulaShapes(known, _tables(package))
    dialect = dialect or Dialect(lambda text, _array: respell(text, known))
    for title, part in package.sheets().items():
        xml = package.parts[part]
        try:
            sheet = maps[title] = package.sheet(part)
        except UnusableInput as problem:
            raise UnusableInput(f"{package.name}, sheet {title}: {problem}") from problem
        faults: list[str] = []
        formulas[title] = _formulas(sheet, shapes, faults)
        problems += [f"{package.name}, sheet {title}, cell {fault}" for fault in faults]
        inputs[title] = [
            (cell.row, cell.column)
            for cell in sheet.cells().values()
            if (cell.formula is None or _empty(cell)) and cell.stored is not None
        ]
        copy = copy.replace(part, spliced(xml, _edits(xml, sheet, formulas[title], dialect)))
    if problems:
        raise UnusableInput(problems)
    workbook = package.workbook_part()
    xml = package.parts[workbook]
    copy = copy.replace(workbook, spliced(xml, _names(package, xml, dialect)))
    return PrivateCopy(copy, formulas, inputs, maps)


def _empty(cell: Cell) -> bool:
    """Tell a ``<f/>`` that is no follower of a shared formula: Excel sees just the value."""
    return not cell.formula_text and "t" not in cell.formula_attributes


def _formulas(sheet: SheetMap, shapes: FormulaShapes, faults: list[str]) -> dict[str, FormulaCell]:
    """Give the cells to compute; add the words about those that cannot be computed to ``faults``."""
    arrays = sheet.array_ranges()
    found: dict[str, FormulaCell] = {}
    for ref, cell in sheet.formulas().items():
        if _empty(cell):
            continue
        said = shapes.said(cell.formula_text)
        if words := _unusable(cell, said):
            faults.append(f"{ref}: {words}")
        last = arrays[ref][2:] if ref in arrays else (cell.row, cell.column)
        found[ref] = FormulaCell(
            cell.row,
            cell.column,
            said.text,
            said.calls,
            last,
            "cm" in cell.attributes,
            ref in arrays,
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


def _unusable(cell: Cell, said: Said) -> str | None:
    if cell.formula_attributes.get("t") == "dataTable":
        return (
            "a what-if data table cannot be computed here. Replace it by formulas or by its values."
        )
    if said.tables:
        # The engine reads no tables from a file: it would be #NAME?, or what IFERROR makes of it.
        return (
            f"the formula ={cell.formula_text} uses the table {min(said.tables)} by its name, which "
            f"cannot be computed here. Write the cells instead (such as $B$5:$B$64)."
        )
    if said.external:
        return (
            f"the formula refers outside the workbook ({said.external}), where nothing is ever "
            f"fetched. Replace the reference by the value."
        )
    return None


def _edits(
    xml: bytes, sheet: SheetMap, formulas: Mapping[str, FormulaCell], dialect: Dialect
) -> list[Edit]:
    arrays = {
        reference(row, column)
        for top, left, bottom, right in sheet.array_ranges().values()
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    edits: list[Edit] = []
    for ref, cell in sheet.cells().items():
        if ref in formulas:
            text = dialect.spell(cell.formula_text, formulas[ref].array)
            edits.append(_formula_alone(xml, sheet.prefix, cell, text, dialect))
        elif cell.formula is not None:
            edits.append((cell.formula.start, cell.formula.end, b""))
        elif ref in arrays:
            # What an array formula filled last time would stand in the way of its new result.
            edits += _without_value(xml, cell, plain_look=dialect.plain_look)
        elif dialect.plain_look and cell.attributes.get("t") == "b":
            tag = cell.tag(xml)
            bare = with_attribute(xml[tag.start : tag.end], b"s", None)
            edits.append((tag.start, tag.end, bare))
        elif cell.attributes.get("t") == "e" and cell.stored not in _READABLE_ERRORS:
            edits += _other_error(xml, cell)
    return edits


def _formula_alone(xml: bytes, prefix: bytes, cell: Cell, text: str, dialect: Dialect) -> Edit:
    """Write a cell anew with its formula and its look, and nothing else."""
    assert cell.formula is not None
    start, end = cell.formula
    formula = xml[start:end]
    if text != cell.formula_text:
        opened = formula.index(b">") + 1
        formula = formula[:opened] + escape(text).encode() + formula[formula.rindex(b"<", opened) :]
    kept = "" if dialect.plain_look else _attribute(cell, "s")
    tag = f'c r="{reference(cell.row, cell.column)}"{kept}{_attribute(cell, "cm")}>'.encode()
    new = b"<%b%b%b</%bc>" % (prefix, tag, formula, prefix)
    return (cell.element.start, cell.element.end, new)


def _attribute(cell: Cell, name: str) -> str:
    """Spell an attribute that is a number; anything else in its place is left out."""
    value = cell.attributes.get(name, "")
    return f' {name}="{value}"' if value.isdecimal() else ""


def _without_value(xml: bytes, cell: Cell, *, plain_look: bool = False) -> list[Edit]:
    span = cell.tag(xml)
    tag = with_attribute(xml[span.start : span.end], b"t", None)
    if plain_look:
        tag = with_attribute(tag, b"s", None)
    edits = [(span.start, span.end, tag)]
    edits += [(span.start, span.end, b"") for span in (cell.value, cell.inline) if span is not None]
    return edits


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
