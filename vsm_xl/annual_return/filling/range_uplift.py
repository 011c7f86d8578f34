"""Next year's pay ranges from this year's: every point raised by the national uplift, as derived.

The framework raises the ranges by a percentage before, or without, a new table.  What is worked
out so is not an official range, and each row states so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from vsm_xl.csv_text import csv_text
from vsm_xl.dates import pay_year_days, pay_year_name
from vsm_xl.errors import UnusableInput
from vsm_xl.framework.edition import current
from vsm_xl.framework.ranges import COLUMNS

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
        rows: rows of the pay-range table by column, as text for a CSV file.
        percent: the uplift as a fraction.
        pay_year: the pay year they are for, such as ``2026/27``.
    """

    rows: tuple[dict[str, str], ...]
    percent: Decimal
    pay_year: str

    def as_csv(self) -> bytes:
        """Return the rows as a CSV file that ``vsm-xl ranges import`` and ``fill`` read."""
        rows = ([row.get(column, "") for column in COLUMNS] for row in self.rows)
        return csv_text([COLUMNS, *rows], line_end="\r\n", for_excel=True).encode()


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
    rows = [row for row in found.table.rows if _in_force(row, before)]
    if not rows:
        raise UnusableInput(
            f"{found.where}: no row is in force on {before.isoformat()}, the day before the uplift. "
            f"Give the table of {pay_year_name(year - 1)}."
        )
    return Uplifted(
        tuple(_raised(row, percent, first) for row in rows), percent, pay_year_name(year)
    )


def _in_force(row: RangeRow, day: date) -> bool:
    return row.effective_from <= day and (row.effective_to is None or row.effective_to >= day)


def _raised(row: RangeRow, percent: Decimal, first: date) -> dict[str, str]:
    """Return a row with raised points; everything that finds it stays as it is."""
    raised = {column: _plain(getattr(row, column)) for column in COLUMNS}
    for point in _POINTS:
        pence = getattr(row, point)
        raised[point] = "" if pence is None else _pounds(pence, percent)
    return raised | {
        "size_from": _hundredths(row.size_from),
        "size_to": _hundredths(row.size_to),
        "effective_from": first.isoformat(),
        "effective_to": "",
        "source": f"Derived: {row.source}, raised by {percent:.2%} from {first.isoformat()} ({_UPLIFT})",
        "status": "derived",
    }


def _pounds(pence: int, percent: Decimal) -> str:
    return str((Decimal(pence) * (1 + percent) / 100).quantize(Decimal(1), ROUND_HALF_UP))


def _hundredths(size: int | None) -> str:
    return "" if size is None else f"{Decimal(size) / 100:f}"


def _plain(value: object) -> str:
    return "" if value is None else str(value)
