"""Parameters: the settings in force, every figure used with its source, the lists of choices."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import (
    Column,
    Content,
    Line,
    Named,
    Sheet,
    Table,
    lines_table,
)
from vsm_xl.annual_return.template.field_types import (
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
    Line("group", "Size group", SHORT_TEXT, "text",
         "VSM_GROUP: the group of the pay-range table in which the organisation lies by its size.",
         '=IF(OR(vsm_size="",COUNTA(vsm_ranges)<=COLUMNS(vsm_ranges)),"",'
         "VSM_GROUP(vsm_kind,vsm_size,vsm_day,vsm_ranges))", name="vsm_size_group"),
    Line("threshold_used", "Limit of approval for providers", WHOLE_POUNDS, "£ per year",
         "The national limit, or the one of Local policy; none for an ICB.",
         '=IF(vsm_kind="ICB","",'
         'IF(vsm_local_threshold="",vsm_provider_threshold,vsm_local_threshold))',
         name="vsm_threshold_used"),
)  # fmt: skip

#: Figures the workbook uses: name in the edition, defined name, kind, unit, what for.
_FIGURES: Final = (
    ("award.percent", "", FRACTION, "%", "The national award; VSM_AWARD uses it."),
    ("bonus.limit", "vsm_bonus_limit", FRACTION, "%", "A bonus above it departs."),
    ("premium.limit", "vsm_premium_max", FRACTION, "%", "A premium above it departs."),
    ("approval.provider_threshold", "vsm_provider_threshold", WHOLE_POUNDS, "£ per year",
     "Check that salaries above it are sent for approval."),
    ("approval.local_body", "vsm_local_body", ANY, "text", "Who decides within the limits."),
    ("approval.national_body", "vsm_national_body", ANY, "text", "Who decides above them."),
    ("band.width", "vsm_band_width", WHOLE_POUNDS, "£", "Bands of the remuneration report."),
    ("band.width.pension", "vsm_pension_band_width", WHOLE_POUNDS, "£",
     "Bands of pension-related benefits."),
    ("disclosure.expenses_rounding", "vsm_expenses_rounding", WHOLE_POUNDS, "£",
     "Rounding of taxable expenses."),
    ("ni.rate", "vsm_ni_rate", FRACTION, "%", "Employer National Insurance on the awards."),
    ("pension.employer", "vsm_pension_rate", FRACTION, "%",
     "What the organisation itself pays into the NHS Pension Scheme on the awards."),
    ("levy.rate", "vsm_levy_rate", FRACTION, "%", "Apprenticeship levy on the awards."),
)  # fmt: skip

_END_OF_YEAR: Final = ("ni.rate", "pension.employer", "levy.rate")

#: Departures from the framework: defined name, reason code, sentence for the annual report.
_DEPARTURES: Final = (
    ("vsm_says_award", "SEGMENT_WITHHELD",
     ("The annual award was paid although it is withheld in the organisation's segment, and the "
      "post is not exempt.")),
    ("vsm_says_unapproved", "APPROVAL_MISSING",
     ("The salary lies beyond what the committee may decide, and no approval of NHS England is "
      "recorded.")),
    ("vsm_says_late", "APPROVAL_LATE",
     ("The salary lies beyond what the committee may decide, and NHS England approved it only after "
      "the day from which it is paid.")),
    ("vsm_says_bonus", "BONUS_OVER_LIMIT",
     "The bonus is over the framework's limit."),
    ("vsm_says_premium", "PREMIUM_OVER_LIMIT",
     "The temporary premium is over the framework's limit."),
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
        if name == "vsm_list_decisions":
            names.append(Named("vsm_annual", "item", rows=(len(rows), len(rows))))
        rows += [{"list": of, "item": item} for item in items]
    columns = (
        Column("list", "List", SHORT_TEXT, entry=False),
        Column("item", "Item", MIXED_CHOICE, entry=False),
    )
    return Table(
        "lists", "Lists", columns, tuple(rows), names=tuple(names), heading="Lists of choices"
    )


def _departures_table() -> Table:
    columns = (
        Column("code", "Reason code", SHORT_TEXT, entry=False),
        Column("sentence", "Sentence for the annual report", WORDS, entry=False),
    )
    rows = tuple({"code": code, "sentence": text} for _, code, text in _DEPARTURES)
    names = tuple(
        Named(name, "sentence", rows=(at, at)) for at, (name, *_) in enumerate(_DEPARTURES)
    )
    return Table(
        "departures", "Departures", columns, rows, names=names,
        heading="Departures from the framework, with the sentence that the Return drafts",
    )  # fmt: skip


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
        Column("value", "Value", formula="=VSM_RATE([name],[on])"),
        Column("unit", "Unit", SHORT_TEXT, entry=False),
        Column("use", "Used for", WORDS, entry=False),
        Column("source", "Source", SHORT_TEXT, formula="=VSM_SOURCE([name],[on])"),
        Column("words", "In words, with status", SHORT_TEXT,
               formula='=VSM_WHY("VSM_RATE",[name],[on])'),
        Column("on", "Day of the figure", DATE),
    )  # fmt: skip
    # Rates of tax change on 6 April, five days into the pay year; those of its end are shown.
    rows = tuple(
        {"name": name, "unit": unit, "use": use,
         "on": '=IF(vsm_year_end="","",vsm_year_end)' if name in _END_OF_YEAR
               else '=IF(vsm_day="","",vsm_day)'}
        for name, _, _, unit, use in _FIGURES
    )  # fmt: skip
    names = tuple(
        Named(defined, "value", rows=(at, at))
        for at, (_, defined, *_) in enumerate(_FIGURES)
        if defined
    )
    kinds = tuple(kind for _, _, kind, _, _ in _FIGURES)
    return Table(
        "figures", "Figures", columns, rows, names=names, heading="Figures of the framework",
        kinds=kinds, lines_high=7, varies=("on",),
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
            _departures_table(),
            _years_table(),
            _lists_table(),
        ),
        widths=(30, 40, 13, 28, 76, 44, 14),
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
