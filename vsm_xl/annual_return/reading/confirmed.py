"""The results of a return found without an engine: computed by the template's formulas, or proved.

A return holds the formulas of the template and no others, so they are made ready once, and computed in
the order in which they depend on each other (:mod:`vsm_xl.recalc.compute`).  Of many returns those are not
computed again whose stored values are proved: nothing that a file states about itself is believed, each
formula is computed from the values beside it (:mod:`vsm_xl.recalc.confirm`).  A formula that the template
does not have, or a question that cannot be answered with certainty, and an engine computes the return.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby, repeat
from operator import attrgetter, is_
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeAlias

from vsm_xl.annual_return.reading.compiled_formulas import COLUMNS, WRITTEN
from vsm_xl.annual_return.reading.stored_values import asks_itself, without_an_answer
from vsm_xl.annual_return.template.layout import built_sheet
from vsm_xl.errors import XlError
from vsm_xl.framework import edition
from vsm_xl.ooxml.cell_values import constant, held_rows, shared_strings, stored_value
from vsm_xl.ooxml.defined_names import defined_names
from vsm_xl.ooxml.formulas import UnreadableFormulaError
from vsm_xl.recalc.compute import Computation, FormulaRun
from vsm_xl.recalc.confirm import Program
from vsm_xl.recalc.recalculate import Recalculated, recalculate
from vsm_xl.recalc.worksheet_values import Unsure

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from vsm_xl.annual_return.template.description import Column, Content, Table
    from vsm_xl.annual_return.template.layout import Layout, TemplateSize
    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.sheet import HeldRow, SheetCells
    from vsm_xl.ooxml.values import CellValue
    from vsm_xl.recalc import EngineName

#: Names that programs define on single sheets by themselves: what is printed, what is filtered.
_BUILT_IN: Final = "_xlnm."
#: What the cell of the Cover that asks whether our functions answer has where they do.
_ANSWERED: Final = "Yes"
#: Nothing was computed by an engine.
_NO_ENGINE: Final[Any] = None
#: Cells with a formula that may be another one in a sound return: titles and introductions.
_FREE: Final = ("A1", "A2")
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
#: Stands for the number of a row where a sheet is taken as a whole.
_WHOLE_SHEET: Final = 0
#: Under which the form of a row keeps the formulas of the template that has its own.
_AS_BUILT: Final = "as built"
_NUMBER_OF, _VALUES, _ERRORS, _KNOWN = map(attrgetter, ("number", "values", "errors", "form.known"))
#: Sizes that are kept ready.
_MOST: Final = 4
_programs: dict[TemplateSize, Program] = {}
#: What computes returns of a size, and the formulas that they have.
_Prepared: TypeAlias = tuple[Computation, dict[str, dict[str, str]]]
_computations: dict[TemplateSize, _Prepared | None] = {}


@dataclass(frozen=True)
class Confirmed(Recalculated):
    """Results that were found in the file, each proved to be what its formula gives."""

    proved: ClassVar[bool] = True

    @property
    def package(self) -> Package:
        """The workbook, which holds its results already."""
        return self.source

    def value(self, sheet: str, ref: str) -> CellValue:
        """Return the value of any cell, inputs included; None for an empty one."""
        return self.values[sheet].get(ref)

    def values_of(self, sheet: str) -> Callable[[str], CellValue]:
        """Return what returns the value of any cell of a sheet."""
        return self.values[sheet].get


@dataclass(frozen=True)
class ComputedByFormulas(Recalculated):
    """Results that the template's formulas give.

    Attributes:
        inputs: The values that they were computed from, by sheet and reference.
    """

    inputs: Mapping[str, Mapping[str, CellValue]] = field(default_factory=dict)

    def value(self, sheet: str, ref: str) -> CellValue:
        """Return the value of any cell, inputs included; None for an empty one."""
        results = self.values[sheet]
        return results[ref] if ref in results else self.inputs[sheet].get(ref)


def recalculated(package: Package, layout: Layout, engine: EngineName) -> Recalculated:
    """Return a return computed by its formulas where that is certain, or else by an engine.

    Args:
        package: the return; its structure was checked against its layout.
        layout: its layout.
        engine: the engine; LibreOffice computes whenever it is asked for.

    Raises:
        UnusableInput: a cell cannot be read or computed, or the engine is not there.
    """
    found = computed(package, layout) if engine == "embedded" else None
    return without_an_answer(found or recalculate(package, engine=engine))


def computed(package: Package, layout: Layout) -> ComputedByFormulas | None:
    """Return the results of a return, computed by the template's formulas; None where that is not certain.

    Args:
        package: the return; its structure was checked against its layout.
        layout: its layout.

    Raises:
        UnusableInput: a cell cannot be read.
    """
    made = prepared(layout)
    if made is None or _has_names_of_its_own(package):
        return None
    computation, formulas = made
    strings = shared_strings(package)
    inputs: dict[str, dict[str, CellValue]] = {}
    placed: dict[str, list[tuple[int, int, CellValue]]] = {}
    computing: dict[str, Collection[str]] = {}
    for title, part in package.sheets().items():
        known = formulas.get(title, _NONE)
        if rows := held_rows(package, part):
            if not _are_rows_as_built(rows, known):
                return None
            held = [
                (cell, value)
                for row in rows
                if len(row.form.formulas) < len(row.values)
                for cell, value in zip(row.form.cells, row.values.values(), strict=True)
                if cell.formula is None
            ]
            computing[title] = [ref for row in rows for ref in row.form.formulas]
        else:
            sheet = package.sheet(part)
            if not _is_as_built(sheet, known):
                return None
            held = [(cell, constant(cell, strings)) for cell in sheet.held if cell.formula is None]
            computing[title] = sheet.formulas()
        inputs[title] = {cell[0]: value for cell, value in held}
        placed[title] = [(cell[1], cell[2], value) for cell, value in held]
    found = computation.compute(placed)
    if found is None:
        return None
    values = {title: {ref: found[title][ref] for ref in refs} for title, refs in computing.items()}
    errors = {
        title: {ref: value for ref, value in results.items() if type(value) is XlError}
        for title, results in values.items()
    }
    texts = {title: formulas.get(title, {}) for title in values}
    return ComputedByFormulas(package, values, errors, texts, {}, _NO_ENGINE, values, inputs=inputs)


def prepared(layout: Layout) -> _Prepared | None:
    """Return what computes returns of a layout, and their formulas, made once; None where an engine has to."""
    if layout.size not in _computations:
        if len(_computations) >= _MOST:
            _computations.clear()
        try:
            computation = Computation(formula_runs(layout), layout.names, COLUMNS, WRITTEN)
        except (Unsure, UnreadableFormulaError):
            _computations[layout.size] = None
        else:
            _computations[layout.size] = computation, formulas_of(layout)
    return _computations[layout.size]


def prepare_proof(layout: Layout) -> None:
    """Make ready to confirm returns of a layout, which takes half a second."""
    if layout.size not in _programs:
        _programs[layout.size] = Program(formulas_of(layout), layout.names, COLUMNS, WRITTEN)


def confirmed(package: Package, layout: Layout) -> Confirmed | None:
    """Return the results that a return has stored where all of them are proved, None otherwise.

    Args:
        package: the return; its structure was checked against its layout.
        layout: its layout; nothing is confirmed of one that :func:`prepare_proof` was not called for.

    Raises:
        UnusableInput: a cell cannot be read.
    """
    program = _programs.get(layout.size)
    if program is None or _has_names_of_its_own(package):
        return None
    strings = shared_strings(package)
    held: dict[str, dict[int, Mapping[str, CellValue]]] = {}
    errors: dict[str, dict[str, XlError]] = {}
    for title, part in package.sheets().items():
        known = program.formulas.get(title, _NONE)
        errors[title] = {}
        if rows := held_rows(package, part):
            if not _are_rows_as_built(rows, known):
                return None
            held[title] = dict(zip(map(_NUMBER_OF, rows), map(_VALUES, rows), strict=True))
            for found_in_row in filter(None, map(_ERRORS, rows)):
                errors[title] |= found_in_row
        else:
            sheet = package.sheet(part)
            if not _is_as_built(sheet, known):
                return None
            values = {cell[0]: stored_value(cell, strings) for cell in sheet.held}
            held[title] = {_WHOLE_SHEET: values}
            errors[title] |= {ref: one for ref, one in values.items() if type(one) is XlError}
    found = program.check(held, edition.current())
    for title, ref in found.differing + found.unsure:
        if not asks_itself(program.formulas[title][ref]):
            return None
        # Whatever the file was last told: here they do answer.
        found.values[title][ref] = _ANSWERED
    return Confirmed(package, found.values, errors, program.formulas, {}, _NO_ENGINE, found.values)


def _are_rows_as_built(rows: Sequence[HeldRow], known: Mapping[str, str]) -> bool:
    """Return whether the formulas of rows of single cells are those of the template."""
    # One look for all: nearly every row has the form of one that was met before.
    if not all(map(is_, map(dict.get, map(_KNOWN, rows), repeat(_AS_BUILT)), repeat(known))):
        for form in (row.form for row in rows if row.form.known.get(_AS_BUILT) is not known):
            formulas = {one.ref: one.formula for one in form.cells if one.formula is not None}
            if not _are_known(formulas, known):
                return False
            form.known[_AS_BUILT] = known
    return True


def _are_known(formulas: Mapping[str, str], known: Mapping[str, str]) -> bool:
    """Return whether all these may be there; whoever checked the structure has compared most."""
    return formulas.keys() <= known.keys() and all(
        formulas.get(ref, known.get(ref)) == known.get(ref) for ref in _FREE
    )


def _is_as_built(sheet: SheetCells, known: Mapping[str, str]) -> bool:
    """Return whether formulas are those of the template, and of single cells: not of an array or a table."""
    formulas = sheet.formulas()
    return _are_known(
        {ref: cell.formula or "" for ref, cell in formulas.items()}, known
    ) and not any(
        cell.dynamic or cell.formula_attributes.get("t") not in {None, "normal", "shared"}
        for cell in formulas.values()
    )


def _has_names_of_its_own(package: Package) -> bool:
    """Return whether a name means something else on a single sheet, or is there in two spellings."""
    names = []
    for one in defined_names(package):
        name = one.name.lower()
        if not name.startswith(_BUILT_IN):
            if one.sheet is not None:
                return True
            names.append(name)
    return len(set(names)) < len(names)


def formulas_of(layout: Layout) -> dict[str, dict[str, str]]:
    """Return the formulas of a layout, titles and introductions among them."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for sheet in layout.sheets:
        for ref, text in (("A1", sheet.heading), ("A2", sheet.introduction)):
            if text.startswith("="):
                found[sheet.title][ref] = text[1:]
        found[sheet.title] |= built_sheet(layout, sheet.title).formulas
    return dict(found)


def formula_runs(layout: Layout) -> Iterator[FormulaRun]:
    """Return the formulas of the workbook, titles and introductions among them."""
    for sheet in layout.sheets:
        for row, text in enumerate((sheet.heading, sheet.introduction), start=1):
            if text.startswith("="):
                yield FormulaRun(sheet.title, 1, row, 1, (text[1:],))
        for table in sheet.tables:
            place = layout.places[table.key]
            for number, column in enumerate(table.columns, start=place.left + 1):
                at = 0
                for content, alike in groupby(_contents(table, column)):
                    height = len(list(alike))
                    if isinstance(content, str) and content.startswith("="):
                        first, *pieces = layout.pieces(content, table.key)
                        pieces[::2] = [str(int(row) + at) for row in pieces[::2]]
                        run = number, place.first_row + at, height, (first[1:], *pieces)
                        yield FormulaRun(sheet.title, *run)
                    at += height


def _contents(table: Table, column: Column) -> Iterable[Content]:
    """Return what is built in each row of a column."""
    content: Content = column.formula or None
    if isinstance(table.rows, int):
        return repeat(content, table.rows)
    return (row.get(column.key, content) for row in table.rows)
