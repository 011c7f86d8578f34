"""The template: all sheets in their order, for a number of people."""

from __future__ import annotations

from functools import cache
from typing import Final

from vsm_xl.annual_return.template.layout import Layout
from vsm_xl.annual_return.template.sheets import (
    change_log,
    charts,
    checks,
    cover,
    decisions,
    instructions,
    local_policy,
    notes,
    organisation,
    paper,
    parameters,
    pay_cases,
    pay_ranges,
    pay_report,
    people,
    planning,
    remuneration,
    single_total,
    staff_pay,
)
from vsm_xl.annual_return.template.usage import BLANK

#: How many people and range rows a template holds unless another is named.
PEOPLE: Final = 60
RANGE_ROWS: Final = 120
#: How many rows the list of everybody's pay has; larger lists need a larger template.
STAFF_ROWS: Final = 1_000


@cache
def template_layout(
    people_rows: int = PEOPLE, range_rows: int = RANGE_ROWS, staff_rows: int = STAFF_ROWS
) -> Layout:
    """Describe the template.

    Args:
        people_rows: how many people it holds, at least 1.
        range_rows: how many rows of pay ranges it holds, at least 1.
        staff_rows: how many rows the list of everybody's pay holds, at least 1.

    >>> [sheet.title for sheet in template_layout(2).sheets][:3]
    ['Cover', 'Instructions', 'Organisation']
    """
    if min(people_rows, range_rows, staff_rows) < 1:
        raise ValueError("a template holds at least one person and one row of each list")
    outputs = (
        pay_report.sheet(people_rows),
        charts.sheet(people_rows),
        pay_cases.sheet(people_rows),
        remuneration.sheet(people_rows),
    )
    front = (paper.sheet(), paper.decisions_sheet(people_rows))
    before = (
        instructions.sheet(),
        organisation.sheet(),
        people.sheet(people_rows),
        pay_ranges.sheet(range_rows),
        staff_pay.sheet(staff_rows),
        local_policy.sheet(),
        decisions.sheet(people_rows),
        single_total.sheet(people_rows),
        *front,
        *outputs,
        planning.sheet(people_rows),
    )
    after = (
        parameters.sheet((*front, *outputs)),
        change_log.sheet(),
        notes.sheet(min(people_rows, BLANK.people), BLANK.cases),
    )
    others = (*before, checks.sheet((*before, *after)), *after)
    return Layout((cover.sheet(others), *others), people_rows, range_rows, staff_rows)
