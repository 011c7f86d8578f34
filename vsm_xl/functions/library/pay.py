"""Worksheet functions on segment, eligibility and the annual award."""

from __future__ import annotations

from vsm_xl.functions.library.arguments import (
    SWITCH,
    exempt,
    org_kind,
    pay_year,
    percent_given,
    policy,
    salary,
    segment,
)
from vsm_xl.functions.registry import Arg, Function
from vsm_xl.functions.results import AS_IT_IS, POUNDS, TRUTH
from vsm_xl.rules import award, eligibility
from vsm_xl.rules import segment as segment_rule

_DECISION = (pay_year, org_kind, segment, exempt, policy)
_CATEGORY = "Eligibility and award"

Function(
    name="VSM_SEGMENT",
    purpose="Returns the segment in force: the league table's, or 5 for an organisation in the national improvement programme.",
    category=_CATEGORY,
    args=(
        Arg(
            "league_segment",
            segment.type,
            "Segment in the published league table, or Not segmented.",
            key=True,
        ),
        Arg(
            "in_improvement_programme",
            SWITCH,
            "TRUE while the organisation is in the national improvement (recovery support) programme.",
            default=lambda: False,
        ),
    ),
    rule=segment_rule.in_force,
    working=segment_rule.working,
    result=AS_IT_IS,
    returns="1 to 5, or Not segmented",
    example=(4, True),
    cites=("segment.programme", "segment.lowest", "segment.highest"),
)
Function(
    name="VSM_ELIGIBLE",
    purpose="Returns whether the annual award of a pay year may be paid; #N/A where that cannot be determined.",
    category=_CATEGORY,
    args=(pay_year.but(key=True), *_DECISION[1:]),
    rule=eligibility.eligible,
    working=eligibility.working,
    result=TRUTH,
    returns="TRUE or FALSE",
    example=("2025/26", "Provider", 3),
    cites=("award.percent", "award.withheld_segments", "award.icb_segmented"),
)
AWARD = Function(
    name="VSM_AWARD",
    purpose="Returns the annual award: salary times the national percentage, 0 where it is withheld or not given.",
    category=_CATEGORY,
    args=(
        salary("Basic salary before the award, in pounds a year."),
        *_DECISION,
        percent_given,
    ),
    rule=award.annual_award,
    working=award.working,
    result=POUNDS,
    returns="pounds a year, to the penny",
    example=(150000, "2025/26", "Provider", 3),
    cites=("award.percent", "award.withheld_segments"),
)
Function(
    name="VSM_NEW_SALARY",
    purpose="Returns the salary after the annual award.",
    category=_CATEGORY,
    args=AWARD.args,
    rule=award.new_salary,
    working=award.new_salary_working,
    result=POUNDS,
    returns="pounds a year, to the penny",
    example=(277500, "2025/26", "Provider", 3),
    cites=AWARD.cites,
)
