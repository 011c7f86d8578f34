"""Columns of few distinct things, so that a decision is made once for each distinct case.

A rule meets an argument either as one plain value or as a column.  Amounts are columns of
whole pence (numpy integers).  Everything else (pay years, kinds, segments, dates, rates) is
:class:`Coded`: the distinct items, and for each row which of them it is.  :func:`map_distinct`
applies a plain function to plain values; over columns it does so once for each combination that
occurs.  The rule's own code cannot tell the difference, so there is only one of it.

numpy is an accelerator: it is imported when the first long column or array is met, and where it
is not installed a column is answered row by row, with the same answers.
"""

from __future__ import annotations

import sys
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray
else:

    class _Numpy:
        """numpy, imported when the first of its names is used."""

        def __getattr__(self, name: str) -> Any:
            import numpy  # noqa: PLC0415, ICN001 - this is where it is imported

            found = self.__dict__[name] = getattr(numpy, name)
            return found

    np = _Numpy()

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")
_DENSE: Final = 1 << 20

__all__ = [
    "Coded", "cached", "coded", "common", "flag", "is_array", "is_column", "is_numpy_type",
    "map_distinct", "map_numbers", "map_pairs", "np", "numbers", "numpy_installed", "where",
]  # fmt: skip


class Coded:
    """A column given as its distinct items and, for each row, the number of its item.

    >>> Coded(["Provider", "ICB"], np.array([0, 1, 0])).rows()
    ['Provider', 'ICB', 'Provider']
    """

    __slots__ = ("codes", "items")
    # A column is never the key of a cache; see cached().
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, items: Sequence[Any], codes: NDArray[Any]) -> None:
        self.items = items
        self.codes = codes

    def __len__(self) -> int:
        return len(self.codes)

    def rows(self) -> list[Any]:
        """Return the item of every row."""
        return list(map(self.items.__getitem__, self.codes.tolist()))


def numpy_installed() -> bool:
    """Whether numpy can be imported here; a broken one is none."""
    try:
        return np.ndarray is not None
    except Exception:  # noqa: BLE001 - a numpy made for another Python may fail in any way
        return False


def is_array(value: object) -> bool:
    """Whether a value is a numpy array; where numpy was never imported, nothing is."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, getattr(numpy, "ndarray", ()))


def is_numpy_type(kind: type, name: str) -> bool:
    """Whether a type is numpy's type of that name, such as ``floating``, or derived from it."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and issubclass(kind, getattr(numpy, name, ()))


def map_distinct(fn: Callable[..., Any], *columns: Any) -> Any:
    """Apply ``fn`` to every row: plain values give its answer, columns a :class:`Coded`.

    >>> map_distinct(max, 1, 2)
    2
    >>> map_distinct(max, 2, Coded([1, 5], np.array([1, 1, 0]))).rows()
    [5, 5, 2]
    """
    several = [column for column in columns if column.__class__ is Coded]
    if not several:
        return fn(*columns)
    if len(several) == 1:
        only = several[0]
        return Coded(
            [fn(*(item if c is only else c for c in columns)) for item in only.items], only.codes
        )
    used, codes = _combinations(several)
    sizes = [len(column.items) for column in several]
    items = []
    for number in used:
        rest = int(number)
        picked: list[Any] = []
        for column, size in zip(reversed(several), reversed(sizes), strict=True):
            rest, at = divmod(rest, size)
            picked.append(column.items[at])
        values = iter(reversed(picked))
        items.append(fn(*(next(values) if isinstance(c, Coded) else c for c in columns)))
    return Coded(items, codes)


def cached(fn: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """Keep a pure function's answers to plain values; columns are worked out each time.

    What a rule says of everything but the amounts (the year, the segment, the range) is the
    same for the thousands of cells of a workbook.
    """
    known = lru_cache(maxsize=8192)(fn)

    @wraps(fn)
    def asked(*arguments: _Given.args, **named: _Given.kwargs) -> _Answer:
        try:
            return known(*arguments, **named)  # type: ignore[arg-type]
        except TypeError:
            # A column cannot be looked up.
            return fn(*arguments, **named)

    # Called when another edition of the data is put into use.
    asked.cache_clear = known.cache_clear  # type: ignore[attr-defined]
    return asked


def _combinations(several: list[Coded]) -> tuple[Any, NDArray[Any]]:
    """Return the combinations that occur, as mixed-radix numbers, and each row's place in them."""
    number: Any = 0
    total = 1
    for column in several:
        size = len(column.items)
        total *= size
        number = number * size + column.codes.astype(np.int64)
    if total > _DENSE:
        return np.unique(number, return_inverse=True)
    seen = np.zeros(total, dtype=bool)
    seen[number] = True
    used = np.flatnonzero(seen)
    place = np.zeros(total, dtype=np.intp)
    place[used] = np.arange(len(used))
    return used, place[number]


def numbers(column: Any) -> Any:
    """Return a coded column of integers as a plain integer column; one value stays as it is.

    >>> numbers(Coded([7, 9], np.array([1, 0]))).tolist(), numbers(3)
    ([9, 7], 3)
    """
    if not isinstance(column, Coded):
        return column
    small = all(abs(item) < 2**62 for item in column.items)
    return np.array(column.items, dtype=np.int64 if small else object)[column.codes]


def map_numbers(fn: Callable[..., int], *columns: Any) -> Any:
    """Apply ``fn``, which returns integers, to every row: as :func:`map_distinct`, a plain column.

    >>> map_numbers(len, Coded(["ICB", ""], np.array([1, 0]))).tolist()
    [0, 3]
    """
    return numbers(map_distinct(fn, *columns))


def map_pairs(fn: Callable[..., tuple[Any, int]], *columns: Any) -> tuple[Any, Any]:
    """Apply ``fn``, which returns an answer and a number, to every row; return both columns."""
    pairs = map_distinct(fn, *columns)
    return map_distinct(lambda pair: pair[0], pairs), map_numbers(lambda pair: pair[1], pairs)


def common(rates: Any) -> tuple[Any, int]:
    """Return rates (pairs of numerator and denominator) over one common denominator.

    >>> common((325, 10000))
    (325, 10000)
    >>> tops, bottom = common(Coded([(325, 10000), (5, 100)], np.array([0, 1])))
    >>> tops.tolist(), bottom
    ([325, 500], 10000)
    """
    if not isinstance(rates, Coded):
        return rates  # type: ignore[no-any-return]
    bottom = max((rate[1] for rate in rates.items), default=1)
    return numbers(Coded([top * (bottom // own) for top, own in rates.items], rates.codes)), bottom


def is_column(value: Any) -> bool:
    """Whether a value is a column of rows rather than one plain value."""
    return value.__class__ is Coded or is_array(value)


def where(condition: Any, yes: Any, no: Any) -> Any:
    """Choose for each row; plain values choose once.

    >>> where(True, 1, 2), where(np.array([True, False]), 1, 2).tolist()
    (1, [1, 2])
    """
    if condition.__class__ is not bool and is_array(condition):
        return np.where(condition, yes, no)
    return yes if condition else no


def flag(condition: Any) -> Any:
    """Return a truth as the number 0 or 1, for one row or for each.

    >>> flag(3 > 2), flag(np.array([True, False])).tolist()
    (1, [1, 0])
    """
    if condition.__class__ is not bool and is_array(condition):
        return condition.astype(np.int8)
    return 1 if condition else 0


def coded(column: Any) -> Any:
    """Return a column of small numbers, none below 0, as a :class:`Coded`; one value stays.

    >>> coded(np.array([7, 0, 7])).items
    [0, 7]
    """
    if not is_array(column):
        return column
    used = np.flatnonzero(np.bincount(column))
    place = np.zeros(int(used[-1]) + 1, dtype=np.int16)
    place[used] = np.arange(len(used))
    return Coded(used.tolist(), place[column])
