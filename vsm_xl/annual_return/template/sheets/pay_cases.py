"""Pay cases: case and justification for each salary that is not for the committee alone."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import Line, Named, Sheet, lines_table
from vsm_xl.annual_return.template.field_types import (
    ANY,
    COUNT,
    DATE,
    FRACTION,
    MONEY,
    RATIO_OF_PAY,
    SHORT_TEXT,
    WHOLE_POUNDS,
    WORDS,
    WTE,
    Kind,
)  # fmt: skip

_ONE_IN: Final = 5
_FEWEST: Final = 3
#: More cases than these are no exceptions any longer, and each is a page of formulas.
_MOST: Final = 40
_SIGNED: Final = "Name, signature, date:"


def case_count(people: int) -> int:
    """Return how many cases a return for so many people holds: one for five of them, at most 40.

    >>> case_count(2), case_count(60)
    (2, 12)
    """
    return min(people, max(_FEWEST, people // _ONE_IN), _MOST)


def _lines(number: int) -> tuple[Line, ...]:
    case = f"case_{number}"
    row = f"[{case}@row]"

    def line(key: str, label: str, kind: Kind, formula: str, high: int = 1) -> Line:
        return Line(key, label, kind, "", "", f'=IF({row}="","",{formula})', lines_high=high)

    def of(table: str, column: str) -> str:
        return f"INDEX([{table}.{column}:all],{row})"

    def words(table: str, column: str) -> str:
        return f'{of(table, column)}&""'

    def here(key: str) -> str:
        return f"[{case}@{key}]"

    where = f"{here('role')},vsm_kind,vsm_size,vsm_day,vsm_ranges"
    return (
        Line("case", "Pay case", COUNT, "", "", content=number),
        Line("row", "Post number in Decisions", COUNT, "", "",
             f'=IFERROR(MATCH({here("case")},[decisions.cases:all],0),"")'),
        line("organisation", "Organisation and pay year", SHORT_TEXT,
             'vsm_organisation&", "&vsm_pay_year'),
        Line("post", "Post", SHORT_TEXT, "", "",
             f'=IF({row}="","No case",{words("people", "post")})'),
        line("role", "Role in the pay-range table", SHORT_TEXT, words("people", "role")),
        line("decision", "Kind of decision", SHORT_TEXT, words("people", "decision")),
        line("fte", "Full-time equivalent", WTE, of("decisions", "fte")),
        line("salary", "Salary before (£ per year)", MONEY, of("decisions", "salary")),
        line("new_salary", "Salary proposed (£ per year)", MONEY, of("decisions", "new_salary")),
        line("rise", "Increase (£ per year)", MONEY,
             f'IF({here("salary")}="","",ROUND(({here("new_salary")}-{here("salary")})*100,0)/100)'),
        line("rise_percent", "Increase in per cent", FRACTION,
             f'IF(N({here("salary")})=0,"",{here("rise")}/{here("salary")})'),
        line("size", "Segment and size group", SHORT_TEXT,
             '"Segment "&vsm_segment_used&", group "&vsm_size_group'),
        line("minimum", "Range: minimum (£ per year)", WHOLE_POUNDS, of("decisions", "minimum")),
        line("midpoint", "Range: midpoint (£ per year)", WHOLE_POUNDS, of("decisions", "midpoint")),
        line("maximum", "Range: operational maximum (£ per year)", WHOLE_POUNDS,
             of("decisions", "operational_maximum")),
        line("position_before", "Position before, at full time", SHORT_TEXT,
             f'IF({here("salary")}="","",VSM_POSITION({here("salary")}/{here("fte")},{where}))'),
        line("position", "Position proposed, at full time", SHORT_TEXT,
             of("decisions", "position")),
        line("compa_ratio", "Compa-ratio before", RATIO_OF_PAY, of("decisions", "compa_ratio")),
        line("new_compa_ratio", "Compa-ratio proposed", RATIO_OF_PAY,
             of("decisions", "new_compa_ratio")),
        line("rewards", "Bonus and premium (£)", MONEY,
             f"SUM({of('decisions', 'bonus')},{of('decisions', 'premium')})"),
        line("cost", "Cost of the increase in a full year, with on-costs (£)", MONEY,
             f'IF({here("rise")}="","",VSM_AWARD_COST(MAX(0,{here("rise")}),vsm_year_end))'),
        line("approval", "Decided by", SHORT_TEXT, of("decisions", "approval")),
        line("why", "Why it is decided there", WORDS,
             f'VSM_WHY("VSM_APPROVAL",{here("new_salary")},{here("role")},vsm_kind,vsm_size,'
             f"{here('fte')},vsm_day,vsm_ranges,vsm_policy)", 4),
        line("justification", "Justification", WORDS, words("people", "justification"), 12),
        line("committee", "Remuneration committee met on", DATE,
             'IF(vsm_committee_date="","",vsm_committee_date)'),
        line("approved", "Approved nationally on", DATE,
             f'IF({of("people", "approved_on")}="","Not yet",{of("people", "approved_on")})'),
        Line("chair", "Chair of the remuneration committee", ANY, "", "", content=_SIGNED, lines_high=2),
        Line("officer", "Chief executive, or chair of the board", ANY, "", "", content=_SIGNED, lines_high=2),
        Line("national", "NHS England: decision", ANY, "", "", content=_SIGNED, lines_high=2),
    )  # fmt: skip


def sheet(people: int) -> Sheet:
    """Describe the sheet for a number of people."""
    cases = range(1, case_count(people) + 1)
    return Sheet(
        "Pay cases",
        "Pay cases",
        "output",
        "Calculated: one page for each case.",
        tuple(
            lines_table(
                f"case_{number}", f"PayCase{number}", _lines(number),
                heading=f"Pay case and justification {number}", value_header="Case",
                guidance=False, unit=False, page=number > 1,
                names=(Named("vsm_case_pages", "value", rows=(0, 0)),)
                if number == cases[-1] else (),
            )
            for number in cases
        ),
        widths=(36, 84),
        landscape=False,
        scale=70,
        about="Case and justification for each salary that is decided nationally",
    )  # fmt: skip
