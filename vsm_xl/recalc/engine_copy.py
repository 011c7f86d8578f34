"""The workbook that an engine loads: written again from what was read, and nothing else in it.

An engine has a reader of its own, which may take a value for another one than we checked.  So it never
sees the file: every constant is written from the value that was read, every formula from its tokens,
and there are no pictures, links, queries or formats that could make it fetch or show something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from vsm_xl.errors import UnusableInput, XlError
from vsm_xl.ooxml.cell_values import constant, shared_strings
from vsm_xl.ooxml.cells import needs_preserving
from vsm_xl.ooxml.defined_names import defined_names
from vsm_xl.ooxml.formulas import Understood, external_reference, respell, understand
from vsm_xl.ooxml.moved_formulas import formula_texts
from vsm_xl.ooxml.outward import reaching_functions
from vsm_xl.ooxml.package import Package
from vsm_xl.ooxml.references import column_letters, parse_reference
from vsm_xl.ooxml.relationships import CONTENT_TYPES
from vsm_xl.ooxml.values import encode_text, error_text, number_text
from vsm_xl.xml_text import MAIN, OFFICE, PACKAGE, escape, quoted_attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from vsm_xl.ooxml.sheet import Cell, SheetCells, SheetRow
    from vsm_xl.ooxml.values import CellValue

_TRUE: Final = ("1", "true")
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TABLE: Final = re.compile(r"(^|/)tables/[^/]+\.xml$")
#: The parts of a formula that is one of an array, or that spills.
_METADATA: Final = (
    f'<metadata xmlns="{MAIN}" xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray">'
    '<metadataTypes count="1"><metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" '
    'pasteAll="1" pasteValues="1" merge="1" splitFirst="1" rowColShift="1" clearFormats="1" '
    'clearComments="1" assign="1" coerce="1" cellMeta="1"/></metadataTypes><futureMetadata '
    'name="XLDAPR" count="1"><bk><extLst><ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}">'
    '<xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk></futureMetadata>'
    '<cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>'
)


class FormulaCell(NamedTuple):
    """A cell that is to be computed.

    Attributes:
        row, column: Its place.
        text: Its formula, our functions by their plain names.
        calls: The functions called, in capitals.
        last: The far corner of an array formula's range.
        dynamic, array: Whether it spills, and whether its file calls it an array formula.
        source: Its formula as the file has it.
    """

    row: int
    column: int
    text: str
    calls: frozenset[str]
    last: tuple[int, int]
    dynamic: bool
    array: bool
    source: str


@dataclass(frozen=True)
class EngineCopy:
    """The copy, and of each sheet the formulas and the constants that it holds.

    Attributes:
        package: The workbook that the engine loads.
        formulas: The cells to compute, by sheet and reference.
        constants: The values of the other cells, by sheet and place, as they were read and checked.
        sheets: What each sheet of the file holds.
    """

    package: Package
    formulas: dict[str, dict[str, FormulaCell]]
    constants: dict[str, dict[tuple[int, int], CellValue]]
    sheets: dict[str, SheetCells]


def engine_copy(
    package: Package,
    functions: Collection[str],
    spell: Callable[[str, bool], str] | None = None,
) -> EngineCopy:
    """Make the copy.

    Args:
        package: the workbook.
        functions: our functions.
        spell: spells a formula as the engine understands it, told whether it is an array formula; with
            our functions by their plain names when not given.

    Raises:
        UnusableInput: it counts days from 1904; or, naming sheet and cell, a cell cannot be read, or
            cannot be computed: references to other workbooks (they are never opened, and what Excel
            remembers of them may be old), table references, what-if data tables.
    """
    package.check_dates()
    strings = shared_strings(package)
    maker = _Maker(tuple(functions), _tables(package), strings, spell)
    formulas: dict[str, dict[str, FormulaCell]] = {}
    constants: dict[str, dict[tuple[int, int], CellValue]] = {}
    sheets: dict[str, SheetCells] = {}
    written: dict[str, str] = {}
    problems: list[str] = []
    for title, part in package.sheets().items():
        try:
            sheet = sheets[title] = package.sheet(part)
            faults: list[str] = []
            formulas[title] = maker.formulas(sheet, faults)
            constants[title] = {}
            written[title] = maker.written(sheet, formulas[title], constants[title])
        except UnusableInput as problem:
            raise UnusableInput(f"{package.name}, sheet {title}: {problem}") from None
        problems += [f"{package.name}, sheet {title}, cell {fault}" for fault in faults]
    if problems:
        raise UnusableInput(problems)
    names = list(_names(package, list(written), maker))
    return EngineCopy(
        Package(package.name, _parts(written, names, maker)), formulas, constants, sheets
    )


class _Maker:
    """Writes the sheets of one copy."""

    def __init__(
        self,
        functions: tuple[str, ...],
        tables: tuple[str, ...],
        strings: list[str],
        spell: Callable[[str, bool], str] | None,
    ) -> None:
        self._functions = functions
        self._tables = tables
        self._strings = strings
        self._spell = spell
        self._texts: dict[str, int] = {}
        self.dynamic = False

    def spelt(self, formula: str, plain: str, *, array: bool = False) -> str:
        """Spell a formula for the engine; ``plain`` is the same with our functions' plain names."""
        return plain if self._spell is None else self._spell(formula, array)

    def plain(self, formula: str) -> str:
        """Spell our functions plainly."""
        return respell(formula, self._functions)

    def formulas(self, sheet: SheetCells, faults: list[str]) -> dict[str, FormulaCell]:
        """Return the cells to compute; words about those that cannot be computed go to ``faults``."""
        arrays = sheet.array_ranges()
        cells = sheet.formulas()
        found: dict[str, FormulaCell] = {}
        for ref, text in formula_texts(sheet).items():
            cell = cells[ref]
            said = understand(text, self._functions, self._tables)
            if words := _unusable(cell, text, said):
                faults.append(f"{ref}: {words}")
            array = ref in arrays
            last = arrays[ref][2:] if array else (cell.row, cell.column)
            found[ref] = FormulaCell(
                cell.row,
                cell.column,
                said.text,
                said.reading.calls,
                last,
                cell.dynamic,
                array,
                text,
            )
        return found

    def written(
        self,
        sheet: SheetCells,
        formulas: Mapping[str, FormulaCell],
        constants: dict[tuple[int, int], CellValue],
    ) -> str:
        """Write a sheet; the constants that it holds go to ``constants``."""
        filled = _Filled(sheet, formulas)
        pieces = [f'<worksheet xmlns="{MAIN}"><sheetData>']
        for row in sheet.rows:
            cells = list(self._cells(row, formulas, filled, constants))
            # A total may leave hidden rows out.
            hidden = ' hidden="1"' if row.attributes.get("hidden") in _TRUE else ""
            if cells or hidden:
                pieces.append(f'<row r="{row.number}"{hidden}>')
                pieces += cells
                pieces.append("</row>")
        pieces.append("</sheetData></worksheet>")
        return "".join(pieces)

    def _cells(
        self,
        row: SheetRow,
        formulas: Mapping[str, FormulaCell],
        filled: _Filled,
        constants: dict[tuple[int, int], CellValue],
    ) -> Iterator[str]:
        number = row.number
        for cell in row.cells:
            ref = f"{column_letters(cell.column)}{number}"
            if cell.formula is not None and ref in formulas:
                yield self._formula(ref, cell, formulas[ref])
            elif not filled.holds(number, cell.column):
                value = constant(cell, self._strings)
                if value is not None:
                    constants[number, cell.column] = value
                    yield self._constant(ref, value)

    def _formula(self, ref: str, cell: Cell, formula: FormulaCell) -> str:
        spelt = self.spelt(formula.source, formula.text, array=formula.array)
        kind = mark = ""
        if formula.array:
            kind = f' t="array" ref={quoted_attribute(cell.formula_attributes["ref"])}'
        if formula.dynamic:
            mark, self.dynamic = ' cm="1"', True
        return f'<c r="{ref}"{mark}><f{kind}>{escape(spelt)}</f></c>'

    def _constant(self, ref: str, value: CellValue) -> str:
        if isinstance(value, XlError):
            return f'<c r="{ref}" t="e"><v>{engine_error(value)}</v></c>'
        if isinstance(value, bool):
            return f'<c r="{ref}" t="b"><v>{value:d}</v></c>'
        if isinstance(value, str):
            number = self._texts.setdefault(value, len(self._texts))
            return f'<c r="{ref}" t="s"><v>{number}</v></c>'
        assert isinstance(value, float)
        return f'<c r="{ref}"><v>{number_text(value)}</v></c>'

    def shared(self) -> str:
        """Write the table of texts."""
        return f'<sst xmlns="{MAIN}">{"".join(map(_item, self._texts))}</sst>'


#: Of a formula or a reference so much is quoted.
_SHOWN: Final = 200


def _unusable(cell: Cell, text: str, said: Understood) -> str | None:
    if cell.formula_attributes.get("t") == "dataTable":
        return (
            "a what-if data table cannot be computed here. Replace it by formulas or by its values."
        )
    reading = said.reading
    if reading.external:
        return (
            f"the formula refers outside the workbook ({reading.external[:_SHOWN]}), where nothing is "
            f"ever fetched. Replace the reference by the value."
        )
    if reading.fault:
        return (
            f"the formula ={text[:_SHOWN]} cannot be read ({reading.fault[:_SHOWN]}). Correct it in "
            "Excel."
        )
    if said.tables:
        # The engine reads no tables from a file: it would be #NAME?, or what IFERROR makes of it.
        return (
            f"the formula ={text[:_SHOWN]} uses the table {min(said.tables)} by its name, which "
            f"cannot be computed here. Write the cells instead (such as $B$5:$B$64)."
        )
    return None


@lru_cache(maxsize=1 << 12)
def _item(text: str) -> str:
    keep = ' xml:space="preserve"' if needs_preserving(text) else ""
    return f"<si><t{keep}>{escape(encode_text(text))}</t></si>"


def engine_error(error: XlError) -> str:
    """Return the error that stands for an entered one: engines know those of the first versions.

    >>> engine_error(XlError("#GETTING_DATA")), engine_error(XlError("#SPILL!"))
    ('#N/A', '#VALUE!')
    """
    text = error_text(str(error))
    return "#N/A" if text == "#GETTING_DATA" else text


class _Filled:
    """The cells that array formulas fill: what they filled last time would stand in their way."""

    def __init__(self, sheet: SheetCells, formulas: Mapping[str, FormulaCell]) -> None:
        self._ranges = [
            (*parse_reference(ref), *cell.last) for ref, cell in formulas.items() if cell.array
        ]
        self._ranges += [area for ref, area in sheet.array_ranges().items() if ref not in formulas]
        rows = {row for top, _, bottom, _ in self._ranges for row in range(top, bottom + 1)}
        self._rows = frozenset(rows)

    def holds(self, row: int, column: int) -> bool:
        """Return whether an array formula fills a cell."""
        return row in self._rows and any(
            top <= row <= bottom and left <= column <= right
            for top, left, bottom, right in self._ranges
        )


def _tables(package: Package) -> tuple[str, ...]:
    """Return the names of the workbook's tables, as formulas call them."""
    roots = (package.tree(part) for part in package.parts if _TABLE.search(part))
    return tuple(name for root in roots if (name := root.get("displayName")))


def _names(package: Package, titles: list[str], maker: _Maker) -> Iterator[str]:
    """Write the defined names; a name for a sheet that is not a worksheet is left out."""
    listed = [element.get("name", "") for element in package.sheet_elements()]
    for name, scope, text in defined_names(package):
        local = ""
        if scope is not None:
            title = listed[int(scope)] if scope.isdecimal() and int(scope) < len(listed) else ""
            if title not in titles:
                continue
            local = f' localSheetId="{titles.index(title)}"'
        plain = maker.plain(text)
        outside = external_reference(plain) or reaching_functions(text)
        new = "#REF!" if outside else maker.spelt(text, plain)
        # A left-over name hurts no one; a formula that uses it must not get an old value.
        yield f"<definedName name={quoted_attribute(name)}{local}>{escape(new)}</definedName>"


def texts_of_names(package: Package) -> dict[str, list[str]]:
    """Return what each defined name (in lower case) says; on single sheets it may say other things."""
    found: dict[str, list[str]] = {}
    for one in defined_names(package):
        found.setdefault(one.name.lower(), []).append(one.text)
    return found


def _parts(written: Mapping[str, str], names: list[str], maker: _Maker) -> dict[str, bytes]:
    """Write a workbook of these sheets and names, with nothing else in it."""
    others = [
        ("styles", "styles", f'<styleSheet xmlns="{MAIN}"/>'),
        ("sharedStrings", "sharedStrings", maker.shared()),
    ]
    if maker.dynamic:
        others.append(("metadata", "sheetMetadata", _METADATA))
    sheets = {f"worksheets/sheet{at}.xml": xml for at, xml in enumerate(written.values(), 1)}
    overrides = [
        ("workbook", "sheet.main"),
        *((part.removesuffix(".xml"), "worksheet") for part in sheets),
    ]
    overrides += [(part, kind) for part, kind, _ in others]
    relations = [("worksheet", part) for part in sheets] + [
        (kind, f"{part}.xml") for part, kind, _ in others
    ]
    parts = {
        CONTENT_TYPES: f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="/xl/{part}.xml" ContentType="{_SHEET}.{kind}+xml"/>'
            for part, kind in overrides
        )
        + "</Types>",
        "_rels/.rels": _relationships([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        + "".join(
            f'<sheet name={quoted_attribute(title)} sheetId="{at}" r:id="r{at}"/>'
            for at, title in enumerate(written, 1)
        )
        + "</sheets>"
        + (f"<definedNames>{''.join(names)}</definedNames>" if names else "")
        + "</workbook>",
        "xl/_rels/workbook.xml.rels": _relationships(relations),
    }
    parts |= {f"xl/{part}": xml for part, xml in sheets.items()}
    parts |= {f"xl/{part}.xml": xml for part, _, xml in others}
    return {name: xml.encode() for name, xml in parts.items()}


def _relationships(listed: list[tuple[str, str]]) -> str:
    found = "".join(
        f'<Relationship Id="r{at}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(listed, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{found}</Relationships>'
