"""Planning: what an award would come to while no one knows who receives it.

For a pay year whose criteria are pending, or whose award is not announced.  Provisional, and never
part of the Return; position and approval of the present salary stand here in any year.
"""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import Column, Line, Sheet, Table, lines_table
from vsm_xl.annual_return.template.field_types import ANY, FRACTION, MONEY, SHORT_TEXT
from vsm_xl.annual_return.template.sheets.decisions import RANGE, WHERE, if_filled


def _sum(key: str, label: str, column: str) -> Line:
    return Line(
        key, label, MONEY, "£ per year", "", f"=ROUND(SUM([planning.{column}:all])*100,0)/100"
    )


_PLAN: Final = (
    Line("status", "Status", SHORT_TEXT, "text", "",
         '=IF(N(vsm_award_open)=0,"For comparison: the award is settled.",'
         '"PROVISIONAL: who receives the award is not settled.")', lines_high=4),
    Line("percent", "Percentage used", FRACTION, "%", "",
         "=IF(ISNUMBER(vsm_award_rate),vsm_award_rate,"
         'IF(vsm_planning_percent="","",vsm_planning_percent))', name="vsm_plan_percent"),
    Line("from", "Where it is from", ANY, "text", "",
         '=IF(ISNUMBER(vsm_award_rate),"Announced for the year",'
         'IF(vsm_planning_percent="","Not entered",'
         '"Organisation"))', lines_high=2),
    _sum("salaries", "Total of salaries at 31 March", "salary"),
    _sum("awards", "Total of awards, if payable", "award"),
    _sum("cost", "Cost in a full year, if payable", "cost"),
    _sum("cost_withheld", "Cost in a full year, if withheld", "cost_withheld"),
)  # fmt: skip

COLUMNS: Final = (
    Column("post", "Post (provisional)", SHORT_TEXT, width=38, formula="=[decisions.post]"),
    Column("salary", "Salary at 31 March (£ per year)", MONEY, width=16, formula="=[decisions.salary]"),
    Column("position", "Position now, and if withheld", SHORT_TEXT, width=20,
           formula=if_filled("salary", f"VSM_POSITION([salary]/[decisions.fte],{RANGE},{WHERE})")),
    Column("approval", "Who would set the salary now", SHORT_TEXT, width=20,
           formula=if_filled("salary",
                       f"VSM_APPROVAL([salary],{RANGE},[decisions.fte],{WHERE},vsm_policy)")),
    # The part of pay at risk is the function that multiplies and rounds to the penny.
    Column("award", "Award if payable (£ per year)", MONEY, width=14,
           formula='=IF(OR([salary]="",vsm_plan_percent="",N([decisions.on_terms])=0),"",'
                   'VSM_EARN_BACK([salary],vsm_plan_percent,0,"At risk"))'),
    Column("new_salary", "New salary if payable (£ per year)", MONEY, width=16,
           formula=if_filled("award", "ROUND(([salary]+[award])*100,0)/100")),
    Column("new_position", "Position if payable", SHORT_TEXT, width=20,
           formula=if_filled("award", f"VSM_POSITION([new_salary]/[decisions.fte],{RANGE},{WHERE})")),
    Column("new_approval", "Who would set that salary", SHORT_TEXT, width=20,
           formula=if_filled("award",
                       f"VSM_APPROVAL([new_salary],{RANGE},[decisions.fte],{WHERE},vsm_policy)")),
    Column("cost", "Cost if payable (£ per year)", MONEY, width=15,
           formula=if_filled("award", "VSM_AWARD_COST([award],vsm_year_end)")),
    Column("withheld_salary", "New salary if withheld (£ per year)", MONEY, width=16,
           formula=if_filled("award", "[salary]")),
    Column("cost_withheld", "Cost if withheld (£ per year)", MONEY, width=14,
           formula=if_filled("award", "0")),
)  # fmt: skip


def sheet(people: int) -> Sheet:
    """Describe the sheet for a number of people."""
    return Sheet(
        "Planning",
        "reference",
        "Calculated: nothing to enter. What the award comes to if it is payable and if it is withheld.",
        (
            lines_table("plan", "PlanFacts", _PLAN, value_header="Value", guidance=False),
            Table("planning", "PlanPosts", COLUMNS, people, lines_high=2, people=(0, people),
                  heading="Posts, provisional"),
        ),
        heading="Planning: PROVISIONAL, not part of the Return",
        about="Provisional: the award if payable and if withheld, for a year that is not settled",
    )  # fmt: skip
