"""Next year's pay ranges from this year's: every point raised by the national uplift, as derived.

The framework raises the ranges by a percentage before, or without, a new table.  What is worked
out so is not an official range, and each row states so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from vsm_xl.dates import pay_year_days, pay_year_name
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.edition import current

if TYPE_CHECKING:
    from datetime import date

    from vsm_xl.annual_return.filling.range_tables import RangeFile
    from vsm_xl.framework.ranges import RangeRow

_UPLIFT: Final = "range.uplift"
_POINTS: Final = ("minimum", "operational_maximum", "exception_maximum")


@dataclass(frozen=True)
class Uplifted:
    """The rows raised, and by how much.

    Attributes:
        rows: rows of the pay-range table.
        percent: the uplift as a fraction.
        pay_year: the pay year they are for, such as ``2026/27``.
    """

    rows: tuple[RangeRow, ...]
    percent: Decimal
    pay_year: str


def uplift(found: RangeFile, year: int) -> Uplifted:
    """Raise the ranges in force at the end of the year before by the national uplift.

    Args:
        found: the table of the year before.
        year: the calendar year in which the new pay year begins, such as 2026.

    Raises:
        UnusableInput: the edition holds no uplift for that year, or no row is in force before it.

    Amounts are rounded to the nearest pound, halves up: how NHS England rounds is not confirmed.
    """
    first, _ = pay_year_days(year)
    figure = current().figure(_UPLIFT, first)
    if figure is None:
        raise UnusableInput(
            f"{found.where}: this edition of the data holds no uplift of the pay ranges for "
            f"{pay_year_name(year)} ({_UPLIFT}), so nothing is worked out. Use the official table."
        )
    percent = Decimal(str(figure.number))
    before = first - timedelta(days=1)
    rows = [row for row in found.table.rows if row.in_force(before)]
    if not rows:
        raise UnusableInput(
            f"{found.where}: no row is in force on {before.isoformat()}, the day before the uplift. "
            f"Give the table of {pay_year_name(year - 1)}."
        )
    return Uplifted(
        tuple(_raised(row, percent, first) for row in rows), percent, pay_year_name(year)
    )


def _raised(row: RangeRow, percent: Decimal, first: date) -> RangeRow:
    """Return a row with raised points; everything that finds it stays as it is."""
    points = {point: _whole_pounds(getattr(row, point), percent) for point in _POINTS}
    source = f"Derived: {row.source}, raised by {percent:.2%} from {first.isoformat()} ({_UPLIFT})"
    return row.but(
        **points, effective_from=first, effective_to=None, source=source, status="derived"
    )


def _whole_pounds(pence: int | None, percent: Decimal) -> int | None:
    if pence is None:
        return None
    pounds = (Decimal(pence) * (1 + percent) / 100).quantize(Decimal(1), ROUND_HALF_UP)
    return int(pounds) * 100
