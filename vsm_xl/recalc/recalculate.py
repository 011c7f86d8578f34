"""A workbook recalculated without Excel, by one of two engines."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar, Final, Literal, Protocol, TypeAlias

from vsm_xl.dates import date_serial
from vsm_xl.errors import UnusableInput, XlError
from vsm_xl.framework import edition
from vsm_xl.ooxml.cells import store_results
from vsm_xl.ooxml.chart_titles import store_chart_titles
from vsm_xl.ooxml.collector import collector_paused
from vsm_xl.ooxml.formulas import used
from vsm_xl.ooxml.references import parse_reference, reference
from vsm_xl.recalc.embedded import CIRCULAR, NOT_COMPUTED, Engine, Function
from vsm_xl.recalc.engine_copy import EngineCopy, FormulaCell, engine_copy, engine_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.values import CellValue
    from vsm_xl.recalc.calc.office import Office

#: Which program computes: the one inside this package, or LibreOffice on this computer.
EngineName: TypeAlias = Literal["embedded", "libreoffice"]
#: Rows from which on a list is a table, and tables that are kept.
_TABLE: Final = 16
_MOST_TABLES: Final = 32
#: More lines than this help no one: the first faults usually cause the others.
_LISTED: Final = 10


class Computed(Protocol):
    """A workbook that an engine has computed."""

    def omitted_names(self) -> dict[str, str]:
        """Return the defined names that the engine could not take over, with what they say."""

    def unread(self, sheet: str, row: int, column: int) -> str | None:
        """Return why the engine could not read a cell's formula; None when it could."""

    def kind(self, sheet: str, row: int, column: int) -> str:
        """Return a kind of error by which the engine states that it cannot go on; empty for none."""

    def value(self, sheet: str, row: int, column: int) -> CellValue:
        """Return a cell's value; None for an empty cell."""

    def unknown(self, names: Iterable[str]) -> set[str]:
        """Return those of the functions that are neither the engine's nor ours."""


@dataclass(frozen=True)
class Recalculated:
    """A workbook after recalculation; the same whichever engine has computed it.

    A number is a float or an integer, a date too (its serial, as in the cell); a text a str;
    TRUE and FALSE a bool; an error an XlError.

    Attributes:
        source: The workbook as it was.
        values: The result of every formula cell, by sheet title and reference.
        errors: Those of them that are errors.
        formulas: The formula of each of those cells, our functions by their plain names.
        unknown_functions: Functions that neither Excel's list in the engine nor ours has, with
            the cells that call them (``People!C5``).  Such a call is #NAME? here, even if
            Excel knows the function: whoever shows results should state so.
    """

    #: Whether they are those that the file had stored, each proved to be right.
    proved: ClassVar[bool] = False

    source: Package
    values: dict[str, dict[str, CellValue]]
    errors: dict[str, dict[str, XlError]]
    formulas: dict[str, dict[str, str]]
    unknown_functions: dict[str, list[str]]
    _computed: Computed
    _results: dict[str, dict[str, CellValue]]
    _shown: dict[str, dict[str, CellValue]] = field(default_factory=dict)

    @cached_property
    def package(self) -> Package:
        """The workbook with the results stored; everything else as it was."""
        stored = self.source
        with collector_paused():
            for title, part in self.source.sheets().items():
                results = self._results[title] | self._shown.get(title, {})
                sheet = self.source.sheet(part)
                stored = stored.replace(
                    part, store_results(self.source.parts[part], results, sheet)
                )
            return store_chart_titles(stored, self._results)

    def showing(self, shown: dict[str, dict[str, CellValue]]) -> Recalculated:
        """Return the same, with other values stored in some formula cells than were computed.

        Args:
            shown: these values by sheet title and reference.
        """
        return replace(self, _shown=shown)

    def values_of(self, sheet: str) -> Callable[[str], CellValue]:
        """Return what returns the value of any cell of a sheet, as :meth:`value` does."""
        return partial(self.value, sheet)

    def value(self, sheet: str, ref: str) -> CellValue:
        """Return the value of any cell, inputs included; None for an empty one.

        Raises KeyError for a sheet, ValueError for a reference that does not exist.
        """
        if sheet not in self.values:
            raise KeyError(sheet)
        results = self._results[sheet]
        if ref in results:
            # What a {formula} fills is not always what the engine has there.
            return results[ref]
        return _plain(self._computed.value(sheet, *parse_reference(ref)))


def recalculate(
    package: Package,
    functions: Mapping[str, Function] | None = None,
    *,
    engine: EngineName = "embedded",
    office: Office | None = None,
) -> Recalculated:
    """Compute every formula of a workbook and store the results in a new package.

    Args:
        package: The workbook.  Its own stored results are not used.
        functions: Worksheet functions by name, called with what the cells hold (None for a
            blank, a list of rows for a range, errors as XlError).  Ours when not given;
            LibreOffice computes with ours only.
        engine: Which program computes.
        office: The LibreOffice that computes; the one that this process keeps warm when not given.

    Raises:
        UnusableInput: A formula cannot be read or computed, refers to another workbook or, in
            a circle, to itself; each line names file, sheet and cell.  Or there is no LibreOffice
            that could compute it.
    """
    if engine == "libreoffice" and functions is not None:
        raise ValueError("LibreOffice computes with the functions of the add-in only")
    with collector_paused():
        if engine == "libreoffice":
            if edition.current() is not edition.newest():
                raise UnusableInput(
                    f"{package.name}: LibreOffice computes with the functions of its own process, and "
                    f"they know the newest data edition only, not {edition.current().label}. Use the "
                    "engine embedded."
                )
            # Imported here: most commands never need LibreOffice.
            from vsm_xl.recalc.calc.engine import calc_computed  # noqa: PLC0415

            return _recalculated(package, *calc_computed(package, office))
        known = _own_functions() if functions is None else functions
        copy = engine_copy(package, known)
        return _recalculated(
            package, copy, Engine(copy.package.to_bytes(compressed=False), package.name, known)
        )


def _recalculated(package: Package, copy: EngineCopy, computed: Computed) -> Recalculated:
    _check_constants(package.name, copy, computed)
    values = {
        title: {
            ref: _plain(computed.value(title, cell.row, cell.column)) for ref, cell in cells.items()
        }
        for title, cells in copy.formulas.items()
    }
    problems = _problems(package.name, copy, computed, values)
    if problems:
        more = len(problems) - _LISTED
        listed = problems[:_LISTED] + ([f"… and {more} more cells."] if more > 0 else [])
        raise UnusableInput(listed)
    all_results = {
        title: _filled(computed, title, cells, values[title])
        for title, cells in copy.formulas.items()
    }
    errors = {
        title: {ref: value for ref, value in results.items() if isinstance(value, XlError)}
        for title, results in values.items()
    }
    formulas = {
        title: {ref: cell.text for ref, cell in cells.items()}
        for title, cells in copy.formulas.items()
    }
    return Recalculated(
        package, values, errors, formulas, _unknown(computed, copy), computed, all_results
    )


def _check_constants(name: str, copy: EngineCopy, computed: Computed) -> None:
    """Compare each constant that was read and checked with the one that the engine has."""
    for title, constants in copy.constants.items():
        for (row, column), value in constants.items():
            found = computed.value(title, row, column)
            if found == value and type(found) is type(value):
                continue
            if not _same_constant(found, value):
                raise UnusableInput(
                    f"{name}, sheet {title}, cell {reference(row, column)}: it holds {value!r:.60}, and the "
                    f"program that computes takes it for {found!r:.60}. Clear the cell and type its value "
                    "again."
                )


def _same_constant(found: CellValue, value: CellValue) -> bool:
    if isinstance(value, XlError):
        return isinstance(found, XlError) and str(found) == engine_error(value)
    if isinstance(value, bool) or isinstance(found, bool):
        return value is found
    if isinstance(value, str):
        # An empty text is nothing to some.
        return found == value or (not value and found is None)
    return isinstance(found, int | float) and found == value


def _own_functions() -> dict[str, Function]:
    # Imported here: the engine's room works on any functions, and the tests give it others.
    from vsm_xl.functions import NAMES, call  # noqa: PLC0415
    from vsm_xl.functions.argument_cells import read  # noqa: PLC0415

    ranges = _Ranges(read)
    return {name: partial(ranges.called, call, name) for name in NAMES}


class _Ranges:
    """The tables among the arguments of our functions, each read once."""

    def __init__(self, read: Callable[[object], object]) -> None:
        self._read = read
        #: By identity, with the list itself, so that no other gets its place in memory.
        self._known: dict[int, tuple[object, object]] = {}

    def called(self, call: Function, name: str, *arguments: object) -> object:
        """Call a function with tables that were read."""
        return call(name, *map(self._given, arguments))

    def _given(self, argument: object) -> object:
        if not isinstance(argument, list) or len(argument) < _TABLE:
            return argument
        known = self._known.get(id(argument))
        if known is None:
            if len(self._known) >= _MOST_TABLES:
                self._known.clear()
            known = self._known[id(argument)] = (argument, self._read(argument))
        return known[1]


def _problems(
    name: str,
    copy: EngineCopy,
    engine: Computed,
    values: Mapping[str, Mapping[str, CellValue]],
) -> list[str]:
    unread: list[str] = []
    stuck: list[str] = []
    names = engine.omitted_names()
    lost_names = tuple(names)
    for title, formulas in copy.formulas.items():
        for ref, cell in formulas.items():
            place = f"{name}, sheet {title}, cell {ref}"
            if names:
                unread += [
                    f"{place}: the name {lost} (={names[lost]}) cannot be computed here. Put its "
                    f"formula into a cell and let the name refer to that cell."
                    for lost in sorted(used(cell.text, lost_names))
                ]
            value = values[title][ref]
            if value is not None and not isinstance(value, XlError):
                # A formula that could not be read or computed gives an error or nothing at all.
                continue
            reason = engine.unread(title, cell.row, cell.column)
            kind = engine.kind(title, cell.row, cell.column)
            if reason is not None:
                unread.append(
                    f"{place}: the formula ={cell.text} cannot be read ({reason}). Correct it in "
                    f"Excel."
                )
            elif kind == CIRCULAR:
                stuck.append(
                    f"{place}: the formula ={cell.text} depends on its own result (a circular "
                    f"reference). Break the circle."
                )
            elif kind in NOT_COMPUTED:
                stuck.append(
                    f"{place}: the formula ={cell.text} uses something that cannot be computed "
                    f"without Excel. Put it in simpler terms."
                )
    # Cells that depend on an unread formula are stuck because of it: name the cause alone.
    return unread or stuck


def _filled(
    engine: Computed,
    title: str,
    formulas: Mapping[str, FormulaCell],
    values: Mapping[str, CellValue],
) -> dict[str, CellValue]:
    """Return the results of the formulas, and of the cells that array formulas fill."""
    results = dict(values)
    for ref, cell in formulas.items():
        if not cell.array:
            continue
        filled = {
            (row, column): _plain(engine.value(title, row, column))
            for row in range(cell.row, cell.last[0] + 1)
            for column in range(cell.column, cell.last[1] + 1)
            if (row, column) != (cell.row, cell.column)
        }
        single = all(other is None for other in filled.values())
        for (row, column), other in filled.items():
            # A {formula} fills its whole range: with its one value, or with #N/A beyond the
            # end of its result.  A spilled one has shrunk.
            result = other
            if other is None and not cell.dynamic:
                result = values[ref] if single else XlError("#N/A")
            results[reference(row, column)] = result
    return results


def _plain(value: CellValue) -> CellValue:
    """Return a date as the number that a cell holds; which results are dates, engines guess."""
    return float(date_serial(value)) if isinstance(value, dt.date) else value


def _unknown(engine: Computed, copy: EngineCopy) -> dict[str, list[str]]:
    named = {
        name for cells in copy.formulas.values() for cell in cells.values() for name in cell.calls
    }
    unknown = engine.unknown(name for name in named if not name.startswith("_XLPM."))
    return {
        name: [
            f"{title}!{ref}"
            for title, cells in copy.formulas.items()
            for ref, cell in cells.items()
            if name in cell.calls
        ]
        for name in sorted(unknown)
    }
