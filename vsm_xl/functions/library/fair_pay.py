"""Worksheet functions on disclosure and fair pay."""

from __future__ import annotations

from vsm_xl.functions.library.arguments import AMOUNT
from vsm_xl.functions.registry import Arg, Function
from vsm_xl.functions.results import AS_IT_IS, POUNDS, TABLE, TEXT
from vsm_xl.functions.types.choices import Choice
from vsm_xl.functions.types.numbers import Width
from vsm_xl.functions.types.staff_pay import StaffPay
from vsm_xl.functions.types.tables import AmountOrBand
from vsm_xl.rules import disclosure, fair_pay

_CATEGORY = "Fair pay and disclosure"
_WIDTH = Arg(
    "width",
    Width(),
    "Width of a band in pounds, a multiple of 100; left out, the width that the accounts use for pay.",
    default=lambda: None,
)
_BASIS = Arg(
    "basis",
    Choice(disclosure.BASES),
    "Band midpoint (if left out, as public accounts require) or Actual.",
    default=lambda: disclosure.BASES[0],
)

Function(
    name="VSM_BAND",
    purpose="Returns the disclosure band of an amount, in thousands of pounds.",
    category=_CATEGORY,
    args=(Arg("amount", AMOUNT, "Amount in pounds.", key=True), _WIDTH),
    rule=disclosure.band,
    working=disclosure.band_working,
    result=TEXT,
    returns="text such as 280-285; 0 for nothing",
    example=(282000,),
    cites=("band.width", "band.width.step"),
)
Function(
    name="VSM_BAND_MIDPOINT",
    purpose="Returns the middle of the disclosure band of an amount, or of a band given as text.",
    category=_CATEGORY,
    args=(
        Arg(
            "amount_or_band",
            AmountOrBand(),
            "Amount in pounds, or a band such as 280-285.",
            key=True,
        ),
        _WIDTH,
    ),
    rule=disclosure.midpoint,
    working=disclosure.midpoint_working,
    result=POUNDS,
    returns="pounds",
    example=("280-285",),
    cites=("band.width", "band.width.step"),
)
Function(
    name="VSM_PAY_RATIO",
    purpose="Returns how many times the comparator top pay is, by the middle of its band or as it is.",
    category=_CATEGORY,
    args=(
        Arg("top_pay", AMOUNT, "Pay of the highest-paid director in pounds.", key=True),
        Arg(
            "comparator_pay",
            AMOUNT,
            "Pay it is compared with, such as the workforce median, in pounds.",
        ),
        _BASIS,
    ),
    rule=disclosure.pay_ratio,
    working=disclosure.ratio_working,
    result=AS_IT_IS,
    returns="a ratio, not rounded",
    example=(281000, 36622),
    cites=("band.width",),
)
Function(
    name="VSM_FAIR_PAY",
    purpose="Returns the fair pay table: percentiles of staff pay and how many times each the top pay is.",
    category=_CATEGORY,
    args=(
        Arg(
            "staff_pay",
            StaffPay(),
            "Everybody's annualised full-time-equivalent pay in pounds, one cell each.",
        ),
        Arg("highest_paid", AMOUNT, "Pay of the highest-paid director in pounds."),
        _BASIS,
    ),
    rule=fair_pay.fair_pay,
    working=fair_pay.working,
    result=TABLE,
    returns="a spilled table with the columns measure, amount, ratio",
    example=([26530, 36622, 49220], 282500),
    cites=(
        "fair_pay.lower_percentile",
        "fair_pay.middle_percentile",
        "fair_pay.upper_percentile",
    ),
    one_row=True,
)
