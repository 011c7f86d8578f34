"""Pay cases: case and justification for each salary that is not for the committee alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

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
    FieldType,
)  # fmt: skip

_ONE_IN: Final = 5
_FEWEST: Final = 3
#: More cases than these are not exceptions any longer, and each is a page of formulas.
_MOST: Final = 40
_SIGNED: Final = "Name, signature, date:"
#: What the chair signs: the case, not only its receipt.
_DECLARED: Final = (
    "I confirm that the committee considered this case on the evidence given above, that the figures "
    "are those it decided on, and that nothing is paid before it is approved nationally.\n\n"
    f"{_SIGNED}"
)


def case_count(people: int) -> int:
    """Return how many cases a return for so many people holds: one for five of them, at most 40.

    >>> case_count(2), case_count(60)
    (2, 12)
    """
    return min(people, max(_FEWEST, people // _ONE_IN), _MOST)


def _lines(number: int) -> tuple[Line, ...]:
    case = f"case_{number}"
    row = f"[{case}@row]"

    def line(
        key: str, label: str, kind: FieldType, formula: str, *, unit: str = "", **more: Any
    ) -> Line:
        return Line(key, label, kind, unit, "", f'=IF({row}="","",{formula})', **more)

    def of(table: str, column: str) -> str:
        return f"INDEX([{table}.{column}:all],{row})"

    def decided(key: str, label: str, kind: FieldType, column: str = "") -> Line:
        """Return the line that shows a column of Decisions."""
        column = column or key
        return line(key, label, kind, of("decisions", column), same_as=f"decisions.{column}")

    def words(key: str, label: str, kind: FieldType = SHORT_TEXT, lines_high: int = 1) -> Line:
        """Return the line that shows words of People; an empty cell shows none."""
        shown = f'{of("people", key)}&""'
        return line(key, label, kind, shown, lines_high=lines_high, same_as=f"people.{key}")

    def here(key: str) -> str:
        return f"[{case}@{key}]"

    where = f"{here('role')},vsm_kind,vsm_size,vsm_day,vsm_ranges"
    return (
        Line("case", "Pay case", COUNT, "", "", content=number, meaning="Number of the pay case."),
        Line("row", "Post number in Decisions", COUNT, "", "",
             f'=IFERROR(MATCH(N({here("case")}),[decisions.cases:all],0),"")',
             meaning="Which post of Decisions the case is about, counted from 1."),
        line("organisation", "Organisation and pay year", SHORT_TEXT,
             'vsm_organisation&", "&vsm_pay_year',
             meaning="Full name of the organisation, and the pay year."),
        Line("post", "Post", SHORT_TEXT, "", "",
             f'=IF({row}="","No case",{of("people", "post")}&"")',
             meaning="Title of the post; No case where the page is not in use."),
        words("role", "Role in the pay-range table"),
        words("decision", "Kind of decision"),
        decided("fte", "Full-time equivalent", WTE),
        decided("salary", "Salary before (£ per year)", MONEY),
        decided("new_salary", "Salary proposed (£ per year)", MONEY),
        line("rise", "Increase (£ per year)", MONEY,
             f'IF({here("salary")}="","",ROUND(({here("new_salary")}-{here("salary")})*100,0)/100)',
             meaning="Salary proposed, less the salary before.",
             unit="£ per year"),
        line("rise_percent", "Increase (%)", FRACTION,
             f'IF(N({here("salary")})=0,"",{here("rise")}/{here("salary")})',
             meaning="The increase divided by the salary before; empty for a new post."),
        line("size", "Segment and size group", SHORT_TEXT,
             '"Segment "&vsm_seg_used&", group "&vsm_size_group',
             meaning="Segment in force and size group of the organisation."),
        decided("minimum", "Range: minimum (£ per year)", WHOLE_POUNDS),
        decided("midpoint", "Range: midpoint (£ per year)", WHOLE_POUNDS),
        decided("maximum", "Range: operational maximum (£ per year)", WHOLE_POUNDS,
                "operational_maximum"),
        line("position_before", "Position before, at full time", SHORT_TEXT,
             f'IF({here("salary")}="","",VSM_POSITION({here("salary")}/{here("fte")},{where}))',
             meaning="Where the salary before, at full time, stands in the pay range of the role."),
        decided("position", "Position proposed, at full time", SHORT_TEXT),
        decided("compa_ratio", "Compa-ratio before", RATIO_OF_PAY),
        decided("new_compa_ratio", "Compa-ratio proposed", RATIO_OF_PAY),
        line("rewards", "Bonus and premium (£)", MONEY,
             f"SUM({of('decisions', 'bonus')},{of('decisions', 'premium')})",
             meaning="Bonus and premium of the post added up."),
        line("cost", "Cost of the increase in a full year, with on-costs (£)", MONEY,
             f'IF({here("rise")}="","",VSM_AWARD_COST(MAX(0,{here("rise")}),vsm_year_end))',
             meaning="Increase with employer's National Insurance, pension and levy, full year.",
             unit="£ per year"),
        decided("approval", "Decided by", SHORT_TEXT),
        line("why", "Why it is decided there", WORDS,
             f'VSM_WHY("VSM_APPROVAL",{here("new_salary")},{here("role")},vsm_kind,vsm_size,'
             f"{here('fte')},vsm_day,vsm_ranges,vsm_policy)", lines_high=4,
             meaning="Reason code and sentence that say why the case is decided there."),
        words("justification", "Justification", WORDS, 12),
        line("committee", "Remuneration committee met on", DATE,
             'IF(vsm_committee_date="","",vsm_committee_date)',
             meaning="The day of the committee's meeting, as in Organisation."),
        line("approved", "Approved nationally on", DATE,
             f'IF({of("people", "approved_on")}="","Not yet",{of("people", "approved_on")})',
             meaning="Day of the national approval; Not yet where none was entered."),
        Line("chair", "Declaration by the chair of the remuneration committee", ANY, "", "",
             content=_DECLARED, lines_high=5,
             meaning="Declaration to be signed, with room for name, signature and date."),
        Line("officer", "Chief executive, or chair of the board", ANY, "", "", content=_SIGNED, lines_high=2,
             meaning="Left for name, signature and date."),
        Line("national", "National decision", ANY, "", "", content=_SIGNED, lines_high=2,
             meaning="Left for name, signature and date."),
    )  # fmt: skip


def sheet(people: int) -> Sheet:
    """Describe the sheet for a number of people."""
    cases = range(1, case_count(people) + 1)
    return Sheet(
        "Pay cases",
        "output",
        "Calculated: one page for each case.",
        tuple(
            replace(lines_table(
                f"case_{number}", f"PayCase{number}", _lines(number),
                heading=f"Pay case and justification {number}", value_header="Case",
                guidance=False, unit=False,
                names=(Named("vsm_case_pages", "value", rows=(0, 0)),)
                if number == cases[-1] else (),
            ), page=number > 1)
            for number in cases
        ),
        widths=(33, 67),
        landscape=False,
        scale=83,
        about="Case and justification for each salary that is decided nationally",
    )  # fmt: skip
