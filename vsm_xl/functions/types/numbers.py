"""Types of argument that are numbers but not amounts: fractions, full-time equivalents, widths."""

from __future__ import annotations

from typing import Any, Final

from vsm_xl import money
from vsm_xl.errors import reason
from vsm_xl.framework import edition
from vsm_xl.functions.types.base import NEGATIVE_AMOUNT, CellType, Problem, number_problem

PERCENT_NOT_FRACTION: Final = reason(
    "PERCENT_NOT_FRACTION",
    "{argument} is {shown}, which is over 100 %.",
    "Percentages are entered as 10% or 0.1; write the figure that way.",
    error="#NUM!",
).number
PERCENT_ZERO: Final = reason(
    "PERCENT_ZERO",
    "{argument} is 0, and an empty cell may arrive as 0, so it is not taken for a decision.",
    "Leave it empty for the national award, or write none to give no award.",
    error="#NUM!",
).number
FTE_OUT_OF_RANGE: Final = reason(
    "FTE_OUT_OF_RANGE",
    "{argument} is {shown}; a full-time equivalent lies above 0 and is at most 1.",
    "Enter 1 for full time, 0.5 for half time; leave it empty for full time.",
    error="#NUM!",
).number
WIDTH_NOT_ON_GRID: Final = reason(
    "WIDTH_NOT_ON_GRID",
    "{argument} is {shown}; a band is as wide as a multiple of £{step}, and wider than nothing.",
    "Leave it empty for the band of the accounts, or give such a multiple.",
    error="#NUM!",
).number

#: The committee's decision to give no award, where a percentage could stand.
NO_AWARD: Final = "none"


class Fraction(CellType):
    """A share between 0 and 1, kept as the exact decimal that was written."""

    text = "a fraction: 3.25% or 0.0325"
    stand_in = (0, 1)

    def read(self, cell: Any) -> Any:
        """Read a fraction as numerator and denominator."""
        if (problem := number_problem(cell)) is not None:
            return problem
        if cell < 0:
            return Problem(NEGATIVE_AMOUNT)
        if cell > 1:
            return Problem(PERCENT_NOT_FRACTION)
        return money.exact_ratio(cell)

    def words(self, value: Any) -> str:
        """Write the share in per cent."""
        return value if isinstance(value, str) else money.percent_in_words(value)


class AwardPercent(Fraction):
    """The share a committee gives where it gives less than the national award."""

    text = "a fraction, not over the national award: 2% or 0.02; none gives no award"

    def read(self, cell: Any) -> Any:
        """Read a fraction above zero, or the word ``none``."""
        if isinstance(cell, str) and cell.strip().casefold() == NO_AWARD:
            return NO_AWARD
        share = super().read(cell)
        if isinstance(share, tuple) and share[0] == 0:
            return Problem(PERCENT_ZERO)
        return share


class FullTimeEquivalent(CellType):
    """A full-time equivalent in (0, 1]."""

    text = "a full-time equivalent above 0, at most 1"
    stand_in = (1, 1)

    def read(self, cell: Any) -> Any:
        """Read a full-time equivalent as numerator and denominator."""
        if (problem := number_problem(cell)) is not None:
            return problem
        if not 0 < cell <= 1:
            return Problem(FTE_OUT_OF_RANGE)
        return money.exact_ratio(cell)

    def words(self, value: Any) -> str:
        """Write it as a decimal."""
        return f"{value[0] / value[1]:g}"


class Width(CellType):
    """The width of a disclosure band in pounds, kept in pence."""

    text = "a positive multiple of £100"
    stand_in = 1

    def read(self, cell: Any) -> Any:
        """Read a width as whole pence."""
        if (problem := number_problem(cell)) is not None:
            return problem
        step = convention("band.width.step").pence
        if (
            not 0 < cell <= money.LARGEST_AMOUNT
            or (pence := money.to_pence(cell)) % step
            or not pence
            or money.exact_ratio(cell)[1] > 1
        ):
            return Problem(WIDTH_NOT_ON_GRID, (("step", f"{step // 100}"),))
        return pence


def convention(name: str) -> Any:
    """Return a working limit of this library, which is held as data like any other figure."""
    current = edition.current()
    return current.figure(name, current.date)
