"""Remuneration report: what the annual accounts disclose, in bands."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.template.description import (
    Column,
    Line,
    Named,
    Sheet,
    Table,
    given,
    lines_table,
)
from vsm_xl.annual_return.template.field_types import (
    ANY,
    COUNT,
    FRACTION,
    MONEY,
    PAY_RATIO,
    SHORT_TEXT,
    WHOLE_POUNDS,
    WORDS,
)  # fmt: skip
from vsm_xl.annual_return.template.sheets.rests_on import rests_on
from vsm_xl.annual_return.template.sheets.staff_pay import CHANGES, LAST_YEAR, SALARY, TOTAL


def _midpoint(key: str, label: str, source: str, name: str) -> Line:
    return Line(f"{key}_midpoint", f"Mid-point of that band, {label}", WHOLE_POUNDS, "£", "",
                f'=IF({source}="","",VSM_BAND_MIDPOINT({source},vsm_band_width))',
                name=name, meaning=f"Middle of that band, {label}'s.")  # fmt: skip


def _highest(key: str, label: str, midpoint: str) -> Line:
    return Line(key, f"Highest-paid director, {label}", SHORT_TEXT, "£000 band", "",
                f'=IF({midpoint}="","",VSM_BAND({midpoint},vsm_band_width))',
                meaning=f"Total of {label}'s highest-paid director without pension benefits, in "
                        "its band.")  # fmt: skip


_HIGHEST_PAID: Final = (
    Line("staff_pay_year", "Pay year of this year's figures", SHORT_TEXT, "pay year", "",
         '=IF(vsm_staff_pay_year="","",vsm_staff_pay_year)',
         meaning="The year entered for this year's figures of Staff pay."),
    _highest("highest_paid", "this year", "vsm_top_pay"),
    _midpoint("highest_paid", "this year", "vsm_highest_paid", "vsm_top_pay"),
    Line("staff_pay_year_last_year", "Pay year of last year's figures", SHORT_TEXT, "pay year", "",
         '=IF(vsm_staff_pay_year_last="","",vsm_staff_pay_year_last)',
         meaning="The year entered for last year's figures of Staff pay."),
    _highest("highest_paid_last_year", "last year", "vsm_top_pay_last"),
    _midpoint("highest_paid_last_year", "last year", "vsm_highest_paid_last",
              "vsm_top_pay_last"),
    Line("highest_paid_change", "Change in the mid-point", FRACTION, "%", "",
         '=IF(OR(vsm_top_pay="",vsm_top_pay_last=""),"",vsm_top_pay/vsm_top_pay_last-1)',
         meaning=("This year's mid-point divided by that of last year, less 1; empty where there "
                  "was none.")),
    Line("band_end", "Upper end of the band, where a band is entered", MONEY, "£", "",
         '=IF(ISTEXT(vsm_highest_paid),'
         'IFERROR(VALUE(MID(vsm_highest_paid,FIND("-",vsm_highest_paid)+1,12)&"E3"),#N/A),"")',
         name="vsm_top_end",
         meaning="Upper end of this year's band in pounds; empty where an amount was entered."),
    Line("band_start", "Lower end of that band, where staff are listed", MONEY, "£", "",
         '=IF(OR(vsm_top_end="",COUNT(vsm_staff_list)=0),"",vsm_top_pay*(1+1)-vsm_top_end)',
         name="vsm_top_start",
         meaning=("Lower end of this year's band in pounds; empty without a list of everybody's "
                  "pay.")),
    Line("in_band", "People of the list of staff paid within that band", COUNT, "number", "",
         '=IF(vsm_top_start="","",SUMPRODUCT('
         "(vsm_staff_list>=vsm_top_start)*(vsm_staff_list<vsm_top_end)))",
         name="vsm_in_band",
         meaning="How many people of that list are paid from lower to upper end."),
    # A band holds its lower end and not its upper one, so who is paid the upper end is above it.
    Line("against_list", "Pay above which people of that list count as paid more", MONEY, "£", "",
         '=IF(ISNUMBER(vsm_highest_paid),vsm_highest_paid,IF(vsm_top_end="","",vsm_top_end-1/100))',
         name="vsm_above",
         meaning=("The amount entered for the highest-paid director, or a penny below the band's "
                  "upper end.")),
    Line("paid_more", "People of that list paid more", COUNT, "number", "",
         '=IF(OR(vsm_above="",COUNT(vsm_staff_list)=0),"",'
         'IF(N(vsm_in_band)>1,#N/A,COUNTIF(vsm_staff_list,">"&vsm_above)))',
         name="vsm_paid_more",
         meaning=("How many people of the list are paid more; #N/A where more than one lies in "
                  "the band.")),
    Line("found", "Highest total of the posts, without pension benefits", MONEY, "£", "",
         '=IF(COUNT([single.pay_total:all])<MAX(1,vsm_posts_paid),"",'
         "MAX([single.all_pay_total:all]))",
         meaning=("Largest total without pension benefit in Decisions, to compare with what was "
                  "entered.")),
    Line("found_midpoint", "Mid-point of the band of that total", WHOLE_POUNDS, "£", "",
         '=IF([highest@found]="","",VSM_BAND_MIDPOINT([highest@found],vsm_band_width))',
         name="vsm_top_found", meaning="Middle of the disclosure band of that largest total."),
)  # fmt: skip


def _entered(down: int) -> str:
    cell = f"[staff_pay.value+{down}]"
    return f'=IF({cell}="","",{cell})'


def _measured(header: str) -> Column:
    return given("measure", header, meaning="What the row is of, as the report names it.")


def _pounds(key: str, header: str, formula: str, meaning: str) -> Column:
    return Column(key, header, MONEY, "£ per year", formula=formula, meaning=meaning)


def _change(key: str, header: str, of: str, what: str) -> Column:
    """Return the column of the change of another one from last year's."""
    return Column(key, header, FRACTION,
                  formula=f'=IF(OR([{of}]="",N([last_{of}])=0),"",[{of}]/[last_{of}]-1)',
                  meaning=f"{what} this year divided by that of last year, less 1; empty where there "
                          "was none.")  # fmt: skip


def _ratio(key: str, year: str, midpoint: str, meaning: str) -> Column:
    """Return the column of the ratios of a year, in whose column of pay the other part stands."""
    pay = key.replace("ratio", "pay")
    return Column(key, f"Ratio {year}", PAY_RATIO, meaning=meaning,
                  formula=f'=IF(OR([{pay}]="",{midpoint}=""),"",VSM_PAY_RATIO({midpoint},[{pay}]))')  # fmt: skip


# The rows stand in the order of VSM_FAIR_PAY's answer, so the row of the table finds the row there.
_MEASURES: Final = (
    "25th percentile", "Median", "75th percentile", "Lowest", "Highest", "Number of people",
    "Paid more than the highest-paid director",
)  # fmt: skip
_FROM_LIST: Final = (
    "=IF(COUNT(vsm_staff_list)=0,[entered],"
    "INDEX(VSM_FAIR_PAY(vsm_staff_list,vsm_top_pay),ROW()-ROW(vsm_range_header)+1,1+1))"
)
#: Against the mid-point of a band this would be an invented figure; it is counted above.
_PAID_MORE: Final = "=IF(COUNT(vsm_staff_list)=0,[entered],vsm_paid_more)"
_RANGE: Final = (
    _measured("Measure of staff pay"),
    Column("entered", "Entered this year", ANY, "£ or people", formula=_entered(TOTAL),
           meaning="The measure as entered in Staff pay for this year."),
    Column("pay", "This year", ANY, "£ or people", formula=_FROM_LIST,
           meaning="The measure this year: from the list of everybody's pay, or else as entered."),
    Column("last_pay", "Last year", ANY, "£ or people", formula=_entered(TOTAL + LAST_YEAR),
           meaning="The measure as entered in Staff pay for last year."),
    _change("change", "Change", "pay", "The measure"),
)  # fmt: skip

_FAIR_PAY: Final = (
    _measured("Percentile of staff pay"),
    _pounds("pay", "Pay this year (£)", "=[pay_range.pay]",
            "Total pay of staff at that percentile, this year."),
    _ratio("ratio", "this year", "vsm_top_pay",
           "Mid-point of the highest-paid director's band divided by that pay."),
    _pounds("last_pay", "Pay last year (£)", "=[pay_range.last_pay]",
            "Total pay of staff at that percentile, last year."),
    _ratio("last_ratio", "last year", "vsm_top_pay_last",
           "The same of last year's mid-point and pay."),
    _change("pay_change", "Change in pay", "pay", "Pay"),
    _change("ratio_change", "Change in ratio", "ratio", "Ratio"),
)  # fmt: skip
_SALARY: Final = (
    _measured("Percentile of staff salary"),
    _pounds("pay", "Salary this year (£)", _entered(SALARY),
            "Salary of staff at that percentile, as entered for this year."),
    _ratio("ratio", "this year", "vsm_top_salary",
           "The highest-paid director's salary divided by that salary."),
    _pounds("last_pay", "Salary last year (£)", _entered(SALARY + LAST_YEAR),
            "Salary of staff at that percentile, as entered for last year."),
    _ratio("last_ratio", "last year", "vsm_top_salary_last", "The same of last year's salaries."),
    _change("pay_change", "Change in salary", "pay", "Salary"),
    _change("ratio_change", "Change in ratio", "ratio", "Ratio"),
)  # fmt: skip
_CHANGES: Final = (
    _measured("Change from last year"),
    _pounds("pay", "This year (£)", _entered(CHANGES),
            "The amount as entered in Staff pay for this year."),
    _pounds("last_pay", "Last year (£)", _entered(CHANGES + LAST_YEAR),
            "The amount as entered in Staff pay for last year."),
    _change("change", "Change", "pay", "The amount"),
)  # fmt: skip


def _band(key: str, header: str, of: str, width: str = "vsm_band_width", *, meaning: str) -> Column:
    """Return a column of bands of a person: nil as a dash, blank what no one entered."""
    amount = f"[single.all_{of}]"
    return Column(key, header, SHORT_TEXT, width=13 if key in {"bonus", "salary"} else 11,
                  formula=f'=IF({amount}="","",IF({amount}=0,"–",VSM_BAND({amount},{width})))',
                  meaning=meaning, unit="£000 band")  # fmt: skip


_SINGLE_TOTAL: Final = (
    Column("post", "Post", SHORT_TEXT, width=32,
           formula='=IF(N([single.first])=0,"",[single.posts])',
           meaning="Title of the post; somebody with several posts has one row with all of them."),
    _band("salary", "Salary and fees (£000 band)", "fees",
          meaning=("Salary and fees of the year from Decisions, as the disclosure band in "
                   "thousands of pounds.")),
    Column("expenses", "Taxable expenses and benefits (£, rounded)", WHOLE_POUNDS, width=13,
           formula='=IF([single.all_expenses]=0,"–",[single.shown_expenses])',
           meaning=("Taxable expenses and benefits from People, rounded as the annual accounts "
                    "round them.")),
    _band("bonus", "Performance pay and bonuses (£000 band)", "bonus",
          meaning="Bonus from Decisions, as the disclosure band in thousands of pounds."),
    _band("other", "Other payments (£000 band)", "other",
          meaning="Other payments from People, as the disclosure band in thousands of pounds."),
    _band("pension", "Pension-related benefits (£000 band)", "pension", "vsm_pension_band_width",
          meaning=("Pension-related benefit from People, as the disclosure band in thousands of "
                   "pounds, of the width for pensions.")),
    _band("total", "Total (£000 band)", "total",
          meaning=("Total remuneration of the year from Decisions, as the disclosure band in "
                   "thousands of pounds.")),
    Column("last_total", "Total last year (£000 band)", SHORT_TEXT, width=11,
           formula='=IF(OR(N([single.first])=0,[people.last_total]=""),"",[people.last_total])',
           meaning="Band published for last year, as entered in People.", unit="£000 band"),
    Column("severance", "Loss of office (£000 band), not in the total", SHORT_TEXT,
           width=13, formula='=IF(N([people.severance])=0,"",VSM_BAND([people.severance],vsm_band_width))',
           meaning="Payments for loss of office from People, in their band.", unit="£000 band"),
    Column("in_post", "In post in the year", SHORT_TEXT, width=13,
           formula='=IF(N([single.first])=0,"",[single.periods])',
           meaning="First and last day in post in the pay year, in words."),
    Column("note", "Note", SHORT_TEXT, width=11,
           formula='=IF([single.note_shared]&[single.note_interim]="","",'
                   "TRIM([single.note_shared]&[single.note_interim]))",
           meaning="With whom a post is shared and its total in all; days and rate of an interim."),
)  # fmt: skip


#: The percentiles stand above, with their ratios; the rest of the measures follows.
_PERCENTILES: Final = 3


def _shown(key: str, header: str) -> Column:
    return Column(key, header, ANY, formula=f"=[pay_range.{key}+{_PERCENTILES}]",
                  same_as=f"pay_range.{key}", unit="£ or people")  # fmt: skip


_RANGE_SHOWN: Final = (
    _measured("Measure of staff pay"),
    _shown("pay", "This year"),
    _shown("last_pay", "Last year"),
    Column("change", "Change", FRACTION, formula=f"=[pay_range.change+{_PERCENTILES}]",
           same_as="pay_range.change"),
)  # fmt: skip
_HIGHEST_SHOWN: Final = (
    _measured("Highest-paid director"),
    Column("pay", "This year", ANY, meaning="The value for the year of the return."),
    Column("last_pay", "Last year", ANY, meaning="The value for the year before."),
    given("change", "Change", FRACTION,
          meaning="This year's mid-point divided by that of last year, less 1."),
)  # fmt: skip
_HIGHEST_ROWS: Final = tuple(
    {"measure": words, "pay": f"=[highest@{key}]", "last_pay": f"=[highest@{last}]",
     **({"change": "=[highest@highest_paid_change]"} if key.endswith("midpoint") else {})}
    for words, key, last in (
        ("Pay year of the figures", "staff_pay_year", "staff_pay_year_last_year"),
        ("Total, in its band (£000)", "highest_paid", "highest_paid_last_year"),
        ("Mid-point of that band (£)", "highest_paid_midpoint", "highest_paid_last_year_midpoint"),
    )
)  # fmt: skip


def _rows(names: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    return tuple({"measure": name} for name in names)


def worked() -> tuple[Table, ...]:
    """Return the tables behind the report, which stand on the sheet of working."""
    return (
        lines_table(
            "highest", "HighestPaid", _HIGHEST_PAID, value_header="Value", guidance=False,
            heading="Highest-paid director, without pension benefits",
        ),
        Table("pay_range", "PayRange", _RANGE,
              (*_rows(_MEASURES[:-1]), {"measure": _MEASURES[-1], "pay": _PAID_MORE}),
              heading="Measures of staff pay (£ per year, or people)",
              kinds=(*(MONEY,) * 5, *(COUNT,) * 2),
              names=(
                  Named("vsm_range_header", "measure", header=True, rows=(-1, -1)),
                  *(Named(f"vsm_{part}{suffix}", column, rows=rows)
                    for column, suffix in (("pay", ""), ("last_pay", "_last"))
                    for part, rows in (("percentiles", (0, 2)), ("lower_two", (0, 1)),
                                       ("upper_two", (1, 2)))),
              )),
    )  # fmt: skip


def sheet(people: int) -> Sheet:
    """Describe the sheet for a number of people."""
    percentiles = _MEASURES[:_PERCENTILES]
    return Sheet(
        "Remuneration report",
        "output",
        "Calculated, nothing to enter, in the order and bands of the annual accounts: fair pay is "
        "below the posts. Each label leads to where its figure comes from.",
        (
            Table("single_total", "SingleTotal", _SINGLE_TOTAL, people, people=(0, people),
                  heading="Single total figure of remuneration [note 1]", lines_high=2),
            Table("changes", "PayChanges", _CHANGES, _rows((
                "Highest-paid director: salary",
                "Highest-paid director: bonuses",
                "Average employee: salary",
                "Average employee: bonuses",
            )), heading="Percentage changes of salary and allowances, performance pay and bonuses"),
            Table("highest_report", "HighestPaidReport", _HIGHEST_SHOWN, _HIGHEST_ROWS,
                  heading="Highest-paid director, without pension benefits [note 2]",
                  kinds=(SHORT_TEXT, SHORT_TEXT, WHOLE_POUNDS)),
            Table("fair_pay", "FairPay", _FAIR_PAY, _rows(percentiles),
                  heading="Fair pay: the director's band mid-point to total pay of staff [note 3]",
                  names=tuple(
                      Named(f"vsm_{column}_{part}", column, rows=(at, at))
                      for column in ("ratio", "last_ratio")
                      for at, part in enumerate(("p25", "median", "p75")))),
            Table("salary_pay", "FairPaySalary", _SALARY, _rows(percentiles),
                  heading="Fair pay: the director's salary to the salary of staff [note 3]"),
            Table("range_report", "PayRangeReport", _RANGE_SHOWN,
                  _rows((*_MEASURES[_PERCENTILES:-1], "Paid more than that director")),
                  heading="Range of staff remuneration (£ per year, or people)",
                  kinds=(*(MONEY,) * 2, *(COUNT,) * 2)),
            Table("ratios_why", "RatiosWhy",
                  (Column("words", "Why the ratios changed", WORDS,
                          formula='=IF(vsm_ratios_explained="","",vsm_ratios_explained)',
                          same_as="staff_pay.ratios_explained"),),
                  1, heading="Why the ratios changed from last year", lines_high=8),
            rests_on("report_figures", "ReportFigures", ("band", "pension_band", "expenses")),
        ),
        about="Single total figures in bands and fair pay disclosure",
        traced=True,
    )  # fmt: skip
