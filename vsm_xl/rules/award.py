"""The annual award: the national percentage of salary, where it is payable and given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsm_xl import dates, money
from vsm_xl.columns import cached, common, map_distinct, map_numbers, where
from vsm_xl.errors import reason
from vsm_xl.rules import eligibility
from vsm_xl.rules.table import DecisionRow, DecisionTable, table_row
from vsm_xl.rules.working import Outcome, Working, cite, figure_on

if TYPE_CHECKING:
    from vsm_xl.rules.policy import Policy

NOTHING, PAYABLE, ERROR = "0", "salary × percentage", "error"
_NO_AWARD: Final = "none"

TABLE: Final = DecisionTable(
    "How much is the annual award?",
    {
        "eligible": ("FALSE", "TRUE", "cannot be determined"),
        "given by the committee": (
            "the national percentage",
            "a lower percentage",
            "more than the national percentage",
            "none",
        ),
    },
    (
        DecisionRow({"eligible": "cannot be determined"}, ERROR, None, ("award.criteria",)),
        table_row(
            {"given by the committee": "none"},
            NOTHING,
            "AWARD_NOT_GIVEN",
            "The committee has decided to give no award for {pay_year} (none is entered as the percentage).",
            "Keep the committee's grounds with the decision.",
            ("award.percent",),
        ),
        DecisionRow({"eligible": "FALSE"}, NOTHING, None, ("award.withheld_segments",)),
        DecisionRow(
            {"given by the committee": "more than the national percentage"},
            ERROR,
            reason(
                "AWARD_OVER_NATIONAL",
                "{percent} is more than the national award of {national} for {pay_year}.",
                "Enter at most the national percentage; a larger rise is a salary review, to be decided as such.",
                error="#NUM!",
            ),
            ("award.percent",),
        ),
        DecisionRow({}, PAYABLE, None, ("award.percent",)),
    ),
)
_CARRIED: Final = tuple(int(row.reason is None) for row in TABLE.rows)
_PAID: Final = tuple(int(row.outcome == PAYABLE) for row in TABLE.rows)
_ELIGIBLE: Final = tuple(
    (eligibility.NO, eligibility.YES, eligibility.UNDETERMINED).index(row.outcome)
    for row in eligibility.TABLE.rows
)


def annual_award(
    salary: Any,
    pay_year: Any,
    org_kind: Any,
    segment: Any,
    exempt: Any,
    policy: Policy,
    percent: Any,
) -> Outcome:
    """Work out the award in pence.

    Args:
        salary: pence.
        pay_year: first calendar year.
        org_kind: Provider or ICB.
        segment: 1 to 5, Not segmented, or None.
        exempt: whether an exemption is recorded.
        policy: the local policy.
        percent: numerator and denominator of the share given, ``none``, or None for national.

    >>> from vsm_xl.rules.policy import NO_POLICY
    >>> annual_award(27750000, 2025, "Provider", 3, False, NO_POLICY, None).value
    901875
    """
    top, bottom, why = _terms(pay_year, org_kind, segment, exempt, policy, percent)
    return Outcome(money.times(salary, top, bottom), why)


@cached
def _terms(
    pay_year: Any, org_kind: Any, segment: Any, exempt: Any, policy: Policy, percent: Any
) -> tuple[Any, int, Any]:
    """Return the share of salary that is paid, as numerator and denominator, and the reason."""
    who = eligibility.decide(pay_year, org_kind, segment, exempt, policy)
    decided = TABLE.decide(
        eligibility.TABLE.per_row(_ELIGIBLE, who), map_numbers(_given, pay_year, percent)
    )
    tops, bottom = common(map_distinct(_rate, pay_year, percent))
    carried = TABLE.per_row(_CARRIED, decided)
    why = where(
        carried == 1,
        eligibility.TABLE.per_row(eligibility.TABLE.reasons, who),
        TABLE.per_row(TABLE.reasons, decided),
    )
    return where(TABLE.per_row(_PAID, decided) == 1, tops, 0), bottom, why


def new_salary(salary: Any, *decision: Any) -> Outcome:
    """Return salary plus award in pence; arguments as of :func:`annual_award`."""
    award = annual_award(salary, *decision)
    return Outcome(salary + award.value, award.reason)


def _national(pay_year: int) -> tuple[int, int] | None:
    figure = figure_on("award.percent", dates.pay_year_days(pay_year)[0])
    return figure.ratio if figure is not None else None


def _rate(pay_year: int, percent: Any) -> tuple[int, int]:
    if percent == _NO_AWARD:
        return 0, 1
    return percent or _national(pay_year) or (0, 1)


def _given(pay_year: int, percent: Any) -> int:
    choices = TABLE.facts["given by the committee"]
    national = _national(pay_year)
    if percent is None or national is None:
        return choices.index("the national percentage")
    if percent == _NO_AWARD:
        return choices.index("none")
    (top, bottom), (most, of) = percent, national
    if top * of > most * bottom:
        return choices.index("more than the national percentage")
    return choices.index(
        "a lower percentage" if top * of < most * bottom else "the national percentage"
    )


def working(
    salary: int,
    pay_year: int,
    org_kind: str,
    segment: Any,
    exempt: bool,  # noqa: FBT001 - the order is the contract's
    policy: Policy,
    percent: Any,
) -> Working:
    """Show how one award came about."""
    shown = eligibility.working(pay_year, org_kind, segment, exempt, policy)
    figure = figure_on("award.percent", dates.pay_year_days(pay_year)[0])
    award = annual_award(salary, pay_year, org_kind, segment, exempt, policy, percent)
    shown.amount("Salary", salary)
    if figure is not None:
        shown.facts["national"] = money.percent_in_words(figure.ratio)
        shown.step("National award", money.percent_in_words(figure.ratio), cite(figure))
    if percent is not None:
        given = percent if percent == _NO_AWARD else money.percent_in_words(percent)
        shown.facts["percent"] = given
        shown.step("Given by the committee", given)
    shown.answer("Award, to the nearest penny, halves up", money.in_words(award.value))
    return shown


def new_salary_working(salary: int, *decision: Any) -> Working:
    """Show how one new salary came about."""
    shown = working(salary, *decision)
    total = new_salary(salary, *decision)
    shown.answer("New salary: salary plus award", money.in_words(total.value))
    return shown
