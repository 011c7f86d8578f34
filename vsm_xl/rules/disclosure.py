"""Disclosure in the annual accounts: bands of pay, and the ratio to the workforce."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final, NamedTuple

from vsm_xl import money
from vsm_xl.columns import Coded, is_array, map_distinct, map_numbers, map_pairs, np, numbers, where
from vsm_xl.errors import reason
from vsm_xl.framework import edition
from vsm_xl.rules.working import Outcome, Working, cite

BASES: Final = ("Band midpoint", "Actual")
BAND_GIVEN: Final = reason(
    "BAND_GIVEN",
    "{amount} lies in the disclosure band {band} (thousands of pounds), {width} wide.",
    "Print the band, not the amount.",
)
MIDPOINT_GIVEN: Final = reason(
    "MIDPOINT_GIVEN",
    "The middle of the disclosure band {band} (thousands of pounds) is {midpoint}.",
    "Use it where the accounts ask for the midpoint of the band.",
)
BAND_TEXT_UNUSABLE: Final = reason(
    "BAND_TEXT_UNUSABLE",
    "{amount_or_band} is not a band of the accounts: its lower and upper end must be a band's width apart and multiples of that width.",
    "Write it in thousands, lower end first, such as 280-285, or give the amount as a number.",
    error="#VALUE!",
)
RATIO_GIVEN: Final = reason(
    "RATIO_GIVEN",
    "{compared} ({basis}) is {ratio} times {comparator}.",
    "Print the ratio to one decimal place, and explain why it changed since last year.",
)
COMPARATOR_ZERO: Final = reason(
    "COMPARATOR_ZERO",
    "comparator_pay is 0, and nothing can be divided by it.",
    "Enter the pay that top pay is compared with.",
    error="#DIV/0!",
)
_BAND: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*[-\u2013]\s*([0-9]+(?:\.[0-9]+)?)", re.ASCII)
_THOUSAND: Final = 100_000


class Band(NamedTuple):
    """A band that was given as text: its ends in pence."""

    low: int
    high: int


def read_band(text: str) -> Band | None:
    """Read a band's text, in thousands of pounds; None where it is none.

    >>> read_band("280-285")
    Band(low=28000000, high=28500000)
    """
    bare = text.strip()
    if bare == "0":
        return Band(0, 0)
    match = _BAND.fullmatch(bare)
    if match is None or len(bare) > len("1000000.0 - 1000000.0"):
        return None
    low, high = (Decimal(end) * _THOUSAND for end in match.groups())
    step = edition.current().dated("band.width.step")[0].pence
    width = high - low
    if width <= 0 or width % step or low % width:
        return None
    return Band(int(low), int(high))


def band_in_words(given: Band) -> str:
    """Write a band as the accounts print it.

    >>> band_in_words(Band(28000000, 28500000)), band_in_words(Band(0, 0))
    ('280-285', '0')
    """
    return f"{_thousands(given.low)}-{_thousands(given.high)}" if given.high else "0"


def band(amount: Any, width: Any) -> Outcome:
    """Return the band an amount lies in, as text in thousands of pounds.

    Args:
        amount: pence.
        width: pence, or None for the width of the accounts.

    >>> band(28200000, None).value
    '280-285'
    """
    wide = map_numbers(_width, width)
    low = amount // wide * wide
    low = where(amount == 0, -1, low)
    if is_array(low):
        items, codes = np.unique(low, return_inverse=True)
        low = Coded([int(item) for item in items], codes.reshape(-1))
    return Outcome(
        map_distinct(lambda at, own: _text(at, _width(own)), low, width), BAND_GIVEN.number
    )


def _text(low: int, width: int) -> str:
    return "0" if low < 0 else f"{_thousands(low)}-{_thousands(low + width)}"


def _thousands(pence: int) -> str:
    return f"{(Decimal(pence) / _THOUSAND).normalize():f}"


def _width(width: int | None) -> int:
    if width is not None:
        return width
    current = edition.current()
    figure = current.figure("band.width", current.date)
    return figure.pence if figure else 0


def midpoint(amount_or_band: Any, width: Any) -> Outcome:
    """Return the middle of the band of an amount, or of a band given as text, in pence.

    >>> midpoint(28200000, None).value, midpoint(Band(28000000, 28500000), None).value
    (28250000, 28250000)
    """
    if isinstance(amount_or_band, Coded | Band):
        value, why = map_pairs(_midpoint_of_either, amount_or_band, width)
        return Outcome(numbers(value), why)
    return Outcome(_middle(amount_or_band, map_numbers(_width, width)), MIDPOINT_GIVEN.number)


def _midpoint_of_either(given: Any, width: int | None) -> tuple[int, int]:
    if not isinstance(given, Band):
        return _middle(given, _width(width)), MIDPOINT_GIVEN.number
    if width is not None and given.high and given.high - given.low != width:
        return 0, BAND_TEXT_UNUSABLE.number
    return (given.low + given.high) // 2, MIDPOINT_GIVEN.number


def _middle(amount: Any, width: Any) -> Any:
    return where(amount == 0, 0, amount // width * width + width // 2)


def pay_ratio(top_pay: Any, comparator: Any, basis: Any) -> Outcome:
    """Return top pay, as its band's midpoint or as it is, over the comparator; unrounded."""
    middle = midpoint(top_pay, None).value
    actual = map_numbers(lambda choice: int(choice == "Actual"), basis)
    top = where(actual == 1, top_pay, middle)
    none = comparator == 0
    ratio = money.as_double(top) / money.as_double(where(none, 1, comparator))
    return Outcome(ratio, where(none, COMPARATOR_ZERO.number, RATIO_GIVEN.number))


def band_working(amount: int, width: int | None) -> Working:
    """Show how one band was found."""
    text, wide = band(amount, width).value, _width(width)
    shown = Working({"band": text, "width": money.in_words(wide)})
    shown.amount("Amount", amount)
    _width_step(shown, width)
    shown.answer("Band in thousands of pounds", text)
    return shown


def midpoint_working(amount_or_band: Any, width: int | None) -> Working:
    """Show how one midpoint was found."""
    middle = midpoint(amount_or_band, width).value
    if isinstance(amount_or_band, Band):
        text = band_in_words(amount_or_band)
    else:
        text = band(amount_or_band, width).value
    shown = Working({"band": text, "midpoint": money.in_words(middle)})
    _width_step(shown, width)
    shown.answer("Band in thousands of pounds", text)
    shown.answer("Middle of the band", money.in_words(middle))
    return shown


def _width_step(shown: Working, width: int | None) -> None:
    if width is None:
        current = edition.current()
        figure = current.figure("band.width", current.date)
        shown.amount("Width of a band", _width(None), cite(figure))
    else:
        shown.amount("Width of a band", width, "given with the call")


def ratio_working(top_pay: int, comparator: int, basis: str) -> Working:
    """Show how one ratio came about."""
    shown = Working()
    shown.amount("Top pay", top_pay)
    compared = top_pay
    if basis == BASES[0]:
        compared = midpoint(top_pay, None).value
        _width_step(shown, None)
        shown.answer("Middle of its band", money.in_words(compared))
    ratio = pay_ratio(top_pay, comparator, basis).value
    shown.amount("Compared with", comparator)
    shown.answer("Ratio, unrounded", f"{ratio!r}")
    shown.facts |= {
        "compared": money.in_words(compared),
        "comparator": money.in_words(comparator),
        "ratio": f"{ratio:.2f}",
    }
    return shown
