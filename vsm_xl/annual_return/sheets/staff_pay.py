"""Staff pay: what the fair pay disclosure needs to know of everybody's pay."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.description import Line, Named, Sheet, lines_table
from vsm_xl.annual_return.kinds import CHOICE, MONEY, PAY_OR_BAND

#: How many lines stand above the 25th percentile of either year.
THIS_YEAR: Final = 2
LAST_YEAR: Final = 7

_PERCENTILE: Final = (
    "Total pay and benefits, full-time equivalent and annualised, at 31 March; "
    "as PERCENTILE.INC gives it."
)
_HIGHEST: Final = (
    "Total of the single total figure table without pension benefits, in pounds, or its band in "
    "thousands such as 280-285."
)


def _year(suffix: str, words: str) -> tuple[Line, ...]:
    short = suffix.removesuffix("_year")
    return (
        Line(f"staff_pay_year{suffix}", f"Pay year of the figures, {words}", CHOICE, "pay year",
             "The year the figures below are for.", choices="vsm_list_pay_years",
             name=f"vsm_staff_pay_year{short}"),
        Line(f"highest_paid{suffix}", f"Highest-paid director, {words}", PAY_OR_BAND, "£",
             _HIGHEST, name=f"vsm_highest_paid{short}"),
        Line(f"p25{suffix}", f"25th percentile, {words}", MONEY, "£ per year", _PERCENTILE,
             name=f"vsm_p25{short}"),
        Line(f"median{suffix}", f"Median, {words}", MONEY, "£ per year", _PERCENTILE,
             name=f"vsm_median{short}"),
        Line(f"p75{suffix}", f"75th percentile, {words}", MONEY, "£ per year", _PERCENTILE,
             name=f"vsm_p75{short}"),
    )  # fmt: skip


def sheet() -> Sheet:
    """Describe the sheet."""
    lines = _year("", "this year") + _year("_last_year", "last year")
    return Sheet(
        "Staff pay",
        "Staff pay",
        "input",
        "Enter the figures of the fair pay disclosure for this year and last year. Input cells are "
        "pale yellow with a border.",
        (
            lines_table(
                "staff_pay",
                "StaffPay",
                lines,
                names=(
                    Named("vsm_percentiles", "value", rows=(THIS_YEAR, THIS_YEAR + 2)),
                    Named("vsm_percentiles_last", "value", rows=(LAST_YEAR, LAST_YEAR + 2)),
                ),
            ),
        ),
        widths=(38, 24, 14, 80),
        about="Percentiles of staff pay and the highest-paid director",
    )
