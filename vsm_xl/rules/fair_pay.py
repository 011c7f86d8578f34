"""Fair pay: how the highest-paid director's pay compares with that of the workforce.

Percentiles are those of Excel's PERCENTILE.INC (Hyndman and Fan's type 7): the point between
two neighbours in order is interpolated, here exactly and in pence.
"""

from __future__ import annotations

from typing import Any, Final

from vsm_xl import money
from vsm_xl.columns import is_array, np
from vsm_xl.errors import XlError, reason
from vsm_xl.framework import edition
from vsm_xl.rules.disclosure import BASES, COMPARATOR_ZERO, midpoint, pay_ratio
from vsm_xl.rules.working import Outcome, Working, cite

HEADER: Final = ("measure", "amount", "ratio")
#: The measures that are percentiles, and the figures that state which.
PERCENTILES: Final = (
    ("25th percentile", "fair_pay.lower_percentile"),
    ("Median", "fair_pay.middle_percentile"),
    ("75th percentile", "fair_pay.upper_percentile"),
)
FAIR_PAY_GIVEN: Final = reason(
    "FAIR_PAY_GIVEN",
    "The pay of {people} people is compared with that of the highest-paid director, {compared} ({basis}).",
    "Print the ratios to one decimal place, and explain why they changed since last year.",
)
NO_STAFF_PAY: Final = reason(
    "NO_STAFF_PAY",
    "The list of staff pay holds blanks only, so nothing can be compared.",
    "Enter everybody's annualised full-time-equivalent pay at 31 March.",
    error="#N/A",
)


def fair_pay(staff: Any, highest_paid: int, basis: str) -> Outcome:
    """Return the fair pay table: rows of measure, amount in pounds, ratio.

    Args:
        staff: the pay of everybody in pence, without blanks: a list or a numpy array.
        highest_paid: the highest-paid director's pay in pence.
        basis: ``Band midpoint`` or ``Actual``.

    >>> fair_pay([100, 300, 200], 400, "Actual").value[2]
    ['Median', 2.0, 2.0]
    """
    if len(staff) == 0:
        return Outcome((), NO_STAFF_PAY.number)
    amounts = percentiles(staff)
    named = [(name, amount) for (name, _), amount in zip(PERCENTILES, amounts, strict=True)]
    arrays = is_array(staff)
    lowest, highest = (staff.min(), staff.max()) if arrays else (min(staff), max(staff))
    named += [("Lowest", int(lowest)), ("Highest", int(highest))]
    rows: list[list[Any]] = [list(HEADER)]
    for name, amount in named:
        rows.append([name, money.to_pounds(amount), _ratio(highest_paid, amount, basis)])
    rows.append(["Number of people", float(len(staff)), ""])
    above = (
        np.count_nonzero(staff > highest_paid)
        if arrays
        else sum(pay > highest_paid for pay in staff)
    )
    rows.append(["Paid more than the highest-paid director", float(above), ""])
    return Outcome(rows, FAIR_PAY_GIVEN.number)


def _ratio(highest_paid: int, amount: int, basis: str) -> Any:
    ratio, why = pay_ratio(highest_paid, amount, basis)
    if why == COMPARATOR_ZERO.number:
        return XlError(
            "#DIV/0!", COMPARATOR_ZERO.code, "This pay is 0, and nothing can be divided by it."
        )
    return ratio


def percentiles(staff: Any) -> list[int]:
    """Return the three percentiles in pence, each to the nearest penny, halves up."""
    current = edition.current()
    places = []
    for _, name in PERCENTILES:
        top, bottom = current.dated(name)[0].ratio
        places.append((*divmod((len(staff) - 1) * top, bottom), bottom))
    last = len(staff) - 1
    wanted = sorted({at for place, _, _ in places for at in (place, min(place + 1, last))})
    ordered = np.partition(staff, wanted) if is_array(staff) else sorted(staff)
    found = []
    for place, part, bottom in places:
        low, high = int(ordered[place]), int(ordered[min(place + 1, last)])
        found.append(money.times(low * (bottom - part) + high * part, 1, bottom))
    return found


def working(staff: Any, highest_paid: int, basis: str) -> Working:
    """Show how one table came about."""
    compared = highest_paid if basis != BASES[0] else midpoint(highest_paid, None).value
    shown = Working({"people": f"{len(staff):,}", "compared": money.in_words(compared)})
    current = edition.current()
    shown.step("People", f"{len(staff):,}")
    if len(staff):
        for (name, figure), amount in zip(PERCENTILES, percentiles(staff), strict=True):
            shown.answer(
                f"{name} (as PERCENTILE.INC)",
                money.in_words(amount),
                cite(current.dated(figure)[0]),
            )
    shown.amount("Highest-paid director", highest_paid)
    shown.answer(f"Compared: {basis.lower()}", money.in_words(compared))
    return shown
