"""Worksheet functions on what pay costs the employer."""

from __future__ import annotations

from vsm_xl.functions.library.arguments import AMOUNT, SWITCH, day
from vsm_xl.functions.registry import Arg, Function
from vsm_xl.functions.results import POUNDS
from vsm_xl.functions.types.choices import Choice
from vsm_xl.rules import cost

_CATEGORY = "Cost"
_DATE = day.but(
    text="Date of payment; the tax year begins on 6 April, the pay year on 1 April.",
    default=None,
)

Function(
    name="VSM_EMPLOYER_NI",
    purpose="Returns the employer's Class 1 National Insurance on pay of one period.",
    category=_CATEGORY,
    args=(
        Arg("pay", AMOUNT, "Pay of the period in pounds.", key=True),
        _DATE,
        Arg(
            "period",
            Choice(cost.PERIODS),
            "Annual (if left out), Monthly, Weekly, Two-weekly or Four-weekly; each has its own published threshold.",
            default=lambda: cost.PERIODS[0],
        ),
    ),
    rule=cost.employer_ni,
    working=cost.ni_working,
    result=POUNDS,
    returns="pounds; an exact half penny rounds down",
    example=(150000, "2025-04-06"),
    cites=("ni.rate", *map(cost.threshold_name, cost.PERIODS)),
)
Function(
    name="VSM_EMPLOYER_PENSION",
    purpose="Returns the pension contribution on pensionable pay: the organisation's own, the central, or the total.",
    category=_CATEGORY,
    args=(
        Arg("pensionable_pay", AMOUNT, "Pensionable pay in pounds.", key=True),
        _DATE,
        Arg(
            "share",
            Choice(cost.SHARES),
            "Employer (if left out: what the organisation itself pays), Central, or Total.",
            default=lambda: cost.SHARES[0],
        ),
    ),
    rule=cost.employer_pension,
    working=cost.pension_working,
    result=POUNDS,
    returns="pounds",
    example=(150000, "2025-04-06"),
    cites=("pension.employer", "pension.central", "pension.total"),
)
Function(
    name="VSM_AWARD_COST",
    purpose="Returns what a recurring increase costs the organisation in a full year, on-costs included.",
    category=_CATEGORY,
    args=(
        Arg("increase", AMOUNT, "Increase of pay in pounds a year.", key=True),
        _DATE,
        Arg(
            "pensionable",
            SWITCH,
            "FALSE for members who have opted out and for sums that are not pensionable; left out, TRUE.",
            default=lambda: True,
        ),
    ),
    rule=cost.award_cost,
    working=cost.cost_working,
    result=POUNDS,
    returns="pounds a year, rounded once on the sum",
    example=(4875, "2025-04-06"),
    cites=("ni.rate", "pension.employer", "levy.rate"),
)
