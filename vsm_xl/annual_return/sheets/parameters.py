"""Parameters: the settings in force, every figure used with its source, the lists of choices."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.description import Column, Content, Line, Named, Sheet, Table, lines_table
from vsm_xl.annual_return.kinds import (
    ANY,
    DATE,
    FRACTION,
    MIXED_CHOICE,
    SHORT_TEXT,
    WHOLE_POUNDS,
    WORDS,
)  # fmt: skip
from vsm_xl.dates import pay_year_days, pay_year_name, pay_year_of
from vsm_xl.framework.edition import current
from vsm_xl.framework.names import ORG_KINDS
from vsm_xl.framework.ranges import STATUSES

_IN_FORCE: Final = (
    Line("segment_used", "Segment in force", ANY, "list",
         "VSM_SEGMENT of the league table's segment and the improvement programme.",
         '=IF(vsm_league_segment="","",VSM_SEGMENT(vsm_league_segment,vsm_programme))',
         name="vsm_segment_used"),
    Line("day", "Day of the figures", DATE, "date",
         "The effective date; while it is empty, the newest figures of the edition are shown.",
         '=IF(vsm_date="","",vsm_date)', name="vsm_day"),
    Line("year_start", "First day of the pay year", DATE, "date", "From the table of pay years.",
         '=IF(vsm_pay_year="","",INDEX(vsm_year_starts,MATCH(vsm_pay_year,vsm_list_pay_years,0)))',
         name="vsm_year_start"),
    Line("year_end", "Last day of the pay year", DATE, "date", "From the table of pay years.",
         '=IF(vsm_pay_year="","",INDEX(vsm_year_ends,MATCH(vsm_pay_year,vsm_list_pay_years,0)))',
         name="vsm_year_end"),
    Line("threshold_used", "Limit of approval for providers", WHOLE_POUNDS, "£ per year",
         "The national limit, or the one of Local policy; none for an ICB.",
         '=IF(vsm_kind="ICB","",'
         'IF(vsm_local_threshold="",vsm_provider_threshold,vsm_local_threshold))',
         name="vsm_threshold_used"),
)  # fmt: skip

#: Figures the workbook uses: name in the edition, defined name, kind, unit, what for.
_FIGURES: Final = (
    ("award.percent", "vsm_award_percent", FRACTION, "%", "Check that no award is above it."),
    ("bonus.limit", "vsm_bonus_limit", FRACTION, "%", "Check that no bonus is above it."),
    ("premium.limit", "vsm_premium_limit", FRACTION, "%", "Check that no premium is above it."),
    ("approval.provider_threshold", "vsm_provider_threshold", WHOLE_POUNDS, "£ per year",
     "Check that salaries above it are sent for approval."),
    ("approval.local_body", "vsm_local_body", ANY, "text", "Who decides within the limits."),
    ("approval.national_body", "vsm_national_body", ANY, "text", "Who decides above them."),
    ("band.width", "vsm_band_width", WHOLE_POUNDS, "£", "Bands of the remuneration report."),
    ("band.width.pension", "vsm_pension_band_width", WHOLE_POUNDS, "£",
     "Bands of pension-related benefits."),
    ("disclosure.expenses_rounding", "vsm_expenses_rounding", WHOLE_POUNDS, "£",
     "Rounding of taxable expenses."),
)  # fmt: skip

SWITCH: Final = ("Yes", "No")
DECISIONS: Final = (
    "Annual award only", "New appointment", "Salary review", "Temporary promotion", "Other",
)  # fmt: skip
BASES: Final = ("Payroll", "Published", "Derived", "Illustrative")
NOT_SEGMENTED: Final = "Not segmented"


def pay_years() -> tuple[int, ...]:
    """Give the first calendar years of all pay years for which the edition holds an award."""
    figures = current().dated("award.percent")
    return tuple(sorted({pay_year_of(figure.first_day) for figure in figures}))


def segments() -> tuple[float | str, ...]:
    """Give every segment an organisation can be in, lowest number first."""
    edition = current()
    low, high = (int(edition.dated(f"segment.{end}")[-1].number) for end in ("lowest", "highest"))
    return (*range(low, high + 1), NOT_SEGMENTED)


def lists() -> dict[str, tuple[str, tuple[float | str, ...]]]:
    """Give every list of choices: its defined name, what it is of, its items."""
    return {
        "vsm_list_kinds": ("Kinds of organisation", ORG_KINDS),
        "vsm_list_segments": ("Segments", segments()),
        "vsm_list_switch": ("Yes or no", SWITCH),
        "vsm_list_decisions": ("Kinds of decision", DECISIONS),
        "vsm_list_bases": ("Basis of the salary", BASES),
        "vsm_list_statuses": ("Status of a pay range", STATUSES),
        "vsm_list_criteria": ("Criteria of the award", ("settled",)),
        "vsm_list_withheld": ("Award withheld", ("yes",)),
        "vsm_list_approval_bases": ("Basis of approval", ("FTE", "Actual")),
    }


def _lists_table() -> Table:
    rows: list[dict[str, float | str]] = []
    names = []
    for name, (of, items) in lists().items():
        names.append(Named(name, "item", rows=(len(rows), len(rows) + len(items) - 1)))
        rows += [{"list": of, "item": item} for item in items]
    columns = (
        Column("list", "List", SHORT_TEXT, entry=False),
        Column("item", "Item", MIXED_CHOICE, entry=False),
    )
    return Table(
        "lists", "Lists", columns, tuple(rows), names=tuple(names), heading="Lists of choices"
    )


def _years_table() -> Table:
    columns = (
        Column("year", "Pay year", SHORT_TEXT, entry=False),
        Column("first", "First day", DATE, entry=False),
        Column("last", "Last day", DATE, entry=False),
    )
    rows: tuple[dict[str, Content], ...] = tuple(
        {"year": pay_year_name(year), "first": first, "last": last}
        for year in pay_years()
        for first, last in (pay_year_days(year),)
    )
    names = (
        Named("vsm_list_pay_years", "year"),
        Named("vsm_year_starts", "first"),
        Named("vsm_year_ends", "last"),
    )
    return Table("years", "PayYears", columns, rows, names=names, heading="Pay years")


def _figures_table() -> Table:
    columns = (
        Column("name", "Name", SHORT_TEXT, entry=False),
        Column("value", "Value", formula="=VSM_RATE([name],vsm_day)"),
        Column("unit", "Unit", SHORT_TEXT, entry=False),
        Column("use", "Used for", WORDS, entry=False),
        Column("source", "Source", SHORT_TEXT, formula="=VSM_SOURCE([name],vsm_day)"),
        Column("words", "In words, with status", SHORT_TEXT,
               formula='=VSM_WHY("VSM_RATE",[name],vsm_day)'),
    )  # fmt: skip
    rows = tuple({"name": name, "unit": unit, "use": use} for name, _, _, unit, use in _FIGURES)
    names = tuple(
        Named(defined, "value", rows=(at, at)) for at, (_, defined, *_) in enumerate(_FIGURES)
    )
    kinds = tuple(kind for _, _, kind, _, _ in _FIGURES)
    return Table(
        "figures", "Figures", columns, rows, names=names, heading="Figures of the framework",
        kinds=kinds, lines_high=3,
    )  # fmt: skip


def sheet() -> Sheet:
    """Describe the sheet."""
    return Sheet(
        "Parameters",
        "Parameters",
        "reference",
        "Nothing to enter: the settings in force, every figure the workbook uses with its source, "
        "and the lists of choices.",
        (
            lines_table("in_force", "InForce", _IN_FORCE, heading="In force", value_header="Value"),
            _figures_table(),
            _years_table(),
            _lists_table(),
        ),
        widths=(34, 26, 14, 46, 80, 60),
        about="Every figure used, with status and source; lists of choices",
    )


def choices_of(name: str) -> tuple[float | str, ...]:
    """Give the items of a list by its defined name.

    >>> choices_of("vsm_list_switch")
    ('Yes', 'No')
    """
    if name == "vsm_list_pay_years":
        return tuple(pay_year_name(year) for year in pay_years())
    return lists()[name][1]
