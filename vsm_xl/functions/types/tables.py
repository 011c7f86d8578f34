"""Types of argument that are taken whole: range table, local policy, group sizes, bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl.columns import is_array, map_distinct, map_numbers, where
from vsm_xl.errors import reason
from vsm_xl.framework import edition
from vsm_xl.framework.kinds_and_roles import plain
from vsm_xl.framework.range_rows import is_blank
from vsm_xl.framework.ranges import RangeTable, RangeTableError
from vsm_xl.functions.argument_cells import Range, as_error
from vsm_xl.functions.types.base import (
    BLANK,
    NOT_A_NUMBER,
    NUMBER_AS_TEXT,
    Amount,
    ArgumentType,
    CellType,
    Problem,
    error_number,
    looks_like_a_number,
)
from vsm_xl.functions.types.numbers import convention
from vsm_xl.rules.disclosure import BAND_TEXT_UNUSABLE, Band, band_in_words, read_band
from vsm_xl.rules.policy import NO_POLICY, Policy, PolicyError, read_policy

if TYPE_CHECKING:
    from collections.abc import Callable

RANGE_TABLE_INVALID: Final = reason(
    "RANGE_TABLE_INVALID",
    "The range table cannot be used: {problems}.",
    "Correct the rows named (the header is row 1); vsm-xl ranges check names all of them.",
    error="#VALUE!",
).number
POLICY_INVALID: Final = reason(
    "POLICY_INVALID",
    "The local policy cannot be used: {problems}.",
    "Correct the row named; a policy has two columns, name and value.",
    error="#VALUE!",
).number
SIZE_IN_MILLIONS: Final = reason(
    "SIZE_IN_MILLIONS",
    "{argument} is {shown}; no trust's yearly turnover is that small, so it was probably given in millions.",
    "Give the turnover in pounds.",
    error="#NUM!",
).number
SIZE_IN_THOUSANDS: Final = reason(
    "SIZE_IN_THOUSANDS",
    "{argument} is {shown}; no board's weighted population is that small, so it was probably given in thousands.",
    "Give the number of people.",
    error="#NUM!",
).number
_MOST_KEPT: Final = 64
_PROBLEMS_SHOWN: Final = 3


class TableType(ArgumentType):
    """A type that takes a table as one thing and never matches it row by row.

    A blank cell, an omitted argument and the 0 that some programs make of one mean that no
    table is given.
    """

    whole = True
    kept = True

    def __init__(self, absent: Callable[[], Any]) -> None:
        self.absent = absent
        self._read_before: dict[Any, tuple[Any, int]] = {}
        #: The table read last, itself and what was read: calls below each other are given the same.
        self._last: tuple[Range | None, tuple[Any, int]] = (None, (None, 0))
        edition.when_changed(self._forget)

    def _forget(self) -> None:
        self._read_before.clear()
        self._last = (None, (None, 0))

    def cell(self, cell: Any) -> tuple[Any, int]:
        """Return the value of a cell or Range and 0, or a stand-in and the number of a problem."""
        given = cell
        if not isinstance(given, Range):
            if is_blank(given) or (given == 0 and not isinstance(given, bool)):
                return self.absent(), BLANK
            given = Range([given], 1, 1)
        last, found = self._last
        if given is last:
            return found
        cells = given.listed()
        if bool in (kinds := set(map(type, cells))) and kinds & {int, float}:
            key: Any = (given.shape, *map(type, cells), *cells)
        else:
            key = (given.shape, *cells)
        known = self._read_before.get(key)
        if known is None:
            known = self._whole(given, cells)
            if len(self._read_before) >= _MOST_KEPT:
                self._read_before.clear()
            self._read_before[key] = known
        self._last = (given, known)
        return known

    def _whole(self, given: Range, cells: list[Any]) -> tuple[Any, int]:
        for cell in cells:
            if (error := as_error(cell)) is not None:
                return self.absent(), error_number(error)
        if all(map(is_blank, cells)):
            return self.absent(), BLANK
        answer = self.read(given.as_rows())
        return (self.absent(), answer.why) if isinstance(answer, Problem) else (answer, 0)

    def words(self, value: Any) -> str:  # noqa: ARG002 - a table is never written out
        """Return what it is."""
        return self.text


class Ranges(TableType):
    """A table of pay ranges; where none is given, the tables of the data edition."""

    text = "a range table with its header row"

    def __init__(self) -> None:
        super().__init__(lambda: edition.current().shipped_ranges())

    def read(self, cell: Any) -> Any:
        """Read and check a range table."""
        try:
            return RangeTable.from_cells(cell)
        except RangeTableError as fault:
            shown = "; ".join(map(str, fault.problems[:_PROBLEMS_SHOWN]))
            more = len(fault.problems) - _PROBLEMS_SHOWN
            return Problem(
                RANGE_TABLE_INVALID,
                (("problems", shown + (f"; and {more} more" if more > 0 else "")),),
            )


class PolicyRows(TableType):
    """The local policy; where none is given, nothing is settled locally."""

    text = "two columns, name and value"

    def __init__(self) -> None:
        super().__init__(lambda: NO_POLICY)

    def read(self, cell: Any) -> Policy | Problem:
        """Read a policy."""
        try:
            return read_policy(cell)
        except PolicyError as fault:
            return Problem(POLICY_INVALID, (("problems", str(fault)),))


class _AmountOrText(Amount):
    def column(self, cells: Range, default: Any = None) -> tuple[Any, Any]:
        """Read numbers all at once; texts once for each."""
        if not isinstance(cells.cells, list) or str not in set(map(type, cells.cells)):
            return super().column(cells, default)
        return CellType.column(self, cells, default)


class Size(_AmountOrText):
    """The size of an organisation, or the label of a group of sizes.

    A number becomes hundredths (so that a turnover keeps its pennies), a label the form in
    which labels are compared.
    """

    text = "yearly turnover in pounds or weighted population, or a group's label"

    def read(self, cell: Any) -> Any:
        """Read a number or a label."""
        if isinstance(cell, str) and not looks_like_a_number(cell):
            return plain(cell)
        return super().read(cell)

    def words(self, value: Any) -> str:
        """Write a size without a unit, or the label."""
        return value if isinstance(value, str) else f"{value / 100:,.0f}"

    def check(self, value: Any, other: Any) -> Any:
        """Return the problem of a size that its kind of organisation cannot have, or 0."""
        if not is_array(value):
            return map_distinct(_size_problem, value, other)
        floor = map_numbers(_floor, other)
        why = map_numbers(_too_small, other)
        return where(value < floor, why, 0)


def _floor(org_kind: str) -> int:
    return int(convention("size.icb_floor" if org_kind == "ICB" else "size.provider_floor").pence)


def _too_small(org_kind: str) -> int:
    return SIZE_IN_THOUSANDS if org_kind == "ICB" else SIZE_IN_MILLIONS


def _size_problem(size: Any, org_kind: str) -> int:
    return (
        _too_small(org_kind)
        if not isinstance(size, str) and size is not None and size < _floor(org_kind)
        else 0
    )


class AmountOrBand(_AmountOrText):
    """An amount in pounds, or a disclosure band as text."""

    text = "an amount in pounds, or a band such as 280-285"

    def read(self, cell: Any) -> Any:
        """Read an amount as pence, a text as a band."""
        if not isinstance(cell, str):
            return super().read(cell)
        band = read_band(cell)
        if band is not None:
            return band
        return Problem(NUMBER_AS_TEXT if looks_like_a_number(cell) else BAND_TEXT_UNUSABLE.number)

    def words(self, value: Any) -> str:
        """Write an amount in pounds, or the band."""
        return super().words(value) if not isinstance(value, Band) else band_in_words(value)


__all__ = ["NOT_A_NUMBER", "AmountOrBand", "PolicyRows", "Ranges", "Size", "TableType"]
