"""Columns as Python users hold them: what goes in as a Series comes out as one.

A pandas or polars Series, a numpy array or a list is a column; a missing value (None, NaN, NaT,
null) is a blank cell.  The answer has the container of the first argument that is a column, and
the index of its Series.  Neither pandas nor polars is imported here unless one of theirs comes in.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from vsm_xl import functions
from vsm_xl.columns import is_array, np
from vsm_xl.errors import REASONS, XlError
from vsm_xl.functions.evaluate import ColumnError
from vsm_xl.functions.results import TRUTH

if TYPE_CHECKING:
    from vsm_xl.functions.evaluate import ColumnCall
    from vsm_xl.functions.registry import Function


class FormulaError(ValueError):
    """An answer that is an error, raised because ``errors="raise"`` was asked for.

    Attributes:
        error: the :class:`~vsm_xl.errors.XlError` that the cell would show.
    """

    def __init__(self, function: str, error: XlError, row: int | None = None) -> None:
        self.error = error
        where = function if row is None else f"{function}, row {row} (counted from 0)"
        super().__init__(f"{where}: {error} {error.reason}: {error.message}")


def answer(function: Function, given: tuple[Any, ...], errors: str) -> Any:
    """Call a function with cells and columns of any library.

    Args:
        function: from the registry.
        given: its arguments in order.
        errors: ``value`` returns errors as XlError, ``nan`` as missing, ``raise`` raises them.

    Raises:
        FormulaError: an answer is an error and ``raise`` was asked for.
        ValueError: ``errors`` is none of these, or two Series differ in their index.
    """
    if errors not in {"value", "nan", "raise"}:
        raise ValueError(f'errors is {errors!r}; use "value", "nan" or "raise"')
    cells = read(given)
    first = _first_column(function, given)
    if first is None or function.about_calls:
        return _single(function, functions.call(function.name, *cells), errors)
    if len(first) == 0:
        return _like(first, [])
    values = _values(function, first, cells, errors)
    return _like(first, values) if values.__class__ is list or is_array(values) else values


def read(arguments: tuple[Any, ...]) -> list[Any]:
    """Return arguments as the functions take them: cells, lists or numpy arrays."""
    return [_read(argument) for argument in arguments]


def _single(function: Function, shown: Any, errors: str, row: int | None = None) -> Any:
    if shown.__class__ is XlError:
        if errors == "raise":
            raise FormulaError(function.name, shown, row)
        return _missing(function) if errors == "nan" else shown
    # A blank key: what is missing stays missing.
    return _missing(function) if shown.__class__ is str and shown == "" else shown


def _missing(function: Function) -> Any:
    return None if function.result is TRUTH else function.result.unknown


def _values(function: Function, first: Any, cells: list[Any], errors: str) -> Any:
    """Return the answers to all rows: a numpy array, a list, or one error for all of them."""
    count = len(first)
    if count > 1 and not function.one_row and not isinstance(first, (list, tuple)):
        try:
            return _columns(function, functions.column(function.name, *cells), cells, errors)
        except ColumnError:
            # The ranges do not match, and the like: one error for all, as a cell shows it.
            pass
    shown = functions.call(function.name, *cells)
    if shown.__class__ is not list:
        only = _single(function, shown, errors)
        return [only] if count == 1 else only
    rows = ([_single(function, cell, errors, at) for cell in row] for at, row in enumerate(shown))
    return [row[0] if len(row) == 1 else row for row in rows]


def _columns(function: Function, found: ColumnCall, cells: list[Any], errors: str) -> Any:
    values = found.values
    if all(found.ok):
        return values
    values = values.tolist() if is_array(values) else list(values)
    parts = max((len(value) for value in values if value.__class__ is list), default=0)
    for row, (ok, why) in enumerate(zip(found.ok, found.reasons, strict=True)):
        if ok:
            values[row] = bool(values[row]) if function.result is TRUTH else values[row]
        elif why and errors != "nan":
            values[row] = _error(function, cells, row, int(why))
            if errors == "raise":
                raise FormulaError(function.name, values[row], row)
            values[row] = [values[row]] * parts if parts else values[row]
        else:
            values[row] = [_missing(function)] * parts if parts else _missing(function)
    return values


def _error(function: Function, cells: list[Any], row: int, why: int) -> XlError:
    entry = REASONS[why]

    def words() -> str:
        return functions.explanation(function.name, *cells, row=row).sentence

    return XlError(entry.error or "#VALUE!", entry.code, words)


def _library(thing: object) -> Any:
    """Return pandas or polars where a Series or DataFrame of theirs is given, else None."""
    for name in ("pandas", "polars"):
        library = sys.modules.get(name)
        if library is not None and isinstance(thing, (library.Series, library.DataFrame)):
            return library
    return None


def _first_column(function: Function, given: tuple[Any, ...]) -> Any:
    """Return the first argument that is a column of rows; None where all are single cells."""
    first = None
    for arg, argument in zip(function.args, given, strict=False):
        library = _library(argument)
        flat = isinstance(argument, (list, tuple)) or is_array(argument)
        if arg.whole or not (library or flat):
            continue
        if first is None:
            first = argument
        elif _indexes_differ(first, argument):
            raise ValueError(
                f"{arg.name} and the column before it differ in their index; align them first, "
                "such as by taking both from one DataFrame"
            )
    return first


def _indexes_differ(one: Any, other: Any) -> bool:
    both = _library(one), _library(other)
    pandas = sys.modules.get("pandas")
    return pandas is not None and both == (pandas, pandas) and not one.index.equals(other.index)


def _read(argument: Any) -> Any:
    """Return an argument as the functions take it: cells, lists or numpy arrays."""
    library = _library(argument)
    if library is None:
        return None if _is_missing(argument) else argument
    if isinstance(argument, library.DataFrame):
        columns = [_read(argument[name]) for name in argument.columns]
        rows = zip(*(list(column) for column in columns), strict=True)
        return [list(map(str, argument.columns)), *map(list, rows)]
    if library.__name__ == "polars":
        return argument.to_list()
    if getattr(argument.dtype, "kind", "O") in "fiub" and not argument.isna().any():
        return np.asarray(argument)
    known = argument.notna()
    return [cell if there else None for cell, there in zip(argument.tolist(), known, strict=True)]


def _is_missing(cell: object) -> bool:
    """Whether a single cell is pandas' own mark of a missing value."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and (cell is pandas.NA or cell is pandas.NaT)


def _like(first: Any, values: Any) -> Any:
    """Return the answers in the container of the column that was given."""
    library = _library(first)
    if library is None:
        if is_array(first):
            return values if is_array(values) else _array(values)
        return values.tolist() if is_array(values) else values
    if library.__name__ == "polars":
        return _polars(library, values)
    if any(cell.__class__ is list for cell in values) or getattr(values, "ndim", 1) > 1:
        return library.DataFrame(list(values), index=first.index)
    if not is_array(values):
        values = _array(values)
    return library.Series(values, index=first.index)


def _polars(library: Any, values: Any) -> Any:
    listed = values.tolist() if is_array(values) else list(values)
    listed = [None if cell.__class__ is float and cell != cell else cell for cell in listed]  # noqa: PLR0124 - NaN is not itself
    mixed = any(cell.__class__ is XlError for cell in listed)
    return library.Series(listed, dtype=library.Object) if mixed else library.Series(listed)


def _array(values: list[Any]) -> Any:
    if all(value.__class__ is float for value in values):
        return np.array(values, dtype=np.float64)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


__all__ = ["FormulaError", "answer", "read"]
