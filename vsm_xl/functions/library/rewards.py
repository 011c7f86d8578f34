"""Worksheet functions on bonus, premium, earn-back and pay for part of a year."""

from __future__ import annotations

from vsm_xl.functions.library.arguments import AMOUNT, DAY, SWITCH, day, fte, salary
from vsm_xl.functions.registry import Arg, Function
from vsm_xl.functions.results import POUNDS
from vsm_xl.functions.types.choices import Choice
from vsm_xl.functions.types.numbers import Fraction
from vsm_xl.rules import bonus, earn_back, periods, premium

_REWARDS = "Bonus, premium, earn-back"
_PERIODS = "Eligibility and award"
_SHARE = Fraction()
_PERCENT = Arg("percent", _SHARE, "Share of salary: 10% or 0.1.")

Function(
    name="VSM_BONUS",
    purpose="Returns the bonus for exceptional performance, within the framework's limit.",
    category=_REWARDS,
    args=(salary(), _PERCENT, day),
    rule=bonus.bonus,
    working=bonus.working,
    result=POUNDS,
    returns="pounds",
    example=(299250, 0.1),
    cites=(bonus.LIMIT,),
)
Function(
    name="VSM_PREMIUM",
    purpose="Returns the temporary premium for leaders of challenged organisations, per year, within the limit.",
    category=_REWARDS,
    args=(
        salary(),
        _PERCENT,
        Arg(
            "challenged",
            SWITCH,
            "TRUE where the committee has recorded that the organisation is challenged.",
        ),
        day,
    ),
    rule=premium.premium,
    working=premium.working,
    result=POUNDS,
    returns="pounds a year",
    example=(299250, 0.15, True),
    cites=(premium.LIMIT,),
)
Function(
    name="VSM_EARN_BACK",
    purpose="Returns Hutton's earn-back: what of basic pay is at risk, earned back, forgone and payable.",
    category=_REWARDS,
    args=(
        Arg("basic_pay", AMOUNT, "Basic pay in pounds a year.", key=True),
        Arg("at_risk", _SHARE, "Share of basic pay at risk: 10% or 0.1."),
        Arg("achieved", _SHARE, "Share of the objectives met: 75% or 0.75."),
        Arg(
            "part",
            Choice(earn_back.PARTS),
            "Payable (if left out), At risk, Earned back, Forgone, or All for a row of the four.",
            default=lambda: earn_back.PARTS[0],
        ),
    ),
    rule=earn_back.earn_back,
    working=earn_back.working,
    result=POUNDS,
    returns="pounds; for All a row of payable, at risk, earned back, forgone",
    example=(200000, 0.1, 0.75),
)
Function(
    name="VSM_ARREARS",
    purpose="Returns the back pay owed when a yearly increase is paid later than it takes effect.",
    category=_PERIODS,
    args=(
        Arg("annual_increase", AMOUNT, "Increase in pounds a year.", key=True),
        Arg("effective_from", DAY, "First day on which the increase counts."),
        Arg("paid_from", DAY, "First day on which it is paid; this day is no longer owed."),
        fte,
    ),
    rule=periods.arrears,
    working=periods.arrears_working,
    result=POUNDS,
    returns="pounds",
    example=(4875, "2025-04-01", "2025-10-01"),
)
Function(
    name="VSM_PRORATA",
    purpose="Returns the pay for a period in office, both days included.",
    category=_PERIODS,
    args=(
        Arg("annual_amount", AMOUNT, "Amount in pounds a year.", key=True),
        Arg("from", DAY, "First day in office."),
        Arg("to", DAY, "Last day in office."),
        fte,
    ),
    rule=periods.prorata,
    working=periods.prorata_working,
    result=POUNDS,
    returns="pounds",
    example=(144000, "2024-08-05", "2025-03-31"),
)
