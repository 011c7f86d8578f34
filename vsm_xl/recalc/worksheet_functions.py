"""The functions of Excel that the template's formulas use, to confirm what a file has stored.

As strict as :mod:`.worksheet_values`: what is not certain raises :class:`Unsure`.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from math import copysign, trunc
from operator import add
from typing import TYPE_CHECKING, Any, Final, NoReturn

from vsm_xl.dates import MONTH_NAMES, moment_of
from vsm_xl.errors import XlError
from vsm_xl.recalc.worksheet_values import (
    LOOKS_NUMERIC,
    PLAIN_NUMBER,
    Cells,
    Fault,
    Unsure,
    by_cell,
    equal,
    fault,
    number,
    text,
    truth,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_HALF: Final = 0.5
#: How far from a half a number is beyond what fifteen digits leave out of it; and the place of the digit after.
_SURELY: Final = 1e-13
_SIXTEENTH: Final = 16
_OPERATOR: Final = re.compile(r"(<=|>=|<>|<|>|=)?(.*)", re.DOTALL)
_NUMBERS: Final = frozenset((float, int))


def _words(value: Any) -> str:
    """Return a value as a text; how functions write a truth depends on the program."""
    if type(value) is bool:
        raise Unsure
    return text(value)


def _numbers(given: Sequence[Any]) -> Iterator[float]:
    """Return the numbers among arguments: of a range those that are numbers, of values each."""
    for one in given:
        if type(one) is not Cells:
            yield number(one)
            continue
        for value in one:
            if type(value) is float or type(value) is int:
                yield value
            elif type(value) is XlError:
                raise Fault(value)


def _total(values: Iterable[float]) -> float:
    """Add numbers one after the other, as engines do; later versions of Python add more exactly."""
    return reduce(add, values, 0.0)


def _sum_of_products(*given: Cells) -> float:
    if any(type(one) is not Cells for one in given):
        return number(given[0]) if len(given) == 1 else fault("#VALUE!")
    if len({(len(one), one.width) for one in given}) > 1:
        raise Unsure
    if len(given) == 1 and {float}.issuperset(map(type, given[0])):
        return _total(given[0])
    total = 0.0
    for values in zip(*given, strict=True):
        product = 1.0
        for value in values:
            if type(value) is XlError:
                raise Fault(value)
            if type(value) is bool:
                # Excel adds truths as 0, other programs as 1.
                raise Unsure
            product *= value if type(value) in {float, int} else 0.0
        total += product
    return total


def _count(*given: Any) -> float:
    found = 0
    for one in given:
        if type(one) is Cells:
            found += sum(map(_NUMBERS.__contains__, map(type, one)))
        elif type(one) is str:
            raise Unsure
        else:
            found += type(one) is not XlError
    return float(found)


def _criterion(said: Any) -> Callable[[Any], bool]:
    """Return what a criterion of COUNTIF asks of a cell."""
    if type(said) is XlError:
        raise Fault(said)
    if said is None or type(said) in {float, int}:
        # Excel takes a blank criterion for 0.
        return lambda value: _is(value, said or 0.0)
    if type(said) is not str:
        raise Unsure
    found = _OPERATOR.fullmatch(said)
    operator, words = found.groups() if found else ("", said)
    if PLAIN_NUMBER.fullmatch(words):
        return _compared(operator or "=", float(words))
    return _text_criterion(said) if not operator else _unsure()


def _text_criterion(said: str) -> Callable[[Any], bool]:
    if LOOKS_NUMERIC.fullmatch(said):
        raise Unsure
    if said == "?*":
        return lambda value: type(value) is str and value != ""
    if any(sign in said for sign in "*?~"):
        raise Unsure
    if not said:
        return lambda value: value is None or value == ""
    lower = said.lower()
    return lambda value: type(value) is str and value.lower() == lower


def _is(value: Any, wanted: float) -> bool:
    if type(value) is str and LOOKS_NUMERIC.fullmatch(value):
        # To COUNTIF a number kept as text is that number.
        return _as_number(value) == wanted if PLAIN_NUMBER.fullmatch(value) else _unsure()
    return type(value) in {float, int} and value == wanted


def _unsure() -> NoReturn:
    raise Unsure


def _compared(operator: str, limit: float) -> Callable[[Any], bool]:
    if operator == "=":
        return lambda value: _is(value, limit)
    if operator == "<>":
        raise Unsure
    rule = {
        "<": limit.__gt__, ">": limit.__lt__, "<=": limit.__ge__, ">=": limit.__le__,
    }[operator]  # fmt: skip
    return lambda value: type(value) in {float, int} and rule(float(value))


def _chosen(given: Sequence[Any]) -> list[bool]:
    """Return which places of several ranges meet all their criteria."""
    chosen: list[bool] = []
    for at in range(0, len(given), 2):
        cells, said = given[at], given[at + 1]
        if type(cells) is not Cells or (chosen and len(cells) != len(chosen)):
            raise Unsure
        if (met := cells.known.get((type(said), said))) is None:
            meets = _criterion(said)
            met = cells.known[type(said), said] = [meets(value) for value in cells]
        chosen = [both and one for both, one in zip(chosen, met, strict=True)] if chosen else met
    return chosen


def _count_where(*given: Any) -> float:
    return float(sum(_chosen(given)))


def _sum_where(values: Cells, *given: Any) -> float:
    chosen = _chosen(given)
    if len(chosen) != len(values):
        raise Unsure
    return _total(_numbers([Cells([v for v, yes in zip(values, chosen, strict=True) if yes])]))


def _match(wanted: Any, cells: Cells, how: Any = 1.0) -> float:
    if how != 0 or (type(wanted) is str and any(sign in wanted for sign in "*?~")):
        raise Unsure
    if wanted is None and any(type(value) is not str for value in cells):
        # Excel looks for 0.
        raise Unsure
    if type(wanted) is XlError:
        raise Fault(wanted)
    if type(wanted) in {float, str}:
        places = cells.places().get(wanted.lower() if type(wanted) is str else wanted)
        return float(places[0] + 1) if places else fault("#N/A")
    for at, value in enumerate(cells, start=1):
        if value is not None and type(value) is not XlError and equal(value, wanted):
            return float(at)
    return fault("#N/A")  # type: ignore[no-any-return]


def _index(cells: Any, row: Any, column: Any = None) -> Any:
    if type(cells) is not Cells or (column is None and cells.width > 1):
        raise Unsure
    down, across = trunc(number(row)), 1 if column is None else trunc(number(column))
    if down < 1 or across < 1:
        raise Unsure
    if across > cells.width or down * cells.width > len(cells):
        return fault("#REF!")
    return cells[(down - 1) * cells.width + across - 1]


def _round(value: Any, digits: Any) -> float:
    amount, places = number(value), trunc(number(digits))
    scaled = amount * 10.0**places
    whole = trunc(scaled)
    rest = abs(scaled - whole)
    if places >= 0 and abs(rest - _HALF) > abs(scaled) * _SURELY:
        whole += (rest > _HALF) * (1 if scaled > 0 else -1)
        return copysign(whole / 10.0**places, amount)
    # Programs round what a person sees of a number, its first fifteen digits.
    if f"{abs(amount):.15e}"[_SIXTEENTH] == "5" or abs(scaled) < _HALF:
        raise Unsure
    unit = Decimal(1).scaleb(-places)
    return float(Decimal(f"{amount:.15g}").quantize(unit, ROUND_HALF_UP))


def _shown(value: Any, form: Any) -> str:
    if type(value) is str:
        return value
    amount = number(value)
    if form in {"d mmmm yyyy", "d mmm yyyy"}:
        day = moment_of(amount)
        month = MONTH_NAMES[day.month - 1]
        return f"{day.day} {month if 'mmmm' in form else month[:3]} {day.year}"
    places = {"#,##0": 0, "#,##0.00": 2, "0.0": 1, "0.00": 2}.get(form)
    if places is None or amount < 0:
        raise Unsure
    rounded = Decimal(repr(amount)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,}" if "," in form else f"{rounded}"


def _average(*given: Any) -> float:
    found = list(_numbers(given))
    return _total(found) / len(found) if found else fault("#DIV/0!")


def _truths(given: Sequence[Any]) -> list[bool]:
    found = []
    for one in given:
        if type(one) is Cells:
            if any(type(value) is str for value in one):
                raise Unsure
            found += [truth(value) for value in one if value is not None]
        else:
            found.append(truth(one))
    return found or fault("#VALUE!")


def _find(wanted: Any, within: Any) -> float:
    at = _words(within).find(_words(wanted))
    return float(at + 1) if at >= 0 else fault("#VALUE!")


def _length(value: Any) -> int:
    found = trunc(number(value))
    return found if found >= 0 else fault("#VALUE!")


def _as_number(value: Any) -> float:
    if type(value) is str:
        return float(value) if PLAIN_NUMBER.fullmatch(value) else fault("#VALUE!")
    return number(value)


def _plain_number(value: Any) -> float:
    """Return what N gives."""
    return 0.0 if type(value) is str else number(value)


def _replaced(words: Any, old: Any, new: Any) -> str:
    return _words(words).replace(_words(old), _words(new)) if _words(old) else _words(words)


def _is_error(value: Any) -> bool:
    return type(value) is XlError


#: What is asked of values, and of each cell of a range.
BY_CELL: Final[dict[str, Callable[..., Any]]] = {
    "ISERR": lambda value: _is_error(value) and value != "#N/A",
    "ISERROR": _is_error,
    "ISNA": lambda value: _is_error(value) and value == "#N/A",
    "ISNUMBER": lambda value: type(value) in {float, int},
    "ISTEXT": lambda value: type(value) is str,
    "N": _plain_number,
}
#: Functions that give a truth.
TRUTHS: Final = frozenset((*BY_CELL, "AND", "OR", "NOT")) - {"N"}


def _errors_by_cell(name: str) -> Callable[[Any], Any]:
    each = by_cell(BY_CELL[name])
    return lambda value: (
        Cells.of_width([False] * len(value), value.width)
        if type(value) is Cells and not value.has_error()
        else each(value)
    )


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "ABS": lambda value: abs(number(value)),
    "AND": lambda *given: all(_truths(given)),
    "AVERAGE": _average,
    "CLEAN": lambda words: "".join(sign for sign in _words(words) if sign >= " "),
    "COLUMNS": lambda cells: float(cells.width),
    "COUNT": _count,
    "COUNTA": lambda *given: float(
        sum(sum(v is not None for v in one) if type(one) is Cells else 1 for one in given)
    ),
    "COUNTBLANK": lambda cells: float(sum(value is None or value == "" for value in cells)),
    "COUNTIF": _count_where,
    "COUNTIFS": _count_where,
    "FIND": _find,
    "HYPERLINK": lambda _, words: words,
    "INDEX": _index,
    "LEFT": lambda words, count: _words(words)[: _length(count)],
    "LEN": lambda words: float(len(_words(words))),
    "LOWER": lambda words: _words(words).lower(),
    "MATCH": _match,
    "MAX": lambda *given: max(_numbers(given), default=0.0),
    "MID": lambda words, start, count: _words(words)[(s := _length(start)) - 1 : s - 1 + _length(count)],
    "MIN": lambda *given: min(_numbers(given), default=0.0),
    "NA": lambda: fault("#N/A"),
    "NOT": lambda value: not truth(value),
    "OR": lambda *given: any(_truths(given)),
    "REPT": lambda words, count: _words(words) * _length(count),
    "ROUND": _round,
    "ROWS": lambda cells: float(len(cells) // cells.width),
    "SIGN": lambda value: float((n := number(value)) > 0) - float(n < 0),
    "SUBSTITUTE": _replaced,
    "SUM": lambda *given: _total(_numbers(given)),
    "SUMIFS": _sum_where,
    "SUMPRODUCT": _sum_of_products,
    "TEXT": _shown,
    "TRIM": lambda words: " ".join(part for part in _words(words).split(" ") if part),
    "VALUE": _as_number,
    **{name: _errors_by_cell(name) for name in ("ISERR", "ISERROR", "ISNA")},
    **{name: by_cell(BY_CELL[name]) for name in ("ISNUMBER", "ISTEXT", "N")},
}  # fmt: skip

#: Functions to which an error is a value among others.
TAKE_ERRORS: Final = frozenset(("ISERR", "ISERROR", "ISNA", "ISNUMBER", "ISTEXT"))
_AS_RANGES: Final = frozenset(
    ("AND", "AVERAGE", "COUNT", "COUNTA", "COUNTBLANK", "MAX", "MIN", "OR", "SUM", "SUMPRODUCT")
)


def takes_range(name: str, at: int) -> bool:
    """Return whether a single cell is a range to a function: a text in it is left out, not read.

    Args:
        name: the function.
        at: the place of the argument, from 0.
    """
    if name in {"COUNTIF", "COUNTIFS"}:
        return at % 2 == 0
    return name in _AS_RANGES or (name == "SUMIFS" and (at == 0 or at % 2 == 1))
