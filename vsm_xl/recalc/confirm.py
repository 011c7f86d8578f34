"""Confirms that the values stored with formulas are those that the formulas give, without an engine.

Every formula is computed once, from the values that are stored in the cells it refers to.  Where each
of them gives what is stored, all of them are right: no formula of the template depends on itself, so
the first wrong value in any chain would differ from what its own formula gives.  The formulas are those
of the package; whoever calls has checked that the file holds the same ones.
"""

from __future__ import annotations

from itertools import compress
from math import isclose
from operator import is_not
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vsm_xl.errors import XlError
from vsm_xl.ooxml.formulas import UnreadableFormulaError
from vsm_xl.ooxml.references import parse_reference
from vsm_xl.recalc.formula_source import NOTHING_WRITTEN, written_run
from vsm_xl.recalc.value_columns import ValueColumns
from vsm_xl.recalc.worksheet_values import Fault, Unsure, finite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vsm_xl.recalc.formula_source import Written

#: Excel keeps fifteen digits of a number where our functions keep seventeen.
_SAME_NUMBER: Final = 1e-12


class _Formula(NamedTuple):
    sheet: str
    ref: str
    #: Of the cells of its sheet, by reference.
    values: dict[str, Any]
    row: int
    compute: Callable[[int, tuple[int, ...]], Any]
    rows: tuple[int, ...]


class _Slot(NamedTuple):
    """Where the value of a cell is kept: its column, its row, and the areas that it is in."""

    column: list[Any] | None
    row: int
    areas: list[int]


class Confirmation(NamedTuple):
    """Sheet and reference of each formula whose stored value was not confirmed.

    Attributes:
        differing: those that give another value.
        unsure: those of which nothing certain can be said here.
        values: the value of each cell that was checked, by sheet and reference.
    """

    differing: list[tuple[str, str]]
    unsure: list[tuple[str, str]]
    values: dict[str, dict[str, Any]]


class Program:
    """The formulas of one workbook, ready to be computed on the values of many.

    Attributes:
        formulas: the formula of each cell, without its equals sign, by sheet and reference.

    Args:
        formulas: the formula of each cell, without its equals sign, by sheet and reference.
        names: the cells of each defined name.
        columns: title and number of the columns of formulas that were written beforehand.
        written: these, by sheet and shape.
    """

    def __init__(
        self,
        formulas: Mapping[str, Mapping[str, str]],
        names: Mapping[str, str],
        columns: Iterable[tuple[str, int]] = (),
        written: Mapping[tuple[str, str], Written] = NOTHING_WRITTEN,
    ) -> None:
        self.formulas = {title: dict(cells) for title, cells in formulas.items()}
        # What is checked stands in one place, for one workbook at a time.
        self._alone = Lock()
        self._held = held = ValueColumns(columns)
        lower = {name.lower(): cells for name, cells in names.items()}
        self._unknown: list[tuple[str, str]] = []
        #: What was checked last: with which data, its values by row and by cell, and which
        #: formulas were not confirmed.
        self._data: object = self
        self._rows: dict[str, Mapping[int, Mapping[str, Any]]] = {}
        self._values: dict[str, dict[str, Any]] = {}
        self._open: set[int] = set()

        known = dict(written)
        found: list[tuple[str, str, Written]] = []
        readers: dict[tuple[tuple[str, ...], int, int], list[int]] = {}
        for title, cells in formulas.items():
            for ref, text in cells.items():
                try:
                    made, _ = written_run(text, title, lower, held.column, known)
                except (Unsure, UnreadableFormulaError):
                    self._unknown.append((title, ref))
                    continue
                for one in made.reads:
                    readers.setdefault((one.columns, *one.area(made.rows)), []).append(len(found))
                found.append((title, ref, made))
        compiled = held.compiled(made.source for _, _, made in found)
        self._formulas = [
            _Formula(
                title, ref, self._values.setdefault(title, {}), parse_reference(ref)[0],
                compiled[made.source], made.rows,
            )
            for title, ref, made in found
        ]  # fmt: skip
        self._lay_out(readers)

    def _lay_out(self, readers: Mapping[tuple[tuple[str, ...], int, int], list[int]]) -> None:
        """Find out how far each column is read, and by which formulas each cell is."""
        #: The formulas that read an area, and by what the area is known.
        self._readers = list(readers.values())
        self._keys = [(",".join(names), first, after) for names, first, after in readers]
        self._slots: dict[str, dict[str, _Slot]] = {}
        for number, (names, first, after) in enumerate(readers):
            for name in names:
                title, letters = self._held.places[name]
                column = self._held.reaching(name, after)
                slots = self._slots.setdefault(title, {})
                for row in range(first, after):
                    slot = slots.setdefault(f"{letters}{row}", _Slot(column, row, []))
                    slot.areas.append(number)
        for number, formula in enumerate(self._formulas):
            # Where what is stored with it differs, a formula is computed again.
            slots = self._slots.setdefault(formula.sheet, {})
            slots.setdefault(formula.ref, _Slot(None, 0, [])).areas.append(len(self._readers))
            self._readers.append([number])

    def check(
        self, sheets: Mapping[str, Mapping[int, Mapping[str, Any]]], data: object = None
    ) -> Confirmation:
        """Compute every formula from what is stored in the cells that it refers to.

        One that was confirmed for the values checked before, and for which all these are the same,
        is not computed again.

        Args:
            sheets: the value of each cell that holds one, by sheet, row and reference; an empty text is
                "".  A row that is the same object as the one checked before is not looked at again,
                so it must not have been changed.
            data: what our functions compute with; where it is another than before, all is computed.
        """
        with self._alone:
            return self._checked(sheets, data)

    def _checked(
        self, sheets: Mapping[str, Mapping[int, Mapping[str, Any]]], data: object
    ) -> Confirmation:
        changed = self._enter(sheets)
        again = changed | self._open if self._data is data else set(range(len(self._formulas)))
        # Until all is computed, nothing is known.
        self._data = self
        found = Confirmation([], list(self._unknown), {})
        self._open = set()
        for number in sorted(again):
            title, ref, values, row, compute, rows = self._formulas[number]
            stored = values.get(ref)
            try:
                value = compute(row, rows)
                if value == stored and type(value) is type(stored) and value is not None:
                    continue
                value = finite(value)
            except Fault as error:
                value = error.args[0]
            except Exception:  # noqa: BLE001 - whatever no rule was written for is not confirmed
                found.unsure.append((title, ref))
                self._open.add(number)
                continue
            if not _agree(stored, value):
                found.differing.append((title, ref))
                self._open.add(number)
        self._data = data
        found.values.update((title, self._values[title].copy()) for title in sheets)
        return found

    def _enter(self, sheets: Mapping[str, Mapping[int, Mapping[str, Any]]]) -> set[int]:
        """Take values in place of those before; return the formulas that read one that changed."""
        changed: set[int] = set()
        for title in {*sheets, *self._rows}:
            rows, before = sheets.get(title, {}), self._rows.get(title, {})
            held, slots = self._values.setdefault(title, {}), self._slots.get(title, {})
            self._rows[title] = rows
            others = compress(rows, map(is_not, rows.values(), map(before.get, rows)))
            for key in [*(before.keys() - rows.keys()), *others]:
                for ref, value in _others(rows.get(key, {}), before.get(key, {})):
                    old = held.get(ref)
                    # 0 and -0 are equal to Python.
                    if value is not old and (
                        not value or type(value) is not type(old) or value != old
                    ):
                        if value is None:
                            held.pop(ref, None)
                        else:
                            held[ref] = value
                        if (slot := slots.get(ref)) is not None:
                            changed.update(slot.areas)
                            if slot.column is not None:
                                slot.column[slot.row] = value
        for area in changed:
            if area < len(self._keys):
                self._held.blocks.pop(self._keys[area], None)
                self._held.tables.pop(self._keys[area], None)
        return set().union(*map(self._readers.__getitem__, changed))


def _others(row: Mapping[str, Any], last: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Return the cells of a row that may hold something else than before."""
    if [*row] == [*last]:
        # What is the same object as before needs no look.
        return compress(row.items(), map(is_not, row.values(), last.values()))
    return [*row.items(), *((ref, None) for ref in last.keys() - row.keys())]


def _agree(stored: Any, value: Any) -> bool:
    kind = type(value)
    if kind is float or kind is int:
        return type(stored) is float and (
            stored == value or isclose(stored, value, rel_tol=_SAME_NUMBER)
        )
    if kind is XlError:
        return type(stored) is XlError and str(stored) == str(value)
    return type(stored) is kind and bool(stored == value)
