"""Decisions: what the functions make of each person, one column for each step."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.description import Column, Named, Sheet, Table
from vsm_xl.annual_return.kinds import (
    ANY,
    COUNT,
    DATE,
    FRACTION,
    MONEY,
    RATIO_OF_PAY,
    SHORT_TEXT,
    WHOLE_POUNDS,
    WTE,
    Kind,
)  # fmt: skip
from vsm_xl.annual_return.sheets.check_list import PERSON_CHECKS

# Arguments that many calls share, in the order in which the functions take them.
_ELIGIBILITY: Final = "vsm_pay_year,vsm_kind,[segment],[exempt],vsm_policy"
_AWARD: Final = f"[salary],{_ELIGIBILITY},[award_given]"
_RANGE: Final = "[role],vsm_kind,vsm_size"
_WHERE: Final = "vsm_day,vsm_ranges"
_APPROVAL: Final = f"[new_salary],{_RANGE},[fte],{_WHERE},vsm_policy"


def _copy(key: str, header: str, kind: Kind, unit: str, guidance: str, width: float) -> Column:
    """Repeat an input; an empty cell stays empty, where a plain reference would show 0."""
    return Column(
        key, header, kind, unit, guidance, width, f'=IF([people.{key}]="","",[people.{key}])'
    )


def _if_post(formula: str) -> str:
    return f'=IF([post]="","",{formula})'


def _if(key: str, formula: str) -> str:
    return f'=IF([{key}]="","",{formula})'


def _to_the_penny(amounts: str) -> str:
    """Add amounts; binary addition drifts in the last place, whole pence do not."""
    return f"ROUND(SUM({amounts})*100,0)/100"


_BEFORE: Final = (
    _copy("post", "Post", SHORT_TEXT, "text", "from People.", 34),
    _copy("role", "Role", SHORT_TEXT, "text", "from People.", 24),
    _copy("salary", "Salary at 31 March", MONEY, "£ per year", "from People.", 15),
    Column("fte", "Full-time equivalent", WTE, "WTE", "from People; 1 where empty.", 12,
           _if_post('IF([people.fte]="",1,[people.fte])')),
    Column("exempt", "Exempt", SHORT_TEXT, "list", "from People; No where empty.", 10,
           _if_post('IF([people.exempt]="","No",[people.exempt])')),
    _copy("award_given", "Award given if lower", FRACTION, "%", "from People.", 12),
)  # fmt: skip

_AWARDED: Final = (
    Column("segment", "Segment in force", ANY, "list", "from Parameters.", 13,
           _if_post("vsm_segment_used")),
    Column("eligible", "Eligible", ANY, "list", "VSM_ELIGIBLE.", 11,
           _if_post(f"VSM_ELIGIBLE({_ELIGIBILITY})")),
    Column("award", "Award", MONEY, "£ per year", "VSM_AWARD.", 14, _if_post(f"VSM_AWARD({_AWARD})")),
    Column("new_salary", "New salary", MONEY, "£ per year", "VSM_NEW_SALARY.", 15,
           _if_post(f"VSM_NEW_SALARY({_AWARD})")),
)  # fmt: skip

_MEASURED: Final = (
    Column("full_time_salary", "Full-time salary at 31 March", MONEY, "£ per year",
           "salary divided by full-time equivalent: ranges are for full time.", 15,
           _if("salary", "[salary]/[fte]")),
    Column("full_time_new_salary", "Full-time new salary", MONEY, "£ per year",
           "new salary divided by full-time equivalent.", 15, _if("new_salary", "[new_salary]/[fte]")),
    Column("group", "Group", SHORT_TEXT, "text", "VSM_GROUP: size group of the range.", 14,
           _if_post(f"VSM_GROUP(vsm_kind,vsm_size,{_WHERE})")),
    Column("minimum", "Minimum", WHOLE_POUNDS, "£ per year", "VSM_BENCHMARK.", 13,
           _if_post(f'VSM_BENCHMARK({_RANGE},"Minimum",{_WHERE})')),
    Column("midpoint", "Midpoint", WHOLE_POUNDS, "£ per year", "VSM_BENCHMARK.", 13,
           _if_post(f'VSM_BENCHMARK({_RANGE},"Midpoint",{_WHERE})')),
    Column("operational_maximum", "Operational maximum", WHOLE_POUNDS, "£ per year",
           "VSM_BENCHMARK.", 13, _if_post(f'VSM_BENCHMARK({_RANGE},"Operational maximum",{_WHERE})')),
    Column("position", "Position at 31 March", SHORT_TEXT, "text", "VSM_POSITION of the salary.", 27,
           _if_post(f"VSM_POSITION([full_time_salary],{_RANGE},{_WHERE})")),
    Column("new_position", "Position of the new salary", SHORT_TEXT, "text",
           "VSM_POSITION of the new salary.", 27,
           _if_post(f"VSM_POSITION([full_time_new_salary],{_RANGE},{_WHERE})")),
    Column("compa_ratio", "Compa-ratio at 31 March", RATIO_OF_PAY, "ratio",
           "VSM_COMPA_RATIO of the full-time salary.", 13,
           _if_post(f"VSM_COMPA_RATIO([full_time_salary],{_RANGE},{_WHERE})")),
    Column("new_compa_ratio", "Compa-ratio of the new salary", RATIO_OF_PAY, "ratio",
           "VSM_COMPA_RATIO of the full-time new salary.", 13,
           _if_post(f"VSM_COMPA_RATIO([full_time_new_salary],{_RANGE},{_WHERE})")),
    Column("approval", "Approval route", SHORT_TEXT, "text",
           "VSM_APPROVAL: who decides when the salary is set.", 26,
           _if_post(f"VSM_APPROVAL({_APPROVAL})")),
)  # fmt: skip

_EXTRAS: Final = (
    Column("bonus", "Bonus", MONEY, "£", "VSM_BONUS of the new salary.", 14,
           _if("people.bonus_percent", "VSM_BONUS([new_salary],[people.bonus_percent],vsm_day)")),
    Column("premium", "Premium", MONEY, "£ per year", "VSM_PREMIUM of the new salary.", 14,
           _if("people.premium_percent",
               "VSM_PREMIUM([new_salary],[people.premium_percent],vsm_challenged,vsm_day)")),
    Column("total", "New salary, bonus and premium", MONEY, "£ per year",
           "the decision in a full year.", 15,
           _if_post(_to_the_penny("[new_salary],[bonus],[premium]"))),
    # The rates of the year's last day: those of tax change on 6 April, five days into it.
    Column("award_cost", "Cost of the award", MONEY, "£ per year",
           "VSM_AWARD_COST in a full year, at the rates of the end of the pay year.", 14,
           _if("award", "VSM_AWARD_COST([award],vsm_year_end)")),
)  # fmt: skip

_PAID: Final = (
    Column("paid_from", "Paid from", DATE, "date", "first day in post in the pay year.", 13,
           _if_post("MAX([people.in_post_from],vsm_year_start)")),
    Column("paid_to", "Paid to", DATE, "date", "last day in post in the pay year.", 13,
           _if_post('IF([people.in_post_to]="",vsm_year_end,MIN([people.in_post_to],vsm_year_end))')),
    Column("award_from", "Award paid from", DATE, "date",
           "the effective date, or the first day in post.", 13,
           _if_post("MAX([paid_from],vsm_day)")),
    Column("premium_from", "Premium paid from", DATE, "date", "within the time in post.", 13,
           _if("premium", "MAX([people.premium_from],[paid_from])")),
    Column("premium_to", "Premium paid to", DATE, "date", "within the time in post.", 13,
           _if("premium",
               'IF([people.premium_to]="",[paid_to],MIN([people.premium_to],[paid_to]))')),
    Column("salary_paid", "Salary paid before award", MONEY, "£", "VSM_PRORATA, time in post.", 15,
           _if("salary", "VSM_PRORATA([salary],[paid_from],[paid_to])")),
    Column("award_paid", "Award paid", MONEY, "£", "VSM_PRORATA; 0 if left before it took effect.",
           14, _if("award", "IF([paid_to]<[award_from],0,VSM_PRORATA([award],[award_from],[paid_to]))")),
    Column("premium_paid", "Premium paid", MONEY, "£", "VSM_PRORATA; 0 if not due in the year.", 14,
           _if("premium",
               "IF([premium_to]<[premium_from],0,VSM_PRORATA([premium],[premium_from],[premium_to]))")),
    Column("expenses", "Taxable expenses and benefits", MONEY, "£", "from People.", 14,
           '=IF([people.expenses]="","",[people.expenses])'),
    Column("bonus_paid", "Bonus paid", MONEY, "£", "the bonus.", 14, _if_post("[bonus]")),
    Column("other_payments", "Other payments", MONEY, "£", "from People.", 14,
           '=IF([people.other_payments]="","",[people.other_payments])'),
    Column("pension_benefit", "Pension-related benefit", MONEY, "£", "from People.", 14,
           '=IF([people.pension_benefit]="","",[people.pension_benefit])'),
    Column("remuneration", "Total remuneration of the year", MONEY, "£",
           "salary paid to pension-related benefit.", 16,
           _if_post(_to_the_penny("[salary_paid:pension_benefit]"))),
)  # fmt: skip

_WORDS: Final = (
    Column("reason", "Reason of the award", SHORT_TEXT, "text", "VSM_WHY of the award.", 100,
           _if_post(f'VSM_WHY("VSM_AWARD",{_AWARD})')),
    Column("approval_reason", "Reason of the approval route", SHORT_TEXT, "text",
           "VSM_WHY of the approval.", 100, _if_post(f'VSM_WHY("VSM_APPROVAL",{_APPROVAL})')),
    Column("errors", "Errors", COUNT, "number", "cells of the row with an error, #N/A apart.", 11,
           '=IF([post]="",0,SUMPRODUCT(--ISERR([role:remuneration])))'),
    Column("undetermined", "Not determined", COUNT, "number", "cells of the row that read #N/A.", 12,
           '=IF([post]="",0,SUMPRODUCT(--ISNA([role:remuneration])))'),
)  # fmt: skip

COLUMNS: Final = (*_BEFORE, *_AWARDED, *_MEASURED, *_EXTRAS, *_PAID, *_WORDS)


# Which person a check of the sheet Checks fails for.
_PERSON: Final = (
    Column("post", "Post", SHORT_TEXT, width=34, formula="=[decisions.post]"),
    *(Column(check.key, check.header, COUNT, formula=check.formula) for check in PERSON_CHECKS),
)


def sheet(people: int) -> Sheet:
    """Describe the sheet for a number of people."""
    return Sheet(
        "Decisions",
        "Decisions",
        "calculated",
        "Calculated, nothing to enter: each column is one step and stands after those it needs. "
        "#N/A means that something cannot be determined; the reason says what is missing.",
        (
            Table(
                "decisions",
                "Decisions",
                COLUMNS,
                people,
                guided=True,
                lines_high=3,
                names=(
                    Named("vsm_errors", "errors"),
                    Named("vsm_undetermined", "undetermined"),
                    Named("vsm_extras", "bonus", "premium"),
                ),
            ),
            Table(
                "person_checks",
                "PersonChecks",
                _PERSON,
                people,
                heading="Checks of each person: 1 marks a fault, 0 none",
            ),
        ),
        about="What was decided for each person, step by step, with the reason",
    )
