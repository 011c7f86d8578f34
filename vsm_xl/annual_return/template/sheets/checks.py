"""Checks: what is outstanding, with a link to where, then every check with its result in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vsm_xl.annual_return.template.description import (
    Column,
    Content,
    Named,
    Sheet,
    Table,
    given,
    lines_table,
    named_line,
    numbered,
)
from vsm_xl.annual_return.template.field_types import (
    ANY,
    COUNT,
    DATE,
    FRACTION,
    MONEY,
    SHORT_TEXT,
    WORDS,
)
from vsm_xl.annual_return.template.sheets import people
from vsm_xl.annual_return.template.sheets.check_rules import CHECKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vsm_xl.annual_return.template.sheets.check_codes import Check

#: How many outstanding checks are listed first; a blank form has about fifteen.
LISTED: Final = 15

# An #N/A is an answer that waits for something; any other error is a fault.
_OUTCOME: Final = (
    '=IFERROR(IF([faults]>[tolerance],"Fail",IF([missing]>0,"Not complete","Pass")),'
    'IF(ISNA([faults]+[missing]),"Not complete","Fail"))'
)

_COLUMNS: Final = (
    given("code", "Code", meaning="Code by which the check is cited; it never changes."),
    given("what", "What is checked", WORDS, meaning="What must hold."),
    given("where", "Where", meaning="Sheet and cell to look at."),
    Column("result", "Result", ANY,
           formula='=IF(AND([outcome]="Pass",[applies]=0),"Nothing to check",[outcome])',
           meaning="Fail for any fault, Not complete where something is missing, or Pass."),
    given("action", "What to do", WORDS, meaning="How to put right what the check found."),
    given("faults", "Faults", COUNT, meaning="How many faults the check found."),
    given("missing", "Missing", COUNT, meaning="How many entries or answers are missing for it."),
    given("tolerance", "Tolerance", COUNT, meaning="How many faults it lets pass."),
    # How many rows before the end of People the first fault stands; 0 where there is none.
    given("row", "Row from the end of People", COUNT, helper=True),
    given("applies", "Cases checked", COUNT,
          meaning="How many posts, ranges or entries of its kind there are to check."),
    Column("outcome", "Outcome", SHORT_TEXT, formula=_OUTCOME,
           meaning="The result before it is asked whether there was anything to check."),
    Column("sheet", "Sheet", SHORT_TEXT, formula='=LEFT([where],FIND(",",[where]&",")-1)',
           meaning="Sheet that holds the cell to look at."),
    Column("place", "Outstanding so far", COUNT,
           formula='=N([place-1])+IF(OR([outcome]="Fail",[outcome]="Not complete"),1,0)',
           meaning="How many checks are outstanding up to this row of the list."),
    Column("nth", "Row of People", COUNT, helper=True,
           formula="=IF([row]=0,0,MAX(vsm_rows)+1-[row])"),
    given("stands", "What stands there", helper=True),
    given("found", "What stands there, in words", helper=True),
    given("says", "What is wrong with it", helper=True),
    given("number", "Number", COUNT, meaning="Number in that code."),
)  # fmt: skip


def _listed(key: str) -> str:
    return f'=IF([at]="","",INDEX([checks.{key}:all],[at]))'


_OUTSTANDING: Final = (
    Column("code", "Code", SHORT_TEXT, formula=_listed("code")),
    Column("what", "What is outstanding", WORDS, formula=_listed("what")),
    Column("where", "Go to", SHORT_TEXT,
           formula='=IF([at]="","",HYPERLINK("#\'"&[sheet]&"\'!"&[cell],[place]))'),
    Column("result", "Result", ANY, formula=_listed("outcome")),
    Column("action", "What to do", WORDS,
           formula='=IF([at]="","",INDEX([checks.says:all],[at])&INDEX([checks.action:all],[at]))'),
    Column("more", "How many more", COUNT,
           formula='=IF([at]="","",IFERROR(INDEX([checks.faults:all],[at])'
                   "+INDEX([checks.missing:all],[at])-1,0))"),
    given("nth", "Place in this list", COUNT),
    Column("at", "Row of the list of all checks", COUNT,
           formula='=IFERROR(MATCH([nth],[checks.place:all],0),"")'),
    Column("place", "Place in words", SHORT_TEXT, formula=_listed("where")),
    Column("sheet", "Sheet", SHORT_TEXT, formula=_listed("sheet")),
    Column("cell", "Cell", SHORT_TEXT,
           formula='=TRIM(MID([place],FIND(",",[place]&",")+1,12))'),
)  # fmt: skip

_MASTER: Final = (
    named_line("master", "Master check", ANY, "text", "",
               '=IF(vsm_failed>0,"Fail",IF(vsm_waiting>0,"Not complete","Pass"))',
               meaning="Fail if any check fails, else Not complete if any is, else Pass."),
    named_line("failed", "Checks that fail", COUNT, "number", "", '=COUNTIF(vsm_results,"Fail")',
               meaning="How many checks have the result Fail."),
    named_line("waiting", "Checks not complete", COUNT, "number", "",
               '=COUNTIF(vsm_results,"Not complete")',
               meaning="How many checks have the result Not complete."),
)  # fmt: skip

#: What a check is about, where that is fewer than all posts: none of it, nothing to check.
_ABOUT: Final = {
    "grounds": 'COUNTIF([people.exempt:all],"Yes")',
    "set_days": "COUNT([people.salary_set:all])",
    "achievement": "COUNT([people.bonus_percent:bonus_amount:all])",
    "bonus": "COUNT([people.bonus_percent:bonus_amount:all])",
    "bonus_once": "COUNT([people.bonus_amount:all])",
    "day_rates": "COUNT([people.days:contract_value:all])+COUNTIF([people.decision:all],vsm_interim)",
    "persons": "COUNTA([people.person:all])",
    "shared": "COUNTA([people.share_here:shared_with:all])",
    "severance": "COUNT([people.in_post_to:all])",
    "last_year_only": "COUNTIF([decisions.in_year:all],0)",
    "earlier_years": "COUNTA([earlier.year:all])",
    "premium_days": "COUNT([people.premium_percent:all])",
    "premium_year": "COUNT([people.premium_percent:all])",
    "premium_grounds": "COUNT([people.premium_percent:all])",
    "premium": "COUNT([people.premium_percent:all])",
    "terms": "COUNT([people.at_risk:all])",
    "achieved": "COUNT([people.at_risk:all])",
    "paid_more": "COUNT(vsm_staff_list)",
    "two_sources": "COUNT(vsm_staff_list)",
}
#: Checks that ask for what is empty: on an empty form they are what there is to do.
_OF_EMPTINESS: Final = frozenset({"people", "ranges"})
_ABOUT_RANGES: Final = "COUNTA([ranges.role:all])"
_ABOUT_POSTS: Final = "COUNTA([people.post:all])"
_OF_THE_FORM: Final = frozenset({"Organisation", "Staff pay", "Local policy", "Notes"})
#: How numbers of People read in words.
_SHOWN_AS: Final = {DATE: "d mmm yyyy", MONEY: "#,##0.00", FRACTION: "0.00%"}
_NOTHING: Final = '=""'
_REFERENCE: Final = re.compile(r"\[(\w+)[.@]")


def sheet(others: tuple[Sheet, ...]) -> Sheet:
    """Describe the sheet; the checks are listed in the order of the other sheets."""
    sheet_of = {table.key: one.title for one in others for table in one.tables}
    titles = [one.title for one in others]
    in_order = sorted(CHECKS, key=lambda check: titles.index(_sheet(check, sheet_of)))
    rows: tuple[dict[str, Content], ...] = tuple(
        {
            "code": check.code,
            "number": check.number,
            "what": check.what,
            "where": check.where if check.where.startswith("=") else f"@{check.where}",
            "tolerance": 0,
            "faults": check.faults,
            "missing": check.missing,
            "row": check.row,
            "applies": f"={_about(check, _sheet(check, sheet_of))}",
            "action": check.action,
            "stands": _stands(check),
            "found": _found(check),
            "says": check.says if check.column else _NOTHING,
        }
        for check in in_order
    )
    return Sheet(
        "Checks",
        "check",
        "Calculated, nothing to enter. Fail: something is wrong. Not complete: something is still "
        "to be entered or cannot be determined yet. Pass: nothing found.",
        (
            lines_table("master", "MasterCheck", _MASTER, value_header="Result", guidance=False,
                        unit=False),
            Table("outstanding", "Outstanding", _OUTSTANDING, numbered(LISTED), lines_high=2,
                  heading=f"Outstanding, by sheet: the first {LISTED}", print_columns=6,
                  exported=False),
            Table("checks", "Checks", _COLUMNS, rows, heading="All checks", print_columns=5,
                  names=(Named("vsm_results", "result"), Named("vsm_check_sheets", "sheet"))),
        ),
        widths=(22, 58, 24, 18, 62, 11, 11, 12, 16, 11, 16, 22, 14, 14, 24, 24, 24, 10),
        about="What is outstanding and where, then every check with its result",
    )  # fmt: skip


def _stands(check: Check) -> str:
    """Return the formula of what stands in the first faulty cell, as it is."""
    if not check.column:
        return _NOTHING
    cell = f"INDEX([people.{check.column}:all],[nth])"
    return f'=IF([nth]=0,"",IF({cell}="","",{cell}))'


def _found(check: Check) -> str:
    """Return the formula of the same as the user wrote it; a day or amount kept as text is text."""
    if not check.column:
        return _NOTHING
    kind = next(column.kind for column in people.COLUMNS if column.key == check.column)
    text = "CLEAN(LEFT([stands],100))"
    if kind not in _SHOWN_AS:
        return f"={text}"
    return f'=IF(N([stands])=0,{text},TEXT([stands],"{_SHOWN_AS[kind]}"))'


def _sheet(check: Check, sheet_of: Mapping[str, str]) -> str:
    """Return the title of the sheet that a check leads to."""
    found = _REFERENCE.match(check.where)
    return sheet_of[found[1]] if found else "People"


def _about(check: Check, title: str) -> str:
    if check.key in _ABOUT:
        return _ABOUT[check.key]
    if check.key in _OF_EMPTINESS or title in _OF_THE_FORM:
        return "1"
    return _ABOUT_RANGES if title == "Pay ranges" else _ABOUT_POSTS
