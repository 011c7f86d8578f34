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
    given,
    lines_table,
    named_line,
)
from vsm_xl.annual_return.template.field_types import (
    ANY,
    COUNT,
    DATE,
    FRACTION,
    MIXED_CHOICE,
    SHORT_TEXT,
    WHOLE_POUNDS,
    WORDS,
)  # fmt: skip
from vsm_xl.annual_return.template.sheets import local_policy
from vsm_xl.annual_return.template.sheets.role_list import roles_table
from vsm_xl.dates import pay_year_days, pay_year_name, pay_year_of
from vsm_xl.framework.edition import current
from vsm_xl.framework.kinds_and_roles import NOT_SEGMENTED, ORG_KINDS
from vsm_xl.framework.ranges import STATUSES

_IN_FORCE: Final = (
    named_line("day", "Day of the figures", DATE, "date",
               "The effective date; while it is empty, the newest figures of the edition are shown.",
               '=IF(vsm_date="","",vsm_date)'),
    named_line("year_start", "First day of the pay year", DATE, "date", "From the table of pay years.",
               '=IF(vsm_pay_year="","",INDEX(vsm_year_starts,MATCH(vsm_pay_year,vsm_list_pay_years,0)))'),
    named_line("year_end", "Last day of the pay year", DATE, "date", "From the table of pay years.",
               '=IF(vsm_pay_year="","",INDEX(vsm_year_ends,MATCH(vsm_pay_year,vsm_list_pay_years,0)))'),
    named_line("programme_first", "First day of the pay year in the improvement programme", DATE, "date",
               "Of the dates in Organisation, within the pay year.",
               '=IF(vsm_programme_from="","",MAX(vsm_programme_from,vsm_year_start))'),
    named_line("programme_last", "Last day of the pay year in the improvement programme", DATE, "date",
               "Of the dates in Organisation, within the pay year.",
               '=IF(vsm_programme_from="","",MIN(vsm_programme_to,vsm_year_end))'),
    named_line("programme_dates", "In the improvement programme by the dates", ANY, "list",
               "Yes in the whole pay year, No outside it; a change within the year is answered in "
               "Organisation.",
               '=IF(vsm_programme_first>vsm_programme_last,"No",vsm_programme_within)'),
    named_line("programme_within", "In the improvement programme, where in it at all", ANY, "list",
               "Yes where it covers the pay year; otherwise as answered in Organisation.",
               "=IF(AND(vsm_programme_first=vsm_year_start,vsm_programme_last=vsm_year_end),"
               '"Yes",vsm_programme_counts&"")'),
    named_line("programme_wrong", "Days of the improvement programme although answered with No", COUNT,
               "number", "1 where days of the pay year are entered with the answer No.",
               '=IF(AND(vsm_programme="No",vsm_programme_from<>"",vsm_programme_dates<>"No"),1,0)'),
    named_line("earlier_wrong", "First of the earlier years is not before last year", COUNT, "number",
               "1 where it is not.",
               '=IF(AND(vsm_earlier_first<>"",vsm_staff_pay_year_last<>"",'
               "vsm_earlier_first>=vsm_staff_pay_year_last),1,0)"),
    named_line("over", "Highest pay of staff against the director's, this year", COUNT, "number",
               "1 above the band, -1 below it, 0 in it.",
               "=IFERROR(SIGN(vsm_high-vsm_top_pay)*(ABS(vsm_high-vsm_top_pay)>vsm_half_band),0)"),
    Line("over_last_year", "Highest pay of staff against the director's, last year", COUNT,
         "number", "1 above the band, -1 below it, 0 in it.",
         "=IFERROR(SIGN(vsm_high_last-vsm_top_pay_last)"
         "*(ABS(vsm_high_last-vsm_top_pay_last)>vsm_half_band),0)",
         name="vsm_over_last"),
    named_line("programme_used", "Counts as in the improvement programme", ANY, "list",
               "As answered; with Yes, as its dates say.",
               '=IF(vsm_programme<>"Yes",vsm_programme&"",'
               'IF(OR(vsm_programme_from="",vsm_pay_year=""),"",vsm_programme_dates))'),
    Line("segment_used", "Segment in force", ANY, "list",
         "VSM_SEGMENT of the league table's segment and the improvement programme.",
         '=IF(OR(vsm_league_segment="",vsm_programme_used=""),"",'
         "VSM_SEGMENT(vsm_league_segment,vsm_programme_used))",
         name="vsm_seg_used"),
    named_line("award_open", "Who receives the award is not settled", COUNT, "number",
               "1 where VSM_ELIGIBLE cannot answer it for the pay year.",
               '=IF(vsm_seg_used="","",'
               'N(ISNA(VSM_ELIGIBLE(vsm_pay_year,vsm_kind,vsm_seg_used,"No",vsm_policy))))'),
    named_line("measurable", "Ranges and approval can be determined", COUNT, "number",
               "1 with a pay-range table, in a year of the framework.",
               "=IF(OR(COUNTA([ranges.role:all])=0,ISERROR(vsm_bonus_limit)),0,1)"),
    named_line("people_end", "Row after the last of People", COUNT, "number",
               "From which the checks count back to the first row with a fault.",
               "=MAX(vsm_person_rows)+1"),
    named_line("last_year_start", "First day of the pay year before", DATE, "date",
               "For posts that were held last year only.",
               '=IFERROR(INDEX(vsm_starts_older,MATCH(vsm_pay_year,vsm_years_newer,0)),"")'),
    named_line("year_before", "Pay year before that of staff pay", SHORT_TEXT, "pay year",
               "From the table of pay years; last year's figures of staff pay are for it.",
               '=IFERROR(INDEX(vsm_years_older,MATCH(vsm_staff_pay_year,vsm_years_newer,0)),"")'),
    named_line("half_band", "Half a band of the remuneration report", WHOLE_POUNDS, "£",
               "From the mid-point of a band to its ends.", "=vsm_band_width/(1+1)"),
    named_line("explained_errors", "Errors that another check reports", COUNT, "number",
               "Of Decisions, of the highest-paid director and of percentiles of nil.",
               "=SUMPRODUCT(ISERR([decisions.salary:remuneration:all])*1)+ISERROR(vsm_top_pay)"
               "+ISERROR(vsm_top_pay_last)+vsm_nil_quartiles"),
    named_line("nil_quartiles", "Percentiles of nil", COUNT, "number", "Of staff pay, which is never nil.",
               "=COUNTIF(vsm_percentiles,0)+COUNTIF(vsm_percentiles_last,0)"
               "+COUNTIF(vsm_salaries,0)+COUNTIF(vsm_salaries_last,0)"),
    named_line("approver", "Who approves beyond the committee's limits", SHORT_TEXT, "text",
               "In the words of the sentences below, also while the body is not settled.",
               '=IFERROR(vsm_national_body,"the national body")'),
    named_line("approved_late", "What is said of a late approval", SHORT_TEXT, "text",
               "The end of a sentence below.",
               '=vsm_approver&" approved it only after the day from which it is paid."'),
    named_line("ratio_moved", "Median pay ratio moved by more than the step", COUNT, "number",
               "1 where it did since last year; then Staff pay says why.",
               "=IFERROR(N(ROUND(ABS(vsm_ratio_median-vsm_last_ratio_median)*100,0)>vsm_ratio_step*100),0)"),
    Line("group", "Size group", SHORT_TEXT, "text",
         "VSM_GROUP: the group of the pay-range table in which the organisation lies by its size.",
         '=IF(OR(vsm_size="",COUNTA(vsm_ranges)<=COLUMNS(vsm_ranges)),"",'
         "VSM_GROUP(vsm_kind,vsm_size,vsm_day,vsm_ranges))", name="vsm_size_group"),
    named_line("threshold_used", "Approval limit for providers", WHOLE_POUNDS, "£ per year",
               "The national limit, or the one of Local policy; none for an ICB.",
               '=IF(vsm_kind="ICB","",'
               'IF(vsm_local_threshold="",vsm_provider_threshold,vsm_local_threshold))'),
)  # fmt: skip

#: Figures the workbook uses: name in the edition, defined name, kind, unit, what for.
_FIGURES: Final = (
    ("award.percent", "vsm_award_rate", FRACTION, "%", "The national award; VSM_AWARD uses it."),
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
    ("report.ratio_step", "vsm_ratio_step", ANY, "ratio",
     "A median pay ratio that moved by more than this needs its reason."),
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
     ('="The salary lies beyond what the committee may decide, and no approval of "'
      '&vsm_approver&" is recorded."')),
    ("vsm_says_late", "APPROVAL_LATE",
     '="The salary lies beyond what the committee may decide, and "&vsm_approved_late'),
    ("vsm_says_bonus", "BONUS_OVER_LIMIT",
     "The bonus is over the framework's limit."),
    ("vsm_says_premium", "PREMIUM_OVER_LIMIT",
     "The temporary premium is over the framework's limit."),
)  # fmt: skip

SWITCH: Final = ("Yes", "No")
DECISIONS: Final = (
    "Annual award only", "New appointment", "Salary review", "Temporary promotion",
    "Other national agreement", "Interim by day rate", "Other",
)  # fmt: skip
BASES: Final = ("Payroll", "Published", "Derived", "Illustrative")


def pay_years() -> tuple[int, ...]:
    """Return the first calendar years of all pay years for which the edition holds an award."""
    figures = current().dated("award.percent")
    return tuple(sorted({pay_year_of(figure.first_day) for figure in figures}))


def segments() -> tuple[float | str, ...]:
    """Return every segment an organisation can be in, lowest number first."""
    edition = current()
    low, high = (int(edition.dated(f"segment.{end}")[-1].number) for end in ("lowest", "highest"))
    return (*range(low, high + 1), NOT_SEGMENTED)


def lists() -> dict[str, tuple[str, tuple[float | str, ...]]]:
    """Return every list of choices: its defined name, what it is of, its items."""
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
            names += [
                Named(defined, "item", rows=(len(rows) + at, len(rows) + at))
                for defined, at in (("vsm_annual", 0), ("vsm_agreement", 4), ("vsm_interim", 5))
            ]
        rows += [{"list": of, "item": item} for item in items]
    columns = (
        given("list", "List"),
        given("item", "Item", MIXED_CHOICE),
    )
    return Table(
        "lists", "Lists", columns, tuple(rows), names=tuple(names), heading="Lists of choices"
    )


def _departures_table() -> Table:
    lines = tuple(
        Line(name.removeprefix("vsm_says_"), code, WORDS, "", "", meaning="A sentence for the report.",
             formula=text if text.startswith("=") else "",
             content=None if text.startswith("=") else text, name=name, lines_high=4)
        for name, code, text in _DEPARTURES
    )  # fmt: skip
    return lines_table(
        "departures", "Departures", lines, item_header="Reason code", unit=False, guidance=False,
        value_header="Value",
        heading="Departures from the framework, with the sentence that the Return drafts",
    )  # fmt: skip


def _policy_table() -> Table:
    columns = (
        given("name", "Name of the policy"),
        Column("value", "Value in use", formula='=IF([policy.value]="","",[policy.value])'),
    )
    rows = tuple({"name": key} for key in local_policy.KEYS)
    return Table(
        "policy_used", "PolicyUsed", columns, rows, names=(Named("vsm_policy", "name", "value"),),
        heading="Local policy as the functions read it",
    )  # fmt: skip


def _years_table() -> Table:
    columns = (
        given("year", "Pay year"),
        given("first", "First day", DATE),
        given("last", "Last day", DATE),
    )
    rows: tuple[dict[str, Content], ...] = tuple(
        {"year": pay_year_name(year), "first": first, "last": last}
        for year in pay_years()
        for first, last in (pay_year_days(year),)
    )
    names = (
        Named("vsm_list_pay_years", "year"),
        Named("vsm_starts_older", "first", rows=(0, len(rows) - 2)),
        Named("vsm_years_older", "year", rows=(0, len(rows) - 2)),
        Named("vsm_years_newer", "year", rows=(1, len(rows) - 1)),
        Named("vsm_year_starts", "first"),
        Named("vsm_year_ends", "last"),
    )
    return Table("years", "PayYears", columns, rows, names=names, heading="Pay years")


def _cited(key: str, part: str) -> Column:
    """Describe a column that shows one part of a figure's citation."""
    return Column(key, part, SHORT_TEXT, formula=f'=VSM_SOURCE([name],[on],"{part}")')


def _figures_table() -> Table:
    columns = (
        given("name", "Figure"),
        Column("value", "Value", formula="=VSM_RATE([name],[on])"),
        _cited("in_force", "In force"),
        _cited("status", "Status"),
        _cited("document", "Document"),
        _cited("paragraph", "Paragraph"),
        _cited("link", "Link"),
        _cited("note", "Note"),
        given("unit", "Unit"),
        given("use", "Used for", WORDS),
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
        Named(defined, "value", rows=(at, at)) for at, (_, defined, *_) in enumerate(_FIGURES)
    )
    kinds = tuple(kind for _, _, kind, _, _ in _FIGURES)
    return Table(
        "figures", "Figures", columns, rows, names=names, heading="Figures of the framework",
        kinds=kinds, lines_high=7,
    )  # fmt: skip


def _cells_of(table: Table) -> str:
    """Return a reference to what a table shows; the master check may not wait for itself."""
    if table.key == "return_facts":
        return "vsm_facts"
    return f"[{table.key}.{table.columns[0].key}:{table.columns[-1].key}:all]"


def _outputs_table(outputs: tuple[Sheet, ...]) -> Table:
    columns = (
        given("table", "Output"),
        given("errors", "Errors other than #N/A", COUNT),
        Column("place", "First place from here", SHORT_TEXT,
               formula='=IF([errors]>0,[table],IF([place+1]="","",[place+1]))'),
    )  # fmt: skip
    rows: tuple[dict[str, Content], ...] = tuple(
        {
            "table": f"@[{table.key}.{table.columns[0].key}]",
            "errors": f"=SUMPRODUCT(ISERR({_cells_of(table)})*1)",
        }
        for sheet in outputs
        for table in sheet.tables
    )
    return Table(
        "outputs", "OutputErrors", columns, rows,
        names=(Named("vsm_output_errors", "errors"), Named("vsm_output_place", "place", rows=(0, 0))),
        heading="Errors in the outputs, counted for the checks",
    )  # fmt: skip


def sheet(outputs: tuple[Sheet, ...]) -> Sheet:
    """Describe the sheet.

    Args:
        outputs: the output sheets, whose errors are counted here.
    """
    return Sheet(
        "Parameters",
        "reference",
        "Nothing to enter: the settings in force, every figure the workbook uses with its source, "
        "and the lists of choices.",
        (
            lines_table("in_force", "InForce", _IN_FORCE, heading="In force", value_header="Value"),
            _figures_table(),
            _departures_table(),
            _policy_table(),
            _years_table(),
            _lists_table(),
            _outputs_table(outputs),
            roles_table(),
        ),
        widths=(30, 40, 24, 24, 48, 32, 44, 48, 14, 30, 14),
        about="Every figure used, with status and source; lists of choices",
    )


def choices_of(name: str) -> tuple[float | str, ...]:
    """Return the items of a list by its defined name.

    >>> choices_of("vsm_list_switch")
    ('Yes', 'No')
    """
    if name == "vsm_list_pay_years":
        return tuple(pay_year_name(year) for year in pay_years())
    return lists()[name][1]
