"""Organisation: whom the return is about, its size and segment, how the decisions were made."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import Line, Named, Sheet, lines_table, named_line
from vsm_xl.annual_return.template.field_types import (
    CHOICE,
    DATE,
    FRACTION,
    MIXED_CHOICE,
    SHORT_TEXT,
    SIZE,
    WORDS,
)

_LINES: Final = (
    named_line("ods_code", "ODS code", SHORT_TEXT, "text",
               "The organisation's code in the Organisation Data Service, such as RR8."),
    named_line("organisation", "Organisation", SHORT_TEXT, "text", "The full name."),
    named_line("kind", "Kind of organisation", CHOICE, "list",
               "Provider for an NHS trust or foundation trust, ICB for an integrated care board.",
               choices="vsm_list_kinds"),
    named_line("pay_year", "Pay year", CHOICE, "pay year",
               "The year of the award, 1 April to 31 March. The framework began on 1 April 2025: a return "
               "for an earlier year cannot be completed.",
               choices="vsm_list_pay_years"),
    named_line("date", "Effective date of the decisions", DATE, "date",
               "Normally 1 April of the pay year. Pay ranges, limits and approvals are those of this day."),
    named_line("first_paid", "Awards first paid on", DATE, "date",
               "Payroll day from which the new salaries are paid: arrears run up to the day before."),
    named_line("size", "Size", SIZE, "£ or people",
               "Provider: yearly turnover in pounds, not millions. ICB: weighted population."),
    named_line("size_date", "Size used from", DATE, "date",
               "The day in the pay year from which this size decides the pay range."),
    named_line("league_segment", "Segment in the league table", MIXED_CHOICE, "list",
               "As published under the NHS Oversight Framework. An ICB in 2025/26: Not segmented; one in the "
               "Recovery Support Programme counts as segment 5, so answer Yes below.",
               choices="vsm_list_segments"),
    named_line("segment_date", "Segment published on", DATE, "date",
               "Day of publication of the league table used; it lies in the pay year."),
    named_line("programme", "In the national improvement programme", CHOICE, "list",
               "At any time in the pay year. Yes (the Recovery Support Programme too, and for an ICB) puts the "
               "organisation into segment 5 for the days below, "
               "whatever the league table says.",
               choices="vsm_list_switch"),
    named_line("programme_from", "In the programme from", DATE, "date",
               "Only with Yes above: the first day."),
    named_line("programme_to", "In the programme to", DATE, "date",
               "Only with Yes above: the last day; leave empty while it lasts."),
    named_line("programme_counts", "Counts as in the programme for this year's award", CHOICE, "list",
               "Only where the programme began or ended within the pay year: what NHS England answered.",
               choices="vsm_list_switch"),
    named_line("challenged", "Challenged organisation", CHOICE, "list",
               "The committee's recorded judgement; Yes is needed for a temporary premium.",
               choices="vsm_list_switch"),
    named_line("planning_percent", "Planning percentage", FRACTION, "%",
               "Only where no award is announced for the pay year: used in Planning, never in the Return."),
    Line("exemption_policy", "Exemption policy", WORDS, "text",
         "How the committee decides that a leader newly appointed to turn the organisation "
         "around is exempt from the withholding of the award."),
    named_line("committee_date", "Remuneration committee met on", DATE, "date",
               "The meeting that made these decisions."),
    Line("committee_chair", "Chaired by", SHORT_TEXT, "text",
         "The role of the committee's chair, not a name."),
    Line("contact", "Contact", SHORT_TEXT, "text",
         "A team mailbox or role that answers questions about this return."),
    named_line("complies", "Complies with the framework", CHOICE, "list",
               "No asks for an explanation in the next line.",
               choices="vsm_list_switch"),
    named_line("explanation", "Explanation", WORDS, "text",
               "Where the organisation does not comply: in what, why, and until when."),
)  # fmt: skip


def sheet() -> Sheet:
    """Describe the sheet."""
    return Sheet(
        "Organisation",
        "input",
        "Enter one value per line. Input cells are pale yellow with a border.",
        (
            lines_table(
                "organisation", "Organisation", _LINES,
                names=(Named("vsm_identity", "value", rows=(0, 4)),),
            ),
        ),
        widths=(38, 44, 14, 70),
        about="Name, kind, size, segment, committee and compliance statement",
    )  # fmt: skip
