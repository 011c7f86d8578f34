"""What pay costs the employer: National Insurance, pension, levy."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, Any, Final

from vsm_xl import money
from vsm_xl.columns import cached, common, map_distinct, map_numbers, where
from vsm_xl.errors import reason
from vsm_xl.framework import edition
from vsm_xl.rules.figures import DATE_NOT_COVERED
from vsm_xl.rules.working import Outcome, Working, cite, figure_on

if TYPE_CHECKING:
    from datetime import date

PERIODS: Final = ("Annual", "Monthly", "Weekly", "Two-weekly", "Four-weekly")
SHARES: Final = ("Employer", "Central", "Total")
NI_DUE: Final = reason(
    "NI_DUE",
    "Employer National Insurance on {pay} ({period}) is {value}: {rate} of what lies above {threshold}.",
    "On arrears, use the date of payment, not of the work.",
)
NI_BELOW_THRESHOLD: Final = reason(
    "NI_BELOW_THRESHOLD",
    "{pay} ({period}) does not exceed the threshold of {threshold}, so no employer National Insurance is due.",
    "Nothing is to be budgeted for it.",
)
PENSION_DUE: Final = reason(
    "PENSION_DUE",
    "The {share} share of the pension contribution on {pensionable_pay} is {value} ({rate}).",
    "Budget the employer's own share; the accounts show the total.",
)
AWARD_COST_GIVEN: Final = reason(
    "AWARD_COST_GIVEN",
    "An increase of {increase} costs the organisation {value} in a full year ({rate} of the increase, on-costs included).",
    "Use it for the budget; a part year costs the same share of it.",
)


def employer_ni(pay: Any, day: Any, period: Any) -> Outcome:
    """Return employer Class 1 contributions in pence; an exact half penny rounds down.

    >>> from datetime import date
    >>> employer_ni(15000000, date(2025, 4, 6), "Annual").value
    2175000
    """
    floor, tops, bottom, held = _ni_terms(day, period)
    above = where(pay > floor, pay - floor, 0)
    why = where(above > 0, NI_DUE.number, NI_BELOW_THRESHOLD.number)
    value = money.times(above, tops, bottom, halves_down=True)
    return Outcome(value, where(held == 1, why, DATE_NOT_COVERED.number))


@cached
def _ni_terms(day: Any, period: Any) -> tuple[Any, ...]:
    """Return threshold, rate as numerator and denominator, and whether both are held."""
    threshold = map_distinct(lambda on, of: figure_on(threshold_name(of), on), day, period)
    rate = map_distinct(lambda on: figure_on("ni.rate", on), day)
    floor = map_numbers(lambda figure: figure.pence if figure else 0, threshold)
    held = map_numbers(lambda a, b: int(a is not None and b is not None), threshold, rate)
    return floor, *common(map_distinct(_ratio, rate)), held


def employer_pension(pay: Any, day: Any, share: Any) -> Outcome:
    """Return the employer's, the central, or the total pension contribution in pence.

    >>> from datetime import date
    >>> employer_pension(15000000, date(2025, 4, 6), "Employer").value
    2157000
    """
    tops, bottom, held = _pension_terms(day, share)
    value = money.times(pay, tops, bottom)
    return Outcome(value, where(held == 1, PENSION_DUE.number, DATE_NOT_COVERED.number))


@cached
def _pension_terms(day: Any, share: Any) -> tuple[Any, ...]:
    rate = map_distinct(lambda on, of: figure_on(_pension_name(of), on), day, share)
    return *common(map_distinct(_ratio, rate)), map_numbers(lambda f: int(f is not None), rate)


def award_cost(increase: Any, day: Any, pensionable: Any) -> Outcome:
    """Return what a recurring increase costs in a full year, in pence; rounded once, on the sum.

    >>> from datetime import date
    >>> award_cost(487500, date(2025, 4, 6), True).value
    633165
    """
    tops, bottom, held = _cost_terms(day, pensionable)
    value = money.times(increase, tops, bottom)
    return Outcome(value, where(held == 1, AWARD_COST_GIVEN.number, DATE_NOT_COVERED.number))


@cached
def _cost_terms(day: Any, pensionable: Any) -> tuple[Any, ...]:
    rate = map_distinct(_cost_rate, day, pensionable)
    tops, bottom = common(map_distinct(lambda found: found or (0, 1), rate))
    return tops, bottom, map_numbers(lambda found: int(found is not None), rate)


def threshold_name(period: str) -> str:
    """Return the name of the figure that holds the threshold of a period."""
    return f"ni.threshold.{period.lower().replace('-', '_')}"


def _pension_name(share: str) -> str:
    return f"pension.{share.lower()}"


def _ratio(figure: Any) -> tuple[int, int]:
    return figure.ratio if figure is not None else (0, 1)


def _cost_names(pensionable: bool) -> tuple[str, ...]:  # noqa: FBT001 - applied by map_distinct()
    return ("ni.rate", *(("pension.employer",) if pensionable else ()), "levy.rate")


def _cost_rate(day: date, pensionable: bool) -> tuple[int, int] | None:  # noqa: FBT001 - applied by map_distinct()
    """Return the cost of one pound of increase, itself included; None where a rate is not held."""
    figures = [figure_on(name, day) for name in _cost_names(pensionable)]
    ratios = [(1, 1), *(figure.ratio for figure in figures if figure is not None)]
    if len(ratios) <= len(figures):
        return None
    bottom = lcm(*(own for _, own in ratios))
    return sum(top * bottom // own for top, own in ratios), bottom


def _not_covered(names: tuple[str, ...], day: date) -> dict[str, str]:
    """Name the first figure that does not cover a day, with the days that it does cover."""
    current = edition.current()
    for name in names:
        if figure_on(name, day) is None:
            first, last = current.coverage(name) if name in current.names else (None, None)
            return {
                "name": name,
                "first_day": first.isoformat() if first else "no day",
                "last_day": last.isoformat() if last else "further notice",
            }
    return {}


def ni_working(pay: int, day: date, period: str) -> Working:
    """Show how one contribution came about."""
    name = threshold_name(period)
    threshold, rate = figure_on(name, day), figure_on("ni.rate", day)
    value = employer_ni(pay, day, period).value
    shown = Working(_not_covered((name, "ni.rate"), day) | {"value": money.in_words(value)})
    shown.amount(f"Pay ({period})", pay)
    if threshold is not None and rate is not None:
        shown.facts |= {
            "threshold": money.in_words(threshold.pence),
            "rate": money.percent_in_words(rate.ratio),
        }
        shown.amount("Threshold of the period", threshold.pence, cite(threshold))
        shown.step("Rate above it", money.percent_in_words(rate.ratio), cite(rate))
        shown.answer("Contribution, an exact half penny down", money.in_words(value))
    return shown


def pension_working(pay: int, day: date, share: str) -> Working:
    """Show how one contribution came about."""
    figure = figure_on(_pension_name(share), day)
    value = money.in_words(employer_pension(pay, day, share).value)
    shown = Working(_not_covered((_pension_name(share),), day) | {"value": value})
    shown.amount("Pensionable pay", pay)
    if figure is not None:
        shown.facts["rate"] = money.percent_in_words(figure.ratio)
        shown.step(f"Share: {share}", shown.facts["rate"], cite(figure))
        shown.answer("Contribution, to the nearest penny, halves up", value)
    return shown


def cost_working(increase: int, day: date, pensionable: bool) -> Working:  # noqa: FBT001 - the order is the contract's
    """Show how one cost came about."""
    names = _cost_names(pensionable)
    value = money.in_words(award_cost(increase, day, pensionable).value)
    shown = Working(_not_covered(names, day) | {"value": value})
    shown.amount("Increase", increase)
    for name in names:
        figure = figure_on(name, day)
        if figure is not None:
            shown.step(f"{name} on it", money.percent_in_words(figure.ratio), cite(figure))
    if (rate := _cost_rate(day, pensionable)) is not None:
        shown.facts["rate"] = money.percent_in_words(rate)
        shown.answer("Sum, rounded once", value)
    return shown
