"""Organisation: whom the return is about, its size and segment, how the decisions were made."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import Line, Named, Sheet, lines_table
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
    Line("ods_code", "ODS code", SHORT_TEXT, "text",
         "The organisation's code in the Organisation Data Service, such as RR8.",
         name="vsm_ods_code"),
    Line("organisation", "Organisation", SHORT_TEXT, "text", "The full name.",
         name="vsm_organisation"),
    Line("kind", "Kind of organisation", CHOICE, "list",
         "Provider for an NHS trust or foundation trust, ICB for an integrated care board.",
         choices="vsm_list_kinds", name="vsm_kind"),
    Line("pay_year", "Pay year", CHOICE, "pay year",
         "The year of the award, 1 April to 31 March. The framework began on 1 April 2025: a return "
         "for an earlier year cannot be completed.",
         choices="vsm_list_pay_years", name="vsm_pay_year"),
    Line("date", "Effective date of the decisions", DATE, "date",
         "Normally 1 April of the pay year. Pay ranges, limits and approvals are those of this day.",
         name="vsm_date"),
    Line("first_paid", "Awards first paid on", DATE, "date",
         "Payroll day from which the new salaries are paid: arrears run up to the day before.",
         name="vsm_first_paid"),
    Line("size", "Size", SIZE, "£ or people",
         "Provider: yearly turnover in pounds, not millions. ICB: weighted population.",
         name="vsm_size"),
    Line("size_date", "Size used from", DATE, "date",
         "The day in the pay year from which this size decides the pay range.",
         name="vsm_size_date"),
    Line("league_segment", "Segment in the league table", MIXED_CHOICE, "list",
         "As published under the NHS Oversight Framework. An ICB in 2025/26: Not segmented; one in the "
         "Recovery Support Programme counts as segment 5, so answer Yes below.",
         choices="vsm_list_segments", name="vsm_league_segment"),
    Line("segment_date", "Segment published on", DATE, "date",
         "Day of publication of the league table used; it lies in the pay year.",
         name="vsm_segment_date"),
    Line("programme", "In the national improvement programme", CHOICE, "list",
         "At any time in the pay year. Yes (the Recovery Support Programme too, and for an ICB) puts the "
         "organisation into segment 5 for the days below, "
         "whatever the league table says.",
         choices="vsm_list_switch", name="vsm_programme"),
    Line("programme_from", "In the programme from", DATE, "date",
         "Only with Yes above: the first day.", name="vsm_programme_from"),
    Line("programme_to", "In the programme to", DATE, "date",
         "Only with Yes above: the last day; leave empty while it lasts.",
         name="vsm_programme_to"),
    Line("programme_counts", "Counts as in the programme for this year's award", CHOICE, "list",
         "Only where the programme began or ended within the pay year: what NHS England answered.",
         choices="vsm_list_switch", name="vsm_programme_counts"),
    Line("challenged", "Challenged organisation", CHOICE, "list",
         "The committee's recorded judgement; Yes is needed for a temporary premium.",
         choices="vsm_list_switch", name="vsm_challenged"),
    Line("planning_percent", "Planning percentage", FRACTION, "%",
         "Only where no award is announced for the pay year: used in Planning, never in the Return.",
         name="vsm_planning_percent"),
    Line("exemption_policy", "Exemption policy", WORDS, "text",
         "How the committee decides that a leader newly appointed to turn the organisation "
         "around is exempt from the withholding of the award."),
    Line("committee_date", "Remuneration committee met on", DATE, "date",
         "The meeting that made these decisions.", name="vsm_committee_date"),
    Line("committee_chair", "Chaired by", SHORT_TEXT, "text",
         "The role of the committee's chair, not a name."),
    Line("contact", "Contact", SHORT_TEXT, "text",
         "A team mailbox or role that answers questions about this return."),
    Line("complies", "Complies with the framework", CHOICE, "list",
         "No asks for an explanation in the next line.",
         choices="vsm_list_switch", name="vsm_complies"),
    Line("explanation", "Explanation", WORDS, "text",
         "Where the organisation does not comply: in what, why, and until when.",
         name="vsm_explanation"),
)  # fmt: skip

#: Lines without which a return is not complete, in the order of the sheet.
REQUIRED_FIRST: Final = "ods_code"
REQUIRED_LAST: Final = "date"


def sheet() -> Sheet:
    """Describe the sheet."""
    return Sheet(
        "Organisation",
        "Organisation",
        "input",
        "Enter one value per line. Input cells are pale yellow with a border.",
        (
            lines_table(
                "organisation",
                "Organisation",
                _LINES,
                names=(Named("vsm_identity", "value", rows=(0, 4)),),
            ),
        ),
        widths=(38, 44, 14, 70),
        landscape=True,
        about="Name, kind, size, segment, committee and compliance statement",
    )
