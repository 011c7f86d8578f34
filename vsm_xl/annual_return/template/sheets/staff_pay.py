"""Staff pay: what the fair pay disclosure needs to know of everybody's pay."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import Column, Line, Named, Sheet, Table, lines_table
from vsm_xl.annual_return.template.field_types import (
    CHOICE,
    EARLIER_RATIO,
    HEADCOUNT,
    MONEY,
    PAY_OR_BAND,
    WORDS,
    FieldType,
)  # fmt: skip

#: How many lines a year has.
_YEAR_HIGH: Final = 16
#: How many lines stand above the 25th percentile of a year: of total pay, of salary alone, and
#: above the amounts whose change is disclosed.
TOTAL: Final = 2
SALARY: Final = 9
CHANGES: Final = 12
LAST_YEAR: Final = _YEAR_HIGH
#: Earlier years whose ratios can be shown beside the two of the report.
EARLIER_YEARS: Final = 3

_PERCENTILE: Final = (
    "Total pay and benefits, full-time equivalent and annualised, at 31 March; "
    "as PERCENTILE.INC gives it."
)
_LIST: Final = "Empty where the list below is filled in."
_SALARY: Final = "The same of salary alone."
_HIGHEST: Final = (
    "Total of the single total figure table without pension benefits, in pounds, or its band in "
    "thousands such as 280-285."
)

EARLIER: Final = (
    Column("year", "Pay year", CHOICE, "pay year", "a year before the two above, newest first.", 38,
           choices="vsm_list_pay_years"),
    Column("ratio_p25", "25th percentile", EARLIER_RATIO, "ratio", "as published.", 24),
    Column("ratio_median", "Median", EARLIER_RATIO, "ratio", "as published.", 14),
    Column("ratio_p75", "75th percentile", EARLIER_RATIO, "ratio", "as published.", 80),
)  # fmt: skip

LIST: Final = (
    Column("pay", "Pay", MONEY, "£ per year",
           "one row a person: full-time equivalent, annualised, at 31 March.", 38),
)  # fmt: skip


def _year(suffix: str, words: str) -> tuple[Line, ...]:
    short = suffix.removesuffix("_year")
    last = f" {_LIST}" if not suffix else ""

    def line(
        key: str, label: str, guidance: str, kind: FieldType = MONEY, unit: str = "£ per year"
    ) -> Line:
        return Line(f"{key}{suffix}", f"{label}, {words}", kind, unit, guidance)

    return (
        Line(f"staff_pay_year{suffix}", f"Pay year of the figures, {words}", CHOICE, "pay year",
             "The year the figures below are for.", choices="vsm_list_pay_years",
             name=f"vsm_staff_pay_year{short}"),
        Line(f"highest_paid{suffix}", f"Highest-paid director, {words}", PAY_OR_BAND, "£",
             _HIGHEST, name=f"vsm_highest_paid{short}"),
        line("p25", "25th percentile", _PERCENTILE + last),
        line("median", "Median", _PERCENTILE + last),
        line("p75", "75th percentile", _PERCENTILE + last),
        line("lowest", "Lowest pay", "Of staff in post." + last),
        line("highest", "Highest pay", "Of staff in post, directors included." + last),
        line("staff_count", "Number of people", "Staff counted." + last, HEADCOUNT, "number"),
        line("paid_more", "Paid more than the highest-paid director", "By actual pay." + last,
             HEADCOUNT, "number"),
        line("salary_p25", "25th percentile of salary", _SALARY),
        line("salary_median", "Median of salary", _SALARY),
        line("salary_p75", "75th percentile of salary", _SALARY),
        Line(f"top_salary{suffix}", f"Highest-paid director's salary and allowances, {words}",
             MONEY, "£ per year", "Mid-point of the band, in pounds.",
             name=f"vsm_top_salary{short}"),
        line("top_bonus", "Highest-paid director's performance pay and bonuses",
             "Mid-point of the band, in pounds; 0 for none."),
        line("average_salary", "Average employee's salary and allowances",
             "Of all employees except that director, full-time equivalent."),
        line("average_bonus", "Average employee's performance pay and bonuses",
             "Of all employees except that director; 0 for none."),
    )  # fmt: skip


_WHY_NOT: Final = (
    "Write why, where the annual report does not disclose it; leave empty where the figures above "
    "are entered."
)
_IN_WORDS: Final = (
    Line("ratios_explained", "Why the ratios changed", WORDS, "text",
         "A required part of the disclosure: why the ratios differ from last year's (the director's "
         "pay, that of staff, or who is counted), and whether the median ratio is consistent with "
         "the policies on pay, reward and progression.", name="vsm_ratios_explained",
         lines_high=6),
    Line("changes_not_disclosed", "Percentage changes: not disclosed, because", WORDS, "text",
         _WHY_NOT, name="vsm_no_changes"),
    Line("range_not_disclosed", "Range of staff remuneration: not disclosed, because", WORDS,
         "text", _WHY_NOT, name="vsm_no_range"),
    Line("salaries_not_disclosed", "Ratios of salary: not disclosed, because", WORDS, "text",
         _WHY_NOT, name="vsm_no_salaries"),
)  # fmt: skip


def _of_both_years(name: str, first: int, last: int) -> tuple[Named, ...]:
    """Return the names of some lines of this year and of last year, such as ``vsm_p_last``."""
    return tuple(
        Named(f"vsm_{name}{suffix}", "value", rows=(first + down, last + down))
        for suffix, down in (("", 0), ("_last", _YEAR_HIGH))
    )


_NAMES: Final = (
    *_of_both_years("ends", TOTAL + 3, TOTAL + 4),
    *_of_both_years("low", TOTAL + 3, TOTAL + 3),
    *_of_both_years("high", TOTAL + 4, TOTAL + 4),
    *_of_both_years("quartiles", TOTAL, TOTAL + 2),
    *_of_both_years("staff", TOTAL + 5, TOTAL + 5),
    *_of_both_years("more", TOTAL + 6, TOTAL + 6),
    *_of_both_years("salaries", SALARY, SALARY + 2),
    *_of_both_years("salary_lower", SALARY, SALARY + 1),
    *_of_both_years("salary_upper", SALARY + 1, SALARY + 2),
    *_of_both_years("pay_changes", CHANGES, CHANGES + 3),
)


def sheet(staff: int) -> Sheet:
    """Describe the sheet, with a list for a number of people."""
    this, last = _year("", "this year"), _year("_last_year", "last year")
    return Sheet(
        "Staff pay",
        "input",
        "Enter the figures of the fair pay disclosure, or list everybody's pay below for this year's. "
        "Input cells are pale yellow with a border.",
        (
            lines_table("staff_pay", "StaffPay", this + last + _IN_WORDS, names=_NAMES),
            Table("earlier", "EarlierRatios", EARLIER, EARLIER_YEARS, guided=True,
                  heading="Pay ratios of earlier years (input)",
                  names=(Named("vsm_earlier_first", "year", rows=(0, 0)),
                         Named("vsm_earlier_newer", "year", rows=(0, EARLIER_YEARS - 2)),
                         Named("vsm_earlier_older", "year", rows=(1, EARLIER_YEARS - 1)))),
            Table("staff_list", "StaffPayList", LIST, staff, guided=True,
                  heading="Everybody's pay this year (input)", printed=False,
                  names=(Named("vsm_staff_list", "pay"),)),
        ),
        widths=(44, 24, 14, 80),
        about="Staff pay for the fair pay ratios, and the highest-paid director",
    )  # fmt: skip
