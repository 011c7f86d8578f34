"""Columns of few distinct things, so that a decision is made once for each distinct case.

A rule meets an argument either as one plain value or as a column.  Amounts are columns of
whole pence (numpy integers).  Everything else (pay years, kinds, segments, dates, rates) is
:class:`Coded`: the distinct items, and for each row which of them it is.  :func:`each` applies
a plain function to plain values; over columns it does so once for each combination that
occurs.  The rule's own code cannot tell the difference, so there is only one of it.
"""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")
_DENSE: Final = 1 << 20


class Coded:
    """A column given as its distinct items and, for each row, the number of its item.

    >>> Coded(["Provider", "ICB"], np.array([0, 1, 0])).rows()
    ['Provider', 'ICB', 'Provider']
    """

    __slots__ = ("codes", "items")
    # A column is never the key of a memory; see remembered().
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, items: Sequence[Any], codes: NDArray[Any]) -> None:
        self.items = items
        self.codes = codes

    def __len__(self) -> int:
        return len(self.codes)

    def rows(self) -> list[Any]:
        """Give the item of every row."""
        return list(map(self.items.__getitem__, self.codes.tolist()))


def each(fn: Callable[..., Any], *columns: Any) -> Any:
    """Apply ``fn`` to every row: plain values give its answer, columns a :class:`Coded`.

    >>> each(max, 1, 2)
    2
    >>> each(max, 2, Coded([1, 5], np.array([1, 1, 0]))).rows()
    [5, 5, 2]
    """
    coded = [column for column in columns if isinstance(column, Coded)]
    if not coded:
        return fn(*columns)
    if len(coded) == 1:
        only = coded[0]
        return Coded(
            [fn(*(item if c is only else c for c in columns)) for item in only.items], only.codes
        )
    used, codes = _combinations(coded)
    sizes = [len(column.items) for column in coded]
    items = []
    for number in used:
        rest = int(number)
        picked: list[Any] = []
        for column, size in zip(reversed(coded), reversed(sizes), strict=True):
            rest, at = divmod(rest, size)
            picked.append(column.items[at])
        values = iter(reversed(picked))
        items.append(fn(*(next(values) if isinstance(c, Coded) else c for c in columns)))
    return Coded(items, codes)


def remembered(fn: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """Remember a pure function's answers to plain values; columns are worked out each time.

    What a rule says of everything but the amounts (the year, the segment, the range) is the
    same for the thousands of cells of a workbook.
    """
    memory = lru_cache(maxsize=8192)(fn)

    @wraps(fn)
    def asked(*arguments: _Given.args, **named: _Given.kwargs) -> _Answer:
        try:
            return memory(*arguments, **named)  # type: ignore[arg-type]
        except TypeError:
            # A column cannot be looked up.
            return fn(*arguments, **named)

    # Called when another edition of the data is put into use.
    asked.cache_clear = memory.cache_clear  # type: ignore[attr-defined]
    return asked


def _combinations(coded: list[Coded]) -> tuple[Any, NDArray[Any]]:
    """Give the combinations that occur, as mixed-radix numbers, and each row's place in them."""
    number: Any = 0
    total = 1
    for column in coded:
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
    """Give a coded column of integers as a plain integer column; one value stays as it is.

    >>> numbers(Coded([7, 9], np.array([1, 0]))).tolist(), numbers(3)
    ([9, 7], 3)
    """
    if not isinstance(column, Coded):
        return column
    small = all(abs(item) < 2**62 for item in column.items)
    return np.array(column.items, dtype=np.int64 if small else object)[column.codes]


def common(rates: Any) -> tuple[Any, int]:
    """Give rates (pairs of numerator and denominator) over one common denominator.

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
    """Tell whether a value is a column of rows rather than one plain value."""
    return isinstance(value, Coded | np.ndarray)


def pick(condition: Any, yes: Any, no: Any) -> Any:
    """Choose for each row; plain values choose once.

    >>> pick(True, 1, 2), pick(np.array([True, False]), 1, 2).tolist()
    (1, [1, 2])
    """
    if isinstance(condition, np.ndarray):
        return np.where(condition, yes, no)
    return yes if condition else no


def flag(condition: Any) -> Any:
    """Give a truth as the number 0 or 1, for one row or for each.

    >>> flag(3 > 2), flag(np.array([True, False])).tolist()
    (1, [1, 0])
    """
    if isinstance(condition, np.ndarray):
        return condition.astype(np.int8)
    return 1 if condition else 0
