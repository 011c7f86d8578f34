"""Pounds and pence: exact in, exact inside, exact out.

Money is whole pence, as a Python ``int`` for one amount and as an ``int64`` (or, past its
reach, ``object``) numpy array for a column.  The arithmetic below is written once with
operators that both understand, so a cell and a column cannot disagree.  A rate is a pair of
integers, numerator and denominator; no penny is ever decided by binary floating point.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Context, Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.columns import is_array, np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Amounts up to here (in pounds) keep every penny through a spreadsheet's double precision.
LARGEST_AMOUNT: Final = 10**12

# Below this, a double times a hundred lies within 0.01 of the true product, so only the
# neighbourhood of a half penny needs the exact decimal reading of the number.
_FAST_REACH: Final = 1e11
_DOUBT: Final = 0.02
_INT64_REACH: Final = 2**62
_EXACT: Final = Context(prec=400, rounding=ROUND_FLOOR)
_HALF: Final = Decimal("0.5")


def to_pence(pounds: float | Decimal) -> int:
    """Return an amount in pounds as whole pence, halves up, read as the decimal it is written as.

    1.005 means one pound and half a penny, although the double nearest to it is smaller.

    Args:
        pounds: a finite number of pounds, at most :data:`LARGEST_AMOUNT` in size.

    Raises:
        ValueError: not a number, infinite or too large to keep its pennies.

    >>> to_pence(1.005), to_pence(123456.78), to_pence(-0.5)
    (101, 12345678, -50)
    """
    if not isinstance(pounds, Decimal):
        if abs(pounds) > LARGEST_AMOUNT or not isfinite(pounds):
            raise ValueError(f"{pounds!r} is not an amount of money that can be held to the penny")
        scaled = pounds * 100
        whole = int(scaled + 0.5) if scaled >= 0 else -int(0.5 - scaled)
        if abs(abs(scaled - whole) - 0.5) > _DOUBT and abs(pounds) < _FAST_REACH:
            return whole
        pounds = Decimal(str(pounds))
    if not pounds.is_finite() or abs(pounds) > LARGEST_AMOUNT:
        raise ValueError(f"{pounds} is not an amount of money that can be held to the penny")
    return int((pounds.scaleb(2, _EXACT) + _HALF).to_integral_value(ROUND_FLOOR))


def to_pence_column(pounds: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return a column of finite pounds as whole pence; each cell as :func:`to_pence` gives it.

    The caller has set aside what is not an amount (NaN, infinite, too large).

    >>> to_pence_column(np.array([1.005, 277500.0])).tolist()
    [101, 27750000]
    """
    scaled = pounds * 100
    whole = np.floor(scaled + 0.5)
    doubtful = np.abs(scaled - whole)
    np.subtract(0.5, doubtful, out=doubtful)
    doubt = doubtful < _DOUBT
    doubt |= np.abs(pounds) >= _FAST_REACH
    pence = whole.astype(np.int64)
    if doubt.any():
        for at in np.flatnonzero(doubt):
            pence[at] = to_pence(float(pounds[at]))
    return pence


def to_pounds(pence: Any) -> Any:
    """Return whole pence as pounds: a float, or a float column.

    >>> to_pounds(901875)
    9018.75
    """
    if isinstance(pence, int):
        # As a column does it: past 2**53 pence the two would differ in the last bit otherwise.
        return float(pence) / 100.0
    return pence.astype(np.float64) / 100.0


def as_double(pence: Any) -> Any:
    """Return pence in double precision, to be divided for a ratio; one amount or a column.

    >>> as_double(28250000) / as_double(3662200) > 7.7
    True
    """
    return pence.astype(np.float64) if is_array(pence) else float(pence)


def in_words(pence: int) -> str:
    """Write an amount as the words show it.

    >>> in_words(901875), in_words(27750000)
    ('£9,018.75', '£277,500.00')
    """
    return f"£{pence // 100:,}.{pence % 100:02d}"


def percent_in_words(rate: tuple[int, int]) -> str:
    """Write a rate as the words show it.

    >>> percent_in_words((325, 10000)), percent_in_words((1, 10))
    ('3.25 %', '10 %')
    """
    return f"{(Decimal(rate[0]) * 100 / rate[1]).normalize():f} %"


def exact_ratio(number: float) -> tuple[int, int]:
    """Read a number as the decimal fraction it is written as: numerator, power of ten.

    >>> exact_ratio(0.0325), exact_ratio(0.1), exact_ratio(1.0)
    ((325, 10000), (1, 10), (1, 1))
    """
    sign, digits, exponent = Decimal(repr(float(number))).normalize().as_tuple()
    top = int("".join(map(str, digits)))
    top = -top if sign else top
    places = int(exponent)
    return (top * 10**places, 1) if places >= 0 else (top, 10**-places)


def times(pence: Any, top: Any, bottom: int, *, halves_down: bool = False) -> Any:
    """Return ``pence × top ÷ bottom`` to the nearest penny, halves up.

    Works on one amount or a column; ``top`` may be a column beside it.  A column leaves
    64-bit integers for unbounded ones only where its largest product could not fit.

    Args:
        pence: whole pence, zero or more.
        top: numerator of the rate, zero or more.
        bottom: denominator of the rate, a positive integer.
        halves_down: an exact half penny goes down instead.

    >>> times(5, 1, 10, halves_down=True)
    0
    >>> times(27750000, 325, 10000), times(5, 1, 10), times(4, 1, 10)
    (901875, 1, 0)
    """
    if pence.__class__ is not int or top.__class__ is not int:
        pence, top = wide(pence, top, slack=2, plus=bottom)
    half = bottom - 1 if halves_down else bottom
    return (2 * (pence * top) + half) // (2 * bottom)


def wide(left: Any, right: Any, *, slack: int = 1, plus: int = 0) -> tuple[Any, Any]:
    """Return two factors in integers wide enough for ``slack × left × right + plus``."""
    if isinstance(left, int) and isinstance(right, int):
        return left, right
    left, right = _at_full_width(left), _at_full_width(right)
    # A factor must fit by itself too, for the other may be 0.
    most, other = _largest(left), _largest(right)
    if max(slack * most * other + plus, most, other, 2 * plus) < _INT64_REACH:
        return left, right
    return np.asarray(left, dtype=object), np.asarray(right, dtype=object)


def _at_full_width(number: Any) -> Any:
    # A product of narrow integers would overflow without a word.
    if is_array(number) and number.dtype.kind == "i":
        return number.astype(np.int64, copy=False)
    return number


def _largest(number: Any) -> int:
    if is_array(number):
        return int(np.abs(number).max()) if number.size else 0
    return abs(int(number))
