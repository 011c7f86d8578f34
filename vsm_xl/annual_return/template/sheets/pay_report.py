"""Return: the annual pay report to NHS England."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from vsm_xl.annual_return.template.description import (
    Column,
    Line,
    Named,
    Sheet,
    Table,
    copied,
    values_table,
)
from vsm_xl.annual_return.template.field_types import (
    ANY,
    COUNT,
    DATE,
    MONEY,
    SHORT_TEXT,
    SIZE,
    WORDS,
    FieldType,
)
from vsm_xl.annual_return.template.sheets.rests_on import rests_on


def _given(key: str, label: str, kind: FieldType, unit: str, source: str, **more: Any) -> Line:
    return Line(key, label, kind, unit, "", f'=IF({source}="","",{source})', **more)


def _sum(key: str, label: str, column: str, table: str = "returned") -> Line:
    # Binary addition drifts in the last place; a total is shown to the penny, so it is one.
    return Line(key, label, MONEY, "£ per year", "", f"=ROUND(SUM([{table}.{column}:all])*100,0)/100",
                name=f"vsm_total_{column}", sum_of=f"{table}.{column}")  # fmt: skip


_FACTS: Final = (
    Line("master", "Master check", ANY, "text", "", "=vsm_master",
         meaning="Result of all checks together: Pass, Fail or Not complete."),
    _given("organisation", "Organisation", SHORT_TEXT, "text", "vsm_organisation",
           meaning="Full name of the organisation.", lines_high=2),
    _given("ods_code", "ODS code", SHORT_TEXT, "text", "vsm_ods_code",
           same_as="organisation.ods_code"),
    _given("kind", "Kind of organisation", SHORT_TEXT, "text", "vsm_kind",
           same_as="organisation.kind"),
    _given("pay_year", "Pay year", SHORT_TEXT, "pay year", "vsm_pay_year",
           same_as="organisation.pay_year"),
    _given("date", "Effective date of the decisions", DATE, "date", "vsm_date",
           same_as="organisation.date"),
    _given("size", "Size", SIZE, "£ or people", "vsm_size", same_as="organisation.size"),
    _given("group", "Size group", SHORT_TEXT, "text", "vsm_size_group",
           meaning="Group of the pay-range table in which the organisation lies by its size."),
    _given("league_segment", "Segment in the league table", ANY, "list", "vsm_league_segment",
           same_as="organisation.league_segment"),
    _given("segment", "Segment in force", ANY, "list", "vsm_seg_used",
           meaning="Segment of the league table, or that of the national improvement programme."),
    _given("committee", "Remuneration committee met on", DATE, "date", "vsm_committee_date",
           same_as="organisation.committee_date"),
    _given("complies", "Complies with the framework", SHORT_TEXT, "list", "vsm_complies",
           meaning="Whether the organisation complies with the framework."),
    _given("explanation", "Explanation", WORDS, "text", "vsm_explanation", lines_high=2,
           same_as="organisation.explanation"),
)  # fmt: skip

_COUNTS: Final = (
    Line("posts", "Posts", COUNT, "number", "", '=COUNTIF([returned.post:all],"?*")',
         name="vsm_posts_returned", meaning="How many posts the return has."),
    Line("people", "People", COUNT, "number", "", "=SUM([single.first:all])",
         meaning="How many people hold the posts; somebody with two posts counts once."),
    Line("posts_paid", "Posts in post in the year", COUNT, "number", "",
         "=SUM([decisions.in_year:all])", name="vsm_posts_paid",
         meaning="How many posts were held in the pay year; those of last year only do not count."),
    *(
        Line(key, label, COUNT, "number", "",
             '=IF(SUMPRODUCT(([decisions.in_year:all]=1)*(vsm_decided="")),NA(),'
             f'COUNTIF(vsm_decided,"{kind}"))',
             meaning=f"How many posts have the kind of decision {kind}.")
        for key, label, kind in (
            ("appointments", "New appointments", "New appointment"),
            ("reviews", "Salary reviews", "Salary review"),
            ("promotions", "Temporary promotions", "Temporary promotion"),
            ("agreements", "Other national agreements", "Other national agreement"),
            ("interims", "Interims by day rate", "Interim by day rate"),
        )
    ),
    Line("leavers", "Posts left in the year", COUNT, "number", "",
         "=SUMPRODUCT((vsm_to>0)*(vsm_to>=vsm_year_start)*(vsm_to<=vsm_year_end))",
         meaning="How many last days in a post lie in the pay year."),
    Line("awarded", "Posts with an award above nil", COUNT, "number", "",
         "=SUMPRODUCT(ISNUMBER([returned.award:all])*([returned.award:all]>0))",
         meaning="How many posts have an award of more than nothing."),
    Line("national", "Salaries not decided locally", COUNT, "number", "",
         "=SUMPRODUCT(([returned.approval:all]=vsm_national_body)*1)",
         meaning="How many new salaries NHS England decides on."),
    Line("cases", "Pay cases", COUNT, "number", "", "=SUM([decisions.is_case:all])",
         meaning="How many salaries need a pay case."),
    Line("departures", "Posts with a departure", COUNT, "number", "",
         '=SUMPRODUCT(([returned.departure:all]<>"")*1)',
         meaning="How many posts have a departure from the framework."),
)  # fmt: skip

_TOTALS: Final = (
    _sum("total_salary", "Total of salaries at 31 March", "salary"),
    _sum("total_award", "Total of awards", "award"),
    _sum("total_change", "Total of other changes of salary", "change", "decisions"),
    _sum("total_appointed", "Total of salaries of appointments", "appointed", "decisions"),
    _sum("total_new_salary", "Total of new salaries", "new_salary"),
    _sum("total_bonus", "Total of bonuses", "bonus"),
    _sum("total_premium", "Total of premiums", "premium"),
    Line("total_arrears", "Total of arrears", MONEY, "£ per year", "",
         '=IF(vsm_first_paid="","",ROUND(SUM([decisions.arrears:all])*100,0)/100)',
         meaning="Sum of the column “Arrears of the award”; empty until the first payment is dated.",
         sum_of="decisions.arrears"),
)  # fmt: skip

#: What the software wrote down last: at the end, because it is for the auditor.
_STAMP: Final = (
    _given("software", "Stamped by software version", ANY, "text", "vsm_audit_software",
           meaning="Software that last stamped the audit trail, with its version."),
    _given("edition", "Stamped with data edition", ANY, "text", "vsm_audit_data_edition",
           lines_high=2, meaning="Edition of the framework's data at the last stamp."),
    _given("engine", "Stamped by engine", ANY, "text", "vsm_audit_engine",
           meaning="What computed the formulas at the last stamp."),
    _given("recalculated", "Stamped on", DATE, "date", "vsm_audit_recalculated_on",
           meaning="Day of the last stamp of the audit trail."),
    _given("fingerprint", "Fingerprint of the inputs", ANY, "text", "vsm_audit_inputs_sha256",
           lines_high=5, meaning="SHA-256 of everything entered, as it was at the last stamp."),
)  # fmt: skip


def _from_decisions(key: str, header: str, kind: FieldType, width: float) -> Column:
    return Column(key, header, kind, "", "", width, f"=[decisions.{key}]",
                  same_as=f"decisions.{key}")  # fmt: skip


_COLUMNS: Final = (
    _from_decisions("post", "Post", SHORT_TEXT, 36),
    copied("people.decision", "Kind of decision", SHORT_TEXT, 24),
    _from_decisions("position", "Position of the new salary", SHORT_TEXT, 14),
    Column("approval_needed", "Approval needed for this decision", SHORT_TEXT, width=30,
           formula='=IF([decisions.new_salary]="","",'
                   'IF([decisions.is_case]="","None",[decisions.approval]))',
           meaning="Who must approve what was decided; None for an award as such."),
    _from_decisions("approval", "Who would set this salary", SHORT_TEXT, 18),
    _from_decisions("salary", "Salary at 31 March (£ per year)", MONEY, 14),
    _from_decisions("award", "Award (£ per year)", MONEY, 12),
    _from_decisions("change", "Other change (£ per year)", MONEY, 12),
    _from_decisions("appointed", "Salary of an appointment (£ per year)", MONEY, 14),
    _from_decisions("new_salary", "New salary (£ per year)", MONEY, 13),
    _from_decisions("bonus", "Bonus (£)", MONEY, 12)._replace(page=True),
    _from_decisions("premium", "Premium (£ per year)", MONEY, 13),
    _from_decisions("earn_back", "Pay forgone (£ per year)", MONEY, 13),
    _from_decisions("reason", "Reason for the award", SHORT_TEXT, 36),
    copied("people.justification", "Justification", SHORT_TEXT, 40),
    Column("departure", "Departure: sentence for the annual report", SHORT_TEXT, width=38,
           formula='=IF([decisions.departure]="","",[post]&": "&[decisions.departure]&" "&'
                   'IF([people.departure]="","EXPLANATION NEEDED.",[people.departure]))',
           meaning="Title of the post, its departures, and the explanation given in People."),
)  # fmt: skip


def sheet(people: int) -> Sheet:
    """Describe the sheet for a number of people."""
    return Sheet(
        "Return",
        "output",
        "Calculated: nothing to enter. Each label leads to where its figure comes from.",
        (
            values_table("return_facts", "ReturnFacts", _FACTS, "Organisation",
                         names=(Named("vsm_facts", "value", rows=(1, len(_FACTS) - 1)),)),
            replace(values_table("return_counts", "ReturnCounts", _COUNTS, "Posts and decisions"),
                    beside=True),
            values_table("return_totals", "ReturnTotals", _TOTALS, "Totals", item_header="Total"),
            rests_on("return_figures", "ReturnFigures",
                     ("award", "bonus", "premium", "threshold", "national"), beside=True),
            Table("returned", "ReturnPosts", _COLUMNS, people, lines_high=4, people=(0, people),
                  heading="What was decided, and why"),
            values_table("return_stamp", "ReturnStamp", _STAMP, "Audit trail"),
        ),
        scale=66,
        apart=True,
        traced=True,
        heading="Annual pay report to NHS England",
        about="The annual pay report to NHS England",
    )  # fmt: skip
