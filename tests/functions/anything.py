"""What a caller may hand over: cells and ranges of every sort, sound and broken.

Nothing here names a worksheet function.  What an argument plausibly holds follows from its
kind; a kind that is not known here is given anything whatever, so a new function is tested
from the day on which it is registered.

Each strategy is made once: Hypothesis takes longer to make one than to draw from it.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn
from unittest.mock import Mock

import numpy as np
from hypothesis import strategies as st

from vsm_xl.errors import ERROR_CODES, XlError
from vsm_xl.framework import edition
from vsm_xl.framework.ranges import COLUMNS
from vsm_xl.functions.types import base, choices, numbers, staff_pay, tables

if TYPE_CHECKING:
    from vsm_xl.functions.registry import Arg, Function


def _refuse(*_: object) -> NoReturn:
    raise RuntimeError("this object refuses everything")


class Hostile:
    """An object of which no question may be asked."""

    __repr__ = __str__ = __bool__ = __float__ = __int__ = __len__ = __iter__ = _refuse
    __eq__ = __lt__ = __gt__ = __hash__ = __getitem__ = __array__ = __getattr__ = _refuse


class Pretender:
    """An object that says that it is a number."""

    __class__: Any = float


class Unasked:
    """An object whose class may not even be asked for."""

    @property
    def __class__(self) -> Any:
        _refuse()

    @__class__.setter
    def __class__(self, _: object) -> None:
        _refuse()


class OddText(str):
    __slots__ = ()
    __str__ = __repr__ = strip = _refuse


class OddNumber(float):
    __float__ = __repr__ = __lt__ = _refuse


class OddWhole(int):
    __int__ = __index__ = __repr__ = _refuse


class OddZone(dt.tzinfo):
    """A time zone that knows nothing."""


_ODD_ZONE: Any = OddZone


ODD: tuple[Any, ...] = (
    Hostile(), Pretender(), Unasked(), OddText("2025/26"), OddNumber(1.5), OddWhole(3),
    Mock(spec=float), Mock(spec=str), object(), object, len, b"280-285", bytearray(b"x"),
    {}, {1: 2}, set(), frozenset({1}), range(3), 1j, Fraction(1, 3), Ellipsis, NotImplemented,
    Decimal("sNaN"), Decimal("NaN123"), Decimal("-Infinity"), Decimal("1e400"), Decimal("0.1"),
    10**400, -(10**400), 10**5000, 2**63, -(2**63) - 1,
    float("nan"), float("inf"), float("-inf"), -0.0, 5e-324, 1.7976931348623157e308,
    dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.datetime(2025, 4, 1, 12, tzinfo=_ODD_ZONE()),
    dt.datetime(2025, 4, 1, tzinfo=dt.UTC), dt.datetime.fromisoformat("9999-12-31T23:59"), dt.time(1), dt.timedelta(1),
    np.datetime64("NaT"), np.datetime64("2025-04-01"), np.datetime64(2**62, "D"),
    np.datetime64(5, "ns"), np.timedelta64(5, "ns"), np.float16(0.1), np.float32(0.1),
    np.longdouble(150000), np.longdouble("1e4000"), np.int8(-1), np.uint64(2**64 - 1),
    np.bool_(1), np.str_("3"), np.bytes_(b"3"), np.complex64(1j), np.void(b"12"),
    "\ud800", "\x00", "x" * 70000, "9" * 5000, "1e999999999", "٣", "２０２５/26", "İ", "ß",
    "nan", "inf", "1_000", "None", "#N/A", "#VALUE!", "#n/a", " #N/A ", "#OWN!", "{}", "{argument}",
    XlError("#OWN!"), XlError("#N/A", "RANGE_NOT_LOADED", "No table."), "-0", "2025-02-30",
)  # fmt: skip


@cache
def _odd() -> st.SearchStrategy[Any]:
    # Drawn by number: a strategy would ask the objects themselves whether they can be hashed.
    return st.integers(0, len(ODD) - 1).map(ODD.__getitem__)


@cache
def cells() -> st.SearchStrategy[Any]:
    """Any single cell whatever."""
    return st.one_of(
        _odd(),
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=20),
        st.sampled_from(ERROR_CODES).map(XlError),
        st.dates(),
        st.datetimes(),
        st.decimals(),
        st.sampled_from(["", " ", "\xa0", "none", "All", "yes", "5", "4,5", "2025/26"]),
    )


_DTYPES = ("f2", "f4", "f8", "i1", "i8", "u1", "u8", "?", "c8", "U3", "S3", "O", "M8[D]", "m8[s]")


@cache
@st.composite
def arrays(draw: st.DrawFn) -> Any:
    """Any numpy array whatever."""
    shape = draw(st.sampled_from([(), (0,), (1,), (2,), (3, 1), (1, 3), (2, 2), (0, 3), (1, 2, 1)]))
    dtype = draw(st.sampled_from((*_DTYPES, "g", "record", "masked")))
    if dtype == "record":
        return np.zeros(shape, dtype=[("a", "f8"), ("b", "U2")])
    if dtype == "masked":
        return np.ma.array(np.full(shape, 5.0), mask=draw(st.booleans()))
    array = np.full(shape, draw(st.sampled_from([0, 1, 3, 100])), dtype="i8").astype(dtype)
    if dtype in {"f4", "f8"} and array.size:
        array.flat[0] = draw(st.sampled_from([np.nan, np.inf, -1.5, 0.1, 1e30]))
    if dtype == "O" and array.size:
        array.flat[0] = draw(_odd())
    return array


@cache
def ranges() -> st.SearchStrategy[Any]:
    """Any range whatever: ragged, empty, nested too deeply, of one cell, an array."""
    row = st.lists(cells(), max_size=3)
    return st.one_of(
        row,
        row.map(tuple),
        st.lists(row, max_size=3),
        st.lists(st.one_of(row, cells(), arrays()), max_size=3),
        st.lists(cells(), min_size=1, max_size=1),
        st.just([[[1.0]]]),
        arrays(),
    )


@cache
def anything() -> st.SearchStrategy[Any]:
    """Any argument whatever."""
    return st.one_of(cells(), ranges())


PROVIDERS: list[list[Any]] = [
    list(COLUMNS),
    ["T", "Provider", "One", 0, 4e8, "Chief executive", 1e5, 1.2e5, 1.3e5, "2025-04-01", None, "s", "official"],
    ["T", "Provider", "Two", 4e8, None, "Chief executive", 1.5e5, 1.5e5, None, "2025-04-01", None, "s", "derived"],
    ["T", "ICB", "Nil", None, None, "Chief executive", 0, 0, None, "2022-01-31", None, "s", "superseded"],
    ["T", "ICB", "Small", 0, 2e6, "Chief executive", 1.5e5, 1.7e5, None, "2025-04-01", None, "s", "official"],
]  # fmt: skip
_POLICIES = (
    [["award.criteria", "settled"]],
    [["award.criteria", "settled"], ["award.withheld_segments", "4,5"]],
    [["award.criteria", "settled"], ["award.withheld", "yes"]],
    [["name", "value"], ["award.withheld", "yes"], [None, None]],
    [["approval.basis", "Actual"], ["approval.provider_threshold", 120000.0]],
    [["award.withheld_segments", 5]],
)
_DAYS = st.one_of(
    st.dates(dt.date(2021, 1, 1), dt.date(2032, 1, 1)),
    st.sampled_from(["2025-04-01", "2025-03-31", "2022-02-01", 45748.0, 45748, 45752.5, 1.0, 61]),
)
_MONEY = st.one_of(
    st.floats(0, 400000),
    st.integers(0, 400000),
    st.decimals(0, 400000, places=2).map(float),
    st.sampled_from([0.005, 1.005, 5000.1, 170000.0, 170000.01, 1e12, 99999999999.99, 299250]),
    st.floats(0, 1e12),
)
_FRACTIONS = st.one_of(
    st.sampled_from([0.0, 0.0325, 0.05, 0.1, 0.15, 0.5, 1.0, 1, 1e-300, 1 / 3]),
    st.floats(0, 1),
)


@cache
def plausible(  # noqa: C901, PLR0911, PLR0912 - one branch for each kind
    arg: Arg,
) -> st.SearchStrategy[Any]:
    """What an argument usually holds, by its kind."""
    kind = arg.type
    match kind:
        case tables.Size():
            return st.one_of(
                st.floats(1e5, 1e10),
                st.sampled_from(["One", "two", "C", "Nil", 4e8, 1e6, 999999.99, 5e5, 50.0]),
            )
        case tables.AmountOrBand():
            return st.one_of(_MONEY, st.sampled_from(["280-285", "235–237.5", "0", "285-280"]))
        case base.Amount() | staff_pay.StaffPay():
            return _MONEY
        case numbers.AwardPercent():
            return st.one_of(_FRACTIONS, st.just("none"))
        case numbers.Fraction() | numbers.FullTimeEquivalent():
            return _FRACTIONS
        case numbers.Width():
            return st.sampled_from([5000, 2500.0, 100, 1e6, 250.0])
        case choices.Choice():
            return st.sampled_from((*kind.permitted, kind.permitted[0].upper()))
        case choices.Name():
            return st.sampled_from(("Chief executive", "CEO", *edition.current().names))
        case choices.Switch():
            return st.sampled_from([True, False, "yes", "NO", 1, 0.0])
        case choices.Segment():
            return st.sampled_from([1, 2.0, 3, 4, 5, 5.0, "5", "Not segmented", None])
        case choices.PayYear():
            return st.one_of(
                _DAYS, st.sampled_from(["2021/22", "2024/25", "2025/26", "2026-27", "2030/31"])
            )
        case choices.Day():
            return _DAYS
        case tables.Ranges():
            return st.sampled_from([PROVIDERS, None, 0, PROVIDERS[:1]])
        case tables.PolicyRows():
            return st.sampled_from([*_POLICIES, None, 0])
        case _:
            return anything()


@cache
def cell_for(arg: Arg) -> st.SearchStrategy[Any]:
    """A cell for an argument: mostly one that makes sense."""
    usual = plausible(arg)
    return st.one_of(usual, usual, usual, st.none(), cells())


@cache
def _given(arg: Arg) -> st.SearchStrategy[Any]:
    """A cell that makes sense, or anything."""
    return st.one_of(cell_for(arg), cell_for(arg), anything())


@st.composite
def calls(draw: st.DrawFn, function: Function) -> list[Any]:
    """Arguments for a call; each is a cell that makes sense, or anything."""
    count = draw(st.integers(function.least, len(function.args)))
    return [draw(_given(arg)) for arg in function.args[:count]]


_ROWS, _EITHER = st.integers(2, 5), st.booleans()


@st.composite
def columns(draw: st.DrawFn, function: Function) -> tuple[list[Any], int]:
    """Arguments of which at least one is a flat column of equal length, and that length."""
    rows = draw(_ROWS)
    given: list[Any] = []
    single = [arg.whole for arg in function.args]
    at_least = draw(st.sampled_from([at for at, whole in enumerate(single) if not whole]))
    for at, arg in enumerate(function.args):
        if not single[at] and (at == at_least or draw(_EITHER)):
            given.append([draw(cell_for(arg)) for _ in range(rows)])
        elif single[at]:
            given.append(draw(plausible(arg)))
        else:
            given.append(draw(cell_for(arg)))
    return given, rows


__all__ = ["ODD", "PROVIDERS", "anything", "calls", "cell_for", "cells", "columns", "plausible"]
