"""Confirms that the values stored with formulas are those that the formulas give, without an engine.

Every formula is computed once, from the values that are stored in the cells it refers to.  Where each
of them gives what is stored, all of them are right: no formula of the template depends on itself, so
the first wrong value in any chain would differ from what its own formula gives.  The formulas are those
of the package; whoever calls has checked that the file holds the same ones.
"""

from __future__ import annotations

from itertools import chain
from math import isclose
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vsm_xl.errors import XlError
from vsm_xl.functions import call
from vsm_xl.functions.argument_cells import read
from vsm_xl.ooxml.formulas import UnreadableFormulaError
from vsm_xl.ooxml.references import column_letters, parse_reference
from vsm_xl.recalc.embedded import to_cell, to_engine
from vsm_xl.recalc.formula_source import SCOPE, written
from vsm_xl.recalc.worksheet_values import Cells, Fault, Unsure, finite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Excel keeps fifteen digits of a number where our functions keep seventeen.
_SAME_NUMBER: Final = 1e-12


class _Formula(NamedTuple):
    ref: str
    row: int
    compute: Callable[[int, tuple[int, ...]], Any]
    rows: tuple[int, ...]


class Confirmation(NamedTuple):
    """Sheet and reference of each formula whose stored value was not confirmed.

    Attributes:
        differing: those that give another value.
        unsure: those of which nothing certain can be said here.
    """

    differing: list[tuple[str, str]]
    unsure: list[tuple[str, str]]


class Program:
    """The formulas of one workbook, ready to be computed on the values of many.

    Attributes:
        formulas: the formula of each cell, without its equals sign, by sheet and reference.

    Args:
        formulas: the formula of each cell, without its equals sign, by sheet and reference.
        names: the cells of each defined name.
    """

    def __init__(self, formulas: Mapping[str, Mapping[str, str]], names: Mapping[str, str]) -> None:
        self.formulas = {title: dict(cells) for title, cells in formulas.items()}
        self._named: dict[str, list[Any]] = {}
        self._blocks: dict[tuple[str, int, int], Cells] = {}
        self._tables: dict[tuple[str, int, int], Any] = {}
        lower = {name.lower(): cells for name, cells in names.items()}
        scope: dict[str, Any] = {
            **SCOPE, "b": self._block, "table": self._table,
            "own": _own, "kept": _kept, "iferror": _if_error, "one": _one,
        }  # fmt: skip
        compiled: dict[str, Any] = {}
        self._formulas: dict[str, list[_Formula]] = {title: [] for title in formulas}
        self._unknown: list[tuple[str, str]] = []

        def column(title: str, number: int, last: int) -> str:
            name = f"c{sheets.setdefault(title, len(sheets))}_{number}"
            if name not in self._named:
                self._named[name] = scope[name] = []
                columns[name] = title, column_letters(number), 0
            columns[name] = *columns[name][:2], max(last, columns[name][2])
            return name

        sheets: dict[str, int] = {}
        columns: dict[str, tuple[str, str, int]] = {}
        for title, cells in formulas.items():
            for ref, text in cells.items():
                try:
                    made = written(text, title, lower, column)
                except (Unsure, UnreadableFormulaError):
                    self._unknown.append((title, ref))
                    continue
                if made.source not in compiled:
                    # Nothing of a file is in it: the formulas are the package's own.
                    compiled[made.source] = eval(f"lambda r,p: {made.source}", scope)  # noqa: S307
                compute = compiled[made.source]
                self._formulas[title].append(
                    _Formula(ref, parse_reference(ref)[0], compute, made.rows)
                )
        #: Each column that is read: its cells from row 0, its sheet, and their references.
        self._columns = [
            (self._named[name], title, [f"{letters}{row}" for row in range(last + 1)])
            for name, (title, letters, last) in columns.items()
        ]

    def check(self, sheets: Mapping[str, Mapping[str, Any]]) -> Confirmation:
        """Compute every formula from what is stored in the cells that it refers to.

        Args:
            sheets: the value of each cell that holds one, by sheet and reference; an empty text is "".
        """
        self._enter(sheets)
        found = Confirmation([], list(self._unknown))
        for title, formulas in self._formulas.items():
            self._check_sheet(title, formulas, sheets[title], found)
        return found

    def _check_sheet(
        self, title: str, formulas: list[_Formula], held: Mapping[str, Any], found: Confirmation
    ) -> None:
        for ref, row, compute, rows in formulas:
            stored = held.get(ref)
            try:
                value = compute(row, rows)
                if value == stored and type(value) is type(stored) and value is not None:
                    continue
                value = finite(value)
            except Fault as error:
                value = error.args[0]
            except Exception:  # noqa: BLE001 - whatever no rule was written for is not confirmed
                found.unsure.append((title, ref))
                continue
            if not _agree(stored, value):
                found.differing.append((title, ref))

    def _enter(self, sheets: Mapping[str, Mapping[str, Any]]) -> None:
        self._blocks.clear()
        self._tables.clear()
        for cells, title, refs in self._columns:
            cells[:] = map(sheets.get(title, {}).get, refs)

    def _block(self, names: str, top: int, end: int) -> Cells:
        """Return the cells of a range, from row ``top`` to before row ``end``."""
        key = (names, top, end)
        if (known := self._blocks.get(key)) is not None:
            return known
        columns = [self._named[name][top:end] for name in names.split(",")]
        cells = Cells(chain.from_iterable(zip(*columns, strict=True)), len(columns))
        self._blocks[key] = cells
        return cells

    def _table(self, names: str, top: int, end: int) -> Any:
        """Return a range as our functions take it, read once."""
        key = (names, top, end)
        if key not in self._tables:
            columns = (self._named[name][top:end] for name in names.split(","))
            self._tables[key] = read([list(row) for row in zip(*columns, strict=True)])
        return self._tables[key]


def _one(value: Any) -> Any:
    """Return a cell as a range of one."""
    return value if type(value) is Cells else Cells([value])


def _own(name: str, *given: Any) -> Any:
    """Call one of our functions."""
    answer = to_engine(call(name, *given))
    if isinstance(answer, list):
        return Cells([to_cell(value) for row in answer for value in row], len(answer[0]))
    return to_cell(answer)


def _kept(compute: Callable[[], Any]) -> Any:
    """Return a value, an error too."""
    try:
        return compute()
    except Fault as found:
        return found.args[0]


def _if_error(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    try:
        value = first()
    except Fault:
        return second()
    return second() if type(value) is XlError else value


def _agree(stored: Any, value: Any) -> bool:
    kind = type(value)
    if kind is float or kind is int:
        return type(stored) is float and (
            stored == value or isclose(stored, value, rel_tol=_SAME_NUMBER)
        )
    if kind is XlError:
        return type(stored) is XlError and str(stored) == str(value)
    return type(stored) is kind and bool(stored == value)
