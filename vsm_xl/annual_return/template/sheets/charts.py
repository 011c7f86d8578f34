"""Charts: what a committee sees at a glance, each chart with its figures in a table below."""

from __future__ import annotations

import re
from typing import Final

from vsm_xl.annual_return.template.description import (
    Chart,
    Column,
    Content,
    Named,
    Sheet,
    Table,
    copied,
    given,
)
from vsm_xl.annual_return.template.field_types import (
    COUNT,
    MONEY,
    PAY_RATIO,
    SHORT_TEXT,
    WHOLE_POUNDS,
    WORDS,
)
from vsm_xl.annual_return.template.sheets.staff_pay import EARLIER_YEARS

#: More posts than this are not legible in one chart, and more charts than this are not looked at.
POSTS_A_CHART: Final = 10
_MOST_CHARTS: Final = 6

_DECISIONS: Final = re.compile(r"\[(decisions|people)\.(\w+)\]")


def _pounds(key: str, header: str, formula: str, meaning: str) -> Column:
    return Column(key, header, WHOLE_POUNDS, "£ per year", "", 16, formula, meaning=meaning)


def _up_to_threshold(key: str, header: str, of: str) -> Column:
    """Return the column of a point of the range, cut at the threshold: the chart paints it again."""
    return _pounds(key, f"{header}, up to the threshold",
                   f'=IF(OR([{of}]="",[threshold]=""),"",MIN([{of}],[threshold]))',
                   f"The lower of {header.lower()} and threshold, for the chart.")  # fmt: skip


_POSITIONS: Final = (
    copied("decisions.post", "Post", SHORT_TEXT, 44),
    _pounds("salary", "Salary at 31 March, at full time",
            '=IF([decisions.salary]="","",[decisions.salary]/[decisions.fte])',
            "Salary at 31 March from Decisions, divided by the full-time equivalent."),
    _pounds("new_salary", "New salary, at full time",
            '=IF([decisions.new_salary]="","",[decisions.new_salary]/[decisions.fte])',
            "New salary from Decisions, divided by the full-time equivalent."),
    _pounds("increase", "Increase, at full time",
            '=IF([salary]="","",IF([new_salary]="","",[new_salary]-[salary]))',
            "New salary less salary at 31 March, both at full time."),
    copied("decisions.minimum", "Minimum", WHOLE_POUNDS, 16),
    copied("decisions.midpoint", "Midpoint", WHOLE_POUNDS, 16),
    _pounds("operational_maximum", "Operational maximum",
            '=IF([minimum]="","",[decisions.operational_maximum])',
            "Upper end of the range that needs no case."),
    # A range without an exception maximum has nothing to draw; the rule answers #N/A for it.
    _pounds("exception_maximum", "Exception maximum",
            '=IF([minimum]="","",IFERROR(VSM_BENCHMARK([people.role],'
            'vsm_kind,vsm_size,"Exception maximum",vsm_day,vsm_ranges),""))',
            "Upper end of the range with a case; empty where there is none."),
    _pounds("threshold", "Approval threshold",
            '=IF(OR([post]="",vsm_threshold_used=""),"",vsm_threshold_used)',
            "Salary above which a provider asks NHS England for approval."),
    Column("position", "Position of the new salary", SHORT_TEXT, width=26,
           formula='=IF([post]="","",IFERROR([decisions.position]&"","Not determined"))',
           meaning="Where the new salary stands on its range, or that it is not determined."),
    _pounds("above", "New salary above the operational maximum",
            '=IF(IFERROR(FIND("Above",[position]),0)>0,[new_salary],"")',
            "New salary of a post above the operational maximum, else empty."),
    _pounds("part_above", "Part above the operational maximum",
            '=IF([above]="","",[above]-[operational_maximum])',
            "How far that salary is above the operational maximum."),
    _pounds("line", "Upright line at the threshold", '=IF([threshold]="","",[threshold]*(1+1/100))',
            "Right edge of the upright line that the chart draws at the threshold."),
    _up_to_threshold("maximum_below", "Operational maximum", "operational_maximum"),
    _up_to_threshold("midpoint_below", "Midpoint", "midpoint"),
    _up_to_threshold("minimum_below", "Minimum", "minimum"),
    Column("label", "Name in the chart", SHORT_TEXT, width=44,
           formula='=[post]&IF(OR([position]="",[position]="Within range"),"",": "&LOWER([position]))',
           meaning="Post, and in words where its new salary stands if not within the range."),
)  # fmt: skip

_COST: Final = (
    given("element", "Element of the cost", SHORT_TEXT, 40,
          meaning="Part of what the awards cost, or the total."),
    Column("cost", "Cost in a full year", MONEY, "£ per year", width=15,
           meaning="Sum of the awards, or a rate of Parameters times it, or the sum of all."),
)  # fmt: skip
_RATE_OF: Final = (
    ("Awards", "vsm_total_award"),
    ("Employer National Insurance", "ROUND(vsm_total_award*vsm_ni_rate*100,0)/100"),
    ("Employer pension contribution", "ROUND(vsm_total_award*vsm_pension_rate*100,0)/100"),
    ("Apprenticeship levy", "ROUND(vsm_total_award*vsm_levy_rate*100,0)/100"),
)

_PERCENTILES: Final = {"p25": "25th percentile", "median": "Median", "p75": "75th percentile"}
_RATIOS: Final = (
    given("year", "Pay year", SHORT_TEXT, 40, unit="pay year",
          meaning="Pay year: the two of the report, and the earlier ones entered."),
    *(given(key, header, PAY_RATIO, 17 if key == "p75" else 15,
            meaning=f"Ratio of the top mid-point to the {header.lower()} of staff pay.")
      for key, header in _PERCENTILES.items()),
)  # fmt: skip

#: A text would be drawn as zero, and #N/A is not drawn.
_DRAWN: Final = (
    Column("year", "Pay year", SHORT_TEXT, formula='=IF([ratios.year]="","",[ratios.year])'),
    *(Column(key, header, PAY_RATIO, formula=f'=IF([ratios.{key}]="",NA(),[ratios.{key}])')
      for key, header in _PERCENTILES.items()),
)  # fmt: skip


def chart_count(people: int) -> int:
    """Return how many charts of salaries there are.

    >>> chart_count(8), chart_count(60), chart_count(500)
    (1, 6, 6)
    """
    return min(_MOST_CHARTS, -(-people // POSTS_A_CHART))


def _posts_of(number: int, people: int) -> tuple[int, int]:
    """Return the first post of a chart and the one after its last, both counted from 0."""
    return (number - 1) * POSTS_A_CHART, min(number * POSTS_A_CHART, people)


def _posts_in_words(number: int, people: int) -> str:
    first, last = _posts_of(number, people)
    return f"posts {first + 1} to {last}" if last - first > 1 else f"post {last}"


def _positions_table(number: int, people: int) -> Table:
    first, last = _posts_of(number, people)
    return Table(
        f"positions_{number}", f"Positions{number}",
        # A reference by name counts rows from the first of either table: the posts before are added.
        tuple(column._replace(formula=_DECISIONS.sub(rf"[\1.\2+{first}]", column.formula))
              for column in _POSITIONS),
        last - first, lines_high=2, room=23, page=number > 1, people=(first, last),
        print_columns=9,
        heading=f"Chart {number if number == 1 else number + 2}: salaries on their pay ranges, "
                f"{_posts_in_words(number, people)}, in £ per year at full time (upright line: "
                f"approval threshold{'; key in chart 1' if number > 1 else ''})",
        names=(Named(f"vsm_posts_{number}", "post"), Named(f"vsm_above_{number}", "above"),
               Named(f"vsm_position_{number}", "position")),
    )  # fmt: skip


def _cost_table() -> Table:
    rows = (
        *({"element": element, "cost": f"={formula}"} for element, formula in _RATE_OF),
        {"element": "Total", "cost": "=ROUND(SUM(vsm_cost_elements)*100,0)/100"},
    )
    elements = len(_RATE_OF) - 1
    return Table(
        "costs", "AwardCosts", _COST, rows, room=12, page=True,
        heading="Chart 2: what the awards cost in a full year, by element",
        names=(Named("vsm_cost_elements", "cost", rows=(0, elements)),
               Named("vsm_cost_total", "cost", rows=(elements + 1, elements + 1))),
    )  # fmt: skip


def _ratio_table() -> Table:
    # Oldest first, as the chart shows them; the earlier years are entered newest first.
    rows = []
    for down in range(EARLIER_YEARS - 1, -1, -1):
        step = f"{2 * down - EARLIER_YEARS + 1:+}"
        cells = {"year": f"[earlier.year{step}]"}
        cells |= {key: f"[earlier.ratio_{key}{step}]" for key in _PERCENTILES}
        rows.append({key: f'=IF({cell}="","",{cell})' for key, cell in cells.items()})
    rows += [
        {"year": f"=[highest@{line}]", **{key: f"=vsm_{column}_{key}" for key in _PERCENTILES}}
        for line, column in (("staff_pay_year_last_year", "last_ratio"), ("staff_pay_year", "ratio"))
    ]  # fmt: skip
    return Table(
        "ratios", "PayRatios", _RATIOS, tuple(rows), room=18, page=True,
        heading="Chart 3: pay ratios, the highest-paid director to total pay of staff",
    )  # fmt: skip


def _drawn_ratios_table() -> Table:
    """Return the figures from which the lines are drawn, below everything that is looked at."""
    return Table("ratios_drawn", "PayRatiosDrawn", _DRAWN, EARLIER_YEARS + 2, exported=False,
                 printed=False, heading="What the lines of chart 3 are drawn from: #N/A is not drawn")  # fmt: skip


def _findings_table(people: int) -> Table:
    """Return the table of what each chart shows in one sentence; the charts take it as title."""
    columns = (
        given("finding", "What the charts show", WORDS,
              meaning="What a chart shows in one sentence, which is its title."),
        given("chart", "Chart", meaning="The chart that the sentence is about."),
    )  # fmt: skip
    # A reference by name counts rows from the first: two other charts stand after the first.
    positions = [
        "=[findings_worked.title]",
        *('=IF([findings_worked.posts-2]=0,"",[findings_worked.title-2])',)
        * (chart_count(people) - 1),
    ]
    others = (
        (
            '=IFERROR(IF(vsm_cost_total=0,"No award yet","Awards cost £"'
            '&TEXT(vsm_cost_total,"#,##0")&" a year"),"Cost not known")'
        ),
        (
            '=IF(ISNUMBER(vsm_ratio_median),"Highest-paid director: "'
            '&TEXT(vsm_ratio_median,"0.0")&" times the median","Not known")'
        ),
    )
    findings = (positions[0], *others, *positions[1:])
    rows = tuple(
        {
            "finding": finding,
            "chart": f"Chart {number}"
            if number <= 1 + len(others)
            else f'=IF([finding]="","","Chart {number}")',
        }
        for number, finding in enumerate(findings, start=1)
    )
    return Table("findings", "ChartFindings", columns, rows,
                 names=(Named("vsm_finding_salaries", "finding", rows=(0, 0)),))  # fmt: skip


def _worked_table(people: int) -> Table:
    """Return the counts behind the findings on salaries, below everything that is looked at."""
    columns = (
        given("chart", "Chart of salaries", COUNT),
        given("posts", "Posts", COUNT),
        given("open", "Positions not determined", COUNT),
        given("above", "Above the operational maximum", COUNT),
        Column("words", "In words", SHORT_TEXT, formula='=IF([above]="",'
               '"Positions not known yet",[above]&" of "&[posts]&'
               '" new salaries "&[verb])'),
        Column("open_words", "What is not determined, in words", SHORT_TEXT,
               formula='=IF(OR([above]="",[open]=0),"","; "&[open]&" not determined")'),
        Column("verb", "End of the sentence", SHORT_TEXT,
               formula='=IF([above]=1,"is","are")&" above the operational maximum"'),
        Column("title", "Title of the chart", SHORT_TEXT,
               formula='=IF([posts]=0,"No post is entered yet",[words]&[open_words])'),
    )  # fmt: skip
    rows: tuple[dict[str, Content], ...] = tuple(
        {
            "chart": number,
            "posts": f'=COUNTIF(vsm_posts_{number},"?*")',
            "open": f'=COUNTIF(vsm_position_{number},"Not determined")',
            "above": f'=IF([posts]=[open],"",COUNT(vsm_above_{number}))',
        }
        for number in range(1, chart_count(people) + 1)
    )
    return Table(
        "findings_worked", "ChartCounts", columns, rows,
        heading="Counts behind what the charts show",
        exported=False, lines_high=7, printed=False,
    )  # fmt: skip


def sheet(people: int) -> Sheet:
    """Describe the sheet for a number of people."""
    numbers = range(1, chart_count(people) + 1)
    first, *others = (_positions_table(number, people) for number in numbers)
    positions = tuple(
        Chart(
            table.key, "positions", at,
            "Bar chart, one row for each post. A pale band runs from the minimum to the midpoint of "
            "the pay range and a darker one to the operational maximum; an outlined band ends at the "
            "exception maximum; an upright line marks the approval threshold. A thin bar shows the "
            "salary at 31 March, its dark end the increase; what lies above the operational maximum "
            "is red, and the name of the post says so. The figures are in the table "
            "below the chart.",
        )
        for at, table in enumerate((first, *others))
    )  # fmt: skip
    return Sheet(
        "Charts",
        "output",
        "Calculated: nothing to enter. Each chart has its figures in the table below it.",
        (_findings_table(people), first, _cost_table(), _ratio_table(), *others,
         _worked_table(people), _drawn_ratios_table()),
        widths=(50, *(13,) * 8, 26, *(24,) * 6, 90),
        charts=(
            *positions,
            Chart("costs", "bars", 1,
                  "Bar chart of what the awards cost in a full year: the awards themselves, employer "
                  "National Insurance, employer pension contribution, apprenticeship levy. The "
                  "figures are in the table below the chart."),
            Chart("ratios", "years", 2,
                  "Line chart of the ratio of the highest-paid director's pay to the 25th percentile, "
                  "the median and the 75th percentile of staff pay, in that order: a line each over "
                  "the pay years from the oldest to the newest, with a point for each year. A year "
                  "that is not entered has no point. The figures are in the table below the chart."),
        ),
        about="Salaries on their pay ranges, cost of the awards, pay ratios",
    )  # fmt: skip
