"""Worksheet functions on pay ranges and on who decides."""

from __future__ import annotations

from vsm_xl.functions.library.arguments import (
    day,
    fte,
    org_kind,
    policy,
    ranges,
    role,
    salary,
    size,
)
from vsm_xl.functions.registry import Arg, Function
from vsm_xl.functions.results import AS_IT_IS, POUNDS, TEXT, label
from vsm_xl.functions.types.choices import Choice
from vsm_xl.rules import approval, benchmark, position, range_measures

_CATEGORY = "Pay ranges and approval"
_SIZES = ("size.provider_floor", "size.icb_floor")
_ICB_2022 = ("Chief executive", "ICB", "C")

Function(
    name="VSM_GROUP",
    purpose="Returns the size group of the range table that an organisation belongs to.",
    category=_CATEGORY,
    args=(org_kind, size.but(key=True), day, ranges),
    rule=benchmark.group,
    working=benchmark.group_working,
    result=TEXT,
    returns="the group's label",
    example=("ICB", "C", "2022-02-01"),
    cites=_SIZES,
)
Function(
    name="VSM_BENCHMARK",
    purpose="Returns a point of the pay range of a role; #N/A where no range table holds it, never a guess.",
    category=_CATEGORY,
    args=(
        role.but(key=True),
        org_kind,
        size,
        Arg(
            "point",
            Choice(benchmark.POINTS),
            "Minimum, Midpoint (if left out), Operational maximum, Exception maximum, or All for a row of the four.",
            default=lambda: benchmark.POINTS[1],
        ),
        day,
        ranges,
    ),
    rule=benchmark.benchmark,
    working=benchmark.benchmark_working,
    result=POUNDS,
    returns="pounds a year; for All a row of four",
    example=(*_ICB_2022, "Operational maximum", "2022-02-01"),
    cites=_SIZES,
)
POSITION = Function(
    name="VSM_POSITION",
    purpose="Returns where a salary stands in the pay range of its role.",
    category=_CATEGORY,
    args=(salary(), role, org_kind, size, day, ranges),
    rule=position.position,
    working=position.working,
    result=label(position.LABELS),
    returns="Below minimum, Within range, Above operational maximum or Above exception maximum",
    example=(230000, *_ICB_2022, "2022-02-01"),
    cites=_SIZES,
)
Function(
    name="VSM_COMPA_RATIO",
    purpose="Returns salary divided by the midpoint of its range.",
    category=_CATEGORY,
    args=POSITION.args,
    rule=range_measures.compa_ratio,
    working=range_measures.compa_ratio_working,
    result=AS_IT_IS,
    returns="a ratio, not rounded; 1 is the midpoint",
    example=(230000, *_ICB_2022, "2022-02-01"),
    cites=_SIZES,
)
Function(
    name="VSM_RANGE_PENETRATION",
    purpose="Returns how far a salary stands on the way from minimum to operational maximum.",
    category=_CATEGORY,
    args=POSITION.args,
    rule=range_measures.range_penetration,
    working=range_measures.range_penetration_working,
    result=AS_IT_IS,
    returns="a share, not rounded; below 0 and above 1 are reported as they are",
    example=(230000, *_ICB_2022, "2022-02-01"),
    cites=_SIZES,
)
Function(
    name="VSM_APPROVAL",
    purpose="Returns who decides when a salary is set: the remuneration committee or the national body.",
    category=_CATEGORY,
    args=(
        salary("Salary to be set, in pounds a year as paid."),
        role.but(needed_for=("org_kind", "ICB")),
        org_kind,
        size.but(needed_for=("org_kind", "ICB")),
        fte,
        day,
        ranges,
        policy,
    ),
    rule=approval.approval,
    working=approval.working,
    result=TEXT,
    returns="the name of the deciding body",
    example=(170000.01, "Chief executive", "Provider", 500000000),
    cites=(
        "approval.provider_threshold",
        "approval.basis",
        "approval.local_body",
        "approval.national_body",
        "fte.highest",
        *_SIZES,
    ),
)
