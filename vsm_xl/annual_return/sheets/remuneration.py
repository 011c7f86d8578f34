"""Remuneration report: what the annual accounts disclose, in bands."""

from __future__ import annotations

from typing import Final

from vsm_xl.annual_return.description import Column, Line, Sheet, Table, lines_table
from vsm_xl.annual_return.kinds import (
    FRACTION,
    MONEY,
    RATIO_OF_PAY,
    SHORT_TEXT,
    WHOLE_POUNDS,
)  # fmt: skip
from vsm_xl.annual_return.sheets.staff_pay import LAST_YEAR, THIS_YEAR


def _midpoint(key: str, label: str, source: str, name: str) -> Line:
    return Line(f"{key}_midpoint", f"Mid-point of that band, {label}", WHOLE_POUNDS, "£", "",
                f'=IF({source}="","",VSM_BAND_MIDPOINT({source},vsm_band_width))',
                name=name)  # fmt: skip


def _highest(key: str, label: str, midpoint: str) -> Line:
    return Line(key, f"Highest-paid director, {label}", SHORT_TEXT, "£000 band", "",
                f'=IF({midpoint}="","",VSM_BAND({midpoint},vsm_band_width))')  # fmt: skip


_HIGHEST_PAID: Final = (
    Line("staff_pay_year", "Pay year of this year's figures", SHORT_TEXT, "pay year", "",
         '=IF(vsm_staff_pay_year="","",vsm_staff_pay_year)'),
    _highest("highest_paid", "this year", "vsm_top_pay"),
    _midpoint("highest_paid", "this year", "vsm_highest_paid", "vsm_top_pay"),
    Line("staff_pay_year_last_year", "Pay year of last year's figures", SHORT_TEXT, "pay year", "",
         '=IF(vsm_staff_pay_year_last="","",vsm_staff_pay_year_last)'),
    _highest("highest_paid_last_year", "last year", "vsm_top_pay_last"),
    _midpoint("highest_paid_last_year", "last year", "vsm_highest_paid_last",
              "vsm_top_pay_last"),
    Line("highest_paid_change", "Change of the mid-point", FRACTION, "%", "",
         '=IF(OR(vsm_top_pay="",vsm_top_pay_last=""),"",vsm_top_pay/vsm_top_pay_last-1)'),
)  # fmt: skip


def _percentile(lines_above: int) -> str:
    cell = f"[staff_pay.value+{lines_above}]"
    return f'=IF({cell}="","",{cell})'


def _ratio(midpoint: str, pay: str) -> str:
    return f'=IF(OR([{pay}]="",{midpoint}=""),"",VSM_PAY_RATIO({midpoint},[{pay}]))'


def _change(key: str) -> str:
    return f'=IF(OR([{key}]="",[last_{key}]=""),"",[{key}]/[last_{key}]-1)'


_FAIR_PAY: Final = (
    Column("measure", "Percentile of staff pay", SHORT_TEXT, width=34, entry=False),
    Column("pay", "Pay this year (£ per year)", MONEY, width=24,
           formula=_percentile(THIS_YEAR)),
    Column("ratio", "Ratio this year", RATIO_OF_PAY, width=16,
           formula=_ratio("vsm_top_pay", "pay")),
    Column("last_pay", "Pay last year (£ per year)", MONEY, width=16,
           formula=_percentile(LAST_YEAR)),
    Column("last_ratio", "Ratio last year", RATIO_OF_PAY, width=16,
           formula=_ratio("vsm_top_pay_last", "last_pay")),
    Column("pay_change", "Change of pay", FRACTION, width=16, formula=_change("pay")),
    Column("ratio_change", "Change of ratio", FRACTION, width=16, formula=_change("ratio")),
)  # fmt: skip


def _band(key: str, header: str, amount: str, width: str = "vsm_band_width") -> Column:
    return Column(key, header, SHORT_TEXT, width=16,
                  formula=f'=IF([decisions.post]="","",VSM_BAND({amount},{width}))')  # fmt: skip


_SINGLE_TOTAL: Final = (
    Column("post", "Post", SHORT_TEXT, width=34, formula="=[decisions.post]"),
    _band("salary", "Salary and fees (£000 band)",
          "SUM([decisions.salary_paid:premium_paid])"),
    Column("expenses", "Taxable expenses and benefits (£, rounded)", WHOLE_POUNDS, width=16,
           formula='=IF([decisions.post]="","",ROUND(SUM([decisions.expenses])/'
                   "vsm_expenses_rounding,0)*vsm_expenses_rounding)"),
    _band("bonus", "Performance pay and bonuses (£000 band)", "SUM([decisions.bonus_paid])"),
    _band("other", "Other payments (£000 band)", "SUM([decisions.other_payments])"),
    _band("pension", "Pension-related benefits (£000 band)", "SUM([decisions.pension_benefit])",
          "vsm_pension_band_width"),
    _band("total", "Total (£000 band)", "[decisions.remuneration]"),
)  # fmt: skip


def sheet(people: int) -> Sheet:
    """Describe the sheet for a number of people."""
    measures = ("25th percentile", "Median", "75th percentile")
    fair_pay = Table(
        "fair_pay",
        "FairPay",
        _FAIR_PAY,
        tuple({"measure": measure} for measure in measures),
        heading="Fair pay: ratios of the highest-paid director's band mid-point",
    )
    return Sheet(
        "Remuneration report",
        "Remuneration report",
        "output",
        "Calculated, nothing to enter: the highest-paid director, the fair pay ratios, and the "
        "single total figure of each post for the pay year in the bands of the annual accounts.",
        (
            lines_table(
                "highest", "HighestPaid", _HIGHEST_PAID, heading="Highest-paid director",
                value_header="Value", guidance=False,
            ),
            fair_pay,
            Table("single_total", "SingleTotal", _SINGLE_TOTAL, people,
                  heading="Single total figure of remuneration"),
        ),
        about="Single total figures in bands and fair pay ratios",
    )  # fmt: skip
