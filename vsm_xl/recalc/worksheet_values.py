"""Excel's operators on values, to confirm what a file has stored.

Strict on purpose: whatever could mean one thing to one program and another to the next raises
:class:`Unsure`, and the file is recalculated by the engine.
"""

from __future__ import annotations

import re
from functools import cached_property
from math import isfinite
from operator import add, ge, gt, le, lt, mul, ne, sub
from typing import TYPE_CHECKING, Any, Final

from vsm_xl.errors import XlError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: A number as a text spells it that any program takes for that number.
PLAIN_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:E[0-9]{1,2})?")
#: What some program may take for a number or a day, in a text.
LOOKS_NUMERIC: Final = re.compile(
    r"\s*[-+£$(]?\s*[0-9.][-0-9.,:/%()\s]*(?:[a-z]{1,9}[-0-9\s,]*)?", re.IGNORECASE
)
_YEARS: Final = re.compile(r"[0-9/]*")
#: Numbers from here on are shown with an exponent, or lose digits.
_PLAIN: Final = 10**11


class Unsure(Exception):  # noqa: N818 - not an error: the engine is asked
    """What a formula gives is not certain here."""


class Fault(Exception):  # noqa: N818 - a spreadsheet error on its way up
    """A spreadsheet error; its first argument is the XlError."""


class Cells(list[Any]):
    """The values of a range, or of an operation on one, row by row.

    Attributes:
        width: how many columns it has.
    """

    width = 1

    @classmethod
    def of_width(cls, values: Iterable[Any], width: int) -> Cells:
        """Return the values of a range of so many columns."""
        found = cls(values)
        if width > 1:
            found.width = width
        return found

    @cached_property
    def known(self) -> dict[Any, Any]:
        """What was found out of them, by what was asked."""
        return {}

    def has_error(self) -> bool:
        """Return whether a value is an error."""
        return XlError in map(type, self)

    def places(self) -> dict[Any, list[int]]:
        """Return where each value stands, from 0; a text in small letters, a truth beside its type."""
        found: dict[Any, list[int]] | None = self.known.get("places")
        if found is None:
            found = self.known["places"] = {}
            for at, value in enumerate(self):
                kind = type(value)
                key = value.lower() if kind is str else (kind, value) if kind is bool else value
                found.setdefault(XlError if kind is XlError else key, []).append(at)
        return found


def fault(code: str) -> Any:
    """Raise an error value."""
    raise Fault(XlError(code))


def number(value: Any) -> float:
    """Return a value as a number, as arithmetic reads it."""
    kind = type(value)
    if kind is float or kind is int:
        return value  # type: ignore[no-any-return]
    if value is None:
        return 0.0
    if kind is bool:
        return float(value)
    if kind is XlError:
        raise Fault(value)
    if kind is str and not LOOKS_NUMERIC.fullmatch(value):
        raise Fault(XlError("#VALUE!"))
    raise Unsure


def truth(value: Any) -> bool:
    """Return a value as a condition."""
    if type(value) is bool:
        return value
    if type(value) is str:
        raise Unsure
    return number(value) != 0


def text(value: Any) -> str:
    """Return a value as ``&`` writes it."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if value is None:
        return ""
    if kind is bool:
        return "TRUE" if value else "FALSE"
    if kind is XlError:
        raise Fault(value)
    if kind in {float, int} and abs(value) < _PLAIN:
        shown = f"{value:.15g}"
        if "e" not in shown:
            return shown
    raise Unsure


def equal(one: Any, other: Any) -> bool:
    """Return what = gives."""
    kind, second = type(one), type(other)
    if kind is str and second is str:
        return bool(one == other or one.lower() == other.lower())
    if kind is XlError:
        raise Fault(one)
    if second is XlError:
        raise Fault(other)
    if one is None or other is None:
        # A blank is the empty text, and it is 0.
        return one is other or (other if one is None else one) in {"", 0}
    if (kind is str) is not (second is str) or (kind is bool) is not (second is bool):
        return False
    return bool(one == other)


#: Numbers come before texts, texts before truths.
_RANK: Final = {float: 0, int: 0, str: 1, bool: 2}


def _equal_each(cells: Cells, value: float | str) -> Cells:
    """Return what = gives of a range and a number or a text."""
    places = cells.places()
    found: list[Any] = [False] * len(cells)
    for at in places.get(value.lower() if isinstance(value, str) else value, ()):
        found[at] = True
    for at in () if value else places.get(None, ()):
        found[at] = True
    for at in places.get(XlError, ()):
        found[at] = cells[at]
    return Cells.of_width(found, cells.width)


def is_blank(value: Any) -> bool:
    """Return what = gives of a value and the empty text."""
    if type(value) is XlError:
        raise Fault(value)
    return value is None or value == ""


def _less(one: Any, other: Any) -> bool:
    if type(one) is float and type(other) is float:
        return one < other
    for value in (one, other):
        if type(value) is XlError:
            raise Fault(value)
    if one is None or other is None:
        blank = "" if isinstance(one, str) or isinstance(other, str) else 0.0
        one, other = blank if one is None else one, blank if other is None else other
    rank, second = _RANK[type(one)], _RANK[type(other)]
    if rank != second:
        return rank < second
    if rank and one != other and not all(_YEARS.fullmatch(text(value)) for value in (one, other)):
        # In which order texts come depends on the program's language; digits it never does.
        raise Unsure
    return bool(one < other)


def _add(one: Any, other: Any) -> float:
    return number(one) + number(other)


def _subtract(one: Any, other: Any) -> float:
    return number(one) - number(other)


def _multiply(one: Any, other: Any) -> float:
    return number(one) * number(other)


def _divide(one: Any, other: Any) -> float:
    above, below = number(one), number(other)
    return above / below if below else fault("#DIV/0!")


def _join(one: Any, other: Any) -> str:
    return text(one) + text(other)


def _spread(given: Any, height: int, width: int) -> Any:
    """Return an argument as so many rows and columns; a single column stands beside each of them."""
    if type(given) is not Cells:
        return [given] * (height * width)
    if len(given) != height * given.width or given.width not in {1, width}:
        raise Unsure
    if given.width == width:
        return given
    return [value for value in given for _ in range(width)]


def by_cell(
    rule: Callable[..., Any], quick: Callable[..., Any] | None = None, *, truths: bool = False
) -> Callable[..., Any]:
    """Return a rule for values as one that takes ranges too, cell by cell.

    Args:
        rule: the rule.
        quick: gives the same of numbers.
        truths: whether it does so of truths too, as numbers.
    """
    kinds = {float, bool} if truths else {float}

    def safe(*values: Any) -> Any:
        try:
            return rule(*values)
        except Fault as found:
            return found.args[0]

    def applied(*given: Any) -> Any:
        if Cells not in map(type, given):
            return rule(*given)
        if XlError in map(type, given) and any(
            type(one) is Cells and one.has_error() for one in given
        ):
            # Which of the errors comes first depends on the program.
            raise Unsure
        width = max(one.width for one in given if type(one) is Cells)
        height = max(len(one) // one.width for one in given if type(one) is Cells)
        columns = [_spread(one, height, width) for one in given]
        if quick is not None and all(kinds.issuperset(map(type, one)) for one in columns):
            return Cells.of_width(map(quick, *(map(float, one) for one in columns)), width)
        return Cells.of_width(map(safe, *columns), width)

    return applied


def equal_by_cell(one: Any, other: Any) -> Any:
    """Return what = gives, of ranges too."""
    if type(one) is Cells and type(other) in _INDEXED:
        return _equal_each(one, other)
    if type(other) is Cells and type(one) in _INDEXED:
        return _equal_each(other, one)
    return _equal_by_cell(one, other)


_INDEXED: Final = frozenset((float, str))
_equal_by_cell: Final = by_cell(equal)

#: What each operator gives of values.
RULES: Final[dict[str, Callable[..., Any]]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "&": _join,
    "=": equal,
    "<>": lambda one, other: not equal(one, other),
    "<": _less,
    ">": lambda one, other: _less(other, one),
    "<=": lambda one, other: not _less(other, one),
    ">=": lambda one, other: not _less(one, other),
}
_QUICK: Final = {"+": add, "-": sub, "*": mul}
_COMPARED: Final = {"<": lt, ">": gt, "<=": le, ">=": ge, "<>": ne}
#: What each gives of values and ranges.
OPERATORS: Final[dict[str, Callable[..., Any]]] = {
    sign: by_cell(rule, _QUICK.get(sign) or _COMPARED.get(sign), truths=sign in _QUICK)
    for sign, rule in RULES.items()
} | {"=": equal_by_cell}


def finite(value: Any) -> Any:
    """Return what a cell shows of a result: a blank is 0, a date is its serial."""
    if value is None:
        return 0.0
    if type(value) is Cells:
        raise Unsure
    if type(value) is float and not isfinite(value):
        return XlError("#NUM!")
    return value
