"""Picture: what a committee sees at a glance, each chart with its figures in a table below."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from vsm_xl.annual_return.template.description import Chart, Column, Named, Sheet, Table
from vsm_xl.annual_return.template.field_types import MONEY, RATIO_OF_PAY, SHORT_TEXT, WHOLE_POUNDS
from vsm_xl.annual_return.template.sheets.staff_pay import EARLIER_YEARS

#: More posts than this are not legible in one chart, and more charts than this are not looked at.
POSTS_A_CHART: Final = 10
_MOST_CHARTS: Final = 6

_DECISIONS: Final = re.compile(r"\[decisions\.(\w+)\]")

_RANGES: Final = (
    Column("post", "Post", SHORT_TEXT, width=40,
           formula='=IF([decisions.post]="","",[decisions.post])'),
    Column("minimum", "Minimum", WHOLE_POUNDS, width=15,
           formula='=IF([decisions.minimum]="","",[decisions.minimum])'),
    Column("lower", "From minimum to midpoint", WHOLE_POUNDS, width=15,
           formula='=IF([minimum]="","",[decisions.midpoint]-[minimum])'),
    Column("upper", "From midpoint to operational maximum", WHOLE_POUNDS, width=17,
           formula='=IF([minimum]="","",[decisions.operational_maximum]-[decisions.midpoint])'),
    Column("salary", "Salary at 31 March, at full time", WHOLE_POUNDS, width=15,
           formula='=IF([decisions.salary]="","",[decisions.salary]/[decisions.fte])'),
    Column("new_salary", "New salary, at full time", WHOLE_POUNDS, width=15,
           formula='=IF([decisions.new_salary]="","",[decisions.new_salary]/[decisions.fte])'),
)  # fmt: skip

_COST: Final = (
    Column("element", "Element of the cost", SHORT_TEXT, width=40, entry=False),
    Column("cost", "Cost in a full year", MONEY, width=15),
)
_RATE_OF: Final = (
    ("Awards", "vsm_total_award"),
    ("Employer National Insurance", "ROUND(vsm_total_award*vsm_ni_rate*100,0)/100"),
    ("Employer pension contribution", "ROUND(vsm_total_award*vsm_pension_rate*100,0)/100"),
    ("Apprenticeship levy", "ROUND(vsm_total_award*vsm_levy_rate*100,0)/100"),
)

_RATIOS: Final = (
    Column("year", "Pay year", SHORT_TEXT, width=40, entry=False),
    Column("p25", "25th percentile", RATIO_OF_PAY, width=15, entry=False),
    Column("median", "Median", RATIO_OF_PAY, width=15, entry=False),
    Column("p75", "75th percentile", RATIO_OF_PAY, width=17, entry=False),
)


def chart_count(people: int) -> int:
    """Give how many charts of salaries there are.

    >>> chart_count(8), chart_count(60), chart_count(500)
    (1, 6, 6)
    """
    return min(_MOST_CHARTS, -(-people // POSTS_A_CHART))


def _ranges_table(number: int, people: int) -> Table:
    first = (number - 1) * POSTS_A_CHART
    last = min(number * POSTS_A_CHART, people)
    return Table(
        f"picture_{number}", f"PictureRanges{number}",
        # A reference by name counts rows from the first of either table: the posts before are added.
        tuple(replace(column, formula=_DECISIONS.sub(rf"[decisions.\1+{first}]", column.formula))
              for column in _RANGES),
        last - first, lines_high=2, room=26, page=number > 1, people=(first, last),
        heading=f"Salaries on their pay ranges: posts {first + 1} to {last}",
    )  # fmt: skip


def _cost_table() -> Table:
    rows = (
        *({"element": element, "cost": f"={formula}"} for element, formula in _RATE_OF),
        {"element": "Total", "cost": "=ROUND(SUM(vsm_cost_elements)*100,0)/100"},
    )
    elements = len(_RATE_OF) - 1
    return Table(
        "costs", "AwardCosts", _COST, rows, room=16, page=True, varies=("cost",),
        heading="What the awards cost in a full year, by element",
        names=(Named("vsm_cost_elements", "cost", rows=(0, elements)),
               Named("vsm_cost_total", "cost", rows=(elements + 1, elements + 1))),
    )  # fmt: skip


def _ratio_table() -> Table:
    def earlier(key: str) -> str:
        # Each row stands for the earlier year of the same number; the last two are of the report.
        cell = f"[earlier.{key}-2]"
        return f'=IF({cell}="","",{cell})'

    # A reference by name counts rows from the first; the earlier years begin two rows down.
    rows = [
        {"year": earlier("year"),
         **{key: earlier(f"ratio_{key}") for key in ("p25", "median", "p75")}}
        for _ in range(EARLIER_YEARS)
    ]  # fmt: skip
    # Newest first, so that the years without figures stand last and a chart can leave them out.
    of_the_report = [
        {"year": f"=[highest@{line}]",
         **{key: f"=vsm_{column}_{key}" for key in ("p25", "median", "p75")}}
        for line, column in (("staff_pay_year", "ratio"), ("staff_pay_year_last_year", "last_ratio"))
    ]  # fmt: skip
    return Table(
        "ratios",
        "PayRatios",
        _RATIOS,
        (*of_the_report, *rows),
        room=18,
        varies=("year", "p25", "median", "p75"),
        heading="Pay ratios: the highest-paid director to total pay of staff",
    )


def sheet(people: int) -> Sheet:
    """Describe the sheet for a number of people."""
    first, *others = (_ranges_table(number, people) for number in range(1, chart_count(people) + 1))
    ranges = tuple(
        Chart(
            table.key, "ranges", f"{table.heading} (£ per year at full time, axis from £50,000)",
            "Column chart. For each post a grey column from the minimum to the operational maximum of "
            "its pay range, divided at the midpoint; a dash marks the salary at 31 March and a diamond "
            "the new salary. The figures stand in the table below the chart.",
        )
        for table in (first, *others)
    )  # fmt: skip
    return Sheet(
        "Picture",
        "Picture",
        "output",
        "Calculated, nothing to enter: each chart has its figures in the table below it.",
        (first, _cost_table(), _ratio_table(), *others),
        widths=(44, 16, 16, 17, 16, 16),
        landscape=False,
        charts=(
            *ranges,
            Chart("costs", "bars", "What the awards cost in a full year (£)",
                  "Bar chart of the cost of the awards in a full year: awards, employer National "
                  "Insurance, employer pension contribution, apprenticeship levy. The figures stand "
                  "in the table below the chart."),
            Chart("ratios", "columns", "Pay ratios by pay year",
                  "Column chart of the ratio of the highest-paid director's pay to the 25th percentile, "
                  "the median and the 75th percentile of staff pay, three columns for each pay year. The "
                  "figures stand in the table below the chart."),
        ),
        about="Charts: salaries on their ranges, cost of the awards, pay ratios",
    )  # fmt: skip
