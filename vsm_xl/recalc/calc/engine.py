"""A workbook computed by LibreOffice Calc, with our functions as a Calc add-in."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from vsm_xl.errors import XlError
from vsm_xl.functions import NAMES
from vsm_xl.libreoffice.answer_shapes import tables, taken_whole, truths
from vsm_xl.ooxml.formula_parts import stands_for_cells
from vsm_xl.ooxml.package import Package
from vsm_xl.ooxml.relationships import CONTENT_TYPES
from vsm_xl.recalc.calc.far_cells import with_far_cells
from vsm_xl.recalc.calc.office import CIRCULAR as CALC_CIRCULAR
from vsm_xl.recalc.calc.office import UNREADABLE, CalcError, warm
from vsm_xl.recalc.calc.spelling import CalcSpelling
from vsm_xl.recalc.embedded import CIRCULAR
from vsm_xl.recalc.engine_copy import EngineCopy, engine_copy, texts_of_names
from vsm_xl.xml_text import MAIN, OFFICE, PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsm_xl.ooxml.values import CellValue
    from vsm_xl.recalc.calc.office import Office


def calc_computed(package: Package, office: Office | None) -> tuple[EngineCopy, CalcComputed]:
    """Have LibreOffice compute a workbook.

    Raises:
        UnusableInput: as :func:`vsm_xl.recalc.recalculate` does.
    """
    names = texts_of_names(package)
    cells = {name: said[0] for name, said in names.items() if all(map(stands_for_cells, said))}
    spelling = CalcSpelling(NAMES, truths(), tables(), cells, taken_whole())
    copy = engine_copy(package, NAMES, spelling.spelt)
    copy = replace(copy, package=with_far_cells(copy))
    return copy, CalcComputed(copy, office or warm())


class CalcComputed:
    """One workbook, computed once by LibreOffice."""

    def __init__(self, copy: EngineCopy, office: Office) -> None:
        self._office = office
        places = {title: sorted(_places(copy, title)) for title in copy.formulas}
        data = copy.package.to_bytes()
        # Twice: while it loads a file Calc computes array formulas before it has all cells'
        # formats, and where hundreds of cells hang on each other it may call our functions
        # before their arguments are there (seen in 25.2 on a return of 500 people).
        answers = office.compute(data, copy.package.name, places, again=True)
        self._values: dict[str, dict[tuple[int, int], CellValue]] = {
            title: dict(zip(places[title], answers[title], strict=True)) for title in places
        }
        self._inputs = {title: set(inputs) for title, inputs in copy.constants.items()}
        self._shrunk = {title: _beyond(copy, title, self._values[title]) for title in places}

    def omitted_names(self) -> dict[str, str]:
        """Return the names that Calc could not take over: it takes all."""
        return {}

    def unread(self, sheet: str, row: int, column: int) -> str | None:
        """Return why Calc could not read a cell's formula; None when it could."""
        value = self._values[sheet].get((row, column))
        if isinstance(value, CalcError) and value.code in UNREADABLE:
            return f"LibreOffice says Err:{value.code}"
        return None

    def kind(self, sheet: str, row: int, column: int) -> str:
        """Tell a circular reference; empty for anything else."""
        value = self._values[sheet].get((row, column))
        circular = isinstance(value, CalcError) and value.code in CALC_CIRCULAR
        return CIRCULAR if circular else ""

    def value(self, sheet: str, row: int, column: int) -> CellValue:
        """Return a cell's value; None for an empty cell."""
        place = (row, column)
        value = self._values[sheet].get(place)
        if place in self._shrunk[sheet]:
            return None
        if value == "" and place in self._inputs[sheet]:
            return None
        return XlError(str(value)) if isinstance(value, CalcError) else value

    def unknown(self, names: Iterable[str]) -> set[str]:
        """Return those of the functions ``names`` that are neither Calc's nor ours."""
        others = frozenset(names) - set(NAMES)
        return set(_unknown(others, self._office)) if others else set()


def _places(copy: EngineCopy, title: str) -> set[tuple[int, int]]:
    filled = {
        (row, column)
        for cell in copy.formulas[title].values()
        for row in range(cell.row, cell.last[0] + 1)
        for column in range(cell.column, cell.last[1] + 1)
    }
    return filled | set(copy.constants[title])


def _beyond(
    copy: EngineCopy, title: str, values: dict[tuple[int, int], CellValue]
) -> set[tuple[int, int]]:
    """Find the cells into which a spilled result no longer reaches.

    Calc fills the range that the file names, and writes #N/A beyond the end of the result.
    """
    found: set[tuple[int, int]] = set()
    for cell in copy.formulas[title].values():
        if not cell.dynamic or values[cell.row, cell.column] == "#N/A":
            continue
        bottom, right = cell.last
        while bottom > cell.row and all(
            values[bottom, column] == "#N/A" for column in range(cell.column, right + 1)
        ):
            found |= {(bottom, column) for column in range(cell.column, right + 1)}
            bottom -= 1
        while right > cell.column and all(
            values[row, right] == "#N/A" for row in range(cell.row, bottom + 1)
        ):
            found |= {(row, right) for row in range(cell.row, bottom + 1)}
            right -= 1
    return found


@cache
def _unknown(names: frozenset[str], office: Office) -> frozenset[str]:
    """Ask Calc: a function that it knows, called without arguments, is not #NAME?."""
    listed = sorted(names)
    # Which of the newer functions have which mark, only Excel knows; Calc insists on the right one.
    marks = ("", "_xlfn.", "_xlfn._xlws.")
    cells = "".join(
        f'<row r="{row}">'
        + "".join(
            f'<c r="{letter}{row}"><f>{mark}{name}()</f></c>'
            for letter, mark in zip("ABC", marks, strict=True)
        )
        + "</row>"
        for row, name in enumerate(listed, 1)
    )
    places = [(row, column) for row in range(1, len(listed) + 1) for column in (1, 2, 3)]
    answers = office.compute(_workbook_of(cells), "a workbook of functions", {"S": places})["S"]
    known = {
        listed[row - 1]
        for (row, _), answer in zip(places, answers, strict=True)
        if answer != "#NAME?"
    }
    return names - known


def _workbook_of(rows: str) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        CONTENT_TYPES: f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="sheet1.xml"/></Relationships>',
        "xl/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }
    return Package("", {name: xml.encode() for name, xml in parts.items()}).to_bytes()
