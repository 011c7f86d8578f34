"""A workbook recalculated without Excel."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from vsm_xl.errors import UnusableInput, XlError
from vsm_xl.ooxml.cells import store_results
from vsm_xl.ooxml.sheet import parse_reference, reference
from vsm_xl.recalc.engine import CIRCULAR, NOT_COMPUTED, Engine, Function
from vsm_xl.recalc.private_copy import FormulaCell, PrivateCopy, private_copy
from vsm_xl.recalc.spelling import called, used

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vsm_xl.ooxml.package import Package
    from vsm_xl.ooxml.values import CellValue

#: More lines than this help nobody: the first faults usually cause the others.
_LISTED: Final = 10


@dataclass(frozen=True)
class Recalculated:
    """A workbook after recalculation.

    Attributes:
        package: The workbook with the results stored; everything else as it was.
        values: The result of every formula cell, by sheet title and reference.
        errors: Those of them that are errors.
        unknown_functions: Functions that neither Excel's list in the engine nor ours has, with
            the cells that call them (``People!C5``).  Such a call is #NAME? here, even if
            Excel knows the function: whoever shows results should say so.
    """

    package: Package
    values: dict[str, dict[str, CellValue]]
    errors: dict[str, dict[str, XlError]]
    unknown_functions: dict[str, list[str]]
    _engine: Engine

    def value(self, sheet: str, ref: str) -> CellValue:
        """Give the value of any cell, inputs included; None for an empty one.

        Raises KeyError for a sheet, ValueError for a reference that does not exist.
        """
        if sheet not in self.values:
            raise KeyError(sheet)
        return self._engine.value(sheet, *parse_reference(ref))


def recalculate(package: Package, functions: Mapping[str, Function] | None = None) -> Recalculated:
    """Compute every formula of a workbook and store the results in a new package.

    Args:
        package: The workbook.  Its own stored results are not used.
        functions: Worksheet functions by name, called with what the cells hold (None for a
            blank, a list of rows for a range, errors as XlError).  Ours when not given.

    Raises:
        UnusableInput: A formula cannot be read or computed, refers to another workbook or, in
            a circle, to itself; each line names file, sheet and cell.
    """
    known = _own_functions() if functions is None else functions
    copy = private_copy(package, known)
    engine = Engine(copy.data, package.name, known)
    problems = _problems(package.name, copy, engine)
    if problems:
        more = len(problems) - _LISTED
        listed = problems[:_LISTED] + ([f"… and {more} more cells."] if more > 0 else [])
        raise UnusableInput(listed)
    values: dict[str, dict[str, CellValue]] = {}
    errors: dict[str, dict[str, XlError]] = {}
    stored = package
    for title, part in package.sheets().items():
        results = dict(_results(engine, title, copy.formulas[title]))
        values[title] = {ref: results[ref] for ref in copy.formulas[title]}
        errors[title] = {
            ref: value for ref, value in values[title].items() if isinstance(value, XlError)
        }
        stored = stored.replace(part, store_results(package.parts[part], results))
    return Recalculated(stored, values, errors, _unknown(engine, copy), engine)


def _own_functions() -> dict[str, Function]:
    # Imported here: the engine's room works on any functions, and the tests give it others.
    from vsm_xl import call  # noqa: PLC0415
    from vsm_xl.functions import NAMES  # noqa: PLC0415

    return {name: partial(call, name) for name in NAMES}


def _problems(name: str, copy: PrivateCopy, engine: Engine) -> list[str]:
    unread: list[str] = []
    stuck: list[str] = []
    names = engine.omitted_names()
    for title, formulas in copy.formulas.items():
        for ref, cell in formulas.items():
            place = f"{name}, sheet {title}, cell {ref}"
            reason = engine.unread(title, cell.row, cell.column)
            kind = engine.kind(title, cell.row, cell.column)
            unread += [
                f"{place}: the name {lost} (={names[lost]}) cannot be computed here. Put its "
                f"formula into a cell and let the name refer to that cell."
                for lost in sorted(used(cell.text, tuple(names)))
            ]
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


def _results(
    engine: Engine, title: str, formulas: Mapping[str, FormulaCell]
) -> Iterator[tuple[str, CellValue]]:
    for ref, cell in formulas.items():
        value = engine.value(title, cell.row, cell.column)
        yield ref, value
        filled = {
            (row, column): engine.value(title, row, column)
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
                result = value if single else XlError("#N/A")
            yield reference(row, column), result


def _unknown(engine: Engine, copy: PrivateCopy) -> dict[str, list[str]]:
    cells: dict[str, list[str]] = {}
    for title, formulas in copy.formulas.items():
        for ref, cell in formulas.items():
            for function in called(cell.text):
                cells.setdefault(function, []).append(f"{title}!{ref}")
    unknown = engine.unknown(name for name in cells if not name.startswith("_XLPM."))
    return {name: cells[name] for name in sorted(unknown)}
