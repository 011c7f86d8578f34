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
from vsm_xl.recalc.formula_source import SCOPE, written_alike
from vsm_xl.recalc.worksheet_values import Cells, Fault, Unsure, finite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vsm_xl.recalc.formula_source import Written

#: Excel keeps fifteen digits of a number where our functions keep seventeen.
_SAME_NUMBER: Final = 1e-12


class _Formula(NamedTuple):
    sheet: str
    ref: str
    row: int
    compute: Callable[[int, tuple[int, ...]], Any]
    rows: tuple[int, ...]


class _Before(NamedTuple):
    """What was checked last: with which data, its values, and which formulas were not confirmed."""

    data: object
    sheets: dict[str, dict[str, Any]]
    open: set[int]


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
        self._formulas: list[_Formula] = []
        self._unknown: list[tuple[str, str]] = []
        self._before: _Before | None = None

        def column(title: str, number: int) -> str:
            name = f"c{sheets.setdefault(title, len(sheets))}_{number}"
            if name not in self._named:
                self._named[name] = scope[name] = []
                columns[name] = title, column_letters(number)
            return name

        sheets: dict[str, int] = {}
        columns: dict[str, tuple[str, str]] = {}
        known: dict[tuple[str, str], Written] = {}
        readers: dict[tuple[tuple[str, ...], int, int], list[int]] = {}
        for title, cells in formulas.items():
            for ref, text in cells.items():
                try:
                    made = written_alike(text, title, lower, column, known)
                except (Unsure, UnreadableFormulaError):
                    self._unknown.append((title, ref))
                    continue
                if made.source not in compiled:
                    # Nothing of a file is in it: the formulas are the package's own.
                    compiled[made.source] = eval(f"lambda r,p: {made.source}", scope)  # noqa: S307
                for read_at in made.reads:
                    first = made.rows[read_at.at]
                    after = first + 1 if read_at.single else made.rows[read_at.at + 1]
                    area = read_at.columns, first, after
                    readers.setdefault(area, []).append(len(self._formulas))
                compute, row = compiled[made.source], parse_reference(ref)[0]
                self._formulas.append(_Formula(title, ref, row, compute, made.rows))
        self._lay_out(columns, readers)

    def _lay_out(
        self,
        columns: Mapping[str, tuple[str, str]],
        readers: Mapping[tuple[tuple[str, ...], int, int], list[int]],
    ) -> None:
        """Find out how far each column is read, and by which formulas each cell is."""
        ends = dict.fromkeys(columns, 0)
        #: The formulas that read an area, and the areas that a cell is in, by sheet and reference.
        self._readers = list(readers.values())
        self._areas: dict[str, dict[str, list[int]]] = {}
        for number, (names, first, after) in enumerate(readers):
            for name in names:
                title, letters = columns[name]
                areas = self._areas.setdefault(title, {})
                ends[name] = max(ends[name], after)
                for row in range(first, after):
                    areas.setdefault(f"{letters}{row}", []).append(number)
        for number, formula in enumerate(self._formulas, start=len(self._readers)):
            # Where what is stored with it differs, a formula is computed again.
            self._readers.append([number - len(readers)])
            self._areas.setdefault(formula.sheet, {}).setdefault(formula.ref, []).append(number)
        #: Each column that is read: its cells from row 0, its sheet, and their references.
        self._columns = [
            (self._named[name], title, [f"{letters}{row}" for row in range(ends[name])])
            for name, (title, letters) in columns.items()
        ]

    def check(self, sheets: Mapping[str, Mapping[str, Any]], data: object = None) -> Confirmation:
        """Compute every formula from what is stored in the cells that it refers to.

        One that was confirmed for the values checked before, and for which all these are the same,
        is not computed again.

        Args:
            sheets: the value of each cell that holds one, by sheet and reference; an empty text is "".
            data: what our functions compute with; where it is another than before, all is computed.
        """
        self._enter(sheets)
        found = Confirmation([], list(self._unknown))
        unconfirmed: set[int] = set()
        for number in self._to_compute(sheets, data):
            title, ref, row, compute, rows = self._formulas[number]
            stored = sheets[title].get(ref)
            try:
                value = compute(row, rows)
                if value == stored and type(value) is type(stored) and value is not None:
                    continue
                value = finite(value)
            except Fault as error:
                value = error.args[0]
            except Exception:  # noqa: BLE001 - whatever no rule was written for is not confirmed
                found.unsure.append((title, ref))
                unconfirmed.add(number)
                continue
            if not _agree(stored, value):
                found.differing.append((title, ref))
                unconfirmed.add(number)
        copies = {title: dict(cells) for title, cells in sheets.items()}
        self._before = _Before(data, copies, unconfirmed)
        return found

    def _to_compute(self, sheets: Mapping[str, Mapping[str, Any]], data: object) -> Iterable[int]:
        """Return the formulas that do not depend on the same values as before alone, in order."""
        before = self._before
        if before is None or before.data is not data:
            return range(len(self._formulas))
        changed: set[int] = set()
        for title, areas in self._areas.items():
            held, old = sheets.get(title, {}), before.sheets.get(title, {})
            for ref, value in held.items():
                last = old.get(ref)
                if value is not last and (type(value) is not type(last) or value != last):
                    changed.update(areas.get(ref, ()))
            for ref in old.keys() - held.keys():
                changed.update(areas.get(ref, ()))
        return sorted(before.open.union(*(self._readers[number] for number in changed)))

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
