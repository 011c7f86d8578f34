"""Who decides on a salary: the organisation's own committee, or the national body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl import money
from vsm_xl.columns import Coded, cached, common, flag, map_distinct, map_numbers
from vsm_xl.errors import reason
from vsm_xl.rules import benchmark, limits
from vsm_xl.rules.eligibility import framework_start
from vsm_xl.rules.policy import ACTUAL_BASIS, Policy
from vsm_xl.rules.table import DecisionRow, DecisionTable, table_row
from vsm_xl.rules.working import Outcome, Working, cite, figure_on

if TYPE_CHECKING:
    from datetime import date

    from vsm_xl.framework.ranges import RangeTable

LOCAL, NATIONAL = "the remuneration committee", "the national body"
_MISSING: Final = benchmark.FOUND[1:]
_SETTLED: Final = ("settled", "national body not settled", "threshold not held")
_BODY_PENDING: Final = reason(
    "APPROVAL_BODY_PENDING",
    "The salary compared, {compared} ({basis}), is above the limit of {limit}, and which national body decides on {date} is not settled.",
    "Agree nothing yet; a later data edition will name the body.",
    error="#N/A",
)

TABLE: Final = DecisionTable(
    "Who decides on a salary?",
    {
        "date": limits.DATES,
        "kind": ("Provider", "ICB"),
        "range of the ICB's role": benchmark.FOUND,
        "salary": ("at or below the limit", "above the limit"),
        "limit and bodies": _SETTLED,
    },
    (
        limits.BEFORE_FRAMEWORK,
        table_row(
            {"kind": "Provider", "limit and bodies": "threshold not held"},
            "#N/A",
            "APPROVAL_LIMIT_NOT_HELD",
            "This data edition holds no approval threshold of providers for {date}, so it cannot be said who decides.",
            "Enter approval.provider_threshold as local policy, or use a data edition that covers the day.",
            ("approval.provider_threshold",),
        ),
        DecisionRow(
            {
                "kind": "Provider",
                "salary": "above the limit",
                "limit and bodies": "national body not settled",
            },
            "#N/A",
            _BODY_PENDING,
            ("approval.national_body",),
        ),
        table_row(
            {"kind": "Provider", "salary": "above the limit"},
            NATIONAL,
            "APPROVAL_PROVIDER_NATIONAL",
            "The salary compared, {compared} ({basis}), is above the providers' threshold of {limit}, so {national_body} decides.",
            "Make the pay case and send it before anything is agreed or announced.",
            ("approval.provider_threshold", "approval.national_body"),
        ),
        table_row(
            {"kind": "Provider"},
            LOCAL,
            "APPROVAL_PROVIDER_LOCAL",
            "The salary compared, {compared} ({basis}), is not above the providers' threshold of {limit}, so the {local_body} decides.",
            "Record the committee's decision and its grounds.",
            ("approval.provider_threshold", "approval.local_body"),
        ),
        *(
            DecisionRow({"range of the ICB's role": fact}, "#N/A", why)
            for fact, why in zip(
                _MISSING,
                (
                    benchmark.RANGE_NOT_LOADED,
                    benchmark.ROLE_NOT_IN_TABLE,
                    benchmark.GROUP_NOT_IN_TABLE,
                    benchmark.SIZE_NOT_COVERED,
                ),
                strict=True,
            )
        ),
        DecisionRow(
            {"kind": "ICB", "salary": "above the limit", "limit and bodies": _SETTLED[1:]},
            "#N/A",
            _BODY_PENDING,
            ("approval.national_body",),
        ),
        table_row(
            {"kind": "ICB", "salary": "above the limit"},
            NATIONAL,
            "APPROVAL_ICB_NATIONAL",
            "The salary compared, {compared} ({basis}), is above the operational maximum of {limit} for {role}, so {national_body} decides.",
            "Prepare the ICB's pay case and send it before anything is agreed or announced.",
            ("approval.national_body",),
        ),
        table_row(
            {},
            LOCAL,
            "APPROVAL_ICB_LOCAL",
            "The salary compared, {compared} ({basis}), is not above the operational maximum of {limit} for {role}, so the {local_body} decides.",
            "Record the decision of the ICB's committee and its grounds.",
            ("approval.local_body",),
        ),
    ),
)
_BODIES: Final = {LOCAL: "approval.local_body", NATIONAL: "approval.national_body"}


def approval(
    salary: Any,
    role: Any,
    org_kind: Any,
    size: Any,
    fte: Any,
    day: Any,
    table: RangeTable,
    policy: Policy,
) -> Outcome:
    """Return who decides: the body's name, and the reason.

    Args:
        salary: pence.
        role: a name as it is compared.
        org_kind: Provider or ICB.
        size: hundredths, or a group label as it is compared.
        fte: numerator and denominator of the full-time equivalent.
        day: the date of the decision.
        table: the range table, asked for ICBs only.
        policy: the local policy.

    Above the limit goes to the national body, exactly at it stays local:

    >>> from datetime import date
    >>> from vsm_xl.framework import edition
    >>> from vsm_xl.rules.policy import NO_POLICY
    >>> decide = lambda pence: approval(
    ...     pence, "chief executive", "Provider", None, (1, 1), date(2025, 6, 1),
    ...     edition.current().shipped_ranges(), NO_POLICY)
    >>> decide(17000000).value, decide(17000001).value
    ('Remuneration committee', 'NHS England')
    """
    begun, kind, found, limit, tops, bottom, settled = _terms(
        role, org_kind, size, fte, day, table, policy
    )
    # salary ÷ fte > limit, without a division that would have to be rounded
    pay, times = money.wide(salary, bottom)
    most, share = money.wide(limit, tops)
    return _answer(begun, kind, found, flag(pay * times > most * share), settled, day)


@cached
def _terms(
    role: Any, org_kind: Any, size: Any, fte: Any, day: Any, table: RangeTable, policy: Policy
) -> tuple[Any, ...]:
    """Return the table's facts but the last, the limit, and the share of full time."""
    found = benchmark.find(role, org_kind, size, day, table)
    limit = map_numbers(lambda kind, on, f: _limit(kind, on, f, policy), org_kind, day, found)
    tops, bottom = (1, 1) if policy.basis == ACTUAL_BASIS else common(fte)
    provider = map_distinct(lambda kind: int(kind != "ICB"), org_kind)
    return (
        limits.under_framework(day),
        map_numbers(lambda local: 1 - local, provider),
        map_numbers(lambda f, local: 0 if local else f.fact, found, provider),
        limit,
        tops,
        bottom,
        map_numbers(lambda on: _settled(on, policy), day),
    )


def _settled(day: date, policy: Policy) -> int:
    if policy.provider_threshold is None and figure_on("approval.provider_threshold", day) is None:
        return 2
    return int(figure_on("approval.national_body", day) is None)


@cached
def _answer(begun: Any, kind: Any, found: Any, above: Any, settled: Any, day: Any) -> Outcome:
    decided = TABLE.decide(begun, kind, found, above, settled)
    row = decided if isinstance(decided, int) else Coded(range(len(TABLE.rows)), decided)
    return Outcome(map_distinct(_body, row, day), TABLE.per_row(TABLE.reasons, decided))


def _body(row: int, day: date) -> str:
    name = _BODIES.get(TABLE.rows[row].outcome)
    figure = figure_on(name, day) if name else None
    return figure.text if figure else ""


def _limit(kind: str, day: date, found: benchmark.FoundRange, policy: Policy) -> int:
    if kind == "ICB":
        return found.row.operational_maximum if found.row else 0
    if policy.provider_threshold is not None:
        return policy.provider_threshold
    figure = figure_on("approval.provider_threshold", day)
    return figure.pence if figure else 0


def working(
    salary: int,
    role: str,
    org_kind: str,
    size: Any,
    fte: tuple[int, int],
    day: date,
    table: RangeTable,
    policy: Policy,
) -> Working:
    """Show how one route came about."""
    found = benchmark.find(role, org_kind, size, day, table)
    icb = org_kind == "ICB"
    shown = benchmark.working(role, org_kind, size, day, table) if icb else Working()
    actual = policy.basis == ACTUAL_BASIS
    compared = salary if actual else money.times(salary, fte[1], fte[0])
    limit = _limit(org_kind, day, found, policy)
    national = figure_on("approval.national_body", day)
    local = figure_on("approval.local_body", day)
    shown.facts |= {
        "framework_start": framework_start().isoformat(),
        "compared": money.in_words(compared),
        "basis": "actual pay" if actual else "full-time equivalent",
        "limit": money.in_words(limit),
        "national_body": national.text if national else "",
        "local_body": local.text.lower() if local else "",
    }
    shown.amount("Salary", salary)
    if policy.basis is not None:
        shown.local(f"Compared: {shown.facts['basis']}")
    shown.answer("Salary compared", f"{money.in_words(compared)} ({shown.facts['basis']})")
    if icb or day < framework_start():
        return shown
    if policy.provider_threshold is not None:
        shown.local(f"Threshold for providers: {money.in_words(limit)}")
    else:
        figure = figure_on("approval.provider_threshold", day)
        shown.amount("Threshold for providers", limit, cite(figure))
    return shown
